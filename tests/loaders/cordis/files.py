"""The real files as Python's own csv module and openpyxl read them, and loads in a store."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from clusterkg.loaders.columnar.load import Load, load
from clusterkg.loaders.columnar.source import OutsideSource
from clusterkg.ontology import iris
from tests.loaders.outside import shared

ID = iris.PREFIXES["id"]
PROJECTS = "cordis/horizon_2025_project_df_100.csv"
ORGANISATIONS = "cordis/horizon_2025_organization_df_100.csv"


class Stored(NamedTuple):
    """A load, and a store that holds its triples."""

    load: Load
    store: ox.Store

    @property
    def counts(self) -> list[tuple[int, ...]]:
        """Rows read, written, rejected and duplicate of each file."""
        return [tuple(count[1:]) for count in self.load.counts]

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """Line, column and rule of each rejected row."""
        return [(one.line, one.column, one.rule) for one in self.load.rejects]

    def values(self, predicate: str, kind: str = "") -> dict[str, set[str]]:
        """Return the values of a predicate (a CURIE) by subject, of one kind of ours on request.

        Our own IRIs come without their beginning.
        """
        found: dict[str, set[str]] = defaultdict(set)
        node = ox.NamedNode(iris.expand(predicate))
        for quad in self.store.quads_for_pattern(None, node, None):
            assert isinstance(quad.subject, ox.NamedNode), "no blank nodes"
            assert isinstance(quad.object, ox.NamedNode | ox.Literal), "nor triple terms"
            subject = short(quad.subject.value)
            if subject.startswith(kind):
                found[subject].add(short(quad.object.value))
        return dict(found)

    def instances(self, name: str) -> set[str]:
        """Return the things of a class (a CURIE)."""
        return {thing for thing, types in self.values("rdf:type").items()
                if iris.expand(name) in types}


def stored(source: OutsideSource, *names: str | Path) -> Stored:
    """Load files of the shared data, or paths, into a store that parses strictly."""
    paths = [shared(name) if isinstance(name, str) else name for name in names]
    found = load(source, paths)
    store = ox.Store()
    store.bulk_load(b"".join(found.chunks()), format=ox.RdfFormat.N_TRIPLES)
    for count in found.counts:
        assert count.read == count.written + count.rejected + count.duplicate
    return Stored(found, store)


def rows(name: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Read a table as Python's csv module does."""
    data = shared(name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheet(name: str) -> list[dict[str, str]]:
    """Read the first sheet of a workbook with openpyxl."""
    from openpyxl import load_workbook

    book = load_workbook(shared(name), read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell) for cell in next(lines)]
    found = [dict(zip(header, map(str, line), strict=True)) for line in lines]
    book.close()
    return found


def short(iri: str) -> str:
    """Return one of our IRIs without its beginning."""
    return iri.removeprefix(ID)


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """Return the values of each key, without empty ones."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        if value:
            found[key].add(value)
    return dict(found)
