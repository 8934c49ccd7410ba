import shutil
import subprocess
from collections.abc import Sequence
from itertools import permutations, product
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import ROLES, brokerage, open_triples
from clusterkg.graph.label_permutation import coordinator_moments, cross_z
from clusterkg.graph.network import Network, from_networkx
from clusterkg.graph.projection import project
from tests.conftest import require

from .planted import by_hand
from .real import two_mode

Labels = Sequence[Sequence[str]]


def _network(graph: nx.Graph, labels: dict[int, list[str]]) -> Network:
    return from_networkx(graph, {"sector": labels})


def _labels(network: Network, column: str) -> Labels:
    if network.nodes.schema[column].is_nested():
        return [value or [] for value in network.nodes[column].to_list()]
    return [[value] if value else [] for value in network.nodes[column].to_list()]


def _role(i: str, j: str, k: str) -> str:
    """Gould and Fernandez (1989), figure 1."""
    if i == j == k:
        return "coordinator"
    if i == k:
        return "itinerant"
    if i == j:
        return "representative"
    return "gatekeeper" if j == k else "liaison"


def _by_definition(network: Network, labels: Labels) -> np.ndarray:
    """Count triples one by one: (n, 5). A node in several groups shows each equally often."""
    graph = nx.from_scipy_sparse_array(network.weights)
    counts = np.zeros((len(labels), len(ROLES)))
    for j in graph:
        for i, k in permutations(graph[j], 2):
            if graph.has_edge(i, k):
                continue
            shown = list(product(labels[i], labels[j], labels[k]))
            for triple in shown:
                counts[j, ROLES.index(_role(*triple))] += 1 / len(shown)
        if not labels[j]:
            counts[j] = np.nan
    return counts


def _found(network: Network, column: str = "sectors") -> np.ndarray:
    counts = brokerage(network.weights, allocation(network.nodes, column)[1])
    return np.column_stack([getattr(counts, role) for role in ROLES])


def test_path_by_hand() -> None:
    """a-b-c, all in different groups: b is a liaison once each way."""
    network = _network(nx.path_graph(3), {0: ["x"], 1: ["y"], 2: ["z"]})
    assert _found(network).tolist() == [[0] * 5, [0, 0, 0, 0, 2], [0] * 5]


