"""The questions of the ledger agree on what supersedes what, and on what is a conflict.

Two values that are told as facts conflict, and none supersedes the other; a plan gives way to a
later plan or fact, a figure of a series to a later one; a later status replaces an earlier one.
"""

from typing import Any

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.queries.binding import bind
from clusterkg.queries.catalogue import find

from .expectations import Row, answered_rows
from .planted_claims import ask, derived, figure, statement, store

KICK_OFF, CALL = "event/cluster-weeks-kick-off-dk", "call/escp-4x-2018"
PLANNED, PROPOSED, DONE = ({"status": name} for name in ("planned", "proposed", "done"))
MERGED = {"property": "mergedInto", "value_type": "ref"}
TENTATIVE: dict[str, str] = {**MERGED, "status": "announced"}
SERIES = {"indicator": "eccp-profiles"}
Claim = dict[str, str]


def _rows(kg: KnowledgeGraph, name: str, columns: str, **parameters: Any) -> set[Row]:
    return set(answered_rows(kg, name, columns.split(), scope="documents", **parameters))


@pytest.mark.parametrize(("one", "other", "verdict", "superseded"), [
    # Facts conflict, with a status or without; a date that only says more or less does not.
    (statement("2019-01-01", "P1"), statement("2019-02-01", "P2"), "conflict", False),
    (statement("2019-01-01", "P1", **DONE), statement("2019-02-01", "P2"), "conflict", False),
    (statement("2019-01", "P1"), statement("2019-01-07", "P2"), "compatible", False),
    (statement("2019-01-07", "P1", **PLANNED), statement("2019", "P2", **PLANNED), "compatible",
     False),
    # A plan gives way to a later plan and to what came, but what came not to a plan.
    (statement("2019-01-01", "P1", **PLANNED), statement("2019-02-01", "P2", **PLANNED),
     "changed-plan", True),
    (statement("2019-01-01", "P1", **PROPOSED), statement("2019-02-01", "P2", **PLANNED),
     "changed-plan", True),
    (statement("2019-01-01", "P1", **PLANNED), statement("2019-02-01", "P2", **DONE),
     "plan-and-outcome", True),
    (statement("2019-01-01", "P1", **PLANNED), statement("2019-02-01", "P2"),
     "plan-and-outcome", True),
    (statement("2019-01-01", "P1", **DONE), statement("2019-02-01", "P2", **PLANNED),
     "plan-and-outcome", False),
    (statement("2019-01-01", "P1", **PLANNED),
     statement("2019-02-01", "P2", certainty="doubtful", **PLANNED), "conflict", False),
    # Names and things that start alike are no dates.
    (statement("platform/eccp", "P1", **MERGED), statement("platform/eccp-two", "P2", **MERGED),
     "conflict", False),
    (statement("platform/eccp-two", "P1", **TENTATIVE),
     statement("platform/eccp", "P2", **TENTATIVE), "changed-plan", True),
    # Figures: a series, or a plan, or a conflict.
    (figure("exact 9", "P1"), figure("exact 8", "P2"), "conflict", False),
    (figure("over 7", "P1"), figure("exact 8", "P2"), "compatible", False),
    (figure("exact 9", "P1", **SERIES), figure("exact 8", "P2", **SERIES), "series", True),
    (figure("exact 9", "P1", **PLANNED), figure("exact 8", "P2", **PLANNED), "changed-plan", True),
])
def test_all_questions_and_the_rule_agree(
    one: Claim, other: Claim, verdict: str, superseded: bool
) -> None:
    graph = store(one, other)
    assert [row["verdict"] for row in ask(graph, "conflicting_claims")] == [verdict, verdict]
    assert len(derived(graph)["supersedes"]) == superseded
    pairs = ask(graph, "superseded_claims", subject="any")
    assert [row["change"] for row in pairs] == ["changed"] * superseded
    known = ask(graph, "claims_known_on", date="2020-01-01", subject="any")
    assert len(known) == 2 - superseded


@pytest.mark.parametrize(("cells", "superseded"), [(PLANNED, True), ({}, False), (DONE, False)])
def test_only_of_a_plan_a_copy_is_stale(cells: Claim, superseded: bool) -> None:
    graph = store(statement("2019-01-01", "P1", **cells), statement("2019-02-01", "P2"),
                  statement("2019-01-01", "P3", **cells))
    found = ask(graph, "stale_copies")
    assert [row["newer"] for row in found if row["said"]] == ["2019-02-01"] * superseded


def test_of_what_does_not_vary_no_copy_is_stale() -> None:
    """The same figures as a series are a stale copy, as the tests of the ledger show."""
    graph = store(figure("exact 113", "P1"), figure("exact 1132", "P2"), figure("exact 113", "P3"))
    assert [row["said"] for row in ask(graph, "stale_copies")] == [None]


def test_a_later_status_of_one_statement_replaces_the_earlier() -> None:
    graph = store(statement("platform/eccp", "P1", **TENTATIVE),
                  statement("platform/eccp", "P2", **{**MERGED, **DONE}))
    for name, parameters in (("claims_known_on", {"subject": "any"}), ("status_as_of", {})):
        (row,) = ask(graph, name, date="2020-01-01", **parameters)
        assert row["status"] == "done"
    (pair,) = ask(graph, "superseded_claims", subject="any")
    assert (pair["status"], pair["change"]) == ("announced", "restated")
    assert len(derived(graph)["supersedes"]) == 1
    assert ask(graph, "conflicting_claims") == []


