import math

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Floats
from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.participation import (
    communities,
    community_shares,
    participation,
    within_module_z,
)
from clusterkg.graph.projection import project

from .degenerate import NETWORKS
from .planted import variant
from .real import two_mode


def _star(sectors: dict[str, str | list[str]]) -> Network:
    graph = nx.Graph([("m", leaf, {"weight": w}) for leaf, w in [("a", 1), ("b", 2), ("c", 3)]])
    graph.add_node("z")
    return from_networkx(graph, {"sector": sectors})


@pytest.mark.parametrize(
    ("sectors", "unweighted", "weighted"),
    [
        ({"a": "x", "b": "x", "c": "x"}, 0.0, 0.0),
        ({"a": "x", "b": "x", "c": "y"}, 1 - (4 + 1) / 9, 1 - (9 + 9) / 36),
        ({"a": "x", "b": "y", "c": "z"}, 1 - 3 / 9, 1 - (1 + 4 + 9) / 36),
        ({"a": "x", "b": "y"}, 1 - 2 / 4, 1 - (1 + 4) / 9),
        ({"a": ["x", "y"]}, 0.5, 0.5),
        ({"a": "x", "b": [], "c": "y"}, 0.5, 1 - (1 + 9) / 16),
        ({"a": ["x", "y"], "b": "x"}, 1 - (1.5**2 + 0.5**2) / 4, 1 - (2.5**2 + 0.5**2) / 9),
    ],
)
def test_by_hand(sectors: dict[str, str | list[str]], unweighted: float, weighted: float) -> None:
    network = _star(sectors)
    middle = network.ids.index("m")
    found = participation(network.weights, allocation(network.nodes, "sectors")[1])
    assert found[middle] == pytest.approx(unweighted)
    found = participation(network.weights, allocation(network.nodes, "sectors")[1], weighted=True)
    assert found[middle] == pytest.approx(weighted)


def test_undefined_without_contacts_in_a_group() -> None:
    network = _star({"a": "x"})
    found = participation(network.weights, allocation(network.nodes, "sectors")[1])
    assert [i for i, p in zip(network.ids, found, strict=True) if math.isnan(p)] == list("abcz")


def test_two_cliques_are_two_communities() -> None:
    network = from_networkx(nx.barbell_graph(5, 1))
    found = communities(network.weights, network.ids)
    left, right = ({found[network.ids.index(str(i))] for i in part} for part in ((0, 4), (6, 10)))
    assert len(left) == len(right) == 1
    assert left != right


def over_communities(network: Network, seed: int) -> Floats:
    found = communities(network.weights, network.ids, seed)
    return participation(network.weights, community_shares(found))


@pytest.mark.parametrize("seed", range(3))
def test_neither_names_nor_isolates_change_communities(seed: int) -> None:
    network = project(variant(seed))
    found = over_communities(network, seed)
    graph = network.to_networkx()
    renamed = {i: f"{(n * 7919 + seed) % 1009:04d}" for n, i in enumerate(network.ids)}
    other = nx.relabel_nodes(graph, renamed)
    other.add_node("alone")
    again = from_networkx(other)
    values = over_communities(again, seed)
    expected = [values[again.ids.index(renamed[i])] for i in network.ids]
    np.testing.assert_allclose(found, expected, equal_nan=True)


def _within(graph: nx.Graph, label: dict[str, str | None], weight: str | None) -> list[float]:
    """Guimerà and Amaral (2005), node by node, for nodes of one module each."""
    inside = {
        i: sum(d.get(weight, 1) for k, d in graph[i].items() if label[k] == label[i])
        for i in graph
        if label[i]
    }
    z = []
    for i in graph:
        module = [inside[k] for k in inside if label[k] == label[i]]
        spread = np.std(module) if module else 0.0
        z.append((inside[i] - np.mean(module)) / spread if spread > 1e-12 else math.nan)
    return z


@pytest.mark.parametrize("weighted", [False, True])
def test_within_module_z_equals_the_definition(weighted: bool) -> None:
    network = project(two_mode())
    shares = allocation(network.nodes, "country")[1]
    label = dict(network.nodes.select("id", "country").iter_rows())
    expected = _within(network.to_networkx(), label, "weight" if weighted else None)
    found = within_module_z(network.weights, shares, weighted)
    assert np.isfinite(found).sum() > 200
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True)


def test_within_module_z_over_communities_of_zachary() -> None:
    graph = nx.karate_club_graph()
    network = from_networkx(nx.relabel_nodes(graph, str))
    found = communities(network.weights, network.ids)
    label = {i: str(c) for i, c in zip(network.ids, found, strict=True)}
    order = network.to_networkx()
    z = within_module_z(network.weights, community_shares(found))
    np.testing.assert_allclose(z, _within(order, label, None), rtol=1e-9, equal_nan=True)
    # The instructor and the president lead their modules.
    first = {network.ids[i] for i in np.argsort(-np.nan_to_num(z))[:3]}
    assert {"0", "33"} <= first


def test_a_node_in_several_modules_has_the_mean_of_its_z() -> None:
    network = _star({"m": ["x", "y"], "a": "x", "b": "x", "c": "y", "z": "y"})
    m, half = network.ids.index("m"), [2.5 * 0 + 2, 1]
    # x: m by half has 2 ties inside, a and b half a tie each; y: m has 1, c half, z none.
    z = []
    for own, others in zip(half, ([0.5, 0.5], [0.5, 0.0]), strict=True):
        values, weights = np.array([own, *others]), np.array([0.5, 1, 1])
        mean = np.average(values, weights=weights)
        z.append((own - mean) / math.sqrt(np.average((values - mean) ** 2, weights=weights)))
    shares = allocation(network.nodes, "sectors")[1]
    assert within_module_z(network.weights, shares)[m] == pytest.approx(np.mean(z))


@pytest.mark.parametrize("name", NETWORKS)
def test_within_module_z_at_the_edge(name: str) -> None:
    network = NETWORKS[name]
    shares = allocation(network.nodes, "sectors")[1]
    found = within_module_z(network.weights, shares)
    assert found.shape == (len(network.ids),)
    # By hand: 0, 3 and 6 are in sector a, and of these 3 and 6 are tied; elsewhere all are alike.
    expected = {"disconnected": {0: -math.sqrt(2), 3: math.sqrt(0.5), 6: math.sqrt(0.5)}}
    told = {i: pytest.approx(z) for i, z in expected.get(name, {}).items()}
    assert {i: z for i, z in enumerate(found) if np.isfinite(z)} == told


def test_of_one_seed_and_two_orders_of_nodes() -> None:
    """Nodes of like surroundings are told apart: neither names nor rows decide."""
    graph = nx.disjoint_union_all([nx.path_graph(4), nx.path_graph(4), nx.cycle_graph(6)])
    random = np.random.default_rng(5)
    sizes = set()
    for _ in range(10):
        names = dict(enumerate(map(str, random.permutation(len(graph)))))
        network = from_networkx(nx.relabel_nodes(graph, names))
        found = communities(network.weights, network.ids, seed=3)
        sizes.add(tuple(np.bincount(found)))
    assert len(sizes) == 1
