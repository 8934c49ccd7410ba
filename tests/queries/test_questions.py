"""Questions 1-30 and 35 of the inventory, in both scopes.

With ``scope=documents`` the answers are the inventory's own, written by hand from its section 5
and the documents. With ``scope=all`` an answer is the same where the wider tables add nothing
(``SAME``), and otherwise counted from those tables by ``independent``.
"""

from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from typing import Any

import pytest

from clusterkg.graph import KnowledgeGraph

from . import independent
from .expectations import answered_rows

Rows = Set[tuple[object, ...]]
SAME = None
INNOSUP, FIRST_13 = "instrument/innosup-1", "generation/innosup-1-2015-17"
ESCP_S3, TEX4IM, IOT = "instrument/escp-s3", "escp-s3/tex4im", "innosup-1/iot4industry"
INNOSUP_22 = (
    "katana neptune superbio permides acttivate innolabs impact-connected-car inclusilver "
    "cross4health diva iot4industry vida c-voucher s3food smartx digi-b-cube parsec block-is "
    "digicirc galatea metabuilding ufo"
).split()
PILOTS = set(independent.PILOT_REGIONS)
TEX4IM_MEMBERS = {
    ("OTIR2020 – TUSCANY FASHION CLUSTER (NEXT TECHNOLOGY TECNOTESSILE S.R.L.)", "Italy"),
    ("ASTRICO NORD-EST", "Romania"),
    ("ATEVAL - ASOCIACION DE EMPRESARIOS TEXTILES DE LA REGION VALENCIANA", "Spain"),
    ("CITEVE - CENTRO TECNOLOGICO DAS INDUSTRIAS TEXTIL E DO VESTUARIO DE PORTUGAL", "Portugal"),
    ("CLUTEX - KLASTR TECHNICKE TEXTILIE", "Czechia"),
    ("PO.IN.TEX (CITTA STUDI SPA)", "Italy"),
    ("SMART TEXTILES (HOEGSKOLAN I BORAS)", "Sweden"),
    ("UP-TEX", "France"),
}
SOURCES_THAT_DISAGREE: Rows = {
    ("id:event/cluster-weeks-kick-off-ro-hu", "ckg:startDate", "F0"),
    ("id:event/cluster-weeks-kick-off-ro-hu", "ckg:startDate", "F3"),
    ("id:event/cluster-weeks-kick-off-dk", "ckg:startDate", "F0"),
    ("id:event/cluster-weeks-kick-off-dk", "ckg:startDate", "F3"),
    ("id:event/cluster-weeks-kick-off-dk", "ckg:endDate", "F0"),
    ("id:event/cluster-weeks-kick-off-dk", "ckg:endDate", "F3"),
    ("id:event/eu-korea-2018", "ckg:sector", "F3"),
    ("id:event/eu-western-balkans-2018", "ckg:sector", "F0"),
    ("id:event/eu-western-balkans-2018", "ckg:sector", "F3"),
    ("id:platform/eocic", "ckg:name", "F0"),
    ("id:platform/eocic", "ckg:name", "F3"),
    ("id:platform/eocic", "ckg:name", "F4"),
}


@dataclass(frozen=True)
class Case:
    """One question with its query, the columns that answer it, and the answers."""

    number: int
    query: str
    columns: str
    documents: Rows
    everything: Callable[[], Rows] | None = SAME
    parameters: dict[str, Any] = field(default_factory=dict)
    where: dict[str, object] = field(default_factory=dict)


def _listed(instrument: str, stated: int) -> Callable[[], Rows]:
    return lambda: {(len(independent.under_instrument(instrument)), stated)}


def _rows(
    function: Callable[..., list[tuple[object, ...]]], *arguments: object
) -> Callable[[], Rows]:
    return lambda: set(function(*arguments))


