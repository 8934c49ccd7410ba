import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.bridging_centrality import bridging_centrality, bridging_coefficient
from clusterkg.graph.network import from_networkx
from tests.graph.degenerate import NETWORKS

KNOWN = {
    "Zachary": nx.karate_club_graph(), "Florentine": nx.florentine_families_graph(),
    "Davis": nx.davis_southern_women_graph(), "sparse": nx.gnp_random_graph(40, 0.06, seed=1),
} | {name: network.to_networkx() for name, network in NETWORKS.items()}


def test_by_hand() -> None:
    """Two triangles joined through node 3, which has two contacts of degree three."""
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6)])
    found = bridging_coefficient(from_networkx(graph).weights)
    assert found[3] == pytest.approx((1 / 2) / (1 / 3 + 1 / 3))
    assert found[2] == pytest.approx((1 / 3) / (1 / 2 + 1 / 2 + 1 / 2))
    # Nine of the fifteen pairs of others are joined through node 3 alone.
    centrality = bridging_centrality(from_networkx(graph).weights)
    assert centrality[3] == pytest.approx(9 / 15 * 3 / 4)
    assert np.argmax(centrality) == 3


@pytest.mark.parametrize("graph", KNOWN.values(), ids=KNOWN)
def test_it_is_betweenness_times_the_coefficient(graph: nx.Graph) -> None:
    graph = nx.relabel_nodes(nx.Graph(graph), str)
    network = from_networkx(graph)
    between = nx.betweenness_centrality(graph)
    expected = [
        between[i] / graph.degree[i] / sum(1 / graph.degree[k] for k in graph[i])
        if graph.degree[i] else np.nan
        for i in network.ids
    ]
    found = bridging_centrality(network.weights)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15, equal_nan=True)
