"""The traps of the documents that queries can show (inventory, section 4), by their numbers."""

from collections.abc import Set
from typing import Any

import pytest

from clusterkg.graph import KnowledgeGraph

from .expectations import answered_rows


def _rows(
    kg: KnowledgeGraph, name: str, columns: str, **parameters: Any
) -> Set[tuple[object, ...]]:
    return set(answered_rows(kg, name, columns.split(), scope="documents", **parameters))


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


@pytest.mark.parametrize(("number", "printed"), [
    ("4500", "4.500 subscription"), ("59500000", "59,50M€"), ("6840000", "6,84+0,4 mio €"),
])
def test_4_european_formats_are_read_as_numbers(
    kg: KnowledgeGraph, number: str, printed: str
) -> None:
    assert (printed,) in _rows(kg, "number_with_source", "printed", number=number)


def test_5_planned_expected_and_achieved_are_kept_apart(kg: KnowledgeGraph) -> None:
    verdicts = _rows(kg, "conflicting_claims", "verdict claim status")
    assert {("plan-and-outcome", "8300000", "planned"), ("plan-and-outcome", "7500000", "open"),
            ("plan-and-outcome", "10..12", "expected"),
            ("plan-and-outcome", "13", "awarded")} <= verdicts
    assert not {row for row in verdicts if row[0] == "conflict" and row[1] in ("8300000", "13")}


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


def test_7_names_are_those_of_their_date(kg: KnowledgeGraph) -> None:
    countries = _rows(kg, "statements_about", "object printed as_of",
                      entity="event/eu-western-balkans-2018", property="country")
    assert ("country:MKD", "FYROM", "2018-11-22") in countries
    assert ("country:1A0", "Kosovo*", "2018-11-22") in countries


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
