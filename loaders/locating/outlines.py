"""Outlines of regions from GeoJSON and TopoJSON files, as they are published by GISCO.

Whatever the file says, it is data: its size, its nesting and its numbers are bounded.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from . import topology
from .errors import BoundaryError

if TYPE_CHECKING:
    import numpy as np
    from shapely import Geometry

    Positions = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

LARGEST = 256 * 2**20  # bytes; GISCO's finest outlines of all levels have half of that
_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_CODES = ("NUTS_ID", "NUTS_CODE", "nuts_id", "id", "code")
_NAMES = ("NUTS_NAME", "NAME_LATN", "nuts_name", "na", "name")
_AREAS = ("Polygon", "MultiPolygon")


class Outline(NamedTuple):
    """A region as a file has it: an area, or a point within; in the file's coordinates."""

    code: str
    label: str
    geometry: "Geometry"


class Layer(NamedTuple):
    """What a file holds; ``declared`` is what it says of its coordinates, or empty."""

    outlines: list[Outline]
    declared: str


def read(path: Path) -> Layer:
    """Read the regions of a GeoJSON or TopoJSON file (``.gz`` too).

    Raises
    ------
    BoundaryError
        If the file is no such file, is larger than ``LARGEST`` or holds no region.
    """
    try:
        return _layer(_loaded(path))
    except BoundaryError as error:
        raise BoundaryError(f"{path.name}: {error}") from None
    except (ValueError, RecursionError, EOFError, OSError, zlib.error) as error:
        raise BoundaryError(f"{path.name}: no GeoJSON or TopoJSON that can be read "
                            f"({str(error)[:120]})") from None


def positions(found: Any) -> "Positions":
    """Return positions as an array of two columns of finite numbers; heights are dropped."""
    import numpy as np

    try:
        array = np.asarray(found)
    except (TypeError, ValueError):
        raise BoundaryError("positions that are no pairs of numbers") from None
    numbers = array.dtype.kind in "iuf"  # no truth values, no text that looks like a number
    if not numbers or array.ndim != 2 or array.shape[1] < 2 or not np.isfinite(array).all():
        raise BoundaryError("positions that are no pairs of finite numbers")
    return array[:, :2].astype(np.float64)


def _loaded(path: Path) -> dict[str, Any]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise BoundaryError(f"larger than {LARGEST // 2**20} MiB; take a coarser scale, "
                            "or level 3 alone")
    found = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    if not isinstance(found, dict):
        raise BoundaryError("its JSON is no object")
    return found


def _refused(constant: str) -> float:
    raise BoundaryError(f"'{constant}' is no number of JSON")


def _layer(found: dict[str, Any]) -> Layer:
    kind = found.get("type")
    if kind == "Topology":
        features = topology.features(found)
    elif kind == "FeatureCollection" and isinstance(found.get("features"), list):
        features = iter(found["features"])
    else:
        raise BoundaryError("neither a FeatureCollection of GeoJSON nor a Topology of TopoJSON")
    outlines = list(_outlines(features))
    if not outlines:
        raise BoundaryError("it holds no region: no feature has both a NUTS code (in 'NUTS_ID' "
                            "or 'id') and an area or a point")
    return Layer(outlines, _declared(found.get("crs")))


def _outlines(features: Iterator[Any]) -> Iterator[Outline]:
    seen: set[str] = set()
    for feature in features:
        if not isinstance(feature, dict):
            raise BoundaryError("a feature is no JSON object")
        code, geometry = _code(feature), feature.get("geometry")
        if not code or not isinstance(geometry, dict):
            continue
        if code in seen:
            raise BoundaryError(f"region {code} stands in it twice")
        shape = _shape(code, geometry)
        if shape is not None:
            seen.add(code)
            yield Outline(code, _label(feature), shape)


def _code(feature: Mapping[str, Any]) -> str:
    properties = _properties(feature)
    values = (*(properties.get(name) for name in _CODES), feature.get("id"))
    return next((text for text in values if isinstance(text, str) and _CODE.fullmatch(text)), "")


def _label(feature: Mapping[str, Any]) -> str:
    properties = _properties(feature)
    values = (properties.get(name) for name in _NAMES)
    return next((" ".join(text.split()) for text in values if isinstance(text, str)), "")


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _shape(code: str, geometry: Mapping[str, Any]) -> "Geometry | None":
    import shapely

    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "Point":
        return shapely.Point(positions([coordinates])[0])
    if kind not in _AREAS:
        return None
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list):
        raise BoundaryError(f"region {code}: its coordinates are no list")
    try:
        shape = shapely.MultiPolygon([_polygon(rings) for rings in polygons])
    except (ValueError, TypeError, BoundaryError, shapely.GEOSException) as error:
        raise BoundaryError(f"region {code}: {error}") from None
    if not shape.area > 0:
        raise BoundaryError(f"region {code}: it has no area")
    # Simplified outlines touch and cross themselves; what they enclose stays the same.
    return shape if shape.is_valid else shapely.make_valid(shape)


def _polygon(rings: Any) -> Any:
    import shapely

    if not isinstance(rings, list) or not rings:
        raise BoundaryError("a polygon without rings")
    outer, *holes = (positions(ring) for ring in rings)
    return shapely.Polygon(outer, holes)


def _declared(crs: Any) -> str:
    """Return the name of GeoJSON's former member ``crs``, which GISCO still writes."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else ""
