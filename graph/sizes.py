"""How many triples each graph of a store holds, counted by the store itself."""

from typing import TYPE_CHECKING

from clusterkg.queries.catalogue import find

from .answer import Answer

if TYPE_CHECKING:
    import pyoxigraph


def size(store: "pyoxigraph.Store", graph: str) -> int:
    """Return the number of triples of a named graph; of the union, for an empty name."""
    (row,) = Answer(store, find("graph_size").text, [graph]).rows()
    return int(row["triples"])


def sizes(store: "pyoxigraph.Store") -> dict[str, int]:
    """Return the size of the union (an empty name) and of each named graph."""
    return {name: size(store, name) for name in ("", *names(store))}


def names(store: "pyoxigraph.Store") -> list[str]:
    """Return the IRIs of the named graphs, in their order."""
    return sorted(str(graph.value) for graph in store.named_graphs())