@pytest.mark.parametrize(("cells", "statuses"), [
    (PLANNED, ["planned"]), ({}, [None]), ({"certainty": "doubtful"}, ["planned"]),
])
def test_a_moved_date_is_the_newer_one(cells: Claim, statuses: list[str | None]) -> None:
    graph = store(statement("2019-01-01", "P1", **PLANNED), statement("2019-02-01", "P2", **cells))
    rows = ask(graph, "status_as_of", property="startDate", date="2018-07-01")
    moved = "certainty" not in cells
    assert [row["object"] for row in rows] == ["2019-02-01" if moved else "2019-01-01"]
    assert [row["status"] for row in rows] == statuses
    (before,) = ask(graph, "status_as_of", property="startDate", date="2018-06-01")
    assert (before["object"], before["status"]) == ("2019-01-01", "planned")


def test_what_never_had_a_status_is_not_asked_for_one() -> None:
    graph = store(statement("2019-01-01", "P1"), statement("2019-01-01", "P2"))
    assert ask(graph, "status_as_of", property="startDate", date="2020-01-01") == []


@pytest.mark.parametrize(("date", "rows"), [
    ("2019-06-01", {("planned", "F4", 49)}), ("2021-02-01", {(None, "F2", 195)}),
])
def test_a_later_statement_without_a_status_appears(
    kg: KnowledgeGraph, date: str, rows: set[Row]
) -> None:
    """F4 line 49 has a pilot scheme that will be tested; F2 line 195 has ClusterXchange."""
    assert _rows(kg, "status_as_of", "status document line", date=date, property="partOf",
                 entity="scheme/clusterxchange") == rows


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-12-01", {("announced", "F0", 125)}), ("2019-06-01", {("announced", "F4", 33)}),
    ("2021-02-01", {("done", "F2", 60)}),
])
def test_what_is_known_of_the_merger_is_its_status(
    kg: KnowledgeGraph, date: str, rows: set[Row]
) -> None:
    known = _rows(kg, "claims_known_on", "status document line", date=date,
                  subject="platform/eocic", property="mergedInto")
    now = _rows(kg, "status_as_of", "status document line", date=date, entity="platform/eocic")
    assert known == now == rows


def test_both_dates_of_the_danish_kick_off_are_known(kg: KnowledgeGraph) -> None:
    """F0 line 185 has 26 to 30 November, F3 line 784 has 28 and 29 November."""
    dates = {("2018-11-26", "F0"), ("2018-11-30", "F0"), ("2018-11-28", "F3"), ("2018-11-29", "F3")}
    known = _rows(kg, "claims_known_on", "property said document", date="2018-12-01",
                  subject=KICK_OFF)
    assert {row[1:] for row in known if row[0] in ("ckg:startDate", "ckg:endDate")} == dates
    assert _rows(kg, "superseded_claims", "said", subject=KICK_OFF, change="changed") == set()


def test_what_another_value_superseded_is_a_series_or_a_plan(kg: KnowledgeGraph) -> None:
    place = "subject property document line"
    verdicts = _rows(kg, "conflicting_claims", f"verdict {place}")
    giving = {row[1:] for row in verdicts
              if row[0] in ("series", "changed-plan", "plan-and-outcome")}
    changed = _rows(kg, "superseded_claims", place, subject="any", change="changed")
    assert changed <= giving
    assert len(changed) >= 4


def test_three_documents_date_the_excellence_call_differently(kg: KnowledgeGraph) -> None:
    """F0 line 105 and F3 line 664 plan it, F4 line 49 of May 2019 says it was last year."""
    plans = {("beginning of 2019", "planned", "F0", 105),
             ("December 2018 or January 2019", "planned", "F3", 664)}
    came = ("2018", "done", "F4", 49)
    found = _rows(kg, "conflicting_claims", "verdict subject claim status document line")
    mine = {(row[0], row[2:]) for row in found if row[1] == f"id:{CALL}"}
    assert {row for verdict, row in mine if verdict == "changed-plan"} == plans
    assert {row for verdict, row in mine if verdict == "plan-and-outcome"} == {*plans, came}
    assert _rows(kg, "claims_known_on", "said document line", date="2019-06-01", subject=CALL,
                 property="callPublication") == {("2018", "F4", 49)}


def test_citations_are_counted_alike_with_inferences(reasoned: KnowledgeGraph) -> None:
    """F0 to F4 only quote further documents, and what is quoted is by inference cited."""
    (alone, more) = (reasoned.query("documents_cited_by_several", inferred=inferred).rows()
                     for inferred in (False, True))
    assert alone == more
    assert len(alone) == 12


@pytest.mark.parametrize("value", ["startDate", "ckg:startDate", "indicator/partners"])
def test_what_is_known_is_asked_of_properties_as_statuses_are(value: str) -> None:
    for name in ("claims_known_on", "status_as_of"):
        text = bind(find(name), {"property": value})
        assert f"{value.rpartition(':')[2]}> }}" in text
