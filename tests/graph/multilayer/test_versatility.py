import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Floats
from clusterkg.graph.multilayer import versatility as module
from clusterkg.graph.multilayer.multiplex import Multiplex, layers_of
from clusterkg.graph.multilayer.versatility import (
    betweenness_versatility,
    degree_versatility,
    eigenvector_versatility,
    pagerank_versatility,
)
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS

from .test_multiplex import florentine


def _supra(layered: Multiplex, coupling: float) -> Floats:
    """Dense, written from the definition."""
    n, count = layered.nodes.height, len(layered.layers)
    found = np.zeros((n * count, n * count))
    for a in range(count):
        for b in range(count):
            block = layered.layers[a].toarray() if a == b else coupling * np.eye(n)
            found[a * n : (a + 1) * n, b * n : (b + 1) * n] = block
    return found


def _summed(values: Floats, layered: Multiplex) -> Floats:
    n = layered.nodes.height
    return np.array([values[i::n].sum() for i in range(n)])


@pytest.mark.parametrize("coupling", [0.1, 1.0, 5.0])
def test_eigenvector_of_two_layers_equals_the_definition(coupling: float) -> None:
    layered = florentine()
    values, vectors = np.linalg.eig(_supra(layered, coupling))
    leading = np.abs(np.real(vectors[:, np.argmax(np.real(values))]))
    expected = _summed(leading, layered)
    found = eigenvector_versatility(layered, coupling)
    assert found == pytest.approx(expected / expected.max(), abs=1e-9)


def test_a_large_network_is_as_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = eigenvector_versatility(florentine())
    monkeypatch.setattr(module, "_DENSE", 3)
    assert eigenvector_versatility(florentine()) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("coupling", [0.0, 1.0, 5.0])
def test_betweenness_is_that_of_replicas_by_networkx(coupling: float) -> None:
    layered = florentine()
    graph = nx.from_numpy_array(_supra(layered, coupling))
    expected = _summed(np.array(list(nx.betweenness_centrality(graph).values())), layered)
    assert betweenness_versatility(layered, coupling) == pytest.approx(expected, abs=1e-12)


def test_betweenness_of_one_layer_is_that_of_the_network_and_has_a_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    network = from_networkx(nx.karate_club_graph())
    expected = nx.betweenness_centrality(network.to_networkx())
    found = betweenness_versatility(layers_of([network]))
    assert found == pytest.approx([expected[name] for name in network.ids], abs=1e-12)
    monkeypatch.setattr(module, "MOST_REPLICAS", 33)
    assert np.isnan(betweenness_versatility(layers_of([network]))).all()


@pytest.mark.parametrize("coupling", [0.1, 1.0, 5.0])
def test_pagerank_of_two_layers_equals_the_definition(coupling: float) -> None:
    """The stationary distribution of the walk, solved as a linear system."""
    layered = florentine()
    supra = _supra(layered, coupling)
    n = len(supra)
    steps = 0.85 * supra / supra.sum(axis=1, keepdims=True) + 0.15 / n
    expected = np.linalg.lstsq(
        np.vstack([steps.T - np.eye(n), np.ones(n)]), np.append(np.zeros(n), 1.0)
    )[0]
    found = pagerank_versatility(layered, coupling)
    assert found == pytest.approx(_summed(expected, layered), abs=1e-9)


def test_two_layers_as_networkx_on_the_supra_graph() -> None:
    layered = florentine()
    graph = nx.from_numpy_array(_supra(layered, 1.0))
    ranks = nx.pagerank(graph, tol=1e-14, max_iter=1000)
    expected = _summed(np.array([ranks[i] for i in range(len(graph))]), layered)
    assert pagerank_versatility(layered) == pytest.approx(expected, abs=1e-9)
    leading = nx.eigenvector_centrality_numpy(graph, weight="weight")
    expected = _summed(np.array([leading[i] for i in range(len(graph))]), layered)
    found = eigenvector_versatility(layered)
    assert found == pytest.approx(expected / expected.max(), abs=1e-9)


@pytest.mark.parametrize(
    "graph", [nx.karate_club_graph(), nx.les_miserables_graph()], ids=["Zachary", "Hugo"]
)
def test_one_layer_is_the_centrality_of_networkx(graph: nx.Graph) -> None:
    network = from_networkx(graph)
    layered, other = layers_of([network]), network.to_networkx()
    ranks = nx.pagerank(other, tol=1e-14, max_iter=1000)
    expected = [ranks[node] for node in network.ids]
    assert pagerank_versatility(layered) == pytest.approx(expected, abs=1e-9)
    leading = nx.eigenvector_centrality_numpy(other, weight="weight")
    largest = max(leading.values())
    expected = [leading[node] / largest for node in network.ids]
    assert eigenvector_versatility(layered) == pytest.approx(expected, abs=1e-9)
    assert degree_versatility(layered).tolist() == [other.degree[node] for node in network.ids]


def test_two_equal_layers_rank_as_one_does() -> None:
    network = from_networkx(nx.karate_club_graph())
    one = layers_of([network])
    two = Multiplex(network.nodes, ("a", "b"), (network.weights, network.weights))
    expected = eigenvector_versatility(one)
    assert eigenvector_versatility(two) == pytest.approx(expected, abs=1e-9)
    assert (degree_versatility(two) == 2 * degree_versatility(one)).all()


def test_of_equal_components_both_count() -> None:
    """Two triangles: the vector of ones projected on two eigenvectors is the vector of ones."""
    network = from_networkx(nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3)))
    assert eigenvector_versatility(layers_of([network])).tolist() == [1.0] * 6
    smaller = from_networkx(nx.disjoint_union(nx.complete_graph(3), nx.path_graph(2)))
    assert eigenvector_versatility(layers_of([smaller])).tolist() == [1.0] * 3 + [0.0] * 2


@pytest.mark.parametrize("coupling", [0.0, 1.0])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge(network: Network, coupling: float) -> None:
    """Without a tie the eigenvector is undefined, nobody between, and PageRank equal for all."""
    n = network.nodes.height
    for count in (1, 2):
        names = tuple("ab"[:count])
        layered = Multiplex(network.nodes, names, (network.weights,) * count)
        leading, ranks = (
            measure(layered, coupling)
            for measure in (eigenvector_versatility, pagerank_versatility)
        )
        assert leading.shape == ranks.shape == degree_versatility(layered).shape == (n,)
        assert np.isnan(leading).all() == (not network.weights.nnz)
        between = betweenness_versatility(layered, coupling)
        assert between.shape == (n,)
        assert between.any() <= bool(network.weights.nnz)
        if n:
            assert ranks.sum() == pytest.approx(1.0, abs=1e-12)
        if not network.weights.nnz:
            assert ranks == pytest.approx(np.full(n, 1 / max(n, 1)))


def test_without_layers_nothing_is_defined() -> None:
    nothing = Multiplex(NETWORKS["star"].nodes, (), ())
    assert np.isnan(pagerank_versatility(nothing)).all()
    assert np.isnan(eigenvector_versatility(nothing)).all()
    assert not betweenness_versatility(nothing).any()
    assert degree_versatility(nothing).tolist() == [0] * 5


@pytest.mark.parametrize("damping", [-0.1, 1.0])
def test_a_damping_that_is_no_chance_is_refused(damping: float) -> None:
    with pytest.raises(NetworkError, match="below 1"):
        pagerank_versatility(florentine(), damping=damping)
