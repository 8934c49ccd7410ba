"""Results: what may be one, and what a network of members rests on."""

import polars as pl
import pytest

from clusterkg.graph.result import Result, ResultError, membership_coverage
from tests.graph.degenerate import two_mode


def test_rows_are_told_apart_by_their_keys() -> None:
    table = pl.DataFrame({"id": ["a", "a"], "k": [1, 2]})
    assert Result("r", table, ("id", "k")).table.height == 2
    with pytest.raises(ResultError, match="r: two rows agree on id"):
        Result("r", table, ("id",))


def test_a_key_is_a_column() -> None:
    with pytest.raises(ResultError, match="no column 'name'"):
        Result("r", pl.DataFrame({"id": ["a"]}), ("name",))


def test_a_partnership_lists_no_more_members_than_it_states() -> None:
    # By hand: P lists 3 of 2 stated (counts 2), Q 1 of 4, R states nothing.
    members = {"P": ["m1", "m2", "m3"], "Q": ["m3"], "R": ["m1"]}
    found = membership_coverage(two_mode(members, ["m1", "m2", "m3"], [2, 4, None]))
    assert found == {
        "organisations": 3, "with a sector": 3, "partnerships": 3,
        "partnerships that state a size": 2, "members listed": 3, "members stated": 6,
    }


def test_sizes_that_nobody_knows_count_as_none() -> None:
    known = two_mode({"P": ["m1"]}, ["m1"], [1])
    bare = type(known)(known.rows.drop("sectors"), known.columns.drop("stated"), known.incidence)
    found = membership_coverage(bare)
    assert found["members stated"] == found["with a sector"] == 0
