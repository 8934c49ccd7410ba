"""The map: clusters at their cities, in the European grid."""

import json
import math
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from . import svg
from .network_figure import shortened
from .projection import laea

WIDTH, HEIGHT = 1000.0, 880.0
# The drawn part of the grid, in metres: west, south, east, north.
_FRAME = (2_500_000.0, 1_340_000.0, 7_300_000.0, 5_564_000.0)
# What cluster_place_coverage counts as on the map, in degrees.
_WEST, _EAST, _SOUTH, _NORTH = -25.0, 45.0, 34.0, 72.0


def draw(places: Iterable[dict[str, Any]], organisations: dict[str, dict[str, Any]]) -> Markup:
    """Draw Europe with a disc a city, its area the partnerships of the city's clusters.

    Parameters
    ----------
    places : iterable of dict
        ``id`` of a cluster, ``place``, ``city``, ``latitude``, ``longitude``.
    organisations : dict
        Rows of the bridging table by id, with ``label``, ``partnerships`` and ``rank``.
    """
    cities: dict[str, list[dict[str, Any]]] = {}
    for place in places:
        if _inside(place) and place["id"] in organisations:
            cities.setdefault(place["place"], []).append(place | organisations[place["id"]])
    order = sorted(cities, key=lambda name: (-_size(cities[name]), name))
    marked = [row for name in order for row in cities[name] if (row["rank"] or 11) <= 10]
    return svg.figure(
        "map", WIDTH, HEIGHT, _title(len(order), len(marked)),
        svg.tag("rect", x=0, y=0, width=WIDTH, height=HEIGHT, class_="sea"),
        _land(), svg.group(*(_city(cities[name]) for name in order), class_="cities"),
        svg.group(*_marks(sorted(marked, key=lambda row: int(row["rank"])))), _key(),
    )


def _inside(place: dict[str, Any]) -> bool:
    longitude, latitude = float(place["longitude"]), float(place["latitude"])
    return _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH


def _land() -> Markup:
    text = files("clusterkg.data").joinpath("outlines.json").read_text(encoding="utf-8")
    countries = [
        svg.tag("path", d="".join(map(_ring, country["rings"])), data_iso=country["iso"])
        for country in json.loads(text)["countries"]
    ]
    return svg.group(*countries, class_="land")


def _ring(ring: Sequence[Sequence[float]]) -> str:
    points = [_point(longitude, latitude) for longitude, latitude in ring]
    across, down = zip(*points, strict=True)
    outside = max(across) < 0 or min(across) > WIDTH or max(down) < 0 or min(down) > HEIGHT
    return "" if outside else svg.path(points)


def _point(longitude: float, latitude: float) -> svg.Point:
    east, north = laea(longitude, latitude)
    west, south, _, top = _FRAME
    scale = HEIGHT / (top - south)
    return (east - west) * scale, (top - north) * scale


def _size(city: list[dict[str, Any]]) -> int:
    return sum(int(row["partnerships"]) for row in city)


def _radius(partnerships: int) -> float:
    return 2.6 * math.sqrt(partnerships)


def _city(city: list[dict[str, Any]]) -> Markup:
    x, y = _point(city[0]["longitude"], city[0]["latitude"])
    names = ", ".join(f"{row['label']} ({row['partnerships']})" for row in city)
    return svg.group(
        svg.tag("circle", cx=x, cy=y, r=_radius(_size(city))), title=f"{city[0]['city']}: {names}"
    )


def _marks(rows: list[dict[str, Any]]) -> Iterable[Markup]:
    """Number the first clusters, each beside its city, away from those already placed."""
    taken: list[tuple[float, float, float]] = []
    for row in rows:
        x, y = _point(row["longitude"], row["latitude"])
        label = shortened(row["label"], 28)
        width = 26 + 7.5 * len(label)
        left, top = _free(x, y, width, taken)
        taken.append((left, top, width))
        yield svg.group(
            svg.tag("path", d=svg.path([(x, y), (left + 9, top)], closed=False), class_="lead"),
            svg.tag("circle", cx=x, cy=y, r=3, class_="spot"),
            svg.tag("circle", cx=left + 9, cy=top, r=9, class_="plate"),
            svg.text(left + 9, top + 3.8, str(row["rank"]), class_="rank"),
            svg.text(left + 22, top + 4, label, class_="name"),
            title=f"{row['rank']}. {row['label']}, {row['city']}",
        )


def _free(
    x: float, y: float, width: float, taken: list[tuple[float, float, float]]
) -> tuple[float, float]:
    away = ((16, -14), (16, 14), (16, -34), (16, 34), (-16 - width, 0), (16, -54), (16, 54))
    for dx, dy in away:
        left, top = x + dx, y + dy
        clear = all(
            abs(top - other) > 20 or left > start + wide or start > left + width
            for start, other, wide in taken
        )
        if clear and left >= 0 and left + width <= WIDTH and 12 <= top <= HEIGHT - 12:
            return left, top
    return min(x + 16, WIDTH - width), y


def _key() -> Markup:
    sizes = (1, 5, 20)
    shown = [
        svg.group(
            svg.tag("circle", cx=24, cy=0, r=_radius(size)),
            svg.text(46, 4, f"{size} partnership{'s' * (size > 1)}"),
            transform=f"translate({svg.number(WIDTH - 178)} {40 + 28 * n})",
        )
        for n, size in enumerate(sizes)
    ]
    return svg.group(
        svg.tag("rect", x=WIDTH - 186, y=14, width=178, height=112, rx=4, class_="key-box"),
        *shown, class_="key cities",
    )


def _title(cities: int, marked: int) -> str:
    return (
        f"Map of Europe with {cities} cities of clusters; the area of a disc is the number of "
        f"partnerships of the city's clusters. {marked} of the ten first bridging clusters are "
        "numbered by rank; the others have no known city."
    )
