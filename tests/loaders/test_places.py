"""Cities: found by name or not at all, and each lies where its organisation's region lies.

Regions are points of Eurostat's label layer (nuts2json), which know nothing of GeoNames.
"""

import csv
import json
import math
from collections.abc import Iterator, Mapping

import pytest

from clusterkg.loaders import places
from clusterkg.loaders.batch import Batch
from clusterkg.loaders.gazetteer import Gazetteer, fold
from clusterkg.ontology import iris
from tests.loaders.outside import ROOT, Described, described, shared

ID = iris.PREFIXES["id"]
Rows = list[tuple[int, Mapping[str, str]]]


@pytest.fixture(scope="module")
def rows() -> Rows:
    with (ROOT / "data" / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file), start=2))


@pytest.fixture(scope="module")
def batch(rows: Rows) -> Batch:
    return places.load(rows)


@pytest.fixture(scope="module")
def loaded(batch: Batch) -> Described:
    return described(batch)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer({"DE", "ES", "IT", "PL", "TR"})


def test_names_fold_to_plain_words() -> None:
    assert fold("İzmir") == fold("izmir") == "izmir"
    assert fold("Łódź") == "lodz"
    assert fold("'s-Hertogenbosch") == "s hertogenbosch"
    assert fold("Universitäts- und  Hansestadt") == "universitats und hansestadt"


@pytest.mark.parametrize(
    ("country", "city", "number"),
    [  # the last part of the pages' addresses at geonames.org
        ("DE", "München", 2867714),
        ("ES", "San Sebastián/Donostia", 3110044),
        ("ES", "Donostia (San Sebastián)", 3110044),
        ("IT", "Milano", 3173435),
        ("PL", "Łódź", 3093133),
        ("TR", "Istanbul", 745044),
    ],
)
def test_a_city_is_found_by_any_of_its_names(
    gazetteer: Gazetteer, country: str, city: str, number: int
) -> None:
    assert [place.identifier for place in gazetteer.find(country, city)] == [number]


@pytest.mark.parametrize(
    ("country", "city"),
    [
        ("DE", "Halle"),  # in Westphalia, or on the Saale
        ("IT", "Prato"),
        ("ES", "Fuente Álamo"),  # the one in Albacete is smaller than the one in Murcia
        ("IT", "Milano; Torino"),
    ],
)
def test_several_cities_of_one_name_are_never_decided(
    gazetteer: Gazetteer, country: str, city: str
) -> None:
    assert len(gazetteer.find(country, city)) > 1


def test_a_name_of_another_country_is_not_found(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("DE", "Torino") == []


def test_most_organisations_with_a_city_have_a_seat(batch: Batch, rows: Rows) -> None:
    (count,) = batch.counts
    assert count.read == sum(bool(row["city"]) for _, row in rows)
    assert count.read == count.written + count.rejected
    assert count.rejected == len(batch.rejects)
    assert count.written / count.read > 0.9


def test_a_reject_says_where_and_why(batch: Batch, rows: Rows) -> None:
    table = dict(rows)
    for reject in batch.rejects:
        assert table[reject.line]["city"] == reject.value
        assert reject.rule in {"place-unknown", "place-ambiguous"}
    assert any(reject.value == "Sophia Antipolis" for reject in batch.rejects)


def test_spellings_of_one_city_are_one_city(loaded: Described) -> None:
    istanbul = loaded[ID + "city/tr-istanbul"]
    assert istanbul["dcterms:source"] == ["https://www.geonames.org/745044"]
    assert len(istanbul["ckg:latitude"]) == 1
    assert float(istanbul["ckg:latitude"][0]) == pytest.approx(41.01, abs=0.05)
    assert float(istanbul["ckg:longitude"][0]) == pytest.approx(28.95, abs=0.05)


def test_every_city_has_one_place_and_every_seat_is_a_city(loaded: Described) -> None:
    cities = {iri for iri in loaded if iri.startswith(ID + "city/")}
    for city in cities:
        for single in ("ckg:latitude", "ckg:longitude", "ckg:country", "skos:prefLabel"):
            assert len(loaded[city][single]) == 1
    seats = [about["ckg:seat"] for iri, about in loaded.items() if iri not in cities]
    assert all(len(seat) == 1 and seat[0] in cities for seat in seats)


def test_two_cities_of_one_name_stay_two() -> None:
    row = {"organisation_id": "a", "country": "DE", "city": "Mülheim an der Ruhr"}
    owners = {"de-mulheim": 1}
    found = Gazetteer({"DE"}).find("DE", row["city"])
    first = next(places._seat(row, found[0], owners))
    assert first.startswith(f"<{ID}city/de-mulheim-2867838>")


def test_cities_lie_near_the_regions_of_their_organisations(loaded: Described, rows: Rows) -> None:
    centres = dict(label_points())
    compared = 0
    for _, row in rows:
        about = loaded.get(f"{ID}organisation/{row['organisation_id']}")
        centre = centres.get(row["nuts_code"])
        if about and centre and len(row["nuts_code"]) == 5:
            city = loaded[about["ckg:seat"][0]]
            point = laea(float(city["ckg:latitude"][0]), float(city["ckg:longitude"][0]))
            assert math.dist(point, centre) < 100_000, row
            compared += 1
    assert compared > 400


def label_points() -> Iterator[tuple[str, tuple[float, float]]]:
    """Yield NUTS 3 codes with their label points in metres (EPSG:3035)."""
    layer = json.loads(shared("nuts/nuts2json_nutspt_3.json").read_text(encoding="utf-8"))
    for feature in layer["features"]:
        x, y = feature["geometry"]["coordinates"]
        yield feature["properties"]["id"], (x, y)


def laea(latitude: float, longitude: float) -> tuple[float, float]:
    """Return EPSG:3035 metres, on a sphere of the same area: some kilometres off at most."""
    radius, latitude0, longitude0 = 6_371_007.2, math.radians(52), math.radians(10)
    phi, turn = math.radians(latitude), math.radians(longitude) - longitude0
    cosine = math.sin(latitude0) * math.sin(phi)
    cosine += math.cos(latitude0) * math.cos(phi) * math.cos(turn)
    scale = radius * math.sqrt(2 / (1 + cosine))
    north = math.cos(latitude0) * math.sin(phi)
    north -= math.sin(latitude0) * math.cos(phi) * math.cos(turn)
    return 4_321_000 + scale * math.cos(phi) * math.sin(turn), 3_210_000 + scale * north
