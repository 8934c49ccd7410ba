import numpy as np
import polars as pl
import pytest

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.uncertainty.gaps import gaps
from tests.graph.degenerate import TWO_MODES

from .small import two_mode


def test_missing_is_stated_less_listed_and_never_negative() -> None:
    found = gaps(two_mode({"P": "abc", "Q": "ab", "R": "a"}, {"P": 5, "Q": 2, "R": 0}))
    assert found.stated.tolist() == [2, 0, 0]
    assert found.draw(np.random.default_rng(0)).tolist() == [2, 0, 0]
    # By hand: 2 missing beside 6 listed.
    assert found.share() == pytest.approx(2 / 8)


def test_one_that_states_nothing_has_the_coverage_of_another() -> None:
    found = gaps(two_mode({"P": "ab", "Q": "abcd", "R": "abcdef"}, {"P": 4, "Q": 4, "R": None}))
    assert {int(found.draw(np.random.default_rng(s))[2]) for s in range(30)} == {0, 6}
    # By hand: R has 6 or none beyond its 6, 3 expected; P has 2; 12 are listed.
    assert found.share() == pytest.approx(5 / 17)


def test_coverages_come_from_the_same_instrument_if_it_has_any() -> None:
    base = two_mode({"P": "ab", "Q": "a", "R": "abc"}, {"P": 4, "Q": 5, "R": None})
    instruments = pl.Series("instrument", ["I", "J", "I"])
    found = gaps(TwoMode(base.rows, base.columns.with_columns(instruments), base.incidence))
    assert [(j, coverage.tolist()) for j, coverage in found.donors] == [(2, [0.5])]
    alone = pl.Series("instrument", ["I", "J", "K"])
    found = gaps(TwoMode(base.rows, base.columns.with_columns(alone), base.incidence))
    assert [(j, coverage.tolist()) for j, coverage in found.donors] == [(2, [0.5, 0.2])]


def test_or_is_taken_to_be_complete() -> None:
    found = gaps(two_mode({"P": "ab", "Q": "abcd"}, {"P": 4, "Q": None}), "complete")
    assert found.draw(np.random.default_rng(0)).tolist() == [2, 0]


def test_nothing_to_go_by_is_complete() -> None:
    assert gaps(two_mode({"P": "ab", "Q": "a"}, {})).share() == 0.0
    bare = two_mode({"P": "ab"})
    assert gaps(TwoMode(bare.rows, bare.columns.select("id"), bare.incidence)).share() == 0.0


def test_other_rules_are_refused() -> None:
    with pytest.raises(NetworkError, match="'never': use one of as others, complete"):
        gaps(two_mode({"P": "ab"}), "never")


@pytest.mark.parametrize(("name", "missing"), [
    ("empty", []), ("no members", [3]), ("no partnerships", []), ("single", [0]), ("pair", [0]),
    ("full", [0, 0, 0]), ("disconnected", [1, 1]), ("with an isolate", [0, 3, 1]),
])
def test_networks_at_the_edge(name: str, missing: list[int]) -> None:
    # The second partnership of "disconnected" states nothing: of 2 listed, at a coverage of 3/4,
    # two thirds of one are missing.
    assert gaps(TWO_MODES[name]).draw(np.random.default_rng(0)).tolist() == missing
