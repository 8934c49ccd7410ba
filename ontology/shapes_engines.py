"""The two engines that check a graph against shapes, behind one face.

``pyshacl`` is the reference, in Python over rdflib; ``shacl`` is compiled from Rust and much
faster. On every construct that our shapes use they give the same results; where they differ on
values that no loader writes is stated and tested in ``tests/ontology/test_shape_engines.py``.
"""

from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import ClusterkgError

if TYPE_CHECKING:
    import shacl
    from rdflib import Graph
    from rdflib.term import Node


class EngineError(ClusterkgError):
    """An engine that does not exist, is not installed, or stopped over a value."""


class Result(NamedTuple):
    """One validation result: terms of RDF, ``source`` is the node of the shape in its graph."""

    focus: "Node"
    value: "Node | None"
    source: "Node"
    component: str
    severity: str


Engine = Callable[["bytes | Graph", "Graph"], list[Result]]


def default_engine() -> str:
    """Return the fast engine where it is installed; not every platform has a wheel of it."""
    return "shacl" if find_spec("shacl") else "pyshacl"


def run(engine: str, data: "bytes | Graph", rules: "Graph") -> list[Result]:
    """Check data against rules.

    Parameters
    ----------
    engine : {"shacl", "pyshacl"}
        Which engine does it.
    data : bytes or rdflib.Graph
        The triples, as N-Triples text in UTF-8 or as a graph, which stays as it is.
    rules : rdflib.Graph
        The shapes.

    Returns
    -------
    list of Result
        In no order; without those of nested shapes, which are the details of another.

    Raises
    ------
    EngineError
        There is no such engine here, or pyshacl stopped over a value.
    """
    if engine not in ENGINES:
        names = " and ".join(ENGINES)
        raise EngineError(f"no SHACL engine is called '{engine}'; there are {names}")
    if find_spec(engine) is None:
        others = " or ".join(name for name in ENGINES if name != engine)
        raise EngineError(f"the SHACL engine '{engine}' is not installed: take {others}")
    return ENGINES[engine](data, rules)


def _with_pyshacl(data: "bytes | Graph", rules: "Graph") -> list[Result]:
    from pyshacl import validate
    from rdflib import SH, Graph

    graph = Graph().parse(data=data, format="nt") if isinstance(data, bytes) else data
    asked = _asked_often(graph)
    try:
        # In place, because a copy of the data would take as long as the check; nothing is inferred.
        report = validate(asked, shacl_graph=rules, inference="none", inplace=True)[1]
    except (ArithmeticError, TypeError) as error:
        hint = "the values of a range or a pair cannot be compared; the engine 'shacl' says which"
        raise EngineError(f"pyshacl stopped ({error}): {hint}") from error
    return [_read(report, node) for node in report.objects(None, SH.result)]


def _asked_often(graph: "Graph") -> "Graph":
    """Return the same graph, which parses a query once: pyshacl asks it again of each node."""
    from rdflib import Graph
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result as Answer

    names = dict(graph.namespaces())

    @cache
    def parsed(text: str) -> Query:
        return prepareQuery(text, initNs=names)

    class Asked(Graph):
        def query(self, query_object: str | Query, *more: Any, **named: Any) -> Answer:
            if isinstance(query_object, str) and not (more or named.get("initNs")):
                query_object = parsed(query_object)
            return super().query(query_object, *more, **named)

    return Asked(graph.store, graph.identifier)


def _read(report: "Graph", node: "Node") -> Result:
    from rdflib import SH

    said = dict(report.predicate_objects(node))
    component = _local(said[SH.sourceConstraintComponent])
    severity = _local(said[SH.resultSeverity])
    return Result(said[SH.focusNode], said.get(SH.value), said[SH.sourceShape], component, severity)


def _with_shacl(data: "bytes | Graph", rules: "Graph") -> list[Result]:
    import shacl

    text = data if isinstance(data, bytes) else data.serialize(format="nt", encoding="utf-8")
    names = _names(rules)
    compiled = shacl.Shapes.from_text(_lines(rules, names), "ntriples")
    report = compiled.validate_text(text.decode(), "ntriples")
    nodes = {name: node for node, name in names.items()}
    terms = _terms(report.results)
    found = []
    for number, result in enumerate(report.results):
        source = terms[number, "source"]
        component, severity = _local(result.component_iri), _local(result.severity_iri)
        found.append(Result(terms[number, "focus"], terms.get((number, "value")),
                            nodes.get(source, source), component, severity))
    return found


def _names(rules: "Graph") -> "dict[Node, Node]":
    """Return a name for each nameless shape: the engine has its own labels for blank nodes."""
    from rdflib import SH, BNode, URIRef

    nameless = (node for node in rules.objects(None, SH.property) if isinstance(node, BNode))
    return {node: URIRef(f"urn:shape:{number}") for number, node in enumerate(nameless)}


def _lines(rules: "Graph", names: "dict[Node, Node]") -> str:
    from rdflib import Graph

    named = Graph()
    for s, p, o in rules:
        named.add((names.get(s, s), p, names.get(o, o)))
    return named.serialize(format="nt")


def _terms(results: "Sequence[shacl.Result]") -> "dict[tuple[int, str], Node]":
    """Return the terms of results by number and role; the engine writes them as N-Triples."""
    from rdflib import Graph

    lines = []
    for number, result in enumerate(results):
        roles = {"focus": result.focus_node, "value": result.value, "source": result.source_shape}
        lines += [f"<urn:{number}> <urn:{role}> {term} ." for role, term in roles.items() if term]
    graph = Graph().parse(data="\n".join(lines), format="nt")
    return {(int(str(s)[4:]), str(p)[4:]): o for s, p, o in graph}


def _local(name: object) -> str:
    return str(name).rpartition("#")[2]


ENGINES: dict[str, Engine] = {"shacl": _with_shacl, "pyshacl": _with_pyshacl}
