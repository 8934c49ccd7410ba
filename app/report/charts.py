"""The matrix of sectors, the brokerage roles and the rank intervals."""

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from . import svg

ROLES = (
    ("liaison", "Liaison: three sectors", ("sector_liaison",)),
    ("itinerant", "Itinerant: joins two of one other sector", ("sector_itinerant",)),
    ("gate", "Gatekeeper or representative: own sector to another",
     ("sector_gatekeeper", "sector_representative")),
    ("own", "Coordinator: within the own sector", ("sector_coordinator",)),
)
_NAMES, _CELL = 300.0, 46.0


def matrix(links: Sequence[dict[str, Any]]) -> Markup:
    """Draw the sector-by-sector matrix: observed counts, coloured by how far from expectation.

    Parameters
    ----------
    links : sequence of dict
        Rows of the table of links with ``label_a`` and ``label_b``.
    """
    sectors = sorted({row[end] for row in links for end in ("label_a", "label_b")})
    place = {sector: n for n, sector in enumerate(sectors)}
    top, cells = _head(sectors), []
    for row in links:
        low, high = sorted((place[row["label_a"]], place[row["label_b"]]))
        cells.append(_cell(row, _NAMES + _CELL * low, top + _CELL * high * 0.8))
    last = len(sectors) - 1
    names = [
        svg.text(_NAMES - 8, top + _CELL * 0.8 * (n + 0.5) + 4, name, text_anchor="end")
        for n, name in enumerate(sectors) if n
    ]
    heads = [
        svg.text(0, 0, name, transform=f"translate({svg.number(_NAMES + _CELL * (n + 0.5))} "
                 f"{svg.number(top + _CELL * 0.8 * (n + 1) - 6)}) rotate(-38)")
        for n, name in enumerate(sectors[:-1])
    ]
    width, bottom = _NAMES + _CELL * last + 150, top + _CELL * 0.8 * len(sectors) + 16
    return svg.figure(
        "matrix", width, bottom + 44, _matrix_title(len(sectors), links), *names, *heads, *cells,
        _scale(_NAMES - 60, bottom),
    )


def _head(sectors: Sequence[str]) -> float:
    """Room above the first row for the slanted names, of which later ones start lower."""
    return max(4.6 * len(name) - _CELL * 0.8 * (n + 1) + 20 for n, name in enumerate(sectors))


def _cell(row: dict[str, Any], x: float, y: float) -> Markup:
    star = " ★" if row["significant"] else ""
    title = (
        f"{row['label_a']} – {row['label_b']}: {row['observed']} partnerships, "
        f"{row['expected']:.1f} expected, q = {row['q']:.2g}"
    )
    high = _CELL * 0.8
    return svg.group(
        svg.tag("rect", x=x + 1, y=y + 1, width=_CELL - 2, height=high - 2, rx=2,
                class_="significant" if star else None),
        svg.text(x + _CELL / 2, y + high / 2 + 4.5, f"{row['observed']}{star}"),
        title=title, class_=f"cell {deviation(row)}",
    )


def deviation(row: dict[str, Any]) -> str:
    """Return the class of a cell: observed less expected, in standard deviations."""
    spread = math.sqrt(row["variance"])
    z = (row["observed"] - row["expected"]) / spread if spread else 0.0
    step = sum(abs(z) >= limit for limit in (1.0, 2.0, 3.0))
    return f"{'less' if z < 0 else 'more'}-{step}" if step else "near"


def _scale(x: float, y: float) -> Markup:
    steps = ("less-3", "less-2", "less-1", "near", "more-1", "more-2", "more-3")
    ends = ("−3", "−2", "−1", "+1", "+2", "+3")
    boxes = [
        svg.tag("rect", x=60.0 * n, y=0, width=60, height=12, class_=name)
        for n, name in enumerate(steps)
    ]
    marks = [svg.text(60.0 * (n + 1), 28, end, text_anchor="middle") for n, end in enumerate(ends)]
    words = [
        svg.text(-8, 11, "fewer than expected", text_anchor="end"),
        svg.text(428, 11, "more (standard deviations)"),
    ]
    move = f"translate({svg.number(x)} {svg.number(y + 8)})"
    return svg.group(*boxes, *marks, *words, class_="scale", transform=move)


