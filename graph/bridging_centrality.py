"""Bridging centrality: much of the traffic, between contacts that have much more to do."""

import numpy as np

from .arrays import Floats, Sparse, binary, row_sums
from .centrality import betweenness


def bridging_coefficient(weights: Sparse) -> Floats:
    """Return the bridging coefficient of every node.

    One over the node's degree, over the sum of one over the degree of each contact: high for a
    node of few contacts which have many.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for isolates.
    """
    ties = binary(weights)
    degrees = row_sums(ties)
    tied = degrees > 0
    resistance = np.divide(1.0, degrees, out=np.zeros_like(degrees), where=tied)
    around = np.asarray(ties @ resistance, dtype=np.float64)
    return np.divide(resistance, around, out=np.full_like(degrees, np.nan), where=tied)


def bridging_centrality(weights: Sparse, between: Floats | None = None) -> Floats:
    """Return betweenness times the bridging coefficient, for every node.

    Of the forms that Hwang and others have given the measure, this is the product of the two
    values; where the product of their ranks is meant instead, rank the two and multiply.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    between : ndarray, shape (n,), optional
        The betweenness of every node, if it is there already; by default unweighted, a share of
        all pairs of other nodes (`centrality.betweenness`).

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for isolates.

    References
    ----------
    Hwang, W., Cho, Y., Zhang, A. and Ramanathan, M. (2006). Bridging centrality: identifying
    bridging nodes in scale-free networks. KDD 2006.
    Hwang, W., Kim, T., Ramanathan, M. and Zhang, A. (2008). Bridging centrality: graph mining
    from element level to group level. KDD 2008.
    """
    found = betweenness(weights) if between is None else between
    return found * bridging_coefficient(weights)
