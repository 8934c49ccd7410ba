"""Reading a table strictly: every physical line is one row that is loaded, rejected or a duplicate.

A cell never holds a line break, so a broken quote spoils its own line and no other.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from clusterkg.ontology.errors import ClusterkgError

from .batch import TableCount
from .reject import Reject
from .rules import Broken, Known, broken
from .schema import Table

_BOM = b"\xef\xbb\xbf"


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

    def keys(self) -> set[str]:
        """The values of the table's (single) key column in its good rows."""
        return {row.cells[self.table.key[0]] for row in self.rows}


class _Line(NamedTuple):
    number: int
    text: str


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
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    for line in lines:
        reading.read += 1
        cells = _cells(line, columns, reading) if columns else _without_header(line, reading)
        if cells is not None and _fits(line, cells, reading, known):
            _add(line, cells, reading, seen)
    return reading


def _lines(path: Path, table: Table) -> Iterator[_Line]:
    try:
        data = path.read_bytes().removeprefix(_BOM)
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror}); the table is required") from error
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = raw.removesuffix(b"\r").decode("utf-8", errors="replace")
        if text and not (table.comment and text.startswith(table.comment)):
            yield _Line(number, text)


def _header(line: _Line | None, reading: Reading) -> list[str]:
    if line is None:
        _reject(reading, _Line(1, ""), "", Broken("empty-file", "a header row and the rows"), "")
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


def _without_header(line: _Line, reading: Reading) -> None:
    hint = "the row cannot be read because the table's header is wrong (see line 1)"
    _reject(reading, line, "", Broken("header", hint), line.text)


def _cells(line: _Line, columns: list[str], reading: Reading) -> dict[str, str] | None:
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
    for column in reading.table.fields:
        wrong = broken(cells[column.name], column, known)
        if wrong:
            _reject(reading, line, column.name, wrong, cells[column.name])
            return False
    for name, target in reading.table.references:
        if cells[name] and cells[name] not in known.keys.get(target, ()):
            hint = f"an id that table {target} holds as a good row"
            _reject(reading, line, name, Broken("reference", hint), cells[name])
            return False
    return _ordered(line, cells, reading)


def _ordered(line: _Line, cells: dict[str, str], reading: Reading) -> bool:
    start, end = cells.get("start_date", ""), cells.get("end_date", "")
    # A coarser date holds the finer ones: compare what both state.
    shared = min(len(start), len(end))
    if shared and start[:shared] > end[:shared]:
        wrong = Broken("interval", f"an end that is not before the start ({start})")
        _reject(reading, line, "end_date", wrong, end)
        return False
    return True


def _add(
    line: _Line, cells: dict[str, str], reading: Reading, seen: dict[tuple[str, ...], dict[str, str]]
) -> None:
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
        Reject(reading.table.path, line.number, column, wrong.rule, value, wrong.hint, line.text)
    )
