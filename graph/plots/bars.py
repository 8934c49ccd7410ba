"""Bars in parts: one line a thing, its parts told apart by colour and hatching."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .looks import PAPER, RULE, looks, settings
from .sheet import empty, legend, sheet
from .words import LONG, distinct, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LINE = 0.26


@dataclass(frozen=True)
class Bars:
    """What a chart of bars shows.

    Attributes
    ----------
    names : sequence of str
        One a line, the first on top.
    parts : mapping of str to sequence of float or None
        The length of each part of each bar, in the order of the names.
    across : str
        What the axis says, with its unit.
    """

    names: Sequence[object]
    parts: Mapping[str, Sequence[float | None]]
    across: str


def draw(bars: Bars, title: str, caption: str) -> "Figure":
    """Draw bars; parts lie one after the other, a missing one takes no room."""
    if not bars.names:
        return empty(title, caption)
    figure, axes = sheet(title, caption, _LINE * (len(bars.names) + 2))
    with settings():
        rows = list(range(len(bars.names)))
        axes.set_yticks(rows, distinct([label(name, LONG) for name in bars.names]),
                        fontsize=8)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel(bars.across)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_axisbelow(True)
        _parts(axes, bars, rows)
        if len(bars.parts) > 1:
            legend(axes)
    return figure


def _parts(axes: "Axes", bars: Bars, rows: list[int]) -> None:
    begin = [0.0] * len(rows)
    found = looks(list(bars.parts))
    for part, lengths in bars.parts.items():
        look = found[part]
        widths = [length or 0.0 for length in lengths]
        axes.barh(rows, widths, left=begin, height=0.72, color=look.colour, hatch=look.hatch,
                  edgecolor=PAPER, linewidth=0.6, label=label(part))
        begin = [start + width for start, width in zip(begin, widths, strict=True)]
