import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import run
from clusterkg.graph.network import NetworkError


def test_every_organisation_has_its_community_and_how_certain_it_is(kg: KnowledgeGraph) -> None:
    network = kg.network()
    result = run(kg, "communities", runs=5)
    assert sorted(result.table["id"]) == sorted(network.ids)
    sizes = result.table.drop_nulls("community").group_by("community").agg(
        pl.len().cast(pl.Int64), pl.col("size").first(), pl.col("certainty").max()
    ).sort("community")
    assert sizes["len"].to_list() == sizes["size"].to_list()
    assert sizes["len"].is_sorted(descending=True)
    assert sizes["certainty"].max() <= 1.0
    alone = result.table.filter(pl.col("community").is_null())
    assert alone["certainty"].null_count() == alone.height
    assert any("5 runs" in note for note in result.notes)


@pytest.mark.parametrize("search", ["leiden", "label-propagation"])
def test_other_searches_may_be_chosen(kg: KnowledgeGraph, search: str) -> None:
    result = run(kg, "communities", search=search, runs=2)
    assert result.parameters["search"] == search
    assert result.table["community"].max() > 1


def test_a_search_that_is_not_there_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="no search is called 'walktrap'"):
        run(kg, "communities", search="walktrap")


def test_agreement_lies_in_its_intervals_and_above_its_null(kg: KnowledgeGraph) -> None:
    table = run(kg, "community-agreement", runs=5, permutations=50).table
    assert table["attribute"].to_list()[::2] == ["sectors", "country", "region", "kind"]
    assert table["measure"].to_list() == ["nmi", "ari"] * 4
    assert (table["value_low"] <= table["value_high"]).all()
    assert (table["null_low"] <= table["null_mean"]).all()
    sectors = table.filter(attribute="sectors")
    assert (sectors["value"] > sectors["null_high"]).all()
    assert sectors["p"].to_list() == [1 / 51] * 2


def test_organisations_and_partnerships_share_communities(kg: KnowledgeGraph) -> None:
    members = kg.two_mode()
    result = run(kg, "two-mode-communities", restarts=2)
    counts = dict(result.table["mode"].value_counts().iter_rows())
    assert counts == {
        "organisation": members.rows.height, "partnership": members.columns.height,
    }
    empty = members.columns.filter(listed=0)["id"]
    without = result.table.filter(pl.col("community").is_null())["id"]
    assert sorted(without) == sorted(empty)
