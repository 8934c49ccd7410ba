"""Reading a table strictly: every physical line is one row that is loaded, rejected or a duplicate.

A cell never holds a line break, so a broken quote spoils its own line and no other.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from clusterkg.ontology.errors import ClusterkgError

from .batch import TableCount
from .reject import Reject
from .row_rules import fault
from .rules import Broken, Known
from .schema import Table

_BOM = b"\xef\xbb\xbf"
_Seen = dict[tuple[str, ...], dict[str, str]]


class TableError(ClusterkgError):
    """A table that cannot be opened."""


class Row(NamedTuple):
    """One good row: its line in the file and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Reading:
    """What came of reading one table."""

    table: Table
    rows: list[Row] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    read: int = 0
    duplicate: int = 0

    @property
    def count(self) -> TableCount:
        """The four counts; rejects of line 1 are the header's, not a row's."""
        rejected = self.read - len(self.rows) - self.duplicate
        return TableCount(self.table.path, self.read, len(self.rows), rejected, self.duplicate)

    def ids(self) -> set[str]:
        """The values of the table's (single) key column in its good rows."""
        return {row.cells[self.table.key[0]] for row in self.rows}


class _Line(NamedTuple):
    number: int
    text: str
    found: str


def read_table(folder: Path, table: Table, known: Known) -> Reading:
    """Read and check one table.

    Parameters
    ----------
    folder : Path
        Where the table's file lies.
    table : Table
        Its schema.
    known : Known
        What its cells may refer to.

    Returns
    -------
    Reading
        Good rows in file order, rejects in file order, and counts that add up.

    Raises
    ------
    TableError
        The file cannot be opened.
    """
    reading = Reading(table)
    lines = _lines(folder / table.path, table)
    header = next(lines, None)
    columns = _header(header, reading)
    seen: _Seen = {}
    for line in lines:
        reading.read += 1
        cells = _cells(line, columns, reading)
        if cells is not None and _fits(line, cells, reading, known):
            _add(line, cells, reading, seen)
    return reading


def require(folder: Path, table: Table) -> None:
    """Raise :class:`TableError` where a table's file cannot be opened."""
    _opened(folder / table.path).close()


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        hint = f"cannot be read ({error.strerror}); the table is required"
        raise TableError(f"{path}: {hint}") from error


def _lines(path: Path, table: Table) -> Iterator[_Line]:
    with _opened(path) as file:
        data = file.read().removeprefix(_BOM)
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = raw.removesuffix(b"\r").decode("utf-8", errors="replace")
        if text and not (table.comment and text.startswith(table.comment)):
            yield _Line(number, text, _as_found(raw))


def _as_found(raw: bytes) -> str:
    # Bytes that are no UTF-8 stay readable, so that the row can be mended from what is kept.
    return raw.removesuffix(b"\r").decode("utf-8", errors="backslashreplace")


def _header(line: _Line | None, reading: Reading) -> list[str]:
    if line is None:
        empty = Broken("empty-file", "a header row and the rows")
        _reject(reading, _Line(1, "", ""), "", empty, "")
        return []
    found = _split(line.text, reading.table.delimiter) or []
    wanted = [column.name for column in reading.table.fields]
    for name in wanted:
        if found.count(name) != 1:
            hint = f"the header names each column once: {reading.table.delimiter.join(wanted)}"
            _reject(reading, line, name, Broken("header", hint), line.text)
            return []
    for name in found:
        if name not in wanted:
            hint = f"no such column; the columns are {', '.join(wanted)}"
            _reject(reading, line, name, Broken("header", hint), line.text)
            return []
    return found


def _cells(line: _Line, columns: list[str], reading: Reading) -> dict[str, str] | None:
    if not columns:
        hint = "the row cannot be read because the table's header is wrong (see above)"
        _reject(reading, line, "", Broken("header", hint), line.text)
        return None
    values = _split(line.text, reading.table.delimiter)
    if values is None:
        hint = 'quotes around a whole cell, doubled inside ("" for "), and no line breaks in cells'
        _reject(reading, line, "", Broken("quote", hint), line.text)
        return None
    if len(values) != len(columns):
        hint = f"{len(columns)} cells, as in the header; this row has {len(values)}"
        _reject(reading, line, "", Broken("columns", hint), line.text)
        return None
    return dict(zip(columns, values, strict=True))


def _split(text: str, delimiter: str) -> list[str] | None:
    # Above the csv module's own limit of 131,072 characters a row would stop the whole reading.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return None


def _fits(line: _Line, cells: dict[str, str], reading: Reading, known: Known) -> bool:
    found = fault(cells, reading.table, known)
    if found:
        _reject(reading, line, found.column, found.broken, cells[found.column])
    return found is None


def _add(line: _Line, cells: dict[str, str], reading: Reading, seen: _Seen) -> None:
    key = tuple(cells[name] for name in reading.table.key)
    if key not in seen:
        seen[key] = cells
        reading.rows.append(Row(line.number, cells))
    elif seen[key] == cells:
        reading.duplicate += 1
    else:
        hint = "a key that no other row has; an earlier row has it with other values"
        _reject(reading, line, reading.table.key[-1], Broken("key", hint), " ".join(key))


def _reject(reading: Reading, line: _Line, column: str, wrong: Broken, value: str) -> None:
    reading.rejects.append(
        Reject(reading.table.path, line.number, column, wrong.rule, value, wrong.hint, line.found)
    )
