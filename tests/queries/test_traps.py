"""The eight traps of the documents (inventory, section 4), by their numbers."""

from collections.abc import Set
from typing import Any

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.queries.binding import ParameterError

from .expectations import answered_rows
from .planted_claims import ask, figure, store


def _rows(
    kg: KnowledgeGraph, name: str, columns: str, scope: str = "documents", **parameters: Any
) -> Set[tuple[object, ...]]:
    return set(answered_rows(kg, name, columns.split(), scope=scope, **parameters))


def test_1_only_the_right_sectors_are_certain(kg: KnowledgeGraph) -> None:
    columns = "object certainty"
    korea = _rows(kg, "statements_about", columns, entity="event/eu-korea-2018", property="sector")
    right = {"energy", "cleantech", "smart-city", "transport-electric-mobility",
             "clean-energy-technologies"}
    assert {thing for thing, certainty in korea if certainty == "inferred"} == {
        f"id:sector/{name}" for name in right
    }
    assert {certainty for thing, certainty in korea if thing == "id:sector/tourism-maritime"} == {
        "doubtful"
    }


def test_1_the_right_sectors_of_the_western_balkans_event_are_those_of_f0(
    kg: KnowledgeGraph,
) -> None:
    """F0 line 49 states seven; F3 prints them under the other event (line 621)."""
    found = _rows(kg, "statements_about", "object certainty document line",
                  entity="event/eu-western-balkans-2018", property="sector")
    stated = {thing for thing, certainty, *place in found if place == ["F0", 49]}
    assert len(stated) == 7
    assert {thing for thing, certainty, *_ in found if certainty != "doubtful"} == stated
    verdicts = _rows(kg, "conflicting_claims", "verdict subject property")
    for event in ("eu-korea-2018", "eu-western-balkans-2018"):
        assert ("conflict", f"id:event/{event}", "ckg:sector") in verdicts


def test_1_a_reading_that_is_doubted_is_no_fact(kg: KnowledgeGraph) -> None:
    rows = kg.sparql(
        "SELECT ?sector { <https://w3id.org/clusterkg/id/event/eu-korea-2018> "
        "<https://w3id.org/clusterkg/ontology#sector> ?sector }"
    ).rows()
    assert len(rows) == 5


def test_2_kick_off_dates_disagree_by_document(kg: KnowledgeGraph) -> None:
    found = _rows(kg, "conflicting_claims", "subject claim document", verdict="conflict")
    assert {row for row in found if str(row[0]).startswith("id:event/cluster-weeks")} == {
        ("id:event/cluster-weeks-kick-off-ro-hu", "2018-11-20", "F0"),
        ("id:event/cluster-weeks-kick-off-ro-hu", "2018-11-21", "F3"),
        ("id:event/cluster-weeks-kick-off-dk", "2018-11-26", "F0"),
        ("id:event/cluster-weeks-kick-off-dk", "2018-11-30", "F0"),
        ("id:event/cluster-weeks-kick-off-dk", "2018-11-28", "F3"),
        ("id:event/cluster-weeks-kick-off-dk", "2018-11-29", "F3"),
    }


@pytest.mark.parametrize(("number", "meanings"), [
    ("57", {("id:indicator/partners", "id:instrument/escp-s3"),
            ("id:indicator/clusters", "id:generation/escp-4x-2014-15")}),
    ("4500", {("id:indicator/smes-benefiting", "id:instrument/escp-s3"),
              ("id:indicator/eccp-subscriptions", "id:platform/eccp")}),
    ("1100", {("id:indicator/lump-sum", "id:scheme/clusterxchange"),
              ("id:indicator/company-offers", "id:platform/covid-19-response-portal")}),
])
def test_3_one_number_means_two_things(
    kg: KnowledgeGraph, number: str, meanings: Set[tuple[object, ...]]
) -> None:
    assert _rows(kg, "number_with_source", "indicator subject", number=number) == meanings


def test_3_numbers_of_several_meanings_are_listed(kg: KnowledgeGraph) -> None:
    found = _rows(kg, "same_number_different_meaning", "number meanings")
    assert {(57, 2), (4500, 2), (1100, 2)} <= found
    assert 1132 not in {number for number, _ in found}


@pytest.mark.parametrize(("number", "printed"), [
    ("4500", "4.500 subscription"), ("59500000", "59,50M€"), ("6840000", "6,84+0,4 mio €"),
])
def test_4_european_formats_are_read_as_numbers(
    kg: KnowledgeGraph, number: str, printed: str
) -> None:
    assert (printed,) in _rows(kg, "number_with_source", "printed", number=number)


def test_4_a_point_starts_decimals_and_a_comma_is_refused(kg: KnowledgeGraph) -> None:
    assert _rows(kg, "number_with_source", "printed", number="4.500") == set()
    for typed in ("4,500", "59,50M", "6,84"):
        with pytest.raises(ParameterError, match=r"a number such as 0\.5 is wanted"):
            kg.query("number_with_source", number=typed)


