"""The analyses of significance on the bundled graph: what their tables hold and rest on."""

import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph, linkage
from clusterkg.graph.analyses import run
from clusterkg.graph.network import NetworkError
from clusterkg.graph.result import Result

SECTORS = ["sector_a", "label_a", "sector_b", "label_b"]
STATISTICS = ["observed", "expected", "p", "p_error", "q_bh", "q_by"]


@pytest.fixture(scope="module")
def themes(kg: KnowledgeGraph) -> Result:
    return run(kg, "links", null="themes", samples=1500)


def test_links_are_those_of_linkage_with_both_q(kg: KnowledgeGraph) -> None:
    found = run(kg, "links")
    assert found.table.columns == [*SECTORS, *STATISTICS, "partnerships"]
    members = kg.two_mode(leave_out=linkage.NOT_PARTNERSHIPS)
    for method in ("bh", "by"):
        expected = linkage.cross_sector(members, (), method=method).table  # type: ignore[arg-type]
        same = ["sector_a", "sector_b", "observed", "p", "partnerships"]
        assert found.table.select(same).equals(expected.select(same))
        assert found.table[f"q_{method}"].to_list() == expected["q"].to_list()
    assert any("mix" in note for note in found.notes)
    assert found.coverage["organisations"] == members.rows.height


def test_one_link_is_beyond_chance_with_themes_kept(themes: Result) -> None:
    """Agri-food and energy-intensive industries, far above; the others are not."""
    table = themes.table
    assert table.columns == [*SECTORS, *STATISTICS, "partnerships"]
    first = table.row(0, named=True)
    assert {first["sector_a"], first["sector_b"]} == {
        "id:ecosystem/agri-food", "id:ecosystem/energy-intensive",
    }
    assert first["observed"] > 2 * first["expected"]
    assert first["p"] <= 2 / 1501
    assert table.filter(pl.col("q_bh") <= 0.05).height <= 1


def test_pairs_of_clusters(kg: KnowledgeGraph) -> None:
    clusters = set(kg.two_mode().rows.filter(kind="cluster")["id"])
    found = run(kg, "backbone")
    assert {*found.table["member_a"], *found.table["member_b"]} <= clusters
    everyone = run(kg, "backbone", kind="", model="hypergeometric").table
    assert everyone.height > found.table.height
    by_model = run(kg, "backbone", model="fdsm", samples=50).table
    assert set(by_model["observed"]) == set(found.table["observed"])
    with pytest.raises(NetworkError, match="use one of sdsm"):
        run(kg, "backbone", model="none")
    with pytest.raises(NetworkError, match=r"no organisation is of kind 'none'; there are .*clust"):
        run(kg, "backbone", kind="none")


def test_who_is_not_tested_is_not_counted_as_not_listed(kg: KnowledgeGraph, themes: Result) -> None:
    listed = run(kg, "links").coverage["members listed"]
    found = run(kg, "backbone", model="hypergeometric").coverage
    assert found["members listed"] == themes.coverage["members listed"] == listed
    assert found["organisations tested"] < found["organisations"]
    assert themes.coverage["organisations of one sector"] < found["with a sector"]


def test_pairs_of_regions(kg: KnowledgeGraph) -> None:
    found = run(kg, "region-links")
    located = found.coverage["regions with a place"]
    assert 100 < located < found.coverage["regions"]
    assert found.seed is None
    table = found.table
    assert (table["distance_km"] > 0).all()
    assert (table["distance_km"] < 6000).all()
    assert (table["label_a"] != table["region_a"]).all()
    network = kg.network("regions_by_partnership", leave_out=linkage.NOT_PARTNERSHIPS)
    at = {name: i for i, name in enumerate(network.ids)}
    for a, b, observed in table.select("region_a", "region_b", "observed").iter_rows():
        assert network.weights[at[a], at[b]] == observed


def test_who_bridges_beyond_the_themes(kg: KnowledgeGraph) -> None:
    table = run(kg, "bridging-null", samples=20).table
    assert table.columns == [
        "id", "label", "kind", "observed", "expected", "sd", "z", "p", "q_bh", "q_by",
    ]
    assert table.height == kg.two_mode().rows.height
    assert table["z"].drop_nulls().is_sorted(descending=True)
    assert table["q_bh"].is_null().equals(table["z"].is_null())


def test_an_unknown_null_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="null 'sectors': use one of members, themes"):
        run(kg, "links", null="sectors")
