"""The null that keeps themes: by enumeration of all ways to fill the places, and by its word."""

import networkx as nx
import numpy as np
import polars as pl
import pytest
from scipy.stats import binomtest

from clusterkg.graph.membership_null import classes, theme_z
from clusterkg.graph.network import TwoMode
from clusterkg.graph.significance.curveball import samples as curveball

from . import planted
from .degenerate import TWO_MODES
from .significance.enumeration import with_margins
from .significance.test_sectors import network

SECTORS = [["a"], ["a"], ["a"], ["b"], ["b"], []]
SMALL = network(SECTORS, [[0, 1], [0, 3, 5], [2, 3, 4], [1, 2]])
SCHEMA = {
    "id": pl.String, "observed": pl.Float64, "expected": pl.Float64, "sd": pl.Float64,
    "z": pl.Float64, "p": pl.Float64,
}


def brokered(matrix: np.ndarray, node: int) -> int:
    """Open ordered pairs of contacts around a node, not all three of one sector; word for word."""
    graph = nx.Graph()
    graph.add_nodes_from(range(len(SECTORS)))
    for own in matrix.T:
        inside = np.flatnonzero(own).tolist()
        graph.add_edges_from((i, k) for i in inside for k in inside if i < k)
    return sum(
        not (SECTORS[i] == SECTORS[node] == SECTORS[k])
        for i in graph[node] for k in graph[node]
        if i != k and not graph.has_edge(i, k) and SECTORS[i] and SECTORS[k] and SECTORS[node]
    )


def test_moments_and_p_by_enumeration() -> None:
    matrix = SMALL.incidence.toarray().astype(np.int64)
    every = with_margins(matrix, [0, 0, 0, 1, 1, 2])
    assert len(every) > 3
    samples = 500
    found = {row["id"]: row for row in theme_z(SMALL, samples, seed=1).to_dicts()}
    for node in range(5):
        row = found[f"o{node}"]
        counts = np.array([brokered(one, node) for one in every])
        observed = brokered(matrix, node)
        assert row["observed"] == observed
        assert row["expected"] == pytest.approx(counts.mean(), abs=4 * counts.std() / 22 + 1e-9)
        assert row["sd"] == pytest.approx(counts.std(), rel=0.15, abs=1e-9)
        hits = round(row["p"] * (samples + 1)) - 1
        share = float((counts >= observed).mean())
        assert binomtest(hits, samples, share).pvalue > 1e-3
        if counts.std() > 0:
            assert row["z"] == pytest.approx((observed - row["expected"]) / row["sd"])
        else:
            assert row["z"] is None
    assert [found["o5"][name] for name in list(SCHEMA)[1:]] == [None] * 5


def test_themes_stay() -> None:
    """Every partnership keeps its members of each set of sectors; no sector is a set too."""
    given = planted.variant(3)
    rows = given.rows.with_columns(
        sectors=pl.when(pl.int_range(pl.len()) % 7 == 0).then(pl.lit(None))
        .when(pl.int_range(pl.len()) % 5 == 0).then(pl.lit(["a", "z"])).otherwise("sectors")
    )
    kinds = classes(rows)
    assert len(set(kinds)) >= 5
    for drawn in curveball(given.incidence, 2, classes=kinds):
        for kind in set(kinds):
            before, after = given.incidence[kinds == kind], drawn[kinds == kind]
            assert (before.sum(axis=0) == after.sum(axis=0)).all()
    assert classes(rows.with_columns(sectors=pl.lit(["b", "a", "b"]))).tolist() == [0] * rows.height


@pytest.mark.parametrize("seed", range(3))
def test_the_bridge_is_beyond_what_themes_explain_and_the_hub_is_not(seed: int) -> None:
    table = theme_z(planted.variant(seed), 100, seed=1)
    bridge = table.row(by_predicate=pl.col("id") == planted.BRIDGE, named=True)
    hub = table.row(by_predicate=pl.col("id") == planted.HUB, named=True)
    assert bridge["p"] < 0.15
    assert bridge["z"] > 2
    assert hub["p"] == 1.0
    assert hub["observed"] == 0.0
    assert hub["expected"] > 0.0


def test_the_same_seed_gives_the_same_table() -> None:
    one, two, other = (theme_z(planted.by_hand(), 50, seed=s) for s in (1, 1, 2))
    assert one.equals(two)
    assert not one.equals(other)
    assert one["z"].drop_nulls().is_sorted(descending=True)


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """Where nothing can vary, z is null and p one; without a sector, all is null."""
    given = TWO_MODES[name]
    table = theme_z(given, 20)
    assert table.schema == SCHEMA
    assert sorted(table["id"]) == sorted(given.rows["id"])
    fixed = table.filter(pl.col("sd") == 0)
    assert fixed["z"].null_count() == fixed.height
    assert (fixed["p"] == 1.0).all()
    bare = TwoMode(given.rows.drop("sectors"), given.columns, given.incidence)
    assert theme_z(bare, 5).select("observed", "z", "p").null_count().sum_horizontal().sum() in (
        None, 3 * given.rows.height,
    )


def test_without_samples_nothing_is_expected() -> None:
    found = theme_z(SMALL, 0)
    assert found.select(pl.col("expected", "sd", "z").null_count()).row(0) == (found.height,) * 3
