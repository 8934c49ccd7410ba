import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import run
from clusterkg.graph.centrality import betweenness
from clusterkg.graph.group_measures.key_players import fragmentation, reach


@pytest.fixture(scope="module")
def sets(kg: KnowledgeGraph) -> pl.DataFrame:
    return run(kg, "key-players", size=3, restarts=0, resamples=1).table


def test_members_lose_what_the_set_is_worth_less_without_them(
    kg: KnowledgeGraph, sets: pl.DataFrame
) -> None:
    network = kg.network()
    values = {"fragment": fragmentation, "reach": reach}
    for aim, value in values.items():
        rows = sets.filter(aim=aim)
        chosen = [network.ids.index(node) for node in rows["id"]]
        assert rows["set_value"].unique().to_list() == [value(network.weights, chosen)]
        assert rows["baseline"].unique().to_list() == [value(network.weights, [])]
        for node, lost, alone in zip(chosen, rows["lost"], rows["alone"], strict=True):
            rest = [other for other in chosen if other != node]
            assert lost == pytest.approx(
                value(network.weights, chosen) - value(network.weights, rest), abs=1e-12
            )
            assert alone == value(network.weights, [node])


def test_the_table_is_sorted_and_says_how_often_a_member_is_kept(sets: pl.DataFrame) -> None:
    assert sets.height == 6
    assert sets["aim"].to_list() == ["fragment"] * 3 + ["reach"] * 3
    assert set(sets["kept"]) <= {0.0, 1.0}
    assert (sets["lost"] > 0).all()


def test_without_resamples_kept_and_first_ten_are_null(kg: KnowledgeGraph) -> None:
    sets = run(kg, "key-players", size=1, restarts=0, resamples=0).table
    assert sets["kept"].null_count() == 2
    flow = run(kg, "current-flow", walks=10, resamples=0).table
    assert flow["first_ten"].null_count() == flow.height


def test_flow_describes_every_organisation_in_the_order_of_its_flow(kg: KnowledgeGraph) -> None:
    network = kg.network()
    result = run(kg, "current-flow", longest=2, walks=200, resamples=1)
    assert sorted(result.table["id"]) == sorted(network.ids)
    assert result.table["current_flow"].is_sorted(descending=True)
    assert result.table["first_ten"].sum() == 10
    expected = dict(zip(network.ids, betweenness(network.weights), strict=True))
    assert dict(result.table.select("id", "betweenness").iter_rows()) == expected
    bounded = result.table.select(pl.col("bounded_betweenness") <= pl.col("betweenness") + 1e-12)
    assert bounded.to_series().all()
