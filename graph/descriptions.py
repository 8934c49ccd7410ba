"""The catalogue graph: one description a named graph, and no more than the graphs that are there.

It is small, so it is read whole. What it says about graphs stands in the union as well.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from clusterkg.ontology import iris, provenance, rdf

if TYPE_CHECKING:
    import pyoxigraph

_GRAPHS = iris.PREFIXES["graph"]


def describe(
    store: "pyoxigraph.Store", gone: Collection[str], lines: Iterable[rdf.Triple]
) -> dict[str, int]:
    """Take the descriptions of graphs out of the catalogue, and put others in.

    What a description leads to, as to the activity that made a graph, goes with it, unless
    another description leads there too. A graph that one was derived from has its own description.

    Parameters
    ----------
    store : pyoxigraph.Store
        The store to change.
    gone : collection of str
        IRIs of the graphs that are described no more.
    lines : iterable of str
        New descriptions; see :func:`clusterkg.ontology.provenance.describe_graph`.

    Returns
    -------
    dict of str to int
        The size that the catalogue has now, by its IRI.
    """
    before = _catalogue(store)
    left = {f"<{graph}>" for graph in gone}
    stay = {name for triple in before if _is_graph(name := str(triple.subject))} - left
    new = parsed(lines)
    old = _reached(before, left) - _reached(before, stay) - new
    for triple in old:
        _take(store, triple)
    for triple in new - before:
        _put(store, triple)
    return {provenance.CATALOGUE: len(before - old | new)}


def description(store: "pyoxigraph.Store", graph: str) -> list[rdf.Triple]:
    """Return what the catalogue says about one named graph."""
    return [str(triple) for triple in _reached(_catalogue(store), {f"<{graph}>"})]


def derived(store: "pyoxigraph.Store", graph: str) -> list[str]:
    """Return the IRIs of the named graphs that say they were derived from another one."""
    wanted = f"{rdf.iri('prov:wasDerivedFrom')} <{graph}>"
    found = (triple for triple in _catalogue(store) if str(triple).endswith(wanted))
    return sorted(str(triple.subject).strip("<>") for triple in found)


def parsed(lines: Iterable[rdf.Triple]) -> "set[pyoxigraph.Triple]":
    """Return N-Triples statements without their final dots as triples."""
    import pyoxigraph

    text = "".join(f"{line} .\n" for line in lines)
    found = pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    return {quad.triple for quad in found}


def _catalogue(store: "pyoxigraph.Store") -> "set[pyoxigraph.Triple]":
    import pyoxigraph

    name = pyoxigraph.NamedNode(provenance.CATALOGUE)
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, name)}


def _is_graph(name: str) -> bool:
    return name.startswith(f"<{_GRAPHS}")


def _reached(
    triples: "set[pyoxigraph.Triple]", roots: Collection[str]
) -> "set[pyoxigraph.Triple]":
    found: set[pyoxigraph.Triple] = set()
    names = set(roots)
    while names:
        fresh = {t for t in triples if str(t.subject) in names} - found
        found |= fresh
        names = {name for t in fresh if not _is_graph(name := str(t.object))}
    return found


def _take(store: "pyoxigraph.Store", triple: "pyoxigraph.Triple") -> None:
    import pyoxigraph

    parts = (triple.subject, triple.predicate, triple.object)
    catalogue, union = pyoxigraph.NamedNode(provenance.CATALOGUE), pyoxigraph.DefaultGraph()
    store.remove(pyoxigraph.Quad(*parts, catalogue))
    if all(quad.graph_name == union for quad in store.quads_for_pattern(*parts)):
        store.remove(pyoxigraph.Quad(*parts, union))


def _put(store: "pyoxigraph.Store", triple: "pyoxigraph.Triple") -> None:
    import pyoxigraph

    parts = (triple.subject, triple.predicate, triple.object)
    for graph in (pyoxigraph.NamedNode(provenance.CATALOGUE), pyoxigraph.DefaultGraph()):
        store.add(pyoxigraph.Quad(*parts, graph))
