"""Workbooks (XLSX) as batches of rows, read as a stream; a row's line is its number in the sheet.

What the file claims is bounded before it is believed: the unpacked size, entities in its XML, the
number of rows. Values come as text: numbers without a useless ``.0``, days as ``2018-11-22``.
"""

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np

from clusterkg.loaders.reject import Reject
from clusterkg.loaders.safe_xml import check_xml
from clusterkg.ontology.errors import ClusterkgError

from .rows import ReadError, Rows, fitting, positions, texts
from .source import Table

if TYPE_CHECKING:
    from openpyxl import Workbook

_BATCH = 5_000
_UNPACKED = 1 << 29
_MOST_ROWS = 1_048_576
_Cells = tuple[Any, ...]
_Numbered = tuple[int, _Cells]


def tables(file: BinaryIO, name: str, wanted: tuple[Table, ...]) -> Iterator[
    tuple[Table, Iterator[Rows]]
]:
    """Yield the tables of a workbook: those whose sheet it has, else what its first sheet is.

    Raises
    ------
    ReadError
        The file is no workbook, unpacks to more than 512 MB, or has none of the sheets.
    """
    book = opened(file, name)
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    named = [table for table in wanted if table.sheet in sheets]
    open_ = tuple(table for table in wanted if not table.sheet)
    if not sheets or not (named or open_):
        names = ", ".join(table.sheet for table in wanted)
        raise ReadError(f"{name}: no sheet {names}; the sheets are: {', '.join(sheets)}")
    for table in named:
        yield table, _sheet(sheets[table.sheet], name, table)
    if not named:
        first = next(iter(sheets.values()))
        table = fitting([(one, _header(first, one)) for one in open_], name)
        yield table, _sheet(first, name, table)


def opened(file: BinaryIO, name: str) -> "Workbook":
    """Open a workbook for reading row by row, after a look at what it may cost to do so.

    Raises
    ------
    ReadError, XmlError
        The file is no workbook, unpacks to more than 512 MB, or has entities in its XML.
    """
    from openpyxl import load_workbook

    with told(name):
        _check(file, name)
        return load_workbook(file, read_only=True, data_only=True)


@contextmanager
def told(name: str) -> Iterator[None]:
    """Tell of damage as such, and of nothing that openpyxl warns of: styles and extensions."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except ClusterkgError:
        raise
    except Exception as error:
        # A damaged workbook makes openpyxl raise whatever its code stumbles upon.
        raise ReadError(f"{name}: is no workbook, or a damaged one ({error})") from error


def _check(file: BinaryIO, name: str) -> None:
    with zipfile.ZipFile(file) as archive:
        size = sum(member.file_size for member in archive.infolist())
        if size > _UNPACKED:
            most = f"{_UNPACKED >> 20} MB"
            raise ReadError(f"{name}: unpacks to {size >> 20:,} MB; at most {most} are read")
        for member in archive.namelist():
            if member.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    check_xml(cast(BinaryIO, part), f"{name} ({member})")
    file.seek(0)


def _header(sheet: Any, table: Table) -> list[str]:
    rows = islice(_rows(sheet), table.header_row - 1, table.header_row)
    with told(sheet.title):
        return [_text(value) or "" for _, cells in rows for value in cells]


def _sheet(sheet: Any, name: str, table: Table) -> Iterator[Rows]:
    header = _header(sheet, table)
    while header and not header[-1]:
        header.pop()
    where = positions(header, table, name)
    rows = islice(_rows(sheet), table.header_row, None)
    while True:
        with told(name):
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        yield _batch([row for row in batch if any(cell is not None for cell in row[1])],
                     name, table, where, len(header))


def _rows(sheet: Any) -> Iterator[_Numbered]:
    # The size that a sheet states of itself may be wrong, and cells beyond it would be lost.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ReadError(f"sheet {sheet.title}: has more than {_MOST_ROWS:,} rows")
        yield number, cells


def _batch(
    batch: list[_Numbered], name: str, table: Table, where: dict[str, int], width: int
) -> Rows:
    good = [row for row in batch if all(cell is None for cell in row[1][width:])]
    columns = {
        column: [_text(cells[at]) if at < len(cells) else None for _, cells in good]
        for column, at in where.items()
    }
    lines = np.array([number for number, _ in good], dtype=np.int64)
    frame = texts(columns, table, len(good))
    wide = [row for row in batch if any(cell is not None for cell in row[1][width:])]
    return Rows(frame, lines, lambda at: _found(good[at][1]), [
        _too_wide(name, number, cells, width) for number, cells in wide
    ])


def _too_wide(name: str, number: int, cells: _Cells, width: int) -> Reject:
    found = _found(cells)
    hint = f"{width} cells, as in the header; there is a value behind these"
    return Reject(name, number, "", "columns", found[:80], hint, found)


def _found(cells: _Cells) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow([_text(cell) for cell in cells])
    return buffer.getvalue()


def _text(value: Any) -> str | None:
    """Return the text of a cell, or None where it is empty."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{Decimal(repr(value)):f}".removesuffix(".0")
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return str(value)
