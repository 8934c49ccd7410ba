"""Brokerage between groups: who stands between two others that are not tied themselves."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Sparse, binary, masked_product, row_sums, scaled_rows, sparse

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


def brokerage(weights: Sparse, shares: Sparse, paths: Sparse | None = None) -> Brokerage:
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
    paths : csr_array, shape (n, n), optional
        Symmetric: how many ways lead from one contact to the other; a triple then counts once for
        each way from i to j and from j to k. One for every tie if not given.

    Returns
    -------
    Brokerage
        Zeros where nothing is brokered, so for isolates with a group.

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation: a formal approach to
    brokerage in transaction networks. Sociological Methodology 19, 89-126.
    """
    ties = binary(weights)
    ways = ties if paths is None else paths
    labelled = (row_sums(shares) > 0).astype(np.float64)
    seen = sparse(scaled_rows(ways, labelled).T)  # towards nodes with a group
    alike = sparse(shares @ shares.T)
    closed = masked_product(seen, seen, ties)
    triples = _open_sum(row_sums(seen), row_sums(seen.power(2)), row_sums(closed))
    ends = _ends_alike(ties, seen, shares, alike)
    near = _near_alike(seen, closed, alike)
    coordinator = _coordinator(ties, seen, shares)
    roles = (
        coordinator, ends - coordinator, near - coordinator, near - coordinator,
        triples - ends - 2.0 * near + 2.0 * coordinator,
    )
    return Brokerage(*(np.where(labelled > 0, _tidy(role, triples), np.nan) for role in roles))


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
    return masked_product(ties, sparse(scaled_rows(ties, counts).T), ties)


def _open_sum(reach: Floats, itself: Floats, closed: Floats) -> Floats:
    """Sum over ordered open pairs: over all pairs, less a contact with itself, less tied ones."""
    return reach**2 - itself - closed


def _ends_alike(ties: Sparse, seen: Sparse, shares: Sparse, alike: Sparse) -> Floats:
    """Open ordered pairs (i, k) around each node with i and k in one group, by shares."""
    reach = row_sums(sparse(seen @ shares).power(2))
    itself = row_sums(sparse(seen.power(2) @ shares.power(2)))
    closed = row_sums(masked_product(seen, seen, sparse(ties.multiply(alike))))
    return reach - itself - closed


def _near_alike(seen: Sparse, closed: Sparse, alike: Sparse) -> Floats:
    """Open ordered pairs (i, k) around each node j with i and j in one group, by shares."""
    own = sparse(seen.multiply(alike))
    itself = row_sums(sparse(own.multiply(seen)))
    return row_sums(own) * row_sums(seen) - itself - row_sums(sparse(closed.multiply(alike)))


def _coordinator(ties: Sparse, seen: Sparse, shares: Sparse) -> Floats:
    """Open ordered pairs (i, k) around each node j with all three in one group, by shares."""
    result = np.zeros(ties.shape[0])
    by_group = shares.tocsc()
    for start, end in zip(by_group.indptr[:-1], by_group.indptr[1:], strict=True):
        members, share = by_group.indices[start:end], by_group.data[start:end]
        inside = sparse(scaled_rows(sparse(seen[members][:, members].T), share).T)
        closed = row_sums(masked_product(inside, inside, sparse(ties[members][:, members])))
        pairs = _open_sum(row_sums(inside), row_sums(inside.power(2)), closed)
        result[members] += share * pairs
    return result


def _tidy(values: Floats, scale: Floats) -> Floats:
    """Clear the rounding left by subtracting sums of shares, which are as large as ``scale``."""
    near: Floats = np.round(values) + 0.0  # no negative zero
    rounding = 1e-9 * np.maximum(np.maximum(1.0, near), 1e-5 * scale)
    return np.where(np.abs(values - near) < rounding, near, values)
