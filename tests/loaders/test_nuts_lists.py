"""NUTS over its editions: by other readings of the files, and by what Eurostat's workbooks say."""

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from clusterkg.loaders import nuts, nuts_lists
from clusterkg.loaders.nuts_lists import EditionError, edition_of
from clusterkg.ontology import iris

from .loads import Loaded, file, loaded
from .outside import shared

FILES = (
    "NUTS2016-NUTS2021.xlsx", "NUTS2021-NUTS2024_eurostat.xlsx", "nuts_changes.csv",
    "all_valid_nuts_codes.csv", "datumorphism_nuts_v2013__2015_2017.csv",
    "datumorphism_nuts_v2016__2018_2020.csv", "datumorphism_nuts_v2021__2021_.csv",
)
# Rows, and rejected ones, as counted with openpyxl and the csv module alone: extra-regio codes,
# three a country (37 x 3 and a heading are 112, 28 x 3 and 21 names without a code are 105, 27 x 3
# are 81), codes with "(part)" (95 of the valid ones) and codes of another level (57).
COUNTS = {
    "NUTS2016-NUTS2021.xlsx": [(2147, 112)],
    "NUTS2021-NUTS2024_eurostat.xlsx": [
        (1582, 81), (466, 35), (1647, 81), (469, 35), (325, 0),
    ],
    "nuts_changes.csv": [(3097, 156)],
    "all_valid_nuts_codes.csv": [(12_272, 638)],
    "datumorphism_nuts_v2013__2015_2017.csv": [(1916, 172)],
    "datumorphism_nuts_v2016__2018_2020.csv": [(1866, 105)],
    "datumorphism_nuts_v2021__2021_.csv": [(2122, 112)],
}
CODE = re.compile("[A-Z]{2}[A-Z0-9]{1,3}")


def path(name: str) -> Path:
    return shared(f"nuts/{name}")


@pytest.fixture(scope="module")
def every() -> Loaded:
    return loaded(nuts_lists.SOURCE, *(path(name) for name in FILES))


@pytest.mark.parametrize("name", FILES)
def test_each_file_loads_alone(name: str) -> None:
    found = loaded(nuts_lists.SOURCE, path(name))
    assert [(count.read, count.rejected) for count in found.counts] == COUNTS[name]
    assert sum(count.duplicate for count in found.counts) == 0
    rules = {reject.rule for reject in found.rejects}
    assert rules <= {"extra-regio", "required", "pattern", "level"}


def test_rejected_rows_of_2013_have_no_code_a_part_of_one_or_no_territory() -> None:
    name = FILES[4]
    wanted = []
    with path(name).open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), start=2):
            code = row["nuts_code"]
            if not code:
                wanted.append((line, "nuts_code", "required"))
            elif not re.fullmatch("[A-Z]{2}[A-Z0-9]{0,3}", code):
                wanted.append((line, "nuts_code", "pattern"))
            elif code[2:3] == "Z":
                wanted.append((line, "nuts_code", "extra-regio"))
    assert loaded(nuts_lists.SOURCE, path(name)).faults() == wanted
    assert [rule for _, _, rule in wanted].count("required") == 64


