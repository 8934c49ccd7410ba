"""The documentation page of the ontology, made from its Turtle files and a built graph.

pyLODE 3.4.1 was tried first: it has no diagrams and no examples, merges the titles of the modules
into one heading, fails axe's rules on landmarks, language and contrast, and does not load from its
wheel, which lacks a file that it reads.
"""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from rdflib import DCTERMS, RDFS, URIRef

from clusterkg.ontology import archive, diff, iris

from . import axioms, diagrams, head, terms, vocabularies
from .examples import Example, Examples
from .source import Source, read
from .terms import Module

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph

_OURS = re.compile(r"\bckg:(\w+)")


def make(kg: "KnowledgeGraph", source: Source | None = None) -> str:
    """Return the page; the same ontology and graph give the same bytes.

    Parameters
    ----------
    kg : KnowledgeGraph
        From which the examples are taken.
    source : Source, optional
        The ontology's files; those that are installed if left out.
    """
    source = source or read()
    modules, style = terms.modules(source), _style()
    schemes = vocabularies.schemes(source)
    context = {
        "style": Markup(style), "policy": content_policy(style),
        "linked": _linker(terms.names(modules)),
        "title": _first(source, DCTERMS.title), "summary": _first(source, DCTERMS.description),
        "citation": _first(source, DCTERMS.bibliographicCitation), "head": head.rows(source),
        "modules": modules, "general": axioms.general(source.core), "schemes": schemes,
        "diagrams": {m.name: diagrams.draw(source, m.name, m.title) for m in modules},
        "examples": _examples(kg, source, modules), "changes": _changes(source),
        "alignments": head.alignments(source), "namespaces": head.namespaces(source),
        "anchors": _anchors(modules, schemes),
    }
    return _render(context)


def _examples(
    kg: "KnowledgeGraph", source: Source, modules: Iterable[Module]
) -> dict[str, list[Example]]:
    found, lookup = {}, Examples(kg)
    for module in modules:
        for term in module.classes:
            found[term.name] = lookup.of_class(_below(source, term.iri))
        for term in module.properties:
            found[term.name] = lookup.of_property(term.iri)
    return found


def _below(source: Source, iri: str) -> list[str]:
    """Return a class and the classes below it, itself first."""
    below = map(str, source.core.transitive_subjects(RDFS.subClassOf, URIRef(iri)))
    return [iri, *sorted(set(below) - {iri})]


def _changes(source: Source) -> diff.Difference | None:
    """Return what changed since the latest archived version that is not this one."""
    number = next((row.values[0] for row in head.rows(source) if row.property == _VERSION), "")
    earlier = [name for name in archive.archived() if name != number]
    if not earlier:
        return None
    return diff.difference(archive.read(earlier[-1]), archive.read())


_VERSION = "owl:versionInfo"


def _linker(known: set[str]) -> Any:
    """Return the filter that turns the names of terms in a text into links."""

    def link(match: re.Match[str]) -> str:
        name = match.group(1)
        return f'<a href="#{name}">{match.group()}</a>' if name in known else match.group()

    return lambda text: Markup(_OURS.sub(link, str(escape(text))))


def _anchors(
    modules: Iterable[Module], schemes: Iterable[vocabularies.Scheme]
) -> dict[str, str]:
    """Return the place on the page of each term and concept, by IRI."""
    found = {concept.iri: concept.anchor for scheme in schemes for concept in scheme.concepts}
    terms_ = (term for m in modules for term in (*m.classes, *m.properties))
    return found | {term.iri: term.name for term in terms_}


def _first(source: Source, relation: URIRef) -> str:
    return str(source.root.value(source.head, relation) or "")


def _style() -> str:
    """Return the style sheet of the report and what this page adds to it."""
    return _file("clusterkg.app.report", "style.css") + _file(__package__, "style.css")


def content_policy(style: str) -> str:
    """Return a content security policy that allows this style sheet and nothing else."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    sources = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'"
    return f"{sources}; base-uri 'none'; form-action 'none'"


def _render(context: dict[str, Any]) -> str:
    from jinja2 import Environment, StrictUndefined

    # Labels come from Turtle files and from data: whatever is not marked as ours is escaped.
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["linked"] = context["linked"]
    environment.filters["compact"] = iris.compact
    return environment.from_string(_file(__package__, "page.html")).render(context)


def _file(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text(encoding="utf-8")
