"""Relatedness and density against econcomplex, ecomplexity, economic-complexity, definitions.

Where the three packages differ: ecomplexity counts an activity's own presence (ones on the
diagonal of the proximity, as Hidalgo et al. 2007 sum over all products), econcomplex and
economic-complexity empty the diagonal (as Balland et al. 2019); `density` does as the diagonal
says. econcomplex normalises co-occurrences by the number of regions and by occurrences; the
probability index is of drawing two different activities from all co-occurrences, so its sums are
those of the co-occurrence matrix, as in R's EconGeo by its authors, whose formula is below.
"""

import ecomplexity.calc_density as reference_density
import ecomplexity.calc_proximity as reference
import econcomplex
import economic_complexity
import numpy as np
import pandas as pd
import pytest

from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.complexity.related import (
    METHODS,
    co_occurrence,
    density,
    proximity,
    relatedness,
)

from .matrices import EDGES, Floats, connected


@pytest.mark.parametrize("seed", range(5))
def test_proximity_is_that_of_the_packages(seed: int) -> None:
    has = connected(seed)
    found = proximity(has)
    expected = reference.calc_discrete_proximity(has, has.sum(axis=0))
    np.testing.assert_allclose(found, expected, atol=1e-12)
    apart = found - np.eye(len(found))
    np.testing.assert_allclose(
        apart, econcomplex.proximity(has, use_rca=False)["product"], atol=1e-12
    )


def test_proximity_is_the_lesser_conditional_probability() -> None:
    has = connected(0, 9, 5)
    found = proximity(has)
    for i in range(5):
        for j in range(5):
            both = sum(row[i] and row[j] for row in has)
            given = min(both / has[:, i].sum(), both / has[:, j].sum())
            assert found[i, j] == pytest.approx(given, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_density_around_all_is_that_of_ecomplexity(seed: int) -> None:
    has = connected(seed)
    expected = reference_density.calc_density(has, proximity(has))
    np.testing.assert_allclose(density(has, proximity(has)), 100 * expected, atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_density_around_others_is_that_of_econcomplex(seed: int) -> None:
    has = connected(seed)
    apart = proximity(has) - np.eye(has.shape[1])
    expected = econcomplex.relatedness_density(has, phi=apart, use_rca=False)
    np.testing.assert_allclose(density(has, apart), expected, atol=1e-9)
    # Its own proximity writes into a view, which pandas 3 forbids.
    theirs = economic_complexity.relatedness(pd.DataFrame(has), proximities=pd.DataFrame(apart))
    np.testing.assert_allclose(density(has, apart), 100 * theirs.to_numpy(), atol=1e-9)


def _econgeo(together: Floats, method: str) -> Floats:
    """The formulas of EconGeo's R/relatedness.r, cell by cell."""
    k, t = len(together), together.sum()
    sizes = together.sum(axis=0)
    found = np.zeros((k, k))
    for i in range(k):
        for j in range(k):
            c, a, b = together[i, j], sizes[i], sizes[j]
            if i != j and a and b:
                found[i, j] = {
                    "probability": lambda c, a, b: c / (
                        (a / t * b / (t - a) + b / t * a / (t - b)) * t / 2),
                    "association": lambda c, a, b: c / t / (a / t * b / t),
                    "cosine": lambda c, a, b: c / np.sqrt(a * b),
                    "jaccard": lambda c, a, b: c / (a + b - c),
                }[method](c, a, b)
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(3))
def test_relatedness_is_that_of_econgeo(method: str, seed: int) -> None:
    together = co_occurrence(connected(seed))
    found = relatedness(together, method)
    np.testing.assert_allclose(found, _econgeo(together, method), atol=1e-12)
    np.testing.assert_array_equal(found, found.T)


def test_association_is_one_where_activities_meet_as_their_sizes_let_expect() -> None:
    # Each pair of four activities in one region: sizes 3, in all 12.
    together = np.ones((4, 4)) - np.eye(4)
    assert relatedness(together)[0, 1] == pytest.approx(12 / 9)
    # With each pair drawn from different activities that is just what is expected.
    assert relatedness(together, "probability")[0, 1] == pytest.approx(1.0)


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    has = EDGES[name]
    together = co_occurrence(has)
    k = has.shape[1]
    for method in METHODS:
        found = relatedness(together, method)
        assert found.shape == (k, k)
        assert np.all(np.isfinite(found))
        around = density(has, found)
        assert around.shape == has.shape
        alone = found.sum(axis=1) == 0
        assert np.all(np.isnan(around[:, alone]))
        assert np.all((around[:, ~alone] >= 0) & (around[:, ~alone] <= 100 + 1e-9))
    assert np.array_equal(np.diag(proximity(has)), (has.sum(axis=0) > 0).astype(float))


def test_the_diagonal_of_co_occurrences_is_not_read() -> None:
    together = co_occurrence(connected(2))
    filled = together + np.diag(np.arange(len(together)))
    np.testing.assert_array_equal(relatedness(together), relatedness(filled))


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ComplexityError, match="'lift'"):
        relatedness(np.zeros((2, 2)), "lift")
    with pytest.raises(ComplexityError, match="symmetric"):
        relatedness(np.array([[0.0, 1.0], [2.0, 0.0]]))
    with pytest.raises(ComplexityError, match="3 activities"):
        density(np.ones((2, 3)), np.ones((2, 2)))
