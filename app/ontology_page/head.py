"""What the page says of the ontology as a whole: its version, its licence, its namespaces."""

from typing import NamedTuple

from rdflib import DCTERMS, OWL, RDF, VANN, Graph, URIRef

from clusterkg.ontology import iris

from .source import Source, is_ours, label

_STATUS = "http://purl.org/ontology/bibo/status"
_ROWS = (
    ("Version IRI", OWL.versionIRI), ("Version number", OWL.versionInfo),
    ("Previous version", OWL.priorVersion), ("Not compatible with", OWL.incompatibleWith),
    ("Compatible with", OWL.backwardCompatibleWith), ("Status", URIRef(_STATUS)),
    ("Licence", DCTERMS.license), ("Creators", DCTERMS.creator),
    ("Publisher", DCTERMS.publisher), ("Created", DCTERMS.created),
    ("Issued", DCTERMS.issued), ("Modified", DCTERMS.modified),
    ("Prefix", VANN.preferredNamespacePrefix), ("Namespace", VANN.preferredNamespaceUri),
)


class Row(NamedTuple):
    """One line of the head: its name, the property it is from, and its values."""

    name: str
    property: str
    values: list[str]


class Alignment(NamedTuple):
    """One alignment: its IRI, what it says of itself, and how many mappings it has."""

    iri: str
    title: str
    description: str
    mappings: int


def rows(source: Source) -> list[Row]:
    """Return the lines of the head that the root file fills."""
    return [
        Row(name, source.curie(relation), sorted(map(str, values)))
        for name, relation in _ROWS
        if (values := list(source.root.objects(source.head, relation)))
    ]


def alignments(source: Source) -> list[Alignment]:
    """Return what each alignment says of itself, by title."""
    found = []
    for graph in source.alignments.values():
        node = next(graph.subjects(RDF.type, OWL.Ontology))
        text = str(graph.value(node, DCTERMS.description) or "")
        found.append(Alignment(str(node), label(graph, node), text, _mappings(graph)))
    return sorted(found, key=lambda alignment: alignment.title)


def namespaces(source: Source) -> list[tuple[str, str]]:
    """Return the prefixes that stand for an IRI somewhere in the files, with their namespaces."""
    nodes = {node for triple in source.everything for node in triple}
    used = {str(node) for node in nodes if isinstance(node, URIRef)}
    bound = {prefix: str(name) for prefix, name in source.everything.namespaces()}
    known = {**bound, **iris.PREFIXES}
    return sorted(
        (prefix, name) for prefix, name in known.items()
        if any(iri.startswith(name) and iri != name for iri in used)
    )


def _mappings(graph: Graph) -> int:
    return sum(
        is_ours(subject) != is_ours(value) for subject, _, value in graph
        if isinstance(subject, URIRef) and isinstance(value, URIRef)
    )
