from itertools import combinations

import igraph
import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Sparse
from clusterkg.graph.centrality import betweenness
from clusterkg.graph.group_measures.bounded_betweenness import (
    bounded_betweenness,
    random_path_share,
)
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS

FAMOUS = [nx.florentine_families_graph(), nx.karate_club_graph()]


def _by_definition(graph: nx.Graph, longest: int) -> dict[object, float]:
    """Count the shortest paths of every pair one by one."""
    through = dict.fromkeys(graph, 0.0)
    for s, t in combinations(graph, 2):
        if nx.has_path(graph, s, t):
            paths = list(nx.all_shortest_paths(graph, s, t))
            for path in paths if len(paths[0]) - 1 <= longest else []:
                for node in path[1:-1]:
                    through[node] += 1 / len(paths)
    pairs = (len(graph) - 1) * (len(graph) - 2) / 2
    return {node: value / pairs for node, value in through.items()}


@pytest.mark.parametrize("graph", FAMOUS, ids=["Florentine families", "Zachary"])
@pytest.mark.parametrize("longest", [1, 2, 3, 4])
def test_equals_igraph_with_a_cutoff(graph: nx.Graph, longest: int) -> None:
    network = from_networkx(graph)
    other = igraph.Graph.Adjacency((network.weights.toarray() > 0).tolist(), mode="undirected")
    n = network.nodes.height
    expected = np.array(other.betweenness(cutoff=longest)) * 2 / ((n - 1) * (n - 2))
    assert bounded_betweenness(network.weights, longest) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("longest", [2, 3])
def test_random_networks_equal_the_definition(seed: int, longest: int) -> None:
    graph = nx.gnp_random_graph(14, 0.18, seed=seed)
    network = from_networkx(graph)
    expected = _by_definition(graph, longest)
    found = bounded_betweenness(network.weights, longest)
    assert found == pytest.approx([expected[int(node)] for node in network.ids], abs=1e-12)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_long_paths_give_betweenness_also_at_the_edge(network: Network) -> None:
    found = bounded_betweenness(network.weights, max(network.nodes.height, 1))
    assert found == pytest.approx(betweenness(network.weights), abs=1e-12)
    assert not bounded_betweenness(network.weights, 1).any()


def _chances(graph: nx.Graph, longest: int) -> dict[object, float]:
    """Follow every random path there can be, with its chance."""
    through = dict.fromkeys(graph, 0.0)

    def walk(path: list[object], left: int, chance: float) -> None:
        contacts = {v: graph.edges[path[-1], v]["weight"] for v in graph[path[-1]] if v not in path}
        if not left or not contacts:
            return
        for contact, weight in contacts.items():
            there = chance * weight / sum(contacts.values())
            through[contact] += there
            walk([*path, contact], left - 1, there)

    for start in graph:
        for length in range(1, longest + 1):
            walk([start], length, 1 / (longest * len(graph)))
    return through


def test_random_paths_pass_as_often_as_their_chances_say() -> None:
    """Against all paths enumerated by the definition, within four standard errors."""
    graph = nx.florentine_families_graph()
    random = np.random.default_rng(1)
    for tie in graph.edges:
        graph.edges[tie]["weight"] = float(random.integers(1, 4))
    network = from_networkx(graph)
    share, error = random_path_share(network.weights, 3, walks=20_000, seed=3)
    chances = _chances(graph, 3)
    expected = np.array([chances[node] for node in network.ids])
    assert (np.abs(share - expected) <= 4 * error).all()
    assert error == pytest.approx(np.sqrt(share * (1 - share) / 20_000))


def _same(a: tuple[np.ndarray, np.ndarray], b: tuple[np.ndarray, np.ndarray]) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_random_paths_at_the_edge(network: Network) -> None:
    share, error = found = random_path_share(network.weights, 2, walks=50)
    assert share.shape == error.shape == (network.nodes.height,)
    alone = np.diff(network.weights.indptr) == 0
    assert not share[alone].any()
    assert _same(found, random_path_share(network.weights, 2, walks=50))


@pytest.mark.parametrize(("longest", "walks"), [(0, 1), (1, 0), (1, 10**12)])
def test_what_cannot_be_followed_is_refused(longest: int, walks: int) -> None:
    weights: Sparse = NETWORKS["star"].weights
    with pytest.raises(NetworkError, match=r"at least 1|draw 1 to"):
        random_path_share(weights, longest, walks)


def test_paths_without_ties_are_refused() -> None:
    with pytest.raises(NetworkError, match="at least 1"):
        bounded_betweenness(NETWORKS["star"].weights, 0)


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterkg.graph.group_measures.bounded_betweenness.LIMIT", 4)
    with pytest.raises(NetworkError, match="5 nodes; paths are followed in up to 4"):
        bounded_betweenness(NETWORKS["star"].weights, 2)
