"""Breaking a copy of the bundled folder, and working out independently what must come of it."""

import csv
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
FILES: dict[str, str] = {
    resource["name"]: resource["path"]
    for resource in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    if "schema" in resource and resource["name"] != "addresses"  # it goes into no graph
}
Found = tuple[str, int, str, str]
# The references of each table, in the order in which they are checked: a column, and the table
# whose key it holds, or "thing" for a reference with its kind, "value" for one that may be a text,
# "mentions" for a list of documents and lines.
REFERENCES = {
    "clusters": (("managed_by", "organisations"),),
    "parent_organisations": (("organisation_id", "organisations"), ("parent_id", "organisations")),
    "country_memberships": (("of", "thing"),),
    "memberships": (("partnership_id", "partnerships"), ("organisation_id", "organisations")),
    "region_memberships": (("partnership_id", "partnerships"),),
    "same_consortium": (("partnership_a", "partnerships"), ("partnership_b", "partnerships")),
    "s3_area_partnerships": (("partnership_id", "partnerships"),),
    "meta_clusters": (("partnership_id", "partnerships"),),
    "entities": (("mentions", "mentions"),),
    "document_memberships": (
        ("partnership_id", "partnerships"), ("organisation_id", "organisations"),
        ("document", "documents"),
    ),
    "statements": (("subject", "thing"), ("document", "documents"), ("value", "value")),
    "observations": (("subject", "thing"), ("document", "documents")),
}
KINDS = {"organisations": "organisation/", "partnerships": "partnership/",
         "documents": "document/", "entities": ""}


@dataclass(frozen=True)
class Content:
    """One table of the bundled folder as Python's own reader reads it."""

    delimiter: str
    header_line: int
    names: list[str]
    rows: list[dict[str, str]]

    def line(self, row: int) -> int:
        return self.header_line + row


@cache
def content(table: str) -> Content:
    path = DATA / FILES[table]
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = sum(line.startswith("#") for line in lines)
    delimiter = "\t" if path.suffix == ".tsv" else ","
    names, *rows = csv.reader(lines[comments:], delimiter=delimiter)
    return Content(
        delimiter, comments + 1, names, [dict(zip(names, row, strict=True)) for row in rows]
    )


def copy(target: Path) -> Path:
    """Copy the tables and their description."""
    target.mkdir()
    for name in ("datapackage.json", *FILES.values()):
        shutil.copy(DATA / name, target / name)
    return target


def change(folder: Path, table: str, row: int, edit: Callable[[bytes], bytes]) -> None:
    """Change the bytes of one row; row 0 is the header."""
    path = folder / FILES[table]
    lines = path.read_bytes().split(b"\n")
    at = content(table).line(row) - 1
    changed = edit(lines[at])
    assert changed != lines[at], "the case changes nothing"
    lines[at] = changed
    path.write_bytes(b"\n".join(lines))


def overwrite(table: str, row: int, cells: dict[str, str]) -> bytes:
    """Return the bytes of a row with other cells."""
    good = content(table)
    assert set(cells) <= set(good.names)
    merged = good.rows[row - 1] | cells
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=good.delimiter, lineterminator="").writerow(merged.values())
    return buffer.getvalue().encode()


@dataclass
class Expected:
    """What must come of a folder: the rejects, and the rows that are left, by table."""

    rejects: list[Found]
    rows: dict[str, list[dict[str, str]]]


def expected(
    tables: dict[str, Content], broken: dict[str, dict[int, tuple[str, str]]], concepts: set[str]
) -> Expected:
    """Work out what falls with broken rows.

    ``broken`` has a column and a rule by table and row; ``concepts`` are the things of the
    vocabularies, which stay whatever happens to the tables.
    """
    result = Expected([], {})
    keys: dict[str, set[str]] = {}
    things = set(concepts)
    for table, good in tables.items():
        left = []
        for number, cells in enumerate(good.rows, start=1):
            fault = broken.get(table, {}).get(number) or _fallen(table, cells, keys, things)
            if fault:
                result.rejects.append((FILES[table], good.line(number), *fault))
            else:
                left.append(cells)
        result.rows[table] = left
        keys[table] = {cells[good.names[0]] for cells in left}
        if table in KINDS:
            things |= {KINDS[table] + key for key in keys[table]}
    return result


def _fallen(
    table: str, cells: dict[str, str], keys: dict[str, set[str]], things: set[str]
) -> tuple[str, str] | None:
    for column, target in REFERENCES.get(table, ()):
        for kind, ref in _pointed(cells, column, target):
            known = things if kind == "thing" else keys[kind]
            if ref not in known and not ref.startswith(("nuts/", "country/")):
                return column, "reference"
    return None


def _pointed(cells: dict[str, str], column: str, target: str) -> Iterator[tuple[str, str]]:
    if target == "mentions":
        places = filter(None, cells[column].split(";"))
        yield from (("documents", place.strip().split(":")[0]) for place in places)
    elif target != "value":
        yield target, cells[column]
    elif cells["value_type"] == "ref":
        yield "thing", cells[column]
