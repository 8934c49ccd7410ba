"""Persons employed in 2014: labels become codes where order and hierarchy leave no doubt."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from clusterkg.loaders import business_statistics, nuts_lists
from clusterkg.loaders.labelled_places import find, plain
from clusterkg.loaders.nuts_editions import Editions
from clusterkg.ontology import iris

from .loads import Loaded, file, loaded
from .outside import shared

TABLE = "regstats/sbs_nuts2_persons_employed_2014_tidy.csv"
HEADER = "geo_row,geo_label,nace_r2_division,nace_label,persons_employed_2014\n"


def rows() -> list[dict[str, str]]:
    with shared(TABLE).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def found() -> Loaded:
    files = (TABLE, "nuts/nuts_changes.csv", "nuts/datumorphism_nuts_v2013__2015_2017.csv",
             "nace/NACE.csv")
    return loaded(business_statistics.SOURCE, *(shared(name) for name in files))


def figures(found: Loaded) -> dict[tuple[str, str], dict[str, list[str]]]:
    """The statistics by the row and the activity of their IRIs."""
    start = iris.resolve("statistic/sbs-2014/")
    return {
        tuple(iri.removeprefix(start).split("/")): about  # type: ignore[misc]
        for iri, about in found.things.items() if iri.startswith(start)
    }


def test_every_row_is_a_figure_or_has_none(found: Loaded) -> None:
    filled = [row for row in rows() if row["persons_employed_2014"]]
    assert found.counts[0] == (Path(TABLE).name, 47_167, len(filled), 9_419, 0)
    assert len(filled) == 37_748
    assert len(figures(found)) == len(filled)
    blank = [line for line, row in enumerate(rows(), start=2) if not row["persons_employed_2014"]]
    assert [reject.line for reject in found.rejects
            if reject.file == Path(TABLE).name and reject.rule == "required"] == blank


def test_the_figures_of_divisions_are_those_of_the_table(found: Loaded) -> None:
    things = figures(found)
    for row in rows():
        division = row["nace_r2_division"]
        if division and row["persons_employed_2014"]:
            about = things[row["geo_row"], division]
            assert float(about["ckg:value"][0]) == float(row["persons_employed_2014"])
            assert about["ckg:statedName"] == [row["geo_label"]]
            assert about["ckg:naceDivision"] == [f"http://data.europa.eu/ux2/nace2/{division}"]
            assert about["ckg:asOf"] == ["2014"]


def test_sections_and_groups_are_found_by_their_names(found: Loaded) -> None:
    # Of row 1 (Belgium): the activities without a code, read by hand in NACE Rev. 2.
    blank = [row for row in rows() if row["geo_row"] == "1" and not row["nace_r2_division"]]
    wanted = (
        "B C D E F G 45.1 45.2 45.3 45.4 46.1 46.2 46.3 46.4 46.5 46.6 46.7 46.9 "
        "47.1 47.2 47.3 47.4 47.5 47.6 47.7 47.8 47.9 H I J L M N"
    ).split()
    assert len(blank) == len(wanted)
    things = figures(found)
    for row, code in zip(blank, wanted, strict=True):
        if row["persons_employed_2014"]:
            about = things["1", code]
            assert float(about["ckg:value"][0]) == float(row["persons_employed_2014"])
            assert about["ckg:certainty"] == [iris.resolve("certainty/inferred")]


@pytest.mark.parametrize(("row", "label", "code"), [
    # By hand from the list of NUTS 2013, where a name stands twice (58 and 59, 133 and 134,
    # 268 and 269, 423 and 426), twice in Europe (224 and 353), or in another script (18, 112).
    (1, "Belgium", "BE"), (18, "Severozapaden", "BG31"), (26, "Ceská republika", "CZ0"),
    (58, "Berlin", "DE3"), (59, "Berlin", "DE30"), (95, "Chemnitz", "DED4"),
    (112, "Anatoliki Makedonia, Thraki", "EL51"), (133, "Attiki", "EL3"), (134, "Attiki", "EL30"),
    (196, "Auvergne", "FR72"), (202, "Guadeloupe", "FRA1"), (224, "Nord-Est", "ITH"),
    (353, "Nord-Est", "RO21"), (267, "Luxembourg", "LU"), (268, "Luxembourg", "LU0"),
    (269, "Luxembourg", "LU00"), (316, "Lódzkie", "PL11"), (363, "Vzhodna Slovenija", "SI03"),
    (423, "West Midlands (UK)", "UKG"), (426, "West Midlands", "UKG3"), (459, "Norway", "NO"),
])
def test_a_row_is_the_region_that_stands_there(
    found: Loaded, row: int, label: str, code: str
) -> None:
    ours = [about for (at, _), about in figures(found).items() if at == str(row)]
    assert ours
    for about in ours:
        assert about["ckg:statedName"] == [label]
        assert about["ckg:statisticOf"] == [iris.nuts(code)]


def test_what_stays_unmatched_is_told_with_its_label_and_count(found: Loaded) -> None:
    filled = Counter(row["geo_row"] for row in rows() if row["persons_employed_2014"])
    labels = {row["geo_row"]: row["geo_label"] for row in rows()}
    notes = [reject for reject in found.rejects if reject.rule == "place-unmatched"]
    # Norway had no NUTS in 2013, extra-regio is no place, and the list says IRELAND.
    wanted = {at for at in filled if labels[at].startswith("Extra-Regio") or int(at) >= 460}
    wanted |= {"107"}
    assert {labels[at] for at in wanted} == {note.value for note in notes}
    assert len(notes) == len(wanted)
    assert not any(note.lost for note in notes)
    for note in notes:
        assert f"{filled[rows()[note.line - 2]['geo_row']]} figures" in note.hint
    unplaced = {at for (at, _), about in figures(found).items() if "ckg:statisticOf" not in about}
    assert unplaced == wanted


def test_without_lists_the_bundled_regions_are_used_and_sections_are_rejected() -> None:
    alone = loaded(business_statistics.SOURCE, shared(TABLE))
    about = figures(alone)["220", "10"]
    assert about["ckg:statedName"] == ["Piemonte"]
    assert about["ckg:statisticOf"] == [iris.nuts("ITC1")]
    rules = Counter(reject.rule for reject in alone.rejects)
    assert rules["nace-unmatched"] == 12_909
    assert all("give a file of these" in reject.hint for reject in alone.rejects
               if reject.rule == "nace-unmatched")


def test_a_name_that_stands_once_for_two_regions_is_no_region() -> None:
    editions = Editions()
    for code, label in (("DE3", "Berlin"), ("DE30", "Berlin"), ("DE1", "Baden"), ("DE2", "Bayern"),
                        ("DE21", "Oben"), ("DE11", "Unten")):
        editions.hold(code, "2013", label)
    labels = ("Germany", "Berlin", "Baden", "Oben", "Bayern", "France", "Baden")
    assert [(one.country, one.code) for one in find(labels, editions, "2013")] == [
        ("DE", "DE"), ("DE", ""), ("DE", "DE1"), ("DE", ""), ("DE", "DE2"),
        ("FR", "FR"), ("FR", ""),
    ]


def test_names_are_compared_without_accents_case_and_brackets() -> None:
    assert plain("Région Méditerranée (FR)") == plain("REGION MEDITERRANEE")
    assert plain("Łódzkie") == plain("Lódzkie") == "lodzkie"
    assert plain("Centro (I) (NUTS 2006)") == "centro"
    assert plain("ΑΤΤΙΚΉΣ") == plain("Αττικής")
    assert plain("Provincia (autonoma)") == "provinciaautonoma"


def test_a_table_with_faults(tmp_path: Path) -> None:
    found = loaded(business_statistics.SOURCE, file(tmp_path, "sbs.csv", HEADER + (
        "1,Belgium,10,Food,5.0\n1,Belgium,1O,Food,5.0\n1,Belgium,11,Drinks,many\n"
        "1,Belgium,12,Tobacco,\n1,Belgium,,Nothing known,3\n1,Belgium,10,Food,6.0\n"
        "x,Belgium,10,Food,6.0\n1,Belgium,10,Food,5.0\n"
    )))
    assert sorted(found.faults()) == [
        (3, "nace_r2_division", "pattern"), (4, "persons_employed_2014", "decimal"),
        (5, "persons_employed_2014", "required"), (6, "nace_label", "nace-unmatched"),
        (7, "nace_label", "key"), (8, "geo_row", "digits"),
    ]
    assert found.counts == [("sbs.csv", 8, 1, 6, 1)]
    (about,) = figures(found).values()
    assert about["ckg:value"] == ["5"]
    assert nuts_lists.SOURCE.tables[0] in business_statistics.SOURCE.tables
