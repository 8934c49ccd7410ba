"""Dots with intervals: one line a thing, its value and how uncertain it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .looks import INK, RULE, SOFT, looks, settings
from .sheet import empty, legend, sheet
from .words import LONG, distinct, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Numbers = Sequence[float | None]
_LINE, _APART = 0.24, 0.28  # inches; of a line


@dataclass(frozen=True)
class Dots:
    """What a chart of dots shows.

    Attributes
    ----------
    names : sequence of str
        What each dot is of, the first on top; where ``shared``, dots of one name lie on one line.
    values, low, high : sequence of float or None
        The dots, and the ends of their intervals where there are any.
    groups : sequence of str
        Which series each dot is of; series differ in colour and marker.
    across : str
        What the axis says, with its unit.
    at : float or None
        Where a line says "no effect", such as 1 for a ratio.
    logarithmic, shared : bool
        Of the axis; of the lines.
    reliable : sequence of bool
        Whether the dot's interval is reliable; all are by default.
    """

    names: Sequence[object]
    values: Numbers
    across: str
    low: Numbers = ()
    high: Numbers = ()
    groups: Sequence[str] = ()
    at: float | None = None
    logarithmic: bool = False
    shared: bool = False
    reliable: Sequence[bool] = ()


def draw(dots: Dots, title: str, caption: str) -> "Figure":
    """Draw dots with intervals; a hollow dot has an interval that is not reliable."""
    if not any(value is not None for value in dots.values):
        return empty(title, caption)
    names, heights = _lines(dots)
    several = len(set(dots.groups)) if dots.shared else 1
    line = max(_LINE, 0.11 * several)
    figure, axes = sheet(title, caption, line * len(names) + 2 * _LINE)
    with settings():
        axes.set_yticks(range(len(names)), names, fontsize=8)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.set_xlabel(dots.across)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        if dots.logarithmic:
            axes.set_xscale("log")
        if dots.at is not None:
            axes.axvline(dots.at, color=SOFT, linewidth=1, linestyle="--")
        _intervals(axes, dots, heights)
        _dots(axes, dots, heights)
    return figure


def _lines(dots: Dots) -> tuple[list[str], list[float]]:
    """Return the names of the lines, and the height of each dot."""
    if not dots.shared:
        return distinct([label(one, LONG) for one in dots.names]), list(range(len(dots.names)))
    names, groups = (list(dict.fromkeys(x)) for x in (dots.names, dots.groups))
    middle, apart = (len(groups) - 1) / 2, min(_APART, 0.8 / len(groups))
    return [label(one, LONG) for one in names], [
        names.index(name) + (groups.index(group) - middle) * apart
        for name, group in zip(dots.names, dots.groups, strict=True)
    ]


def _intervals(axes: "Axes", dots: Dots, heights: Sequence[float]) -> None:
    if not dots.low:
        return
    for y, low, high in zip(heights, dots.low, dots.high, strict=True):
        if low is not None and high is not None:
            axes.plot([low, high], [y, y], color=INK, linewidth=1.4, marker="|", markersize=7,
                      zorder=2)


def _dots(axes: "Axes", dots: Dots, heights: Sequence[float]) -> None:
    groups = list(dots.groups) or [""] * len(dots.names)
    sure = list(dots.reliable) or [True] * len(dots.names)
    for name, look in looks(groups).items():
        rows = [row for row, group in enumerate(groups) if group == name]
        rows = [row for row in rows if dots.values[row] is not None]
        if not rows:
            continue
        filled = [look.colour if sure[row] else "white" for row in rows]
        values: list[Any] = [dots.values[row] for row in rows]
        axes.scatter(values, [heights[row] for row in rows], s=34, marker=look.marker,
                     color=filled, edgecolors=look.colour, linewidths=1.3, zorder=3,
                     label=label(name))
    if any(groups):
        legend(axes)
