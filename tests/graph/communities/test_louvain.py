import igraph
import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Ints, binary
from clusterkg.graph.communities.consensus import SEARCHES
from clusterkg.graph.communities.label_propagation import label_propagation
from clusterkg.graph.communities.leiden import leiden
from clusterkg.graph.communities.louvain import louvain
from clusterkg.graph.communities.partition import modularity, numbered
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS

every_search = pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)


def _parts(network: Network, found: Ints) -> list[set[str]]:
    """Communities as networkx wants them: isolates by themselves."""
    sets = {community: set[str]() for community in found.tolist() if community >= 0}
    alone = []
    for node, community in zip(network.ids, found.tolist(), strict=True):
        sets[community].add(node) if community >= 0 else alone.append({node})
    return [*sets.values(), *alone]


def _weighted(seed: int) -> Network:
    graph = nx.gnp_random_graph(60, 0.08, seed=seed)
    random = np.random.default_rng(seed)
    for tie in graph.edges:
        graph.edges[tie]["weight"] = float(random.uniform(0.1, 3))
    return from_networkx(graph)


@pytest.mark.parametrize("resolution", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("seed", range(4))
def test_modularity_as_networkx(seed: int, resolution: float) -> None:
    network = _weighted(seed)
    found = numbered(np.random.default_rng(seed).integers(0, 6, 60))
    expected = nx.community.modularity(
        network.to_networkx(), _parts(network, found), resolution=resolution
    )
    assert modularity(network.weights, found, resolution) == pytest.approx(expected, abs=1e-12)


def _best(part: nx.Graph) -> float:
    """The highest modularity of all partitions, by enumeration."""
    nodes = list(part)
    best = -1.0

    def place(at: int, groups: list[set[object]]) -> None:
        nonlocal best
        if at == len(nodes):
            best = max(best, nx.community.modularity(part, groups))
            return
        for group in groups:
            group.add(nodes[at])
            place(at + 1, groups)
            group.remove(nodes[at])
        place(at + 1, [*groups, {nodes[at]}])

    place(0, [])
    return best


@pytest.mark.parametrize("search", [louvain, leiden])
@pytest.mark.parametrize("seed", range(4))
def test_the_best_of_some_seeds_is_the_best_partition(search: object, seed: int) -> None:
    graph = nx.gnp_random_graph(8, 0.35, seed=seed)
    network = from_networkx(graph)
    found = (search(network.weights, 1.0, s) for s in range(60))  # type: ignore[operator]
    values = [modularity(network.weights, communities) for communities in found]
    assert max(values) == pytest.approx(_best(graph), abs=1e-12)


@pytest.mark.parametrize("search", [louvain, leiden])
def test_zachary_best_of_all_partitions(search: object) -> None:
    """igraph finds the best by integer programming (Brandes et al. 2008)."""
    graph = nx.karate_club_graph()
    weights = binary(from_networkx(graph).weights)
    other = igraph.Graph.Adjacency(weights.toarray().tolist(), mode="undirected")
    best = other.community_optimal_modularity().modularity
    found = (search(weights, 1.0, s) for s in range(60))  # type: ignore[operator]
    assert max(modularity(weights, communities) for communities in found) == pytest.approx(best)


@every_search
def test_cliques_are_communities_the_largest_first(search: object) -> None:
    graph = nx.disjoint_union_all([nx.complete_graph(n) for n in (4, 6, 5)])
    graph.add_edges_from([(0, 4), (9, 10)])
    graph.add_node(15)
    network = from_networkx(graph)
    found = search(network.weights, 1.0, 0)  # type: ignore[operator]
    by_node = {int(node): c for node, c in zip(network.ids, found.tolist(), strict=True)}
    expected = [2] * 4 + [0] * 6 + [1] * 5 + [-1]
    assert [by_node[node] for node in range(16)] == expected


@pytest.mark.parametrize("search", [louvain, leiden])
def test_no_node_gains_by_moving(search: object) -> None:
    network = _weighted(7)
    found: Ints = search(network.weights, 1.0, 0)  # type: ignore[operator]
    value = modularity(network.weights, found)
    for node in np.flatnonzero(found >= 0):
        for community in range(found.max() + 1):
            moved = found.copy()
            moved[node] = community
            assert modularity(network.weights, numbered(moved)) <= value + 1e-9


def test_labels_are_those_of_most_of_the_contacts() -> None:
    """The rule by which Raghavan et al. (2007) stop."""
    network = _weighted(3)
    found = label_propagation(network.weights, seed=1)
    ties = network.weights.toarray()
    for node in np.flatnonzero(found >= 0):
        pull = np.bincount(found[found >= 0], ties[node][found >= 0])
        assert pull[found[node]] == pytest.approx(pull.max())


@every_search
def test_the_same_seed_finds_the_same(search: object) -> None:
    weights = _weighted(5).weights
    first, second = (search(weights, 1.0, 3) for _ in range(2))  # type: ignore[operator]
    assert np.array_equal(first, second)


def test_leiden_leaves_the_random_numbers_of_others_alone() -> None:
    import random

    random.seed(1)
    expected = random.random()
    random.seed(1)
    leiden(_weighted(2).weights, seed=9)
    assert random.random() == expected


@every_search
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge(network: Network, search: object) -> None:
    """Isolates are in no community, others in one; without ties modularity is undefined."""
    found: Ints = search(network.weights, 1.0, 0)  # type: ignore[operator]
    tied = np.diff(network.weights.indptr) > 0
    assert found.shape == (network.nodes.height,)
    assert ((found >= 0) == tied).all()
    value = modularity(network.weights, found)
    if tied.any():
        expected = nx.community.modularity(network.to_networkx(), _parts(network, found))
        assert value == pytest.approx(expected, abs=1e-12)
    else:
        assert np.isnan(value)


def test_without_igraph_leiden_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "igraph", None)
    with pytest.raises(NetworkError, match=r"pip install 'clusterkg\[igraph\]'"):
        leiden(NETWORKS["star"].weights)


@pytest.mark.parametrize("resolution", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("seed", range(8))
def test_no_move_of_a_single_node_gains(seed: int, resolution: float) -> None:
    """All moves tried, to every community and to one of its own."""
    graph = nx.gnp_random_graph(20, 0.25, seed=seed)
    weights = from_networkx(graph).weights
    found = louvain(weights, resolution, seed)
    most = modularity(weights, found, resolution)
    for node in np.flatnonzero(found >= 0):
        for community in range(found.max() + 2):
            moved = found.copy()
            moved[node] = community
            assert modularity(weights, moved, resolution) <= most + 1e-9
