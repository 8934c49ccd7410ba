"""Quotients and advantage against econcomplex, ecomplexity and the definition."""

import econcomplex
import numpy as np
import pandas as pd
import pytest
from economic_complexity import rca

from clusterkg.graph.complexity.matrix import (
    ComplexityError,
    advantage,
    location_quotient,
    present,
    ratio,
)

from .matrices import EDGES, amounts


@pytest.mark.parametrize("seed", range(5))
def test_quotients_are_those_of_econcomplex(seed: int) -> None:
    values = amounts(seed)
    values = values[values.sum(axis=1) > 0][:, values.sum(axis=0) > 0]
    np.testing.assert_allclose(location_quotient(values), econcomplex.rca(values), atol=1e-12)
    frame = pd.DataFrame(values)
    np.testing.assert_allclose(location_quotient(values), rca(frame).to_numpy(), atol=1e-12)


def test_quotient_by_its_definition() -> None:
    values = amounts(0, 4, 3)
    found = location_quotient(values)
    for r in range(4):
        for c in range(3):
            region, all_regions = values[r, c] / values[r].sum(), values[:, c].sum() / values.sum()
            assert found[r, c] == pytest.approx(region / all_regions, abs=1e-12)


def test_what_there_is_nothing_of_has_no_quotient_and_no_advantage() -> None:
    values = np.array([[2.0, 0.0], [0.0, 0.0]])
    np.testing.assert_array_equal(location_quotient(values), [[1.0, np.nan], [np.nan, np.nan]])
    np.testing.assert_array_equal(advantage(values), [[1.0, 0.0], [0.0, 0.0]])


@pytest.mark.parametrize("name", EDGES)
def test_edges_keep_their_shape(name: str) -> None:
    values = EDGES[name]
    assert location_quotient(values).shape == values.shape
    assert set(np.unique(advantage(values))) <= {0.0, 1.0}


def test_a_share_like_that_of_all_regions_is_an_advantage_however_it_is_rounded() -> None:
    # 0.1 has no exact double: the quotient of 3 regions with equal shares is not exactly one.
    values = np.outer([0.1, 0.2, 0.7], [0.3, 0.3, 0.1])
    np.testing.assert_array_equal(advantage(values), np.ones((3, 3)))


def test_a_higher_threshold_leaves_fewer() -> None:
    values = amounts(1)
    assert np.all(advantage(values, 2.0) <= advantage(values))
    assert advantage(values, 2.0).sum() < advantage(values).sum()


@pytest.mark.parametrize(
    ("values", "says"),
    [(np.ones(3), "2 dimensions"), (-np.ones((2, 2)), "from 0 on"),
     (np.full((2, 2), np.nan), "finite")],
)
def test_what_is_no_matrix_of_amounts_is_refused(values: object, says: str) -> None:
    with pytest.raises(ComplexityError, match=says):
        location_quotient(values)  # type: ignore[arg-type]


def test_amounts_are_refused_where_zeros_and_ones_are_due() -> None:
    with pytest.raises(ComplexityError, match="advantage"):
        present(np.full((2, 2), 2.0))


def test_ratio_by_zero_is_nan() -> None:
    np.testing.assert_array_equal(ratio([1.0, 0.0, 3.0], [2.0, 0.0, 0.0]), [0.5, np.nan, np.nan])
