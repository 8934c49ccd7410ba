import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.centrality import articulation_points, betweenness, degree, strength
from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project

from .real import two_mode


@pytest.fixture(scope="module", params=["counts", "newman"])
def real(request: pytest.FixtureRequest) -> Network:
    return project(two_mode(), request.param)


def test_the_real_network_is_not_trivial(real: Network) -> None:
    assert len(real.ids) > 400
    assert real.weights.nnz > 3000


def test_degree_and_strength_equal_networkx(real: Network) -> None:
    graph = real.to_networkx()
    assert degree(real.weights).tolist() == [graph.degree[i] for i in real.ids]
    expected = [graph.degree(i, weight="weight") for i in real.ids]
    np.testing.assert_allclose(strength(real.weights), expected, rtol=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_betweenness_equals_networkx(real: Network, weighted: bool) -> None:
    graph = real.to_networkx()
    for _, _, data in graph.edges(data=True):
        data["distance"] = 1 / data["weight"]
    expected = nx.betweenness_centrality(graph, weight="distance" if weighted else None)
    found = betweenness(real.weights, weighted)
    np.testing.assert_allclose(found, [expected[i] for i in real.ids], rtol=1e-9, atol=1e-15)


def test_articulation_points_equal_networkx(real: Network) -> None:
    expected = set(nx.articulation_points(real.to_networkx()))
    found = articulation_points(real.weights)
    assert {i for i, cut in zip(real.ids, found, strict=True) if cut} == expected


def test_weights_change_the_shortest_way() -> None:
    """By hand: 0-1-2 with strong ties (length 1/4 each) is shorter than the direct tie 0-2."""
    network = from_networkx(nx.Graph([(0, 1, {"weight": 4}), (1, 2, {"weight": 4}), (0, 2)]))
    assert betweenness(network.weights).tolist() == [0, 0, 0]
    assert betweenness(network.weights, weighted=True).tolist() == [0, 1, 0]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks(n: int) -> None:
    network = from_networkx(nx.path_graph(n))
    for weighted in (False, True):
        assert betweenness(network.weights, weighted).tolist() == [0.0] * n
    assert articulation_points(network.weights).tolist() == [False] * n
