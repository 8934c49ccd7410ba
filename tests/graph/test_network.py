import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp

from clusterkg.graph.network import Network, NetworkError, TwoMode, as_network, from_networkx
from clusterkg.ontology.errors import ClusterkgError


@pytest.fixture
def path() -> nx.Graph:
    graph = nx.Graph(name="path")
    graph.add_node("b", sectors=["textile", "health"], kind="cluster", country="IT")
    graph.add_node("a", sectors="textile; digital", label="A")
    graph.add_edge("a", "b", weight=2.5)
    graph.add_edge("b", "c")
    return graph


def test_nodes_are_sorted_and_ties_are_symmetric(path: nx.Graph) -> None:
    network = from_networkx(path)
    assert network.name == "path"
    assert network.ids == ["a", "b", "c"]
    assert network.weights.toarray().tolist() == [[0, 2.5, 0], [2.5, 0, 1], [0, 1, 0]]


def test_attributes_are_taken_over_and_joined_text_is_split(path: nx.Graph) -> None:
    nodes = from_networkx(path).nodes
    expected = [["digital", "textile"], ["health", "textile"], None]
    assert nodes["sectors"].to_list() == expected
    assert nodes["label"].to_list() == ["A", None, None]


def test_round_trip_through_networkx(path: nx.Graph) -> None:
    network = from_networkx(path)
    exported = network.to_networkx()
    assert dict(exported.nodes["b"]) == {
        "kind": "cluster",
        "country": "IT",
        "sectors": "health;textile",
    }
    again = from_networkx(exported)
    assert again.nodes.equals(network.nodes)
    assert (again.weights != network.weights).nnz == 0


def test_self_loops_are_dropped_and_counted(path: nx.Graph) -> None:
    path.add_edge("a", "a")
    path.add_edge("c", "c", weight=3)
    network = from_networkx(path)
    assert network.loops_dropped == 2
    assert network.weights.diagonal().tolist() == [0, 0, 0]


def test_parallel_ties_are_summed() -> None:
    graph = nx.MultiGraph([("a", "b", {"weight": 2}), ("a", "b", {"weight": 0.5}), ("b", "b", {})])
    network = from_networkx(graph)
    assert network.weights[0, 1] == 2.5
    assert network.loops_dropped == 1


def test_nodes_need_not_be_text() -> None:
    assert from_networkx(nx.path_graph(3), {"sector": {0: "x", 1: ["y", "z"]}}).nodes[
        "sectors"
    ].to_list() == [["x"], ["y", "z"], None]


def test_no_ties_and_no_nodes() -> None:
    assert from_networkx(nx.empty_graph(3)).weights.nnz == 0
    assert from_networkx(nx.Graph()).nodes.height == 0


def test_groups_replace_what_the_nodes_say(path: nx.Graph) -> None:
    network = as_network(from_networkx(path), {"sector": {"c": "health"}, "country": {"a": "FR"}})
    assert network.nodes["sectors"].to_list() == [None, None, ["health"]]
    assert network.nodes["country"].to_list() == ["FR", None, None]


def test_a_network_is_taken_as_it_is(path: nx.Graph) -> None:
    network = from_networkx(path)
    assert as_network(network) is network


@pytest.mark.parametrize("weight", [0, -1, float("nan"), "2", None])
def test_weights_are_positive_numbers(weight: object) -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", weight=weight)
    with pytest.raises(NetworkError, match="weights are positive"):
        from_networkx(graph)


def test_directed_graphs_are_refused() -> None:
    with pytest.raises(NetworkError, match="to_undirected"):
        as_network(nx.DiGraph([("a", "b")]))


def test_groups_of_unknown_nodes_are_refused(path: nx.Graph) -> None:
    with pytest.raises(NetworkError, match="'d', which is not a node"):
        from_networkx(path, {"sector": {"d": "x"}})


def test_nodes_with_one_text_are_refused() -> None:
    with pytest.raises(ClusterkgError, match="id '1' is there 2 times"):
        from_networkx(nx.Graph([(1, "1")]))


def _frame(*ids: str) -> pl.DataFrame:
    return pl.DataFrame({"id": list(ids)})


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[0.0]], "for 2 nodes"),
        ([[1.0, 0.0], [0.0, 0.0]], "self-loops"),
        ([[0.0, 1.0], [0.0, 0.0]], "not symmetric"),
        ([[0.0, -1.0], [-1.0, 0.0]], "positive"),
        ([[0.0, np.inf], [np.inf, 0.0]], "positive"),
    ],
)
def test_weights_that_are_no_network_are_refused(weights: list[list[float]], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        Network("x", _frame("a", "b"), sp.csr_array(np.array(weights)))


def test_evidence_is_about_the_nodes() -> None:
    evidence = TwoMode(_frame("b"), _frame("p"), sp.csr_array([[1.0]]))
    with pytest.raises(NetworkError, match="evidence"):
        Network("x", _frame("a"), sp.csr_array((1, 1)), evidence)


@pytest.mark.parametrize(
    ("rows", "incidence", "message"),
    [
        (_frame("a", "b"), [[1.0]], "its tables say"),
        (_frame("a"), [[2.0]], "count each pair once"),
        (pl.DataFrame({"name": ["a"]}), [[1.0]], "no column 'id'"),
    ],
)
def test_two_mode_networks_are_checked(
    rows: pl.DataFrame, incidence: list[list[float]], message: str
) -> None:
    with pytest.raises(NetworkError, match=message):
        TwoMode(rows, _frame("p"), sp.csr_array(incidence))
