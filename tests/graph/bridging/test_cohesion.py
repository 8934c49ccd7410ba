import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterkg.graph.cohesion import articulation_points, bicomponents, bridges, membership
from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project
from tests.graph.degenerate import NETWORKS
from tests.graph.planted import BRIDGE, by_hand
from tests.graph.real import two_mode

GRAPHS = {
    "Zachary": nx.karate_club_graph,
    "Florentine": nx.florentine_families_graph,
    "Davis": nx.davis_southern_women_graph,
    "sparse": lambda: nx.gnp_random_graph(60, 0.04, seed=3),
    "real": lambda: project(two_mode()).to_networkx(),
} | {name: network.to_networkx for name, network in NETWORKS.items()}


@pytest.fixture(params=GRAPHS.values(), ids=GRAPHS)
def network(request: pytest.FixtureRequest) -> Network:
    return from_networkx(nx.relabel_nodes(request.param(), str))


def test_articulation_points_equal_networkx(network: Network) -> None:
    expected = set(nx.articulation_points(network.to_networkx()))
    found = articulation_points(network.weights)
    assert {i for i, cut in zip(network.ids, found, strict=True) if cut} == expected


def test_bridges_equal_networkx(network: Network) -> None:
    expected = {frozenset(tie) for tie in nx.bridges(network.to_networkx())}
    found = bridges(network.weights)
    assert {frozenset(network.ids[i] for i in tie) for tie in found} == expected
    assert (found[:, 0] < found[:, 1]).all()


def test_bicomponents_equal_networkx(network: Network) -> None:
    expected = {frozenset(nodes) for nodes in nx.biconnected_components(network.to_networkx())}
    table = bicomponents(network)
    found = table.group_by("bicomponent").agg("id", pl.col("size").first())
    assert {frozenset(ids) for ids in found["id"]} == expected
    assert all(size == len(ids) for ids, size in found.select("id", "size").iter_rows())
    cuts = set(nx.articulation_points(network.to_networkx()))
    assert set(table.filter("articulation_point")["id"]) == cuts
    assert table["size"].is_sorted(descending=True)
    assert membership(network.weights).shape == (len(network.ids), len(expected))


def test_the_planted_bridge_holds_two_bicomponents_together() -> None:
    table = bicomponents(project(by_hand()))
    assert table.filter(id=BRIDGE).height == 2
    assert table.filter(id=BRIDGE)["articulation_point"].all()


def test_new_names_and_an_isolate_change_nothing() -> None:
    network = project(by_hand())
    table = bicomponents(network)
    graph = network.to_networkx()
    graph.add_node("alone")
    again = bicomponents(from_networkx(nx.relabel_nodes(graph, lambda name: f"new-{name}")))
    sets = [
        set(found.group_by("bicomponent").agg(pl.col("id").sort())["id"].list.join(" "))
        for found in (table.with_columns(id="new-" + pl.col("id")), again)
    ]
    assert sets[0] == sets[1]


def test_without_ties_there_is_none() -> None:
    network = from_networkx(nx.empty_graph(3))
    assert bicomponents(network).is_empty()
    assert bridges(network.weights).shape == (0, 2)
    assert np.array_equal(articulation_points(network.weights), [False] * 3)
