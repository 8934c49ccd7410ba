"""JSON files as rows: an array of objects, or an object whose values are such arrays.

Each object is a row and its line is where it begins. In the second form the name of the array is
the column ``(key)``. Values of an array in a row are joined by the separator of their column; where
that would not say the same, the row is rejected.
A JSON file is read as a whole; its size is bounded.
"""

import json
import re
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, NamedTuple

import numpy as np

from clusterkg.loaders.reject import Reject

from .rows import ReadError, Rows, fitting, positions, texts
from .source import Column, Table

KEY = "(key)"
_LARGEST = 1 << 28
_SPACES = re.compile(r"[ \t\n\r]*")


class _Record(NamedTuple):
    start: int
    end: int
    value: Any


def tables(file: BinaryIO, name: str, wanted: tuple[Table, ...]) -> Iterator[
    tuple[Table, Iterator[Rows]]
]:
    """Yield the table of a JSON file.

    Raises
    ------
    ReadError
        The file is no JSON in UTF-8, holds no rows, or is larger than 256 MB.
    """
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ReadError(f"{name}: is larger than {_LARGEST >> 20} MB; at most that is read")
    try:
        text = data.decode("utf-8-sig")
        records = list(_records(text))
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{name}: this is no JSON in UTF-8 ({error})") from error
    keys = [list(record.value) for record in records if isinstance(record.value, dict)]
    if not keys:
        raise ReadError(f"{name}: holds no rows; an array of objects is wanted")
    table = fitting([(one, keys[0]) for one in wanted], name)
    positions(keys[0], table, name)
    yield table, iter([_rows(records, text, name, table)])


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"an object has a key twice: {', '.join(key for key, _ in pairs)[:200]}")
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object_of, parse_float=str, parse_int=str, parse_constant=str
)


def _records(text: str) -> Iterator[_Record]:
    opening, at = _token(text, 0, "[{")
    if opening == "[":
        end = yield from _array(text, at, None)
    else:
        end = yield from _object(text, at)
    if text[end:].strip():
        raise ValueError(f"there is more after its end (character {end})")


def _object(text: str, at: int) -> Generator[_Record, None, int]:
    while True:
        key, at = _DECODER.raw_decode(text, _token(text, at, '"', peek=True)[1])
        at = _token(text, _token(text, at, ":")[1], "[")[1]
        at = yield from _array(text, at, key)
        mark, at = _token(text, at, ",}")
        if mark == "}":
            return at


def _array(text: str, at: int, key: str | None) -> Generator[_Record, None, int]:
    if _token(text, at, "", peek=True)[0] == "]":
        return _token(text, at, "]")[1]
    while True:
        start = _token(text, at, "", peek=True)[1]
        value, at = _DECODER.raw_decode(text, start)
        if key is not None and isinstance(value, dict):
            value = {KEY: key} | value
        yield _Record(start, at, value)
        mark, at = _token(text, at, ",]")
        if mark == "]":
            return at


def _token(text: str, at: int, wanted: str, peek: bool = False) -> tuple[str, int]:
    """Return the next character that is no blank, and the place after it (or its own)."""
    match = _SPACES.match(text, at)
    place = match.end() if match else at
    found = text[place : place + 1]
    if not found or (wanted and found not in wanted):
        raise ValueError(f"character {place}: '{found}' where one of {wanted or 'a value'} is due")
    return found, place if peek else place + 1


def _rows(records: list[_Record], text: str, name: str, table: Table) -> Rows:
    ends = np.array([at for at, mark in enumerate(text) if mark == "\n"], dtype=np.int64)
    lines = np.searchsorted(ends, [record.start for record in records]) + 1
    wrong = {
        at: Reject(name, int(lines[at]), *fault, text[record.start : record.end])
        for at, record in enumerate(records) if (fault := _fault(record, text, table))
    }
    good = [at for at in range(len(records)) if at not in wrong]
    columns = {
        column.name: [_cell(records[at].value, column) for at in good] for column in table.columns
    }

    def found(at: int) -> str:
        return text[records[good[at]].start : records[good[at]].end]

    return Rows(texts(columns, table, len(good)), lines[good].astype(np.int64), found,
                list(wrong.values()))


def _fault(record: _Record, text: str, table: Table) -> tuple[str, str, str, str] | None:
    """Return column, rule, value and hint where a record cannot be taken into cells."""
    row = record.value
    if not isinstance(row, dict):
        found = text[record.start : record.end][:80]
        return "", "record", found, "an object with the columns as keys"
    names = {name for column in table.columns for name in (column.name, *column.aliases)}
    unknown = [key for key in row if key.strip() not in names]
    if unknown and table.extra == "error":
        known = ", ".join(column.name for column in table.columns)
        return "", "columns", unknown[0][:80], f"no other keys than {known}"
    for column in table.columns:
        values = _values(row, column)
        if len(values) > 1:
            return column.name, "columns", str(values)[:80], "one key for each column"
        if hint := _no_cell(values[0] if values else None, column.separator):
            found = json.dumps(values[0], ensure_ascii=False)
            return column.name, "value", str(_text(found))[:80], hint
    return None


def _no_cell(value: Any, separator: str) -> str:
    """Return what would be right where a value cannot stand in a cell."""
    if isinstance(value, list) and separator:
        if any(isinstance(part, dict | list) for part in value):
            return "texts and numbers alone in this array"
        if any(separator in (_text(part) or "") for part in value):
            return f"values without '{separator}', which parts the values of this column"
    elif isinstance(value, dict | list):
        return "a text, a number, true, false or null; this column holds one value"
    return ""


def _values(row: dict[str, Any], column: Column) -> list[Any]:
    names = (column.name, *column.aliases)
    return [value for name, value in row.items() if name.strip() in names]


def _cell(row: dict[str, Any], column: Column) -> str | None:
    value = next(iter(_values(row, column)), None)
    if isinstance(value, list):
        return column.separator.join(_text(part) or "" for part in value)
    return _text(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair is no character; the check of the encoding finds what replaces it.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