CASES = [
    Case(1, "indicator_as_of", "value", {(57,)},
         parameters={"indicator": "partners", "date": "2021-02-01", "subject": ESCP_S3}),
    Case(1, "indicator_as_of", "value population document",
         {(19, "EU countries", "F2"), (19, "European countries", "F3")},
         parameters={"indicator": "countries", "date": "2021-02-01", "subject": ESCP_S3}),
    Case(1, "indicator_as_of", "value population document", {(19, "European countries", "F3")},
         parameters={"indicator": "countries", "date": "2018-12-01", "subject": ESCP_S3}),
    Case(2, "partnerships_of_instrument", "instrument_start stated", {("2018-10", 9)}),
    Case(2, "partnerships_of_instrument", "partnership", {("id:partnership/escp-s3/tex4im",)},
         _rows(independent.under_instrument, "escp-s3")),
    Case(2, "partnerships_of_instrument", "listed stated", {(1, 9)}, _listed("escp-s3", 9)),
    # 3.1 M€ is what 9 × 346,000 = 3.114 M€ comes to when it is printed with one decimal.
    Case(3, "budget_per_project", "budget projects stated_per_project product",
         {(3_100_000, 9, 346_000, 3_114_000)}, parameters={"subject": ESCP_S3}),
    Case(4, "indicator_as_of", "qualifier value lower document", {("over", None, 880, "F3")},
         parameters={"indicator": "eccp-profiles", "date": "2018-12-01"}),
    Case(4, "indicator_as_of", "qualifier value lower document", {("exact", 1132, None, "F2")},
         parameters={"indicator": "eccp-profiles", "date": "2021-02-01"}),
    Case(5, "conflicting_claims", "subject property document", SOURCES_THAT_DISAGREE,
         parameters={"verdict": "conflict"}),
    Case(5, "conflicting_claims", "property claim population document",
         {("id:indicator/countries", "19", "European countries", "F0"),
          ("id:indicator/countries", "19", "European countries", "F3"),
          ("id:indicator/countries", "19", "EU countries", "F2")},
         parameters={"verdict": "population"}),
    Case(6, "members_of_partnership", "name_as_stated country", TEX4IM_MEMBERS),
    Case(6, "members_of_partnership", "name_as_stated name_today",
         {(name, None) for name, _ in TEX4IM_MEMBERS},
         _rows(independent.names_of_members, TEX4IM)),
    Case(7, "coordinator_and_countries", "coordinator_name countries", {("SCS cluster", 5)},
         parameters={"partnership": IOT}),
    Case(8, "pilot_regions", "code", {(code,) for code in PILOTS}),
    Case(8, "pilot_regions", "code country", {(code, "France") for code in ("FRB", "FRF", "FRE")},
         where={"regions_in_country": 3}),
    Case(8, "pilot_regions", "regions_in_country", {(1,), (3,)}),
    Case(9, "pilot_regions", "name_as_stated", {("Lithuania",), ("Slovenia",)}, where={"level": 0}),
    # The documents print no seat: Piedmont is inferred from the country of three members there.
    Case(10, "pilot_regions_with_members", "basis organisation",
         {("country", "id:organisation/mesap"), ("country", "id:organisation/pointex"),
          ("country", "id:organisation/next-technology-tecnotessile")},
         lambda: {("seat", "id:organisation/mesap"), ("seat", "id:organisation/pointex")},
         parameters={"partnership": "any"},
         where={"region": "nuts:ITC1", "partnership": (TEX4IM, IOT)}),
    Case(10, "pilot_regions_with_members", "region basis organisation",
         {("nuts:ES13", "country", "id:organisation/ateval"),
          ("nuts:SE31", "country", "id:organisation/smart-textiles-boras"),
          ("nuts:FRB", "country", "id:organisation/euramaterials"),
          ("nuts:FRF", "country", "id:organisation/euramaterials"),
          ("nuts:FRE", "country", "id:organisation/euramaterials"),
          ("nuts:ITC1", "country", "id:organisation/pointex"),
          ("nuts:ITC1", "country", "id:organisation/next-technology-tecnotessile")},
         _rows(independent.pilot_regions_with_members, TEX4IM),
         parameters={"partnership": TEX4IM}),
    Case(11, "list_coverage", "stated listed", {(18, 17)},
         parameters={"subject": "platform/s3-industrial-modernisation"}),
    Case(12, "list_coverage", "listed stated", {(22, 30)}, _listed("innosup-1", 30),
         parameters={"subject": INNOSUP}),
    Case(12, "partnerships_of_instrument", "partnership",
         {(f"id:partnership/innosup-1/{name}",) for name in INNOSUP_22},
         _rows(independent.under_instrument, "innosup-1"),
         parameters={"instrument": "innosup-1"}),
    Case(13, "budget_per_project", "mean_per_project cap_per_project", {(4_576_923, 5_000_000)},
         parameters={"subject": FIRST_13}),
    Case(14, "participants_per_project", "participants_per_project", {(10.92,)},
         parameters={"subject": FIRST_13}),
    Case(15, "plan_and_outcome", "planned came came_on", {(2000, 500, "2018-11-29")},
         parameters={"indicator": "smes-supported"}),
    Case(16, "participants_per_project", "counted participants_per_project",
         {("id:indicator/organisations", 5.64)},
         parameters={"subject": "generation/escp-4i-2018-19"}),
    Case(17, "plan_and_outcome", "planned_as planned came_as came",
         {("planned", 8_300_000, "open", 7_500_000)},
         parameters={"indicator": "call-budget", "subject": "instrument/escp-4i"}),
    Case(18, "plan_and_outcome", "planned_as planned_lower planned_upper came_as came",
         {("expected", 10, 12, "awarded", 13)},
         parameters={"subject": "generation/escp-4x-2018"}),
    Case(19, "exchanges_by_share", "number", {(250,)},
         where={"share_of": "id:indicator/sme-exchange-share"}),
    Case(20, "figures_about", "qualifier value",
         {("exact", 150_000_000), ("exact", 300_000_000), ("about", 220_000_000)},
         parameters={"subject": "instrument/joint-cluster-initiatives"}),
    Case(21, "platforms_merged_into", "merged", {("id:platform/eocic",), ("id:platform/erek",)},
         parameters={"platform": "eccp"}, where={"status": "done"}),
    Case(22, "successors_of", "name", {("Euroclusters",)}),
    Case(23, "what_follows_up", "name", {("Commission Expert Group on Clusters",)}),
    Case(24, "countries_new_at_event", "country_name",
         {("Bosnia and Herzegovina",), ("Kosovo",)}),
    Case(25, "change_between_events", "indicator change qualifier_before qualifier_after",
         {("id:indicator/event-clusters", 15, "about", "over")},
         where={"indicator": "id:indicator/event-clusters"}),
    Case(25, "change_between_events", "change qualifier_before qualifier_after",
         {(17, "over", "over")}, where={"indicator": "id:indicator/event-meetings"}),
    Case(26, "disruptions_detected", "value detected_by",
         {(84, "id:partnership/network/european-clusters-alliance")}),
    Case(27, "legal_basis_of", "code passage", {("COM(2018)441", "recital 28")},
         where={"passage": "recital 28"}),
    Case(28, "documents_cited_by_several", "policy",
         {("id:policy-document/com-2016-733",), ("id:policy-document/com-2017-376",),
          ("id:policy-document/com-2017-479",)}),
    Case(29, "funded_by", "funded",
         {("id:instrument/escp-s3",), ("id:instrument/escp-4i",), ("id:instrument/escp-4x",),
          ("id:platform/eccp",)}, parameters={"programme": "cosme"}),
    Case(29, "funded_by", "funded", {("id:instrument/innosup-1",)},
         parameters={"programme": "horizon-2020"}),
    # No cluster, and the coverage of that answer: members of two partnerships are listed.
    Case(30, "clusters_in_several_partnerships", "organisation partnerships",
         {(None, None)}, _rows(independent.clusters_in_several)),
    Case(30, "clusters_in_several_partnerships", "partnerships_with_members", {(2,)},
         lambda: {(len(independent.members()),)}),
    Case(35, "number_with_source", "number_found subject document line",
         {(1132, "id:platform/eccp", "F2", 43)}, parameters={"number": "1132"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.number}-{case.query}")
@pytest.mark.parametrize("scope", ["documents", "all"])
def test_question(kg: KnowledgeGraph, case: Case, scope: str) -> None:
    wider = scope == "all" and case.everything
    expected = case.everything() if wider and case.everything else case.documents
    columns = case.columns.split()
    rows = answered_rows(
        kg, case.query, [*columns, *case.where], scope=scope, **case.parameters
    )
    fitting = {row[: len(columns)] for row in rows if _fits(row[len(columns):], case.where)}
    assert fitting == expected


def test_every_question_has_a_case() -> None:
    assert {case.number for case in CASES} == {*range(1, 31), 35}


def test_well_over_a_hundred_clusters_are_in_several_partnerships() -> None:
    assert len(independent.clusters_in_several()) > 120


def test_every_number_has_its_document_and_line(kg: KnowledgeGraph) -> None:
    columns = ["number_found", "indicator", "subject", "document", "line"]
    rows = answered_rows(kg, "number_with_source", columns, scope="documents", number="any")
    cells = [
        (float(cell), f"id:indicator/{row['indicator']}", f"id:{row['subject']}", row["document"],
         int(row["line"]))
        for row in independent.table("observations")
        for cell in (row["value"], row["lower"], row["upper"]) if cell
    ]
    assert Counter(rows) == Counter(cells)


def _fits(found: tuple[object, ...], where: dict[str, object]) -> bool:
    return all(
        value in {f"id:partnership/{name}" for name in wanted} if isinstance(wanted, tuple)
        else value == wanted
        for value, wanted in zip(found, where.values(), strict=True)
    )
