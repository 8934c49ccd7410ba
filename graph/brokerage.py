"""Brokerage between groups: who stands between two others that are not tied themselves."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")


@dataclass(frozen=True)
class Brokerage:
    """Counts of ordered open triples i→j→k with each node as j; arrays of shape (n,).

    ``nan`` where the node itself has no group. The symbols are those of Gould and Fernandez
    (1989) and of R's ``sna::brokerage``.
    """

    coordinator: Floats
    """w_I: i, j and k in one group."""
    itinerant: Floats
    """w_O: i and k in one group, j in another."""
    representative: Floats
    """b_IO: i and j in one group, k in another."""
    gatekeeper: Floats
    """b_OI: j and k in one group, i in another."""
    liaison: Floats
    """b_O: three different groups."""

    @property
    def total(self) -> Floats:
        """All five roles."""
        return self.coordinator + self.cross

    @property
    def cross(self) -> Floats:
        """Brokerage across groups: every role but coordinator."""
        return self.itinerant + self.representative + self.gatekeeper + self.liaison


def open_triples(weights: Sparse) -> Floats:
    """Return the ordered triples i→j→k without a tie i-k, i ≠ k, of every node j, shape (n,).

    All nodes count, with or without a group.
    """
    ties = binary(weights)
    degrees = row_sums(ties)
    return degrees * (degrees - 1.0) - row_sums(closed_pairs(ties, np.ones(ties.shape[0])))


def brokerage(weights: Sparse, shares: Sparse) -> Brokerage:
    """Count every node's brokerage roles.

    An ordered triple i→j→k is brokered by j when i-j and j-k are tied, i-k are not, and i ≠ k.
    Ties have no direction here, so each open pair counts twice, once each way, and a node is as
    often representative as gatekeeper; this is what R's ``sna::brokerage`` counts on the
    symmetric matrix.

    A node in several groups is in each by its share: the counts are then the expected ones when
    every node shows one of its groups at random, independently (whole numbers again when every
    node has one group). Triples in which any of the three nodes has no group are left out,
    because they belong to no role; the ties of such nodes still close triples.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`).

    Returns
    -------
    Brokerage

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to
    brokerage in transaction networks. Sociological Methodology 19, 89-126.
    """
    ties = binary(weights)
    own = np.asarray(shares.toarray(), dtype=np.float64)
    labelled = (own.sum(axis=1) > 0).astype(np.float64)
    same = _pairs_of_one_group(ties, shares)
    first = _pairs_from_group(ties, own, labelled)
    coordinator = (own * same).sum(axis=1)
    itinerant = ((1.0 - own) * same).sum(axis=1)
    representative = (own * (first - same)).sum(axis=1)
    liaison = first.sum(axis=1) - coordinator - itinerant - 2.0 * representative
    roles = (coordinator, itinerant, representative, representative, liaison)
    return Brokerage(*(np.where(labelled > 0, _tidy(role), np.nan) for role in roles))


def closed_pairs(ties: Sparse, counts: Floats) -> Sparse:
    """Return, on each tie j-i, the contacts k that j and i share, each counted ``counts[k]``.

    Parameters
    ----------
    ties : csr_array, shape (n, n)
        Zeros and ones, symmetric.
    counts : ndarray, shape (n,)

    Returns
    -------
    csr_array, shape (n, n)
    """
    return sparse(ties.multiply(ties @ scaled_rows(ties, counts)))


def _pairs_of_one_group(ties: Sparse, shares: Sparse) -> Floats:
    """Open ordered pairs (i, k) around j with i and k both in s, by shares: (n, g)."""
    reach = np.asarray((ties @ shares).toarray(), dtype=np.float64)
    itself = np.asarray((ties @ shares.power(2)).toarray(), dtype=np.float64)
    result: Floats = reach**2 - itself
    by_group = shares.tocsc()
    for s in range(shares.shape[1]):
        members = by_group.indices[by_group.indptr[s] : by_group.indptr[s + 1]]
        share = by_group.data[by_group.indptr[s] : by_group.indptr[s + 1]]
        to_members = sparse(ties[:, members])
        inside = scaled_rows(sparse(to_members[members].T), share)
        closed = to_members.multiply(to_members @ inside)
        result[:, s] -= np.asarray(closed @ share).reshape(-1)
    return result


def _pairs_from_group(ties: Sparse, own: Floats, labelled: Floats) -> Floats:
    """Open ordered pairs (i, k) around j with i in s, by share, and k in any group: (n, g)."""
    reach = np.asarray(ties @ own, dtype=np.float64)
    any_group = np.asarray(ties @ labelled, dtype=np.float64)
    closed = np.asarray(closed_pairs(ties, labelled) @ own, dtype=np.float64)
    result: Floats = reach * (any_group[:, None] - 1.0) - closed
    return result


def _tidy(values: Floats) -> Floats:
    """Clear the rounding left by subtracting sums of shares."""
    near: Floats = np.round(values) + 0.0  # no negative zero
    return np.where(np.abs(values - near) < 1e-9 * np.maximum(1.0, near), near, values)
