"""ISIC Rev. 4, and how NAICS 2017 meets NACE Rev. 2."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from clusterkg.loaders import correspondences, nace2
from clusterkg.ontology import iris

from .loads import Loaded, file, loaded
from .outside import shared

ISIC, NAICS = "nace/ISIC4.csv", "nace/NAICS2017_NACE.csv"


@pytest.fixture(scope="module")
def isic() -> Loaded:
    return loaded(correspondences.ISIC, shared(ISIC))


@pytest.fixture(scope="module")
def naics() -> Loaded:
    return loaded(correspondences.NAICS, shared(NAICS))


def rows(name: str) -> list[list[str]]:
    with shared(name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))[1:]


def concept(code: str) -> str:
    return iris.resolve(f"isic4/{code}")


def test_every_code_of_isic_is_a_concept_below_the_one_that_its_digits_name(isic: Loaded) -> None:
    assert isic.counts == [("ISIC4.csv", 766, 766, 0, 0)]
    section = ""
    for code, name in rows(ISIC):
        section = code if code.isalpha() else section
        about = isic.things[concept(code)]
        assert about["skos:prefLabel"] == [name]
        above = section if len(code) == 2 else code[:-1]
        assert about.get("skos:broader", []) == ([concept(above)] if above else [])


def test_the_levels_of_isic_are_as_many_as_the_united_nations_say(isic: Loaded) -> None:
    # 21 sections, 88 divisions, 238 groups, 419 classes: ISIC Rev. 4, Statistical Papers M/4.
    lengths = Counter(len(code) for code, _ in rows(ISIC))
    assert lengths == {1: 21, 2: 88, 3: 238, 4: 419}
    assert len(isic.things) == sum(lengths.values()) + 1


def test_a_division_behind_a_lost_line_gets_no_section_of_its_own_guess(tmp_path: Path) -> None:
    found = loaded(correspondences.ISIC, file(tmp_path, "isic.csv", (
        'ISIC Rev. 4,"Description"\n"A","Farming"\n"01","Crops"\n"b","Mining"\n"05","Coal"\n'
        '"C","Making"\n"10","Food"\n"10","Feed"\n"10","Food"\n'
    )))
    assert found.faults() == [(4, "ISIC Rev. 4", "pattern"), (8, "ISIC Rev. 4", "key")]
    assert found.counts == [("isic.csv", 8, 5, 2, 1)]
    above = {code: found.things[concept(code)].get("skos:broader") for code in ("01", "05", "10")}
    assert above == {"01": [concept("A")], "05": None, "10": [concept("C")]}


def test_every_row_of_naics_is_a_correspondence_with_its_words(naics: Loaded) -> None:
    assert naics.counts == [("NAICS2017_NACE.csv", 1790, 1790, 0, 0)]
    things = naics.things
    for code, nace, nace_name, name, note in rows(NAICS):
        about = things[iris.resolve(f"correspondence/naics2017-nace2/{code}/{nace}")]
        assert about["sssom:subject_id"] == [iris.resolve(f"naics2017/{code}")]
        assert about["sssom:subject_label"] == [name]
        assert about["sssom:object_id"] == [nace2.NAMESPACE + nace.replace(".", "")]
        assert about["sssom:object_label"] == [nace_name]
        assert about.get("skos:note", []) == ([note] if note else [])


def test_a_code_that_the_table_names_in_two_ways_has_one_preferred_label(naics: Loaded) -> None:
    things = naics.things
    names = {code: things[iris.resolve(f"naics2017/{code}")] for code in ("339113", "336611")}
    assert {code: (about["skos:prefLabel"], about["skos:altLabel"])
            for code, about in names.items()} == {
        "339113": (["Surgical Appliance and Supplies Manufacturing"],
                   ["Laboratory Apparatus and Furniture Manufacturing"]),
        "336611": (["Shipbuilding and repairing"], ["Ship Building and Repairing"]),
    }
    concepts = [about for iri, about in things.items() if "/naics2017/" in iri]
    assert len(concepts) == len({row[0] for row in rows(NAICS)})
    assert all(len(about["skos:prefLabel"]) == 1 for about in concepts)


def test_one_code_has_many_others_both_ways(naics: Loaded) -> None:
    # Counted in the file with a spreadsheet's means: pairs by code.
    pairs = [row[:2] for row in rows(NAICS)]
    assert sum(count > 1 for count in Counter(first for first, _ in pairs).values()) == 362
    assert sum(count > 1 for count in Counter(second for _, second in pairs).values()) == 398
    assert sum("/correspondence/" in iri for iri in naics.things) == len(pairs)
