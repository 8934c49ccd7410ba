"""Change on the bundled graph: what is read from it, and what is said of it."""

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.changing.on_graph import (
    brokers,
    change,
    dated_partnerships,
    instrument_lineage,
    ties_after_funding,
)
from clusterkg.graph.network import NetworkError


def test_every_dated_partnership_is_in_one_period(kg: KnowledgeGraph) -> None:
    funded = dated_partnerships(kg)
    dated = funded.columns["year"].drop_nulls().len()
    assert change(kg).table["partnerships"].sum() == dated
    assert change(kg, years=30).table.height == 1
    undated = change(kg).coverage["partnerships without a date"]
    assert undated == funded.columns.height - dated > 0


def test_generations_of_one_instrument_follow_each_other(kg: KnowledgeGraph) -> None:
    table = change(kg, by="generation").table
    escp = table.filter(table["sequence"] == "ESCP-4i")
    assert escp.height == 4
    assert escp["start"].to_list() == sorted(escp["start"])
    with pytest.raises(NetworkError, match="by 'decade'"):
        change(kg, by="decade")


def test_the_lineage_is_the_one_that_the_documents_state(kg: KnowledgeGraph) -> None:
    """European Strategic Cluster Partnerships, Joint Cluster Initiatives, Euroclusters."""
    table = instrument_lineage(kg, resamples=5).table
    assert table["link"].unique().to_list() == ["id:initiative/european-cluster-partnerships"]
    assert table["next"].unique().to_list() == ["id:instrument/eurocluster"]
    assert table["by_way_of"].to_list() == [["id:instrument/joint-cluster-initiatives"]] * 5
    assert set(table["instrument"]) == {"all", "ESCP pilot", "ESCP-4i", "ESCP-4x", "ESCP-S3"}


def test_members_again_by_counting(kg: KnowledgeGraph) -> None:
    funded = dated_partnerships(kg)
    dense, instruments = funded.incidence.toarray(), funded.columns["instrument"].to_list()
    of = {
        name: {
            i for i in range(dense.shape[0]) for j, x in enumerate(instruments)
            if x.startswith(name) and dense[i, j]
        }
        for name in ("ESCP", "Eurocluster")
    }
    row = instrument_lineage(kg, resamples=5).table.filter(instrument="all").row(0, named=True)
    assert (row["members"], row["next_members"]) == tuple(len(x) for x in of.values())
    assert row["members_again"] == len(of["ESCP"] & of["Eurocluster"])


def test_shares_lie_in_their_intervals(kg: KnowledgeGraph) -> None:
    table = ties_after_funding(kg).table
    assert table["again"].sum() > 0
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()
    assert (table["lift"].drop_nulls() >= 0).all()


def test_what_is_not_followed_is_said(kg: KnowledgeGraph) -> None:
    assert "state no end" in ties_after_funding(kg, longest=1, resamples=5).notes[0]


def test_brokers_of_three_year_periods(kg: KnowledgeGraph) -> None:
    table = brokers(kg, resamples=5).table
    assert set(table["measure"]) == {"betweenness", "cross_sector_brokerage"}
    assert (table["overlap"] <= table["first"]).all()
