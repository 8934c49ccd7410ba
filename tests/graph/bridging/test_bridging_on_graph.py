"""The three analyses of the bundled graph say what the free functions say."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from clusterkg.graph import KnowledgeGraph, bridging
from clusterkg.graph.analyses import run
from clusterkg.graph.brokerage import ROLES
from clusterkg.graph.cohesion import bicomponents
from clusterkg.graph.network import NetworkError
from clusterkg.graph.two_mode_brokerage import turned, two_mode_brokerage


def test_bridging_is_the_profile(kg: KnowledgeGraph) -> None:
    found = run(kg, "bridging", groups="region, instrument")
    assert_frame_equal(found.table, bridging.profile(kg.network(), ["region", "instrument"]))
    assert found.coverage["members listed"] < found.coverage["members stated"]
    assert {"region_liaison_z", "cross_instrument_z", "cross_sector_z"} <= set(found.table.columns)
    assert "country_liaison" in run(kg, "bridging").table.columns


def test_cohesion_names_every_organisation_with_a_tie(kg: KnowledgeGraph) -> None:
    table = run(kg, "cohesion").table
    network = kg.network()
    assert_frame_equal(
        table.select("bicomponent", "size", "id", "articulation_point"), bicomponents(network)
    )
    assert table["label"].null_count() == 0
    assert table["id"].n_unique() == (bridging.profile(network)["degree"] > 0).sum()


@pytest.mark.parametrize("brokers", ["organisations", "partnerships"])
def test_two_mode_brokerage_by_the_most_chains(kg: KnowledgeGraph, brokers: str) -> None:
    found = run(kg, "two-mode-brokerage", brokers=brokers)
    members = kg.two_mode()
    expected = (
        two_mode_brokerage(members) if brokers == "organisations"
        else two_mode_brokerage(turned(members), "instrument", "sectors")
    )
    assert_frame_equal(found.table.select(expected.columns).sort("id"), expected.sort("id"))
    assert found.table["chains"].is_sorted(descending=True)
    told = found.table.drop_nulls(ROLES)
    assert (told.select(pl.sum_horizontal(ROLES)).to_series() <= told["chains"] + 1e-6).all()


def test_unknown_brokers_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="organisations, partnerships"):
        run(kg, "two-mode-brokerage", brokers="sectors")
