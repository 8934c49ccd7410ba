"""Cluster organisations on the platform: 1,195 real profiles, and profiles made up."""

from collections import Counter
from pathlib import Path

import pytest

from clusterkg.loaders.eccp import SOURCE
from clusterkg.ontology import iris
from tests.loaders.cordis.files import Stored, rows, stored

FILE = "eccp/cluster_organisations.csv"
HEADER = "name,country,industrial_ecosystem,city\n"


@pytest.fixture(scope="module")
def found() -> Stored:
    return stored(SOURCE, FILE)


def organisation(row: dict[str, str]) -> str:
    return f"organisation/eccp/{row['country'].lower()}-{iris.slug(row['name'])}"


def test_every_profile_is_one_organisation(found: Stored) -> None:
    table = rows(FILE)
    assert found.counts == [(1_195, 1_195, 0, 0)]
    things = {organisation(row): row for row in table}
    assert len(things) == 1_195
    assert found.instances("ckg:ClusterOrganisation") == set(things)
    assert found.instances("ckg:Organisation") == set(things)
    assert found.values("skos:prefLabel") == {thing: {row["name"]} for thing, row in things.items()}
    assert found.values("ckg:country") == {
        thing: {iris.country(row["country"])} for thing, row in things.items()
    }


def test_greece_and_kosovo_are_found(found: Stored) -> None:
    seats = Counter(seat for seats in found.values("ckg:country").values() for seat in seats)
    assert seats[iris.country("GR")] == 17
    assert seats[iris.country("XK")] == 1


def test_ecosystems_are_the_fourteen(found: Stored) -> None:
    """Counted by hand in the file: 538 profiles have one, of 14."""
    counts = Counter(one for ones in found.values("ckg:ecosystem").values() for one in ones)
    assert sum(counts.values()) == 538
    assert counts["ecosystem/agri-food"] == 110
    assert counts["ecosystem/cultural-creative"] == 35
    assert counts["ecosystem/textile"] == 17
    assert len(counts) == 14


def test_a_country_is_no_city(found: Stored) -> None:
    table = {organisation(row): row for row in rows(FILE)}
    cities = found.values("ckg:cityName")
    spanish = {thing for thing, row in table.items() if row["city"] == "España"}
    assert len(spanish) == 10
    assert not spanish & set(cities)
    notes = found.values("skos:note")
    assert all(notes[thing] == {"Where a city is due, the profile has: España"}
               for thing in spanish)
    assert all(names == {table[thing]["city"]} for thing, names in cities.items())
    left_out = {row["city"] for thing, row in table.items() if thing not in cities}
    named = {row["city"] for thing, row in table.items() if thing in cities}
    assert not left_out & named


def test_regions_are_inferred_and_lie_in_the_country(found: Stored) -> None:
    table = {organisation(row): row for row in rows(FILE)}
    regions = found.values("ckg:locatedIn")
    assert set(found.values("ckg:locationCertainty")) == set(regions)
    assert {one for ones in found.values("ckg:locationCertainty").values() for one in ones} == {
        "certainty/inferred"
    }
    for thing, (region,) in regions.items():
        code = region.rpartition("/")[2]
        assert len(code) == 5
        assert iris.ISO_FROM_NUTS.get(code[:2], code[:2]) == table[thing]["country"]
    # By hand: Barcelona is ES511 and Kortrijk BE254.
    barcelona = next(thing for thing, row in table.items() if row["city"] == "Barcelona")
    assert regions[barcelona] == {iris.nuts("ES511")}


@pytest.mark.parametrize(("body", "faults"), [
    ("A & B,IT,,\nA and B,IT,,\n", [(3, "conflict")]),
    ("A,IT,retail,\nA,IT,digital,\n", [(3, "key")]),
    ("A,IT,agri_food,\nB,IT,agrifood,\n", [(3, "enum")]),
    ("A,ITA,,\n", [(2, "country")]),
    ("Ελληνικό,GR,,\n", [(2, "name")]),
    (",IT,,\n", [(2, "required")]),
    ("A & B,GR,,\nA and B,IT,,\nA AND B,EL,,\n", [(4, "conflict")]),
])
def test_two_profiles_are_never_merged_in_silence(
    tmp_path: Path, body: str, faults: list[tuple[int, str]]
) -> None:
    file = tmp_path / "profiles.csv"
    file.write_text(HEADER + body, encoding="utf-8")
    found = stored(SOURCE, file)
    assert [(line, rule) for line, _, rule in found.faults] == faults
    assert len(found.instances("ckg:Organisation")) == body.count("\n") - len(faults)
