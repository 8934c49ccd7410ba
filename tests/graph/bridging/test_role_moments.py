"""Means and variances of the five roles under permuted groups, and what other nulls say."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Sparse, binary
from clusterkg.graph.brokerage import ROLES, Brokerage, brokerage
from clusterkg.graph.label_permutation import cross_z, role_moments, role_z
from clusterkg.graph.network import from_networkx
from clusterkg.graph.projection import project
from tests.graph.degenerate import NETWORKS
from tests.graph.planted import by_hand

LABELS: dict[str, list[list[str]]] = {
    "one each": [["x"], ["x"], ["x"], ["y"], ["y"], ["z"], ["x"]],
    "several": [["x"], ["x", "y"], ["y"], ["x", "y", "z"], ["z"], ["x"], ["z"]],
    "some none": [["x"], ["x"], [], ["y"], ["x", "y"], ["x"], ["x"]],
    "two groups": [["x"], ["x"], ["x"], ["x"], ["y"], ["y"], ["y"]],
    "all different": [[name] for name in "abcdefg"],
}
GRAPHS = {
    "small": nx.Graph([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (3, 4), (4, 5), (5, 1), (2, 5)]),
    "star": nx.star_graph(5),
}


def _with(graph: nx.Graph, labels: list[list[str]]) -> tuple[Sparse, Sparse]:
    """Nodes 0 to 5 with their ties, and an isolate."""
    graph = nx.Graph(graph)
    graph.add_node(6)
    network = from_networkx(graph, {"sector": {i: x for i, x in enumerate(labels) if x}})
    return network.weights, allocation(network.nodes, "sectors")[1]


def _in_every_permutation(
    weights: Sparse, shares: Sparse, paths: Sparse | None
) -> dict[str, np.ndarray]:
    movable = np.flatnonzero((np.diff(shares.indptr) > 0) & (np.diff(weights.indptr) > 0))
    counts: dict[str, list[np.ndarray]] = {role: [] for role in ROLES}
    known: dict[bytes, Brokerage] = {}
    for order in permutations(movable):
        moved = np.arange(shares.shape[0])
        moved[movable] = order
        # Nodes of the same groups may change places without anything being another.
        placed = shares.toarray()[moved].tobytes()
        if placed not in known:
            known[placed] = brokerage(weights, shares[moved], paths)
        for role in ROLES:
            counts[role].append(np.nan_to_num(getattr(known[placed], role)))
    return {role: np.array(values) for role, values in counts.items()}


@pytest.mark.parametrize(
    ("graph", "labels", "ways"),
    [*(("small", labels, False) for labels in LABELS), ("star", "several", False),
     ("small", "several", True)],
)
def test_moments_equal_those_of_all_permutations(graph: str, labels: str, ways: bool) -> None:
    weights, shares = _with(GRAPHS[graph], LABELS[labels])
    paths = None
    if ways:
        upper = sp.triu(weights)
        upper.data = np.arange(1.0, upper.nnz + 1)
        paths = sp.csr_array(upper + upper.T)
    counts = _in_every_permutation(weights, shares, paths)
    labelled = np.diff(shares.indptr) > 0
    for role, (mean, variance) in role_moments(weights, shares, paths).items():
        np.testing.assert_allclose(mean, counts[role].mean(axis=0) * labelled, atol=1e-9)
        np.testing.assert_allclose(variance, counts[role].var(axis=0) * labelled, atol=1e-8)


def test_a_sample_of_permutations_agrees() -> None:
    network = project(by_hand())
    shares = allocation(network.nodes, "sectors")[1]
    tied = np.flatnonzero(np.diff(network.weights.indptr))
    random, moved = np.random.default_rng(1), np.arange(len(network.ids))
    drawn: dict[str, list[np.ndarray]] = {role: [] for role in ROLES}
    for _ in range(1500):
        moved[tied] = random.permutation(tied)
        found = brokerage(network.weights, shares[moved])
        for role in ROLES:
            drawn[role].append(getattr(found, role))
    for role, (mean, variance) in role_moments(network.weights, shares).items():
        error = np.sqrt(variance / 1500)
        off = np.abs(np.mean(drawn[role], axis=0) - mean)
        assert (off[tied] <= 5 * error[tied] + 1e-9).all()


def test_z_is_the_count_less_its_mean_over_its_deviation() -> None:
    network = project(by_hand())
    shares = allocation(network.nodes, "sectors")[1]
    z, counts = role_z(network.weights, shares), brokerage(network.weights, shares)
    for role, (mean, variance) in role_moments(network.weights, shares).items():
        told = variance > 0
        expected = (getattr(counts, role) - mean)[told] / np.sqrt(variance[told])
        np.testing.assert_allclose(z[role][told], expected, rtol=1e-9)
        assert np.isnan(z[role][~told]).all()
    np.testing.assert_array_equal(z["gatekeeper"], z["representative"])
    np.testing.assert_array_equal(z["cross"], -z["coordinator"])
    np.testing.assert_array_equal(z["cross"], cross_z(network.weights, shares))


@pytest.mark.parametrize("name", NETWORKS)
def test_at_the_edge_z_is_undefined_or_finite(name: str) -> None:
    network = NETWORKS[name]
    shares = allocation(network.nodes, "sectors")[1]
    found = role_z(network.weights, shares)
    brokers = brokerage(network.weights, shares).total > 0
    assert list(found) == [*ROLES, "cross"]
    for z in found.values():
        assert z.shape == (len(network.ids),)
        assert np.isnan(z[~brokers]).all()
    defined = name in {"disconnected", "star", "weighted", "self-loops"}
    assert bool(np.isfinite(found["liaison"]).any()) == defined


def test_new_names_and_an_isolate_change_nothing() -> None:
    network = project(by_hand())
    shares = allocation(network.nodes, "sectors")[1]
    n = len(network.ids)
    order = np.random.default_rng(2).permutation(n)
    other = sp.block_diag([network.weights[order][:, order], sp.csr_array((1, 1))], format="csr")
    with_alone = sp.vstack([shares[order], shares[[0]]], format="csr")
    found, again = role_z(network.weights, shares), role_z(binary(other), with_alone)
    for role, z in found.items():
        np.testing.assert_allclose(again[role][:n], z[order], rtol=1e-9, atol=1e-9)
