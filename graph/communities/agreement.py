"""Whether communities are sectors, countries or other groups that nodes carry.

A node with several groups is in each by its share (`allocation`): the table of communities by
groups then holds shares instead of counts. Mutual information is that of the community and the
group of a node drawn at random, and pairs of nodes agree on a group with the chance that they
show the same one when each shows one of its own at random. Where every node has one group, both
are the usual measures.
"""

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ints, Sparse, row_sums
from ..resampling import TAILS

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Agreement:
    """Agreement with its null model.

    Attributes
    ----------
    value : float
        ``nan`` where it is undefined.
    null_mean, null_low, null_high : float
        Mean and 95 % of the values when the groups are permuted over the nodes.
    p : float
        The share of permutations with at least this agreement, ``(1 + count) / (1 + drawn)``.
    """

    value: float
    null_mean: float
    null_low: float
    null_high: float
    p: float


def contingency(communities: Ints, shares: Sparse) -> Floats:
    """Return how much of each group is in each community.

    Parameters
    ----------
    communities : ndarray of int, shape (n,)
        Negative for none.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`).

    Returns
    -------
    ndarray, shape (communities, g)
        Over the nodes that have both, at most n.
    """
    known, own = _known(communities, shares)
    return _table(known, own)


def mutual_information(table: Floats) -> float:
    """Return the normalised mutual information of the rows and columns of a table.

    ``2 I(C; G) / (H(C) + H(G))``: divided by the arithmetic mean of the entropies.

    Parameters
    ----------
    table : ndarray, shape (c, g)
        Not negative.

    Returns
    -------
    float
        0 where the two say nothing of each other, 1 where each gives the other away; ``nan``
        without nodes, or where there is one community and one group.

    References
    ----------
    Danon, L., Díaz-Guilera, A., Duch, J. and Arenas, A. (2005). Comparing community structure
    identification. J. Stat. Mech. P09008.
    """
    total = table.sum()
    if not total:
        return float("nan")
    joint = table / total
    entropies = _entropy(joint.sum(axis=1)) + _entropy(joint.sum(axis=0))
    if entropies <= _ROUNDING:
        return float("nan")
    return 2.0 * (entropies - _entropy(joint)) / entropies


def adjusted_rand(communities: Ints, shares: Sparse) -> float:
    """Return the adjusted Rand index of communities and groups.

    Pairs of nodes that agree on both, over what is expected of permuted groups, on a scale where
    expectation is 0 and full agreement 1.

    Parameters
        As in `contingency`.

    Returns
    -------
    float
        ``nan`` where no pair, or every pair, agrees on both by necessity (fewer than two nodes;
        one community and one group; every node by itself in both).

    References
    ----------
    Hubert, L. and Arabie, P. (1985). Comparing partitions. Journal of Classification 2, 193-218.
    """
    known, own = _known(communities, shares)
    return _rand(_table(known, own), float((own**2).sum()))


def permuted_agreement(
    communities: Ints, shares: Sparse, permutations: int = 999, seed: int = 0
) -> dict[str, Agreement]:
    """Return mutual information and adjusted Rand index with a permutation test.

    The null: communities stay, groups are permuted over the nodes that have both a community and
    a group (a node with several groups keeps them together).

    Parameters
    ----------
    communities, shares
        As in `contingency`.
    permutations, seed : int
        How many, and the seed of their drawing.

    Returns
    -------
    dict
        ``nmi`` and ``ari``; all ``nan`` where the measure is undefined.
    """
    known, own = _known(communities, shares)
    squares = float((own**2).sum())
    random = np.random.default_rng(seed)
    null = np.empty((permutations, 2))
    for i in range(permutations):
        table = _table(known, own[random.permutation(known.size)])
        null[i] = mutual_information(table), _rand(table, squares)
    table = _table(known, own)
    values = mutual_information(table), _rand(table, squares)
    return {
        name: _tested(value, null[:, at])
        for at, (name, value) in enumerate(zip(("nmi", "ari"), values, strict=True))
    }


def _tested(value: float, null: Floats) -> Agreement:
    if np.isnan(value) or not null.size:
        return Agreement(value, *[float("nan")] * 4)
    low, high = np.quantile(null, TAILS)
    as_much = int((null >= value - _ROUNDING).sum())
    p = (1 + as_much) / (1 + null.size)
    return Agreement(value, float(null.mean()), float(low), float(high), p)


def _known(communities: Ints, shares: Sparse) -> tuple[Ints, Floats]:
    """Communities, from 0 on, and shares of the nodes that have both."""
    both = np.flatnonzero((communities >= 0) & (row_sums(shares) > 0))
    _, known = np.unique(communities[both], return_inverse=True)
    return known.astype(np.int64), np.asarray(shares[both].toarray(), dtype=np.float64)


def _table(communities: Ints, own: Floats) -> Floats:
    table = np.zeros((int(communities.max(initial=-1)) + 1, own.shape[1]))
    np.add.at(table, communities, own)
    return table


def _entropy(shares: Floats) -> float:
    positive = shares[shares > 0]
    return -float((positive * np.log(positive)).sum())


def _rand(table: Floats, squares: float) -> float:
    """From the table and the sum of squared shares: what a node has in common with itself."""
    n = table.sum()
    pairs = n * (n - 1) / 2
    both = ((table**2).sum() - squares) / 2
    together = ((table.sum(axis=1) ** 2).sum() - n) / 2
    alike = ((table.sum(axis=0) ** 2).sum() - squares) / 2
    expected = together * alike / pairs if pairs > 0 else 0.0
    most = (together + alike) / 2
    if most - expected <= _ROUNDING * max(pairs, 1.0):
        return float("nan")
    return float((both - expected) / (most - expected))
