"""Exact mean and variance of brokerage when the groups are permuted over the nodes.

The coordinator role of node j is a sum over its open pairs of "all three in one group". Under a
random permutation its mean and variance need only the chances that two such terms, which share
one, two or three nodes, hold together. Those are moments over distinct nodes, had from power sums
of the shares by inclusion and exclusion, so nothing is sampled: the result has no seed, and is
the limit of any number of permutations.
"""

from collections.abc import Iterator
from math import factorial, perm, prod

import numpy as np

from .arrays import Bools, Floats, Sparse, binary, row_sums, scaled_rows, sparse
from .brokerage import brokerage, closed_pairs

Powers = dict[tuple[int, int], Floats]
_NEGLIGIBLE = 1e-10  # of the second moment: what rounding leaves of a variance that is zero


def cross_z(weights: Sparse, shares: Sparse) -> Floats:
    """Return the z of every node's cross-group brokerage under permuted groups.

    The null: the network stays, the groups of the nodes that have a tie and a group are
    permuted among them (a node with several groups keeps them together). A node's open triples
    are the same in every permutation, so more brokerage across groups is less coordination
    within one, and both have one variance.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    shares : csr_array, shape (n, g)
        Each node's share in each group, rows summing to one or zero (`allocation`).

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` where the null has no variance: no open triple among nodes with groups, no group
        of its own, or no two groups in the network.
    """
    ties = binary(weights)
    mean, variance = coordinator_moments(ties, shares)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = (mean - brokerage(ties, shares).coordinator) / np.sqrt(variance)
    return np.where(variance > 0, z, np.nan)


def coordinator_moments(ties: Sparse, shares: Sparse) -> tuple[Floats, Floats]:
    """Return mean and variance of every node's coordinator count under permuted groups.

    Parameters
    ----------
    ties : csr_array, shape (n, n)
        Zeros and ones, symmetric.
    shares : csr_array, shape (n, g)

    Returns
    -------
    mean, variance : ndarray, shape (n,)
        Of ordered triples. Zero for nodes without a group.
    """
    own = np.asarray(shares.toarray(), dtype=np.float64)
    labelled = (own.sum(axis=1) > 0) & (np.diff(ties.indptr) > 0)
    pairs, sharing = _open_pairs(ties, labelled)
    one, same, share, apart = _term_moments(own[labelled])
    disjoint = pairs * pairs - pairs - sharing
    mean = 2.0 * one * pairs
    second = 4.0 * (same * pairs + share * sharing + apart * disjoint)
    variance = second - mean**2
    return mean, np.where(variance > _NEGLIGIBLE * second, variance, 0.0)


def _open_pairs(ties: Sparse, labelled: Bools) -> tuple[Floats, Floats]:
    """Unordered open pairs of labelled contacts, and ordered couples of them sharing one."""
    inside = sparse(ties[labelled][:, labelled])
    contacts = row_sums(inside)
    # Around j, contact i is open to all of j's other contacts but those the two share.
    free = scaled_rows(inside, contacts - 1.0) - closed_pairs(inside, np.ones(contacts.size))
    pairs, sharing = np.zeros(labelled.size), np.zeros(labelled.size)
    pairs[labelled] = row_sums(sparse(free)) / 2.0
    sharing[labelled] = row_sums(sparse(free.multiply(free) - free))
    return pairs, sharing


def _term_moments(own: Floats) -> tuple[float, float, float, float]:
    """Means of one term, and of products of two terms with the same, one shared or no other node.

    ``own`` has the shares of the labelled nodes, (n, g). A term is Σ_s q_j(s) q_i(s) q_k(s).
    """
    powers = _powers(own)
    both, left, right = (1, 1), (1, 0), (0, 1)
    one = _mean_over_distinct(powers, own, [left, left, left]) / max(own.shape[1], 1)
    same = _mean_over_distinct(powers, own, [both, both, both])
    share = _mean_over_distinct(powers, own, [both, both, left, right])
    apart = _mean_over_distinct(powers, own, [both, left, left, right, right])
    return one, same, share, apart


def _powers(own: Floats) -> Powers:
    """Σ_v q_v(s)^x q_v(t)^y for all groups s, t: one (g, g) matrix for each x, y."""
    return {(x, y): (own**x).T @ own**y for x in range(4) for y in range(4)}


def _mean_over_distinct(powers: Powers, own: Floats, exponents: list[tuple[int, int]]) -> float:
    """Mean over distinct nodes of Π q(s)^x q(t)^y, one node for each exponent, summed over s, t."""
    arrangements = perm(own.shape[0], len(exponents))
    if arrangements == 0:
        return 0.0
    total = np.zeros((own.shape[1], own.shape[1]))
    for blocks in _partitions(exponents):
        sums = [(sum(x for x, _ in block), sum(y for _, y in block)) for block in blocks]
        sign = prod((-1) ** (len(block) - 1) * factorial(len(block) - 1) for block in blocks)
        total += sign * np.prod([powers[key] for key in sums], axis=0)
    return float(total.sum()) / arrangements


def _partitions(items: list[tuple[int, int]]) -> Iterator[list[list[tuple[int, int]]]]:
    """All ways to put ``items`` into blocks."""
    if not items:
        yield []
        return
    first, *rest = items
    for blocks in _partitions(rest):
        yield [[first], *blocks]
        for i, block in enumerate(blocks):
            yield [*blocks[:i], [first, *block], *blocks[i + 1 :]]
