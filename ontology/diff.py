"""What changed between two versions of the ontology, in sentences.

Blank nodes are compared by what they say, so that two spellings of one axiom are one. A change
breaks users where data, queries or inferences that fitted the old version may not fit the new.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .archive import Version
from .change_rules import Facts, compared, facts

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from rdflib.term import Node

_KINDS = (
    ("owl", "Class", "Class", "Classes"),
    ("owl", "ObjectProperty", "Object property", "Properties"),
    ("owl", "DatatypeProperty", "Datatype property", "Properties"),
    ("owl", "AnnotationProperty", "Annotation property", "Properties"),
    ("rdfs", "Class", "Class", "Classes"),
    ("rdf", "Property", "Property", "Properties"),
    ("skos", "ConceptScheme", "Concept scheme", "Concepts"),
    ("skos", "Concept", "Concept", "Concepts"),
)
GROUPS = ("Classes", "Properties", "Concepts", "Axioms", "Other")


class Change(NamedTuple):
    """One change: the group and the CURIE it is listed under, and whether it breaks users."""

    group: str
    subject: str
    sentence: str
    breaks: bool


class Difference(NamedTuple):
    """All changes from one version to another, sorted by group and subject."""

    old: str
    new: str
    changes: list[Change]

    def breaking(self) -> list[Change]:
        """Return the changes that break users."""
        return [change for change in self.changes if change.breaks]

    def sentence(self) -> str:
        """Return how much changed, as one sentence."""
        if not self.changes:
            return f"{self.old} and {self.new} say the same."
        breaking = len(self.breaking())
        whom = f"{breaking or 'none'} of them {'break' if breaking > 1 else 'breaks'} users"
        noun = "change" if len(self.changes) == 1 else "changes"
        return f"From {self.old} to {self.new}: {len(self.changes):,} {noun}, {whom}."


def difference(old: Version, new: Version) -> Difference:
    """Compare two versions.

    Parameters
    ----------
    old, new : Version
        From :func:`clusterkg.ontology.archive.read`.

    Returns
    -------
    Difference
        Without changes where the graphs are isomorphic. The head of the ontology (its dates and
        its version) and bare declarations of terms of others are no changes.
    """
    from rdflib.compare import isomorphic

    if isomorphic(old.graph, new.graph):
        return Difference(old.name, new.name, [])
    renamed = dict(_renamed(old.graph, new.graph))
    before = _replaced(old.graph, renamed)
    changes = [
        *_renamings(old.graph, renamed), *_coming_and_going(before, new.graph),
        *_staying(before, new.graph), *_axioms(before, new.graph),
    ]
    changes.sort(key=lambda change: (GROUPS.index(change.group), change.subject))
    return Difference(old.name, new.name, changes)


def _described(graph: "Graph") -> "dict[URIRef, tuple[str, str]]":
    """Return what a graph describes beyond declaring it, with its kind and its group."""
    from rdflib import OWL, RDF, URIRef

    heads = set(graph.subjects(RDF.type, OWL.Ontology))
    return {
        subject: _kind(graph, subject)
        for subject in set(graph.subjects()) - heads
        if isinstance(subject, URIRef) and set(graph.predicates(subject)) != {RDF.type}
    }


def _kind(graph: "Graph", subject: "Node") -> tuple[str, str]:
    from rdflib import RDF, URIRef

    from . import iris

    types = set(graph.objects(subject, RDF.type))
    for prefix, name, kind, group in _KINDS:
        if URIRef(iris.PREFIXES[prefix] + name) in types:
            return kind, group
    return "Thing", "Other"


def _renamed(old: "Graph", new: "Graph") -> "Iterator[tuple[URIRef, URIRef]]":
    """Yield what went and what came with the same kind and definition: likely a new name."""
    before, after = _described(old), _described(new)
    came = {_meaning(new, node, after): node for node in sorted(after.keys() - before.keys())}
    for node in sorted(before.keys() - after.keys()):
        meaning = _meaning(old, node, before)
        if meaning[1] and meaning in came:
            yield node, came.pop(meaning)


def _meaning(
    graph: "Graph", node: "URIRef", kinds: "dict[URIRef, tuple[str, str]]"
) -> tuple[str, frozenset[str]]:
    from rdflib import SKOS

    return kinds[node][0], frozenset(map(str, graph.objects(node, SKOS.definition)))


def _replaced(graph: "Graph", names: "dict[URIRef, URIRef]") -> "Graph":
    """Return a graph with new names in it, so that a renaming is told once and not everywhere."""
    from rdflib import Graph, URIRef

    found = Graph()
    for triple in graph:
        subject, predicate, value = (
            names.get(node, node) if isinstance(node, URIRef) else node for node in triple
        )
        found.add((subject, predicate, value))
    return found


def _renamings(old: "Graph", renamed: "dict[URIRef, URIRef]") -> Iterator[Change]:
    from . import iris

    kinds = _described(old)
    for node, name in renamed.items():
        kind, group = kinds[node]
        was, now = iris.compact(str(node)), iris.compact(str(name))
        yield Change(group, now, f"{kind} {was} is now called {now}: its definition is the same."
                     " This breaks what uses the old name.", True)


def _coming_and_going(old: "Graph", new: "Graph") -> Iterator[Change]:
    from . import iris

    before, after = _described(old), _described(new)
    for node in after.keys() - before.keys():
        kind, group = after[node]
        name = iris.compact(str(node))
        yield Change(group, name, f"{kind} {name} is added{_explained(new, node)}", False)
    for node in before.keys() - after.keys():
        kind, group = before[node]
        name = iris.compact(str(node))
        yield Change(group, name, f"{kind} {name} is removed{_explained(old, node)}"
                     " This breaks what uses it.", True)


def _explained(graph: "Graph", node: "Node") -> str:
    from rdflib import RDFS, SKOS

    for relation in (SKOS.definition, SKOS.prefLabel, RDFS.label, RDFS.comment):
        texts = sorted(map(str, graph.objects(node, relation)))
        if texts:
            return f": {texts[0].rstrip('.')}."
    return "."


def _staying(old: "Graph", new: "Graph") -> Iterator[Change]:
    from . import iris

    before, after = _described(old), _described(new)
    for node in before.keys() & after.keys():
        name, (was, _), (kind, group) = iris.compact(str(node)), before[node], after[node]
        if was != kind:
            sentence = f"{name} was of the kind {was.lower()} and is now of the kind {kind.lower()}"
            yield Change(group, name, f"{sentence}. This breaks what uses it as it was.", True)
        old_facts, new_facts = _without_kinds(facts(old, node)), _without_kinds(facts(new, node))
        for sentence, breaks in compared(new, old_facts, new_facts):
            yield Change(group, name, f"{kind} {name} {sentence}", breaks)


def _without_kinds(found: Facts) -> Facts:
    """Leave out the types that make the kind, of which the change is told already."""
    kinds = {f"{prefix}:{name}" for prefix, name, _, _ in _KINDS}
    types = {value for value in found.get("rdf:type", ()) if value.text not in kinds}
    return {**found, "rdf:type": types}


def _axioms(old: "Graph", new: "Graph") -> Iterator[Change]:
    """Yield changes of axioms that are about no single term, such as disjoint classes."""
    before, after = _general(old), _general(new)
    for axiom in after - before:
        yield Change("Axioms", axiom, f"The axiom {axiom} is added."
                     " This breaks data that contradict it.", True)
    for axiom in before - after:
        yield Change("Axioms", axiom, f"The axiom {axiom} is removed.", False)


def _general(graph: "Graph") -> set[str]:
    from rdflib import RDF, BNode

    from .expressions import words

    held = {value for value in graph.objects() if isinstance(value, BNode)}
    tops = {node for node in graph.subjects() if isinstance(node, BNode)} - held
    return {words(graph, node) for node in tops if (node, RDF.type, None) in graph}
