"""The terms: the closed list equals the Turtle, each is described, each is used, none is unknown.

What is used comes from outside the ontology: the triples that loaders write, the vocabularies, the
shapes and the queries.
"""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from clusterkg.ontology.terms import CLASSES, PROPERTIES, TERMS
from tests.ontology.turtle import (
    ALIGNMENTS,
    CKG,
    FOLDER,
    MODULES,
    ROOT,
    SHAPES,
    VOCABULARIES,
    read,
    terms_in,
)

MODEL = read(MODULES)
KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
QUERIES = sorted(FOLDER.parent.glob("queries/*/*.rq"))


def names(kind: Node) -> set[str]:
    """Return the names of the terms of a kind such as owl:Class."""
    return {str(term)[len(CKG) :] for term in MODEL.subjects(RDF.type, kind)}


def supers(term: Node, relation: URIRef) -> set[Node]:
    """Return a term with all that stand above it."""
    return {above for above in MODEL.transitive_objects(term, relation) if above is not None}


def queried() -> set[str]:
    """Return the terms that stand in a query."""
    return {name for path in QUERIES for name in re.findall(r"ckg:(\w+)", path.read_text("utf-8"))}


def test_closed_list_equals_the_turtle_files() -> None:
    properties = set.union(*(names(kind) for kind in KINDS))
    assert names(OWL.Class) == CLASSES
    assert properties == PROPERTIES
    assert terms_in(MODEL) == TERMS


@pytest.mark.parametrize("name", sorted(TERMS))
def test_term_is_described(name: str) -> None:
    label, definition = MODEL.value(CKG[name], RDFS.label), MODEL.value(CKG[name], SKOS.definition)
    assert isinstance(label, Literal)
    assert isinstance(definition, Literal)
    assert label.language == definition.language == "en"
    assert definition.endswith(".")
    assert definition.count(". ") == 0, "a definition is one sentence"
    assert list(MODEL.objects(CKG[name], RDFS.isDefinedBy)) == [ROOT]


@pytest.mark.parametrize("relation", [RDFS.label, SKOS.definition])
def test_no_two_classes_and_no_two_properties_are_described_alike(relation: URIRef) -> None:
    for group in (CLASSES, PROPERTIES):
        texts = [str(MODEL.value(CKG[name], relation)) for name in group]
        assert len(texts) == len(set(texts))


@pytest.mark.parametrize("name", sorted(PROPERTIES))
def test_property_is_of_one_kind_with_domain_and_range_or_a_reason(name: str) -> None:
    term = CKG[name]
    assert len(KINDS & set(MODEL.objects(term, RDF.type))) == 1
    complete = (term, RDFS.domain, None) in MODEL and (term, RDFS.range, None) in MODEL
    assert complete or (term, RDFS.comment, None) in MODEL


def test_every_term_in_queries_alignments_shapes_and_vocabularies_exists() -> None:
    assert queried() <= TERMS
    for files in (ALIGNMENTS, SHAPES, VOCABULARIES):
        assert terms_in(read(files)) <= TERMS


def test_every_term_that_loaders_write_exists(instances: Graph) -> None:
    assert terms_in(instances) <= TERMS


def test_every_term_is_used_by_data_shapes_or_a_query(instances: Graph) -> None:
    used = terms_in(instances) | terms_in(read(VOCABULARIES)) | terms_in(read(SHAPES)) | queried()
    assert sorted(TERMS - used) == []


def test_data_use_properties_as_the_kind_that_they_are(instances: Graph) -> None:
    data = instances + read(VOCABULARIES)
    for name in sorted(names(OWL.ObjectProperty)):
        literals = [row for row in data.subject_objects(CKG[name]) if isinstance(row[1], Literal)]
        assert literals == [], name
    for name in sorted(names(OWL.DatatypeProperty)):
        things = [row for row in data.subject_objects(CKG[name]) if isinstance(row[1], URIRef)]
        assert things == [], name


def test_domains_and_ranges_infer_nothing_that_the_data_do_not_say(instances: Graph) -> None:
    data = instances + read(VOCABULARIES)
    wrong = set()
    for name in PROPERTIES:
        domain, target = MODEL.value(CKG[name], RDFS.domain), MODEL.value(CKG[name], RDFS.range)
        for subject, value in data.subject_objects(CKG[name]):
            if domain and domain not in types(data, subject):
                wrong.add((name, "domain", subject))
            if target and not in_range(data, value, target):
                wrong.add((name, "range", value))
    assert wrong == set()


def types(data: Graph, thing: Node) -> set[Node]:
    """Return the classes of a thing and what stands above them."""
    return {
        above
        for kind in data.objects(thing, RDF.type)
        for above in supers(kind, RDFS.subClassOf)
    }


def in_range(data: Graph, value: Node, target: Node) -> bool:
    """Say whether a value is in a range: a class, a datatype, or any literal."""
    if not isinstance(value, Literal):
        return target in types(data, value)
    plain = value.datatype or (XSD.string if value.language is None else None)
    return target in (RDFS.Literal, plain)
