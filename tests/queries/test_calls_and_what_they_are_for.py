"""A figure about a call is found under the call and under what the call is for, and once each.

Expected numbers: the documents' own lines, and the bundled tables read again.
"""

import csv
from collections import Counter

import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.loaders.bundled import bundled_folder

from .expectations import answered_rows
from .planted_claims import ask, figure, statement, store

FIGURE = ("subject", "value", "status", "document", "line")
ESCP_4I = "instrument/escp-4i"
NEXT = "id:call/escp-4i-2020"
BUDGETS = {
    "generation/escp-4x-2018": {
        ("id:call/escp-4x-2018", 3_600_000, "planned", "F0", 105),
        ("id:call/escp-4x-2018", 3_600_000, "planned", "F3", 664),
    },
    "generation/escp-4x-2021": {("id:call/escp-4x-2021", 6_000_000, "open", "F2", 206)},
    "generation/innosup-1-2019": {("id:call/innosup-1-2019", 22_850_000, "open", "F0", 97)},
    "platform/eccp": {("id:call/eccp-renewal-2019", 5_600_000, "planned", "F0", 127)},
    ESCP_4I: {
        ("id:call/escp-4i-2019", 8_300_000, "planned", "F0", 116),
        (NEXT, 7_500_000, "open", "F2", 178),
    },
}
PARTS = {  # of the call of ESCP-4i that F2 describes
    (NEXT, 6_600_000, "open", "F2", 190), (NEXT, 12, "expected", "F2", 190),
    (NEXT, 900_000, "open", "F2", 191), (NEXT, 2, "expected", "F2", 191),
}
Rows = set[tuple[object, ...]]


def _figures(kg: KnowledgeGraph, name: str, **parameters: str) -> Rows:
    return set(answered_rows(kg, name, FIGURE, scope="documents", **parameters))


def _table(name: str) -> list[dict[str, str]]:
    with (bundled_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _calls() -> dict[str, str]:
    return {row["subject"]: row["value"] for row in _table("statements")
            if row["property"] == "callFor"}


@pytest.mark.parametrize("thing", BUDGETS)
def test_the_budgets_of_calls_are_figures_about_what_they_are_for(
    kg: KnowledgeGraph, thing: str
) -> None:
    assert BUDGETS[thing] <= _figures(kg, "figures_about", subject=thing)
    assert BUDGETS[thing] == _figures(
        kg, "indicator_series", indicator="call-budget", subject=thing
    )


@pytest.mark.parametrize("thing", BUDGETS)
def test_the_budget_of_a_call_as_of_a_day_is_the_newest_of_each_call(
    kg: KnowledgeGraph, thing: str
) -> None:
    newest = {row for row in BUDGETS[thing] if row[-1] != 105}  # F3 line 664 is a week newer
    asked = {"indicator": "call-budget", "date": "2021-02-01"}
    assert _figures(kg, "indicator_as_of", subject=thing, **asked) == newest


def test_the_parts_of_a_call_are_figures_about_it_and_its_instrument(kg: KnowledgeGraph) -> None:
    assert _figures(kg, "figures_about", subject=ESCP_4I) >= PARTS
    assert _figures(kg, "figures_about", subject="call/escp-4i-2020") == {
        *PARTS, (NEXT, 7_500_000, "open", "F2", 178),
    }


@pytest.mark.parametrize("call", sorted(_calls()))
def test_every_figure_of_a_call_is_found_both_ways(kg: KnowledgeGraph, call: str) -> None:
    wanted = {(row["document"], int(row["line"]), f"id:indicator/{row['indicator']}")
              for row in _table("observations") if row["subject"] == call}
    for thing in (call, _calls()[call]):
        columns = ("document", "line", "indicator", "subject")
        found = answered_rows(kg, "figures_about", columns, scope="all", subject=thing)
        assert {row[:3] for row in found if row[3] == f"id:{call}"} == wanted
    listed = answered_rows(kg, "calls", ("document", "line", "property"), scope="all", call=call)
    assert wanted == {row for row in listed if str(row[2]).startswith("id:indicator/")}


def test_every_budget_of_a_call_is_about_a_call() -> None:
    calls = _calls()
    budgets = [row for row in _table("observations") if row["indicator"].startswith("call-")]
    assert len(budgets) == 11
    assert {row["subject"] for row in budgets} <= set(calls)


@pytest.mark.parametrize("name", ["figures_about", "indicator_series"])
def test_a_figure_about_a_call_is_listed_once(kg: KnowledgeGraph, name: str) -> None:
    parameters = {"subject": "any"} | ({"indicator": "any"} if name != "figures_about" else {})
    columns = ("subject", "indicator", "document", "line", "printed", "as_of")
    found = Counter(answered_rows(kg, name, columns, scope="documents", **parameters))
    assert sum(found.values()) == len(_table("observations"))


@pytest.mark.parametrize("asked", [ESCP_4I, "call/escp-4i-2019", "call/escp-4i-2020", "any"])
def test_a_plan_for_one_call_stands_beside_the_next_call(kg: KnowledgeGraph, asked: str) -> None:
    columns = ("subject", "plan_about", "planned", "outcome_about", "came")
    found = answered_rows(kg, "plan_and_outcome", columns, scope="documents",
                          indicator="call-budget", subject=asked)
    assert found == [(f"id:{ESCP_4I}", "id:call/escp-4i-2019", 8_300_000, NEXT, 7_500_000)]


@pytest.mark.parametrize(("asked", "subject"), [
    ("any", "call/one"), ("call/one", "call/one"), ("platform/planted", "platform/planted"),
])
def test_plan_and_outcome_of_one_call_are_one_pair(asked: str, subject: str) -> None:
    graph = store(
        statement("platform/planted", "P1", subject="call/one", property="callFor",
                  value_type="ref"),
        figure("exact 10", "P1", subject="call/one", status="planned"),
        figure("exact 8", "P2", subject="call/one", status="open"),
    )
    (pair,) = ask(graph, "plan_and_outcome", subject=asked)
    assert (pair["planned"], pair["came"], pair["subject"]) == (10, 8, f"id:{subject}")


def test_a_published_call_is_open(kg: KnowledgeGraph) -> None:
    """F0 line 97: "2019 Call published, deadline 03.04.2019, budget €22.85 Million"."""
    columns = ("document", "line", "said", "status")
    found = answered_rows(kg, "calls", columns, scope="all", call="innosup-1-2019")
    assert set(found) == {("F0", 97, "22850000", "open"), ("F0", 97, "2019-04-03", "open")}


def test_no_document_says_that_the_call_for_experts_was_only_planned() -> None:
    """F1 line 179 says "selected through a call for the expression of interest", and no more."""
    call = "call/expert-group-members"
    assert [row["existence"] for row in _table("entities") if row["entity_id"] == call] == [
        "existing"]
    assert [row["status"] for row in _table("statements") if row["subject"] == call] == [""]
