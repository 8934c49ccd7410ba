"""Which regional codes of 2021 are gone in 2024, and what took their place.

Everything is read from Eurostat's own workbook: the table of both years says which codes were
replaced one to one; where boundaries moved, the region of the same name took over; for splits and
mergers the workbook's remarks name the codes. A region of level 1 or 2 is replaced by the
regions in which the successors of its own parts lie.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from openpyxl import Workbook

_TABLES = ("NUTS2021- NUTS2024", "SR2021- SR2024")
_REMARKS = ("Changes NUTS-1", "Changes NUTS-2", "Changes NUTS-3")
_LOWEST = 3


class Dropped(NamedTuple):
    """A code of 2021 that 2024 no longer has; no successors means that none is stated."""

    code: str
    label: str
    level: int
    successors: tuple[str, ...]


class _Change(NamedTuple):
    old: str
    new: str
    label: str
    level: int


def read_dropped(book: "Workbook") -> list[Dropped]:
    """Return the dropped codes, sorted, from Eurostat's workbook ``NUTS2021-NUTS2024.xlsx``.

    Successors are those of territory or name, not every region that gained a municipality.
    """
    changes = [change for table in _TABLES for change in _changes(book, table)]
    gone = {change.old: change for change in changes if change.old}
    found = _all_successors(gone, _named(changes), _remarks(book))
    return [
        Dropped(code, change.label, change.level, tuple(sorted(found[code])))
        for code, change in sorted(gone.items())
    ]


def _changes(book: "Workbook", table: str) -> Iterator[_Change]:
    """Yield the rows of a table whose codes of 2021 and 2024 differ, extra-regio aside."""
    for row in book[table].iter_rows(min_row=2, max_col=9, values_only=True):
        old, new, labels = row[2], row[3], row[4:7]
        if old != new:
            label = next((str(text) for text in labels if text), "")
            yield _Change(str(old or ""), str(new or ""), label, int(str(row[8])))


def _named(changes: list[_Change]) -> dict[tuple[str, int, str], str]:
    """Return the new codes by country, level and label."""
    return {
        (change.new[:2], change.level, change.label): change.new
        for change in changes
        if change.new and not change.old
    }


def _remarks(book: "Workbook") -> str:
    rows = (
        row
        for sheet in _REMARKS
        for row in book[sheet].iter_rows(min_row=2, min_col=5, max_col=6, values_only=True)
    )
    return "\n".join(str(cell) for row in rows for cell in row if cell)


def _all_successors(
    gone: dict[str, _Change], named: dict[tuple[str, int, str], str], remarks: str
) -> dict[str, set[str]]:
    """Return the successors by old code, lowest level first, for parents follow their parts."""
    found: dict[str, set[str]] = {}
    for code in sorted(gone, key=len, reverse=True):
        change = gone[code]
        if change.level < _LOWEST:
            parts = [found[part] for part in found if part[:-1] == code]
            found[code] = {successor[:-1] for part in parts for successor in part}
        elif change.new:
            found[code] = {change.new}
        else:
            same_name = named.get((code[:2], change.level, change.label))
            found[code] = {same_name} if same_name else set(_split(code, remarks))
    return {code: new or _merged(code, found, remarks) for code, new in found.items()}


def _split(code: str, remarks: str) -> list[str]:
    """Return the new codes of a remark such as ``PT1A0 + PT1B0 = ex-PT170``."""
    sums = re.search(rf"(\w{{5}}(?: \+ \w{{5}})*) = ex-{code}\b", remarks)
    return sums[1].split(" + ") if sums else []


def _merged(code: str, found: dict[str, set[str]], remarks: str) -> set[str]:
    """Follow a remark such as ``ex-LV007 regions merged to LV00A`` or ``into ex-DEG0P``."""
    into = re.search(rf"ex-{code}\b[^.]*? merged (?:in)?to (?:ex-)?([A-Z]{{2}}\w{{3}})\b", remarks)
    return found.get(into[1], {into[1]}) if into else set()
