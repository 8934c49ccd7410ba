"""Quotients and their intervals against scipy's exact binomial test."""

import numpy as np
import pytest
from scipy.stats import binom, binomtest

from clusterkg.graph.atlas.quotients import chance, fewest_below, share_quotient, symmetric
from clusterkg.graph.complexity.matrix import ComplexityError


@pytest.mark.parametrize(("found", "of", "share"), [(3, 10, 0.1), (0, 4, 0.2), (5, 5, 0.3)])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.975])
def test_intervals_are_those_of_clopper_and_pearson(
    found: int, of: int, share: float, level: float
) -> None:
    exact = binomtest(found, of).proportion_ci(level, method="exact")
    quotient, low, high = share_quotient([found], [of], [share], level)
    assert quotient[0] == pytest.approx(found / of / share, abs=1e-12)
    assert low[0] == pytest.approx(exact.low / share, abs=1e-9)
    assert high[0] == pytest.approx(exact.high / share, abs=1e-9)


@pytest.mark.parametrize("of", [1, 5, 23])
@pytest.mark.parametrize("share", [0.03, 0.3, 0.8])
def test_chance_is_twice_the_smaller_tail(of: int, share: float) -> None:
    counts = np.arange(of + 1)
    upper = [binomtest(int(x), of, share, "greater").pvalue for x in counts]
    lower = [binomtest(int(x), of, share, "less").pvalue for x in counts]
    expected = np.minimum(1.0, 2 * np.minimum(upper, lower))
    np.testing.assert_allclose(chance(counts, of, share), expected, atol=1e-12)


@pytest.mark.parametrize("of", [4, 17])
@pytest.mark.parametrize("level", [0.9, 0.975])
def test_chance_is_small_just_where_the_interval_does_not_hold_one(of: int, level: float) -> None:
    counts = np.arange(of + 1)
    _, low, high = share_quotient(counts, of, 0.3, level)
    outside = (low > 1) | (high < 1)
    np.testing.assert_array_equal(chance(counts, of, 0.3) < 1 - level, outside)


@pytest.mark.parametrize("share", [0.05, 0.12, 0.4])
@pytest.mark.parametrize("of", [3, 12, 60])
def test_intervals_hold_the_truth_at_least_as_often_as_they_say(share: float, of: int) -> None:
    counts = np.arange(of + 1)
    _, low, high = share_quotient(counts, of, share)
    held = binom.pmf(counts, of, share)[(low <= 1) & (high >= 1)].sum()
    assert held >= 0.95


def test_where_nothing_is_known_there_is_no_quotient() -> None:
    for found, of, share in ((0, 0, 0.5), (0, 3, 0.0)):
        quotient, low, high = share_quotient(found, of, share)
        assert np.isnan([quotient, low, high]).all()
        assert chance(found, of, share) == 1.0


def test_counts_need_not_be_whole() -> None:
    _, low, _ = share_quotient([1.0, 1.5, 2.0], [3.0, 3.0, 3.0], 0.2)
    assert np.all(np.diff(low) > 0)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.35, 0.9])
@pytest.mark.parametrize("level", [0.95, 0.975])
def test_absence_says_something_from_the_fewest_on(share: float, level: float) -> None:
    fewest = fewest_below(share, level)
    _, _, high = share_quotient(0, [fewest - 1, fewest], share, level)
    assert fewest == 1 or high[0] >= 1
    assert high[1] < 1


def test_the_symmetric_scale() -> None:
    found = symmetric([0.0, 1.0, 3.0, 1 / 3])
    np.testing.assert_allclose(found, [-1.0, 0.0, 0.5, -0.5])


def test_more_found_than_there_are_is_refused() -> None:
    with pytest.raises(ComplexityError, match="between 0 and of"):
        share_quotient(3, 2, 0.5)
