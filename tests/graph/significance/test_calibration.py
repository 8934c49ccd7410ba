"""The test of cross-sector links keeps its word, on simulated data; a wrong one is found out.

The same as ``benchmarks/calibration_links.py``, which says how, with fewer runs and on its
synthetic population. In 1,000 runs on that and on the bundled one all of it held.
"""

from dataclasses import replace

import pytest
from scipy.stats import binom

from benchmarks import calibration_links as calibration
from benchmarks.calibration_links import Population

RUNS = 250
FEW = 4


@pytest.fixture(scope="module")
def population() -> Population:
    return calibration.synthetic()


def test_randomised_p_values_are_uniform_where_the_probabilities_are_known(
    population: Population,
) -> None:
    assert calibration.known(population, 2 * RUNS, seed=1).uniform() > calibration.LEAST_KS


def test_p_values_of_a_null_that_expects_too_little_are_not_uniform(
    population: Population,
) -> None:
    """Drawn with a fifth more memberships than the test is told of."""
    found = calibration.known(population, 2 * RUNS, seed=1, more=1.2)
    assert found.uniform() < 1e-6
    rejected, runs = found.rejected()
    assert rejected / runs > calibration.MOST_REJECTED


@pytest.mark.parametrize("way", [calibration.refitted, calibration.fixed])
def test_at_most_the_level_is_rejected_with_margins_of_the_data(
    population: Population, way: calibration.Way
) -> None:
    rejected, runs = way(population, RUNS, 2).rejected()
    assert rejected / runs <= calibration.MOST_REJECTED


@pytest.fixture(scope="module")
def few(population: Population) -> Population:
    """The six pairs of the four smallest sectors."""
    return replace(population, carries=population.carries[:, :FEW])


def test_a_lift_of_three_is_found(few: Population) -> None:
    """And a lift of one is none: it is found no more often than the level says."""
    found, runs = calibration.planted(few, 3.0, RUNS // 2, seed=3).rejected()
    assert found / runs >= calibration.LEAST_POWER
    none, runs = calibration.planted(few, 1.0, RUNS // 2, seed=4).rejected()
    assert none <= binom.ppf(0.999, runs, calibration.LEVEL)


@pytest.mark.parametrize("lift", [1.0, 2.0])
def test_planting_multiplies_the_joins(few: Population, lift: float) -> None:
    made = calibration.planted(few, lift, RUNS // 5, seed=5)
    expected = few.nulls.sum(axis=1)[made.pair]
    assert made.observed.sum() / expected.sum() == pytest.approx(lift, rel=0.1)


def test_pairs_are_chosen_by_the_rule(population: Population) -> None:
    expected = population.nulls.sum(axis=1)
    assert 10 < len(population.pairs) <= 28
    assert expected.min() >= calibration.LEAST_EXPECTED
    numbers = calibration.known(population, RUNS, seed=1).pair
    assert len(set(numbers.tolist())) > 0.7 * len(population.pairs)
