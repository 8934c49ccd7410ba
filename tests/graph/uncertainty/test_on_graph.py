import pytest
from polars.testing import assert_frame_equal

from clusterkg.graph import KnowledgeGraph, bridging
from clusterkg.graph.network import NetworkError
from clusterkg.graph.result import Result
from clusterkg.graph.uncertainty import on_graph
from clusterkg.graph.uncertainty.calibration import NOT_RELIABLE

COLUMNS = ["id", "label", "country", "rank", "rank_last", "low", "high", "median",
           "probability_first_k", "reliable"]


@pytest.fixture(scope="module")
def result(kg: KnowledgeGraph) -> Result:
    return on_graph.ranks(kg, samples=39)


def test_ranks_are_those_of_the_default_order(kg: KnowledgeGraph, result: Result) -> None:
    order = bridging.profile(kg.network()).filter(rank=1)
    assert result.table.columns == COLUMNS
    first = result.table.head(1)
    assert first["id"][0] == order["id"][0]
    assert first["rank"][0] == 1
    assert result.table.height == kg.two_mode().rows.filter(kind="cluster").height


def test_coverage_and_notes_say_what_is_missing(kg: KnowledgeGraph, result: Result) -> None:
    columns = kg.two_mode().columns.drop_nulls("stated")
    missing = (columns["stated"] - columns["listed"]).clip(lower_bound=0).sum()
    assert result.coverage["members missing"] == missing
    assert any("of memberships are missing" in note for note in result.notes)


def test_too_few_samples_are_not_reliable(kg: KnowledgeGraph) -> None:
    found = on_graph.ranks(kg, samples=5, measure="degree")
    assert found.table["reliable"].unique().to_list() == [NOT_RELIABLE]
    assert "an interval of 95% needs 39 samples, not 5" in found.notes[-1]


def test_partnerships_drawn_again_were_not_calibrated(kg: KnowledgeGraph) -> None:
    found = on_graph.ranks(kg, samples=39, measure="degree", source="partnerships")
    assert found.table["reliable"].unique().to_list() == ["not calibrated"]


def test_instruments_are_left_out(kg: KnowledgeGraph) -> None:
    found = on_graph.ranks(kg, samples=5, measure="degree", leave_out="Network, S3-platform")
    expected = kg.two_mode(leave_out=["Network", "S3-platform"]).rows.filter(kind="cluster")
    assert found.table.height == expected.height


def test_weightings_and_their_agreement(kg: KnowledgeGraph) -> None:
    found = on_graph.weightings(kg)
    assert found.table.columns[:3] == COLUMNS[:3]
    assert found.table["smallest"].min() == 1
    assert_frame_equal(found.table, on_graph.weightings(kg).table, check_exact=True)
    compared = on_graph.weighting_agreement(kg).table
    assert compared.height == 6
    assert compared["kendall"].is_between(-1, 1).all()


def test_other_measures_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="no measure is called"):
        on_graph.ranks(kg, measure="fame")
    with pytest.raises(NetworkError, match="no weighted measure"):
        on_graph.weightings(kg, measure="fame")


def test_other_levels_were_not_calibrated(kg: KnowledgeGraph) -> None:
    found = on_graph.ranks(kg, samples=19, measure="degree", level=0.9)
    assert found.table["reliable"].unique().to_list() == ["not calibrated"]
