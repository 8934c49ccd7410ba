"""Links of small sets of organisations, worked out by hand."""

import polars as pl
import pytest

from clusterkg.loaders.reconciliation import blocking, matching, reading
from clusterkg.loaders.reconciliation.matching import Decision, pair_key, reconcile
from clusterkg.loaders.reconciliation.scoring import Organisation


def made(source: str, name: str, *others: str, **facts: str) -> Organisation:
    where = f"https://example.org/{source}/{name.replace(' ', '-')}"
    return Organisation(where, source, (name, *others), facts.pop("country", "ES"), **facts)


A = made("a", "Cluster Maritimo Vasco", city="Bilbao")
B = made("b", "Basque Maritime Cluster")
C = made("c", "CLUSTER MARITIMO VASCO", city="Bilbao")
FAR = made("b", "Clúster de Automoción de Galicia")
ALL = [A, B, C, FAR]


def keys(matches: list[matching.Match]) -> set[tuple[str, str]]:
    return {match.key for match in matches}


def test_three_sources_become_one_identity() -> None:
    found = reconcile(ALL)
    assert keys(found.links) == {
        pair_key(A.id, B.id), pair_key(A.id, C.id), pair_key(B.id, C.id)}
    assert found.contradictions == []
    joined = matching.identities(found.links)
    assert len({joined[record.id] for record in (A, B, C)}) == 1
    assert FAR.id not in joined


def test_the_order_of_the_rows_changes_nothing() -> None:
    assert reconcile(ALL) == reconcile(sorted(ALL, key=lambda r: (r.source, r.id)))


def test_another_country_is_no_neighbour() -> None:
    abroad = made("b", "Cluster Maritimo Vasco", country="PT")
    assert not reconcile([A, abroad]).links


def test_without_a_country_the_whole_name_leads_to_a_comparison() -> None:
    nowhere = made("b", "Cluster Maritimo Vasco", country="")
    assert keys(reconcile([A, nowhere]).links) == {pair_key(A.id, nowhere.id)}


def test_equal_numbers_lead_to_a_link_under_any_name_and_country() -> None:
    one = made("a", "Green Tech Valley", vat="ATU12345678")
    other = made("b", "ECO World Styria", vat="ATU12345678", country="AT")
    assert keys(reconcile([one, other]).links) == {pair_key(one.id, other.id)}


def test_the_likelier_of_two_is_linked_and_the_other_is_for_review() -> None:
    twin = made("c", "Cluster Maritimo Vasco de Bilbao", city="Bilbao")
    found = reconcile([A, C, twin])
    assert keys(found.links) == {pair_key(A.id, C.id)}
    rest = [match for match in found.band if match.second == twin]
    assert all("likelier" in match.remark or "below" in match.remark for match in rest)


def test_a_source_that_holds_one_twice_gets_both_links() -> None:
    twice = Organisation("https://example.org/c/again", "c", ("Cluster Marítimo Vasco",), "ES")
    assert keys(reconcile([A, C, twice]).links) == {
        pair_key(A.id, C.id), pair_key(A.id, twice.id)}


def test_as_likely_as_another_is_for_review() -> None:
    one = made("b", "Alpha Nanocluster", "Betatex Omega")
    other = made("b", "Gammatron Valley", "Betatex Omega")
    found = reconcile([made("a", "Betatex Omega"), one, other])
    assert not found.links
    assert {match.remark.split(":")[0] for match in found.band} == {"as likely"}


def test_decisions_stand_above_scores() -> None:
    decided = {
        pair_key(A.id, B.id): Decision(False, "Ada", "2026-11-21"),
        pair_key(A.id, FAR.id): Decision(True, "Ada", "2026-11-21"),
    }
    found = reconcile([A, B, FAR], decided)
    assert keys(found.links) == {pair_key(A.id, FAR.id)}
    assert found.links[0].score.probability == 1
    assert not keys(found.band) & set(decided)


def test_a_rejected_pair_that_others_join_is_a_contradiction() -> None:
    decided = {pair_key(A.id, C.id): Decision(False, "Ada", "2026-11-21")}
    (said,) = reconcile(ALL, decided).contradictions
    assert said == f"links join {A.id} and {C.id}, but a review rejects that they are one"


def test_two_of_one_source_that_links_join_are_a_contradiction() -> None:
    decided = {pair_key(C.id, FAR.id): Decision(True, "Ada", "2026-11-21")}
    said = reconcile([A, C, FAR, B], decided).contradictions
    assert said == [f"links join {B.id} and {FAR.id}, but b holds them apart"]


def test_a_pair_that_a_third_joins_is_for_review() -> None:
    decided = {pair_key(B.id, FAR.id): Decision(False, "Ada", "2026-11-21"),
               pair_key(A.id, FAR.id): Decision(True, "Ada", "2026-11-21")}
    found = reconcile([A, C, FAR], decided)
    (match,) = [match for match in found.band if match.key == pair_key(C.id, FAR.id)]
    assert match.remark == f"both match {A.id}"


@pytest.mark.parametrize("threshold", [0.0, 0.6, 0.99, 1.0])
def test_a_higher_threshold_links_no_more(threshold: float) -> None:
    assert keys(reconcile(ALL, threshold=threshold).links) <= keys(
        reconcile(ALL, threshold=0.0).links)


def test_blocking_proposes_pairs_of_one_country_that_are_alike() -> None:
    left, right = [A], [B, FAR, made("b", "Quantum Foods")]
    assert blocking.candidates(left, right) == [(0, 0)]
    assert list(blocking.all_pairs(left, right)) == [(0, 0), (0, 1), (0, 2)]


def test_facts_become_one_row_an_organisation() -> None:
    own = "https://w3id.org/clusterkg/id/organisation/"
    facts = pl.DataFrame([
        (own + "mesap", "other", "Centro Servizi"), (own + "mesap", "name", "MESAP"),
        (own + "mesap", "printed", "Mesap Cluster"), (own + "mesap", "country", "IT"),
        (own + "pic/999992789", "pic", "999992789"), (own + "pic/1", "name", "Nobody"),
        (own + "pic/1", "city", "Roma"), (own + "pic/1", "city", "Milano"),
        (own + "eccp/it-mesap", "name", "MESAP"),
        ("http://www.wikidata.org/entity/Q1", "name", "Mesap"),
    ], schema=["id", "what", "value"], orient="row")
    found = matching.organisations(reading.table(facts))
    assert [(record.source, record.labels, record.country, record.city) for record in found] == [
        ("clusterkg", ("MESAP", "Centro Servizi", "Mesap Cluster"), "IT", ""),
        ("cordis", ("Nobody",), "", "Milano/Roma"),
        ("eccp", ("MESAP",), "", ""),
        ("www.wikidata.org", ("Mesap",), "", ""),
    ]
