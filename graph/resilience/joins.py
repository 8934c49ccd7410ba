"""Which partnerships join which sectors, and which still would without one of their members.

A partnership joins two sectors when two different members carry them (`clusterkg.graph.linkage`).
With c(s) members that carry s and c(s, t) that carry both, there are c(s) c(t) - c(s, t) ordered
choices of two different members for the pair; it is joined where that is above zero.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from ..allocation import indicator
from ..arrays import Bools, Floats, Ints, Sparse, sparse
from ..network import TwoMode
from ..projection import project_groups


@dataclass(frozen=True)
class Joins:
    """How m partnerships join the pairs of g groups; pairs as matrices (g, g), symmetric.

    Attributes
    ----------
    groups : list of str
        The groups, sorted.
    joined : ndarray of bool, shape (m, g, g)
        Whether the partnership joins the pair; false on the diagonal.
    members, partnerships : ndarray of int, shape (k,)
        The memberships, by member.
    lost : ndarray of bool, shape (k, g, g)
        Whether the partnership joins the pair, and without this member does not.
    """

    groups: list[str]
    joined: Bools
    members: Ints
    partnerships: Ints
    lost: Bools

    @property
    def counts(self) -> Ints:
        """How many partnerships join each pair, (g, g)."""
        return np.asarray(self.joined.sum(axis=0), dtype=np.int64)

    def without_partnership(self, partnership: int) -> Bools:
        """Which pairs are joined without one partnership, (g, g)."""
        return np.asarray(self.counts > self.joined[partnership])

    def without_member(self, member: int) -> Bools:
        """Which pairs are joined without one member, (g, g)."""
        own = self.lost[self.members == member].sum(axis=0)
        return np.asarray(self.counts > own)

    def on_one_partnership(self) -> Bools:
        """Which pairs hang on which partnership alone, (m, g, g)."""
        return np.asarray(self.joined & (self.counts == 1))

    def on_one_member(self, n: int) -> Bools:
        """Which pairs hang on which of n members alone, (n, g, g)."""
        shape = (n, len(self.groups), len(self.groups))
        gone = np.zeros(shape, dtype=np.int64)
        np.add.at(gone, self.members, self.lost)
        return np.asarray((gone == self.counts) & (self.counts > 0))


def joins(two_mode: TwoMode, attribute: str = "sectors") -> Joins:
    """Return how partnerships join groups.

    Parameters
    ----------
    two_mode : TwoMode
        n members by m partnerships.
    attribute : str
        A column of its rows: a label or a list of labels a member; members may have none.
    """
    groups, carried = indicator(two_mode.rows, attribute)
    own = carried.toarray()
    member, partnership = (part.astype(np.int64) for part in two_mode.incidence.nonzero())
    each = np.asarray(two_mode.incidence.T @ own, dtype=np.float64)
    both = _both(two_mode, own)
    joined = choices(each, both) > 0
    mine = own[member]
    pairs = mine[:, :, None] * mine[:, None, :]
    left = choices(each[partnership] - mine, both[partnership] - pairs) > 0
    return Joins(groups, joined, member, partnership, joined[partnership] & ~left)


def _both(two_mode: TwoMode, own: Floats) -> Floats:
    """Members of each partnership that carry both groups of a pair, (m, g, g)."""
    n, g = own.shape
    pairs = (own[:, :, None] * own[:, None, :]).reshape(n, g * g)
    found = two_mode.incidence.T @ pairs
    return np.asarray(found, dtype=np.float64).reshape(two_mode.columns.height, g, g)


def choices(each: Floats, both: Floats) -> Floats:
    """Ordered choices of two different members for each pair of groups; none for one group."""
    choices: Floats = each[:, :, None] * each[:, None, :] - both
    choices[:, np.arange(each.shape[1]), np.arange(each.shape[1])] = 0.0
    return choices


def joined_pairs(two_mode: TwoMode, attribute: str = "sectors") -> Bools:
    """Return which pairs of groups a partnership joins, (g, g), in the order of `joins`."""
    return np.asarray(project_groups(two_mode, attribute).weights.toarray() > 0)


def connected_pairs(two_mode: TwoMode, attribute: str = "sectors") -> Bools:
    """Return which pairs of groups hold together, (g, g).

    Two groups do when two different members that carry them are in one component of the members
    tied by partnerships. Groups in the order of `joins`; false on the diagonal.
    """
    return connected(two_mode.incidence, indicator(two_mode.rows, attribute)[1].toarray())


def connected(ties: Sparse, own: Floats) -> Bools:
    """Return `connected_pairs` from memberships (n, m) and who carries which group (n, g)."""
    found = np.zeros((own.shape[1], own.shape[1]), dtype=np.bool_)
    component = _components(ties)
    for one in np.flatnonzero(np.bincount(component) > 1):
        inside = own[component == one]
        found |= choices(inside.sum(axis=0)[None], (inside.T @ inside)[None])[0] > 0
    return found


def components(two_mode: TwoMode) -> Ints:
    """Return the component of every member, (n,): those that partnerships lead to each other."""
    return _components(two_mode.incidence)


def _components(ties: Sparse) -> Ints:
    if not ties.shape[0]:
        return np.zeros(0, dtype=np.int64)
    label = connected_components(sparse(ties @ ties.T), directed=False)[1]
    return np.asarray(label, dtype=np.int64)


def without_members(two_mode: TwoMode, gone: Ints) -> TwoMode:
    """Return the members and partnerships without the members of these rows."""
    kept = np.setdiff1d(np.arange(two_mode.rows.height), gone)
    return TwoMode(two_mode.rows[kept], two_mode.columns, sparse(two_mode.incidence[kept]))


def without_partnerships(two_mode: TwoMode, gone: Ints) -> TwoMode:
    """Return the members and partnerships without the partnerships of these columns."""
    kept = np.setdiff1d(np.arange(two_mode.columns.height), gone)
    return TwoMode(two_mode.rows, two_mode.columns[kept], sparse(two_mode.incidence[:, kept]))
