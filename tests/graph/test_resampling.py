import numpy as np
import pytest

from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project, tie_weights
from clusterkg.graph.resampling import (
    drawn_networks,
    drawn_partnerships,
    measured,
    share_among_first,
)
from tests.graph.degenerate import TWO_MODES


@pytest.mark.parametrize("two_mode", TWO_MODES.values(), ids=TWO_MODES)
def test_as_many_partnerships_with_members_are_drawn_as_there_are(two_mode: TwoMode) -> None:
    """Nothing is drawn where no partnership has a member."""
    members = two_mode.incidence.sum(axis=0)
    drawn = list(drawn_partnerships(two_mode, 5, seed=1))
    assert len(drawn) == (5 if members.any() else 0)
    for times in drawn:
        assert times.sum() == (members > 0).sum()
        assert not times[members == 0].any()
    networks = list(drawn_networks(two_mode, 5, seed=1))
    for times, weights in zip(drawn, networks, strict=True):
        assert (weights != tie_weights(two_mode.incidence, times.astype(float))).nnz == 0


def test_each_partnership_is_drawn_once_on_average() -> None:
    """Within four standard errors of the multinomial."""
    times = np.array(list(drawn_partnerships(TWO_MODES["full"], 3000, seed=2)))
    error = (3 * (1 / 3) * (2 / 3) / 3000) ** 0.5
    assert times.mean(axis=0) == pytest.approx(np.ones(3), abs=4 * error)


def test_the_first_are_counted_ties_by_row_and_nothing_is_never_first() -> None:
    values = [np.array([3.0, 1.0, 3.0, 2.0]), np.array([0.0, np.nan, 5.0, 5.0])]
    assert share_among_first(iter(values), 4, first=2).tolist() == [0.5, 0.0, 1.0, 0.5]
    assert share_among_first(iter(values), 4, first=1).tolist() == [0.5, 0.0, 0.5, 0.0]
    assert np.isnan(share_among_first(iter([]), 4)).all()


def test_a_measure_is_taken_in_each_resample() -> None:
    found = TWO_MODES["pair"]
    values = list(measured(found, lambda weights: weights.sum(axis=1), 3))
    expected = project(found).weights.sum(axis=1)
    assert [value.tolist() for value in values] == [expected.tolist()] * 3
