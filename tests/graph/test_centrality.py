import math
from fractions import Fraction

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from clusterkg.graph.centrality import betweenness, closeness, degree, strength
from clusterkg.graph.network import Network, NetworkError, from_networkx
from clusterkg.graph.projection import project

from .degenerate import NETWORKS
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
    # In whole numbers, which networkx adds up without rounding.
    near = {(a, b): Fraction(w).limit_denominator(10**6) for a, b, w in graph.edges(data="weight")}
    scale = math.lcm(*(weight.numerator for weight in near.values()))
    for tie, weight in near.items():
        graph.edges[tie]["distance"] = int(scale / weight)
    expected = nx.betweenness_centrality(graph, weight="distance" if weighted else None)
    found = betweenness(real.weights, weighted)
    np.testing.assert_allclose(found, [expected[i] for i in real.ids], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("weighted", [False, True])
def test_closeness_equals_networkx(real: Network, weighted: bool) -> None:
    graph = real.to_networkx()
    for _, _, data in graph.edges(data=True):
        data["distance"] = 1 / data["weight"]
    expected = nx.closeness_centrality(graph, distance="distance" if weighted else None)
    np.testing.assert_allclose(
        closeness(real.weights, weighted), [expected[i] for i in real.ids], rtol=1e-9
    )


# The last is so long that one node is taken at a time.
@pytest.mark.parametrize(
    "graph",
    [
        nx.karate_club_graph(), nx.florentine_families_graph(), nx.davis_southern_women_graph(),
        nx.gnp_random_graph(90, 0.02, seed=1), nx.gnp_random_graph(150, 0.05, seed=2),
        nx.complete_graph(7), nx.star_graph(6), nx.barbell_graph(6, 2), nx.barbell_graph(5, 40),
    ],
    ids="Zachary Florentine Davis sparse dense complete star barbell long".split(),
)
def test_steps_of_known_networks_equal_networkx(graph: nx.Graph) -> None:
    graph = nx.relabel_nodes(graph, str)
    network = from_networkx(graph)
    between, close = nx.betweenness_centrality(graph), nx.closeness_centrality(graph)
    expected = [between[i] for i in network.ids]
    np.testing.assert_allclose(betweenness(network.weights), expected, rtol=1e-9, atol=1e-15)
    expected = [close[i] for i in network.ids]
    np.testing.assert_allclose(closeness(network.weights), expected, rtol=1e-9)


def test_weights_change_the_shortest_way() -> None:
    """By hand: 0-1-2 with strong ties (length 1/4 each) is shorter than the direct tie 0-2."""
    network = from_networkx(nx.Graph([(0, 1, {"weight": 4}), (1, 2, {"weight": 4}), (0, 2)]))
    assert betweenness(network.weights).tolist() == [0, 0, 0]
    assert betweenness(network.weights, weighted=True).tolist() == [0, 1, 0]


def test_ways_are_equally_short_but_for_rounding() -> None:
    """By hand: 0 to 3 by three ties of length 1/5, or by two of 3/10, which are 3/5 either way."""
    ties = [(0, 1, 5), (1, 2, 5), (2, 3, 5), (0, 4, 10 / 3), (4, 3, 10 / 3)]
    assert 1 / 5 + 1 / 5 + 1 / 5 != 3 / 10 + 3 / 10
    graph = nx.Graph()
    graph.add_weighted_edges_from(ties)
    found = betweenness(from_networkx(graph).weights, weighted=True)
    # 1 has the pair 0-2 and half of 0-3, 2 likewise 1-3; 0 has 1-4, 3 has 2-4; 4 half of 0-3.
    assert found.tolist() == pytest.approx([1 / 6, 1.5 / 6, 1.5 / 6, 1 / 6, 0.5 / 6], abs=1e-15)


def test_random_lengths_equal_networkx() -> None:
    graph = nx.gnp_random_graph(60, 0.1, seed=3)
    random = np.random.default_rng(3)
    for _, _, data in graph.edges(data=True):
        data["distance"] = 10.0 ** random.uniform(-3, 3)
        data["weight"] = 1 / data["distance"]
    network = from_networkx(nx.relabel_nodes(graph, lambda i: f"{i:02d}"))
    expected = list(nx.betweenness_centrality(graph, weight="distance").values())
    np.testing.assert_allclose(betweenness(network.weights, True), expected, rtol=1e-9, atol=1e-15)


def test_long_ways_with_lengths_equal_networkx() -> None:
    graph = nx.grid_2d_graph(60, 5)
    for number, (_, _, data) in enumerate(graph.edges(data=True)):
        data["distance"] = 1 + number % 2
        data["weight"] = 1 / data["distance"]
    names = {node: f"{node[0]:02d}-{node[1]}" for node in graph}
    network = from_networkx(nx.relabel_nodes(graph, names))
    between = nx.betweenness_centrality(graph, weight="distance")
    expected = [between[node] for node in sorted(graph)]
    np.testing.assert_allclose(betweenness(network.weights, True), expected, rtol=1e-9)


@pytest.mark.parametrize("large", [1e13, 1e20])
def test_ties_that_rounding_loses_are_refused(large: float) -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([(0, 1, 1.0), (0, 2, 1.0), (1, 2, large)])
    with pytest.raises(NetworkError, match="differ by a factor"):
        betweenness(from_networkx(graph).weights, weighted=True)


def test_more_paths_than_a_number_can_say_are_refused() -> None:
    """A chain of 330 layers of ten, each tied to all of the next: 10^328 ways through."""
    layer = sp.eye_array(330, k=1) + sp.eye_array(330, k=-1)
    weights = sp.csr_array(sp.kron(layer, np.ones((10, 10))))
    with pytest.raises(NetworkError, match="more shortest paths"):
        betweenness(weights, weighted=True)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("weighted", [False, True])
def test_at_the_edge_both_equal_networkx(name: str, weighted: bool) -> None:
    network = NETWORKS[name]
    graph = network.to_networkx()
    for _, _, data in graph.edges(data=True):
        data["distance"] = 1 / data["weight"]
    key = "distance" if weighted else None
    between = nx.betweenness_centrality(graph, weight=key)
    found = betweenness(network.weights, weighted)
    np.testing.assert_allclose(found, [between[i] for i in network.ids], atol=1e-15)
    close = nx.closeness_centrality(graph, distance=key)
    found = closeness(network.weights, weighted)
    np.testing.assert_allclose(found, [close[i] for i in network.ids], rtol=1e-9)


def test_new_names_and_an_isolate_change_nothing_but_the_scale(real: Network) -> None:
    n = len(real.ids)
    order = np.random.default_rng(4).permutation(n)
    other = sp.block_diag([real.weights[order][:, order], sp.csr_array((1, 1))], format="csr")
    found, again = betweenness(real.weights), betweenness(other)[:n]
    np.testing.assert_allclose(again * n / (n - 2), found[order], rtol=1e-9, atol=1e-15)
    found, again = closeness(real.weights), closeness(other)[:n]
    np.testing.assert_allclose(again * n / (n - 1), found[order], rtol=1e-9)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tiny_networks(n: int) -> None:
    network = from_networkx(nx.path_graph(n))
    for weighted in (False, True):
        assert betweenness(network.weights, weighted).tolist() == [0.0] * n
        assert closeness(network.weights, weighted).tolist() == [float(n == 2)] * n
