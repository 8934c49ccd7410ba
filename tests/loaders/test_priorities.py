"""Priorities of regions: the real table in both forms, and the rule for national ones by hand."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import polars as pl
import pytest

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.ecosystem_words import ACROSS, PRIORITIES, PROFILES
from clusterkg.loaders.priorities import SOURCE, certainties
from clusterkg.loaders.vocabularies import things
from clusterkg.ontology import iris
from tests.loaders.cordis.files import Stored, grouped, rows, stored
from tests.loaders.outside import shared

NAME = "s3/eccp_region_ecosystem_priorities_2026-07_clustermanager"
CSV, JSON = f"{NAME}.csv", f"{NAME}.json"
# Read off the table by hand: the countries whose regions have one and the same list.
ALIKE = {"Bulgaria", "Croatia", "Czech Republic", "Denmark", "Greece", "Hungary", "Ireland",
         "Slovakia"}
ALIKE_IN_TWO = {"Lithuania", "Slovenia"}


@pytest.fixture(scope="module")
def found() -> Stored:
    return stored(SOURCE, CSV)


def priority(row: dict[str, str]) -> str:
    return "region-priority/" + "/".join(
        (row["nuts"], iris.slug(row["region"]), iris.slug(row["ecosystem"]))
    )


def certainty(row: dict[str, str]) -> str:
    if row["region"] == "Saint Martin" or row["country"] in ALIKE_IN_TWO:
        return "certainty/doubtful"
    return "certainty/inferred" if row["country"] in ALIKE else "certainty/stated"


def test_both_forms_make_the_same_triples() -> None:
    lines = []
    for name, height in ((CSV, 1_707), (JSON, 225)):
        loaded = load(SOURCE, shared(name))
        lines.append(set(b"".join(loaded.chunks()).splitlines()))
        assert [tuple(count[1:]) for count in loaded.counts] == [(height, height, 0, 0)]
    assert lines[0] == lines[1]


def test_the_json_lists_the_same_priorities() -> None:
    document = json.loads(shared(JSON).read_text(encoding="utf-8"))
    listed = {(country, region["nuts"], region["name"], ecosystem)
              for country, regions in document.items() for region in regions
              for ecosystem in region["ecos"]}
    assert listed == {(row["country"], row["nuts"], row["region"], row["ecosystem"])
                      for row in rows(CSV)}


def test_every_row_is_a_priority_of_its_region(found: Stored) -> None:
    table = rows(CSV)
    assert found.instances("ckg:RegionPriority") == {priority(row) for row in table}
    assert found.values("ckg:priorityOf") == {
        priority(row): {iris.nuts(row["nuts"])} for row in table
    }
    assert found.values("ckg:prioritises") == {
        priority(row): {f"ecosystem/{PRIORITIES[row['ecosystem']]}"}
        for row in table if row["ecosystem"] != ACROSS
    }
    assert found.values("ckg:statedName") == {
        priority(row): {ACROSS} for row in table if row["ecosystem"] == ACROSS
    }
    assert sum(row["ecosystem"] == ACROSS for row in table) == 42


def test_national_priorities_repeated_to_regions_are_inferred(found: Stored) -> None:
    assert found.values("ckg:certainty") == {
        priority(row): {certainty(row)} for row in rows(CSV)
    }
    counts = Counter(one for ones in found.values("ckg:certainty").values() for one in ones)
    assert counts == {"certainty/stated": 1_174, "certainty/inferred": 502,
                      "certainty/doubtful": 31}


def test_countries_said_to_be_alike_are(found: Stored) -> None:
    """Independent of the loader: one list a country in the file, and no row of the country."""
    lists: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(CSV):
        lists[row["country"]][row["nuts"]].add(row["ecosystem"])
    alike = {country: len(regions) for country, regions in lists.items()
             if len({frozenset(one) for one in regions.values()}) == 1
             and not any(len(code) == 2 for code in regions)}
    assert {country for country, regions in alike.items() if regions > 2} == ALIKE
    assert {country for country, regions in alike.items() if regions == 2} == ALIKE_IN_TWO
    assert len(found.instances("ckg:RegionPriority")) == 1_707


def test_tiers_are_of_the_place(found: Stored) -> None:
    wanted = grouped((iris.nuts(row["nuts"]), tier.strip())
                     for row in rows(CSV) for tier in row["ris_tier"].split(","))
    assert found.values("ckg:innovationTier") == wanted
    assert wanted[iris.nuts("DE2")] == {"Moderate", "Strong", "Leader"}
    assert iris.nuts("FRM0") not in wanted


def test_old_codes_stay_as_they_are(found: Stored) -> None:
    places = {place for ones in found.values("ckg:priorityOf").values() for place in ones}
    assert {iris.nuts(code) for code in ("PT16", "PT17", "PT18", "FI193", "FI1D3")} <= places
    assert iris.country("EE") in places


def test_the_words_lead_to_the_fourteen_ecosystems() -> None:
    fourteen = {thing.partition("/")[2] for thing in things() if thing.startswith("ecosystem/")}
    assert set(PROFILES.values()) == set(PRIORITIES.values()) == fourteen


@pytest.mark.parametrize(("regions", "wanted"), [
    ({"AT11": "a|b", "AT12": "a|b", "AT13": "b|a"}, "inferred"),
    ({"AT11": "a|b", "AT12": "a|b", "AT13": "a"}, "stated"),
    ({"AT11": "a|b", "AT12": "a|b"}, "doubtful"),
    ({"AT11": "a|b"}, "stated"),
    ({"AT": "a|b", "AT11": "a|b", "AT12": "a|b", "AT13": "a|b"}, "stated"),
])
def test_the_rule_by_hand(regions: dict[str, str], wanted: str) -> None:
    frame = pl.DataFrame({
        "country": ["Austria"] * len(regions), "nuts": list(regions), "region": list(regions),
        "ecosystem": list(regions.values()),
    })
    assert set(certainties(frame)) == {wanted}


@pytest.mark.parametrize(("row", "fault"), [
    ("Austria,AT99,Nowhere,Strong,Health", (2, "nuts", "region")),
    ("Austria,at11,Burgenland,Strong,Health", (2, "nuts", "nuts")),
    ("Austria,AT11,Burgenland,Weak,Health", (2, "ris_tier", "enum")),
    ("Austria,AT11,Burgenland,Strong,Wellness", (2, "ecosystem", "enum")),
    ("Austria,AT11,Burgenland,Strong,", (2, "ecosystem", "required")),
])
def test_a_wrong_cell_is_told(tmp_path: Path, row: str, fault: tuple[int, str, str]) -> None:
    file = tmp_path / "priorities.csv"
    file.write_text(f"country,nuts,region,ris_tier,ecosystem\n{row}\n", encoding="utf-8")
    found = stored(SOURCE, file)
    assert found.counts == [(1, 0, 1, 0)]
    assert found.faults == [fault]
