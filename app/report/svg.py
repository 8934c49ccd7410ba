"""SVG in a few functions: elements as text, with everything that comes from data escaped."""

import math
from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup, escape

Point = tuple[float, float]
Attribute = str | float | int | None


def number(value: float) -> str:
    """Return a coordinate to one decimal, without a useless ``.0`` or a minus before zero."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *children: str, **attributes: Attribute) -> Markup:
    """Return an element; ``class_`` is ``class``, and ``_`` becomes ``-`` in other names."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    inside = Markup("").join(children)
    return Markup(f"<{name}{written}>{inside}</{name}>")


def figure(name: str, width: float, height: float, title: str, *children: str) -> Markup:
    """Return a whole drawing that scales to its box and that screen readers read as ``title``."""
    identifier = f"figure-{name}-title"
    return tag(
        "svg", tag("title", title, id=identifier), *children,
        class_=f"figure figure-{name}", role="img", aria_labelledby=identifier,
        viewBox=f"0 0 {number(width)} {number(height)}", xmlns="http://www.w3.org/2000/svg",
    )


def group(*children: str, title: str = "", **attributes: Attribute) -> Markup:
    """Return a group; its title is what a pointer shows."""
    named = (tag("title", title),) if title else ()
    return tag("g", *named, *children, **attributes)


def text(x: float, y: float, words: str, **attributes: Attribute) -> Markup:
    """Return a line of text."""
    return tag("text", words, x=x, y=y, **attributes)


def path(points: Sequence[Point], closed: bool = True) -> str:
    """Return path data through ``points``, in relative steps of a tenth."""
    at = [(round(x * 10), round(y * 10)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(at)]
    moves = "".join(_pair(dx, dy) for dx, dy in steps if (dx, dy) != (0, 0))
    start = _pair(*at[0]).strip()
    return f"M{start}l{moves.strip()}" + ("z" if closed else "") if moves else ""


def pie(x: float, y: float, radius: float, classes: Sequence[str]) -> Markup:
    """Return a disc in equal slices, one a class; a whole disc for one class."""
    if len(classes) == 1:
        return tag("circle", cx=x, cy=y, r=radius, class_=classes[0])
    turn = 2 * math.pi / len(classes)
    corners = [
        (x + radius * math.sin(turn * k), y - radius * math.cos(turn * k))
        for k in range(len(classes) + 1)
    ]
    return Markup("").join(
        tag("path", d=_slice((x, y), radius, start, end, turn > math.pi), class_=name)
        for name, start, end in zip(classes, corners, corners[1:], strict=False)
    )


def _slice(centre: Point, radius: float, start: Point, end: Point, large: bool) -> str:
    (x, y), r = (number(value) for value in centre), number(radius)
    sx, sy, ex, ey = (number(value) for value in (*start, *end))
    return f"M{x} {y}L{sx} {sy}A{r} {r} 0 {int(large)} 1 {ex} {ey}z"


def _pair(x: int, y: int) -> str:
    first, second = number(x / 10), number(y / 10)
    return f" {first}{'' if second.startswith('-') else ' '}{second}"


def _attribute(key: str, value: Attribute) -> str:
    if value is None:
        return ""
    name = "class" if key == "class_" else key.replace("_", "-")
    shown = number(value) if isinstance(value, int | float) else str(escape(value))
    return f' {name}="{shown}"'
