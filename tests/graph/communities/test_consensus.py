import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Floats, Ints
from clusterkg.graph.communities import consensus as module
from clusterkg.graph.communities.consensus import SEARCHES, certainty, consensus, shared
from clusterkg.graph.communities.louvain import louvain
from clusterkg.graph.communities.partition import modularity
from clusterkg.graph.network import Network, NetworkError, from_networkx
from tests.graph.degenerate import NETWORKS


def _shared(runs: Ints) -> Floats:
    """Count the runs for every pair one by one."""
    n = runs.shape[1]
    found = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            together = [run[i] == run[j] and run[i] >= 0 for run in runs]
            found[i, j] = np.mean(together) if i != j else 0.0
    return found


def _certainty(together: Floats, communities: Ints) -> list[float]:
    found = []
    for i, community in enumerate(communities):
        others = [j for j, c in enumerate(communities) if c == community >= 0 and j != i]
        found.append(float(np.mean(together[i, others])) if others else float("nan"))
    return found


@pytest.mark.parametrize("seed", range(4))
def test_shares_and_certainty_equal_the_definition(seed: int) -> None:
    random = np.random.default_rng(seed)
    runs = random.integers(-1, 4, (7, 12))
    together = shared(runs)
    assert together.toarray() == pytest.approx(_shared(runs), abs=1e-12)
    communities = random.integers(-1, 3, 12)
    expected = _certainty(_shared(runs), communities)
    assert certainty(together, communities) == pytest.approx(expected, nan_ok=True, abs=1e-12)


def _planted(inside: float, seed: int) -> Network:
    return from_networkx(nx.planted_partition_graph(4, 15, inside, 0.05, seed=seed))


@pytest.mark.parametrize("search", SEARCHES)
def test_planted_communities_are_found_and_certain(search: str) -> None:
    network = _planted(0.7, 1)
    found = consensus(network.weights, search, runs=10)
    planted = [int(node) // 15 for node in network.ids]
    assert len(set(zip(planted, found.communities.tolist(), strict=True))) == 4
    assert found.certainty.min() > 0.9


def test_one_run_is_that_run() -> None:
    weights = _planted(0.3, 2).weights
    found = consensus(weights, runs=1, seed=4)
    assert np.array_equal(found.communities, louvain(weights, seed=4))
    assert np.array_equal(found.runs, [found.communities])
    assert (found.certainty[found.communities >= 0] == 1.0).all()


def test_consensus_is_no_worse_than_most_runs_and_the_same_twice() -> None:
    weights = _planted(0.25, 3).weights
    first, second = (consensus(weights, runs=20, seed=1) for _ in range(2))
    assert np.array_equal(first.communities, second.communities)
    assert np.array_equal(first.certainty, second.certainty)
    runs = [modularity(weights, run) for run in first.runs]
    assert first.modularity >= np.median(runs) - 0.02
    assert len(np.unique(first.runs, axis=0)) > 1
    assert np.nanmin(first.certainty) < 1.0


def test_with_a_high_threshold_nodes_hold_on_to_their_largest_share() -> None:
    found = consensus(_planted(0.25, 3).weights, runs=20, threshold=1.0)
    assert ((found.communities >= 0) == (found.runs[0] >= 0)).all()


@pytest.mark.parametrize("search", SEARCHES)
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge(network: Network, search: str) -> None:
    found = consensus(network.weights, search, runs=3)
    tied = np.diff(network.weights.indptr) > 0
    assert ((found.communities >= 0) == tied).all()
    assert np.isnan(found.certainty[~tied]).all()
    assert found.runs.shape == (3, network.nodes.height)
    assert np.isnan(found.modularity) == (not tied.any())


def test_too_many_nodes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 4)
    with pytest.raises(NetworkError, match="5 nodes; consensus takes 4"):
        consensus(NETWORKS["star"].weights)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"search": "spectral"}, "no search is called 'spectral'; there are louvain"),
        ({"runs": 0}, "at least one run"),
        ({"threshold": 1.5}, "a share from 0 to 1"),
    ],
)
def test_what_cannot_be_searched_is_refused(wrong: dict[str, object], message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        consensus(NETWORKS["star"].weights, **wrong)  # type: ignore[arg-type]
