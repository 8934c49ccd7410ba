"""Code lists of several editions of NUTS, and what changed between them, as one list of regions.

Six kinds of table, in any number of files and any order:

- codes and labels of one edition (``nuts_code,nuts_level,country,nuts_1,nuts_2,nuts_3``); the
  edition stands in the file's name alone, such as ``nuts_v2013.csv``;
- the valid codes of each edition (``typology,geo,nuts``), and how regions went from edition to
  edition (``code_1999`` to ``code_2021``, ``geo_name_2003`` ...): tables of the R package regions
  (https://regions.danielantal.eu/articles/recode.html);
- Eurostat's workbook of 2016 and 2021: the sheet of the detailed changes, which holds all codes;
- Eurostat's workbook of 2021 and 2024: the sheets of the codes and of the changes.

A code has one IRI in all editions, as at data.europa.eu/nuts; each edition that holds it is a
``ckg:nutsVintage``. The bundled list's label stays the preferred one. Extra-regio codes (``ITZZ``)
stand for no territory and are rejected, as are names without a code.

Marked as inferred: the successors of a region that follow from its name, its parts or remarks on
other regions, where no row has both codes; and a name that a code has no row for, taken from what
the same region is called in another edition.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterkg.ontology import rdf
from clusterkg.ontology.errors import ClusterkgError

from .columnar import workbook
from .columnar.source import Column, OutsideSource, RowCheck, Table
from .columnar.terms import column, countries
from .nuts_changes import read_dropped
from .nuts_editions import Editions

if TYPE_CHECKING:
    from .columnar.load import Load

_CODE = "[A-Z]{2}[A-Z0-9]{0,3}"
_CHAIN = ("1999", "2003", "2006", "2010", "2013", "2016", "2021")
_LEVELS = ("country", "nuts_level_1", "nuts_level_2", "nuts_level_3")
_LABELS = ("country", "nuts_1", "nuts_2", "nuts_3")
_YEAR = re.compile(r"(?:^|[^0-9])v?((?:19|20)[0-9]{2})")
_PART = " (part)"
_ZIP = b"PK\x03\x04"
Row = dict[str, Any]


class EditionError(ClusterkgError):
    """A list of one edition whose file does not say which."""


def _region_checks(name: str) -> tuple[RowCheck, RowCheck]:
    code = column(name)
    hint = "the code of a region; extra-regio codes (a Z behind the country) stand for no territory"
    return (
        RowCheck(name, "country", "a code that begins with the letters of a country, such as IT",
                 ~code.str.slice(0, 2).is_in(sorted(countries()))),
        RowCheck(name, "extra-regio", hint, code.str.slice(2, 1) == "Z"),
    )


def _level_fits(name: str, level: str, numbers: dict[str, int]) -> RowCheck:
    wanted = column(level).replace_strict(numbers, default=None, return_dtype=pl.Int64)
    hint = "a code of this level: two letters, and one more character for each level"
    return RowCheck(name, "level", hint, column(name).str.len_bytes().cast(pl.Int64) != wanted + 2)


def _code(name: str, required: bool = True, pattern: str = _CODE) -> Column:
    return Column(name, required=required, pattern=pattern)


def _one_edition() -> Table:
    levels = {f"{level}{zero}": level for level in range(4) for zero in ("", ".0")}
    no_label = pl.coalesce(*(column(name) for name in reversed(_LABELS))).is_null()
    return Table(
        name="codes and labels of one edition", nodes=(),
        columns=(
            _code("nuts_code"), Column("nuts_level", required=True, values=tuple(levels)),
            *(Column(name) for name in _LABELS),
        ),
        key=("nuts_code",),
        checks=(
            _level_fits("nuts_code", "nuts_level", levels), *_region_checks("nuts_code"),
            RowCheck("nuts_code", "label", "a label in the column of the level", no_label),
        ),
    )


def _valid_codes() -> Table:
    return Table(
        name="valid codes by edition", nodes=(),
        columns=(
            Column("typology", required=True, values=_LEVELS), _code("geo"),
            Column("nuts", required=True, pattern="code_(19|20)[0-9]{2}"),
        ),
        checks=(
            _level_fits("geo", "typology", {name: at for at, name in enumerate(_LEVELS)}),
            *_region_checks("geo"),
        ),
    )


def _chains() -> Table:
    codes = [column(f"code_{year}") for year in _CHAIN]
    return Table(
        name="regions from edition to edition", nodes=(),
        columns=(
            Column("typology", required=True, values=_LEVELS),
            *(_code(f"code_{year}", required=False, pattern=rf"{_CODE}( \(part\))?")
              for year in _CHAIN),
            *(Column(f"geo_name_{year}") for year in _CHAIN[1:]),
        ),
        checks=(
            *(check for year in _CHAIN for check in _region_checks(f"code_{year}")),
            RowCheck(f"code_{_CHAIN[-1]}", "required", "a code in at least one edition",
                     pl.all_horizontal(*(code.is_null() for code in codes))),
        ),
    )


def _changes(old: str, new: str, sheet: str, kind: str) -> Table:
    """Return the table of a sheet that has the codes of two editions side by side."""
    before, after = f"Code {old}", f"Code {new}"
    neither = column(before).is_null() & column(after).is_null()
    return Table(
        name=sheet, nodes=(), sheet=sheet,
        columns=(
            _code(before, required=False), _code(after, required=False),
            Column("country", aliases=("Country",), optional=True),
            *(Column(f"nuts_{level}", aliases=tuple(_headers(level, kind, old, new)))
              for level in (1, 2, 3)),
            Column("remark", aliases=("Change comments", "Change")),
        ),
        checks=(
            *_region_checks(before), *_region_checks(after),
            RowCheck(after, "required", "a code in at least one edition", neither),
        ),
    )


def _headers(level: int, kind: str, old: str, new: str) -> Iterator[str]:
    """Yield the ways in which Eurostat's workbooks spell the header of a level's labels."""
    words = ("NUTS",) if kind == "NUTS" else ("Statistical Regions", "Statisitcal Regions")
    for word in words:
        for blank in (" ", ""):
            yield f"{word} level {level}{blank}\n(italics: {kind} {old} else {kind} {new})"


def _codes(sheet: str, code: str, label: str) -> Table:
    return Table(
        name=sheet, nodes=(), sheet=sheet,
        columns=(
            Column("code", required=True, pattern=_CODE, aliases=(code,)),
            Column("label", required=True, aliases=(label,)),
        ),
        checks=_region_checks("code"),
    )


_ONE, _VALID, _CHAINS = _one_edition(), _valid_codes(), _chains()
_NEWEST = (
    _codes("NUTS2024", "NUTS Code", "NUTS label"),
    _codes("Statistical Regions", "SR Code", "SR label"),
)
_SINCE_2016 = _changes("2016", "2021", "Changes detailed NUTS 2016-2021", "NUTS")
_SINCE_2021 = (
    _changes("2021", "2024", "NUTS2021- NUTS2024", "NUTS"),
    _changes("2021", "2024", "SR2021- SR2024", "SR"),
)
_LATIN = _codes("Cyrillic & Greek to Latin", "Code", "Transliteration to Latin")


def regions(load: "Load") -> Iterator[rdf.Triple]:
    """Yield the regions of all files, after the last of them was read."""
    yield from read(load).triples()


def read(load: "Load") -> Editions:
    """Read all files into one list of regions over the editions."""
    editions = Editions()
    for name, table, rows in load.rows():
        for row in rows.iter_rows(named=True):
            take(editions, name, table, row)
    for name, path in load.files:
        _take_successors(editions, name, path)
    return editions


def take(editions: Editions, file: str, table: Table, row: Row) -> None:
    """Take one row of one of the tables into a list of regions."""
    if table is _ONE:
        editions.hold(row["nuts_code"], edition_of(file), _label(row))
    elif table is _VALID:
        editions.hold(row["geo"], row["nuts"].removeprefix("code_"))
    elif table is _CHAINS:
        _take_chain(editions, row)
    elif table is _LATIN:
        editions.others[row["code"]].add(" ".join(row["label"].split()))
    elif table in _NEWEST:
        editions.hold(row["code"], "2024", row["label"])
    elif table is _SINCE_2016:
        _take_change(editions, row, "2016", "2021")
    else:
        _take_change(editions, row, "2021", "2024")


def edition_of(file: str) -> str:
    """Return the year in a file's name, which is the edition that the file lists.

    Raises
    ------
    EditionError
        There is none.
    """
    found = _YEAR.search(file)
    if not found:
        raise EditionError(
            f"{file}: the list does not say of which edition it is; "
            "name the file after it, such as nuts_v2013.csv"
        )
    return found[1]


def _label(row: Row) -> str | None:
    return next((row[name] for name in reversed(_LABELS) if row[name]), None)


def _take_change(editions: Editions, row: Row, old: str, new: str) -> None:
    """Take a row with the codes of two editions; its label is of the newer one it has a code in."""
    before, after = row[f"Code {old}"], row[f"Code {new}"]
    if before:
        editions.hold(before, old, None if after else _label(row))
    if after:
        editions.hold(after, new, _label(row))
    if before and after:
        editions.replace(before, after, new)
    editions.remark(before, after, row["remark"], new)


def _take_chain(editions: Editions, row: Row) -> None:
    """Take one region's codes from edition to edition; a code with (part) is another region's."""
    last = ""
    level = _LEVELS.index(row["typology"])
    names = [row[f"geo_name_{year}"] for year in _CHAIN[1:] if row[f"geo_name_{year}"]]
    for year in _CHAIN:
        cell, label = row[f"code_{year}"], row.get(f"geo_name_{year}")
        code = (cell or "").removesuffix(_PART)
        if code and len(code) == level + 2:
            if not cell.endswith(_PART):
                editions.hold(code, year, label)
                editions.later.setdefault(code, " ".join(next(iter(names), code).split()))
            if last:
                editions.replace(last, code, year)
            last = code
        elif label and last:
            editions.borrowed[last].add(" ".join(label.split()))


def _take_successors(editions: Editions, name: str, path: Path) -> None:
    """Take what Eurostat's workbook of 2021 and 2024 shows by names, parts and remarks."""
    with path.open("rb") as file, workbook.told(name):
        if file.read(len(_ZIP)) != _ZIP:
            return
        with closing(workbook.opened(file, name)) as book:
            if all(table.sheet in book.sheetnames for table in _SINCE_2021):
                for found in read_dropped(book):
                    for successor in found.successors:
                        editions.replace(found.code, successor, "2024", told=False)


SOURCE = OutsideSource(
    name="nuts-codes",
    title="Codes of NUTS and statistical regions over the editions, and what replaced them",
    origin="http://ec.europa.eu/eurostat/web/nuts/history",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Eurostat: NUTS",
    tables=(
        _ONE, _VALID, _CHAINS, *_NEWEST, _SINCE_2016, *_SINCE_2021, _LATIN,
    ),
    whole=regions,
)
