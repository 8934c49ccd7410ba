"""What a load gives, parsed strictly, with its counts checked."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from clusterkg.loaders.batch import TableCount
from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.columnar.source import OutsideSource
from clusterkg.loaders.reject import Reject

from .outside import Described, described


@dataclass(frozen=True)
class Loaded:
    """The triples of a load (N-Triples lines), its counts by file, and its rejects."""

    lines: frozenset[str]
    counts: list[TableCount]
    rejects: list[Reject]

    @cached_property
    def things(self) -> Described:
        return described(line.removesuffix(" .") for line in sorted(self.lines))

    def faults(self) -> list[tuple[int, str, str]]:
        """Line, column and rule of each reject."""
        return [(reject.line, reject.column, reject.rule) for reject in self.rejects]


def loaded(source: OutsideSource, *paths: Path) -> Loaded:
    """Load files; every row is written, rejected or a duplicate, and every triple parses."""
    found = load(source, list(paths))
    data = b"".join(found.chunks())
    list(ox.parse(data, format=ox.RdfFormat.N_TRIPLES))
    rejects = list(found.rejects)
    for count in found.counts:
        assert count.read == count.written + count.rejected + count.duplicate
    assert sum(reject.lost for reject in rejects) == sum(count.rejected for count in found.counts)
    return Loaded(frozenset(data.decode().splitlines()), found.counts, rejects)


def file(folder: Path, name: str, text: str) -> Path:
    """Write a small file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
