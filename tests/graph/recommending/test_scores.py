"""Link prediction scores against networkx, against series of matrix powers and by hand."""

from itertools import combinations, product

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Floats, Sparse
from clusterkg.graph.network import NetworkError, TwoMode, from_networkx
from clusterkg.graph.recommending import baselines, neighbours, two_mode_paths, walks
from tests.graph.degenerate import NETWORKS, TWO_MODES, two_mode
from tests.graph.planted import variant

KARATE = nx.karate_club_graph()
FLORENCE = nx.florentine_families_graph()
LOCAL = {
    "common_neighbours": lambda graph, pairs: [
        (u, v, len(list(nx.common_neighbors(graph, u, v)))) for u, v in pairs
    ],
    "jaccard": nx.jaccard_coefficient,
    "adamic_adar": nx.adamic_adar_index,
    "resource_allocation": nx.resource_allocation_index,
    "preferential_attachment": nx.preferential_attachment,
}
ONE_MODE = {**baselines.ONE_MODE, "Katz": lambda weights: walks.katz(weights, 0.01)}


def _dense(score: Sparse | Floats) -> Floats:
    return score if isinstance(score, np.ndarray) else np.asarray(score.toarray())


@pytest.mark.parametrize("name", LOCAL)
@pytest.mark.parametrize("graph", [KARATE, FLORENCE], ids=["Zachary", "Florence"])
def test_as_networkx(name: str, graph: nx.Graph) -> None:
    order = sorted(graph, key=str)
    place = {node: i for i, node in enumerate(order)}
    found = _dense(getattr(neighbours, name)(from_networkx(graph).weights))
    plain = nx.Graph(list(graph.edges))
    pairs = list(combinations(order, 2))
    expected = LOCAL[name](plain, pairs)
    for u, v, score in expected:
        assert found[place[u], place[v]] == pytest.approx(score, abs=1e-9)
        assert found[place[v], place[u]] == found[place[u], place[v]]


def test_katz_is_the_sum_over_walks() -> None:
    """Against matrix powers, and its row sums against networkx's Katz centrality."""
    weights = from_networkx(KARATE).weights
    ties = (weights.toarray() > 0).astype(float)
    series = sum(0.05**k * np.linalg.matrix_power(ties, k) for k in range(1, 60))
    found = walks.katz(weights, 0.05)
    assert found == pytest.approx(series - np.diag(np.diag(series)), abs=1e-9)
    central = nx.katz_centrality_numpy(nx.Graph(ties), alpha=0.05, beta=1.0, normalized=False)
    assert series.sum(axis=1) + 1.0 == pytest.approx(list(central.values()), abs=1e-9)


def test_truncated_katz_counts_walks_up_to_its_length() -> None:
    weights = from_networkx(KARATE).weights
    ties = (weights.toarray() > 0).astype(float)
    for length in (1, 2, 3, 4):
        series = sum(0.1**k * np.linalg.matrix_power(ties, k) for k in range(1, length + 1))
        found = walks.truncated_katz(weights, 0.1, length).toarray()
        assert found == pytest.approx(series - np.diag(np.diag(series)), abs=1e-12)


def test_pagerank_as_networkx() -> None:
    graph = nx.Graph(list(KARATE.edges))
    found = walks.personalised_pagerank(from_networkx(graph).weights, 0.85)
    order = sorted(graph, key=str)
    at = [nx.pagerank(graph, 0.85, {node: 1.0}, max_iter=500, tol=1e-13) for node in order]
    for (i, u), (j, v) in combinations(enumerate(order), 2):
        assert found[i, j] == pytest.approx(at[i][v] + at[j][u], abs=1e-9)


def test_walk_scores_refuse_what_has_no_sum() -> None:
    weights = from_networkx(KARATE).weights
    largest = np.linalg.eigvalsh((weights.toarray() > 0).astype(float))[-1]
    with pytest.raises(NetworkError, match="one over the largest eigenvalue"):
        walks.katz(weights, 1.0 / largest)
    with pytest.raises(NetworkError, match="beta -1"):
        walks.katz(weights, -1.0)
    with pytest.raises(NetworkError, match="damping 1"):
        walks.personalised_pagerank(weights, 1.0)


