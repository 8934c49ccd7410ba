"""The rdflib face over the store gives what plain rdflib gives over the same quads.

The reference is rdflib itself: a Dataset in memory, parsed from the store's own N-Quads.
"""

import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pyoxigraph
import pytest
from rdflib import RDF, XSD, Dataset, Literal, URIRef
from rdflib.namespace import SKOS

from clusterkg.graph import KnowledgeGraph
from clusterkg.ontology import iris
from clusterkg.queries.catalogue import find

# Those that plain rdflib answers in a second or two on the bundled graph.
QUERIES = (
    "members_of_partnership", "indicator_as_of", "indicator_series", "conflicting_claims",
    "plan_and_outcome", "partnerships_of_cluster", "clusters_of_region", "pilot_regions",
    "list_coverage", "s3_areas_and_partnerships", "value_chains_and_stages", "statements_about",
    "number_with_source", "budget_per_project", "change_between_events",
)
# rdflib 7.6 warns of its own use of a deprecated property.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")
SECONDS = 30
TEX4IM = URIRef(iris.resolve("partnership/escp-s3/tex4im"))
OCTOBER = Literal("2018-10", datatype=XSD.gYearMonth)
PATTERNS: dict[str, tuple[Any, Any, Any]] = {
    "subject": (TEX4IM, None, None),
    "date": (None, URIRef(iris.expand("ckg:startDate")), OCTOBER),
    "decimal": (None, URIRef(iris.expand("ckg:value")), None),
    "string": (None, SKOS.notation, Literal("ITC1")),
    "language": (None, SKOS.prefLabel, Literal("Italy", lang="en")),
    "type": (None, RDF.type, URIRef(iris.expand("ckg:Partnership"))),
    "object": (None, None, TEX4IM),
    "nothing": (TEX4IM, RDF.type, URIRef(iris.expand("ckg:Region"))),
}
EVERY_PATTERN = pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)


@pytest.fixture(scope="module")
def plain(kg: KnowledgeGraph) -> Dataset:
    dumped = kg.store.dump(format=pyoxigraph.RdfFormat.N_QUADS)
    assert dumped is not None
    dataset = Dataset()
    dataset.parse(data=dumped.decode(), format="nquads")
    return dataset


def test_queries_give_the_same_terms(kg: KnowledgeGraph, plain: Dataset) -> None:
    spent = 0.0
    for name in QUERIES:
        start = time.process_time()
        expected = _rows(plain.query(find(name).text))
        spent += time.process_time() - start
        assert expected, name
        assert _rows(kg.rdflib.query(find(name).text)) == expected, name
    assert spent < SECONDS


@EVERY_PATTERN
def test_triples_are_the_same(
    kg: KnowledgeGraph, plain: Dataset, pattern: tuple[Any, Any, Any]
) -> None:
    expected = Counter(plain.triples(pattern))
    assert Counter(kg.rdflib.triples(pattern)) == expected
    assert {_exact(triple) for triple in kg.rdflib.triples(pattern)} == set(map(_exact, expected))


@EVERY_PATTERN
def test_membership_is_the_same(
    kg: KnowledgeGraph, plain: Dataset, pattern: tuple[Any, Any, Any]
) -> None:
    assert (pattern in kg.rdflib) == (pattern in plain)


def test_sizes_are_the_same(kg: KnowledgeGraph, plain: Dataset) -> None:
    assert len(kg.rdflib) == len(plain)


def test_asking_and_constructing_are_the_same(kg: KnowledgeGraph, plain: Dataset) -> None:
    ask = f"ASK {{ <{TEX4IM}> a <{iris.expand('ckg:Partnership')}> }}"
    assert kg.rdflib.query(ask).askAnswer is plain.query(ask).askAnswer is True
    make = f"CONSTRUCT {{ <{TEX4IM}> ?p ?o }} WHERE {{ <{TEX4IM}> ?p ?o }}"
    found, expected = kg.rdflib.query(make).graph, plain.query(make).graph
    assert found is not None
    assert expected is not None
    assert set(found) == set(expected)


def test_plain_strings_have_no_datatype(kg: KnowledgeGraph) -> None:
    [label] = kg.rdflib.objects(TEX4IM, SKOS.prefLabel)
    assert label == Literal("Tex4IM")
    assert isinstance(label, Literal)
    assert label.datatype is None


def _rows(result: Iterable[Any]) -> Counter[tuple[object, ...]]:
    return Counter(tuple(_term(term) for term in row) for row in result)


def _exact(triple: tuple[Any, ...]) -> tuple[object, ...]:
    return tuple(_term(term) for term in triple)


def _term(term: Any) -> object:
    """Return a term with all that makes it what it is: equal literals may differ in spelling."""
    if isinstance(term, Literal):
        return str(term), term.datatype, term.language
    return term
