"""Brokers from period to period: against scipy, by hand, and where they are planted."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy.stats import spearmanr

from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.centrality import betweenness
from clusterkg.graph.changing.stability import SCHEMA, broker_stability
from clusterkg.graph.changing.turnover import windows
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project
from tests.graph.degenerate import TWO_MODES
from tests.graph.planted import by_hand, variant
from tests.graph.recommending.futures import dated


def _twice(found: TwoMode) -> TwoMode:
    """The same partnerships in two years."""
    columns = pl.concat(
        [
            found.columns.with_columns(
                (pl.col("id") + f"-{year}").alias("id"), pl.lit(year, pl.Int64).alias("year")
            )
            for year in (2016, 2017)
        ]
    )
    dense = found.incidence.toarray()
    return TwoMode(found.rows, columns, type(found.incidence)(np.hstack([dense, dense])))


def test_the_same_again() -> None:
    table = broker_stability(_twice(by_hand()), windows(_twice(by_hand()), 1), 3, resamples=20)
    assert table["correlation"].to_list() == pytest.approx([1.0, 1.0])
    between, across = table["overlap"].to_list()
    assert between == 3
    assert across <= 3
    assert table["overlap_expected"][0] == pytest.approx(9 / table["members"][0], rel=1e-7)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_correlation_as_scipy(seed: int) -> None:
    found = variant(seed)
    years = [2016 + j % 2 for j in range(found.columns.height)]
    found = replace(found, columns=found.columns.with_columns(pl.Series("year", years)))
    table = broker_stability(found, windows(found, 1), 10, resamples=5)
    dense = found.incidence.toarray()
    shares = allocation(found.rows, "sectors")[1]
    parts = [dense[:, [j for j, y in enumerate(years) if y == year]] for year in (2016, 2017)]
    both = np.all([part.sum(axis=1) > 0 for part in parts], axis=0)
    for row in table.iter_rows(named=True):
        values = []
        for part in parts:
            columns = pl.DataFrame({"id": [str(j) for j in range(part.shape[1])]})
            network = project(TwoMode(found.rows, columns, type(found.incidence)(part)))
            between = betweenness(network.weights)
            cross = np.nan_to_num(brokerage(network.weights, shares).cross)
            values.append((between if row["measure"] == "betweenness" else cross)[both])
        assert row["members"] == both.sum()
        if min(np.ptp(value) for value in values) == 0:
            assert row["correlation"] is None
        else:
            expected = spearmanr(*values).statistic
            assert row["correlation"] == pytest.approx(expected, abs=1e-7)


def test_other_brokers_by_hand() -> None:
    """b between a and c; then a between b and c: nobody brokers twice."""
    found = dated(
        {"P": (2016, ["a", "b"]), "Q": (2016, ["b", "c"]), "R": (2017, ["a", "b"]),
         "S": (2017, ["a", "c"])}
    )
    table = broker_stability(found, windows(found, 1), 2, resamples=10)
    between = table.filter(pl.col("measure") == "betweenness")
    assert between.select("members", "first", "overlap").row(0) == (3, 2, 0)
    assert between["correlation"][0] == pytest.approx(-0.5)
    # One broker in either period, among three members.
    assert between["overlap_expected"][0] == pytest.approx(1 / 3, rel=1e-7)


def test_seeds() -> None:
    found = _twice(variant(0))
    one, again, other = (
        broker_stability(found, windows(found, 1), seed=seed, resamples=20) for seed in (1, 1, 2)
    )
    assert one.equals(again)
    assert not one.equals(other)


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """Everything in one year, then an empty year: nobody is in both."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    known = replace(found, columns=columns)
    alone = broker_stability(known, windows(known, 1), resamples=3)
    assert alone.schema == pl.Schema(SCHEMA)
    assert alone.is_empty()
    twice = _twice(found)
    table = broker_stability(twice, windows(twice, 1), resamples=3)
    assert table.schema == pl.Schema(SCHEMA)
    assert table.height == (2 if found.incidence.nnz else 0)
    if name in ("single", "pair", "full"):
        assert table["correlation"].null_count() == 2
        assert table["overlap"].to_list() == [0, 0]
