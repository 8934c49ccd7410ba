"""Points in a plane, the foremost with their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .looks import PAPER, RULE, SOFT, looks, settings
from .sheet import empty, legend, sheet
from .words import label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT = 4.4


@dataclass(frozen=True)
class Scatter:
    """What a chart of points shows.

    Attributes
    ----------
    x, y : sequence of float or None
        Where the points lie; a point without one of the two is left out.
    names : sequence of str
        Of the points, the foremost first.
    across, up : str
        What the axes say, with units.
    named : int
        How many of the points that are drawn get their names.
    groups : sequence of str
        Which series each point is of.
    diagonal : bool
        Whether the line on which both values are equal is drawn.
    logarithmic : bool
        Whether the axis that goes up is; values that are not positive are left out.
    """

    x: Sequence[float | None]
    y: Sequence[float | None]
    names: Sequence[object]
    across: str
    up: str
    named: int = 6
    groups: Sequence[str] = ()
    diagonal: bool = False
    logarithmic: bool = False


def draw(scatter: Scatter, title: str, caption: str) -> "Figure":
    """Draw points; each series has its own colour and marker."""
    groups = list(scatter.groups) or [""] * len(scatter.names)
    found: list[tuple[Any, ...]] = [
        point for point in zip(scatter.x, scatter.y, scatter.names, groups, strict=True)
        if point[0] is not None and point[1] is not None
        and (point[1] > 0 or not scatter.logarithmic)
    ]
    if not found:
        return empty(title, caption)
    figure, axes = sheet(title, caption, _HEIGHT)
    with settings():
        axes.set_xlabel(scatter.across)
        axes.set_ylabel(scatter.up)
        if scatter.logarithmic:
            axes.set_yscale("log")
        axes.grid(color=RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        _points(axes, found)
        if scatter.diagonal:
            _diagonal(axes, found)
        for x, y, name, _ in found[: scatter.named]:
            axes.annotate(label(name, 28), (x, y), xytext=(5, 4), textcoords="offset points",
                          fontsize=7, bbox={"facecolor": PAPER, "alpha": 0.75, "pad": 0.6,
                                        "linewidth": 0})
    return figure


def _points(axes: "Axes", found: list[tuple[Any, ...]]) -> None:
    groups = list(dict.fromkeys(point[3] for point in found))
    for group, look in looks(groups).items():
        mine = [point for point in found if point[3] == group]
        axes.scatter([p[0] for p in mine], [p[1] for p in mine], s=22, alpha=0.8,
                     color=look.colour, marker=look.marker, linewidths=0.4, edgecolors="white",
                     label=label(group))
    if any(groups):
        legend(axes)


def _diagonal(axes: "Axes", found: list[tuple[Any, ...]]) -> None:
    ends = [min(min(p[:2]) for p in found), max(max(p[:2]) for p in found)]
    axes.plot(ends, ends, color=SOFT, linestyle="--", linewidth=1)
