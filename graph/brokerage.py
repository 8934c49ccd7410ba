"""Brokerage between groups: who stands between two others that are not tied themselves."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Sparse, binary, row_sums, sums_by
from .triangles import Triangles, triangles

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison")
_OTHER_SIDES = np.array([(1, 2), (0, 2), (0, 1)])  # of a triangle's ab, ac, bc


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
    corners = triangles(weights).corners().reshape(-1)
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
        each way from i to j and from j to k. By default one for every tie.

    Returns
    -------
    Brokerage
        Zeros where nothing is brokered, so for isolates with a group.

    References
    ----------
    Gould, R. V. and Fernandez, R. M. (1989). Structures of mediation. Sociological Methodology 19.
    """
    triples, ends, first, coordinator = _open_pairs(weights, shares, paths)
    roles = (
        coordinator, ends - coordinator, first - coordinator, first - coordinator,
        triples - ends - 2.0 * first + 2.0 * coordinator,
    )
    labelled = row_sums(shares) > 0
    return Brokerage(*(np.where(labelled, _tidy(role, triples), np.nan) for role in roles))


def _open_pairs(
    weights: Sparse, shares: Sparse, paths: Sparse | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Open ordered pairs (i, k) around each node j, (n,) each, by their ways.

    All; by how far i and k are in one group; by how far i and j are; by how far all three are.
    """
    of = triangles(weights)
    ways = binary(weights) if paths is None else paths
    to_contact = np.ones(of.ties.shape[1]) if paths is None else of.on_ties(paths)
    alike = row_sums(shares[of.ties[0]].multiply(shares[of.ties[1]]))
    labelled = (row_sums(shares) > 0).astype(np.float64)
    triples, first = _by_tie(of, to_contact, alike, labelled)
    pairs, itself = (ways @ shares).power(2), ways.power(2) @ shares.power(2)
    ends = row_sums(pairs) - row_sums(itself) - _ends_closed(of, to_contact, alike)
    coordinator = row_sums(shares.multiply(pairs)) - row_sums(shares.multiply(itself))
    coordinator -= _all_closed(of, to_contact, shares, alike)
    return triples, ends, first, coordinator


def _by_tie(
    of: Triangles, to_contact: Floats, alike: Floats, labelled: Floats
) -> tuple[Floats, Floats]:
    """The first and the third of `_open_pairs`.

    All pairs, less a contact with itself, less those that are tied.
    """
    seen = to_contact * labelled[of.ties[::-1]]
    near = to_contact * alike
    tied = of.beside(to_contact * labelled[of.ties].prod(axis=0))
    reach = of.at_ends(seen)
    triples = reach**2 - of.at_ends(seen * (to_contact + tied))
    first = of.at_ends(np.stack([near, near])) * reach - of.at_ends(near * (to_contact + tied))
    return triples, first


def _ends_closed(of: Triangles, to_contact: Floats, alike: Floats) -> Floats:
    """Closed pairs around each node by how far the two are in one group, (n,)."""
    side, triangle = np.nonzero((alike > 0)[of.sides])
    others = of.sides[_OTHER_SIDES[side], triangle[:, None]]
    found = 2.0 * to_contact[others].prod(axis=1) * alike[of.sides[side, triangle]]
    opposite = of.corners(triangle)[2 - side, np.arange(side.size)]
    return sums_by(opposite, found, of.n)


def _all_closed(of: Triangles, to_contact: Floats, shares: Sparse, alike: Floats) -> Floats:
    """Closed pairs around each node by how far all three are in one group, (n,)."""
    some = np.flatnonzero((alike > 0)[of.sides].all(axis=0))
    corners = of.corners(some)
    together = alike[of.sides[:, some]].prod(axis=0)  # right where every corner has one group
    part = np.flatnonzero(together < 1)
    a, b, c = (shares[corner] for corner in corners[:, part])
    together[part] = row_sums(a.multiply(b).multiply(c))
    ab, ac, bc = to_contact[of.sides[:, some]]
    around = 2.0 * together * np.stack([ab * ac, ab * bc, ac * bc])
    return sums_by(corners.reshape(-1), around.reshape(-1), of.n)


def _tidy(values: Floats, scale: Floats) -> Floats:
    """Clear the rounding left by subtracting sums of shares, which are as large as ``scale``."""
    near: Floats = np.round(values) + 0.0  # no negative zero
    rounding = 1e-9 * np.maximum(np.maximum(1.0, near), 1e-5 * scale)
    return np.where(np.abs(values - near) < rounding, near, values)
