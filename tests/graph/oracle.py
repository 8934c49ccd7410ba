"""The closure of a graph by owlrl, an independent program, as far as our first rules reach.

owlrl implements all of OWL 2 RL (W3C, "OWL 2 Web Ontology Language Profiles", section 4.3). Our
first group of rules reaches its closure but for what `left_out` and `OTHER_CONSTRUCTS` name.
"""

from collections.abc import Iterable

import pyoxigraph as ox
import rdflib
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib.namespace import OWL, RDF, RDFS, XSD

from clusterkg.graph.inference import close
from clusterkg.queries.rulebook import rules

Triples = set[ox.Triple]

# Axioms that owlrl would draw conclusions from and that our rules are not about. They are taken
# out of what owlrl gets; a class expression stays, as a class without a name.
OTHER_CONSTRUCTS = {
    OWL.someValuesFrom, OWL.allValuesFrom, OWL.hasValue, OWL.oneOf, OWL.unionOf,
    OWL.intersectionOf, OWL.complementOf, OWL.maxCardinality, OWL.maxQualifiedCardinality,
    OWL.hasKey, OWL.sameAs, OWL.FunctionalProperty, OWL.InverseFunctionalProperty,
}
_REFLEXIVE = {
    OWL.sameAs, RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty,
}
_TYPING = {RDF.type, RDFS.domain, RDFS.range}
_MESSAGES = "http://www.daml.org/2002/03/agents/agent-ont#"
_DATATYPES = (str(XSD), str(RDF.PlainLiteral), str(RDF.XMLLiteral), str(RDF.langString))


def expected(given: Triples) -> Triples:
    """Return the triples that owlrl adds and that our first rules are to add."""
    graph = rdflib.Graph()
    for triple in given:
        subject, predicate, value = map(to_rdflib, triple)
        if predicate not in OTHER_CONSTRUCTS and value not in OTHER_CONSTRUCTS:
            graph.add((subject, predicate, value))
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    found = {
        ox.Triple(*map(from_rdflib, triple)) for triple in graph
        if triple not in AXIOMS and not left_out(*triple)
    }
    return found - given


def left_out(subject: rdflib.term.Node, predicate: object, value: rdflib.term.Node) -> bool:
    """Say whether owlrl's closure holds a triple that our rules leave out on purpose.

    1. A literal as subject: it is no RDF.
    2. What is the same as, or a subclass or subproperty of, or equivalent to itself.
    3. owl:Thing and owl:Nothing: every thing is of the one, and nothing of the other.
    4. Datatypes: that they are, and which of them are disjoint.
    5. A class without a name as the type of a thing or the domain or range of a property.
    6. owlrl's messages about what contradicts itself: finding that is HermiT's part.
    """
    return (
        isinstance(subject, rdflib.Literal)
        or (predicate in _REFLEXIVE and subject == value)
        or OWL.Thing in (subject, value) or OWL.Nothing in (subject, value)
        or str(subject).startswith(_DATATYPES)
        or (predicate in _TYPING and isinstance(value, rdflib.BNode))
        or any(str(term).startswith(_MESSAGES) for term in (predicate, value))
    )


def inferred(given: Triples) -> Triples:
    """Return what our first rules add."""
    return set(close((ox.Quad(*triple) for triple in given), rules("owl-rl")))


def parse(turtle: str | bytes) -> Triples:
    """Return the triples of a Turtle text."""
    data = turtle.encode() if isinstance(turtle, str) else turtle
    return {quad.triple for quad in ox.parse(data, ox.RdfFormat.TURTLE)}


def listed(triples: Iterable[ox.Triple]) -> list[str]:
    """Return triples as sorted lines, for people to read where two sets differ."""
    return sorted(map(str, triples))


def to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Identifier:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=term.datatype.value, normalize=False)


def from_rdflib(term: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(term, rdflib.URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, rdflib.Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)


def _axioms() -> rdflib.Graph:
    empty = rdflib.Graph()
    DeductiveClosure(OWLRL_Semantics).expand(empty)
    return empty


# What owlrl says of an empty graph, it says of every graph.
AXIOMS = _axioms()
