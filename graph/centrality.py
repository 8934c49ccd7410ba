"""Degree, strength, betweenness and articulation points."""

from typing import TYPE_CHECKING

import numpy as np

from .arrays import Bools, Floats, Ints, Sparse, row_sums

if TYPE_CHECKING:
    import rustworkx as rx


def degree(weights: Sparse) -> Ints:
    """Return the number of contacts of every node, shape (n,)."""
    return np.diff(weights.indptr).astype(np.int64)


def strength(weights: Sparse) -> Floats:
    """Return the sum of the tie weights of every node, shape (n,)."""
    return row_sums(weights)


def betweenness(weights: Sparse, weighted: bool = False) -> Floats:
    """Return the betweenness centrality of every node.

    The share of shortest paths between two other nodes that pass through it, summed over pairs
    and divided by the number of pairs, ``(n - 1)(n - 2) / 2``; isolates count in ``n``.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    weighted : bool
        Whether ties have lengths, ``1 / weight``; otherwise every tie has length one.

    Returns
    -------
    ndarray, shape (n,)

    Notes
    -----
    Two weighted paths are equally short only when their lengths are equal as floating-point
    numbers, as in networkx.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociology 25.
    """
    return _weighted_betweenness(weights) if weighted else _hop_betweenness(weights)


def articulation_points(weights: Sparse) -> Bools:
    """Return whether a component falls apart without the node, for every node, shape (n,)."""
    import rustworkx as rx

    found = np.zeros(weights.shape[0], dtype=np.bool_)
    found[list(rx.articulation_points(_rustworkx(weights)))] = True
    return found


def _hop_betweenness(weights: Sparse) -> Floats:
    import rustworkx as rx

    # Threads add up in another order each time: one thread gives the same last digit twice.
    alone = weights.shape[0] + 1
    values = rx.betweenness_centrality(_rustworkx(weights), parallel_threshold=alone)
    return np.array([values[i] for i in range(weights.shape[0])], dtype=np.float64)


def _weighted_betweenness(weights: Sparse) -> Floats:
    # rustworkx's betweenness has no weights.
    import networkx as nx

    graph = nx.Graph()
    graph.add_nodes_from(range(weights.shape[0]))
    rows, columns, values = _upper(weights)
    lengths = (1.0 / values).tolist()
    graph.add_weighted_edges_from(zip(rows, columns, lengths, strict=True), weight="length")
    found = nx.betweenness_centrality(graph, weight="length")
    return np.array([found[i] for i in range(weights.shape[0])], dtype=np.float64)


def _rustworkx(weights: Sparse) -> "rx.PyGraph[None, None]":
    import rustworkx as rx

    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * weights.shape[0])
    rows, columns, _ = _upper(weights)
    graph.add_edges_from_no_data(list(zip(rows, columns, strict=True)))
    return graph


def _upper(weights: Sparse) -> tuple[list[int], list[int], Floats]:
    coo = weights.tocoo()
    keep = coo.row < coo.col
    return coo.row[keep].tolist(), coo.col[keep].tolist(), coo.data[keep]
