"""Fitness and complexity against econcomplex and the published iteration, step by step.

econcomplex computes complexity from the fitness of the same iteration, where Tacchella et al.
(2012), equation 1, take both from the iteration before: the way differs, the fixed point does not.
"""

import econcomplex
import numpy as np
import pytest

from clusterkg.graph.complexity.fitness import fitness
from clusterkg.graph.complexity.matrix import ComplexityError

from .matrices import EDGES, connected


@pytest.mark.parametrize("seed", range(5))
def test_the_fixed_point_is_that_of_econcomplex(seed: int) -> None:
    has = connected(seed)
    found = fitness(has, 100_000, 1e-13)
    regions, activities = econcomplex.fitness_complexity(
        has, use_rca=False, iterations=100_000, tol=1e-13
    )
    assert found.converged
    np.testing.assert_allclose(found.fitness, regions, atol=1e-9)
    np.testing.assert_allclose(found.complexity, activities, atol=1e-9)


@pytest.mark.parametrize("times", [1, 2, 7])
def test_every_step_is_that_of_the_paper(times: int) -> None:
    has = connected(2, 7, 5)
    f, q = [1.0] * 7, [1.0] * 5
    for _ in range(times):
        raw_f = [sum(has[c, p] * q[p] for p in range(5)) for c in range(7)]
        raw_q = [1 / sum(has[c, p] / f[c] for c in range(7)) for p in range(5)]
        f = [value / (sum(raw_f) / 7) for value in raw_f]
        q = [value / (sum(raw_q) / 5) for value in raw_q]
    found = fitness(has, times, 1e-300)
    np.testing.assert_allclose(found.fitness, f, atol=1e-12)
    np.testing.assert_allclose(found.complexity, q, atol=1e-12)
    assert (found.iterations, found.converged) == (times, False)


def test_the_most_nested_region_is_the_fittest_and_its_own_activity_the_most_complex() -> None:
    has = np.tril(np.ones((5, 5)))[::-1]
    found = fitness(has)
    assert list(np.argsort(-found.fitness)) == [0, 1, 2, 3, 4]
    assert np.argmax(found.complexity) == 4


def test_what_goes_to_zero_stays_finite() -> None:
    # A region with the most common activity alone: its fitness has no other limit than zero.
    has = np.array([[1, 1, 1], [1, 0, 0], [1, 0, 0]], dtype=np.float64)
    found = fitness(has, 5000, 1e-15)
    assert np.all(np.isfinite(found.fitness))
    assert found.fitness[1] < 1e-3


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    has = EDGES[name]
    found = fitness(has)
    np.testing.assert_array_equal(np.isnan(found.fitness), has.sum(axis=1) == 0)
    np.testing.assert_array_equal(np.isnan(found.complexity), has.sum(axis=0) == 0)
    if has.any():
        assert np.nanmean(found.fitness) == pytest.approx(1.0)


def test_no_iteration_is_refused() -> None:
    with pytest.raises(ComplexityError, match="one iteration"):
        fitness(np.ones((2, 2)), 0)
