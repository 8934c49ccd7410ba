"""Communities that many runs of a search agree on, and how certain each node's is.

A search such as Louvain's finds other communities with another seed. What holds in most runs is
kept: pairs of nodes are tied by the share of runs that put them together, the search is run on
those ties, and so on until all runs agree.

References
----------
Lancichinetti, A. and Fortunato, S. (2012). Consensus clustering in complex networks.
Scientific Reports 2, 336.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..arrays import Floats, Ints, Sparse, row_sums, sparse, without_diagonal
from ..network import NetworkError
from .label_propagation import label_propagation
from .leiden import leiden
from .louvain import louvain
from .partition import modularity, of_tied

Search = Callable[[Sparse, float, int], Ints]
SEARCHES: dict[str, Search] = {
    "louvain": louvain, "leiden": leiden, "label-propagation": label_propagation,
}
LIMIT = 5_000  # nodes: every pair that is ever together is held
_ROUNDS = 20


@dataclass(frozen=True)
class Consensus:
    """Communities and how far runs agree on them.

    Attributes
    ----------
    communities : ndarray of int, shape (n,)
        From 0 on, the largest first; -1 for isolates.
    certainty : ndarray, shape (n,)
        The share of runs that put the node together with another member of its community, over
        those members; ``nan`` for a node without such members.
    runs : ndarray of int, shape (runs, n)
        What each run found in the network itself.
    modularity : float
        Of ``communities``; ``nan`` without ties.
    """

    communities: Ints
    certainty: Floats
    runs: Ints
    modularity: float


def consensus(
    weights: Sparse, search: str = "louvain", runs: int = 50, resolution: float = 1.0,
    threshold: float = 0.5, seed: int = 0,
) -> Consensus:
    """Return the communities that ``runs`` seeds of a search agree on.

    If runs still differ after 20 rounds, the partition of the first of them is taken
    (Lancichinetti and Fortunato 2012).

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    search, resolution
        One of `SEARCHES`, and its resolution.
    runs : int
        Seeds, from ``seed`` on; at least one.
    threshold : float
        Pairs that are together in a smaller share of runs are no longer tied; of a node that
        would be left alone, the largest shares are kept. From 0 to 1.
    seed : int

    Raises
    ------
    NetworkError
        No such search, no run, a threshold that is no share, or more than `LIMIT` nodes.
    """
    search_with = _search(search, runs, threshold, weights.shape[0])

    def find(ties: Sparse) -> Ints:
        return np.array([search_with(ties, resolution, seed + run) for run in range(runs)])

    found = find(weights)
    together = shared(found)
    communities = of_tied(weights, _agreed(find, found, threshold))
    value = modularity(weights, communities, resolution)
    return Consensus(communities, certainty(together, communities), found, value)


def shared(runs: Ints) -> Sparse:
    """Return the share of runs in which two nodes are in one community.

    Parameters
    ----------
    runs : ndarray of int, shape (runs, n)
        Negative where a node is in no community.

    Returns
    -------
    csr_array, shape (n, n)
        Zero diagonal.
    """
    n = runs.shape[1]
    run, node = np.nonzero(runs >= 0)
    _, columns = np.unique(runs[run, node] + run * (n + 1), return_inverse=True)
    belongs = sparse(sp.csr_array((np.ones(node.size), (node, columns)), shape=(n, columns.size)))
    return without_diagonal(sparse(belongs @ belongs.T / runs.shape[0]))


def certainty(together: Sparse, communities: Ints) -> Floats:
    """Return each node's mean share with the other members of its community, (n,).

    ``together`` (n × n) as `shared` gives it; ``nan`` where there is no other member.
    """
    n = communities.size
    tied = np.flatnonzero(communities >= 0)
    ones = np.ones(tied.size)
    belongs = sparse(sp.csr_array((ones, (tied, communities[tied])), shape=(n, n + 1)))
    others = np.asarray(belongs.sum(axis=0)).reshape(-1)[communities] - 1.0
    inside = row_sums(sparse(belongs.multiply(together @ belongs)))
    known = (communities >= 0) & (others > 0)
    return np.where(known, inside / np.where(known, others, 1.0), np.nan)


def _agreed(find: Callable[[Sparse], Ints], agreed: Ints, threshold: float) -> Ints:
    """Run the search on how often nodes are together until all runs (runs, n) are one."""
    for _ in range(_ROUNDS):
        if (agreed == agreed[0]).all():
            break
        agreed = find(_thresholded(shared(agreed), threshold))
    return np.asarray(agreed[0], dtype=np.int64)


def _search(name: str, runs: int, threshold: float, n: int) -> Search:
    if n > LIMIT:
        raise NetworkError(f"the network has {n} nodes; consensus takes {LIMIT}")
    if name not in SEARCHES:
        raise NetworkError(f"no search is called '{name}'; there are {', '.join(SEARCHES)}")
    if runs < 1 or not 0.0 <= threshold <= 1.0:
        raise NetworkError(
            f"runs={runs}, threshold={threshold}: use at least one run and a share from 0 to 1"
        )
    return SEARCHES[name]


def _thresholded(together: Sparse, threshold: float) -> Sparse:
    """Ties of at least the threshold, and the largest of each node."""
    rows = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    largest = np.zeros(together.shape[0])
    np.maximum.at(largest, rows, together.data)
    kept = together.data >= np.minimum(threshold, largest[rows])
    held = together.copy()
    held.data = np.where(kept, held.data, 0.0)
    return sparse(held.maximum(held.T))
