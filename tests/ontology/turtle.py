"""The Turtle files of the ontology, as the tests read them."""

from collections.abc import Iterable
from pathlib import Path

from rdflib import Graph, Namespace, URIRef

from clusterkg.ontology.iris import PREFIXES

FOLDER = Path(__file__).resolve().parents[2] / "ontology"
CKG = Namespace(PREFIXES["ckg"])
ROOT = URIRef(str(CKG).rstrip("#"))
ALL = sorted(path for path in FOLDER.rglob("*.ttl") if path.parent.name != "versions")
MODULES = sorted(FOLDER.glob("modules/*.ttl"))
ALIGNMENTS = sorted(FOLDER.glob("alignments/*.ttl"))
SHAPES = sorted(FOLDER.glob("shapes/*.ttl"))
VOCABULARIES = sorted(FOLDER.glob("vocabularies/*.ttl"))


def read(paths: Iterable[Path]) -> Graph:
    """Return the triples of some files."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


def terms_in(graph: Graph) -> set[str]:
    """Return the names of our terms that stand anywhere in a graph."""
    nodes = {node for triple in graph for node in triple if isinstance(node, URIRef)}
    return {str(node)[len(CKG) :] for node in nodes if node.startswith(CKG)}
