"""Recommendations on the bundled graph, and what they may not hide."""

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.network import NetworkError
from clusterkg.graph.recommending.holdout import split
from clusterkg.graph.recommending.on_graph import (
    Ranking,
    known_partnerships,
    prediction,
    ranking,
    recommend,
)
from clusterkg.graph.result import Result


@pytest.fixture(scope="module")
def ranked(kg: KnowledgeGraph) -> Ranking:
    return ranking(kg, kg.two_mode(), 0, 5)


@pytest.fixture(scope="module")
def result(ranked: Ranking) -> Result:
    return ranked.recommend("", 10)


def test_ten_recommendations_with_evidence(result: Result, kg: KnowledgeGraph) -> None:
    """Each with a way of memberships that exist, between two that no partnership ties."""
    known = kg.two_mode()
    rows = {name: i for i, name in enumerate(known.rows["id"])}
    columns = {name: j for j, name in enumerate(known.columns["id"])}
    dense = known.incidence.toarray()
    assert result.table.height == 10
    for row in result.table.iter_rows(named=True):
        path = row["path"]
        assert (path[0], path[-1]) == (row["cluster"], row["partner"])
        steps = zip(path[::2], path[1::2], path[2::2], strict=False)
        for one, partnership, other in steps:
            assert dense[rows[one], columns[partnership]] == 1.0
            assert dense[rows[other], columns[partnership]] == 1.0
        assert not dense[rows[row["cluster"]]] @ dense[rows[row["partner"]]]
        assert row["sectors_joined"]
        assert 0 < row["plausibility_low"] < row["plausibility"] < row["plausibility_high"] < 1


def test_they_are_spread_over_clusters(result: Result) -> None:
    named = [*result.table["cluster"], *result.table["partner"]]
    assert max(named.count(name) for name in named) <= 2


def test_what_the_coverage_forbids_is_said(result: Result) -> None:
    said = " ".join(result.notes)
    assert "list fewer members than they state" in said
    assert "above 13 of 13 baselines" in said
    assert result.coverage["members stated"] > result.coverage["members listed"] > 0
    assert result.coverage["partnerships without a date"] > 0


def test_one_cluster(kg: KnowledgeGraph) -> None:
    found = recommend(kg, cluster="secpho", k=3, resamples=5).table
    assert found["cluster"].to_list() == ["id:organisation/secpho"] * 3
    assert found["score"].to_list() == sorted(found["score"], reverse=True)
    with pytest.raises(NetworkError, match="'nobody' names 0 organisations"):
        recommend(kg, cluster="nobody", resamples=5)


def test_none_without_a_way(ranked: Ranking) -> None:
    """Among the best by score of tweed are some to whom no way leads; to others none does."""
    found = ranked.recommend("tweed", 10).table
    assert found["path"].list.len().to_list() == [n for n in found["path"].list.len() if n >= 5]
    assert found.height == 10
    alone = ranked.recommend("photonics-bretagne", 10)
    assert alone.table.is_empty()
    assert any("or no way leads from its contacts to others" in note for note in alone.notes)


def test_nothing_for_one_without_a_sector(ranked: Ranking) -> None:
    found = ranked.recommend("id:organisation/aclima", 10)
    assert found.table.is_empty()
    assert any("Nothing can be recommended to id:organisation/aclima" in x for x in found.notes)


def test_the_hold_out_by_counting(kg: KnowledgeGraph) -> None:
    """First ties after 2020 of pairs known before it, partnership by partnership."""
    funded = known_partnerships(kg)
    years = funded.columns["year"].to_list()
    dense = funded.incidence.toarray()
    before, after = set[frozenset[int]](), set[frozenset[int]]()
    known = set[int]()
    for j, year in enumerate(years):
        members = [i for i in range(dense.shape[0]) if dense[i, j]]
        pairs = {frozenset((a, b)) for a in members for b in members if a < b}
        if year is not None and year < 2020:
            known |= set(members)
            before |= pairs
        elif year is not None:
            after |= pairs
    first = {pair for pair in after - before if pair <= known}
    held = split(funded, 2020)
    assert int(held.positive.sum()) == len(first)
    assert held.first.size == len(known) * (len(known) - 1) // 2 - len(before)


def test_prediction_sets_all_methods_side_by_side(kg: KnowledgeGraph) -> None:
    found = prediction(kg, cuts=1, resamples=5)
    assert found.table.height == 14
    assert found.table["method"][0] == "recommender"
    assert "second one tried there" in " ".join(found.notes)
