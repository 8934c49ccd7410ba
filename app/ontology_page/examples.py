"""Examples of each term: triples of the graph, with where they are from.

The store is asked by pattern, because the answers must be the very terms that it holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from clusterkg.ontology import iris

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph

PER_TERM = 3
_CUT = 160
_RULE = "urn:x-clusterkg:rule:"


@dataclass(frozen=True)
class Shown:
    """One end of a triple: the term as N-Triples has it, and how people read it."""

    term: str
    words: str
    language: str
    link: str


@dataclass(frozen=True)
class Origin:
    """Where a triple is from: the words, and the address of a page where it has one."""

    words: str
    link: str


@dataclass(frozen=True)
class Example:
    """One triple and its origin."""

    subject: Shown
    predicate: str
    value: Shown
    origin: Origin


class Examples:
    """The triples of one graph, looked up by term."""

    def __init__(self, kg: "KnowledgeGraph") -> None:
        self._kg = kg
        self._indexes: dict[str, dict[Any, set[Any]]] = {}

    def of_property(self, name: str) -> list[Example]:
        """Return up to three triples with a property, given by its IRI."""
        found = self._quads(None, name, None)
        return self._chosen(found or self._inferences(None, name, None))

    def of_class(self, names: Sequence[str]) -> list[Example]:
        """Return up to three things of a class; the classes below it come after it in ``names``."""
        found: list[Example] = []
        for name in names:
            if len(found) < PER_TERM:
                found += self._chosen(self._quads(None, iris.expand("rdf:type"), name))
        inferred = () if found else self._inferences(None, iris.expand("rdf:type"), names[0])
        return (found or self._chosen(inferred))[:PER_TERM]

    def _quads(self, *pattern: str | None) -> list[Any]:
        """Return what the loaders wrote: not the union, where it stands again."""
        aside = ("", self._kg.inferred_graph)
        return [
            quad for quad in self._kg.store.quads_for_pattern(*_nodes(pattern))
            if getattr(quad.graph_name, "value", "") not in aside
        ]

    def _inferences(self, *pattern: str | None) -> list[Any]:
        return list(self._inferred.quads_for_pattern(*_nodes(pattern)))

    def _chosen(self, quads: Iterable[Any]) -> list[Example]:
        """Take the best-sourced triples, of different subjects where there are enough."""
        ordered = sorted(quads, key=lambda quad: (self._rank(quad), str(quad)))
        first: dict[Any, Any] = {}
        for quad in ordered:
            first.setdefault(quad.subject, quad)
        unlike = {quad.triple: quad for quad in chain(first.values(), ordered)}
        return [self._example(quad) for quad in islice(unlike.values(), PER_TERM)]

    def _rank(self, quad: Any) -> int:
        return next(rank for rank, found in enumerate(self._origins(quad)) if found)

    def _example(self, quad: Any) -> Example:
        origin = next(found for found in self._origins(quad) if found)
        return Example(
            self._shown(quad.subject), iris.compact(quad.predicate.value),
            self._shown(quad.object), origin,
        )

    def _origins(self, quad: Any) -> Iterator[Origin | None]:
        """Yield line, page and graph of a triple, the most exact first."""
        if _RULE in quad.graph_name.value:
            yield Origin(f"inferred by the rule {quad.graph_name.value.removeprefix(_RULE)}", "")
            return
        statement = self._statements.get((quad.subject, quad.predicate, quad.object))
        yield self._line(statement or quad.subject, "")
        yield self._page(quad.subject)
        yield self._line(self._mentions.get(quad.subject), "named in ")
        yield self._graph(quad.graph_name)

    def _line(self, node: Any, how: str) -> Origin | None:
        if node is None:
            return None
        document, line = self._value(node, "ckg:statedIn"), self._value(node, "ckg:line")
        if document is None:
            return None
        title = f"{iris.compact(document.value).rpartition('/')[2]}, {self._label(document)[0]}"
        place = f", line {line.value}" if line is not None else ""
        return Origin(f"{how}document {title}{place}", "")

    def _page(self, node: Any) -> Origin | None:
        pages = sorted(
            page.value for page in self._values(node, "dcterms:source")
            if page.value.startswith("http") and not page.value.startswith(iris.PREFIXES["id"])
        )
        return Origin(pages[0], pages[0]) if pages else None

    def _graph(self, graph: Any) -> Origin:
        return Origin(f"{self._label(graph)[0]} ({iris.compact(graph.value)})", "")

    @cached_property
    def _inferred(self) -> Any:
        """What the rules infer, for terms that nothing asserts; a graph a rule."""
        import pyoxigraph

        from clusterkg.graph.inference import close

        whole = self._kg.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
        store = pyoxigraph.Store()
        for rule, triples in close(whole).triples.items():
            graph = pyoxigraph.NamedNode(_RULE + rule)
            store.bulk_extend(
                pyoxigraph.Quad(one.subject, one.predicate, one.object, graph) for one in triples
            )
        return store

    @cached_property
    def _statements(self) -> dict[tuple[Any, Any, Any], Any]:
        """Where triples are stated: the statement of each, the first by its IRI."""
        found: dict[tuple[Any, Any, Any], Any] = {}
        for quad in sorted(self._quads(None, iris.expand("ckg:property"), None), key=str):
            about = self._value(quad.subject, "ckg:about")
            stated = self._value(quad.subject, "ckg:object")
            found.setdefault((about, quad.object, stated), quad.subject)
        return found

    @cached_property
    def _mentions(self) -> dict[Any, Any]:
        """A line of a document that names a thing: the first by its IRI."""
        kind = iris.term("Mention")
        found: dict[Any, Any] = {}
        for quad in sorted(self._quads(None, iris.expand("rdf:type"), kind), key=str):
            found.setdefault(self._value(quad.subject, "ckg:about"), quad.subject)
        return found

    def _shown(self, node: Any) -> Shown:
        import pyoxigraph

        if isinstance(node, pyoxigraph.Literal):
            return Shown(str(node), _short(node.value), node.language or "", "")
        words, language = self._label(node)
        return Shown(str(node), words, language, node.value)

    def _label(self, node: Any) -> tuple[str, str]:
        for relation in ("skos:prefLabel", "rdfs:label", "dcterms:title"):
            texts = sorted(
                self._values(node, relation),
                key=lambda text: (text.language not in ("en", None), text.language or "", str(text))
            )
            if texts:
                return texts[0].value, texts[0].language or ""
        return iris.compact(node.value), ""

    def _value(self, node: Any, relation: str) -> Any:
        return min(self._values(node, relation), key=str, default=None)

    def _values(self, node: Any, relation: str) -> set[Any]:
        if relation not in self._indexes:
            index = self._indexes[relation] = {}
            for quad in self._quads(None, iris.expand(relation), None):
                index.setdefault(quad.subject, set()).add(quad.object)
        return self._indexes[relation].get(node, set())


def _nodes(pattern: Iterable[str | None]) -> list[Any]:
    import pyoxigraph

    return [pyoxigraph.NamedNode(part) if part else None for part in pattern]


def _short(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1].rstrip() + "…"
