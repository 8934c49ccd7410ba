"""A result as RDF: the triples of its named graph. How it is modelled, `results` says."""

import datetime
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from clusterkg.ontology import iris, rdf

from .result import Result
from .result_columns import Column, columns, escaped

# A CURIE whose IRI needs no escape; what looks otherwise is kept as text.
_CURIE = re.compile(r"[a-z]+:[A-Za-z0-9._~/-]+")
_ROLES = {"low": "ckg:intervalLow", "high": "ckg:intervalHigh", "value": "ckg:resultValue"}
_COMMON = ("measure", "value", "low", "high", "row")


@dataclass(frozen=True)
class Basis:
    """On what a result was computed, and by what.

    Attributes
    ----------
    digest : str
        Of the graph, results left out.
    graphs : mapping of str to str
        The digest of each named graph by its IRI; empty where the catalogue has none.
    software : str
        Name and version of the program.
    measures : frozenset of str
        The columns whose measures the graph defines; results describe the others.
    """

    digest: str
    graphs: Mapping[str, str]
    software: str
    measures: frozenset[str] = frozenset()


def triples(result: Result, basis: Basis, name: str, version: str) -> Iterator[rdf.Triple]:
    """Yield the triples of a result.

    Parameters
    ----------
    result : Result
        What to write.
    basis : Basis
        What it was computed on.
    name, version : str
        Of the named graph that the triples go to: ``result/links`` and part of a digest.

    Raises
    ------
    ResultError
        A column is of a type that RDF has no datatype for.
    """
    thing, found = f"{name}/{version}", columns(result)
    yield from rdf.describe(rdf.ref(thing), [
        ("rdf:type", rdf.iri("ckg:Result")), ("rdf:type", rdf.iri("qb:DataSet")),
        ("dcterms:title", rdf.text(f"What the analysis {result.name} finds", "en")),
        ("dcterms:identifier", rdf.text(result.name)),
        ("dcterms:isPartOf", rdf.iri(iris.graph(name, version))),
        ("ckg:computedOn", rdf.text(result.network)),
        ("prov:wasGeneratedBy", rdf.ref(f"{thing}/run")),
        ("qb:structure", rdf.ref(f"{thing}/structure")),
    ])
    yield from _named_values(thing, "ckg:coverage", f"{thing}/coverage", result.coverage)
    yield from _list(thing, "skos:note", f"{thing}/note", [rdf.text(n) for n in result.notes])
    yield from _run(result, basis, thing)
    yield from _structure(result, found, thing)
    for column in found:
        if column.role == "value" and column.name not in basis.measures:
            yield from _measure(result.name, column)
    yield from _rows(result, found, thing)


def _run(result: Result, basis: Basis, thing: str) -> Iterator[rdf.Triple]:
    agent, run = rdf.ref(f"software/{iris.slug(basis.software)}"), f"{thing}/run"
    state = f"state/{basis.digest}"
    yield from rdf.describe(rdf.ref(run), [
        ("rdf:type", rdf.iri("ckg:Analysis")), ("rdf:type", rdf.iri("prov:Activity")),
        ("prov:used", rdf.ref(state)), ("prov:wasAssociatedWith", agent),
        ("ckg:seed", None if result.seed is None else rdf.number(result.seed)),
    ])
    yield from _named_values(run, "ckg:parameter", f"{thing}/parameter", result.parameters)
    yield from rdf.describe(agent, [
        ("rdf:type", rdf.iri("prov:SoftwareAgent")), ("skos:prefLabel", rdf.text(basis.software)),
    ])
    yield from rdf.describe(rdf.ref(state), [
        ("rdf:type", rdf.iri("prov:Collection")), ("ckg:graphDigest", rdf.text(basis.digest)),
    ])
    for graph, digest in sorted(basis.graphs.items()):
        member = f"{state}/{graph.removeprefix(iris.PREFIXES['graph'])}"
        yield rdf.triple(rdf.ref(state), "prov:hadMember", rdf.ref(member))
        yield from rdf.describe(rdf.ref(member), [
            ("rdf:type", rdf.iri("prov:Entity")),
            ("prov:specializationOf", rdf.iri(graph)),
            ("ckg:sha256", rdf.text(digest) if digest else None),
        ])


