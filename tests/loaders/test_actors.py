"""Clusters, parents and appointments, each against what its source says."""

import csv
from collections.abc import Iterator

import pytest

from clusterkg.loaders import actors, bundled, country_history, registry
from clusterkg.loaders.batch import Batch
from clusterkg.loaders.schema import read_package
from clusterkg.loaders.tables import Reading, Row
from clusterkg.ontology import iris
from tests.loaders.outside import Described, described

DATA = bundled.bundled_folder()
ID = "https://w3id.org/clusterkg/id/"
Rows = list[dict[str, str]]


def rows(name: str) -> Rows:
    """Return the rows of a bundled table, by Python's own reader."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reading(name: str, cells: Rows) -> Reading:
    """Return rows as if they had been read and found good."""
    return Reading(read_package(DATA)[name], [Row(2, row) for row in cells])


@pytest.fixture(scope="module")
def clusters() -> Described:
    return described(actors.clusters(reading("clusters", rows("clusters"))))


@pytest.fixture(scope="module")
def parents() -> Described:
    return described(actors.parents(reading("parent_organisations", rows("parent_organisations"))))


@pytest.fixture(scope="module")
def appointments() -> Described:
    return described(actors.appointments(reading("statements", rows("statements"))))


@pytest.mark.parametrize(("cluster", "manager", "certainty"), [
    # F3 lines 491, 501 and 503 print the manager or host in brackets; Po.in.tex's own page says
    # "managed by Città Studi Biella".
    ("tuscany-fashion-cluster", "next-technology-tecnotessile", "inferred"),
    ("pointex", "citta-studi-biella", "stated"),
    ("smart-textiles", "university-of-boras", "inferred"),
])
def test_clusters_of_tex4im(
    clusters: Described, cluster: str, manager: str, certainty: str
) -> None:
    about = clusters[f"{ID}cluster/{cluster}"]
    assert about["ckg:managedBy"] == [f"{ID}organisation/{manager}"]
    assert about["ckg:certainty"] == [f"{ID}certainty/{certainty}"]
    assert f"{ID}document/F3" in about["dcterms:source"]


def test_upper_austria_s_agency_runs_eight_clusters(clusters: Described) -> None:
    # "The region's eight sector-focused clusters" (interregeurope.eu).
    agency = f"{ID}organisation/business-upper-austria"
    assert sum(about["ckg:managedBy"] == [agency] for about in clusters.values()) == 8


def test_a_cluster_is_no_organisation(clusters: Described, parents: Described) -> None:
    assert all(about["rdf:type"] == [iris.term("Cluster")] for about in clusters.values())
    assert not set(clusters) & set(parents)


def test_at_least_fifteen_rows_cite_a_page_or_a_document() -> None:
    cited = [row for name in ("clusters", "parent_organisations") for row in rows(name)]
    assert len(cited) >= 15
    known = ("http", "003_10fadd26049fe6d2.txt")
    assert all(part.startswith(known) for row in cited for part in row["source_url"].split(";"))


def ancestors(parents: Described, organisation: str) -> Iterator[str]:
    """Yield the parents of an organisation, and theirs."""
    for parent in parents.get(organisation, {}).get("ckg:subOrganisationOf", []):
        yield parent
        yield from ancestors(parents, parent)


def test_smart_textiles_belongs_to_the_university_over_the_science_park(parents: Described) -> None:
    # clustercollaboration.eu: "an integral part of Science Park Borås at the University of Borås".
    found = list(ancestors(parents, f"{ID}organisation/smart-textiles-boras"))
    assert found == [f"{ID}organisation/{name}"
                     for name in ("science-park-boras", "university-of-boras")]


def test_nobody_is_above_itself(parents: Described) -> None:
    for organisation in parents:
        assert organisation not in set(ancestors(parents, organisation))


def test_each_office_is_dated_and_placed(appointments: Described) -> None:
    # F1 lines 14 and 16: head of unit in Advanced Technologies, Clusters and Social Economy.
    assert appointments[f"{ID}appointment/ulla-engelmann/head-of-unit-f1"] == {
        "rdf:type": [iris.term("Appointment")],
        "ckg:holder": [f"{ID}person/ulla-engelmann"],
        "ckg:appointedTo": [f"{ID}body/dg-grow-f2"],
        "ckg:personRole": ["Head of Unit"],
        "ckg:asOf": ["2019-06-05"],
        "ckg:statedIn": [f"{ID}document/F1"],
        "ckg:line": ["14"],
        "ckg:certainty": [f"{ID}certainty/stated"],
    }


def test_an_office_is_as_certain_as_its_body(appointments: Described) -> None:
    # F2 line 321 prints "Commissioner"; that he is one of the European Commission is inferred.
    inferred = {name for name, about in appointments.items()
                if about["ckg:certainty"] == [f"{ID}certainty/inferred"]}
    assert {name.split("/")[-2] for name in inferred} == {"thierry-breton", "anna-sobczak"}
    assert len(appointments) == 5


def test_a_doubtful_statement_makes_no_appointment() -> None:
    cells = [row | {"certainty": "doubtful"} for row in rows("statements")]
    assert not list(actors.appointments(reading("statements", cells)))


@pytest.fixture(scope="module")
def history() -> Described:
    lines = [
        *country_history.memberships(
            reading("country_memberships", rows("country_memberships"))),
        *country_history.names(reading("country_names", rows("country_names"))),
    ]
    return described(lines)


@pytest.mark.parametrize(("membership", "start", "end"), [
    # europa.eu, "countries": day of entry, and the United Kingdom's last day.
    ("body/european-union/IT", ["1958-01-01"], None),
    ("body/european-union/GB", ["1973-01-01"], ["2020-01-31"]),
    ("body/european-union/HR", ["2013-07-01"], None),
    ("programme/cosme/ME", ["2014-10-29"], ["2020"]),
    ("programme/cosme/IS", None, ["2020"]),
])
def test_memberships_of_countries(
    history: Described, membership: str, start: list[str] | None, end: list[str] | None
) -> None:
    about = history[f"{ID}country-membership/{membership}"]
    assert (about.get("ckg:startDate"), about.get("ckg:endDate")) == (start, end)
    assert about["dcterms:source"][0].startswith("http")


@pytest.mark.parametrize(("membership", "basis", "as_of"), [
    ("body/european-union/IT", ["in-force"], None),
    ("programme/cosme/ME", ["in-force"], None),
    # upgate.it, 2015-11-16: Serbia is the sixth, "dopo ... la Turchia e l'Albania".
    ("programme/cosme/AL", ["signature"], ["2015-11-16"]),
    # agenceurope.eu, 2016-06-06: the tenth "after Iceland, ... Armenia and Ukraine".
    ("programme/cosme/AM", ["page"], ["2016-06-06"]),
])
def test_the_basis_of_a_start(
    history: Described, membership: str, basis: list[str], as_of: list[str] | None
) -> None:
    about = history[f"{ID}country-membership/{membership}"]
    assert (about["ckg:startBasis"], about.get("ckg:asOf")) == (basis, as_of)


def test_a_start_is_missing_where_a_page_alone_names_the_member() -> None:
    for row in rows("country_memberships"):
        assert (row["basis"] == "page") == (not row["start_date"])
        assert (row["basis"] == "in-force") == (not row["as_of"])


def test_one_name_ends_the_day_before_the_next_begins(history: Described) -> None:
    old = history[f"{ID}country-name/MK/the-former-yugoslav-republic-of-macedonia"]
    new = history[f"{ID}country-name/MK/north-macedonia"]
    assert old["ckg:nameOf"] == new["ckg:nameOf"] == [iris.country("MK")]
    assert (old["ckg:endDate"], new["ckg:startDate"]) == (["2019-02-11"], ["2019-02-12"])


def test_the_history_of_countries_is_a_graph_of_its_own() -> None:
    found: list[Batch] = [batch for batch in registry.batches(DATA, "0.1.0")
                          if batch.source.name == "country-history"]
    assert len(found) == 1
    assert {count.table for count in found[0].counts} == {
        "country_memberships.csv", "country_names.csv"
    }
    assert found[0].source.scope == "all"
