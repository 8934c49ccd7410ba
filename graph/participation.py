"""How evenly a node's ties are spread over groups."""

import numpy as np
import polars as pl

from .allocation import allocation
from .arrays import Floats, Ints, Sparse, binary


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


def sector_participation(
    weights: Sparse, nodes: pl.DataFrame, column: str = "sectors", weighted: bool = False
) -> Floats:
    """Return the participation of every node over the groups in ``column`` of ``nodes``."""
    return participation(weights, allocation(nodes, column)[1], weighted)


def community_participation(
    weights: Sparse, ids: list[str], seed: int = 0, weighted: bool = False
) -> Floats:
    """Return the participation of every node over the communities found in the network.

    Parameters and returns
        As in `participation` and `communities`.
    """
    found = communities(weights, ids, seed, weighted)
    labels = [str(c) if c >= 0 else None for c in found.tolist()]
    nodes = pl.DataFrame({"community": pl.Series(labels, dtype=pl.String)})
    return participation(weights, allocation(nodes, "community")[1], weighted)


def communities(weights: Sparse, ids: list[str], seed: int = 0, weighted: bool = False) -> Ints:
    """Return the Louvain community of every node.

    Louvain depends on the order in which it visits nodes. They are therefore put in the order
    of what surrounds them in the network, and by id only where that is the same; isolates are
    not visited. So neither new names nor an added isolate changes what is found, but for nodes
    that could change places without changing the network.

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
    import networkx as nx

    ties = weights if weighted else binary(weights)
    order = _structural_order(weights, ids)
    tied = order[np.diff(ties.indptr)[order] > 0]
    graph = nx.from_scipy_sparse_array(ties[tied][:, tied])
    found = np.full(len(ids), -1, dtype=np.int64)
    for number, members in enumerate(nx.community.louvain_communities(graph, seed=seed)):
        found[tied[sorted(members)]] = number
    return found


def _structural_order(weights: Sparse, ids: list[str]) -> Ints:
    """Nodes by what surrounds them, then by id.

    Colour refinement (Weisfeiler and Leman 1968): a node's colour is refined by the colours of
    its contacts until no more colours appear. Each colour stands for a fixed random number, so
    that the sum over contacts tells different sets of them apart.
    """
    colours = np.zeros(len(ids), dtype=np.int64)
    numbers = np.random.default_rng(0).random(len(ids) + 1)
    count = 0
    while count < (count := int(colours.max(initial=0)) + 1):
        around = np.round(np.asarray(weights @ numbers[colours]), 9)
        _, colours = np.unique(np.column_stack([colours, around]), axis=0, return_inverse=True)
    return np.lexsort((np.array(ids), colours)).astype(np.int64)
