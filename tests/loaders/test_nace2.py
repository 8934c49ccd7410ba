"""NACE Rev. 2 from its two files: the same concepts, read here once more with the csv module."""

import csv
from pathlib import Path

import pytest

from clusterkg.loaders import nace2

from .loads import Loaded, file, loaded
from .outside import shared

NOTES, HIERARCHY = "nace/NACE.csv", "nace/Nace2_long.csv"
SECTIONS = "ABCDEFGHIJKLMNOPQRSTU"
KINDS = {
    "skos:scopeNote": ("Include", "Include"),
    "xkos:additionalContentNote": ("IncludeAlso", "Include_Also"),
    "xkos:exclusionNote": ("Exclude", "Exclude"),
}


def rows(name: str) -> list[dict[str, str]]:
    with shared(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def notes() -> Loaded:
    return loaded(nace2.SOURCE, shared(NOTES))


@pytest.fixture(scope="module")
def hierarchy() -> Loaded:
    return loaded(nace2.SOURCE, shared(HIERARCHY))


def test_all_rows_of_both_files_are_written(notes: Loaded, hierarchy: Loaded) -> None:
    assert notes.counts == [("NACE.csv", 996, 996, 0, 0)]
    assert hierarchy.counts == [("Nace2_long.csv", 996, 996, 0, 0)]


def test_each_concept_has_the_iri_the_name_and_the_notes_of_its_row(notes: Loaded) -> None:
    things = notes.things
    assert len(things) == 996 + 1  # and the scheme
    for row in rows(NOTES):
        about = things[nace2.NAMESPACE + row["URI"]]
        assert about["skos:notation"] == [row["NACE Rev. 2"]]
        assert about["skos:prefLabel"] == [row["Name"]]
        assert about["skos:inScheme"] == [nace2.SCHEME]
        for kind, (column, _) in KINDS.items():
            note = " ".join(row[column].split())
            assert about.get(kind, []) == ([note] if note else [])


def test_the_hierarchy_is_that_of_the_column_parent(hierarchy: Loaded) -> None:
    things = hierarchy.things
    for row in rows(HIERARCHY):
        about = things[nace2.NAMESPACE + row["nace2"].replace(".", "")]
        above = [] if row["Parent"] == "NA" else [nace2.NAMESPACE + row["Parent"].replace(".", "")]
        assert about.get("skos:broader", []) == above
        for kind, (_, column) in KINDS.items():
            note = " ".join(row[column].split())
            assert about.get(kind, []) == ([note] if note != "NA" else [])


def test_both_files_give_the_same_concepts(notes: Loaded, hierarchy: Loaded) -> None:
    both = loaded(nace2.SOURCE, shared(NOTES), shared(HIERARCHY))
    assert both.lines == notes.lines | hierarchy.lines
    # What the second adds is the section of each of the 88 divisions, and nothing else.
    added = hierarchy.lines - notes.lines
    assert len(added) == 88
    assert all("core#broader" in line and line.split("/")[-1][0] in SECTIONS for line in added)


def test_rows_at_odds_with_their_code_are_rejected(tmp_path: Path) -> None:
    found = loaded(nace2.SOURCE, file(tmp_path, "long.csv", (
        '"nace2","Name","Level","Parent","Include","Include_Also","Exclude"\n'
        '"C","Making","1",NA,NA,NA,NA\n'
        '"13","Textiles","2","C",NA,NA,"Excludes:\n- this"\n'
        '"13.9","Others","2","13",NA,NA,NA\n'
        '"13.91","Knitted","4","13.2",NA,NA,NA\n'
        '"14","Clothes","2",NA,NA,NA,NA\n'
        '"13","Textiles again","2","C",NA,NA,NA\n'
        '"C","Making","1",NA,NA,NA,NA\n'
        '"C1","Odd","1",NA,NA,NA,NA\n'
        '"15",NA,"2","C",NA,NA,NA\n'
    )))
    assert found.counts == [("long.csv", 9, 2, 6, 1)]
    assert found.faults() == [
        (5, "Level", "level-of-code"), (6, "Parent", "parent-of-code"),
        (7, "Parent", "parent-of-code"), (8, "nace2", "key"),
        (10, "nace2", "pattern"), (11, "Name", "required"),
    ]


def test_an_iri_that_is_not_the_code_s_is_rejected(tmp_path: Path) -> None:
    found = loaded(nace2.SOURCE, file(tmp_path, "notes.csv", (
        "NACE Rev. 2,Name,Include,IncludeAlso,Exclude,URI\n"
        "01,Crops,,,,01\n01.1,Growing,,,,0110\n"
    )))
    assert found.faults() == [(3, "URI", "iri-of-code")]
    assert "the code without its dots" in found.rejects[0].sentence()
