import math

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project
from clusterkg.graph.structural_holes import constraint, effective_size

from .real import two_mode


@pytest.fixture(scope="module", params=["counts", "newman"])
def real(request: pytest.FixtureRequest) -> Network:
    return project(two_mode(), request.param)


@pytest.mark.parametrize("weighted", [False, True])
def test_constraint_equals_networkx(real: Network, weighted: bool) -> None:
    expected = nx.constraint(real.to_networkx(), weight="weight" if weighted else None)
    _equal(constraint(real.weights, weighted), [expected[i] for i in real.ids])


@pytest.mark.parametrize("weighted", [False, True])
def test_effective_size_equals_networkx(real: Network, weighted: bool) -> None:
    # Without nodes, networkx divides by the wrong strongest tie (networkx pull request 8906).
    key = "weight" if weighted else None
    expected = nx.effective_size(real.to_networkx(), nodes=real.ids, weight=key)
    _equal(effective_size(real.weights, weighted), [expected[i] for i in real.ids])


@pytest.mark.parametrize("weighted", [False, True])
def test_random_weights_equal_networkx_node_by_node(weighted: bool) -> None:
    """The formulas for chosen nodes are another implementation than those for all nodes."""
    random = np.random.default_rng(5)
    graph = nx.gnp_random_graph(25, 0.15, seed=5)
    for u, v in graph.edges:
        graph.edges[u, v]["weight"] = float(random.uniform(0.1, 4))
    network = from_networkx(graph)
    key, nodes = ("weight" if weighted else None), [int(i) for i in network.ids]
    expected = nx.constraint(graph, nodes=nodes, weight=key)
    _equal(constraint(network.weights, weighted), [expected[i] for i in nodes])
    expected = nx.effective_size(graph, nodes=nodes, weight=key)
    _equal(effective_size(network.weights, weighted), [expected[i] for i in nodes])


def test_star_by_hand() -> None:
    """Burt (1992): the centre of a star with n contacts has effective size n, constraint 1/n."""
    star = from_networkx(nx.star_graph(4))
    assert effective_size(star.weights).tolist() == [4, 1, 1, 1, 1]
    assert constraint(star.weights).tolist() == [0.25, 1, 1, 1, 1]


def test_isolates_have_neither() -> None:
    network = from_networkx(nx.Graph([(0, 1), (2, 2)]))
    assert math.isnan(constraint(network.weights)[2])
    assert math.isnan(effective_size(network.weights)[2])


def _equal(found: np.ndarray, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True)
