"""The quads of H2020 participations as a person would make them with objects, a row at a time.

What benchmarks/loading.py compares: the same rows, the same quads, no checks.
"""

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pyoxigraph
import rdflib

from clusterkg.ontology import iris

Row = dict[str, str]
Said = tuple[str, str, Any]
_MISSING = ("", "NA")


class Makers(NamedTuple):
    """How a library makes an IRI, a text and a typed literal, and an IRI that comes again."""

    iri: Callable[[str], Any]
    text: Callable[[str], Any]
    typed: Callable[[str, str], Any]
    known: Callable[[str], Any]


def _oxigraph() -> Makers:
    node, literal = pyoxigraph.NamedNode, pyoxigraph.Literal
    known = cache(lambda name: node(iris.expand(name)))
    return Makers(node, literal, lambda text, kind: literal(text, datatype=known(kind)), known)


def _rdflib() -> Makers:
    node, literal = rdflib.URIRef, rdflib.Literal
    known = cache(lambda name: node(iris.expand(name)))
    return Makers(node, literal, lambda text, kind: literal(text, datatype=known(kind)), known)


def rows(path: Path) -> Iterator[Row]:
    """Read the rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def with_oxigraph(path: Path, graph: str, out: BinaryIO, limit: int | None = None) -> None:
    """Write the N-Quads of the first rows, made of pyoxigraph's objects."""
    make = _oxigraph()
    name = make.iri(graph)
    quads = (pyoxigraph.Quad(*said, name) for said in _all(path, make, limit))
    pyoxigraph.serialize(quads, out, format=pyoxigraph.RdfFormat.N_QUADS)


def with_rdflib(path: Path, graph: str, out: BinaryIO, limit: int | None = None) -> None:
    """Write the N-Quads of the first rows, made of rdflib's objects."""
    make = _rdflib()
    dataset = rdflib.Dataset()
    dataset.addN((*said, dataset.graph(make.iri(graph))) for said in _all(path, make, limit))
    dataset.serialize(out, format="nquads", encoding="utf-8")


def _all(path: Path, make: Makers, limit: int | None) -> Iterator[Said]:
    seen: set[str] = set()
    for at, row in enumerate(rows(path)):
        if at == limit:
            return
        yield from _row(row, make, seen)


def _row(row: Row, make: Makers, seen: set[str]) -> Iterator[Said]:
    base, rcn, pic = iris.PREFIXES["id"], row["rcn"], row["pic"]
    part = f"{base}participation/cordis-rcn/{rcn}/{pic}/{row['role']}"
    project, organisation = f"{base}project/cordis-rcn/{rcn}", f"{base}organisation/pic/{pic}"
    country = make.iri(_country(row["country"]))
    yield from _said(make, part, [
        ("rdf:type", make.known("ckg:Participation")),
        ("ckg:participant", make.iri(organisation)), ("ckg:inProject", make.iri(project)),
        ("ckg:role", make.iri(f"{base}role/{row['role']}")),
        ("ckg:contribution", _decimal(make, row["contribution"])), ("ckg:country", country),
        ("ckg:activityType", make.iri(f"{base}activity-type/{row['type'].lower()}")),
    ])
    if project not in seen:
        seen.add(project)
        yield from _said(make, project, [
            ("rdf:type", make.known("ckg:Project")), ("ckg:rcn", make.text(rcn)),
            ("ckg:startDate", _date(make, row["start_date"])),
            ("ckg:endDate", _date(make, row["end_date"])),
            ("ckg:contribution", _decimal(make, row["max_contribution"])),
            ("ckg:totalCost", _decimal(make, row["total_cost"])),
        ])
    if organisation not in seen:
        seen.add(organisation)
        yield from _said(make, organisation, [
            ("rdf:type", make.known("ckg:Organisation")), ("ckg:pic", make.text(pic)),
            ("ckg:country", country),
        ])


def _said(make: Makers, subject: str, pairs: Iterable[tuple[str, Any]]) -> Iterator[Said]:
    about = make.iri(subject)
    for predicate, value in pairs:
        if value is not None:
            yield about, make.known(predicate), value


def _decimal(make: Makers, cell: str) -> Any:
    if cell in _MISSING:
        return None
    whole, _, part = f"{Decimal(cell):f}".partition(".")
    part = part.rstrip("0")
    return make.typed(f"{whole}.{part}" if part else whole, "xsd:decimal")


def _date(make: Makers, cell: str) -> Any:
    return None if cell in _MISSING else make.typed(cell, "xsd:date")


def _country(code: str) -> str:
    return iris.country(iris.ISO_FROM_NUTS.get(code, code))
