"""Scores of a pair of members from who is in what: paths over partnerships and shared partners.

References
----------
Newman, M. E. J. (2001). Scientific collaboration networks. II. Physical Review E 64, 016132.
Kovács, I. A. et al. (2019). Network-based prediction of protein interactions. Nature
Communications 10, 1240.
"""

import numpy as np

from clusterkg.graph.arrays import Sparse, binary, row_sums, scaled_rows, sparse
from clusterkg.graph.projection import column_weights, tie_weights

from .neighbours import inverse_log, mirrored


def three_paths(incidence: Sparse) -> Sparse:
    """Return the paths of three memberships between each member and each partnership.

    A path leads from a member over one of its partnerships and another member of it to another
    partnership of that one: the common neighbours of a two-mode network.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)

    Returns
    -------
    csr_array, shape (n, m)
        Memberships that exist have a score too; no path uses the membership that it scores.
    """
    members = row_sums(incidence)
    sizes = row_sums(sparse(incidence.T))
    walks = sparse(incidence @ (incidence.T @ incidence)).tocoo()
    # From a member to its own partnership, walks over a membership and back are no paths.
    own = sparse(incidence)[walks.row, walks.col]
    walks.data = walks.data - own * (members[walks.row] + sizes[walks.col] - 1.0)
    return sparse(walks)


def shared_partner_paths(incidence: Sparse) -> Sparse:
    """Return the paths member-partnership-partner-partnership-member of each pair, (n, n).

    For two members that are in no partnership together. Each is a three-path of `three_paths`
    to a partnership of the other.
    """
    ties = tie_weights(incidence, np.ones(incidence.shape[1]))
    return mirrored(sparse(ties @ ties))


def shared_partners_newman(incidence: Sparse) -> Sparse:
    """Return the shared partners of each pair, each by the strengths of its two ties, (n, n).

    Strengths are Newman's: a partnership of s members gives a tie ``1 / (s - 1)``, so that
    large partnerships say little.
    """
    ties = tie_weights(incidence, column_weights(incidence, "newman"))
    return mirrored(sparse(ties @ ties))


def two_mode_adamic_adar(incidence: Sparse) -> Sparse:
    """Return the shared partners of each pair, each by 1/ln(its partnerships), (n, n).

    A partner shared by two members that are in no partnership together is in two or more.
    """
    ties = binary(tie_weights(incidence, np.ones(incidence.shape[1])))
    return mirrored(sparse(ties @ scaled_rows(ties, inverse_log(row_sums(incidence)))))


def normalised_l3(weights: Sparse) -> Sparse:
    """Return the walks of three ties between each pair, by the degrees on the way, (n, n).

    The sum over u and v of ``a_iu a_uv a_vj / sqrt(k_u k_v)`` of Kovács et al. (2019).

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    """
    ties = binary(weights)
    roots = 1.0 / np.sqrt(np.maximum(row_sums(ties), 1.0))
    inner = scaled_rows(sparse(scaled_rows(ties, roots).T), roots)
    return mirrored(sparse(ties @ inner @ ties))
