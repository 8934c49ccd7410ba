"""Results of any form, filled with awkward labels, for plots to be drawn from."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from clusterkg.graph.result import Result

NASTY = '$x^2$ <script>alert("1")</script> & \x00\n汉字 '
# Columns from whose values a plot chooses.
_WORDS: dict[str, Sequence[str]] = {
    "outcome": ["largest_share"], "class": ["supported", "unsupported", "missed", "cannot say"],
    "affected": ["all", "elsewhere"], "measure": ["nmi", "ari"],
}
_SPREAD = {"low": 0.5, "high": 1.5}


def filled(result: Result, rows: int, gaps: bool = False) -> Result:
    """Return a result of the same form with so many rows; with gaps, nothing but keys is known."""
    table = pl.DataFrame({
        name: [None if gaps and name not in result.keys else _value(name, kind, row)
               for row in range(rows)]
        for name, kind in result.table.schema.items()
    }, schema=result.table.schema)
    coverage = {"members listed": 922, "members stated": 1547}
    return Result(result.name, table.unique(result.keys or None, maintain_order=True), result.keys,
                  result.parameters, "a network of $ signs", coverage, ("A note.",), 7)


def _value(name: str, kind: pl.DataType, row: int) -> Any:
    if isinstance(kind, pl.List):
        return [_value(name, kind.inner, row)]  # type: ignore[arg-type]
    if kind == pl.String:
        return _WORDS[name][row % len(_WORDS[name])] if name in _WORDS else f"{name} {row} {NASTY}"
    if kind == pl.Boolean:
        return row % 2 == 0
    factor = _SPREAD.get(name.rpartition("_")[2], 1.0)
    return row + 1 if kind.is_integer() else 0.05 * (row + 1) * factor
