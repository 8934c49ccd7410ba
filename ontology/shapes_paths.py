"""The property paths of shapes: as SPARQL writes them, and as rdflib follows them.

W3C, "Shapes Constraint Language (SHACL)", section 2.3.1, https://www.w3.org/TR/shacl/#property-paths.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_, truediv
from typing import TYPE_CHECKING

from . import iris

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.paths import Path
    from rdflib.term import Node

ITSELF = "the thing itself"


def path_text(rules: "Graph", node: "Node | None") -> str:
    """Return a property path as SPARQL writes it, or that there is none."""
    from rdflib import SH, URIRef

    if node is None:
        return ITSELF
    if isinstance(node, URIRef):
        return iris.compact(str(node))
    inverse = rules.value(node, SH.inversePath)
    if inverse is not None:
        return "^" + path_text(rules, inverse)
    choice = rules.value(node, SH.alternativePath)
    if choice is not None:
        return "|".join(path_text(rules, item) for item in rules.items(choice))
    return "/".join(path_text(rules, item) for item in rules.items(node))


def followed(rules: "Graph", node: "Node") -> "Path":
    """Return a property path as one that an rdflib graph follows."""
    from rdflib import SH, URIRef

    if isinstance(node, URIRef):
        return node  # type: ignore[return-value]  # rdflib takes a predicate as a path of one step
    inverse = rules.value(node, SH.inversePath)
    if inverse is not None:
        return ~followed(rules, inverse)
    choice = rules.value(node, SH.alternativePath)
    if choice is not None:
        return reduce(or_, _steps(rules, choice))
    return reduce(truediv, _steps(rules, node))


def paths_below(rules: "Graph", shape: "Node") -> "list[Node]":
    """Return the paths that a constraint of the thing itself looks along, sorted by their text."""
    from rdflib import SH

    found: set[Node] = set()
    seen, waiting = {shape}, [shape]
    while waiting:
        node = waiting.pop()
        found.update(rules.objects(node, SH.path))
        parts = {*rules.objects(node, SH.node), *rules.objects(node, SH.property),
                 *rules.objects(node, SH["not"])}
        for choice in (SH["or"], SH["and"], SH.xone):
            parts.update(item for head in rules.objects(node, choice) for item in rules.items(head))
        waiting += parts - seen
        seen |= parts
    by_text = {path_text(rules, path): path for path in found}
    return [by_text[text] for text in sorted(by_text)]


def _steps(rules: "Graph", head: "Node") -> "Iterator[Path]":
    return (followed(rules, item) for item in rules.items(head))
