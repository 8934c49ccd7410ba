"""What a validation result means, in a sentence: the node, the value, and what would be right."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import iris
from .shapes_engines import Result
from .shapes_paths import followed, path_text, paths_below

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SHOWN = 5
_OF_THINGS = ("ClassConstraintComponent", "NodeConstraintComponent")


def sentence(result: Result, rules: "Graph", data: "Graph") -> str:
    """Say what is wrong with which node, with its values, and what would be right.

    Parameters
    ----------
    result : Result
        What an engine found.
    rules, data : rdflib.Graph
        The shapes, for the fix; the data, for the values that a result does not name.
    """
    from rdflib import SH

    path = rules.value(result.source, SH.path)
    where = f"{name(result.focus)}, {path_text(rules, path)}"
    if path is None:
        what = _of_itself(result, rules, data)
    else:
        values = sorted(set(data.objects(result.focus, followed(rules, path))), key=quoted)
        what = _of_values(result, rules, values, data)
    right = str(rules.value(result.source, SH.message) or "See the shape.")
    return f"{where}: {what}. {right}"


def name(node: "Node | None") -> str:
    """Return a node as a CURIE or as the text of a literal."""
    from rdflib import URIRef

    if node is None:
        return ""
    return iris.compact(str(node)) if isinstance(node, URIRef) else str(node)


def quoted(node: "Node") -> str:
    """Return a node in quotation marks, with the language that it has."""
    language = getattr(node, "language", None)
    return f"'{name(node)}'" + (f"@{language}" if language else "")


def _of_values(result: Result, rules: "Graph", values: "list[Node]", data: "Graph") -> str:
    from rdflib import SH

    if result.component == "HasValueConstraintComponent":
        wanted = rules.value(result.source, SH.hasValue)
        missing = f"{quoted(wanted)} is missing" if wanted is not None else "a value is missing"
        return f"{missing}; there is {_listed(values)}" if values else missing
    if result.value is not None:
        return f"{_described(result, result.value, data)} {_verb(result)}"
    if not values:
        return "the value is missing"
    if result.component == "MinCountConstraintComponent":
        return f"{_listed(values)} alone is not enough"
    if result.component == "UniqueLangConstraintComponent":
        return f"several values in one language: {_listed(values)}"
    return f"{len(values)} values, {_listed(values)}"


def _of_itself(result: Result, rules: "Graph", data: "Graph") -> str:
    facts = []
    for path in paths_below(rules, result.source):
        values = sorted(set(data.objects(result.focus, followed(rules, path))), key=quoted)
        if values:
            facts.append(f"{path_text(rules, path)} {_listed(values)}")
    return f"{', '.join(facts)} {_verb(result)}" if facts else f"it {_verb(result)}"


def _verb(result: Result) -> str:
    return "does not fit" if result.severity == "Violation" else "does not meet the rule"


def _described(result: Result, node: "Node", data: "Graph") -> str:
    """Return a value with its datatype, or with the class that it is of."""
    from rdflib import RDF, XSD, Literal, URIRef

    if isinstance(node, Literal):
        kind = "text" if node.datatype in (None, XSD.string) else name(node.datatype)
        return quoted(node) if node.language else f"{quoted(node)} ({kind})"
    kinds = (kind for kind in data.objects(node, RDF.type) if isinstance(kind, URIRef))
    classes = sorted(map(name, kinds))
    if classes:
        return f"{quoted(node)} (a {', '.join(classes[:_SHOWN])})"
    dangling = result.component in _OF_THINGS and (node, None, None) not in data
    return f"{quoted(node)} (not in the graph)" if dangling else quoted(node)


def _listed(values: "Iterable[Node]") -> str:
    found = [quoted(value) for value in values]
    shown, more = found[:_SHOWN], len(found) - _SHOWN
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
