"""The ledger of claims: what was known when, what superseded it, what disagrees, what is stale.

Answers on the documents are by hand, with the lines they stand on, or counted again from the
tables; planted claims show what the documents have no case of.
"""

from typing import Any

import pyoxigraph
import pytest

from clusterkg.graph import KnowledgeGraph

from . import independent_claims
from .expectations import Row, answered_rows
from .planted_claims import ask, derived, figure, statement, store

INNOSUP, KICK_OFF = "instrument/innosup-1", "event/cluster-weeks-kick-off-ro-hu"
SERIES = {"indicator": "eccp-profiles"}


def _asked(kg: KnowledgeGraph, name: str, columns: str, **parameters: Any) -> set[Row]:
    return set(answered_rows(kg, name, columns.split(), scope="documents", **parameters))


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-11-21", set()),
    ("2018-11-25", {("over", None, 850, "F0", 120)}),
    ("2018-12-01", {("over", None, 880, "F3", 708)}),
    ("2021-02-01", {("exact", 1132, None, "F2", 43)}),
])
def test_profiles_as_of(kg: KnowledgeGraph, date: str, rows: set[Row]) -> None:
    assert _asked(kg, "indicator_as_of", "qualifier value lower document line",
                  indicator="eccp-profiles", date=date) == rows


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-11-25", {(19, "European countries", "F0", 137)}),
    ("2018-12-01", {(19, "European countries", "F3", 466)}),
    ("2021-02-01", {(19, "European countries", "F3", 466), (19, "EU countries", "F2", 157)}),
])
def test_countries_as_of_are_the_newest_of_each_population(
    kg: KnowledgeGraph, date: str, rows: set[Row]
) -> None:
    assert _asked(kg, "indicator_as_of", "value population document line",
                  indicator="countries", date=date, subject="instrument/escp-s3") == rows


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-11-21", set()),
    ("2018-11-25", {("exact 2000", "planned", "F0", 98)}),
    ("2018-12-01", {("exact 2000", "planned", "F3", 281)}),
    ("2021-02-01", {("exact 2000", "planned", "F2", 257)}),
])
def test_target_that_was_known(kg: KnowledgeGraph, date: str, rows: set[Row]) -> None:
    found = _asked(kg, "claims_known_on", "said status document line", date=date,
                   subject=INNOSUP, property="indicator/smes-supported")
    assert {row for row in found if row[1] == "planned"} == rows


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-11-25", {("2018-11-20", "F0", 183)}),
    # Both stay: two facts are a conflict, and none is the newer one.
    ("2018-12-01", {("2018-11-20", "F0", 183), ("2018-11-21", "F3", 784)}),
    ("2021-02-01", {("2018-11-20", "F0", 183), ("2018-11-21", "F3", 784)}),
])
def test_first_day_of_the_kick_off_that_was_known(
    kg: KnowledgeGraph, date: str, rows: set[Row]
) -> None:
    assert _asked(kg, "claims_known_on", "said document line", date=date, subject=KICK_OFF,
                  property="ckg:startDate") == rows


@pytest.mark.parametrize(("date", "rows"), [
    ("2018-11-21", set()),
    ("2018-12-01", {("eocic", "announced", "F0", 125), ("erek", "announced", "F0", 126)}),
    ("2019-06-01", {("eocic", "announced", "F4", 33), ("erek", "announced", "F4", 33)}),
    ("2021-02-01", {("eocic", "done", "F2", 60), ("erek", "done", "F2", 60)}),
])
def test_status_of_the_merger(kg: KnowledgeGraph, date: str, rows: set[Row]) -> None:
    assert _asked(kg, "status_as_of", "entity status document line", date=date) == {
        (f"id:platform/{name}", *rest) for name, *rest in rows
    }


