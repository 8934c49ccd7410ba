"""Scores of a pair of nodes from all walks between the two.

Dense (n, n) results: for networks of up to some thousand nodes. Walks do not leave a component,
so that two nodes of different components score zero.
"""

import numpy as np

from clusterkg.graph.arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse
from clusterkg.graph.network import NetworkError

from .neighbours import mirrored

BETA = 0.005
"""Of Katz: small, so that one walk of two ties outweighs many longer ones."""
DAMPING = 0.85
"""The chance to walk on, the default of networkx's ``pagerank``."""


def katz(weights: Sparse, beta: float = BETA) -> Floats:
    """Return the walks of every length between each pair, each by ``beta`` to its length.

    The sum over l of ``beta^l A^l``, that is ``(I - beta A)^-1 - I``, with A the ties.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    beta : float
        Below one over the largest eigenvalue of A, or the sum does not exist.

    Returns
    -------
    ndarray, shape (n, n)
        Symmetric, zero diagonal.

    Raises
    ------
    NetworkError
        If ``beta`` is not positive, or too large.

    References
    ----------
    Katz, L. (1953). A new status index derived from sociometric analysis. Psychometrika 18.
    """
    ties = binary(weights).toarray()
    n = ties.shape[0]
    largest = float(np.linalg.eigvalsh(ties)[-1]) if n else 0.0
    if not beta > 0.0 or beta * largest >= 1.0:
        raise NetworkError(f"beta {beta:g}: it must lie between 0 and {_bound(largest)}")
    walks: Floats = np.asarray(np.linalg.inv(np.eye(n) - beta * ties), dtype=np.float64)
    return _pairs(walks)


def truncated_katz(weights: Sparse, beta: float = BETA, length: int = 3) -> Sparse:
    """Return `katz` over walks of at most ``length`` ties, sparse, shape (n, n).

    Any positive ``beta`` will do. With ``length`` 3 the score is nearly that of `katz` for a
    small ``beta``, and takes two sparse products.
    """
    ties = binary(weights)
    walks = total = sparse(beta * ties)
    for _ in range(length - 1):
        walks = sparse(beta * (walks @ ties))
        total = sparse(total + walks)
    return mirrored(total)


def personalised_pagerank(weights: Sparse, damping: float = DAMPING) -> Floats:
    """Return how often a walk from one of a pair that keeps going back is at the other.

    A walk from i goes on to a neighbour with chance ``damping`` and else back to i. The score
    of a pair is the sum of the two chances, from i to be at j and from j to be at i.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    damping : float
        From 0 to below 1.

    Returns
    -------
    ndarray, shape (n, n)
        Symmetric, zero diagonal.

    References
    ----------
    Brin, S. and Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine.
    Computer Networks 30.
    """
    if not 0.0 <= damping < 1.0:
        raise NetworkError(f"damping {damping:g}: it must lie from 0 to below 1")
    ties = binary(weights)
    steps = scaled_rows(ties, 1.0 / np.maximum(row_sums(ties), 1.0)).toarray()
    visits = (1.0 - damping) * np.linalg.inv(np.eye(ties.shape[0]) - damping * steps)
    return _pairs(visits + visits.T)


def _pairs(scores: Floats) -> Floats:
    """Scores of pairs: both triangles alike to the last bit, no rounding below zero."""
    upper = np.triu(np.maximum(scores, 0.0), k=1)
    # What is left of an inverse between two components is rounding.
    upper[upper < 1e-15] = 0.0
    symmetric: Floats = upper + upper.T
    return symmetric


def _bound(largest: float) -> str:
    return f"{1.0 / largest:.6g}, one over the largest eigenvalue" if largest > 0 else "infinity"
