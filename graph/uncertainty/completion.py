"""Plausible completions of who is in what: missing members are added to each partnership.

Each missing place of a partnership is filled, in random order over all of them:

1. With the chance that `companions` counted, by a member of the partnership with which it has
   the most members in common, as so far filled.
2. Otherwise from the `urn`: by an organisation seen before, the more likely the more memberships
   it has, or by one not seen yet. (The urn's chance of a new one is of all places, so it is
   raised to that of the places that are not filled by step 1.)

Nobody is in a partnership twice. An organisation not seen yet has the country, the sectors and
all else of a listed member of the same partnership, drawn at random (of any organisation, if it
lists none). Members are taken to be missing at random: that an organisation is not listed has
nothing to do with what it is.
"""

import random as standard
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from clusterkg.graph.arrays import Floats, Ints, Sparse, sparse
from clusterkg.graph.network import TwoMode

from .companions import MOST, companions
from .gaps import Gaps
from .urn import fit

_ATTEMPTS = 200  # to find one seen before who is not in the partnership already


@dataclass(frozen=True)
class Sample:
    """A network that might be.

    Attributes
    ----------
    rows : ndarray of int, shape (n + added,)
        The member, as a row of the network at hand, whose attributes each one has: the n
        members themselves, then those added.
    incidence : csr_array, shape (n + added, m)
    times : ndarray, shape (m,)
        How often each partnership counts.
    """

    rows: Ints
    incidence: Sparse
    times: Floats


def completions(
    two_mode: TwoMode, gaps: Gaps, number: int, random: np.random.Generator
) -> Iterator[Sample]:
    """Draw completions.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships; at least one member if any is missing.
    gaps : Gaps
        How many members are missing where.
    number : int
        How many completions to draw.
    random : numpy.random.Generator
    """
    counts = np.diff(two_mode.incidence.indptr).astype(np.int64)
    urn, near = fit(counts[counts > 0]), companions(two_mode.incidence)
    times = np.ones(two_mode.columns.height)
    for _ in range(number):
        filling = _Filling(two_mode, near.shared, int(random.integers(2**63)))
        missing = gaps.draw(random)
        chances = near.draw(random)
        filling.fill(missing, chances, near.share(), urn.draw(random))
        yield Sample(filling.rows(), filling.incidence(), times)


class _Filling:
    """Partnerships while their places are filled; lists, as places are filled one by one."""

    def __init__(self, two_mode: TwoMode, shared: list[dict[int, int]], seed: int) -> None:
        member, partnership = two_mode.incidence.nonzero()
        self._n, self._m = two_mode.incidence.shape
        self._owner: list[int] = member.tolist()  # of each membership
        self._place: list[int] = partnership.tolist()
        self._listed = len(self._owner)
        self._of: list[list[int]] = [[] for _ in range(self._n)]
        self._in: list[list[int]] = [[] for _ in range(self._m)]
        for i, j in zip(self._owner, self._place, strict=True):
            self._of[i].append(j)
            self._in[j].append(i)
        self._at_first = [len(members) for members in self._in]
        self._seen = sum(map(bool, self._of))
        self._shared = [dict(common) for common in shared]
        self._donors: list[int] = []
        self._random = standard.Random(seed)

    def fill(
        self, missing: Ints, chances: list[float], near: float, urn: tuple[float, float]
    ) -> None:
        """Fill the ``missing`` places (m,) of each partnership."""
        places: list[int] = np.repeat(np.arange(self._m), missing).tolist()
        self._random.shuffle(places)
        for j in places:
            i = self._companion(j, chances)
            i = self._from_urn(j, near, *urn) if i is None else i
            self._add(self._new(j) if i is None else i, j)

    def rows(self) -> Ints:
        """Return whose attributes each member has."""
        return np.concatenate([np.arange(self._n), np.array(self._donors, dtype=np.int64)])

    def incidence(self) -> Sparse:
        """Return who is in what now."""
        shape = (self._n + len(self._donors), self._m)
        ones = np.ones(len(self._owner))
        return sparse(sp.csr_array((ones, (self._owner, self._place)), shape=shape))

    def _companion(self, j: int, chances: list[float]) -> int | None:
        most = max(self._shared[j].values(), default=0)
        if not most or self._random.random() >= chances[min(most, MOST)]:
            return None
        nearest = [p for p, common in self._shared[j].items() if common == most]
        left = [i for i in self._in[self._one_of(nearest)] if j not in self._of[i]]
        return self._one_of(left) if left else None

    def _from_urn(self, j: int, near: float, discount: float, strength: float) -> int | None:
        memberships = len(self._owner)
        new = (strength + discount * self._seen) / (memberships + strength)
        if not memberships or self._random.random() * (1.0 - near) < new:
            return None
        for _ in range(_ATTEMPTS):
            i = self._one_of(self._owner)
            # Drawn in proportion to its r memberships, kept in proportion to r - discount.
            r = len(self._of[i])
            kept = (r - discount) / (r * max(1.0, 1.0 - discount))
            if self._random.random() < kept and j not in self._of[i]:
                return i
        return None

    def _new(self, j: int) -> int:
        listed = self._in[j][: self._at_first[j]] or self._owner[: self._listed]
        self._donors.append(self._one_of(listed or list(range(self._n))))
        self._of.append([])
        self._seen += 1
        return self._n + len(self._donors) - 1

    def _add(self, i: int, j: int) -> None:
        for p in self._of[i]:
            self._shared[j][p] = self._shared[j].get(p, 0) + 1
            self._shared[p][j] = self._shared[p].get(j, 0) + 1
        self._of[i].append(j)
        self._in[j].append(i)
        self._owner.append(i)
        self._place.append(j)

    def _one_of(self, items: list[int]) -> int:
        return items[int(self._random.random() * len(items))]
