"""Betweenness when what flows spreads over all paths, as current does."""

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from ..arrays import Floats, Ints, Sparse, row_sums, sparse
from ..network import NetworkError

LIMIT = 4_000  # nodes of a component: its inverse is a dense matrix
_AT_ONCE = 512  # ties
_DIGITS = 12


def current_flow_betweenness(weights: Sparse, weighted: bool = True) -> Floats:
    """Return the current-flow (random-walk) betweenness of every node.

    A unit current enters at one node and leaves at another, the ties conduct by their weight;
    the current that passes a third node, summed over all pairs of other nodes and divided by
    their number, ``(n - 1)(n - 2) / 2``. No current runs between components: each is computed
    by itself, and all are divided by the number of pairs of the *whole* network, as
    `centrality.betweenness` does; isolates count in ``n``.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    weighted : bool
        Whether ties conduct by weight; otherwise each conducts one.

    Returns
    -------
    ndarray, shape (n,)
        Zero for isolates and where no node has two others. Rounded to twelve decimals: threads
        add up in another order.

    Raises
    ------
    NetworkError
        A component has more than `LIMIT` nodes; time goes with its ties times its nodes.

    References
    ----------
    Newman, M. E. J. (2005). A measure of betweenness centrality based on random walks. Social
    Networks 27(1), 39-54. Here without the ends of the paths, as in
    Brandes, U. and Fleischer, D. (2005). Centrality measures based on current flow. STACS 2005.
    """
    n = weights.shape[0]
    conductance = weights if weighted else sparse(weights > 0)
    total = np.zeros(n)
    for nodes in _components(conductance):
        total[nodes] = _throughput(sparse(conductance[nodes][:, nodes]))
    return np.round(2.0 * total / max((n - 1) * (n - 2), 1), _DIGITS) + 0.0


def _components(weights: Sparse) -> list[Ints]:
    """Nodes of each component of three and more (in smaller ones nothing lies between)."""
    count, which = connected_components(weights, directed=False)
    sizes = np.bincount(which, minlength=count)
    if sizes.max(initial=0) > LIMIT:
        raise NetworkError(
            f"a component has {sizes.max()} nodes; current flow is computed for up to {LIMIT}"
        )
    return [np.flatnonzero(which == c) for c in np.flatnonzero(sizes > 2)]


def _throughput(weights: Sparse) -> Floats:
    """Current through each node of a connected network, summed over pairs of other nodes."""
    n = weights.shape[0]
    potential = _potentials(weights)
    ties = sp.triu(weights, k=1).tocoo()
    through, order = np.zeros(n), 2.0 * np.arange(n) - (n - 1)
    for at in range(0, ties.nnz, _AT_ONCE):
        some = slice(at, at + _AT_ONCE)
        i, j, w = ties.row[some], ties.col[some], ties.data[some]
        differences = np.sort(potential[i] - potential[j], axis=1)
        # Σ_{s<t} |x_s - x_t| of sorted x is a weighted sum: x_k is the larger one k times.
        flow = w * (differences * order).sum(axis=1)
        np.add.at(through, i, flow)
        np.add.at(through, j, flow)
    # Half of what enters and leaves; the n - 1 pairs that the node is an end of pass nothing.
    return np.asarray((through - (n - 1)) / 2.0, dtype=np.float64)


def _potentials(weights: Sparse) -> Floats:
    """Potential of every node (row) for a unit current entering at each node (column)."""
    n = weights.shape[0]
    laplacian = np.diag(row_sums(weights)) - weights.toarray()
    # Any constant may be added to what is inverted, as only differences of potentials are used:
    # one as large as the weights, so that their unit costs no digits.
    constant = np.trace(laplacian) / n**2
    return np.asarray(np.linalg.inv(laplacian + constant), dtype=np.float64)
