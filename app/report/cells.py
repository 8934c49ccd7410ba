"""Table cells that name the command and the cell of its output from which they come."""

from typing import Any, NamedTuple


class Cell(NamedTuple):
    """One cell: what is shown, and where the exact value stands in a command's CSV output."""

    shown: str
    source: str = ""
    row: str = ""
    column: str = ""
    value: str = ""


def number(source: str, row: str, column: str, value: Any, digits: int | None = None) -> Cell:
    """Return a cell for a number, a flag or a missing value.

    Parameters
    ----------
    source : str
        Key of the command that prints the value.
    row, column : str
        The row's key and the column in that command's output.
    value : int, float, bool or None
        The exact value.
    digits : int, optional
        Decimals to show; all of an integer if left out.
    """
    return Cell(_shown(value, digits), source, row, column, _exact(value))


def share(source: str, row: str, count: int, total: int) -> Cell:
    """Return a cell for ``count`` of ``total``, two columns of the command's output."""
    if not total:
        return Cell("–", source, row, "count/of")
    return Cell(f"{count / total:.0%}", source, row, "count/of", repr(count / total))


def text(words: str) -> Cell:
    """Return a cell that is no number."""
    return Cell(words)


def _shown(value: Any, digits: int | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return shown.replace("-", "−")


def _exact(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else repr(value)
