"""Shortest paths over ties with lengths, from many nodes at a time.

Two ways are equally short where their lengths differ by less than rounding: by a part in 10^12.
Compared as they are, sums of such lengths as 1/5 + 1/5 + 1/5 and 3/5 would not be equal.
"""

import numpy as np
import scipy.sparse as sp

from .arrays import Floats, Ints, Sparse, sums_by
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
        Weights are so different that a tie's length is lost in that of a path, or there are more
        shortest paths than a number can say.

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
    """How much of the paths from some nodes to all others passes each node: (n,).

    Node i as seen from the k-th source has a place of its own. In the order of their distances
    all steps lead onwards, so that paths, and what depends on each place, are sums over places
    before it or after it: triangular systems.
    """
    far = _distances(long, sources)
    place = np.empty(far.size, dtype=np.int64)
    place[np.argsort(far, axis=None, kind="stable")] = np.arange(far.size)
    here, there = place[_shortest_steps(long, far)]
    begin = np.zeros(far.size)
    own = place[np.arange(sources.size) * far.shape[1] + sources]
    begin[own] = 1.0
    paths = _summed(there, here, np.ones(here.size), begin)
    if not np.isfinite(paths).all():
        raise NetworkError("there are more shortest paths than a number can say")
    share = paths[here] / paths[there]
    passed = _summed(here, there, share, sums_by(here, share, far.size), lower=False)
    passed[own] = 0.0
    return np.asarray(passed[place].reshape(far.shape).sum(axis=0), dtype=np.float64)


def _distances(long: Sparse, sources: Ints) -> Floats:
    """The distance of every node from some, (sources, n); -1 where there is no way."""
    far = np.asarray(sp.csgraph.dijkstra(long, directed=True, indices=sources))
    far[~np.isfinite(far)] = -1.0
    if long.nnz and long.data.min() <= 2.0 * _ROUNDING * far.max():
        raise NetworkError("weights of ties differ by a factor of 10^12 or so: rescale them")
    return far


def _shortest_steps(long: Sparse, far: Floats) -> Ints:
    """The places at both ends of every tie on a shortest path, nearer end first: (2, steps)."""
    n = far.shape[1]
    one, other = np.repeat(np.arange(n), np.diff(long.indptr)), long.indices.astype(np.int64)
    here, there = far[:, one], far[:, other]
    source, tie = np.nonzero(np.abs(here + long.data - there) <= _ROUNDING * there)
    return np.stack([source * n + one[tie], source * n + other[tie]])


def _summed(to: Ints, by: Ints, share: Floats, begin: Floats, lower: bool = True) -> Floats:
    """Solve ``x[to] = begin[to] + sum of share * x[by]``: (places,)."""
    from scipy.sparse.linalg import spsolve_triangular

    every = np.arange(begin.size)
    values = np.concatenate([np.ones(begin.size), -share])
    at = np.concatenate([every, to]), np.concatenate([every, by])
    matrix = sp.csc_array((values, at), (begin.size, begin.size))
    solved = spsolve_triangular(matrix, begin, lower, overwrite_A=True, unit_diagonal=True)
    return np.asarray(solved, dtype=np.float64)
