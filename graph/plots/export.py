"""Writing a plot as SVG or PNG: the same plot gives the same bytes."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterkg.ontology.errors import ClusterkgError

from .looks import settings

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 150


class PlotError(ClusterkgError):
    """A plot that cannot be written under a name, or a result that is no plot's."""


def form_of(path: Path) -> str:
    """Return the format, svg or png, that a file's name asks for; `PlotError` if another."""
    form = Path(path).suffix.lower().removeprefix(".")
    if form not in ("svg", "png"):
        raise PlotError(f"{path}: a plot is written as .svg or .png")
    return form


def save(figure: "Figure", path: Path) -> None:
    """Write a plot to a file.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What to write.
    path : Path
        Its ending says how: ``.svg``, with text as text, or ``.png``, 150 dots an inch.

    Raises
    ------
    PlotError
        The name ends otherwise, or nothing can be written there.
    """
    form = form_of(path)
    # No date and no version: they would make other bytes of the same plot.
    metadata: dict[str, Any] = {"Software": None} if form == "png" else {
        "Date": None, "Creator": None, "Title": _title(figure), "Type": None, "Format": None,
    }
    try:
        with settings():
            _lay_out(figure)
            figure.savefig(path, format=form, dpi=DPI, metadata=metadata)
    except OSError as error:
        raise PlotError(f"{path}: the plot cannot be written ({error.strerror})") from error


def _lay_out(figure: "Figure") -> None:
    """Find room for all words once: finding it again would move things by a hair."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
        figure.set_layout_engine("none")


def _title(figure: "Figure") -> str:
    return figure.get_suptitle().replace("\n", " ").replace(r"\$", "$")
