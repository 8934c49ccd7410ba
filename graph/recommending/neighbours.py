"""Scores of a pair of nodes from the neighbours that the two share.

Each function takes the tie weights of a network, of which only whether a tie exists matters
unless it says otherwise, and returns a symmetric matrix with the score of each pair, tied or
not; its diagonal is empty. An isolate shares nothing with anybody: zero.

References
----------
Liben-Nowell, D. and Kleinberg, J. (2007). The link-prediction problem for social networks.
Journal of the American Society for Information Science and Technology 58, 1019-1031.
"""

import numpy as np
import scipy.sparse as sp

from clusterkg.graph.arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse


def common_neighbours(weights: Sparse) -> Sparse:
    """Return the number of neighbours that each pair shares, shape (n, n)."""
    return _shared(weights, np.ones(weights.shape[0]))


def jaccard(weights: Sparse) -> Sparse:
    """Return the shared neighbours of each pair over the neighbours of either, shape (n, n)."""
    shared = common_neighbours(weights).tocoo()
    degrees = row_sums(binary(weights))
    shared.data = shared.data / (degrees[shared.row] + degrees[shared.col] - shared.data)
    return sparse(shared)


def adamic_adar(weights: Sparse) -> Sparse:
    """Return the shared neighbours of each pair, each by 1/ln(degree), shape (n, n).

    References
    ----------
    Adamic, L. A. and Adar, E. (2003). Friends and neighbors on the Web. Social Networks 25.
    """
    return _shared(weights, inverse_log(row_sums(binary(weights))))


def resource_allocation(weights: Sparse) -> Sparse:
    """Return the shared neighbours of each pair, each by 1/degree, shape (n, n).

    References
    ----------
    Zhou, T., Lü, L. and Zhang, Y.-C. (2009). Predicting missing links via local information.
    European Physical Journal B 71, 623-630.
    """
    return _shared(weights, 1.0 / np.maximum(row_sums(binary(weights)), 1.0))


def preferential_attachment(weights: Sparse) -> Floats:
    """Return the product of the two degrees, with a zero diagonal, shape (n, n), dense."""
    degrees = row_sums(binary(weights))
    products: Floats = np.outer(degrees, degrees)
    np.fill_diagonal(products, 0.0)
    return products


def inverse_log(degrees: Floats) -> Floats:
    """Return 1/ln(degree), and zero for degrees below two, which join no pair, shape (n,)."""
    return np.where(degrees >= 2.0, 1.0 / np.log(np.maximum(degrees, 2.0)), 0.0)


def mirrored(scores: Sparse) -> Sparse:
    """Return ``scores`` without their diagonal, the lower triangle as the upper.

    For products that are symmetric but for the order in which they were summed.
    """
    upper = sp.triu(scores, k=1)
    return sparse(upper + upper.T)


def _shared(weights: Sparse, per_neighbour: Floats) -> Sparse:
    ties = binary(weights)
    return mirrored(sparse(ties @ scaled_rows(ties, per_neighbour)))
