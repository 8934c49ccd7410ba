"""Opening a file as what its bytes say it is: CSV, plain or gzipped, a workbook, or JSON."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from . import csv_rows
from .rows import ReadError, Rows, merged
from .source import Table

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
Read = tuple[Table, Iterator[Rows]]


def tables(path: Path, name: str, wanted: tuple[Table, ...]) -> Iterator[Read]:
    """Yield the tables of a file, each with its rows in batches.

    Parameters
    ----------
    path : Path
        A local file.
    name : str
        What errors and rejects call it.
    wanted : tuple of Table
        The tables that it may be; a workbook may hold several of them.

    Raises
    ------
    ReadError
        The file cannot be opened or unpacked, or holds none of the tables.
    """
    with _told(name), path.open("rb") as file:
        for table, batches in _tables(file, name, wanted):
            guarded = _guarded(batches, name)
            yield table, iter([merged(guarded, table, name)]) if table.whole else guarded


def _guarded(batches: Iterator[Rows], name: str) -> Iterator[Rows]:
    with _told(name):
        yield from batches


@contextmanager
def _told(name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ReadError(f"{name}: cannot be read ({error.strerror or error})") from error
    except (EOFError, zlib.error) as error:
        raise ReadError(f"{name}: the file is damaged or cut off ({error})") from error


def _tables(file: BinaryIO, name: str, wanted: tuple[Table, ...]) -> Iterator[Read]:
    start = file.read(64)
    file.seek(0)
    if start.startswith(_ZIP):
        from . import workbook

        yield from workbook.tables(file, name, wanted)
    elif start.startswith(_GZIP):
        with gzip.GzipFile(fileobj=file) as unpacked:
            yield _text(unpacked, name, wanted)  # type: ignore[arg-type]
    elif start.removeprefix(csv_rows.BOM).lstrip()[:1] in (b"[", b"{"):
        from . import json_rows

        yield from json_rows.tables(file, name, wanted)
    else:
        yield _text(file, name, wanted)


def _text(stream: BinaryIO, name: str, wanted: tuple[Table, ...]) -> Read:
    table, header = csv_rows.header_of(stream, name, wanted)
    return table, csv_rows.read(stream, name, header, table)
