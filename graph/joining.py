"""When a partnership joins two sectors: two different members carry them."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
Pairs = list[tuple[int, int]]


def join_probability(membership: FloatArray, a: BoolArray, b: BoolArray) -> FloatArray:
    """Probability that two different members of a partnership carry sector a and sector b.

    Let A, B and X be the numbers of members that carry only a, only b, and both. A pair of
    different members with a and b exists in exactly three cases, which exclude each other:

    - X ≥ 2: one of them gives a, another one b;
    - X = 1, and A + B ≥ 1: the one that carries both gives the sector that the other lacks;
    - X = 0, A ≥ 1 and B ≥ 1.

    (What is left: nobody carries a, or nobody carries b, or the only carrier of either is a
    single member with both, who cannot be joined to itself.) Members are independent and the
    three classes are disjoint, hence

    ``P = P(X≥2) + P(X=1) (1 - P(A=0) P(B=0)) + P(X=0) P(A≥1) P(B≥1)``.

    Nothing is subtracted that cancels, so that small probabilities keep their digits. With
    memberships that are 0 or 1 the result is 0 or 1: whether the partnership does join them.

    Parameters
    ----------
    membership
        Probability that an organisation is a member, organisations × partnerships.
    a, b
        Whether each organisation carries the sector, of length organisations.

    Returns
    -------
    numpy.ndarray
        Of length partnerships.
    """
    none, one, more = _none_one_more(membership[a & b])
    _, one_a, more_a = _none_one_more(membership[a & ~b])
    _, one_b, more_b = _none_one_more(membership[b & ~a])
    some_a, some_b = one_a + more_a, one_b + more_b
    some_either = some_a + (1.0 - some_a) * some_b
    joined: FloatArray = more + one * some_either + none * some_a * some_b
    return np.minimum(joined, 1.0)


def join_probabilities(membership: FloatArray, carries: BoolArray, pairs: Pairs) -> FloatArray:
    """Apply `join_probability` to pairs of columns of ``carries`` (organisations × sectors).

    Returns
    -------
    numpy.ndarray
        Pairs × partnerships.
    """
    joined = [join_probability(membership, carries[:, a], carries[:, b]) for a, b in pairs]
    return np.array(joined).reshape(len(pairs), membership.shape[1])


def fractional_counts(incidence: csr_array, carries: BoolArray, pairs: Pairs) -> FloatArray:
    """Number of partnerships that join each pair, organisations split over their sectors.

    The weight of an organisation, one, is split equally over its sectors: w_ia = 1 / |sectors of
    i|. A partnership of n members adds to the pair (a, b)

    ``sum over ordered pairs of different members (i, j) of w_ia w_jb, over n (n - 1) / 2``,

    so that it adds at most one over all pairs of sectors: each of its pairs of members is divided
    among the pairs of sectors that it joins. Members without a sector count among the n.

    Parameters
    ----------
    incidence
        0/1, organisations × partnerships.
    carries
        Whether each organisation carries each sector, organisations × sectors.
    pairs
        Columns of ``carries``, a pair each.

    Returns
    -------
    numpy.ndarray
        Of length pairs.
    """
    weights = carries / np.maximum(carries.sum(axis=1, keepdims=True), 1)
    sums = incidence.T @ weights
    members = incidence.sum(axis=0)
    scale = np.where(members > 1, 2.0 / np.maximum(members * (members - 1), 1.0), 0.0)
    across = sums.T @ (scale[:, None] * sums)
    alone = weights.T @ ((incidence @ scale)[:, None] * weights)
    first, second = _columns(pairs)
    counts: FloatArray = np.maximum(across - alone, 0.0)[first, second]
    return counts


def _columns(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _none_one_more(membership: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Probability of no, one, and several members of a class, for each partnership."""
    none, one = np.ones(membership.shape[1]), np.zeros(membership.shape[1])
    more = np.zeros(membership.shape[1])
    for p in membership:
        more += one * p
        one = one * (1.0 - p) + none * p
        none = none * (1.0 - p)
    return none, one, more
