"""Files of boundaries as people have them, good and bad."""

import gzip
import json
import random
from pathlib import Path
from typing import Any

import pytest

from clusterkg.loaders.locating import BoundaryError, outlines, read_boundaries, read_outlines
from tests.loaders.outside import shared

from .drawn import CITY, MUNICH, collection, feature, written


@pytest.mark.parametrize("level", range(4))
def test_every_level_of_the_real_outlines_is_read(level: int) -> None:
    shapes, names = read_outlines(shared(f"nuts/nuts2json_20M_{level}.topo.json"))
    assert len(shapes) == [37, 121, 324, 1508][level]
    assert {len(code) for code in shapes} == {2 + level}
    assert all(shape.is_valid and shape.area > 0 for shape in shapes.values())
    examples = ("AT", "Österreich"), ("AT1", "Ostösterreich"), ("AT13", "Wien"), ("AT130", "Wien")
    code, name = examples[level]
    assert names[code].casefold() == name.casefold()


@pytest.mark.parametrize(("level", "abroad"), [(1, 4), (2, 8), (3, 14)])
def test_label_points_lie_in_the_outlines_of_their_codes(level: int, abroad: int) -> None:
    """The points of regions overseas have no outline in the file of the continent."""
    shapes, names = read_outlines(shared(f"nuts/nuts2json_20M_{level}.topo.json"))
    points, labels = read_outlines(shared(f"nuts/nuts2json_nutspt_{level}.json"))
    assert sum(code not in shapes for code in points) == abroad
    both = shapes.keys() & points.keys()
    assert len(both) == len(shapes)
    assert not [code for code in both if not shapes[code].covers(points[code])]
    assert labels["AT13"[: 2 + level] if level < 3 else "AT130"]
    assert {code for code in both if names[code] != labels[code]} == set()


def test_boundaries_need_areas_of_level_3() -> None:
    for name, message in (
        ("nuts2json_20M_2.topo.json", "no areas of level 3; it has level 2"),
        ("nuts2json_nutspt_3.json", r"no areas of level 3; it has level 3 \(points\)"),
    ):
        with pytest.raises(BoundaryError, match=message):
            read_boundaries(shared(f"nuts/{name}"))


def test_a_file_may_be_packed_and_begin_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "boundaries.geojson.gz"
    path.write_bytes(gzip.compress("\ufeff".encode() + json.dumps(collection(MUNICH)).encode()))
    assert set(read_boundaries(path).names) == {"DE212", "DE21H"}


def test_features_without_code_or_geometry_are_passed_over(tmp_path: Path) -> None:
    others = [
        {"type": "Feature", "properties": None, "geometry": None},
        {"type": "Feature", "properties": {"NUTS_ID": "DE213"}, "geometry": None},
        {"type": "Feature", "properties": {"NUTS_ID": "Bavaria"},
         "geometry": {"type": "Polygon", "coordinates": [CITY]}},
        {"type": "Feature", "properties": {"NUTS_ID": "DE214"},
         "geometry": {"type": "LineString", "coordinates": CITY}},
    ]
    path = written(tmp_path, collection([*others, *MUNICH]))
    assert set(read_boundaries(path).names) == {"DE212", "DE21H"}


