"""Versatility: the centrality of a node in all layers and in what joins them.

A centrality is computed on the supra-adjacency, where a node is there once a layer and tied to
itself, and summed over the node's replicas. A node that is middling in many layers may so come
before one that is first in one.

References
----------
De Domenico, M., Solé-Ribalta, A., Omodei, E., Gómez, S. and Arenas, A. (2015). Ranking in
interconnected multilayer networks reveals versatile nodes. Nature Communications 6, 6868.
"""

import numpy as np
from scipy.sparse.csgraph import connected_components

from ..arrays import Bools, Floats, Sparse, row_sums, scaled_rows, sparse
from ..centrality import betweenness
from ..network import NetworkError
from .multiplex import Multiplex, supra_adjacency

MOST_REPLICAS = 10_000  # for betweenness, which goes through all pairs of them
_DIGITS = 10
_DENSE = 400  # nodes: below, all eigenvectors are as fast
_SAME = 1e-9  # of the largest: eigenvalues this near are one


def degree_versatility(multiplex: Multiplex) -> Floats:
    """Return the contacts of every node, summed over layers, (n,): the overlapping degree."""
    return _summed(np.array([np.diff(layer.indptr) for layer in multiplex.layers]), multiplex)


def eigenvector_versatility(multiplex: Multiplex, coupling: float = 1.0) -> Floats:
    """Return the eigenvector versatility of every node.

    The leading eigenvector of the supra-adjacency, summed over layers, largest value one. Where
    several components have the same largest eigenvalue, the vector of ones is projected on their
    eigenvectors; other components have zeros.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes; ties count by weight.
    coupling : float
        See `supra_adjacency`.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` where no layer has a tie. Rounded to ten decimals: the eigenvector is found step
        by step.
    """
    if not any(layer.nnz for layer in multiplex.layers):
        return np.full(multiplex.nodes.height, np.nan)
    leading = _leading(supra_adjacency(multiplex, coupling))
    found = _summed(leading.reshape(len(multiplex.layers), -1), multiplex)
    return np.asarray(np.round(found / found.max(), _DIGITS) + 0.0, dtype=np.float64)


def pagerank_versatility(
    multiplex: Multiplex, coupling: float = 1.0, damping: float = 0.85
) -> Floats:
    """Return the PageRank versatility of every node.

    A walker follows a tie of the supra-adjacency, drawn by weight, with chance ``damping``, and
    otherwise (or where there is none) goes to any node in any layer: the share of its time at
    the node, in whichever layer.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes; ties count by weight.
    coupling : float
        See `supra_adjacency`.
    damping : float
        At least 0, below 1.

    Returns
    -------
    ndarray, shape (n,)
        Adding up to one; ``nan`` without layers. Equal for all nodes without ties.

    Raises
    ------
    NetworkError
        ``damping`` is no such chance.
    """
    if not 0.0 <= damping < 1.0:
        raise NetworkError(f"damping={damping}: a chance of at least 0 and below 1 is needed")
    weights = supra_adjacency(multiplex, coupling)
    n = weights.shape[0]
    if not n:
        return np.full(multiplex.nodes.height, np.nan)
    strength = row_sums(weights)
    stuck = strength == 0
    steps = sparse(scaled_rows(weights, 1.0 / np.where(stuck, 1.0, strength)).T)
    at = _walked(steps, stuck, damping)
    return _summed(at.reshape(len(multiplex.layers), -1), multiplex)


def betweenness_versatility(multiplex: Multiplex, coupling: float = 1.0) -> Floats:
    """Return the betweenness versatility of every node.

    The betweenness (`clusterkg.graph.centrality.betweenness`) of its replicas in the
    supra-adjacency, summed. Every tie is one step, whatever its weight, also from one layer to
    another. Paths between all pairs of other replicas count, those without a tie in their layer
    and those of one node included.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes.
    coupling : float
        See `supra_adjacency`; whether it is zero is all that matters.

    Returns
    -------
    ndarray, shape (n,)
        Zero without ties; ``nan`` with more replicas, nodes times layers, than `MOST_REPLICAS`.
    """
    n = multiplex.nodes.height
    if n * len(multiplex.layers) > MOST_REPLICAS:
        return np.full(n, np.nan)
    return _summed(betweenness(supra_adjacency(multiplex, coupling)), multiplex)


def _walked(steps: Sparse, stuck: Bools, damping: float) -> Floats:
    """Where the walker is after so many steps that only rounding is left of where it began."""
    n = stuck.size
    at = np.full(n, 1.0 / n)
    for _ in range(int(np.ceil(np.log(1e-15) / np.log(max(damping, 1e-15))))):
        at = damping * (steps @ at + at[stuck].sum() / n) + (1.0 - damping) / n
    return at


def _summed(by_layer: Floats, multiplex: Multiplex) -> Floats:
    n = multiplex.nodes.height
    return np.asarray(by_layer, dtype=np.float64).reshape(-1, n).sum(axis=0) if n else np.zeros(0)


def _leading(weights: Sparse) -> Floats:
    """The vector of ones projected on the eigenvectors of the largest eigenvalue."""
    count, which = connected_components(weights, directed=False)
    members = [np.flatnonzero(which == c) for c in range(count)]
    pairs = [_perron(sparse(weights[nodes][:, nodes])) for nodes in members]
    largest = max(value for value, _ in pairs)
    found = np.zeros(weights.shape[0])
    for nodes, (value, vector) in zip(members, pairs, strict=True):
        if value >= largest * (1.0 - _SAME):
            found[nodes] = vector * vector.sum()
    return found


def _perron(weights: Sparse) -> tuple[float, Floats]:
    """Largest eigenvalue of a connected network, and its positive eigenvector of length one."""
    from scipy.sparse.linalg import eigsh

    n = weights.shape[0]
    if n <= _DENSE:
        values, vectors = np.linalg.eigh(weights.toarray())
    else:
        values, vectors = eigsh(weights, k=1, which="LA", v0=np.ones(n))
    return float(values[-1]), np.abs(np.asarray(vectors[:, -1], dtype=np.float64))
