"""Where points lie: squares drawn by hand, three systems of coordinates, the real outlines."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from pyproj import Transformer

from clusterkg.loaders.locating import (
    Boundaries,
    BoundaryError,
    read_boundaries,
    read_outlines,
    reference,
)
from tests.loaders.outside import shared

from .drawn import CITY, MUNICH, collection, feature, square, whole, written

REAL = "nuts/nuts2json_20M_3.topo.json"
BERLIN = (13.40, 52.52)


@pytest.fixture(scope="module")
def munich(tmp_path_factory: pytest.TempPathFactory) -> Boundaries:
    return whole(written(tmp_path_factory.mktemp("drawn"), collection(MUNICH)))


@pytest.fixture(scope="module")
def real() -> Boundaries:
    return read_boundaries(shared(REAL))


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [
        (11.55, 48.15, "DE212"),  # in the city, a hole of the district
        (11.15, 48.00, "DE21H"),
        (11.95, 48.35, "DE21H"),
        (11.40, 47.55, "DE21H"),  # in the second part
    ],
)
def test_a_point_lies_in_the_region_around_it(
    munich: Boundaries, longitude: float, latitude: float, code: str
) -> None:
    seen = munich.look(longitude, latitude, "DE")
    assert seen
    assert (seen.code, seen.found, seen.off, seen.rivals) == (code, code, 0.0, frozenset())


def test_the_distance_to_the_border_is_in_metres(munich: Boundaries) -> None:
    """A degree of latitude is 111.2 km here, and 0.01 degree of it is within the tolerance."""
    seen = munich.look(11.55, 48.20, "DE")
    assert seen
    assert seen.border == pytest.approx(0.05 * 111_200, rel=0.01)
    assert munich.tolerance == pytest.approx(500, abs=1)
    near = munich.look(11.55, 48.248, "DE")
    assert near
    assert near.rivals == {"DE21H"}
    assert near.border == pytest.approx(0.002 * 111_200, rel=0.01)


def test_a_point_off_the_outlines_belongs_to_the_nearest_up_to_five_kilometres(
    munich: Boundaries,
) -> None:
    seen = munich.look(11.60, 48.52, "DE")
    assert seen
    assert seen.off == pytest.approx(0.02 * 111_200, rel=0.01)
    assert (seen.code, seen.rivals) == ("DE21H", frozenset())
    assert munich.look(11.60, 48.55, "DE") is None
    assert munich.look(*BERLIN, "DE") is None


def test_a_point_off_the_outlines_has_rivals_within_twice_the_distance(tmp_path: Path) -> None:
    banks = [feature("DE212", [square(11.0, 48.0, 11.5, 48.5)]),
             feature("DE21H", [square(11.56, 48.0, 12.0, 48.5)])]
    found = whole(written(tmp_path, collection(banks)))
    middle = found.look(11.52, 48.25, "DE")  # 1.5 and 3.0 km from the two banks
    assert middle
    assert (middle.code, middle.rivals) == ("DE212", {"DE21H"})
    nearer = found.look(11.51, 48.25, "DE")  # 0.7 and 3.7 km
    assert nearer
    assert (nearer.code, nearer.rivals) == ("DE212", frozenset())


def test_beside_a_file_of_a_part_of_a_country_nothing_is_known(tmp_path: Path) -> None:
    """Germany has other regions, and a point off or near the outlines may lie in one of them."""
    part = read_boundaries(written(tmp_path, collection(MUNICH)))
    assert part.look(11.60, 48.52, "DE") is None
    inside, edge = part.look(11.60, 48.40, "DE"), part.look(11.60, 48.498, "DE")
    assert inside
    assert edge
    assert (inside.code, inside.rivals) == ("DE21H", frozenset())
    assert (edge.code, edge.rivals) == ("DE21H", {""})
    assert edge.border == pytest.approx(0.002 * 111_200, rel=0.01)


def test_regions_of_other_countries_are_left_aside(munich: Boundaries) -> None:
    assert munich.countries == {"DE"}
    assert munich.look(11.55, 48.15, "AT") is None


def moved(epsg: int, features: list[dict[str, Any]]) -> list[dict[str, Any]]:
    transform = Transformer.from_crs(4326, epsg, always_xy=True).transform
    copied: list[dict[str, Any]] = json.loads(json.dumps(features))
    for found in copied:
        for polygon in found["geometry"]["coordinates"]:
            polygon[:] = [[list(transform(x, y)) for x, y in ring] for ring in polygon]
    return copied


@pytest.mark.parametrize(
    "declared",
    ["", "urn:ogc:def:crs:EPSG::{}", "EPSG:{}", "http://www.opengis.net/def/crs/EPSG/0/{}"],
)
@pytest.mark.parametrize("epsg", [3035, 3857, 4326])
def test_coordinates_are_declared_or_detected(tmp_path: Path, epsg: int, declared: str) -> None:
    content = collection(moved(epsg, MUNICH), declared.format(epsg))
    seen = read_boundaries(written(tmp_path, content)).look(11.55, 48.20, "DE")
    assert seen
    assert seen.code == "DE212"
    assert seen.border == pytest.approx(0.05 * 111_200, rel=0.01)


def test_the_usual_degrees_have_another_name(tmp_path: Path) -> None:
    content = collection(MUNICH, "urn:ogc:def:crs:OGC:1.3:CRS84")
    assert read_boundaries(written(tmp_path, content)).look(11.55, 48.20, "DE")


def test_coordinates_that_are_said_to_be_others_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, collection(moved(3857, MUNICH)))
    with pytest.raises(BoundaryError, match="EPSG:3035; say which"):
        read_boundaries(path, "3035")
    with pytest.raises(BoundaryError, match="none of EPSG:4326"):
        read_boundaries(path, "4326")


def test_latitude_before_longitude_is_refused(tmp_path: Path) -> None:
    turned = [feature("DE212", [[(y, x) for x, y in CITY]])]
    with pytest.raises(BoundaryError, match="far from their countries"):
        read_boundaries(written(tmp_path, collection(turned)))


def test_regions_overseas_lie_far_from_their_country(tmp_path: Path) -> None:
    island = feature("FRY40", [square(55.2, -21.4, 55.9, -20.8)], NUTS_NAME="La Réunion")
    seen = read_boundaries(written(tmp_path, collection([island]))).look(55.45, -20.88, "FR")
    assert seen
    assert seen.code == "FRY40"


@pytest.mark.parametrize("country", ["CY", "IS", "NO", "PT", "TR", "UK"])
def test_the_parts_of_the_real_file_are_detected_alone(tmp_path: Path, country: str) -> None:
    """All within a metre, whether they were moved to degrees or to web maps' metres."""
    shapes, _ = read_outlines(shared(REAL))
    own = {code: shape for code, shape in shapes.items() if code.startswith(country)}
    for epsg in (3035, 3857, 4326):
        transform = Transformer.from_crs(3035, epsg, always_xy=True).transform
        features = [
            {"type": "Feature", "properties": {"id": code}, "geometry": shapely.geometry.mapping(
                shapely.transform(shape, transform, interleaved=False))}
            for code, shape in own.items()
        ]
        found, _ = read_outlines(written(tmp_path, collection(features)))
        assert all(found[code].hausdorff_distance(shape) < 1 for code, shape in own.items())


