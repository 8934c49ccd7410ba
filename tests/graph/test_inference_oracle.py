"""The first group of rules against owlrl, an independent program, triple by triple."""

import random
from pathlib import Path

import pytest

from clusterkg.loaders.vocabularies import turtle_files
from clusterkg.queries.rulebook import rules

from .oracle import Triples, expected, inferred, listed, parse

GOOD_THINGS = Path(__file__).parents[1] / "ontology" / "good_things.ttl"
PREFIXES = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.org/> .
"""
# Each with the rules that it needs, and conclusions that were drawn by hand; owlrl has the rest.
CASES = {
    "subclass": (
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :D . :x a :A . :y a :C",
        ":A rdfs:subClassOf :D . :x a :B, :C, :D . :y a :D", "subclass subclass-of-subclass"),
    "a circle of subclasses": (
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :C rdfs:subClassOf :A . :x a :B",
        ":x a :A, :C . :A owl:equivalentClass :C . :C rdfs:subClassOf :B", "equivalent-class"),
    "subproperty": (
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r . :x :p :y . :x :p 'text'@en",
        ":p rdfs:subPropertyOf :r . :x :r :y . :x :q 'text'@en",
        "subproperty subproperty-of-subproperty"),
    "inverse": (
        ":p owl:inverseOf :q . :x :p :y . :z :q :x . :x :p 'no subject'",
        ":y :q :x . :x :p :z", "inverse"),
    "inverse of itself": (":p owl:inverseOf :p . :x :p :y", ":y :p :x", "inverse"),
    "symmetric": (
        ":p a owl:SymmetricProperty . :x :p :y . :z :p :z . :x :p 'no subject'",
        ":y :p :x", "symmetric"),
    "transitive": (
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d . :d :p :e . :e :p 'end'",
        ":a :p :c, :d, :e, 'end' . :b :p :e", "transitive"),
    "a circle of a transitive property": (
        ":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :a", ":a :p :a, :c . :c :p :b",
        "transitive"),
    "domain": (
        ":p rdfs:domain :A, :B . :x :p :y . :x :p 1 . :z :p 'text'", ":x a :A, :B . :z a :A",
        "domain"),
    "range": (
        ":p rdfs:range :A . :q rdfs:range xsd:string . :x :p :y . :x :q 'text'", ":y a :A",
        "range"),
    "domain and range are inherited": (
        ":p rdfs:subPropertyOf :q . :q rdfs:domain :A ; rdfs:range :B . :A rdfs:subClassOf :C . "
        ":B rdfs:subClassOf :D . :x :p :y",
        ":p rdfs:domain :A, :C ; rdfs:range :B, :D . :x a :C . :y a :D",
        "domain-inherited range-inherited"),
    "a chain of two": (
        ":p owl:propertyChainAxiom ( :q :r ) . :x :q :y . :y :r :z, 'text' . :z :q :x",
        ":x :p :z, 'text'", "property-chain"),
    "a chain of three": (
        ":p owl:propertyChainAxiom ( :q :r :q ) . :w :q :x . :x :r :y . :y :q :z, :w . :w :r :w",
        ":w :p :z, :w", "property-chain"),
    "a chain that feeds itself": (
        ":p owl:propertyChainAxiom ( :p :q ) . :a :p :b . :b :q :c . :c :q :d . :d :q :e",
        ":a :p :c, :d, :e", "property-chain"),
    "two chains": (
        ":p owl:propertyChainAxiom ( :q :r ), ( :r :q ) . :x :q :y . :y :r :z . :z :q :x",
        ":x :p :z . :y :p :x", "property-chain"),
    "equivalent classes": (
        ":A owl:equivalentClass :B . :B rdfs:subClassOf :C . :x a :A . :y a :B",
        ":x a :B, :C . :y a :A . :A rdfs:subClassOf :C", "equivalent-class"),
    "equivalent properties": (
        ":p owl:equivalentProperty :q . :q rdfs:domain :A . :x :p :y . :z :q 'text'",
        ":x :q :y . :z :p 'text' . :x a :A", "equivalent-property"),
    "all together": (
        ":seat rdfs:subPropertyOf :in . :in rdfs:subPropertyOf :within ; rdfs:domain :Thing . "
        ":within a owl:TransitiveProperty ; owl:inverseOf :holds ; rdfs:range :Place . "
        ":Place rdfs:subClassOf :Area . :Region rdfs:subClassOf :Place . "
        ":near a owl:SymmetricProperty ; owl:propertyChainAxiom ( :in :holds ) . "
        ":far owl:propertyChainAxiom ( :near :near :near ) . "
        ":a :seat :r . :b :in :r . :r :in :c . :c :in :d . :d a :Region",
        ":d :holds :a . :a :near :b . :b :near :a . :a :far :b . :r a :Area, :Thing . :a a :Thing",
        "subproperty transitive inverse symmetric property-chain domain range subclass"),
    "a superclass without a name": (
        ":A rdfs:subClassOf [ a owl:Restriction ; rdfs:subClassOf :B ] . :x a :A . "
        ":p rdfs:domain [ rdfs:subClassOf :C ] . :x :p :y",
        ":x a :B, :C . :p rdfs:domain :C", "subclass"),
}


def compare(given: Triples) -> Triples:
    """Hold our rules against owlrl, both ways; return what they add."""
    ours, theirs = inferred(given), expected(given)
    assert listed(theirs - ours) == []
    assert listed(ours - theirs) == []
    return ours


@pytest.mark.parametrize("case", CASES)
def test_a_construct(case: str) -> None:
    given, by_hand, _ = CASES[case]
    found = compare(parse(f"{PREFIXES}{given} ."))
    conclusions = parse(f"{PREFIXES}{by_hand} .")
    assert conclusions
    assert listed(conclusions - found) == []


def test_every_rule_of_the_first_group_has_a_case() -> None:
    assert {name for _, _, names in CASES.values() for name in names.split()} == {
        rule.name for rule in rules("owl-rl")
    }


def test_a_graph_without_schema_adds_nothing() -> None:
    assert compare(parse(f"{PREFIXES} :x a :A ; :p :y .")) == set()


@pytest.mark.parametrize("seed", range(40))
def test_a_random_graph(seed: int) -> None:
    assert compare(parse(PREFIXES + random_turtle(seed)))


def test_our_ontology_with_one_thing_of_each_kind() -> None:
    files = [path for path in turtle_files() if path.parent.name != "vocabularies"]
    given = {triple for path in (*files, GOOD_THINGS) for triple in parse(path.read_bytes())}
    found = listed(compare(given))
    # The membership of the file, in the terms of the W3C Organization Ontology.
    member = (
        "<https://w3id.org/clusterkg/id/membership/escp-s3/tex4im/otir> "
        "<http://www.w3.org/ns/org#member> <https://w3id.org/clusterkg/id/organisation/otir>"
    )
    assert member in found
    assert len(found) > 400


def random_turtle(seed: int) -> str:
    """Return a schema and facts that are drawn at random, the same for the same seed.

    Texts are values of other properties than things, as OWL 2 DL wants it: owlrl lets a text be
    the subject of a triple on the way (generalised RDF), which SPARQL does not.
    """
    draw = random.Random(seed)
    classes, properties = [f":C{n}" for n in range(5)], [f":p{n}" for n in range(6)]
    things, texts = [f":x{n}" for n in range(8)], [f":d{n}" for n in range(3)]

    def some(names: list[str]) -> str:
        return draw.choice(names)

    axioms = [
        lambda: f"{some(classes)} rdfs:subClassOf {some(classes)}",
        lambda: f"{some(properties)} rdfs:subPropertyOf {some(properties)}",
        lambda: f"{some(properties)} rdfs:domain {some(classes)}",
        lambda: f"{some(properties)} rdfs:range {some(classes)}",
        lambda: f"{some(properties)} owl:inverseOf {some(properties)}",
        lambda: f"{some(properties)} a owl:SymmetricProperty",
        lambda: f"{some(properties)} a owl:TransitiveProperty",
        lambda: f"{some(classes)} owl:equivalentClass {some(classes)}",
        lambda: f"{some(properties)} owl:equivalentProperty {some(properties)}",
        lambda: f"{some(properties)} owl:propertyChainAxiom "
                f"( {' '.join(draw.choices(properties, k=draw.choice((2, 3))))} )",
        lambda: f"{some(texts)} rdfs:subPropertyOf {some(texts)}",
        lambda: f"{some(texts)} owl:equivalentProperty {some(texts)}",
        lambda: f"{some(texts)} rdfs:domain {some(classes)}",
    ]
    facts = [
        lambda: f"{some(things)} {some(properties)} {some(things)}",
        lambda: f"{some(things)} {some(texts)} 'text {draw.randrange(3)}'",
        lambda: f"{some(things)} a {some(classes)}",
    ]
    drawn = [draw.choice(axioms)() for _ in range(9)] + [draw.choice(facts)() for _ in range(12)]
    return "".join(f"{line} .\n" for line in drawn)
