"""Burt's measures of structural holes, for all nodes at once."""

import numpy as np

from .arrays import Floats, Sparse, binary, masked_product, row_sums, scaled_rows, sparse


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
    return _without_isolates(row_sums(_by_contact(ties)), ties)


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
    redundancy = masked_product(binary(ties), shares, sparse(marginal.T))
    return _without_isolates(contacts - row_sums(redundancy), ties)


def efficiency(weights: Sparse, weighted: bool = False) -> Floats:
    """Return the effective size of every node's ego network over the number of its contacts.

    Parameters, returns, references
        As in `constraint`.
    """
    contacts = np.diff(weights.indptr)
    return effective_size(weights, weighted) / np.where(contacts > 0, contacts, 1)


def hierarchy(weights: Sparse, weighted: bool = False) -> Floats:
    """Return how far every node's constraint is concentrated in single contacts.

    The Coleman-Theil index of the constraint ``c_ij`` from each of the N contacts,
    ``Σ_j r_j ln(r_j) / (N ln N)`` with ``r_j`` the constraint over its mean: 0 if all contacts
    constrain alike, 1 if one does it all. By Burt's convention 1 for a node of one contact.

    Parameters, returns
        As in `constraint`.

    References
    ----------
    Burt, R. S. (1992). Structural Holes. Harvard University Press, chapter 2. The conventions are
    those of his program STRUCTURE 4.2 as R's ``cograph::centrality_coleman_theil`` reports them,
    but isolates are undefined here, as in the other measures of this module.
    """
    ties = weights if weighted else binary(weights)
    local = _by_contact(ties)
    contacts = np.diff(local.indptr).astype(np.float64)
    ratio = scaled_rows(local, contacts / np.where(contacts > 0, row_sums(local), 1.0))
    ratio.data *= np.log(ratio.data)
    several = contacts > 1
    greatest = np.where(several, contacts * np.log(np.maximum(contacts, 1.0)), 1.0)
    found = np.clip(row_sums(ratio) / greatest, 0.0, 1.0)
    return _without_isolates(np.where(several, found, 1.0), ties)


def _by_contact(ties: Sparse) -> Sparse:
    """The constraint from each contact: ``(p_ij + Σ_q p_iq p_qj)²`` on each tie."""
    shares = _proportions(ties, row_sums(ties))
    return sparse((shares + masked_product(binary(ties), shares, shares)).power(2))


def _proportions(ties: Sparse, totals: Floats) -> Sparse:
    return scaled_rows(ties, 1.0 / np.where(totals > 0, totals, 1.0))


def _without_isolates(values: Floats, ties: Sparse) -> Floats:
    return np.where(np.diff(ties.indptr) > 0, values, np.nan)
