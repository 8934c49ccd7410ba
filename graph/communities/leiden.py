"""Leiden communities, by igraph."""

import random
from typing import Any

import numpy as np

from ..arrays import Ints, Sparse
from ..network import NetworkError
from .partition import of_tied


def leiden(weights: Sparse, resolution: float = 1.0, seed: int = 0) -> Ints:
    """Return the Leiden community of every node, with modularity as its aim.

    Unlike Louvain's, its communities are connected. It runs until nothing changes.

    Parameters and returns
        As in `louvain`.

    Raises
    ------
    NetworkError
        igraph is not installed.

    References
    ----------
    Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
    well-connected communities. Scientific Reports 9, 5233.
    """
    igraph = _igraph()
    upper = weights.tocoo()
    keep = upper.row < upper.col
    ties = list(zip(upper.row[keep].tolist(), upper.col[keep].tolist(), strict=True))
    if not ties:
        return of_tied(weights, np.zeros(weights.shape[0], dtype=np.int64))
    graph = igraph.Graph(n=weights.shape[0], edges=ties)
    igraph.set_random_number_generator(random.Random(seed))
    try:
        found = graph.community_leiden(
            objective_function="modularity", weights=upper.data[keep].tolist(),
            resolution=resolution, n_iterations=-1,
        )
    finally:
        igraph.set_random_number_generator(random)
    return of_tied(weights, np.array(found.membership, dtype=np.int64))


def _igraph() -> Any:
    try:
        import igraph
    except ImportError as error:
        hint = "Leiden communities need igraph: pip install 'clusterkg[igraph]', or use louvain"
        raise NetworkError(hint) from error
    return igraph
