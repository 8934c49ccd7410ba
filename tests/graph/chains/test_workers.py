"""Who works in stages, how surely, and which chains cross sectors; expected values by hand."""

import polars as pl
import pytest
from scipy.stats import false_discovery_control

from clusterkg.graph.chains.crossing import (
    SCHEMA,
    fed_across,
    joined_by_partnerships,
    worked_from_several,
)
from clusterkg.graph.chains.stages import stage_table
from clusterkg.graph.chains.workers import up_to, workers
from clusterkg.graph.network import TwoMode
from tests.graph.degenerate import TWO_MODES, two_mode

STAGES = pl.DataFrame(
    {
        "id": ["s1", "s2", "t1"], "label": ["one", "two", "last"], "chain": ["S", "S", "T"],
        "chain_label": ["chain S", "chain S", "chain T"],
    }
)
FEEDS = pl.DataFrame({"supplier": ["s1", "s2"], "buyer": ["s2", "t1"]})
DIVISIONS = pl.DataFrame({"stage": ["s1"], "division": ["13"]})
ECOSYSTEMS = pl.DataFrame({"chain": ["S", "T"], "ecosystem": ["textile", "health"]})
Theme = tuple[str, str, str | None, str | None, str | None]


def themes(*rows: Theme) -> pl.DataFrame:
    """Return themes of organisations."""
    names = ("organisation", "theme", "ecosystem", "division", "match")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


NONE = pl.DataFrame(schema={"organisation": pl.String, "stage": pl.String})
THEMES = themes(
    ("m1", "fabric", "textile", "13", "within"),
    ("m2", "fashion", "textile", "13", "related"),
    ("m3", "wool", "agri", "13", "within"),
    ("m4", "health", "health", "86", "within"),
    ("m5", "anything", None, None, None),
)


def found(*stated: tuple[str, str]) -> pl.DataFrame:
    """Return who works where."""
    said = pl.DataFrame(stated, schema=NONE.schema, orient="row")
    return workers(STAGES, DIVISIONS, ECOSYSTEMS, THEMES, said)


def test_each_pair_has_the_strongest_certainty_that_holds() -> None:
    assert found(("m2", "s1")).rows() == [
        ("m1", "s1", "inferred", "theme and division"),
        ("m2", "s1", "stated", "source"),
        # A theme of another ecosystem: the rule asks for the chain's own.
        ("m3", "s1", "possible", "division"),
        ("m1", "s2", "possible", "ecosystem"),
        ("m2", "s2", "possible", "ecosystem"),
        ("m4", "t1", "possible", "ecosystem"),
    ]


def test_a_division_and_an_ecosystem_of_two_themes_are_no_inference() -> None:
    two = themes(("m", "a", "textile", None, None), ("m", "b", "agri", "13", "within"))
    table = workers(STAGES, DIVISIONS, ECOSYSTEMS, two, NONE)
    assert table.filter(pl.col("stage") == "s1")["certainty"].to_list() == ["possible"]


def test_up_to_a_certainty_keeps_what_is_surer() -> None:
    table = found(("m2", "s1"))
    assert [up_to(table, name).height for name in ("stated", "inferred", "possible")] == [1, 2, 6]


def test_a_stage_is_described_with_its_coverage() -> None:
    # m1 in P (2 listed of 4 stated), m2 in P and Q (2 of none), m4 in no partnership known.
    members = two_mode({"P": ["m1", "m2"], "Q": ["m2", "m9"]}, ["m1", "m2", "m9"], [4, None])
    rows = {row["stage"]: row for row in stage_table(STAGES, FEEDS, found(), members).to_dicts()}
    assert rows["s1"] == {
        "stage": "s1", "stage_label": "one", "chain": "S", "chain_label": "chain S", "fed_by": 0,
        "feeds": 1, "stated": 0, "inferred": 1, "possible": 2, "organisations": 3, "sectors": 2,
        "countries": 2, "in_partnerships": 2, "listed": 2, "members_stated": 4, "coverage": 0.5,
    }
    assert (rows["s2"]["fed_by"], rows["t1"]["fed_by"], rows["t1"]["feeds"]) == (1, 1, 0)
    assert (rows["t1"]["organisations"], rows["t1"]["coverage"]) == (1, None)


def test_what_feeds_another_chain_is_found() -> None:
    table = fed_across(STAGES, FEEDS)
    assert table.select("chain_a", "chain_b", "stage_a", "stage_b").rows() == [
        ("S", "T", "s2", "t1")
    ]
    assert table.schema == SCHEMA
    assert fed_across(STAGES, FEEDS.head(1)).is_empty()


def test_chains_whose_workers_carry_several_sectors_are_found() -> None:
    sectors = pl.DataFrame({"id": ["m1", "m3", "m4"], "sectors": [["a"], ["a", "b"], ["c"]]})
    several = worked_from_several(STAGES, found(), sectors, "possible")
    assert several.select("chain_a", "count", "evidence").rows() == [("S", 2, ["a", "b"])]
    assert worked_from_several(STAGES, found(), sectors, "inferred").is_empty()


def test_chains_are_joined_by_partnerships_as_sectors_are() -> None:
    members = two_mode(
        {"P": ["m1", "m4"], "Q": ["m2", "m4"], "R": ["m1", "m2"]}, ["m1", "m2", "m4"], [2, 2, 2]
    )
    table = joined_by_partnerships(STAGES, found(), members, "possible")
    row = table.row(0, named=True)
    assert (row["chain_a"], row["chain_b"], row["count"]) == ("S", "T", 2)
    assert row["evidence"] == ["P", "Q"]
    assert table["q"].to_list() == false_discovery_control(table["p"].to_list()).tolist()
    assert table.schema == SCHEMA


@pytest.mark.parametrize("name", TWO_MODES)
def test_degenerate_networks_have_an_answer(name: str) -> None:
    members = TWO_MODES[name]
    table = stage_table(STAGES, FEEDS, found(), members)
    assert table["stage"].to_list() == ["s1", "s2", "t1"]
    assert table["organisations"].to_list() == [3, 2, 1]
    joined = joined_by_partnerships(STAGES, found(), members, "possible")
    assert joined.schema == SCHEMA
    for row in joined.iter_rows(named=True):
        assert row["evidence"] == [
            members.columns["id"][p] for p in range(members.columns.height) if _meet(members, p)
        ]


def _meet(members: TwoMode, partnership: int) -> bool:
    """Whether somebody of chain S (m1, m2 or m3) and m4, of chain T, are in the partnership."""
    inside = members.rows["id"].filter(members.incidence[:, [partnership]].toarray()[:, 0] > 0)
    return "m4" in inside and bool({"m1", "m2", "m3"} & set(inside))


def test_without_stages_or_organisations_nobody_works_anywhere() -> None:
    none = STAGES.clear()
    table = workers(none, DIVISIONS, ECOSYSTEMS, THEMES, NONE)
    assert up_to(table, "stated").is_empty()
    empty = workers(none, DIVISIONS.clear(), ECOSYSTEMS.clear(), THEMES.clear(), NONE)
    assert empty.is_empty()
    described = stage_table(none, FEEDS.clear(), empty, TWO_MODES["empty"])
    assert described.schema == stage_table(STAGES, FEEDS, found(), TWO_MODES["full"]).schema
