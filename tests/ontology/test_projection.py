"""What HermiT is given to read, and what is counted as left out."""

import io
import xml.parsers.expat

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef

from clusterkg.ontology.reasoning.projection import (
    ANNOTATION,
    DATATYPE,
    ILL_FORMED,
    KIND,
    ONTOLOGY,
    OWN_NAME,
    UNREADABLE,
    Projection,
    project,
    whole,
)
from clusterkg.ontology.reasoning.sources import parse
from tests.ontology.java import n_triples, turtle
from tests.ontology.turtle import CKG, ROOT

AXIOMS = """
    <https://w3id.org/clusterkg/ontology> a owl:Ontology ; owl:imports <urn:module> .
    <urn:module> a owl:Ontology ; dcterms:title "a module"@en .
    ckg:Event a owl:Class ; rdfs:label "Event"@en ; rdfs:subClassOf schema:Event .
    ckg:partOf a owl:ObjectProperty ; rdfs:subPropertyOf schema:superEvent .
    ckg:startDate a owl:DatatypeProperty ; rdfs:range rdfs:Literal .
    ckg:topic a owl:DatatypeProperty ; rdfs:range xsd:string .
"""
DATA = """
    <event/a> a ckg:Event, skos:Concept ; skos:prefLabel "A" ; ckg:topic "steel" ;
        ckg:startDate "2018"^^xsd:gYear, "2018-11-22"^^xsd:date,
            "2018-11-22T09:00:00Z"^^xsd:dateTime ;
        ckg:partOf <event/b>, "a fair" ; ckg:topic <event/b> .
    ckg:Event rdfs:subClassOf owl:Thing .
    ckg:topic a owl:DatatypeProperty .
"""
A, B = (URIRef(f"https://w3id.org/clusterkg/id/event/{name}") for name in "ab")
SCHEMA_EVENT = URIRef("https://schema.org/Event")


@pytest.fixture(scope="module")
def projection() -> Projection:
    """The projection of a small ontology and one event."""
    data = parse(n_triples(DATA), "application/n-triples")
    return project(parse(turtle(AXIOMS), "text/turtle"), data)


def test_assertions_that_owl_reads_are_kept(projection: Projection) -> None:
    graph = Graph().parse(data=projection.xml, format="xml")
    own = URIRef(OWN_NAME)
    about = {(p, o) for p, o in graph.predicate_objects(A) if p != CKG.startDate}
    assert about == {
        (RDF.type, CKG.Event), (CKG.topic, Literal("steel")), (CKG.partOf, B),
        (own, Literal(str(A))),
    }
    hour = Literal("2018-11-22T09:00:00Z", datatype=XSD.dateTime)
    assert list(graph.objects(A, CKG.startDate)) == [hour]
    assert (own, RDF.type, OWL.FunctionalProperty) in graph
    assert len(graph) == projection.kept + 2 + 2, "two things with a name, and its declaration"


def test_targets_of_an_alignment_are_declared(projection: Projection) -> None:
    graph = Graph().parse(data=projection.xml, format="xml")
    assert (SCHEMA_EVENT, RDF.type, OWL.Class) in graph
    assert (URIRef("https://schema.org/superEvent"), RDF.type, OWL.ObjectProperty) in graph
    assert (CKG.Event, RDFS.subClassOf, SCHEMA_EVENT) in graph


def test_whatever_is_left_out_is_counted(projection: Projection) -> None:
    assert {tuple(one): count for one, count in projection.left_out.items()} == {
        (ANNOTATION, "a owl:Ontology"): 2,
        (ANNOTATION, "owl:imports"): 1,
        (ANNOTATION, "dcterms:title"): 1,
        (ANNOTATION, "rdfs:label"): 1,
        (ANNOTATION, "skos:prefLabel"): 1,
        (ANNOTATION, "a skos:Concept"): 1,
        (DATATYPE, "ckg:startDate xsd:gYear"): 1,
        (DATATYPE, "ckg:startDate xsd:date"): 1,
        (KIND, "ckg:partOf"): 1,
        (KIND, "ckg:topic"): 1,
        (ONTOLOGY, "rdfs:subClassOf"): 1,
        (ONTOLOGY, "a owl:DatatypeProperty"): 1,
    }


def test_values_of_the_wrong_kind_are_faults(projection: Projection) -> None:
    assert sorted(str(fault) for fault in projection.faults) == [
        'id:event/a ckg:partOf "a fair": the property takes things, and the value is a literal.',
        "id:event/a ckg:topic id:event/b: the property takes literals, and the value is a thing.",
    ]


def test_ill_formed_literals_are_faults_and_unreadable_ones_are_counted() -> None:
    data = (
        r'<event/a> ckg:topic "abc"^^xsd:integer, "a\u000Bb", "c\uFFFEd"@en, "\tè\U0001F600" .'
    )
    triples = parse(n_triples(data), "application/n-triples")
    found = project(parse(turtle(AXIOMS), "text/turtle"), triples)
    graph = Graph().parse(data=found.xml, format="xml")
    assert [str(text) for text in graph.objects(A, CKG.topic)] == ["\tè\U0001F600"]
    assert [str(fault) for fault in found.faults] == [
        'id:event/a ckg:topic "abc"^^xsd:integer: the text is not one of the datatype\'s.'
    ]
    left_out = {tuple(one): n for one, n in found.left_out.items() if one.reason != ANNOTATION}
    assert left_out == {
        (ILL_FORMED, "ckg:topic xsd:integer"): 1, (UNREADABLE, "id:event/a ckg:topic"): 2,
    }


def test_things_that_are_said_to_be_the_same_have_no_name_of_their_own() -> None:
    data = "<event/a> a ckg:Event ; owl:sameAs <event/b> . <event/c> a ckg:Event ."
    triples = parse(n_triples(data), "application/n-triples")
    xml = project(parse(turtle(AXIOMS), "text/turtle"), triples).xml
    named = Graph().parse(data=xml, format="xml").subjects(URIRef(OWN_NAME), None)
    assert [str(thing).rpartition("/")[2] for thing in named] == ["c"]


def test_whole_ontology_has_one_header_and_no_imports() -> None:
    graph = Graph().parse(data=whole(parse(turtle(AXIOMS), "text/turtle"), str(ROOT)), format="xml")
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [ROOT]
    assert list(graph.subject_objects(OWL.imports)) == []
    assert (CKG.Event, RDFS.label, Literal("Event", lang="en")) in graph


def test_document_declares_no_entities(projection: Projection) -> None:
    seen: list[str] = []
    parser = xml.parsers.expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *name: seen.append(str(name))
    parser.ParseFile(io.BytesIO(projection.xml))
    assert seen == []
