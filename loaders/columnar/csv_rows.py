"""CSV files of any size as batches of rows: strict, in blocks, without trusting a single quote.

A block of lines without quotes is split by polars after its delimiters are counted. Blocks with
quotes go through the csv module; where that finds a fault, record by record, so that a broken quote
spoils its own line: the reading goes on with the next line.
"""

import csv
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import BinaryIO, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from clusterkg.loaders.reject import Reject

from .rows import ReadError, Rows, matched, positions, texts
from .source import Table

BLOCK = 1 << 21
LONGEST = 1 << 26
BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
RECORD = 1 << 24
_DELIMITERS = ",;\t"
_OPEN = "open"
_QUOTES = 'quotes around a whole cell, doubled inside ("" for "), and closed'


class Header(NamedTuple):
    """What the first line says: the delimiter, the number of cells and where the columns stand."""

    delimiter: str
    width: int
    where: dict[str, int]


class _Taken(NamedTuple):
    """How many lines were taken, the rule that they break, and how many were looked at for it."""

    lines: int
    fault: str = ""
    hint: str = ""
    looked_at: int = 0


@dataclass
class _Block:
    """The records of some lines: where each begins and ends, and the lines that are none."""

    raw: list[bytes]
    texts: list[str]
    records: list[list[str]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [0, *accumulate(len(line) + 1 for line in self.raw)]

    def found(self, start: int, end: int, encoding: str) -> str:
        """Return the text of lines as found; bytes that are no letters stay readable."""
        raw = b"\n".join(self.raw[start:end]).removesuffix(b"\r")
        return raw.decode(encoding, "backslashreplace")


def read(stream: BinaryIO, name: str, header: Header, table: Table) -> Iterator[Rows]:
    """Yield the rows of a CSV file whose stream stands behind its header line.

    Parameters
    ----------
    stream : binary file
        The unpacked bytes.
    name : str
        What rejects call the file.
    header : Header
        What :func:`header_of` found.
    table : Table
        The columns to read.

    Raises
    ------
    ReadError
        A line is longer than 64 MB.
    """
    # A longer cell is a matter of the rule of lengths, and not of the csv module.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST))
    line, rest = table.header_row + 1, b""
    while True:
        new = stream.read(BLOCK)
        data, rest = _cut(rest + new, name) if new else (rest, b"")
        if data:
            rows, left = _rows(data, name, header, table, line, last=not new)
            line += data.count(b"\n") - left.count(b"\n")
            rest = left + rest
            yield rows
        if not new:
            return


def header_of(stream: BinaryIO, name: str, tables: tuple[Table, ...]) -> tuple[Table, Header]:
    """Read the header of a stream; return the table that it fits and what it says.

    Raises
    ------
    ReadError
        The file is empty, or its header fits none of the tables.
    """
    lines: list[bytes] = []
    fitting: list[tuple[tuple[float, int], Table, list[str], str]] = []
    for table in tables:
        while len(lines) < table.header_row:
            lines.append(stream.readline(BLOCK))
        raw = lines[table.header_row - 1].removeprefix(BOM)
        if raw.startswith(_UTF_16) or b"\0" in raw:
            raise ReadError(f"{name}: is no text in {table.encoding} (UTF-16?); save it so")
        for delimiter in table.delimiter or _DELIMITERS:
            cells = _split(raw.decode(table.encoding, "replace").rstrip("\r\n"), delimiter) or []
            fitting.append((matched(cells, table), table, cells, delimiter))
    if not any(lines):
        raise ReadError(f"{name}: the file is empty; a header row and the rows are wanted")
    _, table, cells, delimiter = max(fitting, key=lambda one: one[0])
    return table, Header(delimiter, len(cells), positions(cells, table, name))


def _cut(data: bytes, name: str) -> tuple[bytes, bytes]:
    end = data.rfind(b"\n") + 1
    if len(data) - end > LONGEST:
        raise ReadError(f"{name}: a line is longer than {LONGEST >> 20} MB; this is no table")
    return data[:end], data[end:]


def _rows(
    data: bytes, name: str, header: Header, table: Table, line: int, last: bool
) -> tuple[Rows, bytes]:
    quick = _quick(data, header, table, line)
    if quick is not None:
        return quick, b""
    block, rest = _records(data, name, header, table, line, last)
    columns = {
        column: [record[at] for record in block.records] for column, at in header.where.items()
    }
    starts = [start for start, _ in block.spans]
    return Rows(
        texts(columns, table, len(block.records)),
        np.array(starts, dtype=np.int64) + line,
        lambda at: block.found(*block.spans[at], table.encoding),
        block.rejects,
    ), rest


def _records(
    data: bytes, name: str, header: Header, table: Table, line: int, last: bool
) -> tuple[_Block, bytes]:
    raw = data.removesuffix(b"\n").split(b"\n")
    lines = [part.removesuffix(b"\r").decode(table.encoding, "replace") + "\n" for part in raw]
    block, at, vain = _Block(raw, lines), 0, 0
    while at < len(raw):
        # Quotes that are open again and again as far as the end would be read again and again.
        taken = _record(block, at, header, RECORD if table.multiline and vain < 2 * RECORD else 1)
        if taken.fault == _OPEN and not last and table.multiline and _open(block, at) < RECORD:
            return block, b"\n".join(raw[at:]) + b"\n"
        if taken.fault:
            vain += block.starts[at + taken.looked_at] - block.starts[at]
            found = block.found(at, at + 1, table.encoding)
            wrong = taken.fault.replace(_OPEN, "quote"), taken.hint
            block.rejects.append(Reject(name, line + at, "", wrong[0], found[:80], wrong[1], found))
        at += taken.lines
    return block, b""


def _open(block: _Block, at: int) -> int:
    """Return the number of bytes from a line to the end."""
    return block.starts[-1] - block.starts[at]


def _record(block: _Block, at: int, header: Header, most: int) -> _Taken:
    """Take the record that begins at a line, of so many bytes, and say how many lines it has."""
    end = max(at + 1, bisect_right(block.starts, block.starts[at] + most) - 1)
    lines = map(block.texts.__getitem__, range(at, end))
    reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
    try:
        cells = next(reader)
    except csv.Error as error:
        fault = _OPEN if "end of data" in str(error) else "quote"
        return _Taken(1, fault, _QUOTES, reader.line_num)
    if cells and len(cells) != header.width:
        hint = f"{header.width} cells, as in the header; this row has {len(cells)}"
        # Several lines with a wrong number of cells: more likely a broken quote than a record.
        return _Taken(1, *(("columns", hint) if reader.line_num == 1 else ("quote", _QUOTES)),
                      looked_at=reader.line_num)
    if cells:
        block.records.append(cells)
        block.spans.append((at, at + reader.line_num))
    return _Taken(reader.line_num)


def _split(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _quick(data: bytes, header: Header, table: Table, line: int) -> Rows | None:
    """Return the rows of a block in which a line is a record, or None for any other block."""
    if b'"' in data or not _decodes(data, table.encoding):
        return None
    if not table.encoding.startswith("utf-8"):
        data = data.decode(table.encoding).encode()
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if b"\r" in data or b"\0" in data:
        return None
    data = data if data.endswith(b"\n") else data + b"\n"
    ends = _ends(data, header)
    if ends is None:
        return None
    lines = np.arange(line, line + len(ends), dtype=np.int64)
    return Rows(_frame(data, header, table), lines, _finder(data, ends))


def _frame(data: bytes, header: Header, table: Table) -> pl.DataFrame:
    read = pl.read_csv(
        data, has_header=False, separator=header.delimiter, quote_char=None,
        schema={str(at): pl.String for at in range(header.width)},
        columns=sorted(header.where.values()),
    )
    missing = pl.lit(None, dtype=pl.String)
    return read.select(
        (pl.col(str(header.where[column.name])) if column.name in header.where else missing)
        .alias(column.name)
        for column in table.columns
    )


def _ends(data: bytes, header: Header) -> NDArray[np.intp] | None:
    """Return where lines end if each holds the cells of the header, else None."""
    values = np.frombuffer(data, dtype=np.uint8)
    ends = np.flatnonzero(values == ord("\n"))
    marks = np.flatnonzero(values == ord(header.delimiter))
    counts = np.diff(np.searchsorted(marks, ends), prepend=0)
    blank = bool((np.diff(ends, prepend=-1) == 1).any())
    return None if blank or (counts != header.width - 1).any() else ends


def _finder(data: bytes, ends: NDArray[np.intp]) -> Callable[[int], str]:
    def found(at: int) -> str:
        start = int(ends[at - 1]) + 1 if at else 0
        return data[start : int(ends[at])].decode()

    return found


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
