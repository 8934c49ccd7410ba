"""TopoJSON as GeoJSON geometries: arcs are decoded, reversed and joined.

Reference: Bostock, M. and Metcalf, C., "The TopoJSON Format Specification", 2.1.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import BoundaryError

if TYPE_CHECKING:
    import numpy as np

    Positions = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

# One arc may be named again and again, so that a small file unfolds to any size.
_MOST_POSITIONS = 20_000_000


def features(topology: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the objects of a topology as GeoJSON features; rings are arrays of positions.

    Where several objects hold geometries, those called ``nuts…`` are meant alone: a file may
    also draw other countries and the lines between regions.
    """
    arcs = _Arcs(topology)
    objects = topology.get("objects")
    if not isinstance(objects, dict):
        raise BoundaryError("a topology without 'objects'")
    named = {name: found for name, found in objects.items() if name.lower().startswith("nuts")}
    for found in (named or objects).values():
        for geometry in _flat(found):
            if geometry.get("type") in _READERS:
                yield _feature(geometry, arcs)


def _flat(found: Any) -> Iterator[dict[str, Any]]:
    """Yield the geometries of a collection; a collection in a collection is not looked into."""
    if not isinstance(found, dict):
        raise BoundaryError("an object of the topology is no JSON object")
    if found.get("type") != "GeometryCollection":
        yield found
        return
    for geometry in _sequence(found.get("geometries"), "geometries"):
        if not isinstance(geometry, dict):
            raise BoundaryError("a geometry of the topology is no JSON object")
        yield geometry


def _feature(geometry: Mapping[str, Any], arcs: "_Arcs") -> dict[str, Any]:
    kind = geometry["type"]
    return {
        "id": geometry.get("id"),
        "properties": geometry.get("properties"),
        "geometry": {"type": kind, "coordinates": _READERS[kind](geometry, arcs)},
    }


class _Arcs:
    """The arcs of a topology as arrays of positions, in the units of its coordinates."""

    def __init__(self, topology: Mapping[str, Any]) -> None:
        self._transform = _transform(topology.get("transform"))
        self._arcs = [self._decoded(arc) for arc in _sequence(topology.get("arcs"), "arcs")]
        self._left = _MOST_POSITIONS

    def ring(self, numbers: Any) -> "Positions":
        """Join arcs; ``~i`` is arc ``i`` backwards, and joints are kept once."""
        import numpy as np

        joined: list[Positions] = []
        for number in _sequence(numbers, "arcs of a ring"):
            arc = self._arc(number)
            self._left -= len(arc)
            if self._left < 0:
                raise BoundaryError(f"its rings have more than {_MOST_POSITIONS:,} positions")
            joined.append(arc[1:] if joined else arc)
        return np.concatenate(joined) if joined else np.empty((0, 2))

    def point(self, position: Any) -> list[float]:
        """Return a position that is no arc; it is quantised, but not relative to another."""
        found: list[float] = self._scaled(_positions([position]))[0].tolist()
        return found

    def _arc(self, number: Any) -> "Positions":
        if type(number) is not int:
            raise BoundaryError(f"'{str(number)[:20]}' is no number of an arc")
        place = ~number if number < 0 else number
        if place >= len(self._arcs):
            raise BoundaryError(f"arc {number} of {len(self._arcs)} does not exist")
        arc = self._arcs[place]
        return arc[::-1] if number < 0 else arc

    def _decoded(self, arc: Any) -> "Positions":
        found = _positions(arc)
        if len(found) < 2:
            raise BoundaryError("an arc has fewer than two positions")
        return self._scaled(found.cumsum(axis=0) if self._transform else found)

    def _scaled(self, found: "Positions") -> "Positions":
        if not self._transform:
            return found
        scale, translate = self._transform
        return found * scale + translate


def _transform(found: Any) -> tuple["Positions", "Positions"] | None:
    if found is None:
        return None
    if not isinstance(found, dict):
        raise BoundaryError("its 'transform' is no JSON object")
    scale, translate = (_positions([found.get(name)])[0] for name in ("scale", "translate"))
    return scale, translate


def _positions(found: Any) -> "Positions":
    from .outlines import positions

    return positions(found)


def _sequence(found: Any, what: str) -> Sequence[Any]:
    if not isinstance(found, list):
        raise BoundaryError(f"'{what}' is no list")
    return found


def _polygon(geometry: Mapping[str, Any], arcs: _Arcs) -> list["Positions"]:
    return [arcs.ring(ring) for ring in _sequence(geometry.get("arcs"), "arcs")]


def _polygons(geometry: Mapping[str, Any], arcs: _Arcs) -> list[list["Positions"]]:
    polygons = _sequence(geometry.get("arcs"), "arcs")
    return [[arcs.ring(ring) for ring in _sequence(rings, "arcs")] for rings in polygons]


def _point(geometry: Mapping[str, Any], arcs: _Arcs) -> list[float]:
    return arcs.point(geometry.get("coordinates"))


_READERS = {"Polygon": _polygon, "MultiPolygon": _polygons, "Point": _point}
