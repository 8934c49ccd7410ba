"""How a node's ties are spread over groups, and how many it has in its own."""

import numpy as np
import scipy.sparse as sp

from .arrays import Floats, Ints, Sparse, binary, sparse, sums_by
from .communities.louvain import louvain
from .structural_order import structural_order


def participation(weights: Sparse, shares: Sparse, weighted: bool = False) -> Floats:
    """Return the participation coefficient of every node.

    ``P_i = 1 - Σ_s (k_is / k_i)²``, where ``k_is`` is the number (or strength) of i's ties to
    group s and ``k_i`` their sum over the groups. A contact in several groups counts in each by
    its share, so P is above zero for a node whose only contact is in two groups; contacts
    without a group are left out of ``k_i``.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`).
    weighted : bool
        Whether ties count by weight.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` where no contact has a group.

    References
    ----------
    Guimerà, R. and Amaral, L. A. N. (2005). Functional cartography of complex metabolic
    networks. Nature 433, 895-900.
    """
    ties = weights if weighted else binary(weights)
    spread = np.asarray((ties @ shares).toarray(), dtype=np.float64)
    total = spread.sum(axis=1)
    parts = spread / np.where(total > 0, total, 1.0)[:, None]
    return np.where(total > 0, 1.0 - (parts**2).sum(axis=1), np.nan)


def community_shares(found: Ints) -> Sparse:
    """Return communities, (n,) with -1 for none, as shares of nodes in groups, (n, g)."""
    inside = np.flatnonzero(found >= 0)
    shape = (found.size, int(found.max(initial=-1)) + 1)
    return sparse(sp.coo_array((np.ones(inside.size), (inside, found[inside])), shape=shape))


def within_module_z(weights: Sparse, shares: Sparse, weighted: bool = False) -> Floats:
    """Return the within-module degree of every node, standardised over its module.

    ``z_i = (k_i - mean) / sd``, with ``k_i`` the number (or strength) of i's ties to its own
    group, and the mean and the population standard deviation of it over the nodes of the group.
    A node in several groups counts in each by its share, as in `participation`, and has the mean
    of its z there, by share.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`), or the
        communities of the network (`community_shares`).
    weighted : bool
        Whether ties count by weight.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for a node without a group, or whose groups have no spread: all of one number.

    References
    ----------
    Guimerà, R. and Amaral, L. A. N. (2005). Functional cartography of complex metabolic
    networks. Nature 433, 895-900.
    """
    ties = weights if weighted else binary(weights)
    member, group = (place.astype(np.int64) for place in shares.nonzero())
    share = shares.data
    inside = np.asarray((ties @ shares)[member, group]).reshape(-1) if member.size else share
    size = sums_by(group, share, shares.shape[1])[group]
    mean = sums_by(group, share * inside, shares.shape[1])[group] / size
    squares = sums_by(group, share * (inside - mean) ** 2, shares.shape[1])[group]
    spread = np.sqrt(squares / size)
    known = np.where(spread > 1e-9 * np.maximum(mean, 1.0), share, 0.0)
    z = known * (inside - mean) / np.where(known > 0, spread, 1.0)
    total, of = (sums_by(member, x, ties.shape[0]) for x in (z, known))
    return np.where(of > 0, total / np.where(of > 0, of, 1.0), np.nan)


def communities(weights: Sparse, ids: list[str], seed: int = 0, weighted: bool = False) -> Ints:
    """Return the Louvain community of every node (`communities.louvain`).

    Louvain depends on the order in which it visits nodes. They are therefore put in the order
    of what surrounds them (`structural_order`); isolates are not visited. So neither new names
    nor an added isolate changes what is found, but for nodes that could change places without
    changing the network.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    ids : list of str, length n
        Node ids, unique.
    seed : int
        Of Louvain's shuffle.
    weighted : bool
        Whether ties count by weight.

    Returns
    -------
    ndarray of int, shape (n,)
        Communities from 0 on; -1 for isolates.

    References
    ----------
    Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech.
    """
    ties = weights if weighted else binary(weights)
    tied = np.flatnonzero(np.diff(ties.indptr))
    tied = tied[structural_order(sparse(ties[tied][:, tied]), [ids[node] for node in tied])]
    found = np.full(len(ids), -1, dtype=np.int64)
    found[tied] = louvain(sparse(ties[tied][:, tied]), seed=seed)
    return found
