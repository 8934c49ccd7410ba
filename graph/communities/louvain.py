"""Louvain communities."""

import numpy as np

from ..arrays import Ints, Sparse, row_sums
from .moving import moved_up
from .partition import of_tied


def louvain(weights: Sparse, resolution: float = 1.0, seed: int = 0) -> Ints:
    """Return the Louvain community of every node.

    Nodes move to the neighbouring community that raises modularity most, until none gains; then
    communities are merged in the same way, and nodes move again, until nothing is merged: no move
    of a single node gains. Plain Python over lists, linear in the ties: one to two seconds for
    10,000 nodes with 130,000 ties in communities, several times as long without any.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; ties count by weight (`arrays.binary` makes them all one).
    resolution : float
        Above one for smaller communities, below one for larger.
    seed : int
        Of the order in which nodes are first visited. What is found depends on it, on the order
        of the rows, and on nothing else.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0 on, the largest first, equal ones by their first node; -1 for isolates. Empty for
        an empty network.

    References
    ----------
    Blondel, V. D. et al. (2008). Fast unfolding of communities in large networks. J. Stat. Mech.
    Traag, V. A., Waltman, L. and van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing
    well-connected communities. Scientific Reports 9, 5233: the fast local move.
    """
    strength = row_sums(weights)
    scale = resolution / (2.0 * max(float(strength.sum()), 1e-300))
    found = moved_up(weights, strength, strength, scale, np.random.default_rng(seed))
    return of_tied(weights, found)
