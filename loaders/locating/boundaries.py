"""A user's own boundaries: which region of level 3 a point lies in, and how surely.

Outlines are read for look-up alone; no geometry enters the graph.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from . import outlines, reference
from .errors import BoundaryError
from .regions import LEVEL, OVERSEAS, Moved, Regions, regions

if TYPE_CHECKING:
    from shapely import Geometry

_LETTERS = LEVEL + 2
# A point in no region belongs to the nearest one up to this distance, in metres, if no other is
# within twice that distance: simplified coasts cut capes, harbours and small islands off.
OFFSHORE, _TWICE = 5_000.0, 2.0
# An outline whose corners are L metres apart may be off by this share of L. On outlines of
# 1 : 20 million (L is 14 km) five of 72 cities within 2 km of a border lie on its wrong side, by
# 1.5 km at most, and none of 745 others. Points of GeoNames are no better than the lower bound.
_SHARE, _FINEST, _COARSEST = 0.15, 500.0, 5_000.0


class Seen(NamedTuple):
    """Where a point lies: codes of the newest vintage, distances in metres.

    ``code`` is empty where the file's code is of an older vintage without one successor;
    ``rivals`` are the other regions so near that the point may lie in them (an empty code: one
    that is not known). ``border`` is the distance to the nearest other region of the country;
    ``off`` is 0 inside.
    """

    code: str
    found: str
    how: str
    rivals: frozenset[str]
    border: float
    off: float


class Boundaries:
    """Outlines of regions of level 3, in metres (EPSG:3035).

    Parameters
    ----------
    shapes : Mapping[str, Geometry]
        Area by code of any vintage.
    names : Mapping[str, str]
        Label by code.
    source : str
        What messages call it.
    """

    def __init__(
        self, shapes: Mapping[str, "Geometry"], names: Mapping[str, str], source: str,
        known: Regions | None = None,
    ) -> None:
        from shapely import STRtree

        self.source, self.names = source, dict(names)
        self.tolerance = _tolerance(shapes)
        known = known or regions()
        self._newest = known.newest(self.names)
        self._codes: dict[str, list[str]] = defaultdict(list)
        for code in sorted(shapes):
            self._codes[code[:2]].append(code)
        self._shapes = {country: [shapes[code] for code in codes]
                        for country, codes in self._codes.items()}
        self._trees = {country: STRtree(found) for country, found in self._shapes.items()}
        self._whole = {country for country in self._codes if self._is_whole(country, known)}

    @property
    def countries(self) -> frozenset[str]:
        """The first letters of the codes."""
        return frozenset(self._codes)

    @property
    def older(self) -> list[str]:
        """The codes of an older vintage that have no one successor."""
        return sorted(code for code in self.names if code not in self._newest)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of the newest vintage that the file's regions have today."""
        return frozenset(moved.code for moved in self._newest.values())

    def outside(self, points: Mapping[str, "Geometry"]) -> list[str]:
        """Return the codes whose point (metres, EPSG:3035) does not lie in their outline."""
        return sorted(
            code for country, codes in self._codes.items()
            for code, shape in zip(codes, self._shapes[country], strict=True)
            if code in points and not shape.covers(points[code])
        )

    def look(self, longitude: float, latitude: float, country: str) -> Seen | None:
        """Return where a point (degrees, WGS 84) lies among the regions of one country.

        Nothing where the country has no outlines here, or all are farther than ``OFFSHORE``.
        """
        import shapely

        if country not in self._codes:
            return None
        point = shapely.Point(reference.metres(longitude, latitude))
        reach = _TWICE * OFFSHORE + self.tolerance
        near = self._trees[country].query(point, predicate="dwithin", distance=reach)
        distances = sorted((float(self._shapes[country][at].distance(point)), int(at))
                           for at in near)
        farthest = OFFSHORE if country in self._whole else 0.0
        if not distances or distances[0][0] > farthest:
            return None
        return self._seen(point, country, distances, reach)

    def _seen(
        self, point: "Geometry", country: str, distances: list[tuple[float, int]], reach: float
    ) -> Seen:
        (off, at), *others = distances
        codes = self._codes[country]
        moved = self._newest.get(codes[at], Moved(""))
        limit = _TWICE * off + self.tolerance
        rivals = {self._newest.get(codes[other], Moved("")).code
                  for distance, other in others if distance <= limit}
        border = others[0][0] if others else reach
        if country not in self._whole:
            border = min(border, float(self._shapes[country][at].boundary.distance(point)))
            rivals |= {""} if border <= limit else set()
        return Seen(moved.code, codes[at], moved.how, frozenset(rivals - {moved.code}), border, off)

    def _is_whole(self, country: str, known: Regions) -> bool:
        """Say whether the file has all of a country, or what it had in an older vintage.

        Otherwise a point beside an outline may lie in a region that the file leaves out.
        """
        missing = {code for code in known.of_country.get(country, ())
                   if code not in self.codes and not code.startswith(OVERSEAS)}
        return not missing or any(code[:2] == country for code in self.older)


def read_boundaries(path: Path | str, crs: str = "") -> Boundaries:
    """Read boundaries of level 3 from a GISCO file, GeoJSON or TopoJSON.

    Parameters
    ----------
    path : Path or str
        ``NUTS_RG_…`` in EPSG 4326, 3035 or 3857, or a file like it; all levels or level 3.
    crs : str
        EPSG number, where the file does not declare it and the values do not tell.

    Raises
    ------
    BoundaryError
        If the file cannot be read, or has no areas of level 3.
    """
    path = Path(path)
    shapes, names = read_outlines(path, crs)
    areas = {code: shape for code, shape in shapes.items()
             if len(code) == _LETTERS and shape.geom_type != "Point"}
    if not areas:
        found = sorted({len(code) - 2 for code in shapes})
        points = " (points)" if all(s.geom_type == "Point" for s in shapes.values()) else ""
        raise BoundaryError(f"{path.name}: no areas of level {LEVEL}; it has level "
                            f"{', '.join(map(str, found))}{points}")
    return Boundaries(areas, {code: names[code] for code in areas}, path.name)


def read_outlines(path: Path, crs: str = "") -> tuple[dict[str, "Geometry"], dict[str, str]]:
    """Return areas or label points of any level by code, in metres of EPSG:3035, and labels."""
    layer = outlines.read(path)
    shapes = {outline.code: outline.geometry for outline in layer.outlines}
    try:
        number = reference.system(crs or layer.declared, shapes)
        moved = {code: reference.to_grid(shape, number) for code, shape in shapes.items()}
    except BoundaryError as error:
        raise BoundaryError(f"{path.name}: {error}") from None
    return moved, {outline.code: outline.label for outline in layer.outlines}


def _tolerance(shapes: Mapping[str, "Geometry"]) -> float:
    """Return how far, in metres, the outlines may be off."""
    import numpy as np
    import shapely

    positions, rings = shapely.get_coordinates(
        [ring for shape in shapes.values() for ring in _rings(shape)], return_index=True)
    steps = np.hypot(*np.diff(positions, axis=0).T)[np.diff(rings) == 0]
    length = float(np.median(steps)) if len(steps) else 0.0
    return min(_COARSEST, max(_FINEST, _SHARE * length))


def _rings(shape: "Geometry") -> list["Geometry"]:
    import shapely

    parts = shapely.get_parts(shapely.get_parts(shape))
    return [part.boundary for part in parts if part.geom_type == "Polygon"]
