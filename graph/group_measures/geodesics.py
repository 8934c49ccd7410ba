"""Lengths and numbers of shortest paths from many nodes at once."""

from collections.abc import Iterator

import numpy as np

from ..arrays import Floats, Ints, Sparse, binary

AT_ONCE = 256  # sources: what is held for them is n × AT_ONCE numbers


def geodesics(weights: Sparse, sources: Ints, limit: int = 0) -> tuple[Floats, Floats]:
    """Return how far every node is from each source, and by how many shortest paths.

    Breadth-first from all sources together: each step is one product of the ties with the
    numbers of paths that end where the last step came to.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; every tie has length one.
    sources : ndarray of int, shape (s,)
    limit : int
        Paths longer than this are not followed; all are if 0.

    Returns
    -------
    hops, paths : ndarray, shape (n, s)
        ``inf`` and 0 where there is no path (of that length); 0 and 1 at the source.
    """
    ties, columns = binary(weights), np.arange(sources.size)
    paths = np.zeros((weights.shape[0], sources.size))
    paths[sources, columns] = 1.0
    hops = np.where(paths > 0, 0.0, np.inf)
    reached, step = paths, 0
    while reached.any() and (not limit or step < limit):
        step += 1
        reached = np.where(np.isinf(hops), np.asarray(ties @ reached), 0.0)
        paths = paths + reached
        hops[reached > 0] = step
    return hops, paths


def chunks(nodes: Ints) -> Iterator[Ints]:
    """Cut ``nodes`` into pieces of `AT_ONCE`, in order."""
    for start in range(0, nodes.size, AT_ONCE):
        yield nodes[start : start + AT_ONCE]