def test_normalised_l3_by_its_definition() -> None:
    """The sum of a_iu a_uv a_vj / sqrt(k_u k_v), node by node (Kovács et al. 2019)."""
    graph = nx.Graph(list(FLORENCE.edges))
    found = two_mode_paths.normalised_l3(from_networkx(graph).weights).toarray()
    order = sorted(graph)
    for (i, x), (j, y) in combinations(enumerate(order), 2):
        ways = [(u, v) for u, v in product(graph[x], graph[y]) if graph.has_edge(u, v)]
        expected = sum((graph.degree[u] * graph.degree[v]) ** -0.5 for u, v in ways)
        assert found[i, j] == pytest.approx(expected, abs=1e-12)


def _held(found: TwoMode) -> list[set[int]]:
    """The members of each partnership."""
    dense = found.incidence.toarray()
    return [set(np.flatnonzero(dense[:, j]).tolist()) for j in range(dense.shape[1])]


@pytest.mark.parametrize("seed", [0, 1])
def test_two_mode_scores_by_counting_paths(seed: int) -> None:
    found = variant(seed)
    held, n = _held(found), found.rows.height
    together = [[sum(i in p and j in p for p in held) for j in range(n)] for i in range(n)]
    newman = [
        [sum(1 / (len(p) - 1) for p in held if i in p and j in p) for j in range(n)]
        for i in range(n)
    ]
    paths = two_mode_paths.shared_partner_paths(found.incidence).toarray()
    by_newman = two_mode_paths.shared_partners_newman(found.incidence).toarray()
    rare = two_mode_paths.two_mode_adamic_adar(found.incidence).toarray()
    memberships = [sum(k in p for p in held) for k in range(n)]
    for i, j in combinations(range(n), 2):
        shared = [k for k in set(range(n)) - {i, j} if together[i][k] and together[k][j]]
        assert paths[i, j] == sum(together[i][k] * together[k][j] for k in shared)
        assert by_newman[i, j] == pytest.approx(sum(newman[i][k] * newman[k][j] for k in shared))
        if not together[i][j]:
            assert all(memberships[k] >= 2 for k in shared)
            logs = sum(1 / np.log(memberships[k]) for k in shared)
            assert rare[i, j] == pytest.approx(logs, abs=1e-12)


def test_three_paths_by_hand() -> None:
    """Members m1 m2 in P, m2 m3 in Q: m1 reaches Q by m2 alone; m2 reaches nothing new."""
    found = two_mode_paths.three_paths(TWO_MODES["with an isolate"].incidence).toarray()
    assert found.tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize("seed", [0, 1])
def test_three_paths_by_counting(seed: int) -> None:
    found = variant(seed)
    held = _held(found)
    paths = two_mode_paths.three_paths(found.incidence).toarray()
    for i, q in product(range(found.rows.height), range(len(held))):
        others = [p for p in range(len(held)) if p != q and i in held[p]]
        assert paths[i, q] == sum(len((held[p] & held[q]) - {i}) for p in others)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("score", ONE_MODE)
def test_at_the_edge_one_mode(name: str, score: str) -> None:
    """Symmetric, no pair with itself, nothing negative; isolates score zero."""
    weights = NETWORKS[name].weights
    found = _dense(ONE_MODE[score](weights))
    assert found.shape == weights.shape
    assert np.array_equal(found, found.T)
    assert not np.any(np.diag(found))
    assert np.all(found >= 0)
    alone = np.diff(weights.indptr) == 0
    assert not np.any(found[alone])


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge_two_mode(name: str) -> None:
    found = TWO_MODES[name]
    scores = baselines.scores(found)
    assert tuple(scores) == baselines.NAMES
    n = found.rows.height
    assert all(score.shape == (n, n) for score in scores.values())
    assert all(np.array_equal(score, score.T) for score in scores.values())
    assert two_mode_paths.three_paths(found.incidence).shape == found.incidence.shape


def test_walks_stay_in_their_component() -> None:
    weights = NETWORKS["disconnected"].weights
    for score in (walks.katz(weights, 0.1), walks.personalised_pagerank(weights)):
        assert not np.any(score[:3, 3:])
        assert score[0, 2] > 0


def test_katz_of_the_baselines_always_exists() -> None:
    """On a network so dense that the default beta is too large."""
    graph = nx.complete_graph(220)
    with pytest.raises(NetworkError, match="largest eigenvalue"):
        walks.katz(from_networkx(graph).weights)
    names = [f"m{i:03d}" for i in range(220)]
    everybody = two_mode({"P": names}, names, [220])
    assert np.all(np.isfinite(baselines.scores(everybody)["Katz"]))
