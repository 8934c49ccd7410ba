"""Burt's measures of structural holes, for all nodes at once."""

import numpy as np

from .arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse


def constraint(weights: Sparse, weighted: bool = False) -> Floats:
    """Return Burt's constraint of every node.

    With ``p_ij`` the share of i's tie strength that goes to j, the constraint of i is the sum
    over its contacts j of ``(p_ij + Σ_q p_iq p_qj)²``.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    weighted : bool
        Whether to use the weights; otherwise every tie counts the same.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for isolates, which have no contacts to be constrained by (as in networkx).

    References
    ----------
    Burt, R. S. (1992). Structural Holes. Harvard University Press, chapter 2.
    """
    ties = weights if weighted else binary(weights)
    shares = _proportions(ties, row_sums(ties))
    invested = sparse(binary(ties).multiply(shares + shares @ shares))
    return _without_isolates(row_sums(sparse(invested.power(2))), ties)


def effective_size(weights: Sparse, weighted: bool = False) -> Floats:
    """Return the effective size of every node's ego network.

    The sum over i's contacts j of ``1 - Σ_q p_iq m_jq``, with ``m_jq`` the strength of j's tie
    to q over j's strongest tie. Unweighted, this is n - 2t/n: n contacts with t ties among them
    (Borgatti 1997).

    Weighted, this equals networkx for given nodes, ``effective_size(G, nodes=list(G), weight=…)``;
    without ``nodes`` networkx 3.6 divides by q's strongest tie (networkx pull request 8906).

    Parameters, returns, references
        As in `constraint`.
    """
    ties = weights if weighted else binary(weights)
    contacts = np.diff(ties.indptr).astype(np.float64)
    strongest = np.zeros(ties.shape[0])
    np.maximum.at(strongest, ties.nonzero()[0], ties.data)
    shares = _proportions(ties, row_sums(ties))
    marginal = _proportions(ties, strongest)
    redundancy = sparse(binary(ties).multiply(shares @ marginal.T))
    return _without_isolates(contacts - row_sums(redundancy), ties)


def _proportions(ties: Sparse, totals: Floats) -> Sparse:
    return scaled_rows(ties, 1.0 / np.where(totals > 0, totals, 1.0))


def _without_isolates(values: Floats, ties: Sparse) -> Floats:
    return np.where(np.diff(ties.indptr) > 0, values, np.nan)
