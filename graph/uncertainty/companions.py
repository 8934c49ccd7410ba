"""How often the next member comes from the partnership with the most members in common.

Consortia come back under new names with most of their members. For a partnership j, its
companion is the other one with which it has the most members in common. How often a member of j
is in the companion as well is counted by leaving out each membership in turn, by how many
members are in common without it: 1, 2, or 3 and more.
"""

from dataclasses import dataclass

import numpy as np

from clusterkg.graph.arrays import Floats, Sparse

MOST = 3


@dataclass(frozen=True)
class Companions:
    """What leaving out each membership in turn says.

    Attributes
    ----------
    tried, found : ndarray, shape (MOST + 1,)
        Memberships by members in common without them, and how many of these were in the
        companion; of several companions, the share.
    shared : list of dict
        For each partnership, the members it has in common with each other one that shares any.
    """

    tried: Floats
    found: Floats
    shared: list[dict[int, int]]

    def draw(self, random: np.random.Generator) -> list[float]:
        """Return a chance for each number in common, from its posterior (Jeffreys' prior)."""
        chances = random.beta(self.found + 0.5, self.tried - self.found + 0.5)
        return [0.0, *chances[1:].tolist()]

    def share(self) -> float:
        """Return the share of all memberships that were found in a companion."""
        return float(self.found.sum() / max(self.tried.sum(), 1.0))


def companions(incidence: Sparse) -> Companions:
    """Count, over all memberships, how often the companion has the member.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)
        Zeros and ones.
    """
    member = np.asarray(incidence.toarray(), dtype=np.float64)
    common = member.T @ member
    np.fill_diagonal(common, 0.0)
    tried, found = np.zeros(MOST + 1), np.zeros(MOST + 1)
    for i, j in zip(*incidence.nonzero(), strict=True):
        without = common[j] - member[i]
        without[j] = 0.0
        most = without.max()
        at = min(int(most), MOST)
        tried[at] += 1.0
        if at > 0:
            found[at] += member[i][without == most].mean()
    shared = [{int(p): int(row[p]) for p in np.flatnonzero(row)} for row in common]
    return Companions(tried, found, shared)
