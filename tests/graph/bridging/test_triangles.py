from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph import triangles as module
from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project
from clusterkg.graph.triangles import triangles
from tests.graph.degenerate import NETWORKS
from tests.graph.planted import by_hand

GRAPHS = {
    "Zachary": from_networkx(nx.relabel_nodes(nx.karate_club_graph(), str)),
    "planted": project(by_hand()), **NETWORKS,
}


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("table", [0, 1 << 24], ids=["searched", "looked up"])
def test_every_triangle_is_listed_once(
    name: str, table: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TABLE", table)
    monkeypatch.setattr(module, "_AT_ONCE", 50)  # in several pieces
    network: Network = GRAPHS[name]
    graph = nx.from_scipy_sparse_array(network.weights)
    expected = {
        frozenset(nodes) for i in graph for nodes in combinations([i, *graph[i]], 3)
        if graph.subgraph(nodes).number_of_edges() == 3
    }
    found = triangles(network.weights)
    assert {frozenset(corners) for corners in found.corners().T.tolist()} == expected
    assert found.corners().shape[1] == len(expected)
    assert found.ties.shape[1] == graph.number_of_edges()
    a, b, c = found.corners()
    for side, ends in zip(found.sides, ((a, b), (a, c), (b, c)), strict=True):
        assert np.array_equal(found.ties[:, side], np.stack(ends))


@pytest.mark.parametrize("name", GRAPHS)
def test_sums_beside_ties(name: str) -> None:
    network: Network = GRAPHS[name]
    found = triangles(network.weights)
    values, matrix = np.arange(1.0, found.ties.shape[1] + 1), np.zeros((found.n, found.n))
    matrix[found.ties[0], found.ties[1]] = matrix[found.ties[1], found.ties[0]] = values
    both = matrix @ (matrix > 0)
    np.testing.assert_allclose(
        found.beside(values), [both[tuple(found.ties)], both[tuple(found.ties[::-1])]]
    )
