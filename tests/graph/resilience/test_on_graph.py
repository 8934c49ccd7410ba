"""The analyses of resilience on the bundled graph."""

import pytest

from clusterkg.app.report.tables import links
from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.chains.reading import partnerships
from clusterkg.graph.network import NetworkError
from clusterkg.graph.resilience import on_graph
from clusterkg.graph.resilience.outcomes import OUTCOMES, outcomes
from clusterkg.graph.resilience.removal import MEASURES
from tests.graph.sole_links import sole_links


def test_partnerships_that_alone_join_sectors_are_those_of_the_report(kg: KnowledgeGraph) -> None:
    table = on_graph.single_points(kg, draws=2).table
    own = table.filter(kind="partnership").select("thing", "sector_a", "sector_b", "cut_off")
    assert own.rows() == sole_links(links(kg).table).rows()
    assert table["still_single"].is_between(0.0, 1.0).all()
    assert (table["still_single_low"] <= table["still_single"]).all()
    assert (table["still_single"] <= table["still_single_high"]).all()
    assert (table["sector_a_label"] != table["sector_a"]).all()


@pytest.mark.parametrize("what", ["organisations", "partnerships", "instruments", "budget"])
def test_every_removal_begins_with_the_network_as_it_is(kg: KnowledgeGraph, what: str) -> None:
    result = on_graph.removals(kg, what=what, steps=2, replicates=2, share=0.1)
    whole = outcomes(partnerships(kg))
    begun = result.table.filter(removed=0.0)
    for outcome in OUTCOMES:
        assert begun.filter(outcome=outcome)["value"].to_list() == pytest.approx(
            [whole[outcome]] * begun["strategy"].n_unique()
        )
    robust = result.table.filter(outcome="robustness")
    measures = len(MEASURES["organisations"]) + 1  # and at random
    assert robust.height == (measures if what == "organisations" else 0)


def test_a_measure_named_twice_counts_once(kg: KnowledgeGraph) -> None:
    table = on_graph.removals(kg, by="degree, degree,", steps=1, replicates=0).table
    assert table["strategy"].unique().to_list() == ["degree"]


def test_added_partnerships_come_with_what_may_be_there_already(kg: KnowledgeGraph) -> None:
    result = on_graph.additions(kg, k=2, draws=3)
    assert result.table["gain"].to_list() == result.table["total"].diff().fill_null(
        result.table["gain"][0]
    ).to_list()
    assert result.table["already"].is_between(0.0, 1.0).all()
    assert any("63 %" in note for note in result.notes)
    other = on_graph.additions(kg, k=1, draws=1, objective="connected")
    assert any("not known" in note for note in other.notes)
    assert any("No other choice" in n for n in on_graph.additions(kg, k=1, exact=True).notes)


def test_what_makes_no_sense_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="use one of organisations"):
        on_graph.removals(kg, what="sectors")
    with pytest.raises(NetworkError, match="a share above 0"):
        on_graph.removals(kg, share=0.0)
    with pytest.raises(NetworkError, match="budget go in no order"):
        on_graph.removals(kg, what="budget", by="size")
    with pytest.raises(NetworkError, match="use one of sectors"):
        on_graph.additions(kg, of="clusters")
