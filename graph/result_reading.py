"""A result read back from the triples of its named graph: equal to the one that was written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterkg.ontology import iris

from .result import Result, ResultError
from .result_columns import Column

if TYPE_CHECKING:
    import pyoxigraph

Term = Any  # of pyoxigraph: a named node or a literal
_ROLES = {"ckg:resultValue": "value", "ckg:intervalLow": "low", "ckg:intervalHigh": "high"}
_READERS: dict[str, Callable[[str], Any]] = {
    "xsd:integer": int, "xsd:double": float, "xsd:boolean": "true".__eq__, "xsd:string": str,
}


class _Graph:
    """Triples by subject and predicate."""

    def __init__(self, triples: "Iterable[pyoxigraph.Triple]") -> None:
        self._index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject: Term = triple.subject
            self._index[subject.value][triple.predicate.value].append(triple.object)

    def all(self, subject: str, predicate: str) -> list[Term]:
        return self._index[subject][predicate if "://" in predicate else iris.expand(predicate)]

    def one(self, subject: str, predicate: str) -> Term | None:
        return next(iter(self.all(subject, predicate)), None)

    def text(self, subject: str, predicate: str) -> str:
        found = self.one(subject, predicate)
        return "" if found is None else str(found.value)

    def items(self, head: str) -> Iterator[Term | None]:
        while head != iris.expand("rdf:nil"):
            yield self.one(head, "rdf:first")
            head = self.text(head, "rdf:rest")

    def values(self, subject: str, predicate: str) -> dict[str, Any]:
        """Return named values, such as parameters."""
        places = sorted(place.value for place in self.all(subject, predicate))
        return {
            self.text(place, "dcterms:identifier"): _value(self.one(place, "prov:value"))
            for place in places
        }

    def subject(self, kind: str) -> str:
        wanted = iris.expand(kind)
        for subject, said in self._index.items():
            if any(term.value == wanted for term in said.get(iris.expand("rdf:type"), ())):
                return subject
        raise ResultError(f"no {kind} is among the triples")


def read(triples: "Iterable[pyoxigraph.Triple]") -> Result:
    """Return the result that the triples of one named graph hold.

    Parameters
    ----------
    triples : iterable of pyoxigraph.Triple
        As :func:`clusterkg.graph.result_triples.triples` writes them.

    Raises
    ------
    ResultError
        There is no result among them.
    """
    graph = _Graph(triples)
    thing = graph.subject("ckg:Result")
    run = graph.text(thing, "prov:wasGeneratedBy")
    columns = list(_columns(graph, thing))
    seed = graph.one(run, "ckg:seed")
    return Result(
        name=graph.text(thing, "dcterms:identifier"),
        table=_table(graph, thing, columns),
        keys=tuple(_keys(graph, graph.text(thing, "qb:structure"))),
        parameters=graph.values(run, "ckg:parameter"),
        network=graph.text(thing, "ckg:computedOn"),
        coverage=graph.values(thing, "ckg:coverage"),
        notes=tuple(
            str(note.value) for note in graph.items(graph.text(thing, "skos:note")) if note
        ),
        seed=None if seed is None else int(seed.value),
    )


def _columns(graph: _Graph, thing: str) -> Iterator[Column]:
    head = graph.text(graph.text(thing, "csvw:tableSchema"), "csvw:column")
    for item in graph.items(head):
        place = item.value if item else ""
        about = graph.text(place, "ckg:measure")
        component = graph.text(place, "qb:componentProperty")
        yield Column(
            name=graph.text(place, "csvw:name"),
            datatype=iris.compact(graph.text(place, "csvw:datatype")),
            several=bool(graph.all(place, "csvw:separator")),
            role=_ROLES[iris.compact(component)] if component else "key",
            measure=about or graph.text(place, "qb:dimension"),
        )


def _keys(graph: _Graph, structure: str) -> Iterator[str]:
    components = [term.value for term in graph.all(structure, "qb:component")]
    places = [place for place in components if graph.all(place, "qb:order")]
    for place in sorted(places, key=lambda place: int(graph.text(place, "qb:order"))):
        yield graph.text(place, "csvw:name")


def _table(graph: _Graph, thing: str, columns: list[Column]) -> pl.DataFrame:
    slices = [term.value for term in graph.all(thing, "qb:slice")]
    slices.sort(key=lambda place: int(graph.text(place, "ckg:rowNumber")))
    rows = [_row(graph, place, columns) for place in slices]
    return pl.DataFrame(
        {column.name: [row[n] for row in rows] for n, column in enumerate(columns)},
        schema={column.name: column.type for column in columns},
    )


def _row(graph: _Graph, place: str, columns: list[Column]) -> list[Any]:
    cells = {graph.text(cell.value, "ckg:measure"): cell.value
             for cell in graph.all(place, "qb:observation")}
    roles = {role: predicate for predicate, role in _ROLES.items()}
    found = []
    for column in columns:
        if column.role == "key":
            term = graph.one(place, column.measure)
        else:
            term = graph.one(cells.get(column.measure, ""), roles[column.role])
        found.append(_cell(graph, column, term))
    return found


def _cell(graph: _Graph, column: Column, term: Term | None) -> Any:
    if term is None or not column.several:
        return _value(term)
    return [_value(item) for item in graph.items(term.value)]


def _value(term: Term | None) -> Any:
    """Return the value of a table that a term was written for."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return iris.compact(term.value)
    kind = iris.compact(datatype.value)
    return _READERS.get(kind, _date)(term.value)


def _date(text: str) -> Any:
    import datetime

    return datetime.date.fromisoformat(text)
