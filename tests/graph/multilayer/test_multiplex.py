import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterkg.graph.arrays import Ints
from clusterkg.graph.multilayer import multiplex as module
from clusterkg.graph.multilayer.multiplex import (
    Multiplex,
    layers_by,
    layers_of,
    shared_label,
    supra_adjacency,
)
from clusterkg.graph.network import Network, NetworkError, TwoMode, from_networkx
from clusterkg.graph.projection import project
from tests.graph.degenerate import NETWORKS, TWO_MODES, two_mode


def florentine() -> Multiplex:
    """Padgett's marriages, and a second layer drawn at random between the same families."""
    marriages = nx.florentine_families_graph()
    drawn = nx.gnm_random_graph(len(marriages), 15, seed=4)
    second = nx.relabel_nodes(drawn, dict(enumerate(sorted(marriages))))
    for i, tie in enumerate(sorted(second.edges)):
        second.edges[tie]["weight"] = 0.5 + i % 3
    first, other = from_networkx(marriages), from_networkx(second)
    return Multiplex(first.nodes, ("marriage", "drawn"), (first.weights, other.weights))


def _with_layers(found: TwoMode, labels: list[list[str]]) -> TwoMode:
    column = pl.Series("layer", labels, dtype=pl.List(pl.String))
    return TwoMode(found.rows, found.columns.with_columns(column), found.incidence)


def test_each_layer_is_the_projection_of_its_partnerships() -> None:
    members = {"P": ["a", "b"], "Q": ["b", "c", "d"], "R": ["a", "b"]}
    found = two_mode(members, ["a", "b", "c", "d"], [None] * 3)
    layered = layers_by(_with_layers(found, [["x"], ["x", "y"], []]), "layer")
    assert layered.names == ("x", "y")
    for layer, columns in zip(layered.layers, ([0, 1], [1]), strict=True):
        part = TwoMode(found.rows, found.columns[columns], found.incidence[:, columns])
        assert (layer != project(part).weights).nnz == 0


def test_partnerships_count_as_often_as_they_are_drawn() -> None:
    found = _with_layers(TWO_MODES["full"], [["x"], ["y"], ["y"]])
    times: Ints = np.array([2, 0, 3])
    layered = layers_by(found, "layer", times=times)
    assert [layer.max() for layer in layered.layers] == [2.0, 3.0]


@pytest.mark.parametrize("found", TWO_MODES.values(), ids=TWO_MODES)
def test_one_layer_of_all_is_the_projection(found: TwoMode) -> None:
    """Without partnerships there is no layer."""
    layered = layers_by(found, "instrument")
    assert len(layered.layers) == (1 if found.columns.height else 0)
    for layer in layered.layers:
        assert (layer != project(found).weights).nnz == 0
    assert layers_by(found, "no such column").layers == ()
    shape = found.rows.height * len(layered.layers)
    assert supra_adjacency(layered).shape == (shape, shape)


def test_shared_labels_tie_whoever_carries_one() -> None:
    labels = [["a"], ["a", "b"], ["b"], []]
    nodes = pl.DataFrame({"id": list("wxyz"), "sectors": labels})
    assert shared_label(nodes, "sectors").toarray().tolist() == [
        [0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 0]
    ]


@pytest.mark.parametrize("coupling", [0.0, 0.3, 2.0])
def test_the_supra_adjacency_equals_its_definition(coupling: float) -> None:
    """Layers on the diagonal; off it, the coupling of each node with itself."""
    layered = florentine()
    a, b = (layer.toarray() for layer in layered.layers)
    tie = coupling * np.eye(len(a))
    expected = np.block([[a, tie], [tie, b]])
    assert supra_adjacency(layered, coupling).toarray() == pytest.approx(expected)


def test_networks_of_other_nodes_are_no_layers() -> None:
    first = from_networkx(nx.path_graph(3))
    with pytest.raises(NetworkError, match="the nodes of star are not those of network"):
        layers_of([first, NETWORKS["star"]])
    with pytest.raises(NetworkError, match="at least one layer"):
        layers_of([])
    with pytest.raises(NetworkError, match="2 layers are called network"):
        Multiplex(first.nodes, ("network",), (first.weights, first.weights))


def test_coupling_and_size_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    layered = florentine()
    with pytest.raises(NetworkError, match="zero or more"):
        supra_adjacency(layered, -1.0)
    monkeypatch.setattr(module, "LIMIT", 20)
    with pytest.raises(NetworkError, match="15 nodes in 2 layers: up to 20 together"):
        florentine()


def test_a_layer_is_checked_as_a_network_is() -> None:
    network: Network = from_networkx(nx.path_graph(3))
    with pytest.raises(NetworkError, match="for 3 nodes"):
        Multiplex(network.nodes, ("x",), (network.weights[:2][:, :2],))
