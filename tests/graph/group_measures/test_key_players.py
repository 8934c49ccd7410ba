from collections.abc import Callable, Collection
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from scipy.sparse.csgraph import shortest_path

from clusterkg.graph.group_measures import key_players as module
from clusterkg.graph.group_measures.key_players import (
    AIMS,
    Aim,
    KeyPlayers,
    fragmentation,
    key_players,
    reach,
)
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS

NAN = pytest.approx(float("nan"), nan_ok=True)


def _fragmentation(graph: nx.Graph, removed: Collection[int]) -> float:
    """Borgatti (2006): one less the mean reciprocal distance of what is left."""
    left = sorted(set(graph) - set(removed))
    ties = nx.to_scipy_sparse_array(graph, weight=None)[left][:, left]
    distances = shortest_path(ties, unweighted=True)
    total = (1 / distances[distances > 0]).sum()
    return 1 - float(total) / (len(left) * (len(left) - 1))


def _reach(graph: nx.Graph, members: Collection[int]) -> float:
    """Borgatti (2006): the mean reciprocal distance from the nearest member."""
    found = nx.multi_source_dijkstra_path_length(graph, set(members), weight=None)
    return sum(1 / max(distance, 1) for distance in found.values()) / len(graph)


DEFINITIONS: dict[Aim, Callable[[nx.Graph, Collection[int]], float]] = {
    "fragment": _fragmentation, "reach": _reach,
}


def _numbered(graph: nx.Graph) -> tuple[nx.Graph, Network]:
    """A graph whose nodes are the rows of the network."""
    network = from_networkx(graph)
    return nx.from_scipy_sparse_array(network.weights), network


@pytest.mark.parametrize("seed", range(6))
def test_values_equal_the_definitions(seed: int) -> None:
    graph, network = _numbered(nx.gnp_random_graph(80, 0.02 + 0.01 * seed, seed=seed))
    random = np.random.default_rng(seed)
    for size in (1, 2, 5, 30):
        chosen = random.choice(80, size, replace=False).tolist()
        assert fragmentation(network.weights, chosen) == pytest.approx(
            _fragmentation(graph, chosen), abs=1e-12
        )
        assert reach(network.weights, chosen) == pytest.approx(_reach(graph, chosen), abs=1e-12)


def test_members_of_one_partnership_alone_share_a_row_and_change_nothing() -> None:
    """Overlapping cliques, as partnerships make them."""
    cliques = [range(9), range(7, 15), range(14, 20), range(19, 22)]
    graph, network = _numbered(nx.compose_all([
        nx.complete_graph(clique) for clique in map(list, cliques)
    ]))
    for chosen in ([7], [0, 1], [7, 8], [14, 19], list(range(9)), list(range(19))):
        rows = [network.ids.index(str(node)) for node in chosen]
        assert fragmentation(network.weights, rows) == pytest.approx(
            _fragmentation(graph, rows), abs=1e-12
        )


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("size", [1, 2, 3])
def test_florentine_families_best_of_all_sets(aim: Aim, size: int) -> None:
    graph, network = _numbered(nx.florentine_families_graph())
    found = key_players(network.weights, size, aim)
    best = max(DEFINITIONS[aim](graph, members) for members in combinations(graph, size))
    assert found.exact
    assert found.value == pytest.approx(best, abs=1e-12)
    assert DEFINITIONS[aim](graph, found.members) == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize(
    ("aim", "size"), [("fragment", 1), ("fragment", 2), ("reach", 1), ("reach", 2), ("reach", 3)]
)
def test_the_search_finds_the_best_set_of_zachary(
    aim: Aim, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, network = _numbered(nx.karate_club_graph())
    monkeypatch.setattr(module, "EXACT", 0)
    found = key_players(network.weights, size, aim, restarts=3)
    best = max(DEFINITIONS[aim](graph, members) for members in combinations(graph, size))
    assert not found.exact
    assert found.value == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("aim", AIMS)
def test_no_replacement_of_one_member_is_better(aim: Aim) -> None:
    graph, network = _numbered(nx.connected_caveman_graph(12, 5))
    found = key_players(network.weights, 4, aim)
    assert not found.exact
    value = DEFINITIONS[aim]
    assert found.value == pytest.approx(value(graph, found.members), abs=1e-12)
    for out in found.members:
        rest = set(found.members) - {out}
        others = [value(graph, rest | {node}) for node in set(graph) - rest]
        assert max(others) <= found.value + 1e-12


@pytest.mark.parametrize("aim", AIMS)
def test_the_same_seed_finds_the_same(aim: Aim) -> None:
    network = from_networkx(nx.gnp_random_graph(70, 0.05, seed=1))
    first, second = (key_players(network.weights, 4, aim, 2, seed=5) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_values_at_the_edge(network: Network) -> None:
    """Undefined without two nodes (to fragment) or one (to reach); otherwise the definition."""
    graph, n = nx.from_scipy_sparse_array(network.weights), network.nodes.height
    for chosen in ([], [0], list(range(n))):
        if set(chosen) <= set(range(n)):
            left = n - len(chosen)
            expected = _fragmentation(graph, chosen) if left > 1 else NAN
            assert fragmentation(network.weights, chosen) == expected
            if chosen:
                assert reach(network.weights, chosen) == pytest.approx(_reach(graph, chosen))
    assert reach(network.weights, []) == (0.0 if n else NAN)


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_sets_at_the_edge(network: Network, aim: Aim, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search too finds a set where nobody is between others, or nobody is tied."""
    most = network.nodes.height - (2 if aim == "fragment" else 0)
    for exact in (module.EXACT, 0):
        monkeypatch.setattr(module, "EXACT", exact)
        for size in range(1, most + 1):
            found = key_players(network.weights, size, aim)
            assert len(set(found.members)) == size
            assert found.exact == bool(exact)
    with pytest.raises(NetworkError, match="a set of"):
        key_players(network.weights, max(most, 0) + 1, aim)
    with pytest.raises(NetworkError, match="a set of 0"):
        key_players(network.weights, 0, aim)


def test_the_middle_of_a_star() -> None:
    weights = NETWORKS["star"].weights
    assert key_players(weights, 1, "fragment") == KeyPlayers((0,), 1.0, True)
    assert key_players(weights, 1, "reach") == KeyPlayers((0,), 1.0, True)


def test_what_is_no_set_or_aim_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = NETWORKS["star"].weights
    with pytest.raises(NetworkError, match="use 'fragment' or 'reach'"):
        key_players(weights, 1, "harm")  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="node 7; the network has rows 0 to 4"):
        reach(weights, [7])
    monkeypatch.setattr(module, "LIMIT", 4)
    with pytest.raises(NetworkError, match="5 nodes; key players are found in up to 4"):
        fragmentation(weights)
