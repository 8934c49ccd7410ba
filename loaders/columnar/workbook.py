"""Workbooks (XLSX) as batches of rows, read as a stream; a row's line is its number in the sheet.

What the file claims is bounded before it is believed: the unpacked size, entities in its XML, the
number of rows and cells. Values come as text: numbers without a useless ``.0``, days as
``2018-11-22``; a cell that holds an error of a formula is none and its row is rejected.
"""

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
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

_BATCH, _BATCH_CELLS = 5_000, 2_000_000
_UNPACKED, _UNFOLDED = 1 << 29, 1 << 22
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_GAP = 8
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
# The rest may be unfolded by openpyxl into some hundred times its size.
_STREAMED = ("worksheet", "sharedStrings")
_UNREAD = ("calcChain", "comments", "externalLink", "pivotCacheRecords", "vmlDrawing")
_Cells = tuple[Any, ...]
_Numbered = tuple[int, _Cells]


def tables(file: BinaryIO, name: str, wanted: tuple[Table, ...]) -> Iterator[
    tuple[Table, Iterator[Rows]]
]:
    """Yield the tables of a workbook: those whose sheet it has, else what its first sheet is.

    Raises
    ------
    ReadError
        The file is no workbook, unpacks to more than is read, or has none of the sheets.
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
        The file is no workbook, has entities in its XML, or unpacks to more than 512 MB, or to
        more than 4 MB apart from sheets and shared texts.
    """
    from openpyxl import load_workbook

    with told(name):
        _check(file, name)
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


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
        _bound(name, sum(part.file_size for part in archive.infolist()), _UNPACKED, "it")
        parts = [part for part in archive.infolist() if _is_xml(archive, part)]
        told = [part for part in parts if _tells(part.filename)]
        _bound(name, sum(part.file_size for part in told), _UNFOLDED, "its list of parts")
        for part in parts:
            with archive.open(part) as content:
                check_xml(cast(BinaryIO, content), f"{name} ({part.filename})")
        large = _large(archive, [part.filename for part in told])
        size = sum(part.file_size for part in parts if part.filename not in large)
        _bound(name, size, _UNFOLDED, "what is no sheet (styles, names, drawings)")
    file.seek(0)


def _bound(name: str, size: int, most: int, what: str) -> None:
    if size > most:
        found = f"{name}: {what} unpacks to {size / (1 << 20):,.1f} MB"
        raise ReadError(f"{found}; at most {most >> 20} MB are read: save the sheet as CSV")


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with archive.open(part) as content:
        while block := content.read(1 << 12):
            if start := block.lstrip(_BEFORE_XML):
                return start.startswith(b"<")
    return False


def _tells(part: str) -> bool:
    return part == "[Content_Types].xml" or part.endswith(".rels")


def _large(archive: zipfile.ZipFile, told: list[str]) -> set[str]:
    """Return the parts that are nothing else than sheets, shared texts and what is not read."""
    from openpyxl.packaging.manifest import Manifest
    from openpyxl.packaging.relationship import get_dependents
    from openpyxl.xml.constants import ARC_CONTENT_TYPES, ARC_CORE, ARC_CUSTOM, ARC_STYLE, ARC_THEME
    from openpyxl.xml.functions import fromstring

    manifest = Manifest.from_tree(fromstring(archive.read(ARC_CONTENT_TYPES)))
    kinds = [(part.PartName.lstrip("/"), part.ContentType) for part in manifest.Override]
    for part in told:
        if part != ARC_CONTENT_TYPES:
            kinds += [(rel.Target, rel.Type) for rel in get_dependents(archive, part)]
    ends = tuple(f"{mark}{kind}{end}" for kind in _STREAMED + _UNREAD
                 for mark, end in (("/", ""), (".", "+xml")))
    large = {part for part, kind in kinds if kind.endswith(ends)}
    other = {part for part, kind in kinds if not kind.endswith(ends)}
    return large - other - {ARC_CORE, ARC_CUSTOM, ARC_STYLE, ARC_THEME, *told}


def _header(sheet: Any, table: Table) -> list[str]:
    rows = islice(_rows(sheet, _MOST_COLUMNS), table.header_row - 1, table.header_row)
    with told(sheet.title):
        header = [_text(value) or "" for _, cells in rows for value in cells]
    while header and not header[-1]:
        header.pop()
    return header


def _sheet(sheet: Any, name: str, table: Table) -> Iterator[Rows]:
    header = _header(sheet, table)
    where = positions(header, table, name)
    rows = islice(_rows(sheet, len(header)), table.header_row, None)
    most = min(_BATCH, _BATCH_CELLS // max(1, len(header)))
    while True:
        with told(name):
            batch = list(islice(rows, most))
        if not batch:
            return
        yield _batch([row for row in batch if row[1]], name, table, where, len(header))


def _rows(sheet: Any, width: int) -> Iterator[_Numbered]:
    # The size that a sheet states of itself may be wrong, and cells beyond it would be lost.
    sheet.reset_dimensions()
    # openpyxl would fill a row as far as its last cell, though that be empty and the 16,384th.
    sheet._get_row = partial(_placed, width)
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > _MOST_ROWS:
            raise ReadError(f"sheet {sheet.title}: has more than {_MOST_ROWS:,} rows")
        yield number, cells


def _placed(width: int, row: list[dict[str, Any]], *_: Any) -> _Cells:
    """Return the cells of a row by their place, and behind these what stands beyond a width."""
    cells: list[Any] = [None] * width
    behind: list[Any] = []
    for cell in row:
        value, at = cell["value"], cell["column"] - 1
        if value is None:
            continue
        if at >= width:
            behind += [value] if behind else [*[None] * min(at - width, _GAP), value]
        elif cells[at] is not None:
            raise ValueError(f"row {cell['row']} has two cells in column {at + 1}")
        else:
            cells[at] = value
    return (*cells, *behind) if behind or any(cell is not None for cell in cells) else ()


def _batch(
    batch: list[_Numbered], name: str, table: Table, where: dict[str, int], width: int
) -> Rows:
    faults = [_fault(name, number, cells, table, where, width) for number, cells in batch]
    good = [row for row, fault in zip(batch, faults, strict=True) if fault is None]
    columns = {
        column: [_text(cells[at]) for _, cells in good] for column, at in where.items()
    }
    lines = np.array([number for number, _ in good], dtype=np.int64)
    frame = texts(columns, table, len(good))
    return Rows(frame, lines, lambda at: _found(good[at][1]), [
        fault for fault in faults if fault is not None
    ])


def _fault(
    name: str, number: int, cells: _Cells, table: Table, where: dict[str, int], width: int
) -> Reject | None:
    from openpyxl.cell.cell import ERROR_CODES

    if len(cells) > width:
        found = _found(cells)
        hint = f"{width} cells, as in the header; there is a value behind these"
        return Reject(name, number, "", "columns", found[:80], hint, found)
    for column in table.columns:
        value = cells[where[column.name]] if column.name in where else None
        if isinstance(value, str) and value in ERROR_CODES and value not in column.missing:
            hint = "a value; the formula of this cell gives an error"
            return Reject(name, number, column.name, "error", value, hint, _found(cells))
    return None


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
