"""What holds a network together: articulation points, bridges and bicomponents."""

import numpy as np
import polars as pl
import scipy.sparse as sp

from .arrays import Bools, Ints, Sparse, sparse
from .centrality import rustworkx_graph
from .network import Network

_SCHEMA = {
    "bicomponent": pl.Int64, "size": pl.Int64, "id": pl.String, "articulation_point": pl.Boolean,
}


def articulation_points(weights: Sparse) -> Bools:
    """Return whether a component falls apart without the node, for every node, shape (n,)."""
    import rustworkx as rx

    found = np.zeros(weights.shape[0], dtype=np.bool_)
    found[list(rx.articulation_points(rustworkx_graph(weights)))] = True
    return found


def bridges(weights: Sparse) -> Ints:
    """Return the ties without which a component falls apart.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.

    Returns
    -------
    ndarray of int, shape (b, 2)
        The two nodes of each tie, the smaller first; sorted. No rows where there is none.
    """
    import rustworkx as rx

    found = [sorted(tie) for tie in rx.bridges(rustworkx_graph(weights))]
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def membership(weights: Sparse) -> Sparse:
    """Return which nodes are in which bicomponent.

    A bicomponent is a largest set of nodes that stay connected when any one of them goes, or two
    nodes tied by a bridge. Two of them share at most one node, an articulation point.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.

    Returns
    -------
    csr_array, shape (n, c)
        One where the node is in the bicomponent. The largest bicomponent first, then by their
        nodes. Isolates are in none.

    References
    ----------
    Hopcroft, J. and Tarjan, R. (1973). Efficient algorithms for graph manipulation.
    Communications of the ACM 16, 372-378.
    """
    import rustworkx as rx

    sets: dict[int, set[int]] = {}
    for tie, number in rx.biconnected_components(rustworkx_graph(weights)).items():
        sets.setdefault(number, set()).update(tie)
    ordered = sorted((sorted(nodes) for nodes in sets.values()), key=lambda x: (-len(x), x))
    rows = np.array([node for nodes in ordered for node in nodes], dtype=np.int64)
    columns = np.repeat(np.arange(len(ordered)), [len(nodes) for nodes in ordered])
    at = (np.ones(rows.size), (rows, columns))
    return sparse(sp.coo_array(at, shape=(weights.shape[0], len(ordered))))


def bicomponents(network: Network) -> pl.DataFrame:
    """Return which nodes are in which bicomponent, as a table.

    Parameters
    ----------
    network : Network
        Any; weights do not matter.

    Returns
    -------
    polars.DataFrame
        A row a node in a bicomponent, by bicomponent and then id: ``bicomponent`` (from 1, the
        largest first, equal ones by their nodes), ``size`` (its nodes: two are a bridge), ``id``,
        ``articulation_point`` (true for the nodes that are in several). Isolates have no row.
    """
    inside = membership(network.weights).tocoo()
    node, number = inside.coords
    sizes = np.bincount(number, minlength=inside.shape[1])
    several = np.bincount(node, minlength=inside.shape[0]) > 1
    ids = np.array(network.ids, dtype=object)
    columns = (number + 1, sizes[number], ids[node].tolist(), several[node])
    table = dict(zip(_SCHEMA, columns, strict=True))
    return pl.DataFrame(table, schema=_SCHEMA).sort("bicomponent", "id")
