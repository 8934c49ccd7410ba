"""Shortest paths over ties with lengths, from many nodes at a time.

Two ways are equally short where their lengths differ by less than rounding: by a part in 10^12.
Compared as they are, sums of such lengths as 1/5 + 1/5 + 1/5 and 3/5 would not be equal.
"""

import numpy as np
import scipy.sparse as sp

from .arrays import Bools, Floats, Ints, Sparse
from .network import NetworkError

_ROUNDING = 1e-12
_PLACES = 1 << 20  # sources times ties at once


def lengths(weights: Sparse) -> Sparse:
    """Return the length of every tie, ``1 / weight``, (n, n)."""
    return sp.csr_array((1.0 / weights.data, weights.indices, weights.indptr), weights.shape)


def passing(weights: Sparse) -> Floats:
    """Return what share of the shortest paths between ordered pairs of others passes each node.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; a tie is as long as one over its weight.

    Returns
    -------
    ndarray, shape (n,)
        Summed over pairs.

    Raises
    ------
    NetworkError
        Ties are so different in weight that the length of one is lost in that of a path.

    References
    ----------
    Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociology 25.
    """
    n = weights.shape[0]
    at_once = max(1, _PLACES // max(weights.nnz, n, 1))
    long = lengths(weights)
    total = np.zeros(n)
    for start in range(0, n, at_once):
        sources = np.arange(start, min(start + at_once, n))
        total += _dependency(long, sources)
    return total


def _dependency(long: Sparse, sources: Ints) -> Floats:
    """How much of the paths from some nodes to all others passes each node: (n,)."""
    n, rows = long.shape[0], np.arange(sources.size)
    steps, reached = _shortest_steps(long, sources)
    begin = np.zeros(sources.size * n)
    begin[rows * n + sources] = 1.0
    paths = begin + _followed(sp.csr_array(steps.T), begin)
    if (paths[reached] == 0).any():
        raise NetworkError("weights of ties differ by a factor of 10^12 or so: rescale them")
    share = np.repeat(paths, np.diff(steps.indptr)) / paths[steps.indices]
    parts = sp.csr_array((share, steps.indices, steps.indptr), steps.shape)
    found = _followed(parts, np.ones(begin.size)).reshape(sources.size, n)
    found[rows, sources] = 0.0
    return np.asarray(found.sum(axis=0), dtype=np.float64)


def _shortest_steps(long: Sparse, sources: Ints) -> tuple[Sparse, Bools]:
    """The ties on shortest paths from each source, onwards, and which nodes are reached.

    Node i as seen from the k-th source is in place ``k n + i``: (places, places), (places,).
    """
    n = long.shape[0]
    far = sp.csgraph.dijkstra(long, directed=True, indices=sources)
    reached = np.isfinite(far)
    far[~reached] = -1.0
    one, other = np.repeat(np.arange(n), np.diff(long.indptr)), long.indices.astype(np.int64)
    here, there = far[:, one], far[:, other]
    shortest = (np.abs(here + long.data - there) <= _ROUNDING * there) & (here < there)
    source, tie = np.nonzero(shortest)
    places = source * n + one[tie], source * n + other[tie]
    shape = (far.size, far.size)
    return sp.csr_array((np.ones(tie.size), places), shape), reached.reshape(-1)


def _followed(steps: Sparse, begin: Floats) -> Floats:
    """Sum ``steps @ begin``, ``steps @ steps @ begin`` and so on; steps lead in no circle."""
    total, now = np.zeros_like(begin), np.asarray(steps @ begin, dtype=np.float64)
    while now.any():
        total += now
        now = np.asarray(steps @ now, dtype=np.float64)
    return total
