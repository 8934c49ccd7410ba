"""Participations with names: 100 real rows of Horizon Europe, and rows in the older header."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from clusterkg.loaders.cordis.organisations import SOURCE
from clusterkg.ontology import iris
from tests.loaders.cordis.files import ORGANISATIONS, Stored, grouped, rows, stored
from tests.loaders.outside import shared

# The header of cordis-h2020organizations.csv, as read in public code that checks it.
OLDER = (
    "projectRcn;projectID;projectAcronym;role;id;name;shortName;activityType;endOfParticipation;"
    "ecContribution;country;street;city;postCode;organizationUrl;vatNumber;contactForm;"
    "contactType;contactTitle;contactFirstNames;contactLastNames;contactFunction;"
    "contactTelephoneNumber;contactFaxNumber\n"
    "221856;823914;TRY;hostInstitution;998616262;A FIRM;FIRM;PRC;false;317625,5;BE;X 1;BRUSSEL;"
    "1000;www.example.org/a b;BE1;;;;;;;;\n"
    "221856;823914;TRY;coordinator;984516342;OTHER;OTHER;PRC;true;;UK;-;LONDON;.;"
    "www.example.org;;;;;;;;;\n"
)
ROLES = {"participant": 44, "coordinator": 41, "third-party": 14, "associated-partner": 1}


@pytest.fixture(scope="module")
def found() -> Stored:
    return stored(SOURCE, ORGANISATIONS)


def organisation(row: dict[str, str]) -> str:
    return f"organisation/pic/{row['organisationID']}"


def participation(row: dict[str, str]) -> str:
    return f"participation/cordis/{row['projectID']}/{row['organisationID']}/{row['role']}"


def country(code: str) -> str:
    return iris.country({"UK": "GB", "EL": "GR"}.get(code, code))


def test_every_row_is_a_participation(found: Stored) -> None:
    assert found.counts == [(100, 100, 0, 0)]
    assert found.instances("ckg:Participation") == {participation(row)
                                                    for row in rows(ORGANISATIONS)}
    assert len(found.instances("ckg:Organisation")) == 92
    assert len(found.instances("ckg:Project")) == 42


def test_roles_are_concepts_of_ours(found: Stored) -> None:
    roles = Counter(role for values in found.values("ckg:role").values() for role in values)
    assert roles == {f"role/{name}": count for name, count in ROLES.items()}


@pytest.mark.parametrize(("predicate", "column"), [
    ("ckg:contribution", "ecContribution"), ("ckg:netContribution", "netEcContribution"),
    ("ckg:totalCost", "totalCost"),
])
def test_amounts_of_a_participation(found: Stored, predicate: str, column: str) -> None:
    wanted = grouped(
        (participation(row), f"{Decimal(row[column].replace(',', '.')).normalize():f}")
        for row in rows(ORGANISATIONS) if row[column]
    )
    assert found.values(predicate) == wanted


@pytest.mark.parametrize(("predicate", "column"), [
    ("ckg:pic", "organisationID"), ("ckg:rcn", "rcn"), ("ckg:vatNumber", "vatNumber"),
    ("skos:prefLabel", "name"), ("ckg:cityName", "city"), ("schema:streetAddress", "street"),
    ("schema:postalCode", "postCode"), ("ckg:website", "organizationURL"),
])
def test_texts_of_an_organisation(found: Stored, predicate: str, column: str) -> None:
    wanted = grouped((organisation(row), row[column].strip()) for row in rows(ORGANISATIONS))
    assert found.values(predicate, "organisation/") == wanted


def test_a_short_name_that_is_the_name_is_not_said_twice(found: Stored) -> None:
    wanted = grouped((organisation(row), row["shortName"]) for row in rows(ORGANISATIONS)
                     if row["shortName"] != row["name"])
    assert found.values("skos:altLabel") == wanted


def test_places_and_flags(found: Stored) -> None:
    table = rows(ORGANISATIONS)
    regions = grouped((organisation(row), iris.nuts(row["nutsCode"])) for row in table)
    assert found.values("ckg:locatedIn") == regions
    assert iris.nuts("NL413") in {place for places in regions.values() for place in places}
    assert set(found.values("ckg:locationCertainty")) == set(regions)
    for predicate, column in (("ckg:isSme", "SME"), ("ckg:participationEnded",
                                                     "endOfParticipation")):
        assert found.values(predicate) == grouped(
            (participation(row), row[column].lower()) for row in table
        )
    assert found.values("ckg:country", "participation/") == grouped(
        (participation(row), country(row["country"])) for row in table
    )


def test_the_name_in_a_row_stays_with_the_participation(found: Stored) -> None:
    assert found.values("ckg:statedName") == grouped(
        (participation(row), row["name"]) for row in rows(ORGANISATIONS)
    )


def test_the_older_header_makes_the_same_things(tmp_path: Path) -> None:
    file = tmp_path / "cordis-h2020organizations.csv"
    file.write_text(OLDER, encoding="utf-8")
    found = stored(SOURCE, file)
    host = "participation/cordis/823914/998616262/hostInstitution"
    assert found.counts == [(2, 2, 0, 0)]
    assert found.values("ckg:role")[host] == {"role/host-institution"}
    assert found.values("ckg:contribution") == {host: {"317625.5"}}
    assert found.values("schema:postalCode") == {"organisation/pic/998616262": {"1000"}}
    # The number at the head of the row is the project's, not the organisation's.
    assert found.values("ckg:rcn") == {}
    assert found.values("ckg:website") == {
        "organisation/pic/984516342": {"http://www.example.org"}
    }
    # What is no address is kept as text.
    assert found.values("schema:url") == {"organisation/pic/998616262": {"www.example.org/a b"}}


@pytest.mark.parametrize(("old", "new", "fault"), [
    (",coordinator,", ",leader,", (2, "role", "enum")),
    (",NL221,", ",NL2-1,", (2, "nutsCode", "nuts")),
    (",NL,NL221,", ",QQ,NL221,", (2, "country", "country")),
    ("101116741,DOE,999981634", "101116741,DOE,99998163", (2, "organisationID", "pattern")),
])
def test_a_wrong_cell_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, fault: tuple[int, str, str]
) -> None:
    text = shared(ORGANISATIONS).read_text(encoding="utf-8")
    assert old in text.split("\n")[1]
    file = tmp_path / "organization.csv"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    found = stored(SOURCE, file)
    assert found.counts == [(100, 99, 1, 0)]
    assert found.faults == [fault]