def test_codes_and_names_stand_where_publishers_put_them(tmp_path: Path) -> None:
    plain = {"type": "Feature", "id": "DE212", "properties": {"na": "München"},
             "geometry": {"type": "Polygon", "coordinates": [CITY]}}
    assert read_boundaries(written(tmp_path, collection([plain]))).names == {"DE212": "München"}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"NUTS_ID": "DE212"},
            "geometry": {"type": "Polygon", "coordinates": list(rings)}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ([], "its JSON is no object"),
        ({"type": "Feature"}, "neither a FeatureCollection"),
        ({"type": "FeatureCollection", "features": {}}, "neither a FeatureCollection"),
        (collection([]), "holds no region"),
        ({"type": "FeatureCollection", "features": [3]}, "a feature is no JSON object"),
        (collection([*MUNICH, *MUNICH]), "region DE212 stands in it twice"),
        (collection([polygon()]), "region DE212: a polygon without rings"),
        (collection([polygon([[11, 48], [12, 48]])]), "region DE212: .*"),
        (collection([polygon([[11, 48], [12, 48], [11, 48], [11, 48]])]), "DE212: it has no area"),
        (collection([polygon([["11", "48"], ["12", "48"]])]), "no pairs of finite numbers"),
        (collection([polygon([[True, False], [True, True]])]), "no pairs of finite numbers"),
        (collection([polygon([[11, 48], [12]])]), "no pairs of numbers"),
        (collection([polygon([[11, 48], [12, 10**400]])]), "DE212|no GeoJSON"),
        (collection([polygon("11 48")]), "no pairs of finite numbers"),
        (collection(MUNICH, "urn:ogc:def:crs:EPSG::25832"), "EPSG::25832'; EPSG:4326, EPSG:3035"),
        (collection(MUNICH, "urn:ogc:def:crs:EPSG::3035"), "far from their countries"),
        (collection([feature("QQ111", [CITY])]), "do not begin with the letters of a country"),
    ],
)
def test_a_broken_file_is_refused_in_a_sentence(
    tmp_path: Path, content: object, message: str
) -> None:
    with pytest.raises(BoundaryError, match=message) as caught:
        read_boundaries(written(tmp_path, content))
    assert str(caught.value).startswith("boundaries.geojson: ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no GeoJSON"),
        (b"\xff\xfe{}", "no GeoJSON"),
        (b'{"type": "FeatureCollection", "features": [', "no GeoJSON"),
        (b"[" * 200_000, "no GeoJSON"),
        (b'{"a": NaN}', "'NaN' is no number of JSON"),
        (b'{"a": 1e999, "type": "Topology"}', "'arcs' is no list"),
        (b'{"a": ' + b"9" * 5000 + b"}", "no GeoJSON"),
    ],
)
def test_what_is_no_json_is_refused(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "boundaries.geojson"
    path.write_bytes(data)
    with pytest.raises(BoundaryError, match=message):
        read_boundaries(path)


def test_a_packed_file_that_is_cut_or_no_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boundaries.geojson.gz"
    packed = gzip.compress(json.dumps(collection(MUNICH)).encode())
    for data in (packed[: len(packed) // 2], b"{}", packed[:20] + b"\0" * 50):
        path.write_bytes(data)
        with pytest.raises(BoundaryError, match="no GeoJSON"):
            read_boundaries(path)


def test_a_file_has_a_largest_size_packed_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlines, "LARGEST", 2**20)
    path = tmp_path / "boundaries.geojson.gz"
    path.write_bytes(gzip.compress(b" " * 2**24))
    with pytest.raises(BoundaryError, match="larger than 1 MiB"):
        read_boundaries(path)


def test_mutations_of_a_good_file_are_read_or_refused(tmp_path: Path) -> None:
    """Nothing else than one of our errors comes out, whatever is cut, doubled or exchanged."""
    small = [feature("DE212", [[(11.4, 48.0), (11.7, 48.0), (11.7, 48.2), (11.4, 48.0)]])]
    good = json.dumps(collection(small, "EPSG:4326")).encode()
    dice = random.Random(4)
    path = tmp_path / "boundaries.geojson"
    refused = 0
    for _ in range(1500):
        data = bytearray(good)
        for _ in range(dice.randint(1, 3)):
            at, length = dice.randrange(len(data)), dice.randrange(1, 9)
            piece = bytes(dice.choices(b'0123456789-.,:[]{}"eEN nul\xff\\', k=dice.randrange(5)))
            data[at : at + length] = piece
        path.write_bytes(bytes(data))
        try:
            read_boundaries(path)
        except BoundaryError:
            refused += 1
    assert 1000 < refused < 1500
