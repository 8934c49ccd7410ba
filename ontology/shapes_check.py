"""Checking a graph against the shapes, with answers in sentences.

W3C, "Shapes Constraint Language (SHACL)", https://www.w3.org/TR/shacl/.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .shapes_engines import Result, default_engine, run
from .shapes_paths import path_text
from .shapes_sentences import name, sentence

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Violation(NamedTuple):
    """One broken rule: names are CURIEs, ``shape`` is the name in ``shapes/``.

    ``severity`` is that of the rule: only ``"Violation"`` makes a graph wrong; ``"Info"`` and
    ``"Warning"`` tell that somebody does not meet a rule of others, such as ECCP's for admission.
    """

    focus: str
    path: str
    value: str
    shape: str
    message: str
    severity: str = "Violation"


def validate(graph: "bytes | Graph", engine: str = "") -> list[Violation]:
    """Check a graph against all shapes.

    Parameters
    ----------
    graph : bytes or rdflib.Graph
        The triples, as N-Triples text in UTF-8 or as a graph: data, vocabularies and ontology
        together, because shapes ask for classes, subclasses and schemes.
    engine : {"shacl", "pyshacl"}, optional
        The fast engine or the reference; the fast one where it is installed, if not given.

    Returns
    -------
    list of Violation
        Sorted, one for each value that breaks a shape however often it does; empty where the
        graph conforms.

    Raises
    ------
    EngineError
        There is no such engine here, or pyshacl stopped over a value.
    """
    rules = shapes()
    with _quiet():
        results = run(engine or default_engine(), graph, rules)
        if not results:
            return []
        data = _readable(graph)
        return sorted({_violation(result, rules, data) for result in results})


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


def _violation(result: Result, rules: "Graph", data: "Graph") -> Violation:
    from rdflib import SH

    path = path_text(rules, rules.value(result.source, SH.path))
    message = sentence(result, rules, data)
    shape = _shape(rules, result.source)
    return Violation(
        name(result.focus), path, name(result.value), shape, message, result.severity
    )


def _shape(rules: "Graph", node: "Node | None") -> str:
    """Return the name of a shape, or of the named shape that holds it."""
    from rdflib import SH, URIRef

    while node is not None and not isinstance(node, URIRef):
        node = rules.value(None, SH.property, node)
    return str(node or "").rpartition("#")[2]


def _readable(graph: "bytes | Graph") -> "Graph":
    """Return triples as a graph to look values up in."""
    from rdflib import Graph

    if not isinstance(graph, bytes):
        return graph
    # Ten times as fast as rdflib's own parser and store.
    return Graph(store="Oxigraph").parse(data=graph, format="ox-nt")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each day that does not exist: shapes report it."""
    logger = logging.getLogger("rdflib.term")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)