def _structure(result: Result, found: list[Column], thing: str) -> Iterator[rdf.Triple]:
    keys = list(result.keys)
    structure, key = rdf.ref(f"{thing}/structure"), rdf.ref(f"{thing}/slice-key")
    yield from rdf.describe(structure, [
        ("rdf:type", rdf.iri("qb:DataStructureDefinition")),
        *(("qb:component", rdf.ref(f"component/result-{one}")) for one in _COMMON),
        ("qb:sliceKey", key),
    ])
    yield rdf.triple(key, "rdf:type", rdf.iri("qb:SliceKey"))
    schema = f"{thing}/schema"
    yield rdf.triple(rdf.ref(thing), "csvw:tableSchema", rdf.ref(schema))
    places = [rdf.ref(f"{thing}/column/{column.slug}") for column in found]
    yield from _list(schema, "csvw:column", f"{thing}/columns", places)
    for column, place in zip(found, places, strict=True):
        yield from _column(column, place)
        if column.role == "key":
            dimension = _dimension(result.name, column)
            yield rdf.triple(structure, "qb:component", place)
            yield rdf.triple(key, "qb:componentProperty", dimension)
            yield from _key(column, place, dimension)
            yield rdf.triple(place, "qb:order", rdf.number(keys.index(column.name) + 1))


def _column(column: Column, place: rdf.Term) -> Iterator[rdf.Triple]:
    return rdf.describe(place, [
        ("rdf:type", rdf.iri("csvw:Column")),
        ("csvw:name", rdf.text(column.name)),
        ("csvw:datatype", rdf.iri(column.datatype)),
        ("csvw:separator", rdf.text(" ") if column.several else None),
        ("ckg:measure", None if column.role == "key" else measure(column.measure)),
        ("qb:componentProperty",
         None if column.role == "key" else rdf.iri(_ROLES[column.role])),
    ])


def _key(column: Column, place: rdf.Term, dimension: rdf.Term) -> Iterator[rdf.Triple]:
    yield rdf.triple(place, "rdf:type", rdf.iri("qb:ComponentSpecification"))
    yield rdf.triple(place, "qb:dimension", dimension)
    yield rdf.triple(place, "qb:componentAttachment", rdf.iri("qb:Slice"))
    yield from rdf.describe(dimension, [
        ("rdf:type", rdf.iri("qb:DimensionProperty")),
        ("rdfs:label", rdf.text(column.name)),
        # Trivially true; the integrity constraint IC-4 wants a range for every dimension.
        ("rdfs:range", rdf.iri("owl:Thing")),
    ])


def _measure(name: str, column: Column) -> Iterator[rdf.Triple]:
    says = f"A column of the analysis {name}, which the vocabulary of measures does not define."
    return rdf.describe(measure(column.name), [
        ("rdf:type", rdf.iri("skos:Concept")), ("skos:prefLabel", rdf.text(column.name, "en")),
        ("skos:notation", rdf.text(column.name)), ("skos:definition", rdf.text(says, "en")),
        ("skos:inScheme", rdf.ref("scheme/measures")),
    ])


def _rows(result: Result, found: list[Column], thing: str) -> Iterator[rdf.Triple]:
    keys = [column for column in found if column.role == "key"]
    values = [column for column in found if column.role == "value"]
    ends = {(column.measure, column.role): column for column in found}
    structure, whole = rdf.ref(f"{thing}/slice-key"), rdf.ref(thing)
    for number, row in enumerate(result.table.iter_rows(named=True), start=1):
        part = f"{thing}/row/{number}"
        slice_ = rdf.ref(part)
        yield rdf.triple(whole, "qb:slice", slice_)
        yield rdf.triple(slice_, "qb:sliceStructure", structure)
        yield rdf.triple(slice_, "ckg:rowNumber", rdf.number(number))
        for key in keys:
            predicate = _dimension(result.name, key)
            for value, more in _written(row[key.name], key, f"{part}/{key.slug}"):
                yield f"{slice_} {predicate} {value}"
                yield from more
        for column in values:
            mine = [ends[one] for end in ("value", "low", "high")
                    if (one := (column.name, end)) in ends]
            yield from _cell(row, mine, part, whole)


