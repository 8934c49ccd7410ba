import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.group_measures.current_flow import current_flow_betweenness
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS


def _by_networkx(graph: nx.Graph, weighted: bool) -> dict[object, float]:
    """Component by component, on the scale of the whole network."""
    n, found = len(graph), dict.fromkeys(graph, 0.0)
    for nodes in nx.connected_components(graph):
        if len(nodes) > 2:
            part = graph.subgraph(nodes)
            m = len(nodes)
            scale = (m - 1) * (m - 2) / ((n - 1) * (n - 2))
            weight = "weight" if weighted else None
            values = nx.current_flow_betweenness_centrality(part, weight=weight, solver="full")
            found |= {node: value * scale for node, value in values.items()}
    return found


def _check(graph: nx.Graph, weighted: bool) -> None:
    network = from_networkx(graph)
    expected = {str(node): value for node, value in _by_networkx(graph, weighted).items()}
    found = current_flow_betweenness(network.weights, weighted)
    assert found == pytest.approx([expected[node] for node in network.ids], abs=1e-9)


@pytest.mark.parametrize("weighted", [True, False])
def test_zachary_as_networkx(weighted: bool) -> None:
    _check(nx.karate_club_graph(), weighted)


def test_florentine_families_as_networkx() -> None:
    _check(nx.florentine_families_graph(), False)


@pytest.mark.parametrize("seed", range(5))
def test_disconnected_networks_as_networkx_by_component(seed: int) -> None:
    graph = nx.gnp_random_graph(25, 0.09, seed=seed)
    random = np.random.default_rng(seed)
    for tie in graph.edges:
        graph.edges[tie]["weight"] = float(random.uniform(0.2, 3))
    _check(graph, True)


@pytest.mark.parametrize("weighted", [True, False])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge_as_networkx(network: Network, weighted: bool) -> None:
    if network.nodes.height > 2:
        _check(network.to_networkx(), weighted)
    else:
        assert not current_flow_betweenness(network.weights, weighted).any()


def test_in_a_tree_it_is_betweenness() -> None:
    """There is one path only: Newman (2005)."""
    graph = nx.random_labeled_tree(20, seed=4)
    network = from_networkx(graph)
    expected = nx.betweenness_centrality(graph)
    found = current_flow_betweenness(network.weights)
    assert found == pytest.approx([expected[int(node)] for node in network.ids], abs=1e-9)


def test_too_large_a_component_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterkg.graph.group_measures.current_flow.LIMIT", 4)
    with pytest.raises(NetworkError, match="a component has 5 nodes"):
        current_flow_betweenness(NETWORKS["star"].weights)
    current_flow_betweenness(NETWORKS["disconnected"].weights)


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_the_unit_of_the_weights_does_not_matter(unit: float) -> None:
    """A long path: a small difference of potentials at one end, a large one at the other."""
    network = from_networkx(nx.lollipop_graph(8, 40))
    found = current_flow_betweenness(network.weights * unit)
    assert found == pytest.approx(current_flow_betweenness(network.weights), abs=1e-11)
