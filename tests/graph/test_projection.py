from itertools import combinations

import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from networkx.algorithms import bipartite

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import project, project_groups

from .real import two_mode as real_two_mode

# a and b are in p and q; c in q; d alone in r; e in nothing.
SECTORS = {"a": ["x"], "b": ["x", "y"], "c": ["z"], "d": ["x", "y"], "e": None}
IN = {"p": "ab", "q": "abc", "r": "d"}


@pytest.fixture
def two_mode() -> TwoMode:
    rows = pl.DataFrame({"id": list(SECTORS), "sectors": list(SECTORS.values())})
    columns = pl.DataFrame({"id": list(IN)})
    incidence = np.array([[float(i in IN[p]) for p in IN] for i in SECTORS])
    return TwoMode(rows, columns, sp.csr_array(incidence))


def test_counts_by_hand(two_mode: TwoMode) -> None:
    network = project(two_mode)
    graph = network.to_networkx()
    ties = {(u, v): w for u, v, w in graph.edges(data="weight")}
    assert ties == {("a", "b"): 2, ("a", "c"): 1, ("b", "c"): 1}
    assert network.ids == ["a", "b", "c", "d", "e"]


def test_newman_by_hand(two_mode: TwoMode) -> None:
    weights = project(two_mode, "newman").weights.toarray()
    # p has two members: 1/(2-1); q has three: 1/(3-1); r has one, which meets nobody.
    assert weights[0].tolist() == [0, 1.5, 0.5, 0, 0]
    assert weights.sum(axis=1).tolist() == [2, 2, 1, 0, 0]


def test_groups_by_hand(two_mode: TwoMode) -> None:
    network = project_groups(two_mode, "sectors", {"x": "Sector X"})
    ties = {(u, v): w for u, v, w in network.to_networkx().edges(data="weight")}
    # p: a carries x, b carries y. q: x-y by a and b, z meets x and y. r: d alone joins nothing.
    assert ties == {("x", "y"): 2, ("x", "z"): 1, ("y", "z"): 1}
    assert network.nodes["label"].to_list() == ["Sector X", "y", "z"]
    assert network.nodes["members"].to_list() == [3, 2, 1]
    assert network.evidence is not None
    assert network.evidence.incidence.toarray().tolist() == [[1, 1, 1], [1, 1, 1], [0, 1, 0]]


def test_a_sole_carrier_of_both_joins_nothing_beside_others(two_mode: TwoMode) -> None:
    rows = two_mode.rows.with_columns(
        sectors=pl.Series([None, ["x", "y"], ["z"], None, None], dtype=pl.List(pl.String))
    )
    network = project_groups(TwoMode(rows, two_mode.columns, two_mode.incidence), "sectors")
    ties = {(u, v): w for u, v, w in network.to_networkx().edges(data="weight")}
    assert ties == {("x", "z"): 1, ("y", "z"): 1}


def test_groups_equal_the_definition_on_random_networks() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        incidence = (random.random((9, 7)) < 0.4).astype(float)
        carried = [sorted(set(random.choice(list("uvwx"), 2))) for _ in range(9)]
        rows = pl.DataFrame({"id": list("abcdefghi"), "sectors": carried})
        columns = pl.DataFrame({"id": list("1234567")})
        found = project_groups(TwoMode(rows, columns, sp.csr_array(incidence)), "sectors")
        for s, t in combinations(range(len(found.ids)), 2):
            joined = sum(
                any(
                    found.ids[s] in carried[i] and found.ids[t] in carried[k]
                    for i in np.flatnonzero(incidence[:, p])
                    for k in np.flatnonzero(incidence[:, p])
                    if i != k
                )
                for p in range(7)
            )
            assert found.weights[s, t] == joined


def test_an_attribute_that_nobody_has_gives_an_empty_network(two_mode: TwoMode) -> None:
    assert project_groups(two_mode, "region").nodes.height == 0


def test_an_unknown_weighting_is_refused(two_mode: TwoMode) -> None:
    with pytest.raises(NetworkError, match="newman"):
        project(two_mode, "jaccard")  # type: ignore[arg-type]


@pytest.mark.parametrize("weighting", ["counts", "newman"])
def test_the_real_projection_equals_networkx(weighting: str) -> None:
    two_mode = real_two_mode()
    graph = nx.Graph()
    graph.add_nodes_from(two_mode.rows["id"], bipartite=0)
    for i, p in zip(*two_mode.incidence.nonzero(), strict=True):
        graph.add_edge(two_mode.rows["id"][int(i)], two_mode.columns["id"][int(p)])
    members = two_mode.rows["id"].to_list()
    expected = (
        bipartite.weighted_projected_graph(graph, members)
        if weighting == "counts"
        else bipartite.collaboration_weighted_projected_graph(graph, members)
    )
    found = project(two_mode, weighting).to_networkx()  # type: ignore[arg-type]
    assert set(found.nodes) == set(expected.nodes)
    assert {frozenset(e) for e in found.edges} == {frozenset(e) for e in expected.edges}
    for u, v, weight in expected.edges(data="weight"):
        assert found.edges[u, v]["weight"] == pytest.approx(weight, rel=1e-9)
