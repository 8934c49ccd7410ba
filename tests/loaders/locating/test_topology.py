"""TopoJSON: arcs by hand, and the real file against another decoder."""

import json
from typing import Any

import numpy as np
import pytest

from clusterkg.loaders.locating import BoundaryError, topology
from tests.loaders.outside import shared

# Two unit squares side by side share arc 0, from (1, 0) up to (1, 1).
ARCS = [
    [[1, 0], [1, 1]],
    [[1, 1], [0, 1], [0, 0], [1, 0]],
    [[1, 0], [2, 0], [2, 1], [1, 1]],
]
LEFT, RIGHT = [[[0, 1]]], [[[2, -1]]]
LEFT_RING = [(1, 0), (1, 1), (0, 1), (0, 0), (1, 0)]
RIGHT_RING = [(1, 0), (2, 0), (2, 1), (1, 1), (1, 0)]


def made(arcs: list[Any], *geometries: dict[str, Any], **more: Any) -> dict[str, Any]:
    collected = {"type": "GeometryCollection", "geometries": list(geometries)}
    return {"type": "Topology", "arcs": arcs, "objects": {"regions": collected}, **more}


def polygon(code: str, arcs: list[Any]) -> dict[str, Any]:
    return {"type": "Polygon", "arcs": arcs, "properties": {"id": code}}


def rings(topology_: dict[str, Any]) -> list[list[list[tuple[float, float]]]]:
    return [
        [[(x, y) for x, y in ring] for ring in feature["geometry"]["coordinates"]]
        for feature in topology.features(topology_)
    ]


def test_arcs_are_shared_and_reversed() -> None:
    found = rings(made(ARCS, polygon("AA111", LEFT[0]), polygon("AA112", RIGHT[0])))
    assert found == [[LEFT_RING], [RIGHT_RING]]


def test_quantised_arcs_are_steps_that_are_scaled_and_moved() -> None:
    steps = [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ]
    transform = {"scale": [10, 100], "translate": [7, -5]}
    found = rings(made(steps, polygon("AA112", RIGHT[0]), transform=transform))
    assert found == [[[(7 + 10 * x, -5 + 100 * y) for x, y in RIGHT_RING]]]


def test_holes_and_several_polygons_keep_their_places() -> None:
    hole = [[4, 4], [5, 4], [5, 5], [4, 4]]
    both = {"type": "MultiPolygon", "arcs": [[[0, 1]], [[2, -1], [3]]], "id": "AA11"}
    (feature,) = topology.features(made([*ARCS, hole], both))
    first, second = feature["geometry"]["coordinates"]
    assert feature["id"] == "AA11"
    assert [len(first), len(second)] == [1, 2]
    assert second[1].tolist() == hole


def test_objects_called_nuts_are_meant_where_there_are_several() -> None:
    two = made(ARCS, polygon("XX", RIGHT[0]))
    two["objects"]["nutsrg"] = {"type": "GeometryCollection",
                                "geometries": [polygon("AA111", LEFT[0])]}
    assert [found["properties"]["id"] for found in topology.features(two)] == ["AA111"]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"objects": []}, "without 'objects'"),
        ({"arcs": None}, "'arcs' is no list"),
        ({"arcs": [[[0, 0]]]}, "fewer than two"),
        ({"arcs": [[[0, "1"], [1, 1]]]}, "finite numbers"),
        ({"arcs": [[[0, 0], [1]]]}, "pairs of numbers"),
        ({"arcs": ARCS[:1]}, "arc 1 of 1 does not exist"),
        ({"transform": {"scale": [1, 1]}}, "pairs of"),
        ({"transform": 3}, "'transform' is no JSON object"),
        ({"objects": {"a": 3}}, "no JSON object"),
        ({"objects": {"a": {"type": "GeometryCollection", "geometries": {}}}}, "no list"),
        ({"objects": {"a": polygon("AA111", [[True]])}}, "'True' is no number of an arc"),
        ({"objects": {"a": polygon("AA111", [[-5]])}}, "arc -5 of 3"),
    ],
)
def test_a_broken_topology_is_named(broken: dict[str, Any], message: str) -> None:
    with pytest.raises(BoundaryError, match=message):
        list(topology.features({**made(ARCS, polygon("AA111", LEFT[0])), **broken}))


def test_a_small_file_cannot_unfold_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "_MOST_POSITIONS", 1000)
    again_and_again = [[0, 1] * 200]
    with pytest.raises(BoundaryError, match="more than 1,000 positions"):
        list(topology.features(made(ARCS, polygon("AA111", again_and_again))))


@pytest.mark.parametrize("level", range(4))
def test_real_rings_equal_those_of_another_decoder(level: int) -> None:
    path = shared(f"nuts/nuts2json_20M_{level}.topo.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    features = list(topology.features(found))
    geometries = found["objects"]["nutsrg"]["geometries"]
    assert len(features) == len(geometries) == [37, 121, 324, 1508][level]
    for feature, geometry in zip(features[::7], geometries[::7], strict=True):
        assert feature["properties"] == geometry["properties"]
        coordinates = feature["geometry"]["coordinates"]
        polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
        mine = [ring for polygon_ in polygons for ring in polygon_]
        for ring, other in zip(mine, other_rings(found, geometry), strict=True):
            np.testing.assert_allclose(ring, other, rtol=1e-12)


def other_rings(found: dict[str, Any], geometry: dict[str, Any]) -> Any:
    """The format's rules, written down a second time and without arrays."""
    (kx, ky), (dx, dy) = found["transform"]["scale"], found["transform"]["translate"]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    for ring in (ring for polygon_ in polygons for ring in polygon_):
        points: list[tuple[float, float]] = []
        for number in ring:
            x = y = 0
            arc = []
            for step in found["arcs"][number if number >= 0 else -number - 1]:
                x, y = x + step[0], y + step[1]
                arc.append((x * kx + dx, y * ky + dy))
            arc = arc if number >= 0 else arc[::-1]
            assert not points or points[-1] == arc[0]
            points = points[:-1] + arc
        yield points
