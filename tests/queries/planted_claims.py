"""A small graph of planted claims, which the loaders make from rows like those of the tables."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph

from clusterkg.graph.answer import Answer
from clusterkg.graph.inference import close
from clusterkg.loaders import documents
from clusterkg.loaders.bundled import bundled_folder
from clusterkg.loaders.schema import read_package
from clusterkg.loaders.tables import Reading, Row
from clusterkg.ontology import iris
from clusterkg.ontology.rdf import Triple
from clusterkg.queries.binding import bind
from clusterkg.queries.catalogue import find
from clusterkg.queries.rulebook import rules
from tests.ontology.turtle import MODULES, VOCABULARIES

# The documents of the planted claims, each with its day.
DAYS = {"P1": "2018-01-10", "P2": "2018-06-20", "P3": "2019-03-15", "P4": "2020-09-01"}
_CELLS_OF_FIGURE = {
    "exact": ["value"], "about": ["value"], "over": ["lower"], "at-least": ["lower"],
    "up-to": ["upper"], "between": ["lower", "upper"],
}
RULES = ("supersedes", "repeats")
Rows = list[dict[str, Any]]


def figure(text: str, document: str, **cells: str) -> dict[str, str]:
    """Return the row of a figure such as ``over 850`` that a document states as of its day."""
    qualifier, *numbers = text.split()
    return {
        "indicator": "partners", "subject": "platform/planted", "unit": "count",
        "status": "achieved", "as_of": DAYS[document], "qualifier": qualifier,
        **dict(zip(_CELLS_OF_FIGURE[qualifier], numbers, strict=True)),
        **_place(text, document), **cells,
    }


def statement(value: str, document: str, **cells: str) -> dict[str, str]:
    """Return the row of a starting date (or of another property) that a document states."""
    return {
        "property": "startDate", "subject": "event/planted", "value": value, "value_type": "date",
        "as_of": DAYS[document], **_place(value, document), **cells,
    }


def store(*rows: dict[str, str]) -> pyoxigraph.Store:
    """Return the ontology, its vocabularies and the claims as one graph."""
    found = pyoxigraph.Store()
    for path in (*MODULES, *VOCABULARIES):
        found.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    text = "".join(f"{triple} .\n" for triple in _triples(rows))
    found.load(input=text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return found


def ask(graph: pyoxigraph.Store, question: str, **parameters: object) -> Rows:
    """Return the rows of a question's answer."""
    return Answer(graph, bind(find(question), parameters)).rows()


def derived(quads: Iterable[pyoxigraph.Quad]) -> dict[str, set[tuple[str, str]]]:
    """Return the claims that the rules find to supersede and to repeat others."""
    chosen = [rule for rule in rules() if rule.name in RULES]
    assert {rule.name for rule in chosen} == set(RULES)
    return {
        name: {(iris.compact(t.subject.value), iris.compact(t.object.value)) for t in triples}
        for name, triples in close(quads, chosen).triples.items()
    }


def _place(text: str, document: str) -> dict[str, str]:
    return {"document": document, "line": "1", "printed": text, "certainty": "stated"}


def _triples(rows: Iterable[dict[str, str]]) -> Iterator[Triple]:
    papers = [
        {"document_id": name, "file": f"{name}.txt", "title": name, "occasion": name, "date": day}
        for name, day in DAYS.items()
    ]
    yield from documents.documents(_reading("documents", papers))
    for table, key in (("observations", "indicator"), ("statements", "property")):
        named = [{f"{table[:-1]}_id": f"planted-{number}", **row}
                 for number, row in enumerate(rows) if key in row]
        yield from getattr(documents, table)(_reading(table, named))


def _reading(name: str, rows: list[dict[str, str]]) -> Reading:
    table = read_package(bundled_folder())[name]
    empty = {field.name: "" for field in table.fields}
    cells = [Row(number, {**empty, **row}) for number, row in enumerate(rows, 2)]
    return Reading(table, cells, read=len(cells))