@pytest.mark.parametrize(("date", "lines"), [
    ("2020-11-10", set()), ("2021-01-18", set()), ("2021-01-19", {321}),
])
def test_what_is_known_goes_by_the_date_of_the_document(
    kg: KnowledgeGraph, date: str, lines: set[int]
) -> None:
    """F2 of January 2021 names the commissioner as of November 2020."""
    found = _asked(kg, "claims_known_on", "as_of line", date=date, subject="person/thierry-breton",
                   property="ckg:personRole")
    assert found == {("2020-11-10", line) for line in lines}


def test_all_that_was_ever_known_is_what_nothing_superseded(kg: KnowledgeGraph) -> None:
    left = len(independent_claims.claims()) - len({
        old for _, old in independent_claims.superseded()
    })
    rows = answered_rows(kg, "claims_known_on", ["document", "line"], scope="documents",
                         date="any", subject="any")
    assert len(rows) == left


def test_superseded_claims_are_those_of_an_independent_count(kg: KnowledgeGraph) -> None:
    rows = answered_rows(kg, "superseded_claims", ["said"], scope="documents", subject="any")
    assert len(rows) == len(independent_claims.superseded()) > 100


def test_rules_supersede_and_repeat_as_an_independent_count_does(kg: KnowledgeGraph) -> None:
    union = kg.store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
    found = derived(union)
    assert found["supersedes"] == independent_claims.superseded()
    assert found["repeats"] == independent_claims.repeated()


def test_no_claim_of_the_documents_is_a_stale_copy(kg: KnowledgeGraph) -> None:
    assert independent_claims.stale() == set()
    assert {row[0] for row in _asked(kg, "stale_copies", "said")} == {None}


def test_a_date_that_says_less_neither_supersedes_nor_conflicts(kg: KnowledgeGraph) -> None:
    """F0 line 179 has 20 November 2018, F3 line 780 only November 2018."""
    both = {("2018-11-20", "F0", 179), ("2018-11", "F3", 780)}
    weeks = "campaign/eu-cluster-weeks"
    assert _asked(kg, "claims_known_on", "said document line", date="2018-12-01", subject=weeks,
                  property="ckg:startDate") == both
    found = _asked(kg, "conflicting_claims", "subject property claim document line",
                   verdict="compatible")
    assert {row[2:] for row in found if row[:2] == (f"id:{weeks}", "ckg:startDate")} == both


@pytest.mark.parametrize(("one", "other", "verdict"), [
    # Bounds that leave room for both figures.
    ("over 850", "exact 880", "compatible"), ("over 850", "over 880", "compatible"),
    ("up-to 1000", "exact 900", "compatible"), ("between 10 12", "exact 11", "compatible"),
    ("at-least 25", "exact 25", "compatible"), ("up-to 12", "at-least 12", "compatible"),
    ("between 10 12", "between 12 15", "compatible"), ("about 50", "over 52", "compatible"),
    ("about 50", "exact 55", "compatible"), ("about 220000000", "exact 216000000", "compatible"),
    # Bounds that do not.
    ("over 850", "exact 850", "conflict"), ("over 850", "exact 800", "conflict"),
    ("up-to 1000", "over 1000", "conflict"), ("between 10 12", "exact 13", "conflict"),
    ("at-least 25", "exact 24", "conflict"), ("about 50", "exact 56", "conflict"),
    ("about 220000000", "exact 200000000", "conflict"), ("exact 113", "exact 1132", "conflict"),
    ("between 10 12", "between 13 15", "conflict"), ("exact 2.5", "exact 3", "conflict"),
    # About: half of the last digit that is printed, and a tenth of the figure at most.
    ("about 2.5", "exact 2.9", "conflict"), ("about 2.5", "exact 2.55", "compatible"),
    ("about 0.25", "exact 0.26", "conflict"), ("about 0.25", "exact 0.255", "compatible"),
    ("about 1000", "exact 1400", "conflict"), ("about 1000", "exact 1100", "compatible"),
    ("about 1000", "exact 1101", "conflict"), ("about 3", "exact 3.4", "conflict"),
    ("about 1250", "exact 1255", "compatible"), ("about 1250", "exact 1256", "conflict"),
])
def test_bounds_are_respected(one: str, other: str, verdict: str) -> None:
    for first, second in ((one, other), (other, one)):
        graph = store(figure(first, "P1"), figure(second, "P2"))
        found = {(row["verdict"], row["printed"]) for row in ask(graph, "conflicting_claims")}
        assert found == {(verdict, one), (verdict, other)}


