"""How much of what passes between the others passes through a set of nodes."""

from collections.abc import Collection

import numpy as np

from ..arrays import Bools, Ints, Sparse, binary, scaled_rows, sparse
from ..network import NetworkError
from .geodesics import chunks, geodesics

LIMIT = 20_000  # nodes


def group_betweenness(weights: Sparse, group: Collection[int]) -> float:
    """Return the betweenness of a set of nodes.

    The share of shortest paths between two nodes outside the set that pass through any node of
    it, averaged over the pairs of nodes outside. Ends do not count, and a path that passes two
    members counts once. Found as what is missing once paths must avoid the set. Of three and
    more members networkx 3.6 gives other numbers, in error (its issue 8827); rustworkx agrees.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; every tie has length one.
    group : collection of int
        Rows of the members.

    Returns
    -------
    float
        Between 0 and 1; nothing passes between components. ``nan`` where fewer than two nodes
        are outside.

    Raises
    ------
    NetworkError
        A member is no row, or the network has more than `LIMIT` nodes.

    References
    ----------
    Everett, M. G. and Borgatti, S. P. (1999). The centrality of groups and classes. Journal of
    Mathematical Sociology 23(3), 181-201.
    """
    outside = outsiders(weights, group)
    nodes = np.flatnonzero(outside)
    if nodes.size < 2:
        return float("nan")
    avoiding = without(weights, outside)
    through = 0.0
    for sources in chunks(nodes):
        through += _through(weights, avoiding, outside, sources)
    return through / (nodes.size * (nodes.size - 1))


def _through(weights: Sparse, avoiding: Sparse, outside: Bools, sources: Ints) -> float:
    """Shares of paths from the sources to the nodes outside that pass a member, summed."""
    hops, paths = geodesics(weights, sources)
    hops_avoiding, paths_avoiding = geodesics(avoiding, sources)
    tied = np.isfinite(hops) & (hops > 0) & outside[:, None]
    still = np.where(hops_avoiding == hops, paths_avoiding, 0.0)
    return float((1.0 - np.divide(still, paths, where=tied, out=np.ones_like(paths))).sum())


def outsiders(weights: Sparse, group: Collection[int]) -> Bools:
    """Return which nodes are not in ``group``, (n,); raises NetworkError as above."""
    n = weights.shape[0]
    if n > LIMIT:
        raise NetworkError(f"the network has {n} nodes; paths are followed in up to {LIMIT}")
    if wrong := sorted(member for member in group if not 0 <= member < n):
        raise NetworkError(f"the group has node {wrong[0]}; the network has rows 0 to {n - 1}")
    outside = np.ones(n, dtype=np.bool_)
    outside[list(group)] = False
    return outside


def without(weights: Sparse, kept: Bools) -> Sparse:
    """Return the ties (n × n) among the nodes kept; the others stay as isolates."""
    factors = kept.astype(np.float64)
    rows = scaled_rows(binary(weights), factors)
    return sparse(scaled_rows(sparse(rows.T), factors))
