from collections.abc import Sequence
from itertools import combinations

import networkx as nx
import pytest
import rustworkx as rx

from clusterkg.graph.centrality import betweenness
from clusterkg.graph.group_measures.group_betweenness import group_betweenness
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS


def _rows(network: Network, nodes: Sequence[object]) -> list[int]:
    return [network.ids.index(str(node)) for node in nodes]


@pytest.mark.parametrize(
    "nodes", [[0], [33], [0, 33], [0, 32, 33], [4, 5], [1, 2, 3, 7], list(range(20))]
)
def test_zachary_as_rustworkx(nodes: list[int]) -> None:
    graph = nx.karate_club_graph()
    network = from_networkx(graph)
    other = rx.networkx_converter(graph)
    expected = rx.graph_group_betweenness_centrality(other, nodes)
    found = group_betweenness(network.weights, _rows(network, nodes))
    assert found == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("nodes", [[0], [33], [0, 33], [4, 5], [1, 2]])
def test_zachary_as_networkx(nodes: list[int]) -> None:
    """Of one and two nodes: of more, networkx 3.6 is wrong (its issue 8827)."""
    graph = nx.karate_club_graph()
    network = from_networkx(graph)
    expected = nx.group_betweenness_centrality(graph, nodes)
    found = group_betweenness(network.weights, _rows(network, nodes))
    assert found == pytest.approx(expected, abs=1e-12)


def test_florentine_families_as_networkx() -> None:
    graph = nx.florentine_families_graph()
    network = from_networkx(graph)
    for group in combinations(["Medici", "Guadagni", "Strozzi", "Albizzi"], 2):
        expected = nx.group_betweenness_centrality(graph, group)
        found = group_betweenness(network.weights, _rows(network, group))
        assert found == pytest.approx(expected, abs=1e-12)


def _by_definition(graph: nx.Graph, group: set[object]) -> float:
    outside = [node for node in graph if node not in group]
    through = 0.0
    for s, t in combinations(outside, 2):
        if nx.has_path(graph, s, t):
            paths = list(nx.all_shortest_paths(graph, s, t))
            through += sum(bool(group & set(path)) for path in paths) / len(paths)
    return through / (len(outside) * (len(outside) - 1) / 2)


@pytest.mark.parametrize("seed", range(6))
def test_disconnected_networks_equal_the_definition(seed: int) -> None:
    graph = nx.gnp_random_graph(15, 0.14, seed=seed)
    network = from_networkx(graph)
    for group in ({0}, {1, 2}, {3, 4, 5, 6}):
        found = group_betweenness(network.weights, _rows(network, sorted(group)))
        assert found == pytest.approx(_by_definition(graph, group), abs=1e-12)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge(network: Network) -> None:
    """No group: nothing passes. One node: its betweenness. All or all but one: undefined."""
    n = network.nodes.height
    nothing = group_betweenness(network.weights, [])
    assert nothing == (0.0 if n > 1 else pytest.approx(float("nan"), nan_ok=True))
    for left in range(min(n, 2)):
        found = group_betweenness(network.weights, range(left, n))
        assert found == pytest.approx(float("nan"), nan_ok=True)
    alone = betweenness(network.weights)
    for node in range(n if n > 2 else 0):
        found = group_betweenness(network.weights, [node])
        assert found == pytest.approx(alone[node], abs=1e-12)


def test_a_member_that_is_no_row_is_refused() -> None:
    with pytest.raises(NetworkError, match="node 9; the network has rows 0 to 4"):
        group_betweenness(NETWORKS["star"].weights, [0, 9])


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterkg.graph.group_measures.group_betweenness.LIMIT", 4)
    with pytest.raises(NetworkError, match="5 nodes"):
        group_betweenness(NETWORKS["star"].weights, [0])