def test_equal_figures_are_no_conflict() -> None:
    graph = store(figure("over 850", "P1"), figure("over 850", "P2"))
    assert ask(graph, "conflicting_claims") == []


@pytest.mark.parametrize(("cells", "verdict"), [
    ({"population": "EU countries"}, "population"),
    ({"status": "planned"}, "plan-and-outcome"),
    ({"status": "planned", "population": "EU countries"}, "population"),
    ({}, "conflict"),
])
def test_figures_of_other_matters_are_told_apart(cells: dict[str, str], verdict: str) -> None:
    graph = store(figure("exact 20", "P1", **cells), figure("exact 19", "P2"))
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {verdict}


def test_another_population_keeps_its_equal_figure() -> None:
    graph = store(
        figure("exact 19", "P1", population="European countries"),
        figure("exact 19", "P2", population="EU countries"),
    )
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {"population"}
    known = ask(graph, "claims_known_on", date="2020-01-01", subject="any")
    now = ask(graph, "indicator_as_of", indicator="partners", date="2020-01-01")
    for rows in (known, now):
        assert {row["population"] for row in rows} == {"European countries", "EU countries"}
    assert ask(graph, "superseded_claims", subject="any") == []
    assert derived(graph) == {"supersedes": set(), "repeats": set()}


def test_a_plan_is_not_superseded_by_its_outcome() -> None:
    graph = store(figure("between 10 12", "P1", status="expected"),
                  figure("exact 13", "P2", status="awarded"))
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {"plan-and-outcome"}
    rows = ask(graph, "claims_known_on", date="2020-01-01", subject="any")
    assert {(row["status"], row["said"]) for row in rows} == {
        ("expected", "between 10 12"), ("awarded", "exact 13"),
    }
    (pair,) = ask(graph, "plan_and_outcome")
    assert (pair["planned_lower"], pair["planned_upper"], pair["came"]) == (10, 12, 13)


def test_an_outcome_is_held_against_the_plan_for_the_same_population() -> None:
    graph = store(figure("exact 10", "P1", status="planned", population="EU countries"),
                  figure("exact 13", "P2", status="achieved", population="European countries"))
    assert ask(graph, "plan_and_outcome") == []


def test_a_series_is_no_conflict_but_two_figures_of_one_day_are() -> None:
    graph = store(figure("exact 850", "P1", **SERIES), figure("exact 1132", "P2", **SERIES))
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {"series"}
    same_day = {**SERIES, "as_of": "2018-01-10"}
    graph = store(figure("exact 850", "P1", **same_day), figure("exact 860", "P2", **same_day))
    assert {row["verdict"] for row in ask(graph, "conflicting_claims")} == {"conflict"}


def test_a_chain_of_three() -> None:
    graph = store(figure("over 850", "P1", **SERIES), figure("over 880", "P2", **SERIES),
                  figure("exact 1132", "P3", **SERIES))
    pairs = {(row["said"], row["by"]) for row in ask(graph, "superseded_claims", subject="any")}
    assert pairs == {("over 850", "over 880"), ("over 880", "exact 1132"),
                     ("over 850", "exact 1132")}
    assert derived(graph)["supersedes"] == {
        (f"id:observation/planted-{new}", f"id:observation/planted-{old}")
        for new, old in ((1, 0), (2, 1), (2, 0))
    }
    for date, said in (("2018-06-19", "over 850"), ("2018-06-20", "over 880"),
                       ("2019-03", "exact 1132"), ("any", "exact 1132")):
        (row,) = ask(graph, "claims_known_on", date=date, subject="any")
        assert row["said"] == said


