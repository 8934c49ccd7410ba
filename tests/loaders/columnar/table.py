"""A small source for tests: things with a number, a name and what else a column may hold."""

from pathlib import Path

from clusterkg.loaders.columnar.load import Load, load
from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
from clusterkg.loaders.columnar.terms import column, ref, text

THING = Node(ref("thing", column("id")), (("skos:prefLabel", text(column("name"))),))
COLUMNS = (Column("id", required=True, rule="digits"), Column("name"))


def source(*tables: Table) -> OutsideSource:
    """Return a source of some tables."""
    web = "https://example.org/"
    return OutsideSource("things", "Things", web, web + "licence", tables)


def table(*columns: Column, **settings: object) -> Table:
    """Return a table of things; its columns are ``id`` and ``name`` and those given."""
    nodes = settings.pop("nodes", (THING,))
    return Table("things", (*COLUMNS, *columns), nodes, **settings)  # type: ignore[arg-type]


def loaded(content: str | bytes, folder: Path, *tables: Table, name: str = "things.csv") -> Load:
    """Load a file of some content as far as its end, and keep its triples in ``load.lines``."""
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    return taken(load(source(*(tables or (table(),))), folder / name))


def taken(found: Load) -> Load:
    """Read a load as far as its end, and keep its triples in ``lines``."""
    found.lines = b"".join(found.chunks()).decode().splitlines()  # type: ignore[attr-defined]
    for count in found.counts:
        assert count.read == count.written + count.rejected + count.duplicate
    return found


def names(found: Load) -> list[str]:
    """Return the names that were written."""
    return [line.split('"')[1] for line in found.lines]  # type: ignore[attr-defined]


def faults(found: Load) -> list[tuple[int, str, str]]:
    """Return line, column and rule of each rejected row."""
    return [(reject.line, reject.column, reject.rule) for reject in found.rejects]
