"""The sheet that a plot is drawn on: its title above, its caption below."""

from typing import TYPE_CHECKING

from .looks import INK, LOOKS, SOFT, settings
from .words import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 8.0  # inches
_A_LINE, _CAPTION_LINE = 0.24, 0.15
_TITLE_WIDTH, _CAPTION_WIDTH, _KEY_WIDTH = 80, 145, 100  # characters


def sheet(title: str, caption: str, height: float) -> "tuple[Figure, Axes]":
    """Return a figure with one pair of axes.

    Parameters
    ----------
    title, caption : str
        Plain sentences; they are wrapped.
    height : float
        Of the axes, in inches; title and caption come on top.
    """
    from matplotlib.figure import Figure

    above, below = wrapped(title, _TITLE_WIDTH), wrapped(caption, _CAPTION_WIDTH)
    words = _A_LINE * (above.count("\n") + 1) + _CAPTION_LINE * (below.count("\n") + 2)
    with settings():
        figure = Figure(figsize=(WIDTH, round(height + words + 0.6, 2)), layout="constrained")
        figure.suptitle(above, x=0.01, ha="left", fontsize=11, fontweight="bold", color=INK)
        figure.supxlabel(below, x=0.01, ha="left", fontsize=7, color=SOFT)
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(length=0)
    return figure, axes


def legend(axes: "Axes") -> None:
    """Put the key of the series above the axes, where it hides nothing.

    Series that share a look, as those beyond the eighth do, share an entry.
    """
    handles, labels = axes.get_legend_handles_labels()
    if len(labels) > len(LOOKS):
        rest = len(labels) - len(LOOKS)
        handles, labels = handles[: len(LOOKS) + 1], [*labels[: len(LOOKS)], f"{rest} others"]
    longest = max(map(len, labels), default=0)
    columns = max(1, min(len(labels), _KEY_WIDTH // (longest + 7)))
    axes.legend(handles, labels, loc="lower left", bbox_to_anchor=(0, 1.01), ncols=columns,
                frameon=False, fontsize=7, borderaxespad=0)


def empty(title: str, caption: str, why: str = "There is nothing to draw.") -> "Figure":
    """Return a figure that says that there is nothing to draw."""
    figure, axes = sheet(title, caption, 0.8)
    with settings():
        axes.set_axis_off()
        axes.text(0.5, 0.5, why, ha="center", va="center", color=SOFT, transform=axes.transAxes)
    return figure