def test_a_doubtful_claim_supersedes_none() -> None:
    claims = [figure("exact 9", "P1", **SERIES),
              figure("exact 7", "P2", certainty="doubtful", **SERIES)]
    graph, copied = store(*claims), [*claims, figure("exact 9", "P3", **SERIES)]
    assert {row["said"] for row in ask(store(*copied), "stale_copies")} == {None}
    rows = ask(graph, "claims_known_on", date="any", subject="any")
    assert {row["said"] for row in rows} == {"exact 9", "exact 7"}
    now = ask(graph, "indicator_as_of", date="2020-01-01", **SERIES)
    assert {row["value"] for row in now} == {9, 7}
    assert ask(graph, "superseded_claims", subject="any") == []
    assert derived(graph)["supersedes"] == set()


@pytest.mark.parametrize(("old", "new", "superseded"), [
    ("2018-11", "2018-11-22", False), ("2018-11-22", "2018-11", False),
    ("2018-10", "2018-11-22", True), ("2018", "2019-01-01", True), ("2018-12", "2018", False),
])
def test_a_month_is_not_before_its_days(old: str, new: str, superseded: bool) -> None:
    graph = store(figure("exact 9", "P1", as_of=old, **SERIES),
                  figure("exact 8", "P2", as_of=new, **SERIES))
    assert len(ask(graph, "superseded_claims", subject="any")) == superseded
    assert len(derived(graph)["supersedes"]) == superseded
    now = ask(graph, "indicator_as_of", date="2020-01-01", **SERIES)
    known = ask(graph, "claims_known_on", date="2020-01-01", subject="any")
    assert len(now) == len(known) == 2 - superseded


@pytest.mark.parametrize(("said", "stale"), [
    ("exact 113", ["exact 1132"]), ("exact 1132", []), ("exact 114", []), ("over 113", []),
])
def test_a_stale_copy_is_found(said: str, stale: list[str]) -> None:
    graph = store(figure("exact 113", "P1", **SERIES), figure("exact 1132", "P2", **SERIES),
                  figure(said, "P3", **SERIES))
    found = ask(graph, "stale_copies")
    assert [row["newer"] for row in found if row["said"]] == stale
    assert {row["claims_checked"] for row in found} == {3}


@pytest.mark.parametrize("cells", [
    {"status": "planned"}, {"population": "validated"}, {"subject": "platform/other"},
    {"as_of": "2018-02-01"},
])
def test_a_claim_of_another_matter_or_of_an_older_date_is_no_stale_copy(
    cells: dict[str, str]
) -> None:
    graph = store(figure("over 850", "P1", **SERIES), figure("over 880", "P2", **SERIES),
                  figure("over 850", "P3", **SERIES, **cells))
    assert {row["said"] for row in ask(graph, "stale_copies")} == {None}


def test_what_no_earlier_document_had_corrected_is_no_stale_copy() -> None:
    graph = store(figure("over 850", "P1", **SERIES), figure("over 850", "P2", **SERIES),
                  figure("over 880", "P2", line="2", **SERIES))
    assert {row["said"] for row in ask(graph, "stale_copies")} == {None}
    assert derived(graph)["repeats"] == {("id:observation/planted-1", "id:observation/planted-0")}


def test_a_stale_date_is_found_and_one_of_many_aims_is_none() -> None:
    aims = {"property": "aim", "value_type": "text"}
    graph = store(
        statement("2019-05-14", "P1", status="planned"), statement("2019-06-05", "P2"),
        statement("2019-05-14", "P3", status="planned"),
        statement("skills", "P1", **aims), statement("markets", "P2", **aims),
        statement("skills", "P3", **aims),
    )
    (row,) = ask(graph, "stale_copies")
    assert (row["said"], row["document"], row["copied_document"]) == ("2019-05-14", "P3", "P1")
    assert (row["newer"], row["newer_document"]) == ("2019-06-05", "P2")
    known = ask(graph, "claims_known_on", date="2019-01-01", subject="any")
    assert {row["said"] for row in known} == {"2019-06-05", "skills", "markets"}
