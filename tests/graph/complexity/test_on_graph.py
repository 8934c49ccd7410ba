"""The analyses of regions on the bundled graph, and what they say where there is nothing."""


import numpy as np
import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import run
from clusterkg.graph.complexity import tables
from clusterkg.graph.complexity.cells import cells
from clusterkg.graph.complexity.indices import complexity
from clusterkg.graph.complexity.matrix import ComplexityError, advantage

NAMES = ("relatedness", "complexity", "complementarity")


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_repeats_itself(kg: KnowledgeGraph, name: str) -> None:
    first, second = run(kg, name, resamples=20), run(kg, name, resamples=20)
    assert first.table.equals(second.table)
    assert first.table.height > 20
    assert not first.table.equals(run(kg, name, seed=1, resamples=20).table)


@pytest.mark.parametrize("name", NAMES)
def test_a_graph_without_clusters_has_the_same_columns(
    kg: KnowledgeGraph, nothing: KnowledgeGraph, name: str
) -> None:
    empty, full = run(nothing, name).table, run(kg, name, resamples=2).table
    assert empty.is_empty()
    assert empty.schema == full.schema


def test_coverage_counts_what_is_left_out(kg: KnowledgeGraph) -> None:
    found = run(kg, "complexity", resamples=2)
    known = tables.read_clusters(kg)
    carrying = known.filter(pl.col("sectors").list.len() > 0)
    assert found.coverage["clusters"] == known.height
    assert found.coverage["clusters with a sector"] == carrying.height
    assert found.coverage["clusters in these regions"] == found.table["clusters"].sum()
    assert found.table["clusters"].min() >= 3


def test_complexity_is_that_of_the_cells(kg: KnowledgeGraph) -> None:
    found = run(kg, "complexity", resamples=2).table.sort("region")
    counted = cells(tables.read_clusters(kg), 2, 3)
    assert found["region"].to_list() == counted.regions
    index = complexity(advantage(counted.counts))
    np.testing.assert_allclose(found["eci"], index.eci, atol=1e-8)
    assert found.sort("eci", descending=True)["eci_rank"][0] == 1


def test_without_statistics_variety_of_employment_is_null(kg: KnowledgeGraph) -> None:
    found = run(kg, "complexity", resamples=2).table
    assert found["related_variety"].null_count() == found.height
    assert found["entropy"].null_count() == 0


def test_notes_say_how_wide_the_ranks_are(kg: KnowledgeGraph) -> None:
    found = run(kg, "complexity", resamples=50)
    assert any("half of the ranks' span" in note for note in found.notes)


def test_partners_are_ranked_and_have_what_the_region_lacks(kg: KnowledgeGraph) -> None:
    found = run(kg, "complementarity", resamples=2, first=3).table
    assert found["rank"].max() == 3
    assert found.filter(pl.col("region") == pl.col("partner")).is_empty()
    falling = found.group_by("region", maintain_order=True).agg(
        (pl.col("complementarity").diff().drop_nulls() <= 1e-9).all()
    )
    assert falling["complementarity"].all()
    assert found.filter(pl.col("complementarity") > 0)["sectors"].list.len().min() > 0


def test_a_sector_may_be_asked_for_and_must_exist(kg: KnowledgeGraph) -> None:
    found = run(kg, "complementarity", sector="id:ecosystem/health", resamples=2)
    assert found.parameters["sector"] == "id:ecosystem/health"
    with pytest.raises(ComplexityError, match="'id:ecosystem/space'"):
        run(kg, "complementarity", sector="id:ecosystem/space")
