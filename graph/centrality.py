"""Degree, strength, betweenness and closeness."""

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp

from . import weighted_paths
from .arrays import Floats, Ints, Sparse, binary, row_sums
from .shortest_paths import distances, passing, steps_across

if TYPE_CHECKING:
    import rustworkx as rx

_LONG = 30  # steps: across longer networks one node at a time is faster than many
_ROWS_AT_ONCE = 500


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
    Two weighted paths are equally short where rounding alone tells their lengths apart. networkx
    compares them as floating-point numbers, and takes one for the shorter.

    References
    ----------
    Freeman, L. C. (1977). A set of measures of centrality based on betweenness. Sociometry 40.
    Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociology 25.
    """
    n = weights.shape[0]
    if weighted:
        return weighted_paths.passing(weights) / max((n - 1) * (n - 2), 1)
    return _hop_betweenness(weights)


def closeness(weights: Sparse, weighted: bool = False) -> Floats:
    """Return the closeness centrality of every node, in networks of several components too.

    With r other nodes in reach, at a mean distance of d, it is ``r / (n - 1) / d``: one over the
    mean distance, scaled down by the share of the others that can be reached at all.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    weighted : bool
        Whether ties have lengths, ``1 / weight``; otherwise every tie has length one.

    Returns
    -------
    ndarray, shape (n,)
        Zero for isolates, and for the only node of a network.

    References
    ----------
    Wasserman, S. and Faust, K. (1994). Social Network Analysis. Cambridge University Press,
    chapter 5; networkx's ``wf_improved``.
    """
    reached, total = _lengths(weights) if weighted else _steps(weights)
    others = max(weights.shape[0] - 1, 1)
    mean = np.divide(total, reached, out=np.ones_like(total), where=reached > 0)
    return reached / others / mean


def _hop_betweenness(weights: Sparse) -> Floats:
    n = weights.shape[0]
    if steps_across(weights, _LONG) < _LONG:
        return passing(weights) / max((n - 1) * (n - 2), 1)
    import rustworkx as rx

    # Threads add up in another order each time: one thread gives the same last digit twice.
    values = rx.betweenness_centrality(rustworkx_graph(weights), parallel_threshold=n + 1)
    return np.array([values[i] for i in range(n)], dtype=np.float64)


def _steps(weights: Sparse) -> tuple[Floats, Floats]:
    if steps_across(weights, _LONG) < _LONG:
        return distances(weights)
    return _lengths(binary(weights))


def _lengths(weights: Sparse) -> tuple[Floats, Floats]:
    """How many others each node reaches, and the sum of its distances to them."""
    long = weighted_paths.lengths(weights)
    reached, total = np.zeros(weights.shape[0]), np.zeros(weights.shape[0])
    for start in range(0, weights.shape[0], _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, weights.shape[0]))
        found = sp.csgraph.dijkstra(long, directed=True, indices=rows)
        finite = np.isfinite(found)
        reached[rows] = finite.sum(axis=1) - 1.0
        total[rows] = np.where(finite, found, 0.0).sum(axis=1)
    return reached, total


def rustworkx_graph(weights: Sparse) -> "rx.PyGraph[None, None]":
    """Return the ties of ``weights``, (n, n), as a graph of rustworkx on 0, 1, …, n - 1."""
    import rustworkx as rx

    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * weights.shape[0])
    ties = weights.tocoo()
    upper = ties.row < ties.col
    pairs = zip(ties.row[upper].tolist(), ties.col[upper].tolist(), strict=True)
    graph.add_edges_from_no_data(list(pairs))
    return graph
