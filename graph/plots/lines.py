"""Lines with bands: how something changes, and how uncertain that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .looks import RULE, looks, settings
from .sheet import empty, legend, sheet
from .words import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT = 3.6


@dataclass(frozen=True)
class Point:
    """A point of a series; ``low`` and ``high`` make its band."""

    series: str
    x: float
    y: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Lines:
    """What a chart of lines shows.

    Attributes
    ----------
    points : sequence of Point
        In the order of the lines.
    across, up : str
        What the axes say, with units.
    """

    points: Sequence[Point]
    across: str
    up: str


def draw(lines: Lines, title: str, caption: str) -> "Figure":
    """Draw lines with bands; each series has its own colour, dash and marker."""
    if not any(point.y is not None for point in lines.points):
        return empty(title, caption)
    from matplotlib.ticker import MaxNLocator

    figure, axes = sheet(title, caption, _HEIGHT)
    with settings():
        axes.set_xlabel(lines.across)
        axes.set_ylabel(lines.up)
        axes.grid(color=RULE, linewidth=0.6)
        names = list(dict.fromkeys(point.series for point in lines.points))
        for name in names:
            _line(axes, [p for p in lines.points if p.series == name], names)
        if all(float(point.x).is_integer() for point in lines.points):
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if any(names):
            legend(axes)
    return figure


def _line(axes: "Axes", points: list[Point], names: list[str]) -> None:
    look = looks(names)[points[0].series]
    drawn = [(p.x, p.y) for p in points if p.y is not None]
    if not drawn:
        return
    axes.plot([x for x, _ in drawn], [y for _, y in drawn], color=look.colour, marker=look.marker,
              linestyle=look.dash, linewidth=1.6, markersize=5, label=label(points[0].series))
    band = [(p.x, p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if len(band) > 1:
        axes.fill_between([x for x, _, _ in band], [low for _, low, _ in band],
                          [high for _, _, high in band], color=look.colour, alpha=0.18,
                          linewidth=0)
    for x, low, high in band:
        axes.plot([x, x], [low, high], color=look.colour, linewidth=1)
