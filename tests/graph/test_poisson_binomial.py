"""Expected values: by hand, in exact fractions over all outcomes, and from scipy."""

from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
import pytest
import scipy.stats

from clusterkg.graph.poisson_binomial import ProbabilityError, distribution, upper_tail


def exact(chances: list[Fraction]) -> list[Fraction]:
    """Add up the probabilities of all 2^n outcomes by their number of successes."""
    mass = [Fraction(0)] * (len(chances) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        mass[sum(outcome)] += prod(
            (p if hit else 1 - p for p, hit in zip(chances, outcome, strict=True)),
            start=Fraction(1),
        )
    return mass


def test_two_trials_by_hand() -> None:
    # (1/2)(2/3), (1/2)(2/3) + (1/2)(1/3), (1/2)(1/3)
    assert distribution([1 / 2, 1 / 3]) == pytest.approx([2 / 6, 3 / 6, 1 / 6], rel=1e-15)
    assert upper_tail([1 / 2, 1 / 3], 1) == pytest.approx(4 / 6, rel=1e-15)


@pytest.mark.parametrize("seed", range(5))
def test_equals_the_sum_over_all_outcomes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chances = [Fraction(int(k), 97) for k in rng.integers(0, 98, size=9)]
    mass = exact(chances)
    found = distribution([float(p) for p in chances])
    assert found == pytest.approx([float(m) for m in mass], rel=1e-12, abs=0)
    tails = [upper_tail([float(p) for p in chances], k) for k in range(10)]
    assert tails == pytest.approx([float(sum(mass[k:])) for k in range(10)], rel=1e-12, abs=0)


def test_far_tails_keep_their_digits() -> None:
    chances = [Fraction(k, 1000) for k in range(5, 17)]
    mass = exact(chances)
    for successes in range(13):
        truth = float(sum(mass[successes:]))
        assert upper_tail([float(p) for p in chances], successes) == pytest.approx(
            truth, rel=1e-12, abs=0
        )
    assert float(mass[12]) < 1e-23
    assert 1e-12 < float(sum(mass[6:])) < 1e-8


def test_equal_chances_are_binomial() -> None:
    assert distribution(np.full(140, 0.03)) == pytest.approx(
        scipy.stats.binom.pmf(np.arange(141), 140, 0.03), rel=1e-10
    )


@pytest.mark.skipif(
    not hasattr(scipy.stats, "poisson_binom"), reason="this scipy has no Poisson-binomial"
)
def test_equals_scipy() -> None:
    chances = np.random.default_rng(8).random(60) ** 3
    known = scipy.stats.poisson_binom(chances)
    assert distribution(chances) == pytest.approx(known.pmf(np.arange(61)), abs=1e-14)


def test_certain_and_impossible_trials() -> None:
    assert distribution([0.0, 1.0, 1.0]).tolist() == [0.0, 0.0, 1.0, 0.0]
    assert upper_tail([0.0, 1.0, 1.0], 2) == 1.0
    assert upper_tail([0.0, 1.0, 1.0], 3) == 0.0


def test_ends() -> None:
    assert upper_tail([0.2, 0.3], 0) == 1.0
    assert upper_tail([0.2, 0.3], 3) == 0.0
    assert distribution([]).tolist() == [1.0]
    assert upper_tail([], 0) == 1.0
    assert upper_tail([], 1) == 0.0


def test_many_rows_at_once() -> None:
    chances = np.random.default_rng(2).random((4, 6))
    observed = [0, 2, 4, 7]
    together = upper_tail(chances, observed)
    assert together.tolist() == [
        float(upper_tail(row, k)) for row, k in zip(chances, observed, strict=True)
    ]


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(wrong: float) -> None:
    with pytest.raises(ProbabilityError, match="between 0 and 1"):
        distribution([0.5, wrong])
