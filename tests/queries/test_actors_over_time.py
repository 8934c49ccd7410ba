"""What changes about countries, persons and clusters, asked at several dates; answers by hand."""

import pytest

from clusterkg.graph import KnowledgeGraph

from .expectations import Row, answered_rows

UNION, COSME = "id:body/european-union", "id:programme/cosme"


def status(kg: KnowledgeGraph, columns: str, date: str, country: str = "any") -> set[Row]:
    """Return some columns of the status of countries on a day."""
    return set(answered_rows(
        kg, "country_status_as_of", columns.split(), scope="all", date=date, country=country,
    ))


@pytest.mark.parametrize(("date", "members"), [
    # Eurostat's glossary of EU enlargements, and 27 again after the United Kingdom left.
    ("1994-12-31", 12), ("1995-01-01", 15), ("2004-04-30", 15), ("2004-05-01", 25),
    ("2006-12-31", 25), ("2007-01-01", 27), ("2013-06-30", 27), ("2013-07-01", 28),
    ("2020-01-31", 28), ("2020-02-01", 27),
])
def test_the_union_has_as_many_members_as_eurostat_counts(
    kg: KnowledgeGraph, date: str, members: int
) -> None:
    found = status(kg, "country member_of", date)
    assert len({country for country, of in found if of == UNION}) == members


@pytest.mark.parametrize(("date", "memberships"), [
    ("2018-11-22", {UNION}), ("2019-05-14", {UNION}), ("2021-01-19", {None}),
])
def test_trap_7_the_united_kingdom_is_a_member_until_2020(
    kg: KnowledgeGraph, date: str, memberships: set[str | None]
) -> None:
    found = status(kg, "member_of printed_as", date, "GB")
    assert found == {(of, "UK") for of in memberships}


@pytest.mark.parametrize(("date", "name"), [
    ("2018-11-22", "the former Yugoslav Republic of Macedonia"),
    ("2019-02-11", "the former Yugoslav Republic of Macedonia"),
    ("2019-02-12", "North Macedonia"), ("2019-06-05", "North Macedonia"),
    ("2021-01-19", "North Macedonia"),
])
def test_trap_7_north_macedonia_has_the_name_of_the_day(
    kg: KnowledgeGraph, date: str, name: str
) -> None:
    # The Prespa agreement came into force on 2019-02-12; F0 prints FYROM in November 2018.
    assert status(kg, "name printed_as", date, "MK") == {(name, "FYROM")}


@pytest.mark.parametrize(("date", "name"), [
    # The United Nations took the new name with the letter that they received on 2022-06-01.
    ("2018-11-22", "Turkey"), ("2022-05-31", "Turkey"), ("2022-06-01", "Türkiye"),
])
def test_turkey_has_the_name_of_the_day(kg: KnowledgeGraph, date: str, name: str) -> None:
    assert status(kg, "name", date, "TR") == {(name,)}


@pytest.mark.parametrize(("date", "of"), [
    ("2017-12-18", None), ("2018-11-22", COSME), ("2021-01-19", None),
])
def test_trap_7_kosovo_is_printed_with_its_star_and_takes_part_from_the_signature(
    kg: KnowledgeGraph, date: str, of: str | None
) -> None:
    assert status(kg, "printed_as member_of", date, "XK") == {("Kosovo*", of)}


