import math

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.participation import (
    communities,
    community_participation,
    sector_participation,
)
from clusterkg.graph.projection import project

from .planted import variant


def _star(sectors: dict[str, str | list[str]]) -> Network:
    graph = nx.Graph([("m", leaf, {"weight": w}) for leaf, w in [("a", 1), ("b", 2), ("c", 3)]])
    graph.add_node("z")
    return from_networkx(graph, {"sector": sectors})


@pytest.mark.parametrize(
    ("sectors", "unweighted", "weighted"),
    [
        ({"a": "x", "b": "x", "c": "x"}, 0.0, 0.0),
        ({"a": "x", "b": "x", "c": "y"}, 1 - (4 + 1) / 9, 1 - (9 + 9) / 36),
        ({"a": "x", "b": "y", "c": "z"}, 1 - 3 / 9, 1 - (1 + 4 + 9) / 36),
        ({"a": "x", "b": "y"}, 1 - 2 / 4, 1 - (1 + 4) / 9),
        ({"a": ["x", "y"]}, 0.5, 0.5),
        ({"a": "x", "b": [], "c": "y"}, 0.5, 1 - (1 + 9) / 16),
        ({"a": ["x", "y"], "b": "x"}, 1 - (1.5**2 + 0.5**2) / 4, 1 - (2.5**2 + 0.5**2) / 9),
    ],
)
def test_by_hand(sectors: dict[str, str | list[str]], unweighted: float, weighted: float) -> None:
    network = _star(sectors)
    middle = network.ids.index("m")
    found = sector_participation(network.weights, network.nodes)
    assert found[middle] == pytest.approx(unweighted)
    found = sector_participation(network.weights, network.nodes, weighted=True)
    assert found[middle] == pytest.approx(weighted)


def test_undefined_without_contacts_in_a_group() -> None:
    network = _star({"a": "x"})
    found = sector_participation(network.weights, network.nodes)
    assert [i for i, p in zip(network.ids, found, strict=True) if math.isnan(p)] == list("abcz")


def test_two_cliques_are_two_communities() -> None:
    network = from_networkx(nx.barbell_graph(5, 1))
    found = communities(network.weights, network.ids)
    left, right = ({found[network.ids.index(str(i))] for i in part} for part in ((0, 4), (6, 10)))
    assert len(left) == len(right) == 1
    assert left != right


@pytest.mark.parametrize("seed", range(3))
def test_neither_names_nor_isolates_change_communities(seed: int) -> None:
    network = project(variant(seed))
    found = community_participation(network.weights, network.ids, seed)
    graph = network.to_networkx()
    renamed = {i: f"{(n * 7919 + seed) % 1009:04d}" for n, i in enumerate(network.ids)}
    other = nx.relabel_nodes(graph, renamed)
    other.add_node("alone")
    again = from_networkx(other)
    values = community_participation(again.weights, again.ids, seed)
    expected = [values[again.ids.index(renamed[i])] for i in network.ids]
    np.testing.assert_allclose(found, expected, equal_nan=True)
