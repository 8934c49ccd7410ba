import math
from functools import cache

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project
from clusterkg.graph.structural_holes import constraint, effective_size, efficiency, hierarchy

from .degenerate import NETWORKS
from .real import two_mode


@pytest.fixture(scope="module", params=["counts", "newman"])
def real(request: pytest.FixtureRequest) -> Network:
    return project(two_mode(), request.param)


@cache
def plain_effective_size() -> dict[str, float]:
    """By networkx and without weights, which both weightings have in common."""
    network = project(two_mode())
    return nx.effective_size(network.to_networkx(), nodes=network.ids)


@pytest.mark.parametrize("weighted", [False, True])
def test_constraint_equals_networkx(real: Network, weighted: bool) -> None:
    expected = nx.constraint(real.to_networkx(), weight="weight" if weighted else None)
    _equal(constraint(real.weights, weighted), [expected[i] for i in real.ids])


@pytest.mark.parametrize("weighted", [False, True])
def test_effective_size_equals_networkx(real: Network, weighted: bool) -> None:
    # Without nodes, networkx divides by the wrong strongest tie (networkx pull request 8906).
    expected = nx.effective_size(real.to_networkx(), nodes=real.ids, weight="weight") \
        if weighted else plain_effective_size()
    _equal(effective_size(real.weights, weighted), [expected[i] for i in real.ids])


def test_both_weightings_have_the_same_ties() -> None:
    one, other = (project(two_mode(), weighting).weights for weighting in ("counts", "newman"))
    assert ((one != 0) != (other != 0)).nnz == 0


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


def _hierarchy(graph: nx.Graph, node: int, weight: str | None) -> float:
    """The Coleman-Theil index, from networkx's constraint of each contact."""
    local = [nx.local_constraint(graph, node, contact, weight) for contact in graph[node]]
    if len(local) < 2:
        return 1.0 if local else math.nan
    ratios = [c * len(local) / sum(local) for c in local]
    return sum(r * math.log(r) for r in ratios) / (len(local) * math.log(len(local)))


KNOWN = {
    "Zachary": nx.karate_club_graph(), "Florentine": nx.florentine_families_graph(),
    "Davis": nx.davis_southern_women_graph(), "sparse": nx.gnp_random_graph(40, 0.06, seed=1),
    **{name: network.to_networkx() for name, network in NETWORKS.items()},
}


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("graph", KNOWN.values(), ids=KNOWN)
def test_hierarchy_and_efficiency_of_known_networks(graph: nx.Graph, weighted: bool) -> None:
    network = from_networkx(nx.relabel_nodes(nx.Graph(graph), str))
    graph, key = network.to_networkx(), "weight" if weighted else None
    expected = [_hierarchy(graph, node, key) for node in network.ids]
    # Equal constraints leave a rounding of the last digits around zero.
    np.testing.assert_allclose(
        hierarchy(network.weights, weighted), expected, rtol=1e-9, atol=1e-12, equal_nan=True
    )
    sizes = nx.effective_size(graph, nodes=network.ids, weight=key)
    expected = [sizes[i] / graph.degree[i] if graph.degree[i] else math.nan for i in network.ids]
    _equal(efficiency(network.weights, weighted), expected)


def test_all_constraint_from_one_contact_is_a_hierarchy() -> None:
    """By hand: 0's contacts 1 and 2 constrain alike; a third that both know constrains more."""
    assert hierarchy(from_networkx(nx.star_graph(3)).weights).tolist() == [0, 1, 1, 1]
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (3, 1), (3, 2)])
    assert 0 < hierarchy(from_networkx(graph).weights)[0] < 1


def test_star_by_hand() -> None:
    """Burt (1992): the centre of a star with n contacts has effective size n, constraint 1/n."""
    star = from_networkx(nx.star_graph(4))
    assert effective_size(star.weights).tolist() == [4, 1, 1, 1, 1]
    assert constraint(star.weights).tolist() == [0.25, 1, 1, 1, 1]


def test_isolates_have_neither() -> None:
    network = from_networkx(nx.Graph([(0, 1), (2, 2)]))
    assert math.isnan(constraint(network.weights)[2])
    for measure in (effective_size, efficiency, hierarchy):
        assert math.isnan(measure(network.weights)[2])


def _equal(found: np.ndarray, expected: list[float]) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12, equal_nan=True)
