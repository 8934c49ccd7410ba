"""Louvain communities and modularity, on sparse arrays."""

from collections import deque

import numpy as np
import scipy.sparse as sp

from clusterkg.graph.arrays import Floats, Ints, Sparse, row_sums, sparse

ALONE = -1
_ROUNDING = 1e-10  # of a node's strength: a gain this small is no gain


def louvain(weights: Sparse, resolution: float = 1.0, seed: int = 0) -> Ints:
    """Return the Louvain community of every node.

    Nodes move to the neighbouring community that raises modularity most, until none gains; then
    communities become nodes, and so on. After its first move a node is looked at again only when
    a neighbour has moved elsewhere (Traag et al. 2019, the fast local move). Plain Python over
    lists: about 0.5 seconds for 10,000 nodes with 130,000 ties, linear in the ties.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; ties count by weight (see `arrays.binary` for none).
    resolution : float
        Above one for smaller communities, below one for larger (Reichardt and Bornholdt 2006).
    seed : int
        Of the order in which nodes are first visited. What is found depends on it and on the
        order of the rows, and on nothing else.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0 on, the largest first, equal ones by their first node; -1 (`ALONE`) for isolates.
        Empty for an empty network.

    References
    ----------
    Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech.
    Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
    well-connected communities. Scientific Reports 9, 5233.
    """
    random = np.random.default_rng(seed)
    found, level = np.arange(weights.shape[0], dtype=np.int64), weights
    while level.nnz:
        moved = _moved(level, resolution, random.permutation(level.shape[0]))
        if np.unique(moved).size == moved.size:
            break
        _, moved = np.unique(moved, return_inverse=True)
        found = moved[found]
        level = _aggregated(level, moved)
    found[np.diff(weights.indptr) == 0] = ALONE
    return numbered(found)


def modularity(weights: Sparse, communities: Ints, resolution: float = 1.0) -> float:
    """Return the modularity of a partition of the nodes.

    ``Σ_c [L_c / m - resolution (k_c / 2m)²]`` with ``L_c`` the tie weight inside community c,
    ``k_c`` the sum of strengths in it and m the total tie weight (Newman and Girvan 2004).
    Isolates (-1) add nothing.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
    communities : ndarray of int, shape (n,)
    resolution : float

    Returns
    -------
    float
        ``nan`` for a network without ties.
    """
    if not weights.nnz:
        return float("nan")
    tied = np.flatnonzero(np.diff(weights.indptr))
    joint = _aggregated(sparse(weights[tied][:, tied]), numbered(communities[tied]))
    total = float(joint.sum())
    inside = float(joint.diagonal().sum()) / total
    return inside - resolution * float(((row_sums(joint) / total) ** 2).sum())


def numbered(communities: Ints) -> Ints:
    """Renumber communities from 0 on: the largest first, equal ones by their first node.

    Negative numbers (isolates) stay ``-1``. Shape (n,) in and out.
    """
    names, first, which, sizes = np.unique(
        communities, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    order = order[names[order] >= 0]
    number = np.full(names.size, ALONE, dtype=np.int64)
    number[order] = np.arange(order.size)
    return number[which]


def _aggregated(weights: Sparse, communities: Ints) -> Sparse:
    """Tie weights between communities 0..k-1 (k × k), twice the inner weight on the diagonal."""
    n = communities.size
    belongs = sparse(sp.csr_array((np.ones(n), (np.arange(n), communities))))
    return sparse(belongs.T @ weights @ belongs)


def _moved(weights: Sparse, resolution: float, order: Ints) -> Ints:
    """Move nodes one by one, in ``order``, until none gains; returns a community for each."""
    strength = row_sums(weights).tolist()
    contacts, values = _lists(weights)
    scale = resolution / sum(strength)
    community, mass = list(range(len(strength))), list(strength)
    queue, waiting = deque(order.tolist()), [True] * len(strength)
    while queue:
        node = queue.popleft()
        waiting[node] = False
        own, push = community[node], strength[node]
        towards = {own: 0.0}
        for contact, value in zip(contacts[node], values[node], strict=True):
            where = community[contact]
            towards[where] = towards.get(where, 0.0) + value
        mass[own] -= push
        best = _best(own, towards, mass, push * scale, push * _ROUNDING)
        mass[best] += push
        if best != own:
            community[node] = best
            for contact in contacts[node]:
                if not waiting[contact] and community[contact] != best:
                    waiting[contact] = True
                    queue.append(contact)
    return np.array(community, dtype=np.int64)


def _best(
    own: int, towards: dict[int, float], mass: list[float], pull: float, rounding: float
) -> int:
    """The community that a node, taken out of its own, gains most by joining."""
    best, most = own, towards[own] - pull * mass[own] + rounding
    for community, value in towards.items():
        gain = value - pull * mass[community]
        if gain > most:
            best, most = community, gain
    return best


def _lists(weights: Sparse) -> tuple[list[list[int]], list[list[float]]]:
    """Contacts and tie weights of every node, without itself."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    others = rows != weights.indices
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows[others], minlength=weights.shape[0]))])
    contacts, values = weights.indices[others].tolist(), weights.data[others].tolist()
    spans = list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))
    return [contacts[a:b] for a, b in spans], [values[a:b] for a, b in spans]