def test_5_a_plan_stands_beside_what_came_of_it(kg: KnowledgeGraph) -> None:
    """F0 line 116 and F2 line 178; F4 line 49 and F2 line 218."""
    columns = "planned_as planned planned_lower planned_upper planned_line came_as came came_line"
    assert {("planned", 8_300_000, None, None, 116, "open", 7_500_000, 178),
            ("expected", None, 10, 12, 49, "awarded", 13, 218)} <= _rows(
        kg, "plan_and_outcome", columns
    )


def test_5_planned_expected_and_achieved_are_kept_apart(kg: KnowledgeGraph) -> None:
    verdicts = _rows(kg, "conflicting_claims", "verdict claim status")
    assert {("plan-and-outcome", "10..12", "expected"),
            ("plan-and-outcome", "13", "awarded")} <= verdicts
    assert not {row for row in verdicts if row[0] == "conflict" and row[1] == "13"}
    # Two calls, one planned and the next one open, do not say the same thing differently.
    assert not {row for row in verdicts if row[1] in ("8300000", "7500000")}


@pytest.mark.parametrize(("number", "qualifier"), [
    ("880", "over"), ("50", "about"), ("5000000", "up-to"), ("25", "at-least"),
])
def test_6_bounds_are_kept(kg: KnowledgeGraph, number: str, qualifier: str) -> None:
    assert (qualifier,) in _rows(kg, "number_with_source", "qualifier", number=number)


def test_6_a_bound_is_no_value(kg: KnowledgeGraph) -> None:
    columns = "value lower upper"
    assert _rows(kg, "indicator_as_of", columns, date="2018-12-01") == {(None, 880, None)}
    conference = "event/european-cluster-conference-2020"
    assert _rows(kg, "figures_about", columns, subject=conference) == {(None, None, 1000)}


def test_6_a_bound_is_not_rounded_into_a_value() -> None:
    graph = store(figure("over 850", "P1"), figure("up-to 1000", "P2"), figure("about 9", "P3"))
    rows = ask(graph, "indicator_series", indicator="any")
    assert {(row["qualifier"], row["value"], row["lower"], row["upper"]) for row in rows} == {
        ("over", None, 850, None), ("up-to", None, None, 1000), ("about", 9, None, None),
    }
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {
        "compatible", "conflict",
    }


def test_7_names_are_those_of_their_date(kg: KnowledgeGraph) -> None:
    countries = _rows(kg, "statements_about", "object printed as_of",
                      entity="event/eu-western-balkans-2018", property="country")
    assert ("country:MKD", "FYROM", "2018-11-22") in countries
    assert ("country:1A0", "Kosovo*", "2018-11-22") in countries


@pytest.mark.parametrize(("date", "name", "member"), [
    ("2018-11-22", "the former Yugoslav Republic of Macedonia", True),
    ("2019-06-05", "North Macedonia", True), ("2021-01-19", "North Macedonia", False),
])
def test_7_name_and_membership_of_a_country_as_of(
    kg: KnowledgeGraph, date: str, name: str, member: bool
) -> None:
    """F0 of 2018 and F1 of 2019 fall into the Union's 28 years with the United Kingdom, F2 not."""
    columns = "name printed_as member_of"
    macedonia = _rows(kg, "country_status_as_of", columns, "all", date=date, country="MK")
    assert {row[:2] for row in macedonia} == {(name, "FYROM")}
    kingdom = _rows(kg, "country_status_as_of", columns, "all", date=date, country="GB")
    assert ({of for *_, of in kingdom} == {"id:body/european-union"}) is member
    kosovo = _rows(kg, "country_status_as_of", columns, "all", date=date, country="XK")
    assert {row[1] for row in kosovo} == {"Kosovo*"}


@pytest.mark.parametrize(("subject", "listed", "stated"), [
    ("platform/s3-industrial-modernisation", 17, 18), ("instrument/innosup-1", 22, 30),
    ("generation/escp-4i-2018-19", 23, 25),
])
def test_8_partial_lists_carry_their_coverage(
    kg: KnowledgeGraph, subject: str, listed: int, stated: int
) -> None:
    assert _rows(kg, "list_coverage", "listed stated", subject=subject) == {(listed, stated)}


def test_8_partners_of_escp_s3_are_mostly_unlisted(kg: KnowledgeGraph) -> None:
    assert ("id:indicator/partners", 8, 57) in _rows(
        kg, "list_coverage", "indicator listed stated", subject="instrument/escp-s3"
    )


def test_8_answers_on_partial_lists_carry_their_coverage(kg: KnowledgeGraph) -> None:
    """Of the 30 projects of F2 line 259, 22 are listed; two partnerships list their members."""
    assert _rows(kg, "partnerships_of_instrument", "listed stated", instrument="innosup-1") == {
        (22, 30)
    }
    columns = "organisation partnerships_with_members"
    assert _rows(kg, "clusters_in_several_partnerships", columns) == {(None, 2)}
    ((first, members),) = _rows(kg, "sector_pairs_joined", "first members")
    assert (first, members) == (None, 16)
    (checked,) = kg.query("stale_copies", scope="documents").rows()
    assert checked["said"] is None
    assert checked["claims_checked"] > 600
