"""A matrix: a number a cell, coloured by its size, with a mark where it matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .looks import BLANK, BOTH_WAYS, INK, MORE, SOFT, settings
from .sheet import empty, sheet
from .words import distinct, name

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Place = tuple[str, str]
_CELL = 0.3  # inches
_WRITTEN = 24  # columns; cells of more hold no numbers
_ROOM = 370  # points, for the columns together


@dataclass(frozen=True)
class Matrix:
    """What a matrix shows.

    Attributes
    ----------
    rows, columns : sequence of str
        What lies along its sides.
    values : mapping of (str, str) to float
        The numbers; a cell without one is hatched.
    unit : str
        What a number is, with its unit.
    marked : mapping of (str, str) to str
        Text that a cell holds in place of its number, such as one with a star.
    middle : float or None
        Where colours change sides; without it they go from few to many.
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Mapping[Place, float]
    unit: str
    marked: Mapping[Place, str] = field(default_factory=dict)
    middle: float | None = None
    labels: Mapping[str, str] = field(default_factory=dict)


def draw(matrix: Matrix, title: str, caption: str) -> "Figure":
    """Draw a matrix; cells without a number are hatched."""
    if not matrix.rows or not matrix.columns:
        return empty(title, caption)
    figure, axes = sheet(title, caption, _CELL * len(matrix.rows) + 1.6)
    with settings():
        axes.set_facecolor(BLANK)
        axes.patch.set(hatch="////", edgecolor="white")
        axes.spines[:].set_visible(False)
        cells = _cells(axes, matrix)
        _sides(axes, matrix)
        if len(matrix.columns) <= _WRITTEN:
            _numbers(axes, matrix)
        bar = figure.colorbar(cells, ax=axes, shrink=min(1.0, 2 / (_CELL * len(matrix.rows))),
                              aspect=12)
        bar.outline.set_visible(False)
        bar.set_label(matrix.unit)
    return figure


def _cells(axes: "Axes", matrix: Matrix) -> Any:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap, Normalize

    grid = np.array([[matrix.values.get((row, column), np.nan) for column in matrix.columns]
                     for row in matrix.rows], dtype=np.float64)
    low, high = _ends(list(matrix.values.values()), matrix.middle)
    colours = MORE if matrix.middle is None else BOTH_WAYS
    scale = LinearSegmentedColormap.from_list("ours", list(colours))
    return axes.pcolormesh(
        np.ma.masked_invalid(grid), cmap=scale, norm=Normalize(low, high), edgecolors="white",
        linewidth=1.0,
    )


def _ends(values: Sequence[float], middle: float | None) -> tuple[float, float]:
    """Return the values at the ends of the scale."""
    if middle is None:
        return min(0.0, *values, 0.0), max(values, default=0.0) or 1.0
    reach = max((abs(value - middle) for value in values), default=0.0) or 1.0
    return middle - reach, middle + reach


def _sides(axes: "Axes", matrix: Matrix) -> None:
    longest = 36 if len(matrix.columns) < 30 else 20
    across = [name(matrix.labels.get(one, one), 24) for one in matrix.columns]
    down = [name(matrix.labels.get(one, one), longest) for one in matrix.rows]
    axes.set_xticks([n + 0.5 for n, _ in enumerate(across)], distinct(across), rotation=40,
                    ha="right", rotation_mode="anchor")
    axes.set_yticks([n + 0.5 for n, _ in enumerate(down)], distinct(down))
    axes.set_ylim(len(down), 0)


def _numbers(axes: "Axes", matrix: Matrix) -> None:
    texts = {place: matrix.marked.get(place, f"{value:.2g}")
             for place, value in matrix.values.items()}
    longest = max(map(len, texts.values()), default=1)
    size = min(8.0, _ROOM / len(matrix.columns) / (0.62 * max(longest, 2)))
    low, high = _ends(list(matrix.values.values()), matrix.middle)
    for y, row in enumerate(matrix.rows):
        for x, column in enumerate(matrix.columns):
            value = matrix.values.get((row, column))
            if value is None:
                continue
            part = (value - low) / (high - low) if high > low else 0.0
            dark = part > 0.55 if matrix.middle is None else abs(part - 0.5) > 0.38
            axes.text(x + 0.5, y + 0.5, texts[row, column],
                      ha="center", va="center", fontsize=size, color="white" if dark else INK)
    axes.tick_params(colors=SOFT, labelcolor=INK)

