"""The analyses of value chains on the bundled graph."""

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.chains import on_graph, reading
from clusterkg.graph.network import NetworkError


def test_inferred_workers_are_what_the_rules_infer(reasoned: KnowledgeGraph) -> None:
    inferred = reasoned.query("stage_workers", inferred=True).to_polars()
    workers = reading.chains(reasoned).workers
    own = workers.filter(certainty="inferred").select("organisation", "stage")
    assert own.sort("organisation", "stage").rows() == inferred.rows()
    assert own.height > 0
    assert workers.filter(certainty="stated").is_empty()


def test_every_stage_of_the_catalogue_is_described(kg: KnowledgeGraph) -> None:
    catalogue = kg.query("value_chains_and_stages").to_polars().drop_nulls("stage")
    result = on_graph.stages(kg)
    assert sorted(result.table["stage"]) == sorted(catalogue["stage"].unique())
    fed = catalogue.drop_nulls("feeds").group_by("stage").len().sort("stage")
    own = result.table.filter(result.table["feeds"] > 0).sort("stage")
    assert own["feeds"].to_list() == fed["len"].to_list()
    assert any("No source places" in note for note in result.notes)


def test_the_one_feed_between_chains_is_that_of_textiles_and_medical_devices(
    kg: KnowledgeGraph,
) -> None:
    table = on_graph.chains(kg, certainty="inferred").table
    fed = table.filter(kind="feeds")
    assert fed.select("stage_a", "stage_b").rows() == [
        ("id:stage/textile-clothing/finishing", "id:stage/medical-devices/input-supplies")
    ]
    # The rule reaches one chain only, so that no two are joined by who surely may work there.
    assert table.filter(kind="partnerships").is_empty()


def test_a_stage_without_buyers_costs_its_suppliers_alone(kg: KnowledgeGraph) -> None:
    last = "id:stage/hydrogen/end-use"
    table = on_graph.disruption(kg, hit=last, draws=3).table
    assert table["hit"].unique().to_list() == [last]
    named = [name for name in table["affected"] if name.startswith("id:")]
    assert last in named
    assert all(name.startswith("id:stage/hydrogen/") for name in named)


@pytest.mark.parametrize("of", reading.SUPPLIES)
def test_stages_regions_and_clusters_can_be_hit_and_ranked(kg: KnowledgeGraph, of: str) -> None:
    hit = on_graph.disruption(kg, of=of, draws=1, outage=3, days=5)
    assert hit.table.filter(affected="all").height == (63 if of == "stage" else 20)
    assert hit.table["hit_label"].null_count() == 0
    ranked = on_graph.systemic_risk(kg, of=of, draws=1)
    assert ranked.table["risk"].is_between(0.0, 1.0).all()
    assert any("no forecast" in note for note in ranked.notes)


def test_what_makes_no_sense_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="use one of stage, region, cluster"):
        on_graph.disruption(kg, of="country")
    with pytest.raises(NetworkError, match="no stage has this id"):
        on_graph.disruption(kg, hit="id:stage/nothing")
    with pytest.raises(NetworkError, match="a range such as"):
        on_graph.disruption(kg, buffer="many")
    with pytest.raises(NetworkError, match="lower end first"):
        on_graph.disruption(kg, substitution="0.5-2")
    for text in ("0-inf", "nan-nan"):
        with pytest.raises(NetworkError, match=f"buffer={text}: give the lower end first"):
            on_graph.disruption(kg, buffer=text)
    with pytest.raises(NetworkError, match="outage at most days"):
        on_graph.disruption(kg, outage=5, days=4)
    with pytest.raises(NetworkError, match="use one of stated"):
        on_graph.chains(kg, certainty="sure")