def roles(first: Sequence[dict[str, Any]]) -> Markup:
    """Draw the brokerage roles of the first clusters as bars, a row a cluster."""
    most = max((sum(_parts(row)) for row in first), default=1.0) or 1.0
    line, left, width = 30.0, 26.0, 700.0
    head = 22.0 * len(ROLES) + 14
    keys = [
        svg.group(svg.tag("rect", x=0, y=22.0 * n, width=14, height=14, class_=f"role-{name}"),
                  svg.text(22, 22.0 * n + 12, label))
        for n, (name, label, _) in enumerate(ROLES)
    ]
    bars = [
        _bar(row, head + line * n, left, (width - left - 60) / most) for n, row in enumerate(first)
    ]
    title = (
        "Brokerage by sector of the ten first clusters, by role: ordered open triples in which "
        "the cluster stands between two organisations that share no partnership."
    )
    return svg.figure("roles", width, head + line * len(first), title, *keys, *bars)


def _parts(row: dict[str, Any]) -> list[float]:
    return [sum(row[column] or 0.0 for column in columns) for _, _, columns in ROLES]


def _bar(row: dict[str, Any], y: float, x: float, scale: float) -> Markup:
    drawn = [svg.text(x - 8, y + 18, str(row["rank"]), class_="rank-label")]
    parts = _parts(row)
    for (name, label, _), value in zip(ROLES, parts, strict=True):
        if value:
            box = svg.tag("rect", x=x, y=y + 5, width=value * scale, height=18,
                          class_=f"role-{name}")
            drawn.append(svg.group(box, title=f"{row['label']}: {label}: {value:g}"))
            x += value * scale
    drawn.append(svg.text(x + 6, y + 18, f"{sum(parts):,.0f}"))
    return svg.group(*drawn)


def intervals(first: Sequence[dict[str, Any]], ranked: int) -> Markup:
    """Draw the rank of the first clusters with its bootstrap interval, on a logarithmic axis."""
    line, left, right, width, head = 30.0, 30.0, 24.0, 700.0, 34.0
    foot = head + line * len(first)

    def at(rank: float) -> float:
        return left + (width - left - right) * math.log(rank) / math.log(max(ranked, 2))

    marks = [mark for mark in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if mark < ranked * 0.8]
    axis = [
        svg.group(
            svg.tag("path", d=svg.path([(at(mark), head - 6), (at(mark), foot)], closed=False)),
            svg.text(at(mark), head - 14, str(mark), text_anchor="middle"), class_="axis",
        )
        for mark in [*marks, ranked]
    ]
    rows = [_interval(row, head + line * (n + 0.5), at) for n, row in enumerate(first)]
    title = (
        f"Rank of the ten first clusters among {ranked} and the interval that holds 95 % of their "
        "ranks when partnerships are drawn again; the axis is logarithmic."
    )
    return svg.figure("intervals", width, foot + 6, title, *axis, *rows)


def _interval(row: dict[str, Any], y: float, at: Any) -> Markup:
    low, high = at(row["rank_low"]), at(row["rank_high"])
    return svg.group(
        svg.text(14, y + 4, str(row["rank"]), class_="rank-label"),
        svg.tag("path", d=svg.path([(low, y), (high, y)], closed=False), class_="whisker"),
        svg.tag("path", d=svg.path([(low, y - 6), (low, y + 6)], closed=False), class_="whisker"),
        svg.tag("path", d=svg.path([(high, y - 6), (high, y + 6)], closed=False), class_="whisker"),
        svg.tag("circle", cx=at(row["rank"]), cy=y, r=5, class_="dot"),
        title=f"{row['label']}: rank {row['rank']}, 95 % interval {row['rank_low']} to "
        f"{row['rank_high']}",
    )


def _matrix_title(sectors: int, links: Sequence[dict[str, Any]]) -> str:
    found = sum(bool(row["significant"]) for row in links)
    return (
        f"Matrix of {sectors} sectors: the number of partnerships that join each of {len(links)} "
        "pairs, coloured by how far it is from what the null model expects; "
        f"{found or 'none'} significant."
    )
