import networkx as nx
import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from clusterkg.graph import bridging
from clusterkg.graph.network import Network, NetworkError, from_networkx
from clusterkg.graph.projection import project
from clusterkg.graph.ranking import ranks
from clusterkg.graph.uncertainty.measures import named
from clusterkg.graph.uncertainty.rank_intervals import Drawing, rank_intervals

from . import planted
from .degenerate import TWO_MODES
from .real import two_mode


@pytest.fixture(scope="module")
def network() -> Network:
    return project(planted.by_hand())


@pytest.fixture(scope="module")
def table(network: Network) -> pl.DataFrame:
    return bridging.profile(network)


def test_one_row_a_node_by_rank(network: Network, table: pl.DataFrame) -> None:
    assert sorted(table["id"]) == sorted(network.ids)
    assert table["rank"].to_list() == list(range(1, table.height + 1))


def test_the_same_twice(network: Network, table: pl.DataFrame) -> None:
    assert_frame_equal(bridging.profile(network), table, check_exact=True)


def test_any_networkx_graph_gives_the_same(network: Network, table: pl.DataFrame) -> None:
    graph = network.to_networkx()
    assert_frame_equal(bridging.profile(graph), table)
    bare = nx.Graph(graph.edges(data=True))
    bare.add_nodes_from(graph)
    sectors = dict(graph.nodes(data="sectors"))
    found = bridging.profile(bare, groups={"sector": sectors})
    same = ["id", "sector_brokerage", "cross_sector_z", "rank"]
    assert_frame_equal(found.select(same), table.select(same))
    assert found["country_brokerage"].null_count() == found.height


def test_new_names_change_nothing(network: Network, table: pl.DataFrame) -> None:
    names = {i: f"{(n * 7919) % 1009:04d}" for n, i in enumerate(network.ids)}
    found = bridging.profile(nx.relabel_nodes(network.to_networkx(), names))
    back = {new: old for old, new in names.items()}
    found = found.with_columns(pl.col("id").replace_strict(back)).sort("id")
    # Names decide the rank between nodes that brokerage and betweenness do not tell apart.
    assert_frame_equal(found.drop("rank"), table.sort("id").drop("rank"))
    told = table.filter(~pl.struct("cross_sector_bridging", "betweenness").is_duplicated())
    assert told.height >= 10
    assert_frame_equal(
        found.join(told, on="id", how="semi").select("id", "rank"),
        told.sort("id").select("id", "rank"),
    )


def test_an_added_isolate_changes_nothing(network: Network, table: pl.DataFrame) -> None:
    graph = network.to_networkx()
    graph.add_node("zz", sectors="b", country="IT", kind="cluster", label="zz")
    found = bridging.profile(graph).filter(pl.col("id") != "zz")
    n = len(network.ids)
    # Betweenness is a share of all pairs of other nodes, closeness of all others.
    scaled = found.with_columns(
        pl.col("betweenness", "bridging_centrality") * (n * (n - 1)) / ((n - 1) * (n - 2)),
        pl.col("closeness") * n / (n - 1),
    )
    assert_frame_equal(scaled, table)


def test_only_clusters_are_ranked(network: Network) -> None:
    graph = network.to_networkx()
    graph.nodes["bridge"]["kind"] = "company"
    found = bridging.profile(graph)
    assert found["id"][-1] == "bridge"
    assert found["rank"][-1] is None
    assert found["rank"].drop_nulls().to_list() == list(range(1, found.height))
    assert found.filter(id="b01")["degree"][0] == 6


def test_order_by_score_then_betweenness_then_id() -> None:
    score = np.array([np.nan, 1.0, 2.0, 2.0, 1.0, -3.0])
    between = np.array([9.0, 0.5, 0.1, 0.2, 0.5, 0.0])
    eligible = np.array([True, True, True, True, True, False])
    found = ranks(score, between, ["a", "c", "d", "e", "b", "f"], eligible)
    assert found.tolist() == [5, 4, 2, 1, 3, 0]


