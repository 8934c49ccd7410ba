"""A batch of rows as a reader gives them: cells, lines, and the rows that could not be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterkg.loaders.reject import Reject
from clusterkg.ontology.errors import ClusterkgError

from .source import Table

_WHOLE = 100_000


class ReadError(ClusterkgError):
    """A file that cannot be read as what it should be."""


@dataclass(frozen=True)
class Rows:
    """Some rows of a file.

    Parameters
    ----------
    frame : polars.DataFrame
        Strings, one column for each column of the table.
    lines : numpy.ndarray of int64, one a row
        Where each row begins in the file, from 1.
    found : callable
        Gives the text of the row at a place in the frame, as it stands in the file.
    rejects : list of Reject
        Rows that could not be read into cells.
    """

    frame: pl.DataFrame
    lines: NDArray[np.int64]
    found: Callable[[int], str]
    rejects: list[Reject] = field(default_factory=list)


def positions(header: list[str], table: Table, file: str) -> dict[str, int]:
    """Return where each column of a table stands in a header.

    A name that comes twice counts again: its second column is ``name (2)``.

    Raises
    ------
    ReadError
        A column is missing, comes twice, or is not one of the table's where these are all.
    """
    names = _numbered(header)
    where: dict[str, int] = {}
    for column in table.columns:
        at = [place for place, name in enumerate(names) if name in (column.name, *column.aliases)]
        if len(at) > 1 or (not at and not column.optional):
            what = "is missing" if not at else "comes twice, as one of its names"
            raise ReadError(_wrong(file, table, f"column '{column.name}' {what}", header))
        if at:
            where[column.name] = at[0]
    unknown = [name for place, name in enumerate(names) if place not in where.values()]
    if unknown and table.extra == "error":
        raise ReadError(_wrong(file, table, f"there is no column '{unknown[0]}'", header))
    return where


def merged(batches: Iterator[Rows], table: Table, file: str) -> Rows:
    """Return all batches of a file as one.

    Raises
    ------
    ReadError
        The file has more rows than a table that is read as a whole may have.
    """
    found = [Rows(texts({}, table, 0), np.empty(0, dtype=np.int64), str)]
    for batch in batches:
        found.append(batch)
        if sum(len(one.lines) for one in found) > _WHOLE:
            raise ReadError(f"{file}: has more than {_WHOLE:,} rows, too many to compare them all")
    starts = np.cumsum([0, *(len(one.lines) for one in found)])

    def text(at: int) -> str:
        which = int(np.searchsorted(starts, at, side="right")) - 1
        return found[which].found(at - int(starts[which]))

    return Rows(
        pl.concat(one.frame for one in found), np.concatenate([one.lines for one in found]),
        text, [reject for one in found for reject in one.rejects],
    )


def fitting(headers: list[tuple[Table, list[str]]], file: str) -> Table:
    """Return the table that its header fits best: the largest share, then number, of columns.

    Raises
    ------
    ReadError
        No header names a column of its table.
    """
    table, header = max(headers, key=lambda one: matched(one[1], one[0]))
    if not matched(header, table)[1]:
        raise ReadError(_wrong(file, table, "there is no header of a known table", header))
    return table


def matched(header: list[str], table: Table) -> tuple[float, int]:
    """Return how well a header fits a table: the share of its columns, and how many these are."""
    names = set(_numbered(header))
    wanted = [column for column in table.columns if not column.optional]
    found = sum(bool(names & {column.name, *column.aliases}) for column in wanted)
    return found / max(1, len(wanted)), found


def texts(columns: Mapping[str, Sequence[str | None]], table: Table, height: int) -> pl.DataFrame:
    """Return cells by column as a frame; columns that the file lacks are null."""
    return pl.DataFrame({
        column.name: pl.Series(columns.get(column.name, [None] * height), dtype=pl.String)
        for column in table.columns
    })


def _numbered(header: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    names = []
    for name in (name.strip() for name in header):
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _wrong(file: str, table: Table, what: str, header: list[str]) -> str:
    right = ", ".join(column.name for column in table.columns if not column.optional)
    found = ", ".join(header)[:300]
    return (
        f"{file}, line {table.header_row}: {what}; "
        f"the header of {table.name} names {right} (found: {found})"
    )
