"""Communities as numbers: how they are numbered, and how good they are."""

import numpy as np

from ..arrays import Ints, Sparse, row_sums, sparse
from .moving import joined

ALONE = -1


def numbered(communities: Ints) -> Ints:
    """Renumber communities from 0 on: the largest first, equal ones by their first node.

    Negative numbers become `ALONE`. Shape (n,) in and out.
    """
    names, first, which, sizes = np.unique(
        communities, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    order = order[names[order] >= 0]
    number = np.full(names.size, ALONE, dtype=np.int64)
    number[order] = np.arange(order.size)
    return number[which]


def of_tied(weights: Sparse, communities: Ints) -> Ints:
    """Renumber communities (`numbered`), isolates apart as `ALONE`."""
    return numbered(np.where(np.diff(weights.indptr) > 0, communities, ALONE))


def modularity(weights: Sparse, communities: Ints, resolution: float = 1.0) -> float:
    """Return the modularity of a partition of the nodes.

    ``Σ_c [L_c / m - resolution (k_c / 2m)²]`` with ``L_c`` the tie weight inside community c,
    ``k_c`` the sum of strengths in it and m the total tie weight. Isolates add nothing.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    communities : ndarray of int, shape (n,)
    resolution : float

    Returns
    -------
    float
        ``nan`` for a network without ties.

    References
    ----------
    Newman, M. E. J. and Girvan, M. (2004). Finding and evaluating community structure in
    networks. Physical Review E 69, 026113.
    Reichardt, J. and Bornholdt, S. (2006). Statistical mechanics of community detection.
    Physical Review E 74, 016110.
    """
    if not weights.nnz:
        return float("nan")
    tied = np.flatnonzero(np.diff(weights.indptr))
    between = joined(sparse(weights[tied][:, tied]), numbered(communities[tied]))
    total = float(between.sum())
    inside = float(between.diagonal().sum()) / total
    return inside - resolution * float(((row_sums(between) / total) ** 2).sum())