@pytest.mark.parametrize("weighted", [False, True])
def test_weights_are_used_when_asked(weighted: bool) -> None:
    graph = nx.Graph([(0, 1, {"weight": 4}), (1, 2, {"weight": 4}), (0, 2), (2, 3)])
    found = bridging.profile(graph, {"sector": {0: "x"}}, weighted=weighted).sort("id")
    expected = nx.constraint(graph, weight="weight" if weighted else None)
    assert found["constraint"].to_list() == pytest.approx(list(expected.values()))
    assert found["strength"].to_list() == [5, 8, 6, 1]


def test_graphs_without_nodes_or_ties() -> None:
    assert bridging.profile(nx.Graph()).is_empty()
    assert bridging.profile(nx.empty_graph(3))["rank"].to_list() == [1, 2, 3]


def test_self_loops_change_nothing(network: Network, table: pl.DataFrame) -> None:
    graph = network.to_networkx()
    graph.add_edge("hub", "hub", weight=7)
    assert from_networkx(graph).loops_dropped == 1
    assert_frame_equal(bridging.profile(graph), table)


def test_rank_intervals_are_those_of_drawn_partnerships(network: Network) -> None:
    evidence = network.evidence
    assert evidence is not None
    found = bridging.profile(network, bootstrap=60, seed=1).head(10)
    everyone = np.ones(len(network.ids), dtype=np.bool_)
    drawn = Drawing("partnerships", samples=60, seed=1)
    expected = rank_intervals(evidence, named("bridging"), everyone, drawn)
    both = found.join(expected, on="id", validate="1:1")
    assert both.height == 10
    assert both["rank_low"].equals(both["low"])
    assert both["rank_high"].equals(both["high"])
    assert both["rank"].is_between(both["rank_low"], both["rank_high"]).all()


def test_rank_intervals_heed_given_sectors(network: Network) -> None:
    one = {"sector": dict.fromkeys(network.ids, "x")}
    found = bridging.profile(network, one, bootstrap=39)
    last = network.nodes.height
    assert found.select("rank_low", "rank_high").head(10).unique().rows() == [(1, last)]


def test_rank_intervals_are_the_same_for_one_seed() -> None:
    real = project(two_mode())
    one, two, other = (bridging.profile(real, seed=s, bootstrap=39) for s in (3, 3, 4))
    assert_frame_equal(one, two)
    interval = ["rank_low", "rank_high"]
    assert one[interval].drop_nulls().height == 10
    assert not one[interval].equals(other[interval])


def test_rank_intervals_need_evidence(network: Network) -> None:
    with pytest.raises(NetworkError, match="no evidence"):
        bridging.profile(network.to_networkx(), bootstrap=2)
    evidence = planted.by_hand()
    fewer = network.to_networkx()
    fewer.remove_edge("bridge", "b01")
    cut = Network("cut", network.nodes, from_networkx(fewer).weights, evidence)
    with pytest.raises(NetworkError, match="not those its evidence gives"):
        bridging.profile(cut, bootstrap=2)


def test_the_real_network_is_profiled() -> None:
    network = project(two_mode())
    found = bridging.profile(network)
    clusters = network.nodes.filter(kind="cluster").height
    assert found["rank"].drop_nulls().to_list() == list(range(1, clusters + 1))
    assert found["cross_sector_bridging"].head(10).is_sorted(descending=True)


def test_rank_intervals_need_resamples(network: Network) -> None:
    with pytest.raises(NetworkError, match="draw at least one"):
        bridging.profile(network, bootstrap=-1)


def test_rank_intervals_without_partnerships_are_all_ranks() -> None:
    found = bridging.profile(project(TWO_MODES["no partnerships"]), bootstrap=3)
    assert found.select("rank_low", "rank_high").rows() == [(1, 2), (1, 2)]
