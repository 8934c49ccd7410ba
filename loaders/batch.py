"""What a loader hands over: the triples of one source, where they come from, what was left out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterkg.ontology import iris

from .reject import Reject


class TableCount(NamedTuple):
    """Rows of one table: ``read`` is always written + rejected + duplicate."""

    table: str
    read: int
    written: int
    rejected: int
    duplicate: int


@dataclass(frozen=True)
class Source:
    """Where a named graph comes from, for its PROV and DCAT description."""

    name: str
    version: str
    title: str
    origin: str
    licence: str
    attribution: str = ""
    retrieved: str = ""
    scope: str = "all"
    sha256: str = ""
    loader_version: str = ""

    @property
    def graph(self) -> str:
        """The IRI of the named graph of this source and version."""
        return iris.graph(self.name, self.version)


@dataclass(frozen=True)
class Batch:
    """The triples of one source as N-Triples text, with the counts and what was rejected."""

    source: Source
    triples: Iterable[str]
    counts: list[TableCount] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return iter(self.triples)
