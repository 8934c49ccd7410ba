"""Checking a graph against the shapes, with answers in sentences.

W3C, "Shapes Constraint Language (SHACL)", https://www.w3.org/TR/shacl/, by way of pyshacl.
"""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import iris

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_NO_PATH = "the thing itself"
_WHAT = {
    "MinCount": "too few values",
    "MaxCount": "too many values",
    "UniqueLang": "several values in one language",
    "HasValue": "the required value is missing",
}


class Violation(NamedTuple):
    """One broken rule: names are CURIEs, ``shape`` is the name in ``shapes/``."""

    focus: str
    path: str
    value: str
    shape: str
    message: str


def validate(graph: "bytes | Graph") -> list[Violation]:
    """Check a graph against all shapes.

    Parameters
    ----------
    graph : bytes or rdflib.Graph
        The triples, as N-Triples text in UTF-8 or as a graph: data, vocabularies and ontology
        together, because shapes ask for classes, subclasses and schemes.

    Returns
    -------
    list of Violation
        Sorted; empty where the graph conforms.
    """
    from pyshacl import validate as run
    from rdflib import SH, Graph

    data = Graph().parse(data=graph, format="nt") if isinstance(graph, bytes) else graph
    rules = shapes()
    # In place, because a copy of the data would take as long as the check; nothing is inferred.
    report = run(data, shacl_graph=rules, inference="none", advanced=False, inplace=True)[1]
    # Not every sh:ValidationResult: those of nested shapes are the details of another.
    results = report.objects(None, SH.result)
    return sorted(_violation(report, rules, result) for result in results)


def shapes() -> "Graph":
    """Return the shapes of all files in one graph."""
    from rdflib import Graph

    graph = Graph()
    for path in shape_files():
        graph.parse(path, format="turtle")
    return graph


def shape_files() -> list[Path]:
    """Return the Turtle files of the shapes, sorted."""
    return sorted(Path(str(files("clusterkg.ontology"))).glob("shapes/*.ttl"))


def _violation(report: "Graph", rules: "Graph", result: "Node") -> Violation:
    from rdflib import SH

    source = report.value(result, SH.sourceShape)
    focus = _name(report.value(result, SH.focusNode))
    path = path_text(rules, rules.value(source, SH.path))
    value = _name(report.value(result, SH.value))
    component = str(report.value(result, SH.sourceConstraintComponent)).rpartition("#")[2]
    what = _WHAT.get(component.removesuffix("ConstraintComponent"), f"'{value}' does not fit")
    right = str(rules.value(source, SH.message) or "See the shape.")
    return Violation(focus, path, value, _shape(rules, source), f"{focus}, {path}: {what}. {right}")


def _shape(rules: "Graph", node: "Node | None") -> str:
    """Return the name of a shape, or of the named shape that holds it."""
    from rdflib import SH, URIRef

    while node is not None and not isinstance(node, URIRef):
        node = rules.value(None, SH.property, node)
    return str(node or "").rpartition("#")[2]


def path_text(rules: "Graph", node: "Node | None") -> str:
    """Return a property path as SPARQL writes it."""
    from rdflib import SH, URIRef

    if node is None:
        return _NO_PATH
    if isinstance(node, URIRef):
        return _name(node)
    inverse = rules.value(node, SH.inversePath)
    if inverse is not None:
        return "^" + path_text(rules, inverse)
    choice = rules.value(node, SH.alternativePath)
    if choice is not None:
        return "|".join(_steps(rules, choice))
    return "/".join(_steps(rules, node))


def _steps(rules: "Graph", head: "Node") -> Iterator[str]:
    return (path_text(rules, item) for item in rules.items(head))


def _name(node: "Node | None") -> str:
    from rdflib import URIRef

    if node is None:
        return ""
    return iris.compact(str(node)) if isinstance(node, URIRef) else str(node)
