"""A network of few things on a circle: ties as chords, as thick as they are strong."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .looks import INK, LOOKS, SOFT, settings
from .sheet import empty, sheet
from .words import name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HEIGHT = 6.0


@dataclass(frozen=True)
class Tie:
    """A tie between two things; a marked one is drawn in full, others are dashed."""

    one: str
    other: str
    strength: float
    marked: bool = True


@dataclass(frozen=True)
class Nodes:
    """What a network shows: its ties, and what its things are called and how large they are."""

    ties: Sequence[Tie]
    labels: Mapping[str, str] = field(default_factory=dict)
    directed: bool = False


def draw(nodes: Nodes, title: str, caption: str) -> "Figure":
    """Draw a network; its things lie on a circle in the order of their names."""
    things = sorted({end for tie in nodes.ties for end in (tie.one, tie.other)})
    if not things:
        return empty(title, caption)
    figure, axes = sheet(title, caption, _HEIGHT)
    turn = 2 * math.pi / len(things)
    places = {thing: (math.sin(turn * n), math.cos(turn * n)) for n, thing in enumerate(things)}
    with settings():
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(-2.1, 2.1)
        axes.set_ylim(-1.3, 1.3)
        most = max(tie.strength for tie in nodes.ties) or 1.0
        for tie in nodes.ties:
            _chord(axes, places, tie, tie.strength / most, nodes.directed)
        for thing, (x, y) in places.items():
            axes.scatter([x], [y], s=46, color=LOOKS[0].colour, edgecolors="white", zorder=3)
            side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
            axes.text(x * 1.07, y * 1.09, name(nodes.labels.get(thing, thing), 30), ha=side,
                      va="center", fontsize=7)
    return figure


def _chord(
    axes: "Axes", places: Mapping[str, tuple[float, float]], tie: Tie, share: float, directed: bool
) -> None:
    from matplotlib.patches import FancyArrowPatch

    axes.add_patch(FancyArrowPatch(
        places[tie.one], places[tie.other], arrowstyle="-|>" if directed else "-",
        connectionstyle="arc3,rad=0.12", linewidth=0.5 + 3 * max(share, 0.0),
        color=INK if tie.marked else SOFT, alpha=0.75 if tie.marked else 0.4,
        linestyle="-" if tie.marked else "--", mutation_scale=8, shrinkA=4, shrinkB=4, zorder=1,
    ))
