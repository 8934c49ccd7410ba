"""Columns of a result's table, as plots take them."""

import math
from collections.abc import Sequence

import polars as pl

from ..result import Result
from .words import name

FIRST, LEVEL = 20, 0.05


def numbers(table: pl.DataFrame, column: str) -> list[float | None]:
    """Return a column of numbers, without those that are none or endless."""
    return [
        None if value is None or not math.isfinite(value) else float(value)
        for value in table[column].cast(pl.Float64).to_list()
    ]


def ends(table: pl.DataFrame, column: str) -> tuple[list[float | None], list[float | None]]:
    """Return the ends of the interval of a column."""
    return numbers(table, f"{column}_low"), numbers(table, f"{column}_high")


def names(table: pl.DataFrame, label: str, other: str) -> list[str]:
    """Return the labels of things, or of their ids where a thing has no label."""
    return [
        name(text or identifier)
        for text, identifier in zip(table[label].to_list(), table[other].to_list(), strict=True)
    ]


def pairs(table: pl.DataFrame, one: Sequence[str], other: Sequence[str], by: str) -> list[str]:
    """Return the labels of two things, each by the columns of its label and id, in one name.

    The name of the first alone, where the second is nothing.
    """
    both = zip(names(table, *one), names(table, *other), strict=True)
    return [f"{name(a, 30)}{by}{name(b, 30)}" if b else name(a) for a, b in both]


def starred(names_: Sequence[str], table: pl.DataFrame, q: str = "q_bh") -> list[str]:
    """Mark the names of rows that are significant at a false discovery rate of 5 %."""
    return [
        f"{one} ★" if value is not None and value <= LEVEL else one
        for one, value in zip(names_, numbers(table, q), strict=True)
    ]


def texts(table: pl.DataFrame, column: str) -> list[str]:
    """Return a column as text, null as "unknown"."""
    return ["unknown" if value is None else str(value) for value in table[column].to_list()]


def largest(result: Result, column: str, first: int = FIRST) -> pl.DataFrame:
    """Return the rows with the largest values of a column; equal ones in the table's order."""
    table = result.table.with_row_index("_place")
    known = table.filter(pl.col(column).is_not_null())
    return known.sort([column, "_place"], descending=[True, False]).drop("_place").head(first)


def chosen(result: Result, names_: Sequence[str]) -> str:
    """Return the parameters of those names that were given, in brackets; nothing if none was."""
    told = [f"{one}: {result.parameters[one]}" for one in names_ if result.parameters.get(one)]
    return f" ({', '.join(told)})" if told else ""
