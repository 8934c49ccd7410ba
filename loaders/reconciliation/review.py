"""The file in which people decide about pairs: read strictly, written anew, no decision lost.

The file is an SSSOM table with one column more, ``decision``: ``accept``, ``reject`` or nothing.
Who decided stands in ``reviewer_label``, when in ``mapping_date`` (a day).
"""

import csv
import datetime
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from clusterkg.ontology import iris
from clusterkg.ontology.errors import ClusterkgError

from . import sssom
from .matching import Decision, Key, Match, pair_key

COLUMNS = ("decision", *sssom.COLUMNS)
WORDS = {"accept": True, "reject": False}
_NEEDED = ("decision", "subject_id", "object_id", "reviewer_label", "mapping_date")
_IRIS = ("subject_id", "object_id", "subject_source", "object_source")
_HEADER = {
    "mapping_set_id": iris.PREFIXES["id"] + "review",
    "mapping_set_title": "Pairs of organisations that a person should look at",
    "license": sssom.LICENCE,
    "comment": "Write accept or reject into the column decision, your name into reviewer_label "
               "and the day (2026-11-21) into mapping_date. Decided rows are kept and honoured.",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
Row = dict[str, str]


class ReviewError(ClusterkgError):
    """A review file that breaks a rule: which line and column, and what would be right."""


class Reviewed:
    """What a review file says.

    Attributes
    ----------
    decisions : dict of (str, str) to Decision
        By the two IRIs in order.
    rows : dict of (str, str) to dict
        The decided rows as they stand, with IRIs expanded.
    """

    def __init__(self) -> None:
        self.decisions: dict[Key, Decision] = {}
        self.rows: dict[Key, Row] = {}


def read(path: Path) -> Reviewed:
    """Read a review file; without one there are no decisions.

    Raises
    ------
    ReviewError
        With file, line and column: a column is missing, a row has too many or too few cells, a
        name is no CURIE of the file's prefixes, a decision is neither 'accept' nor 'reject', a
        decided row has no reviewer or no day, or two rows decide about one pair.
    """
    found = Reviewed()
    if not path.exists():
        return found
    try:
        lines = _LINE_END.split(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    # A spreadsheet puts quotes around a line of the header, or tabs behind it.
    head = [line.strip('"\t ') for line in lines]
    first = next((n for n, line in enumerate(head) if line and not line.startswith("#")), len(head))
    rows = csv.reader(lines[first:], delimiter="\t", strict=True)
    table = _Table(_prefixes(head[:first]))
    try:
        for cells in filter(any, rows):
            place = f"{path}, line {first + rows.line_num}"
            row = table.read(place, cells)
            if row:
                _take(place, row, table, found)
    except csv.Error as error:
        raise ReviewError(f"{path}, line {first + rows.line_num}: {error}") from error
    return found


def write(path: Path, band: Iterable[Match], reviewed: Reviewed) -> None:
    """Write the pairs to look at, and above them every decision that was ever made.

    Columns that people added stay, with what stands in them in decided rows.
    """
    prefixes = sssom.Prefixes()
    rows = []
    for key in sorted(reviewed.rows):
        cells = dict(reviewed.rows[key])
        for name in _IRIS:
            cells[name] = prefixes.compact(cells[name]) if cells.get(name) else ""
        rows.append(cells)
    rows += [sssom.row(match, prefixes) for match in band if match.key not in reviewed.rows]
    added = sorted({name for cells in reviewed.rows.values() for name in cells} - {"", *COLUMNS})
    _replace(path, sssom.table(
        rows, (*COLUMNS, *added), prefixes, _HEADER, extensions=["decision", *added]))


def gone(reviewed: Reviewed, known: Iterable[str]) -> list[str]:
    """Return, in sentences, the decisions about organisations that no source holds any more."""
    here = set(known)
    return [
        f"{first} and {second}: a decision is kept although "
        f"{' and '.join(iri for iri in (first, second) if iri not in here)} is no longer known"
        for first, second in sorted(reviewed.decisions) if not {first, second} <= here
    ]


def _prefixes(head: Iterable[str]) -> dict[str, str]:
    """Return the prefixes of the ``curie_map``, and ours."""
    found = dict(iris.PREFIXES)
    for line in head:
        name, colon, namespace = line.removeprefix("#").strip().partition(": ")
        if colon and "://" in namespace:
            found[name] = namespace.strip()
    return found


class _Table:
    """The rows of a file, each with the place where it stands."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self.columns: list[str] = []

    def read(self, place: str, cells: list[str]) -> Row:
        """Return a row by column name; the first row names the columns."""
        if not self.columns:
            missing = [name for name in _NEEDED if name not in cells]
            if missing:
                raise ReviewError(f"{place}: the columns {', '.join(missing)} are missing")
            self.columns = cells
            return {}
        if len(cells) != len(self.columns):
            raise ReviewError(
                f"{place}, column {min(len(cells), len(self.columns)) + 1}: "
                f"{len(cells)} cells, where {len(self.columns)} columns are")
        return {name: cell.strip() for name, cell in zip(self.columns, cells, strict=True)}

    def fault(self, place: str, column: str, message: str) -> ReviewError:
        """Return an error that says where it is."""
        at = self.columns.index(column) + 1
        return ReviewError(f"{place}, column {at} ({column}): {message}")

    def expand(self, place: str, row: Row, column: str) -> str:
        """Return the IRI of a cell."""
        prefix, colon, local = row[column].partition(":")
        if not (colon and local and prefix in self.prefixes):
            raise self.fault(place, column,
                             f"'{row[column]}' is no name with a prefix of the curie_map")
        return self.prefixes[prefix] + local


def _take(place: str, row: Row, table: _Table, found: Reviewed) -> None:
    """Keep a decided row; rows without a decision are made anew by the next run."""
    word = row["decision"].lower()
    for column in _IRIS:
        if row.get(column):
            row[column] = table.expand(place, row, column)
    if not word:
        return
    if word not in WORDS:
        raise table.fault(place, "decision", f"'{word}' is neither accept nor reject, nor empty")
    if not row["reviewer_label"]:
        raise table.fault(place, "reviewer_label", "who decided? A decided row has a reviewer")
    if not _is_day(row["mapping_date"]):
        raise table.fault(place, "mapping_date",
                          f"'{row['mapping_date']}' is no day such as 2026-11-21")
    key = pair_key(row["subject_id"], row["object_id"])
    if key in found.rows:
        raise table.fault(place, "decision", "an earlier row decides about this pair; keep one")
    found.rows[key] = row
    found.decisions[key] = Decision(WORDS[word], row["reviewer_label"], row["mapping_date"])


def _is_day(text: str) -> bool:
    try:
        return len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _replace(path: Path, text: str) -> None:
    """Write a file by one rename, so that a kill leaves the old one or the new one."""
    beside = path.with_name(f".{path.name}")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
