"""What the page says of each term: texts with their languages, and facts with links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from clusterkg.queries.catalogue import catalogue

from . import axioms
from .source import KINDS, Source, is_ours, label, local


class Text(NamedTuple):
    """A text and its language."""

    words: str
    language: str


class Fact(NamedTuple):
    """A named list of values, each a CURIE or an expression of CURIEs."""

    name: str
    values: list[str]


@dataclass(frozen=True)
class Term:
    """One class or property."""

    name: str
    iri: str
    kind: str
    label: str
    other_labels: list[Text]
    definitions: list[Text]
    comments: list[Text]
    facts: list[Fact]
    mappings: list[Fact]
    questions: list[tuple[str, str]]


@dataclass(frozen=True)
class Module:
    """One module: what it says of itself, and its terms by name."""

    name: str
    iri: str
    title: str
    description: str
    classes: list[Term]
    properties: list[Term]


def modules(source: Source) -> list[Module]:
    """Return the modules by the names of their files, with all their terms."""
    asked = _questions()
    return [_module(source, name, asked) for name in sorted(source.modules)]


def _module(source: Source, name: str, asked: dict[str, list[tuple[str, str]]]) -> Module:
    graph = source.modules[name]
    ontology = next(graph.subjects(RDF.type, OWL.Ontology))
    found = [_term(source, node, asked) for node in source.terms(graph)]
    return Module(
        name, str(ontology), label(graph, ontology).rpartition(": ")[2],
        str(graph.value(ontology, DCTERMS.description) or ""),
        [term for term in found if term.kind == "Class"],
        [term for term in found if term.kind != "Class"],
    )


def _term(source: Source, node: URIRef, asked: dict[str, list[tuple[str, str]]]) -> Term:
    core = source.core
    types = set(core.objects(node, RDF.type))
    kind = next(kind for type_, kind in KINDS.items() if type_ in types)
    pairs = (axioms.of_class if kind == "Class" else axioms.of_property)(core, node)
    labels = texts(core, node, RDFS.label)
    shown = label(core, node)
    return Term(
        local(node), str(node), kind, shown,
        [text for text in labels if text != (shown, "en")],
        texts(core, node, SKOS.definition), texts(core, node, RDFS.comment),
        [Fact(name, sorted(set(values))) for name, values in pairs],
        _mappings(source, node), asked.get(local(node), []),
    )


def texts(graph: Graph, node: Node, relation: URIRef) -> list[Text]:
    """Return the texts of a node, English first."""
    found = [
        Text(str(text), text.language or "")
        for text in graph.objects(node, relation) if isinstance(text, Literal)
    ]
    return sorted(found, key=lambda text: (text.language != "en", text.language, text.words))


def _mappings(source: Source, node: URIRef) -> list[Fact]:
    """Return what alignments say of a term, by relation; ``of`` where it is the object."""
    found: dict[str, list[str]] = {}
    for graph in source.alignments.values():
        for relation, value in graph.predicate_objects(node):
            if isinstance(value, URIRef) and not is_ours(value):
                found.setdefault(source.curie(relation), []).append(source.curie(value))
        for subject, relation in graph.subject_predicates(node):
            if isinstance(subject, URIRef) and not is_ours(subject):
                name = f"{source.curie(relation)} of"
                found.setdefault(name, []).append(source.curie(subject))
    return [Fact(name, sorted(set(values))) for name, values in sorted(found.items())]


def _questions() -> dict[str, list[tuple[str, str]]]:
    """Return name and words of the catalogue's questions by the term that they use."""
    found: dict[str, list[tuple[str, str]]] = {}
    for question in catalogue().values():
        for name in set(re.findall(r"\bckg:(\w+)", question.text)):
            found.setdefault(name, []).append((question.name, question.question))
    return found


def names(found: Iterable[Module]) -> set[str]:
    """Return the names of all terms of some modules."""
    return {term.name for module in found for term in (*module.classes, *module.properties)}
