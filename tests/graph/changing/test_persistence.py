"""Ties that come again, along time and along a chain of instruments."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from scipy.stats import hypergeom

from clusterkg.graph.changing import lineage as chain
from clusterkg.graph.changing.lineage import Link, lineage, links
from clusterkg.graph.changing.persistence import (
    SCHEMA,
    Again,
    follow,
    meeting,
    persistence,
    summary,
)
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.proportion import wilson
from tests.graph.degenerate import TWO_MODES
from tests.graph.planted import variant
from tests.graph.recommending.futures import dated

ENDS = {"P": "2017-06", "Q": "2018", "R": None, "S": "2021"}


def _hand() -> TwoMode:
    """P (abc) ends 2017; Q (bd) ends 2018; ab again in R of 2018, bc and bd in S of 2020."""
    found = dated(
        {"P": (2016, ["a", "b", "c"]), "Q": (2017, ["b", "d"]), "R": (2018, ["a", "b"]),
         "S": (2020, ["b", "c", "d"])}
    )
    ends = pl.Series("end", [ENDS[name] for name in found.columns["id"]], dtype=pl.String)
    return replace(found, columns=found.columns.with_columns(ends))


def test_by_hand() -> None:
    table = persistence(_hand(), (1, 2, 3, 4), resamples=50)
    every = table.filter(pl.col("instrument") == "all")
    # P within 1: Q and R began: ab. Within 2 (to 2020): Q too, whose bd is in S. 3: bc as well.
    said = every.select("within_years", "partnerships", "ties", "again").rows()
    assert said == [(1, 2, 4, 1), (2, 2, 4, 2), (3, 1, 3, 2)]
    assert every["share"].to_list() == pytest.approx([1 / 4, 2 / 4, 2 / 3], rel=1e-7)
    assert table.filter(pl.col("instrument") == "I").drop("instrument").equals(
        every.drop("instrument")
    )


def test_meeting_as_the_hypergeometric() -> None:
    """One minus the chance of none in common, of scipy's distribution."""
    cases = [(m, a, b) for m in (1, 3, 8) for a in range(m + 1) for b in range(m + 1)]
    for m, a, b in cases:
        expected = 1.0 - hypergeom(m, a, b).pmf(0)
        found = meeting(np.array([float(a)]), np.array([float(b)]), m)[0]
        assert found == pytest.approx(expected, abs=1e-9)
    assert meeting(np.zeros(1), np.zeros(1), 0)[0] == 0.0


@pytest.mark.parametrize("seed", [0, 1])
def test_follow_by_sets(seed: int) -> None:
    found = variant(seed)
    dense = found.incidence.toarray()
    held = [set(np.flatnonzero(dense[:, j]).tolist()) for j in range(dense.shape[1])]
    later = np.arange(10, dense.shape[1])
    counts = follow(found, np.arange(10), [later] * 10)
    for p in range(10):
        pairs = list(combinations(sorted(held[p]), 2))
        again = [pair for pair in pairs if any(set(pair) <= held[q] for q in later)]
        number = {i: sum(i in held[q] for q in later) for i in held[p]}
        chance = [
            1.0 - hypergeom(later.size, number[i], number[j]).pmf(0) for i, j in pairs
        ]
        assert (counts.ties[p], counts.again[p]) == (len(pairs), len(again))
        assert counts.expected[p] == pytest.approx(sum(chance), abs=1e-9)


def test_where_members_are_drawn_at_random_ties_come_as_often_as_expected() -> None:
    """The null model itself: later partnerships a random choice for each member."""
    random, lifts = np.random.default_rng(0), []
    for _ in range(30):
        dense = np.zeros((40, 60))
        for p in range(20):
            dense[random.choice(40, 5, replace=False), p] = 1.0
        for member in range(40):
            dense[member, 20 + random.choice(40, random.integers(1, 9), replace=False)] = 1.0
        found = dated({f"p{j:02d}": (2016, [f"m{i:02d}" for i in np.flatnonzero(dense[:, j])])
                       for j in range(60)}, [f"m{i:02d}" for i in range(40)])
        later = np.arange(20, 60)
        counts = follow(found, np.arange(20), [later] * 20)
        lifts.append(counts.again.sum() / counts.expected.sum())
    assert np.mean(lifts) == pytest.approx(1.0, abs=3 * np.std(lifts) / np.sqrt(30) + 0.01)


