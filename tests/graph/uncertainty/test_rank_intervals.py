import networkx as nx
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import rankdata

from clusterkg.graph import centrality, structural_holes
from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Floats, Ints
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.label_permutation import cross_z
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.participation import participation
from clusterkg.graph.projection import project
from clusterkg.graph.ranking import cross_bridging
from clusterkg.graph.uncertainty.completion import Sample
from clusterkg.graph.uncertainty.measures import MEASURES, Measure, named
from clusterkg.graph.uncertainty.rank_intervals import (
    Drawing,
    bounds,
    draws,
    needed,
    rank_intervals,
    ranks_in,
)
from clusterkg.graph.uncertainty.tied_ranks import tied_ranks
from tests.graph.degenerate import TWO_MODES
from tests.graph.planted import by_hand

from .small import everyone, two_mode

COLUMNS = ["id", "rank", "rank_last", "low", "high", "median", "probability_first_k"]
SOME_MISSING = two_mode(
    {"P": "abcd", "Q": "abe", "R": "cdf", "S": "gh"}, {"P": 6, "Q": 3, "R": 5, "S": 4},
    sectors="xyxyxyxy",
)
each = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)


def test_ties_share_ranks() -> None:
    values = np.array([3.0, 5.0, 3.0, np.nan, 1.0, 3.0 + 1e-12, np.nan, 9.0])
    eligible = np.array([True] * 7 + [False])
    first, last = tied_ranks(values, eligible)
    # scipy: the smallest and the largest of tied ranks.
    order = np.array([3.0, 5.0, 3.0, -np.inf, 1.0, 3.0, -np.inf])
    assert first.tolist() == rankdata(-order, "min").tolist()
    assert last.tolist() == rankdata(-order, "max").tolist()
    assert tied_ranks(values, eligible, largest_first=False)[0].tolist() == [2, 5, 2, 6, 1, 2, 6]


@each
def test_with_nothing_missing_the_interval_is_the_rank(measure: Measure) -> None:
    of = two_mode({"P": "abcd", "Q": "abe", "R": "cdf", "S": "gh"}, sectors="xyxyxyxy")
    table = rank_intervals(of, measure, everyone(of), Drawing(samples=39))
    assert table["low"].to_list() == table["rank"].to_list()
    assert table["high"].to_list() == table["rank_last"].to_list()
    middle = (table["rank"] + table["rank_last"]) / 2
    assert table["median"].to_list() == middle.to_list()


@each
def test_side_by_side_is_as_one_by_one(measure: Measure) -> None:
    samples = list(draws(SOME_MISSING, Drawing(samples=25, seed=3)))
    together = ranks_in(SOME_MISSING, samples, [measure], everyone(SOME_MISSING))[measure.name]
    for i, sample in enumerate(samples):
        alone = ranks_in(SOME_MISSING, [sample], [measure], everyone(SOME_MISSING))[measure.name]
        assert np.array_equal(together[0][i], alone[0][0])
        assert np.array_equal(together[1][i], alone[1][0])


@each
def test_observed_ranks_are_those_of_the_measure_itself(measure: Measure) -> None:
    of = by_hand()
    weights, shares = project(of).weights, allocation(of.rows, "sectors")[1]
    cross = brokerage(weights, shares).cross
    values: Floats = {
        "bridging": cross_bridging(weights, cross),
        "degree": centrality.degree(weights).astype(np.float64),
        "strength": centrality.strength(weights),
        "betweenness": centrality.betweenness(weights),
        "closeness": centrality.closeness(weights),
        "constraint": -structural_holes.constraint(weights),
        "effective_size": structural_holes.effective_size(weights),
        "participation": participation(weights, shares),
        "cross_sector_brokerage": cross,
        "cross_sector_z": cross_z(weights, shares),
    }[measure.name]
    first, last = tied_ranks(values, everyone(of))
    table = rank_intervals(of, measure, everyone(of), Drawing(samples=1))
    found = dict(zip(table["id"], zip(table["rank"], table["rank_last"], strict=True), strict=True))
    assert [found[i] for i in of.rows["id"]] == list(zip(first, last, strict=True))


def test_degree_agrees_with_networkx() -> None:
    graph = nx.complete_graph(4)
    graph.add_edge(3, 4)
    of = two_mode({"P": "abcd", "Q": "de"})
    table = rank_intervals(of, named("degree"), everyone(of), Drawing(samples=1)).sort("id")
    degrees = [-d for _, d in graph.degree]
    assert table["rank"].to_list() == rankdata(degrees, "min").tolist()


@pytest.mark.parametrize("source", ["missing", "partnerships", "both"])
def test_the_same_seed_gives_the_same_table(source: str) -> None:
    one, two, other = (
        rank_intervals(SOME_MISSING, named("strength"), everyone(SOME_MISSING),
                       Drawing(source, samples=39, seed=seed))
        for seed in (3, 3, 4)
    )
    assert_frame_equal(one, two, check_exact=True)
    assert not one.equals(other)


