"""Small files of boundaries, drawn by hand around real cities."""

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from clusterkg.loaders import nuts
from clusterkg.loaders.locating import Boundaries, read_outlines
from clusterkg.loaders.locating.regions import Regions

Ring = list[tuple[float, float]]


def square(west: float, south: float, east: float, north: float, corners: int = 400) -> Ring:
    """A closed ring; many corners, for the tolerance is a share of the distance between them."""
    ends = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return [
        (x + (x2 - x) * step / corners, y + (y2 - y) * step / corners)
        for (x, y), (x2, y2) in pairwise(ends) for step in range(corners)
    ] + [ends[0]]


def feature(code: str, *polygons: list[Ring], **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"NUTS_ID": code, **properties},
            "geometry": {"type": "MultiPolygon", "coordinates": list(polygons)}}


def collection(features: Iterable[Mapping[str, Any]], crs: str = "") -> dict[str, Any]:
    declared = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return {"type": "FeatureCollection", **declared, "features": list(features)}


def written(folder: Path, content: object, name: str = "boundaries.geojson") -> Path:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


# Munich and the district around it, which is a ring with a second part to the south.
CITY = square(11.40, 48.05, 11.70, 48.25)
AROUND = square(11.00, 47.80, 12.20, 48.50)
SOUTH = square(11.20, 47.40, 11.60, 47.70)
MUNICH = [
    feature("DE212", [CITY], NUTS_NAME="München, Kreisfreie Stadt"),
    feature("DE21H", [AROUND, CITY], [SOUTH], NUTS_NAME="München, Landkreis"),
]


def whole(path: Path) -> Boundaries:
    """Boundaries of countries that have the regions of the file and no others."""
    shapes, labels = read_outlines(path)
    own = [nuts.Region(code, label, 3, "2024") for code, label in labels.items()]
    return Boundaries(shapes, labels, path.name, Regions(own, []))
