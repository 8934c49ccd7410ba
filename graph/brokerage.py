"""Brokerage between groups: who stands between two others that are not tied themselves."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, Sparse, binary, row_sums, scaled_columns, sparse
from .triangles import Triangles, triangles

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
    degrees = np.diff(weights.indptr).astype(np.float64)
    corners = triangles(weights).corners.reshape(-1)
    return degrees * (degrees - 1.0) - 2.0 * np.bincount(corners, minlength=degrees.size)


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
    of = triangles(weights)
    ways = binary(weights) if paths is None else paths
    labelled = (row_sums(shares) > 0).astype(np.float64)
    seen = scaled_columns(ways, labelled)
    closed = _closed(of, ways, shares, labelled)
    reach, apart = sparse(seen @ shares), sparse(seen.power(2) @ shares.power(2))
    near = sparse(shares.multiply(reach))
    itself = row_sums(sparse(shares.multiply(sparse(seen.power(2) @ shares))))
    triples = row_sums(seen) ** 2 - row_sums(seen.power(2)) - closed.triples
    ends = row_sums(reach.power(2)) - row_sums(apart) - closed.ends
    first = row_sums(near) * row_sums(seen) - itself - closed.first
    coordinator = row_sums(sparse(shares.multiply(reach.power(2) - apart))) - closed.coordinator
    roles = (
        coordinator, ends - coordinator, first - coordinator, first - coordinator,
        triples - ends - 2.0 * first + 2.0 * coordinator,
    )
    return Brokerage(*(np.where(labelled > 0, _tidy(role, triples), np.nan) for role in roles))


@dataclass(frozen=True)
class _Closed:
    """Sums over ordered pairs (i, k) of contacts of each node j that are tied; shape (n,)."""

    triples: Floats
    """Of the ways to i and to k."""
    ends: Floats
    """Of the same, by how far i and k are in one group."""
    first: Floats
    """By how far i and j are."""
    coordinator: Floats
    """By how far all three are."""


def _closed(of: Triangles, ways: Sparse, shares: Sparse, labelled: Floats) -> _Closed:
    alike = _alike(of.ties, shares)
    (ab, ac, bc), (like_ab, like_ac, like_bc) = (
        x[of.sides] for x in (of.on_ties(ways), alike)
    )
    a, b, c = labelled[of.corners]
    at_a, at_b, at_c = 2.0 * ab * ac * b * c, 2.0 * ab * bc * a * c, 2.0 * ac * bc * a * b
    every = _all_alike(of, shares, alike)
    return _Closed(
        of.at_corners(at_a, at_b, at_c),
        of.at_corners(at_a * like_bc, at_b * like_ac, at_c * like_ab),
        of.at_corners(
            at_a * (like_ab + like_ac) / 2.0, at_b * (like_ab + like_bc) / 2.0,
            at_c * (like_ac + like_bc) / 2.0,
        ),
        of.at_corners(at_a * every, at_b * every, at_c * every),
    )


def _alike(ties: Ints, shares: Sparse) -> Floats:
    """How far the ends of each tie are in one group: ``Σ_s q_i(s) q_k(s)``."""
    return row_sums(sparse(shares[ties[0]].multiply(shares[ties[1]])))


def _all_alike(of: Triangles, shares: Sparse, alike: Floats) -> Floats:
    """How far the corners of each triangle are in one group: ``Σ_s q_a(s) q_b(s) q_c(s)``."""
    sides = alike[of.sides]
    result = np.prod(sides, axis=0)  # right where every corner has one group
    part = np.flatnonzero((result > 0) & (result < 1))
    a, b, c = (shares[corner] for corner in of.corners[:, part])
    result[part] = row_sums(sparse(a.multiply(b).multiply(c)))
    return result


def _tidy(values: Floats, scale: Floats) -> Floats:
    """Clear the rounding left by subtracting sums of shares, which are as large as ``scale``."""
    near: Floats = np.round(values) + 0.0  # no negative zero
    rounding = 1e-9 * np.maximum(np.maximum(1.0, near), 1e-5 * scale)
    return np.where(np.abs(values - near) < rounding, near, values)
