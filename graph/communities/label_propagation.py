"""Communities by label propagation."""

import numpy as np

from ..arrays import Ints, Sparse
from .partition import of_tied


def label_propagation(weights: Sparse, resolution: float = 1.0, seed: int = 0) -> Ints:
    """Return the label that every node ends up with.

    Every node begins with a label of its own and takes, one by one in random order, the label
    that most of its tie weight leads to, until each has such a label. No quality is raised, so
    ``resolution`` changes nothing, and a dense network may be one community.

    Parameters and returns
        As in `louvain`.

    References
    ----------
    Raghavan, U. N., Albert, R. and Kumara, S. (2007). Near linear time algorithm to detect
    community structures in large-scale networks. Physical Review E 76, 036106.
    """
    import networkx as nx

    graph = nx.from_scipy_sparse_array(weights)
    found = np.zeros(weights.shape[0], dtype=np.int64)
    groups = nx.community.asyn_lpa_communities(graph, weight="weight", seed=seed)
    for number, nodes in enumerate(groups):
        found[list(nodes)] = number
    return of_tied(weights, found)
