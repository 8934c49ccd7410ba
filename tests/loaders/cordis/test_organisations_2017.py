"""16,592 real organisations by PIC, and what a reader without mercy says of their letters."""

import pytest

from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.cordis.letters import restored
from clusterkg.loaders.cordis.organisations_2017 import SOURCE
from clusterkg.loaders.cordis.participations import SOURCE as PARTICIPATIONS
from tests.loaders.cordis.files import Stored, grouped, rows, short, stored
from tests.loaders.outside import shared

FILE = "cordis/h2020_2017_organisations_odfest.csv"
PARTS = "cordis/h2020_participations_2020-12_eunets.csv.gz"
# By eye in the file: quotes in a name that are not doubled, and one row without a PIC.
BROKEN = [(281, "", "quote"), (575, "orgId", "required"), (2914, "", "quote"),
          (4743, "", "quote"), (8402, "", "quote")]
# csv.DictReader reads these four rows leniently; their PICs stand in the lines above.
NOT_WRITTEN = {"988967963", "", "988316026", "997335765", "953514366"}


@pytest.fixture(scope="module")
def found() -> Stored:
    return stored(SOURCE, FILE)


def good() -> list[dict[str, str]]:
    return [row for row in rows(FILE) if row["orgId"] not in NOT_WRITTEN]


def organisation(row: dict[str, str]) -> str:
    return f"organisation/pic/{row['orgId']}"


def decoded(cell: str) -> str:
    """Return a cell whose bytes in Mac Roman are UTF-8 as what these spell, by way of bytes."""
    data = bytes(cell, "mac_roman", "replace")
    return data.decode("utf-8")


def test_every_row_is_written_or_told(found: Stored) -> None:
    assert found.counts == [(16_592, 16_587, 5, 0)]
    assert found.faults == BROKEN
    assert len(found.instances("ckg:Organisation")) == 16_587


@pytest.mark.parametrize(("predicate", "column", "restored_cells"), [
    ("skos:prefLabel", "name", 148), ("ckg:cityName", "city", 100),
    ("schema:streetAddress", "street", 268),
])
def test_texts_are_those_of_the_file_with_letters_restored(
    found: Stored, predicate: str, column: str, restored_cells: int
) -> None:
    table = good()
    assert sum(not row[column].isascii() for row in table) == restored_cells
    assert found.values(predicate) == grouped(
        (organisation(row), decoded(row[column]).strip()) for row in table
        if row[column] not in (".", "-")
    )


def test_short_names_are_other_names(found: Stored) -> None:
    assert found.values("skos:altLabel") == grouped(
        (organisation(row), decoded(row["shortName"])) for row in good()
        if row["shortName"] != row["name"]
    )


def test_every_restored_cell_is_told_as_the_file_has_it(found: Stored) -> None:
    columns = ("name", "shortName", "city", "street")
    notes = found.values("skos:editorialNote")
    for row in good():
        garbled = [f"{name} “{row[name]}”" for name in columns if not row[name].isascii()]
        told = notes.pop(organisation(row), {""})
        assert " ".join(told).partition("the file has ")[2] == ", ".join(garbled)
    assert not notes


@pytest.mark.parametrize(("given", "wanted"), [
    ("Bernhard J√∂ckel", "Bernhard Jöckel"), ("ŒöŒùŒú", "ΚΝΜ"), ("plain", "plain"),
    # Right already, or no UTF-8 behind it: left alone.
    ("Université", "Université"), ("Łódź", "Łódź"), ("√", "√"), ("J√∂ckel é", "J√∂ckel é"),
])
def test_letters_are_restored_only_where_they_fit(given: str, wanted: str) -> None:
    assert restored(given) == wanted


def test_participations_without_names_get_names(found: Stored) -> None:
    """SOURCES.md: the file joins to 76 % of the participations."""
    named = set(found.values("skos:prefLabel"))
    participants = [
        line.split(b" ")[2][1:-1].decode() for chunk in load(PARTICIPATIONS, shared(PARTS)).chunks()
        for line in chunk.splitlines() if b"#participant>" in line
    ]
    joined = sum(short(one) in named for one in participants)
    assert len(participants) == 144_726
    assert round(joined / len(participants), 2) == 0.76
