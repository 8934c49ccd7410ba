"""The SKOS vocabularies as the page shows them: each scheme with its concepts."""

from dataclasses import dataclass

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from clusterkg.ontology import iris

from .source import Source, is_ours, label
from .terms import Text, texts


@dataclass(frozen=True)
class Concept:
    """One concept: its place on the page, its IRI, and what is said of it."""

    anchor: str
    iri: str
    notation: str
    labels: list[Text]
    definitions: list[Text]


@dataclass(frozen=True)
class Scheme:
    """One concept scheme: its concepts by label, and the class of ours that they are of."""

    anchor: str
    iri: str
    title: str
    description: str
    classes: list[str]
    concepts: list[Concept]


def schemes(source: Source) -> list[Scheme]:
    """Return the schemes of all vocabularies, by title."""
    found = [
        _scheme(graph, node)
        for graph in source.vocabularies.values()
        for node in graph.subjects(RDF.type, SKOS.ConceptScheme)
    ]
    return sorted(found, key=lambda scheme: scheme.title)


def anchor(iri: str) -> str:
    """Return the id on the page of a concept or scheme; it has a slash, which no term has."""
    return iri.removeprefix(iris.PREFIXES["id"])


def _scheme(graph: Graph, node: Node) -> Scheme:
    members = [item for item in graph.subjects(SKOS.inScheme, node) if isinstance(item, URIRef)]
    classes = {
        iris.compact(str(kind))
        for item in members for kind in graph.objects(item, RDF.type) if is_ours(kind)
    }
    concepts = sorted((_concept(graph, item) for item in members), key=lambda found: found.iri)
    return Scheme(
        anchor(str(node)), str(node), label(graph, node),
        str(graph.value(node, DCTERMS.description) or ""), sorted(classes),
        sorted(concepts, key=lambda found: found.labels[0].words if found.labels else found.iri),
    )


def _concept(graph: Graph, node: URIRef) -> Concept:
    notation = graph.value(node, SKOS.notation)
    return Concept(
        anchor(str(node)), str(node), str(notation) if isinstance(notation, Literal) else "",
        texts(graph, node, SKOS.prefLabel), texts(graph, node, SKOS.definition),
    )