@pytest.mark.parametrize(("date", "country", "standing"), [
    # "L'Albania ha firmato l'accordo lo scorso 3 marzo il quale però non è ancora entrato in
    # vigore" (horizon2020news.it, 2015); upgate.it of 2015-11-16 counts Albania among the joined.
    ("2015-03-02", "AL", set()), ("2015-03-03", "AL", {("signed", "signature")}),
    ("2015-11-15", "AL", {("signed", "signature")}),
    ("2015-11-16", "AL", {("member", "signature")}),
    # The first page says that Armenia's negotiations go on; Agence Europe of 2016-06-06 counts
    # Armenia and Iceland among the joined. Neither says since when.
    ("2013-12-31", "AM", set()), ("2015-04-30", "AM", {("unknown", "page")}),
    ("2016-06-05", "IS", {("unknown", "page")}), ("2016-06-06", "AM", {("member", "page")}),
    ("2018-11-22", "IS", {("member", "page")}), ("2021-01-19", "AM", set()),
    # Signed on 2014-09-29, in force since 2015-01-16 (horizon2020news.it).
    ("2015-01-15", "MK", set()), ("2015-01-16", "MK", {("member", "in-force")}),
])
def test_a_country_is_in_cosme_no_more_surely_than_its_pages_say(
    kg: KnowledgeGraph, date: str, country: str, standing: set[Row]
) -> None:
    found = status(kg, "member_of status basis", date, country)
    assert {row[1:] for row in found if row[0] == COSME} == standing


@pytest.mark.parametrize("country", ["AM", "IS"])
def test_an_unknown_start_is_not_that_of_the_programme(kg: KnowledgeGraph, country: str) -> None:
    assert status(kg, "since status", "2016-01-01", country) == {(None, "unknown")}


@pytest.mark.parametrize(("scope", "date", "name"), [
    # No name of MK before 1993-04 is known; the documents alone know no dates of names.
    ("all", "1990-01-01", (None, "unknown", "FYROM")),
    ("documents", "1990-01-01", (None, "unknown", "FYROM")),
    ("documents", "2018-11-22", (None, "unknown", "FYROM")),
    ("documents", "2021-01-19", (None, "unknown", "FYROM")),
])
def test_trap_7_a_name_without_dates_is_no_name_of_the_day(
    kg: KnowledgeGraph, scope: str, date: str, name: Row
) -> None:
    columns = ["name", "name_from", "printed_as"]
    assert answered_rows(
        kg, "country_status_as_of", columns, scope=scope, date=date, country="MK",
    ) == [name]


def test_trap_7_a_label_is_the_name_where_no_dates_of_names_are_known(kg: KnowledgeGraph) -> None:
    assert status(kg, "name name_from", "2018-11-22", "ME") == {("Montenegro", "label")}


def test_all_six_western_balkan_countries_of_the_second_event_took_part_in_cosme(
    kg: KnowledgeGraph,
) -> None:
    rows = status(kg, "country member_of status", "2018-11-22")
    found = {country for country, *rest in rows if rest == [COSME, "member"]}
    event = answered_rows(kg, "statements_about", ["object"], scope="documents",
                          entity="event/eu-western-balkans-2018", property="country")
    assert {row[0] for row in event} <= found
    # The press release on Kosovo of December 2017 counts eleven partners outside the Union.
    assert len(found) == 11


@pytest.mark.parametrize(("date", "documents"), [
    ("2018-11-21", {}),
    ("2018-12-01", {"anna-sobczak": "F3", "ulla-engelmann": "F0"}),
    ("2019-06-05", {"anna-sobczak": "F3", "ulla-engelmann": "F1"}),
])
def test_offices_are_those_that_the_newest_document_states(
    kg: KnowledgeGraph, date: str, documents: dict[str, str]
) -> None:
    found = answered_rows(kg, "offices_as_of", ["person", "document"], scope="documents", date=date)
    assert found == [(f"id:person/{name}", document) for name, document in documents.items()]


def test_hosts_that_f3_prints_in_brackets_manage_the_clusters(kg: KnowledgeGraph) -> None:
    """F3 prints the three hosts in brackets after the clusters' names (lines 491, 501, 503)."""
    rows = set(answered_rows(kg, "clusters_and_managers", ["cluster", "organisation"],
                             scope="all", organisation="any"))
    for cluster, host in (("tuscany-fashion-cluster", "next-technology-tecnotessile"),
                          ("pointex", "citta-studi-biella"),
                          ("smart-textiles", "university-of-boras")):
        assert (f"id:cluster/{cluster}", f"id:organisation/{host}") in rows
