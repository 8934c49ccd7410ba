"""The probability that a partnership joins two sectors: by hand and by enumeration."""

from collections.abc import Iterable
from itertools import permutations, product

import numpy as np
import pytest

from clusterkg.graph.joining import join_probability


def joins(members: Iterable[int], sectors: list[list[str]], a: str, b: str) -> bool:
    """The definition, word for word."""
    return any(a in sectors[i] and b in sectors[j] for i, j in permutations(members, 2))


@pytest.mark.parametrize("seed", range(40))
def test_join_probability_is_the_sum_over_all_memberships(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 8))
    sectors = [[s for s in "ab" if rng.random() < 0.5] for _ in range(size)]
    chances = rng.choice([0.0, 1.0, 0.5, *rng.random(6)], size=size)
    total = 0.0
    for pattern in product((False, True), repeat=size):
        members = [i for i in range(size) if pattern[i]]
        if joins(members, sectors, "a", "b"):
            total += float(np.prod(np.where(pattern, chances, 1.0 - chances)))
    a, b = (np.array([s in own for own in sectors]) for s in "ab")
    assert join_probability(chances[:, None], a, b)[0] == pytest.approx(total, rel=1e-12, abs=1e-15)


def test_join_probability_by_hand() -> None:
    # One carries a, one b, one both, each with chance 1/2: of the eight memberships
    # {a b}, {a x}, {b x} and {a b x} join.
    a, b = np.array([True, False, True]), np.array([False, True, True])
    assert join_probability(np.full((3, 1), 0.5), a, b)[0] == 0.5


def test_one_member_with_both_sectors_joins_nothing() -> None:
    a = np.array([True, False])
    assert join_probability(np.ones((2, 1)), a, a)[0] == 0.0
    assert join_probability(np.ones((2, 1)), np.array([True, True]), np.array([True, True]))[0] == 1


def test_tiny_probabilities_keep_their_digits() -> None:
    a, b = np.array([True, False]), np.array([False, True])
    assert join_probability(np.full((2, 1), 1e-9), a, b)[0] == pytest.approx(
        1e-18, rel=1e-12, abs=0
    )
