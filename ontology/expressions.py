"""Class expressions, lists and literals in words, much as OWL's Manchester syntax has them.

W3C, "OWL 2 Web Ontology Language Manchester Syntax", https://www.w3.org/TR/owl2-manchester-syntax/
"""

from typing import TYPE_CHECKING

from . import iris

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_JOINED = {"unionOf": " or ", "intersectionOf": " and "}
_PREFIXED = {"complementOf": "not ", "datatypeComplementOf": "not ", "inverseOf": "inverse of "}
_QUANTIFIED = {
    "someValuesFrom": "some", "allValuesFrom": "only", "hasValue": "value", "hasSelf": "self",
    "minCardinality": "min", "maxCardinality": "max", "cardinality": "exactly",
    "minQualifiedCardinality": "min", "maxQualifiedCardinality": "max",
    "qualifiedCardinality": "exactly",
}
_FACETS = {
    "minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<",
}


def words(graph: "Graph", node: "Node", above: tuple["Node", ...] = ()) -> str:
    """Return a node as text that is the same for equal nodes, whatever blank nodes are called.

    Parameters
    ----------
    graph : rdflib.Graph
        Where blank nodes are described.
    node : rdflib node
        An IRI becomes a CURIE where a prefix fits, a literal stands in quotes with its language
        or datatype, a blank node becomes the expression that it stands for.
    above : tuple of nodes
        The blank nodes that hold this one; a node inside itself is written as an ellipsis.
    """
    from rdflib import BNode, Literal

    if isinstance(node, Literal):
        return _literal(node)
    if not isinstance(node, BNode):
        return iris.compact(str(node))
    if node in above:
        return "…"
    return _expression(graph, node, (*above, node))


def members(graph: "Graph", head: "Node", above: tuple["Node", ...] = ()) -> list[str]:
    """Return the items of an RDF list in words, in their order."""
    return [words(graph, item, above) for item in graph.items(head)]


def _literal(node: "Node") -> str:
    from rdflib import XSD, Literal

    assert isinstance(node, Literal)
    if node.language:
        return f"“{node}”@{node.language}"
    if node.datatype in (None, XSD.string):
        return f"“{node}”"
    return f"“{node}”^^{iris.compact(str(node.datatype))}"


def _expression(graph: "Graph", node: "Node", above: tuple["Node", ...]) -> str:
    from rdflib import OWL, RDF

    for name, join in _JOINED.items():
        if (head := graph.value(node, OWL[name])) is not None:
            return f"({join.join(sorted(members(graph, head, above)))})"
    for name, prefix in _PREFIXED.items():
        if (inside := graph.value(node, OWL[name])) is not None:
            return prefix + words(graph, inside, above)
    if (head := graph.value(node, OWL.oneOf)) is not None:
        return "{" + ", ".join(sorted(members(graph, head, above))) + "}"
    if graph.value(node, OWL.onProperty) is not None:
        return _restriction(graph, node, above)
    if (base := graph.value(node, OWL.onDatatype)) is not None:
        return f"{words(graph, base)}[{', '.join(_facets(graph, node))}]"
    if (head := graph.value(node, OWL.members)) is not None:
        # An axiom about several terms, whose order says nothing.
        kind = words(graph, graph.value(node, RDF.type) or node, above)
        return f"{kind}({', '.join(sorted(members(graph, head, above)))})"
    if (node, RDF.first, None) in graph:
        return ", ".join(members(graph, node, above))
    return _anything(graph, node, above)


def _restriction(graph: "Graph", node: "Node", above: tuple["Node", ...]) -> str:
    from rdflib import OWL, Literal

    on = words(graph, graph.value(node, OWL.onProperty) or node, above)
    filler = graph.value(node, OWL.onClass) or graph.value(node, OWL.onDataRange)
    for name, quantifier in _QUANTIFIED.items():
        value = graph.value(node, OWL[name])
        if value is not None:
            number = isinstance(value, Literal) and name != "hasValue"
            shown = str(value) if number else words(graph, value, above)
            of = f" {words(graph, filler, above)}" if filler is not None else ""
            return f"({on} {quantifier} {shown}{of})"
    return _anything(graph, node, above)


def _facets(graph: "Graph", node: "Node") -> list[str]:
    from rdflib import OWL

    return sorted(
        f"{_facet(str(predicate))} {value}"
        for head in graph.objects(node, OWL.withRestrictions)
        for item in graph.items(head)
        for predicate, value in graph.predicate_objects(item)
    )


def _facet(predicate: str) -> str:
    name = predicate.rpartition("#")[2]
    return _FACETS.get(name, name)


def _anything(graph: "Graph", node: "Node", above: tuple["Node", ...]) -> str:
    pairs = sorted(
        f"{words(graph, predicate)} {words(graph, value, above)}"
        for predicate, value in graph.predicate_objects(node)
    )
    return f"[{'; '.join(pairs)}]"