def test_each_code_has_the_editions_of_the_list_of_valid_codes(every: Loaded) -> None:
    held = defaultdict(set)
    with path("all_valid_nuts_codes.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            level = {"nuts_level_1": 3, "nuts_level_2": 4, "nuts_level_3": 5}.get(row["typology"])
            if CODE.fullmatch(row["geo"]) and len(row["geo"]) == level and row["geo"][2] != "Z":
                held[row["geo"]].add(row["nuts"].removeprefix("code_"))
    for code, editions in held.items():
        about = every.things[iris.nuts(code)]
        assert editions <= set(about["ckg:nutsVintage"])
        assert about["ckg:nutsLevel"] == [str(len(code) - 2)]
    regions = [about for about in every.things.values() if "ckg:nutsLevel" in about]
    assert set(held) < {about["skos:notation"][0] for about in regions}


def test_every_region_is_one_thing_with_one_name_in_a_place_that_is_known(every: Loaded) -> None:
    codes = {region.code for region in (*nuts.current(), *nuts.changes()[0])}
    places = set(every.things) | {iris.nuts(code) for code in codes}
    for about in every.things.values():
        if "ckg:nutsLevel" in about:
            assert len(about["skos:prefLabel"]) == len(about["skos:notation"]) == 1
            (above,) = about["ckg:containedIn"]
            assert above in places or above.startswith(iris.PREFIXES["country"])
            assert set(about.get("ckg:replacedBy", [])) <= places


def test_names_and_successors_never_contradict_the_bundled_list(every: Loaded) -> None:
    current, (dropped, _) = nuts.current(), nuts.changes()
    for region in (*current, *dropped):
        about = every.things[iris.nuts(region.code)]
        assert about["skos:prefLabel"] == [region.label]
        found = {iri.rpartition("/")[2] for iri in about.get("ckg:replacedBy", [])}
        # The bundled list has the United Kingdom as of 2018, and does not say what followed.
        if not region.code.startswith("UK"):
            assert found == set(region.replaced_by)


@pytest.mark.parametrize(("old", "new"), [
    # By the workbook of 2016 and 2021: its codes side by side, or its remarks.
    ("BE221", "BE224"), ("BE324", "BE328"), ("BE327", "BE328"), ("HR041", "HR050"),
    ("HR04", "HR02 HR05 HR06"), ("ITG29", "ITG2D"), ("ITG2B", "ITG2F"), ("ITG2A", ""),
    ("NO012", "NO082"), ("NO01", "NO08"), ("UKN10", "UKN0A"),
    # By nuts_changes.csv: by its parts (Thessalia of EL1 lies in EL6), recoded, split, merged.
    ("EL1", "EL5 EL6"), ("FR24", "FRB0"), ("EL300", "EL301 EL302 EL303 EL304 EL305 EL306 EL307"),
    ("DE41", "DE40"), ("DE42", "DE40"), ("BG111", "BG311"),
    # By the workbook of 2021 and 2024.
    ("PT170", "PT1A0 PT1B0"), ("LV007", "LV00A"),
])
def test_what_replaced_a_code(every: Loaded, old: str, new: str) -> None:
    about = every.things[iris.nuts(old)]
    assert about.get("ckg:replacedBy", []) == [iris.nuts(code) for code in new.split()]


def test_a_code_in_use_is_replaced_by_none(every: Loaded) -> None:
    in_use = [region.code for region in nuts.current() if region.vintage == "2024"]
    assert len(in_use) > 1900
    for code in in_use:
        assert "ckg:replacedBy" not in every.things[iris.nuts(code)]


def test_labels_of_other_editions_are_other_labels(every: Loaded) -> None:
    brussels = every.things[iris.nuts("BE1")]
    of_2013 = "RÉGION DE BRUXELLES-CAPITALE / BRUSSELS HOOFDSTEDELIJK GEWEST"
    assert of_2013 in brussels["skos:altLabel"]
    assert "2013" in brussels["ckg:nutsVintage"]
    belgium = every.things[iris.country("BE")]
    assert set(belgium) == {"skos:altLabel"}
    assert belgium["skos:altLabel"] == ["BELGIQUE-BELGIË", "Belgique/België"]


def test_a_list_that_does_not_say_its_edition_is_refused(tmp_path: Path) -> None:
    text = "nuts_code,nuts_level,country,nuts_1,nuts_2,nuts_3\nBE,0,Belgium,,,\n"
    assert edition_of("datumorphism_nuts_v2013__2015_2017.csv") == "2013"
    with pytest.raises(EditionError, match="of which edition"):
        loaded(nuts_lists.SOURCE, file(tmp_path, "list.csv", text))


def test_codes_of_no_country_and_of_parts_are_no_regions(tmp_path: Path) -> None:
    found = loaded(nuts_lists.SOURCE, file(tmp_path, "valid.csv", (
        "typology,geo,nuts\nnuts_level_1,QQ1,code_2013\nnuts_level_1,BE1 (part),code_2013\n"
        "nuts_level_1,GR1,code_1999\nnuts_level_1,BE1,code_0000\ncountry,BEZ,code_2013\n"
        "nuts_level_1,BEZ,code_2013\nnuts_level_1,BE9,code_2013\n"
    )))
    assert found.faults() == [
        (2, "geo", "country"), (3, "geo", "pattern"), (5, "nuts", "pattern"), (6, "geo", "level"),
        (7, "geo", "extra-regio"),
    ]
    greek = found.things[iris.resolve("region/GR1")]
    assert greek["ckg:containedIn"] == [iris.country("GR")]
    assert found.things[iris.nuts("BE9")]["skos:prefLabel"] == ["BE9"]  # no file names it


def test_rows_of_the_wrong_level_are_rejected(tmp_path: Path) -> None:
    found = loaded(nuts_lists.SOURCE, file(tmp_path, "nuts_v2016.csv", (
        "nuts_code,nuts_level,country,nuts_1,nuts_2,nuts_3\n"
        "BE1,1,,Bruxelles,,\nBE10,1,,Bruxelles,,\nBE2,1,,,,\nBE3,7,,x,,\nBE1,1,,Brussel,,\n"
        "BE1,1,,Bruxelles,,\n"
    )))
    assert found.faults() == [
        (3, "nuts_code", "level"), (4, "nuts_code", "label"), (5, "nuts_level", "enum"),
        (6, "nuts_code", "key"),
    ]
    assert found.counts == [("nuts_v2016.csv", 6, 1, 4, 1)]


def test_what_no_list_says_is_marked_as_inferred(every: Loaded) -> None:
    marked = set()
    for about in every.things.values():
        if about.get("rdf:type") == [iris.expand("rdf:Statement")]:
            assert about["ckg:certainty"] == [iris.resolve("certainty/inferred")]
            (subject,), (predicate,) = about["rdf:subject"], about["rdf:predicate"]
            (value,), predicate = about["rdf:object"], iris.compact(predicate)
            assert value in every.things[subject][predicate]
            code = every.things[subject]["skos:notation"][0]
            marked.add((code, predicate, value.rpartition("/")[2]))
    # By parts, by the same name in 2024, by a name of 2003 for a code that 2003 no longer has.
    assert {
        ("EL1", "ckg:replacedBy", "EL5"), ("PT16", "ckg:replacedBy", "PT19"),
        ("NL310", "ckg:replacedBy", "NL350"), ("BG215", "skos:prefLabel", "Кюстендил"),
    } <= marked
    # Two codes in a row, or a remark; a name in a list of the code's own.
    assert not marked & {
        ("BE221", "ckg:replacedBy", "BE224"), ("BE324", "ckg:replacedBy", "BE328"),
        ("FR24", "ckg:replacedBy", "FRB0"), ("BE221", "skos:prefLabel", "Arr. Hasselt"),
    }
    labels = Counter(predicate for _, predicate, _ in marked)
    assert labels == {"skos:prefLabel": 306, "ckg:replacedBy": 121, "skos:altLabel": 10}
