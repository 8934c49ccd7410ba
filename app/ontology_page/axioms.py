"""What the axioms say of a class or a property, named as the page names it.

Values are CURIEs and expressions of them; an empty list is told as none.
"""

from collections.abc import Iterator

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from clusterkg.ontology import iris
from clusterkg.ontology.expressions import members, words

from .source import KINDS, is_ours

Pair = tuple[str, list[str]]
_CHARACTERISTICS = {
    OWL.FunctionalProperty: "functional", OWL.InverseFunctionalProperty: "inverse functional",
    OWL.TransitiveProperty: "transitive", OWL.SymmetricProperty: "symmetric",
    OWL.AsymmetricProperty: "asymmetric", OWL.ReflexiveProperty: "reflexive",
    OWL.IrreflexiveProperty: "irreflexive",
}
_TOLD = {
    RDF.type, RDFS.label, RDFS.comment, RDFS.isDefinedBy, SKOS.definition, RDFS.subClassOf,
    RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.disjointWith,
    OWL.propertyDisjointWith, OWL.propertyChainAxiom, OWL.equivalentClass, OWL.equivalentProperty,
}


def of_class(graph: Graph, node: URIRef) -> Iterator[Pair]:
    """Yield the facts of a class; those that are always told first."""
    direct = _used(graph, {node}, RDFS.domain)
    above = {up for up in graph.transitive_objects(node, RDFS.subClassOf) if up and up != node}
    yield "Superclasses", _words(graph, graph.objects(node, RDFS.subClassOf))
    yield "Subclasses", _words(graph, graph.subjects(RDFS.subClassOf, node))
    yield "In domain of", direct
    yield "In range of", _used(graph, {node}, RDFS.range)
    inherited = [name for name in _used(graph, above, RDFS.domain) if name not in direct]
    yield from _unless_empty("In domain of, by a superclass", inherited)
    yield from _unless_empty("Disjoint with", _disjoint(graph, node, OWL.disjointWith))
    yield from _unless_empty("Equivalent to", _both_ways(graph, node, OWL.equivalentClass))
    yield from _others(graph, node)


def of_property(graph: Graph, node: URIRef) -> Iterator[Pair]:
    """Yield the facts of a property; those that are always told first."""
    yield "Domain", _words(graph, graph.objects(node, RDFS.domain))
    yield "Range", _words(graph, graph.objects(node, RDFS.range))
    yield from _unless_empty("Inverse of", _both_ways(graph, node, OWL.inverseOf))
    yield from _unless_empty(
        "Superproperties", _words(graph, graph.objects(node, RDFS.subPropertyOf))
    )
    yield from _unless_empty(
        "Subproperties", _words(graph, graph.subjects(RDFS.subPropertyOf, node))
    )
    types = set(graph.objects(node, RDF.type))
    yield from _unless_empty(
        "Characteristics", [word for type_, word in _CHARACTERISTICS.items() if type_ in types]
    )
    chains = graph.objects(node, OWL.propertyChainAxiom)
    yield from _unless_empty(
        "Follows from the chain", [", then ".join(members(graph, chain)) for chain in chains]
    )
    yield from _unless_empty("In the chain of", _in_chains(graph, node))
    yield from _unless_empty("Disjoint with", _disjoint(graph, node, OWL.propertyDisjointWith))
    yield from _unless_empty("Equivalent to", _both_ways(graph, node, OWL.equivalentProperty))
    yield from _others(graph, node)


def named(graph: Graph, value: Node) -> list[URIRef]:
    """Return the named classes of a domain or range: itself, or the members of a union."""
    head = graph.value(value, OWL.unionOf)
    found = [value] if head is None else list(graph.items(head))
    return [item for item in found if isinstance(item, URIRef)]


def _used(graph: Graph, classes: set[Node], relation: URIRef) -> list[str]:
    """Return the properties that have one of some classes as domain or range."""
    return sorted(
        iris.compact(str(prop)) for prop, value in graph.subject_objects(relation)
        if classes.intersection(named(graph, value))
    )


def _disjoint(graph: Graph, node: Node, relation: URIRef) -> list[str]:
    """Return what is disjoint with a term, by a pair or by a list of many."""
    found = set(_both_ways(graph, node, relation))
    for kind in (OWL.AllDisjointClasses, OWL.AllDisjointProperties):
        for axiom in graph.subjects(RDF.type, kind):
            listed = set(graph.items(graph.value(axiom, OWL.members) or RDF.nil))
            if node in listed:
                found |= set(_words(graph, listed - {node}))
    return sorted(found)


def _both_ways(graph: Graph, node: Node, relation: URIRef) -> list[str]:
    return _words(graph, {*graph.objects(node, relation), *graph.subjects(relation, node)})


def _in_chains(graph: Graph, node: Node) -> list[str]:
    return [
        words(graph, prop) for prop, chain in graph.subject_objects(OWL.propertyChainAxiom)
        if node in set(graph.items(chain))
    ]


def _others(graph: Graph, node: Node) -> Iterator[Pair]:
    """Yield whatever else is said, so that nothing in the files is missing from the page."""
    found: dict[str, list[str]] = {}
    for relation, value in graph.predicate_objects(node):
        if relation not in _TOLD:
            found.setdefault(iris.compact(str(relation)), []).append(words(graph, value))
    extra = [
        words(graph, type_) for type_ in graph.objects(node, RDF.type)
        if type_ not in KINDS and type_ not in _CHARACTERISTICS
    ]
    yield from _unless_empty("Type", extra)
    yield from sorted(found.items())


def general(graph: Graph) -> list[Pair]:
    """Return the axioms about several terms: the kind of axiom, and its members."""
    found = []
    for kind in (OWL.AllDisjointClasses, OWL.AllDisjointProperties, OWL.AllDifferent):
        for axiom in graph.subjects(RDF.type, kind):
            head = graph.value(axiom, OWL.members) or graph.value(axiom, OWL.distinctMembers)
            found.append((str(kind).rpartition("#")[2], sorted(members(graph, head or RDF.nil))))
    return sorted(found)


def is_class(graph: Graph, node: Node) -> bool:
    """Say whether a node is one of our classes."""
    return is_ours(node) and (node, RDF.type, OWL.Class) in graph


def _words(graph: Graph, nodes: "Iterator[Node] | set[Node]") -> list[str]:
    return [words(graph, node) for node in nodes]


def _unless_empty(name: str, values: list[str]) -> Iterator[Pair]:
    if values:
        yield name, values