def test_degrees_become_metres_of_the_grid_s_centre() -> None:
    """EPSG:3035 is centred on 52 N 10 E with false easting 4,321,000 and northing 3,210,000."""
    assert reference.metres(10.0, 52.0) == pytest.approx((4_321_000.0, 3_210_000.0), abs=0.01)


@pytest.mark.parametrize(
    ("longitude", "latitude", "country", "code"),
    [  # cities far from any border of their region, with the codes of their regions
        (2.35, 48.86, "FR", "FR101"),
        (-3.70, 40.42, "ES", "ES300"),
        (24.94, 60.17, "FI", "FI1B1"),
        (-6.26, 53.35, "IE", "IE061"),
        (26.10, 44.43, "RO", "RO321"),
        (14.51, 35.90, "MT", "MT001"),  # an island
        (18.29, 57.63, "SE", "SE214"),  # an island
        (29.06, 40.19, "TR", "TR411"),
    ],
)
def test_real_cities_lie_in_their_regions(
    real: Boundaries, longitude: float, latitude: float, country: str, code: str
) -> None:
    seen = real.look(longitude, latitude, country)
    assert seen
    assert seen.code == code


def test_real_codes_of_older_vintages_are_moved_or_told(real: Boundaries) -> None:
    zagreb, kuopio = real.look(15.98, 45.81, "HR"), real.look(27.68, 62.89, "FI")
    assert zagreb
    assert (zagreb.found, zagreb.code) == ("HR041", "HR050")
    assert kuopio
    assert (kuopio.found, kuopio.code) == ("FI1D2", "FI1DB")
    lisbon = real.look(-9.14, 38.72, "PT")
    assert lisbon
    assert (lisbon.found, lisbon.code) == ("PT170", "")
    assert len(real.older) == 31
    assert {code[:2] for code in real.older} == {"BE", "IT", "NO", "PT"}


def test_label_points_that_lie_elsewhere_are_told(munich: Boundaries) -> None:
    inner = {"DE212": shapely.Point(reference.metres(11.5, 48.1)),
             "DE21H": shapely.Point(reference.metres(11.1, 48.0))}
    assert munich.outside(inner) == []
    assert munich.outside({**inner, "DE21H": inner["DE212"]}) == ["DE21H"]
    assert munich.outside({"AT130": inner["DE212"]}) == []


def test_finer_outlines_have_a_smaller_tolerance(tmp_path: Path, real: Boundaries) -> None:
    assert real.tolerance == pytest.approx(2114, abs=1)
    coarse = [feature("DE21H", [square(11.0, 47.8, 12.2, 48.5, corners=1)])]
    assert read_boundaries(written(tmp_path, collection(coarse))).tolerance == 5000.0
