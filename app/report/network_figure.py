"""The drawn network: the first bridging clusters, their partnerships, and who else is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from markupsafe import Markup

from clusterkg.graph.network import TwoMode

from . import svg
from .colours import Palette, legend, palette
from .layout import places

WIDTH, HEIGHT = 1000.0, 720.0
_Box = tuple[float, float, float, float]
_BRIDGE, _MEMBER, _PARTNERSHIP = 11.0, 4.6, 4.0


@dataclass(frozen=True)
class Drawn:
    """What the drawing shows."""

    figure: Markup
    organisations: int
    partnerships: int
    memberships: int


def draw(evidence: TwoMode, organisations: dict[str, dict[str, Any]], seed: int) -> Drawn:
    """Draw the partnerships of the first bridging clusters with all their members.

    Parameters
    ----------
    evidence : TwoMode
        Organisations by partnerships.
    organisations : dict
        Rows of the bridging table by id, with ``label``, ``country``, ``sectors`` and ``rank``;
        those up to ``rank`` 10 are the first.
    seed : int
        Of the layout.
    """
    ties = _ties(evidence, {key for key, row in organisations.items() if (row["rank"] or 11) <= 10})
    members = sorted({member for member, _ in ties})
    joined = sorted({partnership for _, partnership in ties})
    radii = {node: _radius(organisations.get(node)) for node in (*members, *joined)}
    at = places(ties, WIDTH, HEIGHT, seed, radii)
    colours = palette(organisations[member]["sectors"] or () for member in members)
    key, key_height = legend(colours, WIDTH, 4)
    figure = svg.figure(
        "network", WIDTH, HEIGHT + key_height + 16, _title(len(members), len(joined)),
        _lines(ties, at), _squares(evidence, joined, at),
        _discs(members, organisations, at, colours), _names(members, organisations, at),
        svg.group(key, transform=f"translate(0 {svg.number(HEIGHT + 12)})"),
    )
    return Drawn(figure, len(members), len(joined), len(ties))


def _ties(evidence: TwoMode, first: set[str]) -> list[tuple[str, str]]:
    rows, columns = evidence.rows["id"].to_list(), evidence.columns["id"].to_list()
    chosen = [place for place, name in enumerate(rows) if name in first]
    taken = np.asarray(evidence.incidence[chosen].sum(axis=0)).reshape(-1) > 0
    member, partnership = evidence.incidence.nonzero()
    return sorted(
        (rows[i], columns[j]) for i, j in zip(member, partnership, strict=True) if taken[j]
    )


def _radius(row: dict[str, Any] | None) -> float:
    if row is None:
        return _PARTNERSHIP
    return _BRIDGE if (row["rank"] or 11) <= 10 else _MEMBER


def _lines(ties: Sequence[tuple[str, str]], at: dict[str, svg.Point]) -> Markup:
    data = "".join(_line(at[member], at[partnership]) for member, partnership in ties)
    return svg.tag("path", d=data, class_="ties")


def _line(start: svg.Point, end: svg.Point) -> str:
    return svg.path([start, end], closed=False)


def _squares(evidence: TwoMode, joined: list[str], at: dict[str, svg.Point]) -> Markup:
    rows = {row["id"]: row for row in evidence.columns.iter_rows(named=True)}
    side = 2 * _PARTNERSHIP
    return svg.group(
        *(
            svg.group(
                svg.tag("rect", x=at[name][0] - _PARTNERSHIP, y=at[name][1] - _PARTNERSHIP,
                        width=side, height=side, class_="partnership"),
                title=f"Partnership {rows[name]['label']} ({rows[name]['instrument']})",
            )
            for name in joined
        )
    )


def _discs(
    members: list[str], rows: dict[str, dict[str, Any]], at: dict[str, svg.Point], colours: Palette
) -> Markup:
    return svg.group(*(_disc(rows[name], at[name], colours) for name in members), class_="nodes")


def _disc(row: dict[str, Any], at: svg.Point, colours: Palette) -> Markup:
    radius = _radius(row)
    sectors = ", ".join(row["sectors"] or ()) or "sector unknown"
    title = f"{row['label']} ({row['country'] or 'country unknown'}): {sectors}"
    parts = [svg.pie(*at, radius, colours.of(row["sectors"] or ()))]
    if radius == _BRIDGE:
        parts += [
            svg.tag("circle", cx=at[0], cy=at[1], r=radius, class_="bridge"),
            svg.tag("circle", cx=at[0], cy=at[1], r=7.2, class_="plate"),
            svg.text(at[0], at[1] + 3.6, str(row["rank"]), class_="rank"),
        ]
    else:
        parts.append(svg.tag("circle", cx=at[0], cy=at[1], r=radius, class_="rim"))
    return svg.group(*parts, title=title)


def _names(
    members: list[str], rows: dict[str, dict[str, Any]], at: dict[str, svg.Point]
) -> Markup:
    first = [name for name in members if _radius(rows[name]) == _BRIDGE]
    taken = [_around(at[name]) for name in first]
    return svg.group(*(_name(rows[name], at[name], taken) for name in first), class_="names")


def _name(row: dict[str, Any], at: svg.Point, taken: list[_Box]) -> Markup:
    """Write a name below or above its disc, clear of other discs and names where that goes."""
    label = shortened(row["label"])
    half = 7.6 * len(label) / 2
    x = min(max(at[0], half), WIDTH - half)
    boxes = [
        (x - half, at[1] + dy - 11, x + half, at[1] + dy + 3) for dy in (24, -16, 38, -30, 52)
    ]
    inside = [box for box in boxes if box[1] > 0 and box[3] < HEIGHT]
    chosen = next((box for box in inside if not any(_overlap(box, b) for b in taken)), inside[0])
    taken.append(chosen)
    return svg.text(x, chosen[3] - 3, label)


def _around(at: svg.Point) -> _Box:
    x, y = at
    return x - _BRIDGE, y - _BRIDGE, x + _BRIDGE, y + _BRIDGE


def _overlap(a: _Box, b: _Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def shortened(label: str, longest: int = 34) -> str:
    """Return a label that fits beside a node; the whole one is in the table."""
    head = label.split(" - ")[0].strip()
    return head if len(head) <= longest else head[: longest - 1].rstrip() + "…"


def _title(organisations: int, partnerships: int) -> str:
    return (
        f"Network of {organisations} organisations (discs, coloured by sector) and {partnerships} "
        "partnerships (squares): the ten first bridging clusters, numbered by rank, all their "
        "partnerships, and the other members of these."
    )
