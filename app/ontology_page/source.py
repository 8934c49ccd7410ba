"""The ontology's Turtle files as the page reads them: one graph a file, and all together."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from clusterkg.ontology import iris

KINDS = {
    OWL.Class: "Class", OWL.ObjectProperty: "Object property",
    OWL.DatatypeProperty: "Datatype property", OWL.AnnotationProperty: "Annotation property",
}


@dataclass(frozen=True)
class Source:
    """The files of the ontology by their name: the root, modules, vocabularies, alignments."""

    root: Graph
    modules: dict[str, Graph]
    vocabularies: dict[str, Graph]
    alignments: dict[str, Graph]

    @cached_property
    def core(self) -> Graph:
        """Root and modules together."""
        return _together([self.root, *self.modules.values()])

    @cached_property
    def head(self) -> URIRef:
        """The IRI of the ontology: what has a version."""
        found = next(self.root.subjects(OWL.versionIRI))
        assert isinstance(found, URIRef)
        return found

    @cached_property
    def everything(self) -> Graph:
        """All files together."""
        parts = (self.vocabularies, self.alignments)
        return _together([self.core, *(graph for part in parts for graph in part.values())])

    def curie(self, node: Node) -> str:
        """Return an IRI with the prefix that we or one of the files give it."""
        short = iris.compact(str(node))
        for prefix, namespace in self.everything.namespaces():
            if short == str(node) and short.startswith(str(namespace)):
                return f"{prefix}:{short.removeprefix(str(namespace))}"
        return short

    def terms(self, graph: Graph) -> list[URIRef]:
        """Return the terms of ours that a file declares, by their names."""
        declared = {node for kind in KINDS for node in graph.subjects(RDF.type, kind)}
        return sorted(node for node in declared if is_ours(node) and isinstance(node, URIRef))


def read(folder: Path | None = None) -> Source:
    """Read the installed ontology, or one in a folder like it."""
    place = folder or Path(str(files("clusterkg.ontology")))
    return Source(
        _graph(place / "clusterkg.ttl"),
        *({path.stem: _graph(path) for path in sorted(place.glob(f"{part}/*.ttl"))}
          for part in ("modules", "vocabularies", "alignments")),
    )


def is_ours(node: Node) -> bool:
    """Say whether a node is a term of our namespace."""
    return isinstance(node, URIRef) and str(node).startswith(iris.PREFIXES["ckg"])


def local(node: Node) -> str:
    """Return the name of one of our terms."""
    return str(node).removeprefix(iris.PREFIXES["ckg"])


def label(graph: Graph, node: Node) -> str:
    """Return a name for people: a label, in English if there is one, or the CURIE."""
    for relation in (RDFS.label, SKOS.prefLabel, DCTERMS.title):
        found = sorted(
            graph.objects(node, relation),
            key=lambda text: (getattr(text, "language", None) not in ("en", None), str(text)),
        )
        if found:
            return str(found[0])
    return iris.compact(str(node))


def _graph(path: Path) -> Graph:
    return Graph(bind_namespaces="none").parse(path, format="turtle")


def _together(graphs: list[Graph]) -> Graph:
    found = Graph(bind_namespaces="none")
    for graph in graphs:
        found += graph
        for prefix, namespace in graph.namespaces():
            found.bind(prefix, namespace)
    return found
