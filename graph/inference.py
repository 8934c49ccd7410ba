"""Rules run to a fixpoint, and the one named graph that holds what they infer.

The graph is part of a new version of the whole, which replaces the old one as a build does. It
holds only triples that the union of the other graphs lacks, and the record of how it came about;
the default graph, which unscoped queries read, never holds an inference.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from clusterkg.ontology import iris, provenance
from clusterkg.queries.rulebook import Rule, rules

from . import builder, versions
from .sizes import sizes
from .store import KnowledgeGraph

if TYPE_CHECKING:
    import pyoxigraph

# Names of the graphs in which the rules work, in memory alone.
_WHOLE, _STEP = "urn:x-clusterkg:whole", "urn:x-clusterkg:step:"
# Nobody asks for a class without a name, nor for the class of everything.
_NAMED = frozenset(map(iris.expand, ("rdf:type", "rdfs:domain", "rdfs:range")))
_THING = iris.expand("owl:Thing")
_GRAPHS = iris.graph("inferred", "")


@dataclass(frozen=True)
class Closure:
    """What rules add to a graph.

    Attributes
    ----------
    triples : dict of str to list of pyoxigraph.Triple
        By the rule that found a triple first.
    rounds : int
        How often the rules were run, the last time in vain.
    """

    triples: "dict[str, list[pyoxigraph.Triple]]"
    rounds: int

    @property
    def counts(self) -> dict[str, int]:
        """How many triples each rule added."""
        return {name: len(found) for name, found in self.triples.items()}

    @property
    def total(self) -> int:
        """How many triples all rules added."""
        return sum(self.counts.values())

    def __iter__(self) -> "Iterator[pyoxigraph.Triple]":
        return (triple for found in self.triples.values() for triple in found)


def close(quads: "Iterable[pyoxigraph.Quad]", chosen: Iterable[Rule] = ()) -> Closure:
    """Return what rules infer from a graph until they find nothing more.

    Semi-naive: from the second round on, one premise at least must be new (Abiteboul, Hull and
    Vianu, "Foundations of Databases", 1995, section 13.1).

    Parameters
    ----------
    quads : iterable of pyoxigraph.Quad
        The graph, schema and data together; which named graph holds a triple does not count.
    chosen : iterable of Rule, optional
        The rules; by default all.
    """
    import pyoxigraph

    store, whole = pyoxigraph.Store(), pyoxigraph.NamedNode(_WHOLE)
    store.bulk_extend(pyoxigraph.Quad(q.subject, q.predicate, q.object, whole) for q in quads)
    ordered = tuple(chosen) or rules()
    steps: dict[str, str] = {}
    rounds = _run(store, [rule for rule in ordered if not rule.last], steps)
    rounds += _run(store, [rule for rule in ordered if rule.last], steps)
    found: dict[str, list[pyoxigraph.Triple]] = {rule.name: [] for rule in ordered}
    for graph, name in steps.items():
        found[name] += (quad.triple for quad in _quads(store, graph) if _worth_keeping(quad))
    return Closure(found, rounds)


def infer(folder: Path, version: str) -> Closure:
    """Write a new version of a graph that holds the inferences of all rules.

    Parameters
    ----------
    folder : Path
        The graph's folder, such as ``build/kg``.
    version : str
        Version of the program, which becomes the version of the graph of inferences.

    Raises
    ------
    GraphFolderError, BuildError
        There is no graph, another build is running here, or the new version could not be written
        or failed its check; the previous version stays.
    """
    graph = _GRAPHS + version
    with builder.replacing(folder) as (old, staged):
        with KnowledgeGraph(old) as kg:
            closure = close(_quads(kg.store, ""))
            written = {*closure, *_described(kg, closure, graph)}
            expected = {**_sizes(kg.store), graph: len(written)}
        _write(staged, graph, written)
        _note(staged, {"graph": graph, "rounds": closure.rounds, "rules": closure.counts})
        builder.check(staged, expected)
        versions.swap(folder, staged)
    return closure


def drop(folder: Path) -> bool:
    """Write a new version of a graph without inferences; say whether there were any.

    Raises
    ------
    GraphFolderError, BuildError
        As for :func:`infer`.
    """
    with builder.replacing(folder) as (old, staged):
        with KnowledgeGraph(old) as kg:
            expected = _sizes(kg.store)
            if not kg.inferred_graph:
                return False
        _write(staged, "", ())
        _note(staged, None)
        builder.check(staged, expected)
        versions.swap(folder, staged)
    return True


def _run(store: "pyoxigraph.Store", chosen: list[Rule], steps: dict[str, str]) -> int:
    """Run rules until a round adds nothing; return the number of rounds.

    ``steps`` gets a graph for each run of a rule that added something, with the rule's name.
    """
    seen: dict[str, int] = {}
    for number in count(1):
        before = len(steps)
        for rule in chosen:
            since = tuple(steps)[seen[rule.name] :] if rule.name in seen else None
            seen[rule.name] = len(steps)
            fresh = f"{_STEP}{len(steps)}"
            if since != () and _adds(store, rule, fresh, since):
                steps[fresh] = rule.name
        if len(steps) == before:
            return number
    raise AssertionError("unreachable: the rounds are counted without end")


def _adds(
    store: "pyoxigraph.Store", rule: Rule, fresh: str, since: tuple[str, ...] | None
) -> bool:
    for update in rule.updates(_WHOLE, fresh, since):
        store.update(update)
    return next(_quads(store, fresh), None) is not None


def _worth_keeping(quad: "pyoxigraph.Quad") -> bool:
    import pyoxigraph

    if isinstance(quad.object, pyoxigraph.BlankNode):
        return quad.predicate.value not in _NAMED
    return str(quad.object) != f"<{_THING}>"


def _described(kg: KnowledgeGraph, closure: Closure, graph: str) -> "Iterator[pyoxigraph.Triple]":
    """Yield the record of how the inferences came about, as far as the union lacks it."""
    import pyoxigraph

    says = {rule.name: rule.says for rule in rules()}
    counted = {name: (says[name], number) for name, number in closure.counts.items()}
    digest, software = str(kg.summary.get("digest", "")), f"clusterkg {graph.rpartition('/')[2]}"
    text = "".join(f"{line} .\n" for line in provenance.describe_inferences(
        graph, counted, sorted(filter(None, _sizes(kg.store))), digest, software))
    for quad in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES):
        if quad not in kg.store:
            yield quad.triple


def _sizes(store: "pyoxigraph.Store") -> dict[str, int]:
    """Return the size of the union (an empty name) and of each named graph but the inferences."""
    return {name: n for name, n in sizes(store).items() if not name.startswith(_GRAPHS)}


def _quads(store: "pyoxigraph.Store", graph: str) -> "Iterator[pyoxigraph.Quad]":
    import pyoxigraph

    name = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
    return store.quads_for_pattern(None, None, None, name)


def _write(staged: Path, graph: str, triples: "Iterable[pyoxigraph.Triple]") -> None:
    import pyoxigraph

    store = pyoxigraph.Store(staged / builder.STORE)
    for name in list(store.named_graphs()):
        if str(name.value).startswith(_GRAPHS):
            store.remove_graph(name)
    if graph:
        name = pyoxigraph.NamedNode(graph)
        store.bulk_extend(pyoxigraph.Quad(t.subject, t.predicate, t.object, name) for t in triples)
    store.optimize()
    store.flush()


def _note(staged: Path, inferred: dict[str, object] | None) -> None:
    """Say in the version's summary what was inferred; nothing where nothing is left of it."""
    summary = builder.read_summary(staged)
    summary.pop("inferred", None)
    if inferred is not None:
        summary["inferred"] = inferred
    builder.write_summary(staged, summary)
