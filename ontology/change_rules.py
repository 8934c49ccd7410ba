"""What a change of one term means for its users: a sentence, and whether it breaks them."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from . import iris
from .expressions import words

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_TEXTS = {
    "rdfs:label": "label", "skos:prefLabel": "label", "skos:altLabel": "other name",
    "skos:definition": "definition", "rdfs:comment": "comment", "skos:scopeNote": "scope note",
}
_NOUNS = {
    "rdfs:subClassOf": "superclass", "rdfs:subPropertyOf": "superproperty",
    "owl:equivalentClass": "equivalent class", "owl:equivalentProperty": "equivalent property",
    "owl:disjointWith": "disjoint class", "owl:propertyDisjointWith": "disjoint property",
    "owl:inverseOf": "inverse", "owl:propertyChainAxiom": "property chain", "owl:hasKey": "key",
    "rdf:type": "type", "skos:broader": "broader concept", "skos:narrower": "narrower concept",
    "skos:inScheme": "scheme", "skos:notation": "notation",
}
_RESTRICTING = {"owl:disjointWith", "owl:propertyDisjointWith", "owl:hasKey", "owl:disjointUnionOf"}
_RESTRICTING_TYPES = {
    f"owl:{kind}Property"
    for kind in ("Functional", "InverseFunctional", "Asymmetric", "Irreflexive")
}
_RELIED_ON = {
    "rdfs:subClassOf", "rdfs:subPropertyOf", "owl:equivalentClass", "owl:equivalentProperty",
    "owl:inverseOf", "owl:propertyChainAxiom", "rdf:type", "skos:broader", "skos:inScheme",
    "skos:notation",
}
# XML Schema 1.1, part 2, section 3: the datatype from which each is derived.
_DERIVED = {
    "xsd:integer": "xsd:decimal", "xsd:nonNegativeInteger": "xsd:integer",
    "xsd:positiveInteger": "xsd:nonNegativeInteger", "xsd:dateTimeStamp": "xsd:dateTime",
}
_EVERYTHING = {"owl:Thing", "rdfs:Resource", "rdfs:Literal"}
_CONTRADICTS = "This breaks data that contradict it."
_RELIES = "This breaks what relies on it."

Told = tuple[str, bool]


class Value(NamedTuple):
    """One value of a predicate: as text, in a language, and the names that it is a union of."""

    text: str
    language: str
    parts: tuple[str, ...]


Facts = dict[str, set[Value]]


def facts(graph: "Graph", subject: "Node") -> Facts:
    """Return what a graph says of a subject, by the predicate's CURIE."""
    found: Facts = {}
    for predicate, node in graph.predicate_objects(subject):
        found.setdefault(iris.compact(str(predicate)), set()).add(_value(graph, node))
    return found


def _value(graph: "Graph", node: "Node") -> Value:
    from rdflib import OWL, Literal, URIRef

    if isinstance(node, Literal) and node.language:
        return Value(str(node), node.language, ())
    if isinstance(node, URIRef):
        name = iris.compact(str(node))
        return Value(name, "", (name,))
    head = graph.value(node, OWL.unionOf)
    names = sorted(iris.compact(str(item)) for item in graph.items(head)) if head else ()
    return Value(words(graph, node), "", tuple(names))


def compared(graph: "Graph", before: Facts, after: Facts) -> Iterator[Told]:
    """Yield the ends of sentences on what changed for one subject, and whether it breaks users.

    Parameters
    ----------
    graph : rdflib.Graph
        The new version, which says what is a subclass of what.
    before, after : Facts
        What the two versions say of the subject.
    """
    for predicate in sorted(before.keys() | after.keys()):
        was, now = before.get(predicate, set()), after.get(predicate, set())
        if was == now:
            continue
        if predicate in ("rdfs:domain", "rdfs:range"):
            yield _bound(graph, predicate.removeprefix("rdfs:"), was, now)
        elif predicate in _TEXTS:
            yield from _texts(_TEXTS[predicate], was - now, now - was)
        else:
            yield from _values(predicate, was - now, now - was)


def _bound(graph: "Graph", noun: str, was: set[Value], now: set[Value]) -> Told:
    old, new = _named(was), _named(now)
    if not was:
        return f"gets the {noun} {new}. This breaks data that use it on something else.", True
    if not now:
        return f"loses its {noun} {old}.", False
    if now < was or (len(was) == len(now) == 1 and _covers(graph, now, was)):
        return f"has its {noun} widened from {old} to {new}.", False
    narrowed = was < now or (len(was) == len(now) == 1 and _covers(graph, was, now))
    verb = "narrowed" if narrowed else "changed"
    return f"has its {noun} {verb} from {old} to {new}. This breaks data that are outside it.", True


def _covers(graph: "Graph", wide: set[Value], narrow: set[Value]) -> bool:
    """Say whether whatever is of a part of ``narrow`` is of a part of ``wide`` too."""
    wider = {part for value in wide for part in value.parts}
    parts = [part for value in narrow for part in value.parts]
    return bool(parts) and all(_above(graph, part) & wider for part in parts)


def _above(graph: "Graph", name: str) -> set[str]:
    from rdflib import RDFS, URIRef

    node = URIRef(name if iris.is_iri(name) else iris.PREFIXES[name.partition(":")[0]]
                  + name.partition(":")[2])
    found = {iris.compact(str(item)) for item in graph.transitive_objects(node, RDFS.subClassOf)}
    derived: str | None = name
    while derived:
        found.add(derived)
        derived = _DERIVED.get(derived)
    return found | _EVERYTHING


def _texts(noun: str, gone: set[Value], come: set[Value]) -> Iterator[Told]:
    old, new = _by_language(gone), _by_language(come)
    for language in sorted(old.keys() & new.keys()):
        yield (f"changes its {noun}{_in(language)} from {_quoted(old[language])}"
               f" to {_quoted(new[language])}.", False)
    for verb, sides, other in (("gets", new, old), ("loses", old, new)):
        only = sorted(sides.keys() - other.keys())
        if len(only) > 1:
            yield f"{verb} {noun}s in {_listed(only)}.", False
        elif only:
            yield f"{verb} the {noun} {_quoted(sides[only[0]])}{_in(only[0])}.", False


def _values(predicate: str, gone: set[Value], come: set[Value]) -> Iterator[Told]:
    noun = _NOUNS.get(predicate, predicate)
    for value in sorted(come):
        breaks = _restricts(predicate, value)
        yield f"gets the {noun} {value.text}.{' ' + _CONTRADICTS if breaks else ''}", breaks
    for value in sorted(gone):
        breaks = predicate in _RELIED_ON and not _restricts(predicate, value)
        yield f"loses the {noun} {value.text}.{' ' + _RELIES if breaks else ''}", breaks


def _restricts(predicate: str, value: Value) -> bool:
    if predicate == "rdf:type":
        return value.text in _RESTRICTING_TYPES
    # A superclass without a name is a restriction.
    return predicate in _RESTRICTING or (predicate == "rdfs:subClassOf" and not value.parts)


def _by_language(values: Iterable[Value]) -> dict[str, list[str]]:
    ordered = sorted(values, key=lambda value: (value.language, value.text))
    groups = groupby(ordered, key=lambda value: value.language)
    return {language: [value.text for value in group] for language, group in groups}


def _named(values: set[Value]) -> str:
    return " and ".join(sorted(value.text for value in values))


def _quoted(texts: list[str]) -> str:
    return _listed([f"“{text.strip('“”')}”" for text in texts])


def _listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _in(language: str) -> str:
    return f" in {language}" if language else ""