@pytest.mark.parametrize("seed", range(10))
def test_random_networks_equal_the_definition(seed: int) -> None:
    random = np.random.default_rng(seed)
    graph = nx.gnp_random_graph(16, 0.3, seed=seed)
    several = {
        i: sorted(set(random.choice(list("wxyz"), random.integers(1, 4)))) for i in range(14)
    }
    single = {i: labels[:1] for i, labels in several.items()}
    for labels in (single, several):
        network = _network(graph, labels)
        expected = _by_definition(network, _labels(network, "sectors"))
        np.testing.assert_allclose(_found(network), expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("column", ["country", "sectors"])
def test_the_real_network_equals_the_definition(column: str) -> None:
    network = project(two_mode())
    expected = _by_definition(network, _labels(network, column))
    assert np.nansum(expected, axis=0).min() > 0
    np.testing.assert_array_equal(_found(network, column), expected)


def test_open_triples_count_nodes_without_a_group() -> None:
    network = _network(nx.star_graph(4), {0: ["x"], 1: ["x"], 2: ["y"]})
    assert open_triples(network.weights).tolist() == [12, 0, 0, 0, 0]
    assert _found(network)[0].tolist() == [0, 0, 1, 1, 0]


def test_a_node_without_a_group_brokers_nothing_that_can_be_told() -> None:
    network = _network(nx.star_graph(3), {1: ["x"], 2: ["y"]})
    assert np.isnan(_found(network)[0]).all()
    assert np.isnan(cross_z(network.weights, allocation(network.nodes, "sectors")[1])[0])


@pytest.mark.parametrize(
    "labels",
    [
        [["x"], ["x"], ["x"], ["y"], ["y"], ["z"], ["x"]],
        [["x"], ["x", "y"], ["y"], ["x", "y", "z"], ["z"], ["x"], ["z"]],
        [["x"], ["x"], [], ["y"], ["x", "y"], ["x"], ["x"]],
        [["x"], ["x"], ["x"], ["x"], ["y"], ["y"], ["y"]],
    ],
)
def test_moments_equal_those_of_all_permutations(labels: list[list[str]]) -> None:
    """Every permutation of the groups over the nodes that have one and a tie, counted."""
    graph = nx.Graph([(0, 1), (0, 2), (0, 3), (0, 4), (1, 2), (3, 4), (4, 5), (5, 1), (2, 5)])
    graph.add_node(6)
    network = _network(graph, {i: given for i, given in enumerate(labels) if given})
    shares = allocation(network.nodes, "sectors")[1]
    movable = [i for i in range(6) if labels[i]]
    counts = []
    known: dict[bytes, np.ndarray] = {}
    for order in permutations(movable):
        moved = np.arange(7)
        moved[movable] = order
        # Nodes of the same groups may change places without anything being another.
        placed = shares.toarray()[moved].tobytes()
        if placed not in known:
            known[placed] = np.nan_to_num(brokerage(network.weights, shares[moved]).coordinator)
        counts.append(known[placed])
    mean, variance = coordinator_moments(network.weights, shares)
    np.testing.assert_allclose(mean, np.mean(counts, axis=0), atol=1e-10)
    np.testing.assert_allclose(variance, np.var(counts, axis=0), atol=1e-10)


def test_z_agrees_with_sampled_permutations() -> None:
    network = project(by_hand())
    shares = allocation(network.nodes, "sectors")[1]
    tied = np.flatnonzero(np.diff(network.weights.indptr))
    random = np.random.default_rng(0)
    crossing = []
    for _ in range(2000):
        moved = np.arange(len(network.ids))
        moved[tied] = random.permutation(tied)
        crossing.append(brokerage(network.weights, shares[moved]).cross)
    z = cross_z(network.weights, shares)
    told = ~np.isnan(z)
    observed = brokerage(network.weights, shares).cross
    sampled = (observed - np.mean(crossing, axis=0))[told] / np.std(crossing, axis=0)[told]
    np.testing.assert_allclose(z[told], sampled, rtol=0.15, atol=0.1)


def test_z_is_undefined_when_all_are_in_one_group() -> None:
    network = _network(nx.gnp_random_graph(12, 0.3, seed=1), {i: ["x"] for i in range(12)})
    assert np.isnan(cross_z(network.weights, allocation(network.nodes, "sectors")[1])).all()


SNA = """
suppressMessages(library(sna))
arguments <- commandArgs(trailingOnly = TRUE)
ties <- as.matrix(read.table(arguments[1]))
labels <- scan(arguments[2], what = "", quiet = TRUE)
write.table(brokerage(ties, labels)$raw.nli, row.names = FALSE, col.names = FALSE)
"""


def _sna(network: Network, labels: list[str], folder: Path) -> np.ndarray:
    np.savetxt(folder / "ties.txt", (network.weights.toarray() > 0).astype(int), fmt="%d")
    (folder / "labels.txt").write_text("\n".join(labels))
    (folder / "count.R").write_text(SNA)
    command = ["Rscript", "count.R", "ties.txt", "labels.txt"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return np.array([[float(x) for x in row.split()] for row in done.stdout.splitlines()])


@pytest.fixture(scope="module")
def r_sna() -> None:
    rscript = shutil.which("Rscript")
    library = [str(rscript), "-e", "library(sna)"]
    done = subprocess.run(library, capture_output=True, check=False) if rscript else None
    present = done is not None and done.returncode == 0
    require("R's package sna", present, "Debian: r-base-core r-cran-sna")


@pytest.mark.usefixtures("r_sna")
@pytest.mark.parametrize("name", ["by hand", "random", "real"])
def test_counts_equal_sna(name: str, tmp_path: Path) -> None:
    networks = {
        "by hand": lambda: project(by_hand()),
        "random": lambda: from_networkx(
            nx.gnp_random_graph(40, 0.2, seed=2), {"country": {i: "ABC"[i % 3] for i in range(40)}}
        ),
        "real": lambda: project(two_mode()),
    }
    network = networks[name]()
    # sna needs a label a node.
    graph = network.to_networkx()
    graph.remove_nodes_from([i for i, country in graph.nodes(data="country") if not country])
    network = from_networkx(graph)
    expected = _sna(network, network.nodes["country"].to_list(), tmp_path)
    counts = brokerage(network.weights, allocation(network.nodes, "country")[1])
    found = np.column_stack([_found(network, "country"), counts.total])
    assert expected.sum() > 0
    np.testing.assert_array_equal(found, expected)