@pytest.mark.parametrize("first", [1, 3, 30])
def test_the_chances_of_the_first_ranks_sum_to_their_number(first: int) -> None:
    of = two_mode({"P": "abcd", "Q": "abe", "R": "cdf", "S": "gh"})
    table = rank_intervals(of, named("strength"), everyone(of), Drawing("partnerships"),
                           first=first)
    assert table["probability_first_k"].sum() == pytest.approx(min(first, 8))
    with_others = rank_intervals(SOME_MISSING, named("strength"), everyone(SOME_MISSING),
                                 first=first)
    assert with_others["probability_first_k"].sum() <= min(first, 8) + 1e-9


def test_the_interval_leaves_out_as_many_on_either_side() -> None:
    ranks = np.arange(1, 200)[:, None]
    assert _bounds(ranks, ranks + 1) == (5, 196)
    assert _bounds(ranks[:39], ranks[:39]) == (1, 39)
    assert [needed(level) for level in (0.5, 0.9, 0.95, 0.99)] == [3, 19, 39, 199]
    # Fewer than needed: all of them.
    assert _bounds(ranks[:5], ranks[:5]) == (1, 5)


def _bounds(lows: Ints, highs: Ints) -> tuple[int, int]:
    low, high = bounds(lows, highs, 0.95)
    return low.item(), high.item()


def test_partnerships_are_drawn_as_many_as_have_members() -> None:
    of = two_mode({"P": "ab", "Q": "bc", "R": "", "S": "cd"})
    times = np.array([s.times for s in draws(of, Drawing("partnerships", samples=300, seed=1))])
    assert (times.sum(axis=1) == 3).all()
    assert (times[:, 2] == 0).all()
    # Each is drawn at least once with chance 1 - (2/3)^3.
    assert (times[:, 0] > 0).mean() == pytest.approx(1 - (2 / 3) ** 3, abs=0.1)


def test_a_partnership_drawn_twice_weighs_twice() -> None:
    of = two_mode({"P": "ab", "Q": "cd"})
    sample = Sample(np.arange(4), of.incidence, np.array([2.0, 1.0]))
    found = ranks_in(of, [sample], [named("strength")], everyone(of))["strength"]
    assert found[0][0].tolist() == [1, 1, 3, 3]


@each
@pytest.mark.parametrize("name", TWO_MODES)
def test_networks_at_the_edge(measure: Measure, name: str) -> None:
    of: TwoMode = TWO_MODES[name]
    table = rank_intervals(of, measure, everyone(of), Drawing("both", samples=3))
    assert table.columns == COLUMNS
    assert sorted(table["id"]) == sorted(of.rows["id"])
    assert table.null_count().sum_horizontal().sum() == 0
    assert (table["low"] <= table["high"]).all()
    nobody = rank_intervals(of, measure, ~everyone(of), Drawing(samples=3))
    assert nobody.schema == table.schema
    assert nobody.is_empty()


def test_isolates_share_the_last_rank() -> None:
    table = rank_intervals(TWO_MODES["no partnerships"], named("constraint"),
                           np.array([True, True]), Drawing(samples=39))
    assert table.rows() == [("m1", 1, 2, 1, 2, 1.5, 1.0), ("m2", 1, 2, 1, 2, 1.5, 1.0)]


def test_what_is_not_there_is_refused() -> None:
    of, all_of = SOME_MISSING, everyone(SOME_MISSING)
    with pytest.raises(NetworkError, match="source 'other': use one of missing, partnerships"):
        rank_intervals(of, named("degree"), all_of, Drawing("other"))
    with pytest.raises(NetworkError, match="level 1: it must be between 0 and 1"):
        rank_intervals(of, named("degree"), all_of, level=1.0)
    with pytest.raises(NetworkError, match="the first 0 ranks"):
        rank_intervals(of, named("degree"), all_of, first=0)
    with pytest.raises(NetworkError, match="0 samples"):
        rank_intervals(of, named("degree"), all_of, Drawing(samples=0))
    with pytest.raises(NetworkError, match="no measure is called 'fame'; there are bridging"):
        named("fame")


def test_rows_are_by_rank_then_id() -> None:
    table = rank_intervals(SOME_MISSING, named("degree"), everyone(SOME_MISSING))
    assert_frame_equal(table, table.sort("rank", "id"))
    assert table.schema == pl.Schema(
        dict.fromkeys(COLUMNS[:1], pl.String) | dict.fromkeys(COLUMNS[1:5], pl.Int64)
        | dict.fromkeys(COLUMNS[5:], pl.Float64))