def _cell(
    row: dict[str, Any], mine: list[Column], part: str, whole: rdf.Term
) -> Iterator[rdf.Triple]:
    """Yield the observation of a value and its interval; nothing where all are undefined."""
    place = f"{part}/{mine[0].slug}"
    cell = rdf.ref(place)
    said = [
        line for column in mine for value, more in _written(row[column.name], column, place)
        for line in (rdf.triple(cell, _ROLES[column.role], value), *more)
    ]
    if said:
        yield rdf.triple(rdf.ref(part), "qb:observation", cell)
        yield rdf.triple(cell, "qb:dataSet", whole)
        yield rdf.triple(cell, "ckg:measure", measure(mine[0].measure))
        yield from said


def _written(
    value: Any, column: Column, place: str
) -> Iterator[tuple[rdf.Term, Iterable[rdf.Triple]]]:
    """Yield the term of a value and the triples that it takes; nothing for an undefined one."""
    if not column.several:
        if (term := literal(value)) is not None:
            yield term, ()
    elif value is not None:
        yield _listed(f"{place}/item", [literal(one) for one in value])


def literal(value: Any) -> rdf.Term | None:
    """Return the term of a value of a table; none of null or what is not a number."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, bool):
        return rdf.boolean(value)
    if isinstance(value, int):
        return rdf.number(value)
    if isinstance(value, float):
        written = repr(value).replace("inf", "INF")
        return rdf.typed(written, "xsd:double")
    if isinstance(value, datetime.date):
        return rdf.typed(value.isoformat(), "xsd:date")
    return _thing(value) or rdf.text(value)


def _thing(text: str) -> rdf.Term | None:
    """Return the IRI that a CURIE of ours stands for, where the IRI gives the same CURIE."""
    if _CURIE.fullmatch(text):
        with suppress(iris.IriError):
            iri = iris.expand(text)
            if iris.compact(iri) == text and iris.is_iri(iri):
                return f"<{iri}>"
    return None


def _named_values(
    subject: str, predicate: str, place: str, values: Mapping[str, Any]
) -> Iterator[rdf.Triple]:
    for name, value in values.items():
        one = rdf.ref(f"{place}/{escaped(name)}")
        yield rdf.triple(rdf.ref(subject), predicate, one)
        yield from rdf.describe(one, [
            ("rdf:type", rdf.iri("prov:Entity")), ("dcterms:identifier", rdf.text(name)),
            ("prov:value", rdf.text(value) if isinstance(value, str) else literal(value)),
        ])


def _list(
    subject: str, predicate: str, place: str, items: list[rdf.Term]
) -> Iterator[rdf.Triple]:
    head, more = _listed(place, items)
    yield rdf.triple(rdf.ref(subject), predicate, head)
    yield from more


def _listed(place: str, items: Sequence[rdf.Term | None]) -> tuple[rdf.Term, list[rdf.Triple]]:
    """Return the head of a list and its triples; its nodes have IRIs, not blank nodes."""
    nodes = [*(rdf.ref(f"{place}/{n}") for n, _ in enumerate(items, 1)), rdf.iri("rdf:nil")]
    more = [rdf.triple(node, "rdf:rest", after) for node, after in pairwise(nodes)]
    more += [
        rdf.triple(node, "rdf:first", item)
        for node, item in zip(nodes, items, strict=False) if item is not None
    ]
    return nodes[0], more


def _dimension(name: str, column: Column) -> rdf.Term:
    return rdf.ref(f"dimension/{escaped(name)}/{column.slug}")


def measure(name: str) -> rdf.Term:
    """Return the concept of the measure of a column; slugs have hyphens where columns have _."""
    return rdf.ref(f"measure/{escaped(name).replace('-', '%2D').replace('_', '-')}")
