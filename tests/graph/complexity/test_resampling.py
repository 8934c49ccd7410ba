"""Resamples: repeatable, of the right spread, and defined at the edge."""

import numpy as np
import pytest

from clusterkg.graph.complexity.indices import complexity
from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.complexity.related import co_occurrence, relatedness
from clusterkg.graph.complexity.resampling import (
    bounds,
    ranks,
    resampled_complexity,
    resampled_relatedness,
)

from .matrices import EDGES, connected


def test_each_resample_is_the_relatedness_of_regions_drawn_with_replacement() -> None:
    has = connected(0)
    found = resampled_relatedness(has, 3, seed=5)
    random = np.random.default_rng(5)
    for draw in found:
        drawn = has[random.integers(len(has), size=len(has))]
        np.testing.assert_array_equal(draw, relatedness(co_occurrence(drawn)))


def test_each_resample_is_the_complexity_of_activities_drawn_with_replacement() -> None:
    has = connected(0)
    eci, at = resampled_complexity(has, 3, seed=5)
    random = np.random.default_rng(5)
    for values, places in zip(eci, at, strict=True):
        found = complexity(has[:, random.integers(has.shape[1], size=has.shape[1])])
        np.testing.assert_array_equal(values, np.where(found.region_component, np.nan, found.eci))
        assert places[np.nanargmax(values)] == 1


def test_the_spread_of_resamples_is_that_of_new_samples() -> None:
    # Regions are draws from a population of 2,000: the bootstrap's standard error of the
    # relatedness of two activities must be near that over fresh samples of 60 regions.
    population = connected(1, 2000, 6)
    random = np.random.default_rng(2)
    fresh = [relatedness(co_occurrence(population[random.integers(2000, size=60)]))
             for _ in range(400)]
    samples = [population[random.integers(2000, size=60)] for _ in range(20)]
    drawn = [resampled_relatedness(sample, 200, i).std(axis=0) for i, sample in enumerate(samples)]
    expected, found = np.std(fresh, axis=0), np.mean(drawn, axis=0)
    apart = ~np.eye(6, dtype=bool)
    np.testing.assert_allclose(found[apart], expected[apart], rtol=0.25)


def test_ranks_begin_at_one_and_ties_are_alike() -> None:
    np.testing.assert_array_equal(ranks(np.array([0.5, 2.0, np.nan, 0.5, -1.0])), [2, 1, 0, 2, 4])


def test_bounds_leave_out_what_is_undefined() -> None:
    draws = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan]])
    low, high = bounds(draws)
    np.testing.assert_allclose([low[0], high[0]], [1.05, 2.95])
    assert np.isnan(low[1])
    assert np.isnan(high[1])


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    has = EDGES[name]
    n, k = has.shape
    assert resampled_relatedness(has, 4, 0).shape == (4, k, k)
    eci, at = resampled_complexity(has, 4, 0)
    assert eci.shape == at.shape == (4, n)
    np.testing.assert_array_equal(np.isnan(eci), at == 0)


def test_no_resamples_are_refused() -> None:
    with pytest.raises(ComplexityError, match="0 resamples"):
        resampled_relatedness(np.eye(2), 0, 0)