def test_summary_where_nothing_comes_again() -> None:
    """Nothing to draw: Wilson's interval with the partnerships as trials; no lift interval."""
    none = Again(np.array([3.0, 6.0]), np.zeros(2), np.array([0.1, 0.2]))
    m, ties, again, share, low, high, expected, lift, *bounds = summary(none)
    assert (m, ties, again, share, lift) == (2, 9, 0, 0.0, 0.0)
    assert (low, high) == pytest.approx(wilson(0, 2))
    assert expected == pytest.approx(0.3 / 9)
    assert bounds == [None, None]
    nothing = Again(np.zeros(1), np.zeros(1), np.zeros(1))
    assert summary(nothing) == (1, 0, 0, *[None] * 7)


def test_summary_of_a_single_partnership_has_no_interval_without_width() -> None:
    one = Again(np.array([6.0]), np.array([3.0]), np.array([0.5]))
    *_, share, low, high, _, lift, lift_low, lift_high = summary(one)
    assert (share, lift) == (0.5, 6.0)
    assert (low, high) == pytest.approx(wilson(0.5, 1))
    assert (lift_low, lift_high) == (None, None)
    # Of several, a single one whose ties are expected again: each drawing has its lift, or none.
    alike = Again(np.full(3, 6.0), np.array([3.0, 0.0, 0.0]), np.array([0.5, 0.0, 0.0]))
    assert summary(alike)[-3:] == (6.0, None, None)
    assert summary(alike)[4] == 0.0


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """All run from 2018 to 2019: no year has passed since an end."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    known = replace(found, columns=columns)
    assert persistence(known, (1, 2)).schema == pl.Schema(SCHEMA)
    assert persistence(known, (1, 2)).is_empty()
    link = {"x": Link("x", "X", ("y",), ("I",)), "y": Link("y", "Y", (), ("J",))}
    assert lineage(known, link).schema == pl.Schema(chain.SCHEMA)
    assert lineage(known, link).is_empty()
    itself = lineage(known, {**link, "y": Link("y", "Y", (), ("I",))}, resamples=5)
    assert itself.height == int(found.columns.height > 0)
    assert itself["members_again"].to_list() == itself["members"].to_list()


def _chain() -> tuple[TwoMode, dict[str, Link]]:
    """E (two instruments) to J, which has no partnership, to X."""
    found = dated(
        {"P": (2016, ["a", "b", "c"]), "Q": (2017, ["d", "e"]), "R": (2022, ["a", "b", "d"])}
    )
    instruments = pl.Series("instrument", ["E1", "E2", "X"])
    table = pl.DataFrame(
        {
            "link": ["e", "e", "j", "x"], "label": ["E", "E", "J", "X"],
            "next": ["j", "j", "x", None], "instrument": ["E1", "E2", None, "X"],
        }
    )
    return replace(found, columns=found.columns.with_columns(instruments)), links(table)


def test_lineage_by_hand() -> None:
    found, known = _chain()
    assert known["e"] == Link("e", "E", ("j",), ("E1", "E2"))
    table = lineage(found, known, resamples=20)
    assert table["by_way_of"].to_list() == [["j"]] * 3
    assert table.select("instrument", "next").rows() == [("E1", "x"), ("E2", "x"), ("all", "x")]
    counts = table.select("members", "next_members", "members_again", "ties", "ties_again")
    assert counts.rows() == [(3, 3, 2, 3, 1), (2, 3, 1, 1, 0), (5, 3, 3, 4, 1)]
    assert table["members_share"].to_list() == pytest.approx([2 / 3, 1 / 2, 3 / 5], rel=1e-7)
    # One later partnership: a and b must meet in it, as both have it.
    assert table["ties_expected"].to_list() == pytest.approx([1 / 3, 0.0, 1 / 4], rel=1e-7)


def test_a_chain_that_leads_back_is_refused() -> None:
    found, _ = _chain()
    ring = {
        "x": Link("x", "X", ("y",), ("X",)), "y": Link("y", "Y", ("z",), ()),
        "z": Link("z", "Z", ("y",), ()),
    }
    with pytest.raises(NetworkError, match="'y' leads back to it"):
        lineage(found, ring)
