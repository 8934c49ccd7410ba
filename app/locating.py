"""Any table of cities: read as text, with regions added, nothing else changed."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clusterkg.ontology.errors import ClusterkgError

if TYPE_CHECKING:
    import polars as pl

    from clusterkg.loaders.locating import Boundaries

_DELIMITERS = ",;\t|"
_LONGEST = 100_000


class TableError(ClusterkgError):
    """A table that cannot be read."""


def read_table(place: str) -> "pl.DataFrame":
    """Read a CSV file, or standard input for ``-``, as strings; its delimiter is found.

    Raises
    ------
    TableError
        If it is no UTF-8, has no header, two columns of one name, or rows of another length.
    """
    import polars as pl

    with click.open_file(place, "rb") as file:
        data = file.read()
    header, rows = _rows(place, data)
    return pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")


def located(
    frame: "pl.DataFrame", country: str, city: str, boundaries: "Boundaries | None"
) -> "tuple[pl.DataFrame, list[str]]":
    """Return the table with its regions, and sentences on how it went, for people."""
    from clusterkg.loaders.locating import locate, unfit_countries

    result = locate(frame, boundaries, country=country, city=city)
    answered = result.height - result["nuts3"].null_count()
    said = [f"{answered:,} of {result.height:,} rows have a region"]
    reasons = Counter(reason for reason in result["reason"] if reason)
    said += [f"  no answer: {reason} {count:,}" for reason, count in reasons.most_common()]
    if boundaries:
        said += _about(boundaries, unfit_countries(frame[country].unique().to_list(), boundaries))
    return result, said


def check_points(boundaries: "Boundaries", path: Path) -> None:
    """Compare outlines with a file of label points, each of which lies in its own region.

    Raises
    ------
    TableError
        If the point of a code that both files have lies outside of its outline.
    """
    from clusterkg.loaders.locating import read_outlines

    points, _ = read_outlines(path)
    outside = boundaries.outside(points)
    if outside:
        raise TableError(f"{path.name}: the label points of {', '.join(outside[:10])} do not lie "
                         f"in these regions of {boundaries.source}; the files do not fit")


def _about(boundaries: "Boundaries", unfit: list[str]) -> list[str]:
    said = [f"{boundaries.source}: {len(boundaries.names):,} regions; outlines may be off by "
            f"{boundaries.tolerance / 1000:.1f} km"]
    if boundaries.older:
        said.append(f"  {len(boundaries.older):,} older codes have no one successor: "
                    f"{', '.join(boundaries.older[:6])} …")
    if unfit:
        said.append("  not used, for cities lie outside of the regions named after them: "
                    + ", ".join(unfit))
    return said


def _rows(place: str, data: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{place}, line {line}: no UTF-8; save the table as UTF-8") from None
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    # The csv module's own limit is one for the whole process, and others raise it.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    try:
        for row in filter(None, reader):  # an empty line is no row
            if header and len(row) != len(header):
                raise TableError(f"{place}, line {reader.line_num}: {len(row)} cells where the "
                                 f"header has {len(header)}")
            if max(map(len, row)) > _LONGEST:
                raise TableError(f"{place}, line {reader.line_num}: a cell of more than "
                                 f"{_LONGEST:,} characters")
            if header:
                rows.append(row)
            else:
                header = row
    except csv.Error as error:
        raise TableError(f"{place}, line {reader.line_num}: {error}") from None
    _check_header(place, header)
    return header, rows


def _check_header(place: str, header: list[str]) -> None:
    if not header:
        raise TableError(f"{place}: it is empty")
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice:
        raise TableError(f"{place}: two columns are called '{twice[0]}'")
