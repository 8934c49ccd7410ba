"""Communities of members and partnerships together."""

import numpy as np
import scipy.sparse as sp

from ..arrays import Floats, Ints, Sparse, row_sums, sparse
from .moving import moved_up
from .partition import of_tied

_ROUNDING = 1e-12


def two_mode_modularity(incidence: Sparse, rows: Ints, columns: Ints) -> float:
    """Return the bipartite modularity of a partition of rows and columns.

    ``Σ_c [L_c / m - k_c d_c / m²]`` with ``L_c`` the entries between rows and columns of
    community c, ``k_c`` and ``d_c`` the entries of its rows and of its columns, and m all
    entries: a row is compared with columns alone, as it can be tied to nothing else.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)
        Not negative.
    rows, columns : ndarray of int, shape (n,) and (m,)
        The community of each; negative for none.

    Returns
    -------
    float
        ``nan`` without any entry.

    References
    ----------
    Barber, M. J. (2007). Modularity and community detection in bipartite networks. Physical
    Review E 76, 066102.
    """
    total = float(incidence.sum())
    if not total:
        return float("nan")
    kept = np.unique(np.concatenate([rows, columns]))
    of_row, of_column = _belongs(rows, kept[kept >= 0]), _belongs(columns, kept[kept >= 0])
    inside = float(sparse(of_row.T @ incidence @ of_column).diagonal().sum())
    k = np.asarray(of_row.T @ row_sums(incidence))
    d = np.asarray(of_column.T @ row_sums(sparse(incidence.T)))
    return inside / total - float((k * d).sum()) / total**2


def two_mode_communities(
    incidence: Sparse, restarts: int = 10, seed: int = 0
) -> tuple[Ints, Ints]:
    """Return communities of rows and columns with high bipartite modularity.

    Louvain's moves with Barber's null model, from ``restarts`` random orders; of what they find
    the best is kept, the first of equals. Better partitions may exist.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)
        Not negative.
    restarts, seed : int
        How many random orders, at least one; and the seed of their drawing.

    Returns
    -------
    rows, columns : ndarray of int, shape (n,) and (m,)
        Numbered together from 0 on, the largest community first; -1 for what has no entry.

    References
    ----------
    As in `two_mode_modularity`.
    """
    n = incidence.shape[0]
    both = _one_mode(incidence)
    random, best, most = np.random.default_rng(seed), np.zeros(0, dtype=np.int64), -np.inf
    for _ in range(max(restarts, 1)):
        found = of_tied(both, moved_up(both, *_masses(incidence), random))
        value = two_mode_modularity(incidence, found[:n], found[n:])
        if not best.size or value > most + _ROUNDING:
            best, most = found, value
    return best[:n], best[n:]


def _masses(incidence: Sparse) -> tuple[Floats, Floats, float]:
    """Entries of the rows (none in columns), of the columns (none in rows), and one over all."""
    k, d = row_sums(incidence), row_sums(sparse(incidence.T))
    out = np.concatenate([k, np.zeros(d.size)])
    into = np.concatenate([np.zeros(k.size), d])
    return out, into, 1.0 / max(float(k.sum()), 1e-300)


def _one_mode(incidence: Sparse) -> Sparse:
    """Rows, then columns, as the nodes of one network."""
    ties, size = incidence.tocoo(), sum(incidence.shape)
    rows, columns = ties.row, ties.col + incidence.shape[0]
    ends = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    return sparse(sp.coo_array((np.tile(ties.data, 2), ends), shape=(size, size)))


def _belongs(communities: Ints, names: Ints) -> Sparse:
    at = np.flatnonzero(communities >= 0)
    columns = np.searchsorted(names, communities[at])
    return sparse(sp.csr_array((np.ones(at.size), (at, columns)), (communities.size, names.size)))
