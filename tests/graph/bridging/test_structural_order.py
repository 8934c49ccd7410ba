import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.network import from_networkx
from clusterkg.graph.structural_order import structural_order

GRAPHS = {
    "path": nx.path_graph(5), "cycle": nx.cycle_graph(6), "star": nx.star_graph(5),
    "twins": nx.Graph([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 5), (4, 5)]),
    "alike parts": nx.disjoint_union(nx.path_graph(4), nx.path_graph(4)),
    "Zachary": nx.karate_club_graph(), "Florentine": nx.florentine_families_graph(),
    "Davis": nx.davis_southern_women_graph(), "nothing": nx.empty_graph(0),
}


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("weighted", [False, True])
def test_names_change_nothing(name: str, weighted: bool) -> None:
    """Whatever the nodes are called, the network in this order is the same matrix."""
    graph = nx.convert_node_labels_to_integers(nx.Graph(GRAPHS[name]))
    for u, v, data in graph.edges(data=True):
        data["weight"] = 1.0 + (u * v) % 3 if weighted else 1.0
    random, matrices = np.random.default_rng(0), []
    for _ in range(8):
        names = dict(enumerate(map(str, random.permutation(len(graph)))))
        network = from_networkx(nx.relabel_nodes(graph, names))
        order = structural_order(network.weights, network.ids)
        assert sorted(order) == list(range(len(graph)))
        matrices.append(network.weights[order][:, order].toarray())
    for matrix in matrices[1:]:
        np.testing.assert_array_equal(matrix, matrices[0])


def test_the_unit_of_the_weights_changes_nothing() -> None:
    graph = nx.relaxed_caveman_graph(5, 4, 0.2, seed=1)
    for u, v, data in graph.edges(data=True):
        data["weight"] = 1.0 + (u * v) % 5
    network = from_networkx(graph)
    order = structural_order(network.weights, network.ids).tolist()
    assert structural_order(network.weights * 2.0**-30, network.ids).tolist() == order
