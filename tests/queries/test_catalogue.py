"""The files of the catalogue, and how values are bound into them."""

import re

import pyoxigraph
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.ontology import iris
from clusterkg.queries.binding import ParameterError, bind
from clusterkg.queries.catalogue import Question, UnknownQueryError, catalogue, find

TEX4IM = "https://w3id.org/clusterkg/id/partnership/escp-s3/tex4im"
EVERY = pytest.mark.parametrize("question", catalogue().values(), ids=catalogue())
ATTACKS = (
    "x> } DROP ALL #", "escp-s3/tex4im> } #", 'a"b', "line\nbreak", "{ ?s ?p ?o }", "", "a b", "\\",
    "id:x> . ?s ?p ?o", "https://example.org/a b", "http://example.org/{x}",
)


@EVERY
def test_a_file_is_sparql_as_it_stands(question: Question) -> None:
    assert isinstance(pyoxigraph.Store().query(question.text), pyoxigraph.QuerySolutions)


@EVERY
def test_metadata_are_complete(question: Question) -> None:
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", question.name)
    assert question.summary[0].isupper()
    assert not question.summary.endswith(".")
    assert question.question.endswith("?")
    assert len(question.keywords) >= 3
    assert all(parameter.meaning for parameter in question.parameters)


@EVERY
def test_declared_parameters_are_those_with_a_default(question: Question) -> None:
    for parameter in question.parameters:
        assert question.clause(parameter.name).group(1).strip()
    assert re.search(r"^#\+ param: ", question.text, re.M) is None or question.parameters


@EVERY
def test_answers_are_ordered_and_portable(question: Question) -> None:
    body = "\n".join(line for line in question.text.splitlines() if line[:1] != "#")
    assert re.search(r"\}\nORDER BY \S.*\n\Z", question.text)
    assert not re.search(r"\b(GRAPH|FROM|SERVICE)\b", body)


@EVERY
def test_prefixes_are_those_of_the_ontology(question: Question) -> None:
    for prefix, namespace in re.findall(r"PREFIX (\w+): <([^>]+)>", question.text):
        assert iris.PREFIXES[prefix] == namespace


@EVERY
def test_any_value_leaves_every_parameter_free(kg: KnowledgeGraph, question: Question) -> None:
    free = {parameter.name: "any" for parameter in question.parameters}
    text = bind(question, free)
    assert text.count("{ UNDEF }") >= len(free)
    kg.sparql(text).serialize("tsv")


@pytest.mark.parametrize("value", ["escp-s3/tex4im", "partnership/escp-s3/tex4im",
                                   "id:partnership/escp-s3/tex4im", TEX4IM])
def test_slug_reference_curie_and_iri_bind_the_same_term(value: str) -> None:
    text = bind(find("members_of_partnership"), {"partnership": value})
    assert f"VALUES ?partnership {{ <{TEX4IM}> }}" in text


@pytest.mark.parametrize(("name", "parameter", "value", "term"), [
    ("clusters_of_region", "region", "ITC1", "<http://data.europa.eu/nuts/code/ITC1>"),
    ("clusters_of_region", "region", "nuts:ITC1", "<http://data.europa.eu/nuts/code/ITC1>"),
    ("clusters_of_region", "region", "EL",
     "<http://publications.europa.eu/resource/authority/country/GRC>"),
    ("clusters_in_several_partnerships", "minimum", "3",
     '"3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ("indicator_as_of", "date", "2018-12",
     '"2018-12"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
    ("number_with_source", "number", "0.50",
     '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
    ("mentions_of", "entity", "platform/eccp", "<https://w3id.org/clusterkg/id/platform/eccp>"),
    ("statements_about", "property", "startDate", "<https://w3id.org/clusterkg/ontology#startDate>"),
    ("entity_lookup", "name", 'a"} \\ b', '"a\\"} \\\\ b"'),
])
def test_values_become_terms_of_their_type(
    name: str, parameter: str, value: str, term: str
) -> None:
    assert f"VALUES ?{parameter} {{ {term} }}" in bind(find(name), {parameter: value})


@pytest.mark.parametrize(("name", "parameter"), [
    ("members_of_partnership", "partnership"), ("mentions_of", "entity"),
    ("clusters_of_region", "region"), ("statements_about", "property"),
    ("indicator_as_of", "date"), ("number_with_source", "number"),
    ("clusters_in_several_partnerships", "minimum"),
])
@pytest.mark.parametrize("value", ATTACKS)
def test_text_that_is_no_term_is_refused(name: str, parameter: str, value: str) -> None:
    with pytest.raises(ParameterError, match=f"parameter {parameter}: "):
        bind(find(name), {parameter: value})


@pytest.mark.parametrize("value", ATTACKS)
def test_text_parameters_hold_any_text_as_text(kg: KnowledgeGraph, value: str) -> None:
    text = bind(find("entity_lookup"), {"name": value})
    assert kg.sparql(text).rows() == [] or value in ("", "a b")


def test_a_parameter_that_the_query_lacks_is_named() -> None:
    with pytest.raises(ParameterError, match="no parameter 'partner'; it has: partnership"):
        bind(find("members_of_partnership"), {"partner": "escp-s3/tex4im"})


def test_an_unknown_query_suggests_what_comes_near() -> None:
    with pytest.raises(UnknownQueryError, match="did you mean members_of_partnership"):
        find("members_of_partnerships")
    with pytest.raises(UnknownQueryError, match="clusterkg queries"):
        find("zzzzzz")
