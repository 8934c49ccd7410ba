"""Outlines: capitals, whose coordinates come from GeoNames, lie inside their countries."""

import json
from itertools import pairwise

import pytest

from clusterkg.loaders.gazetteer import Gazetteer
from clusterkg.ontology import iris
from tests.loaders.outside import ROOT

PATH = ROOT / "data" / "outlines.json"
Ring = list[list[float]]
CAPITALS = {
    "AL": "Tirana", "AT": "Vienna", "BA": "Sarajevo", "BE": "Brussels", "BG": "Sofia",
    "CH": "Bern", "CY": "Nicosia", "CZ": "Prague", "DE": "Berlin", "EE": "Tallinn",
    "ES": "Madrid", "FI": "Helsinki", "FR": "Paris", "GB": "London", "GR": "Athens",
    "HR": "Zagreb", "HU": "Budapest", "IE": "Dublin", "IS": "Reykjavík", "IT": "Rome",
    "LT": "Vilnius", "LV": "Riga", "ME": "Podgorica", "MK": "Skopje", "NL": "Amsterdam",
    "NO": "Oslo", "PL": "Warsaw", "PT": "Lisbon", "RO": "Bucharest", "RS": "Belgrade",
    "SE": "Stockholm", "SI": "Ljubljana", "SK": "Bratislava", "TR": "Ankara", "UA": "Kyiv",
    "XK": "Pristina",
}  # fmt: skip


@pytest.fixture(scope="module")
def countries() -> dict[str, list[Ring]]:
    document = json.loads(PATH.read_text(encoding="utf-8"))
    return {country["iso"]: country["rings"] for country in document["countries"]}


def inside(x: float, y: float, rings: list[Ring]) -> bool:
    """Even-odd rule over all rings."""
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            crossings += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossings % 2 == 1


def owners(x: float, y: float, countries: dict[str, list[Ring]]) -> list[str]:
    return [iso for iso, rings in countries.items() if inside(x, y, rings)]


def test_the_file_is_small_and_says_what_it_is() -> None:
    assert PATH.stat().st_size < 150_000
    note = json.loads(PATH.read_text(encoding="utf-8"))["note"]
    assert "Natural Earth" in note
    assert "Kosovo" in note


def test_every_ring_is_closed_and_within_the_map(countries: dict[str, list[Ring]]) -> None:
    for rings in countries.values():
        assert rings
        for ring in rings:
            assert len(ring) >= 4
            assert ring[0] == ring[-1]
            assert all(-25 <= x <= 45 and 34 <= y <= 72 for x, y in ring)
            assert all(round(value, 2) == value for point in ring for value in point)


def test_all_members_and_neighbours_are_there(countries: dict[str, list[Ring]]) -> None:
    members = {iris.ISO_FROM_NUTS.get(code, code) for code in iris.NUTS_COUNTRIES}
    neighbours = {"AL", "BA", "CH", "IS", "LI", "ME", "MK", "NO", "RS", "TR", "UA", "XK"}
    assert members | neighbours <= set(countries)
    assert all(iris.country(code) for code in countries)


COARSE = 0.05  # degrees: Lisbon's point lies a kilometre off the simplified bank of the Tagus


def test_capitals_lie_in_their_countries_alone(countries: dict[str, list[Ring]]) -> None:
    gazetteer = Gazetteer(set(CAPITALS))
    for iso, city in CAPITALS.items():
        (place,) = gazetteer.find(iso, city)
        x, y = place.longitude, place.latitude
        around = [(x + dx, y + dy) for dx in (-COARSE, COARSE) for dy in (-COARSE, COARSE)]
        assert owners(x, y, countries) in ([iso], [])
        assert [iso] in [owners(*point, countries) for point in around], city


@pytest.mark.parametrize(
    ("x", "y", "iso"),
    [  # longitude and latitude of towns and waters, chosen by hand
        (33.32, 35.34, "CY"),  # Kyrenia, in the north of Cyprus
        (34.10, 44.95, "UA"),  # Simferopol: statistical region UA44
        (20.51, 54.71, "RU"),  # Kaliningrad
        (9.13, 39.22, "IT"),  # Cagliari
    ],
)
def test_places_that_maps_disagree_on(
    countries: dict[str, list[Ring]], x: float, y: float, iso: str
) -> None:
    assert owners(x, y, countries) == [iso]


@pytest.mark.parametrize(("x", "y"), [(3.0, 56.0), (18.5, 56.5), (-15.0, 48.0), (15.0, 36.0)])
def test_the_sea_belongs_to_nobody(countries: dict[str, list[Ring]], x: float, y: float) -> None:
    assert owners(x, y, countries) == []
