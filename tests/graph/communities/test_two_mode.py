from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.arrays import Ints, Sparse, sparse
from clusterkg.graph.communities.two_mode import two_mode_communities, two_mode_modularity
from clusterkg.graph.network import TwoMode
from tests.graph.degenerate import TWO_MODES


def _by_definition(incidence: np.ndarray, rows: Ints, columns: Ints) -> float:
    """Barber (2007): entries less what the margins let expect, over pairs in one community."""
    m = incidence.sum()
    expected = np.outer(incidence.sum(axis=1), incidence.sum(axis=0)) / m
    same = (rows[:, None] == columns[None, :]) & (rows[:, None] >= 0)
    return float(((incidence - expected) * same).sum() / m)


def _partitions(n: int) -> Iterator[list[int]]:
    """All ways to put n things into communities."""
    if n == 0:
        yield []
        return
    for rest in _partitions(n - 1):
        for community in range(max(rest, default=-1) + 2):
            yield [*rest, community]


def _davis() -> Sparse:
    graph = nx.davis_southern_women_graph()
    women = [node for node, data in graph.nodes(data=True) if data["bipartite"] == 0]
    events = [node for node in graph if node not in women]
    return sparse(nx.bipartite.biadjacency_matrix(graph, women, events).toarray())


@pytest.mark.parametrize("seed", range(5))
def test_modularity_of_southern_women_equals_the_definition(seed: int) -> None:
    random, incidence = np.random.default_rng(seed), _davis()
    rows, columns = (random.integers(-1, 4, size) for size in incidence.shape)
    expected = _by_definition(incidence.toarray(), rows, columns)
    assert two_mode_modularity(incidence, rows, columns) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_no_partition_of_a_small_network_is_better(seed: int) -> None:
    """Against all 4,140 partitions of four rows and four columns."""
    random = np.random.default_rng(seed)
    dense = (random.random((4, 4)) < 0.5).astype(float)
    dense[0, 0] = 1.0
    rows, columns = two_mode_communities(sparse(dense), restarts=20)
    best = max(
        _by_definition(dense, np.array(found[:4]), np.array(found[4:]))
        for found in _partitions(8)
    )
    assert two_mode_modularity(sparse(dense), rows, columns) == pytest.approx(best, abs=1e-12)


def test_no_woman_and_no_event_gains_by_moving() -> None:
    incidence = _davis()
    rows, columns = two_mode_communities(incidence)
    value = two_mode_modularity(incidence, rows, columns)
    assert value == pytest.approx(_by_definition(incidence.toarray(), rows, columns), abs=1e-12)
    both = np.concatenate([rows, columns])
    for node in range(both.size):
        for community in range(both.max() + 2):
            moved = both.copy()
            moved[node] = community
            split = moved[: rows.size], moved[rows.size :]
            assert _by_definition(incidence.toarray(), *split) <= value + 1e-9


def test_separate_partnerships_are_communities() -> None:
    found = TWO_MODES["disconnected"]
    rows, columns = two_mode_communities(found.incidence)
    assert rows.tolist() == [0, 0, 0, 1, 1]
    assert columns.tolist() == [0, 1]


@pytest.mark.parametrize("two_mode", TWO_MODES.values(), ids=TWO_MODES)
def test_at_the_edge(two_mode: TwoMode) -> None:
    """What has no entry is in no community; without any, modularity is undefined."""
    incidence = two_mode.incidence
    rows, columns = two_mode_communities(incidence, restarts=3, seed=1)
    assert (rows >= 0).tolist() == (np.asarray(incidence.sum(axis=1)) > 0).tolist()
    assert (columns >= 0).tolist() == (np.asarray(incidence.sum(axis=0)) > 0).tolist()
    value = two_mode_modularity(incidence, rows, columns)
    if incidence.nnz:
        expected = _by_definition(incidence.toarray(), rows, columns)
        assert value == pytest.approx(expected, abs=1e-12)
    else:
        assert np.isnan(value)
