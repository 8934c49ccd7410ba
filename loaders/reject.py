"""A row that was not loaded: what is wrong, where, and what would be right.

``rejected.csv`` keeps the rows so that nothing is lost, and people open it in spreadsheets. There a
cell that begins like a formula would run, also behind a ``;`` or a tab where these separate cells.
So each such beginning carries an apostrophe in the file, which :func:`read_csv` takes away again;
control characters other than tabs, and bytes that are no UTF-8, are spelled ``\\xNN``.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple, TextIO

FORMULA = "=@+\N{MINUS SIGN}\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH COMMERCIAL AT}" \
    "\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}-"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_BEGINNING = r"((?:\A|[;\t])\s*)"
_GUARD, _UNGUARD = re.compile(rf"{_BEGINNING}(?=['{FORMULA}])"), re.compile(f"{_BEGINNING}'")
_SHOWN = 80


class Reject(NamedTuple):
    """One rejected row; ``line`` counts from 1 with the header, ``row`` is the text as found."""

    file: str
    line: int
    column: str
    rule: str
    value: str
    hint: str
    row: str

    @property
    def lost(self) -> bool:
        """Whether the row is missing from the graph; one without a place on the map is not."""
        return not self.rule.startswith("place-")

    def sentence(self) -> str:
        """Say in one sentence what is wrong and what to do."""
        column = f", column {self.column}" if self.column else ""
        found = visible(self.value[:_SHOWN])
        place = f"{self.file}, line {self.line}{column}"
        return f"{place}: {self.hint} (rule {self.rule}; found '{found}')"


def visible(text: str) -> str:
    """Return ``text`` with control characters, which move cursors and hide words, spelled out."""
    return CONTROL.sub(_spelled, text)


def write_csv(rejects: Iterable[Reject]) -> str:
    """Return rejects as the text of ``rejected.csv``, safe to open in a spreadsheet."""
    buffer = io.StringIO()
    write_rows(buffer, rejects)
    return buffer.getvalue()


def write_rows(file: TextIO, rejects: Iterable[Reject]) -> None:
    """Write rejects to a text file as ``rejected.csv`` has them, one at a time."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(Reject._fields)
    writer.writerows(_changed(reject, _guarded) for reject in rejects)


def read_csv(text: str) -> list[Reject]:
    """Return the rejects of a ``rejected.csv``."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    plain = (Reject(row[0], int(row[1]), *row[2:]) for row in rows)
    return [_changed(reject, _unguarded) for reject in plain]


def _spelled(match: re.Match[str]) -> str:
    found = match.group()
    return found if found == "\t" else found.encode("unicode_escape").decode()


def _guarded(text: str) -> str:
    return _GUARD.sub(r"\1'", visible(text))


def _unguarded(text: str) -> str:
    return _UNGUARD.sub(r"\1", text)


def _changed(reject: Reject, change: Callable[[str], str]) -> Reject:
    texts = {name: change(str(text)) for name, text in reject._asdict().items() if name != "line"}
    return reject._replace(**texts)  # type: ignore[arg-type]
