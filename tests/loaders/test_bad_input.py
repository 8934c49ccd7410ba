"""Bad input: each broken thing is named by file, line, column and rule, and all else is loaded."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterkg.loaders import bundled, nace, nuts, registry, vocabularies
from clusterkg.ontology.errors import ClusterkgError
from tests.loaders import bad_folder
from tests.loaders.bad_cases import CELLS, HEADERS, LINES, TABLES, Cell, Line
from tests.loaders.bad_folder import DATA, FILES, Content, Expected

Broken = dict[str, dict[int, tuple[str, str]]]


@dataclass(frozen=True)
class Good:
    """The bundled folder, and what its cells may refer to."""

    regions: set[str]
    things: set[str]
    tables: dict[str, Content]

    def read(self, folder: Path) -> bundled.Tables:
        return bundled.read(folder, "test", self.regions, self.things)

    def expected(self, broken: Broken) -> Expected:
        return bad_folder.expected(self.tables, broken, self.things)

    def whole_table(self, table: str) -> Broken:
        rows = range(1, len(self.tables[table].rows) + 1)
        return {table: dict.fromkeys(rows, ("", "header"))}


@pytest.fixture(scope="module")
def good() -> Good:
    activities = {f"nace/{code}" for code in registry.codes(nace.load())}
    return Good(
        registry.codes(nuts.load()), vocabularies.things() | activities,
        {table: bad_folder.content(table) for table in TABLES},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return bad_folder.copy(tmp_path / "data")


def found(tables: bundled.Tables) -> list[tuple[str, int, str, str]]:
    readings = tables.readings.values()
    return [(r.file, r.line, r.column, r.rule) for reading in readings for r in reading.rejects]


def check(tables: bundled.Tables, expected: Expected, duplicates: int = 0) -> None:
    """The rejects are exactly those, every other row is loaded, and the counts add up."""
    assert sorted(found(tables)) == sorted(expected.rejects)
    for name, reading in tables.readings.items():
        assert [row.cells for row in reading.rows] == expected.rows[name]
        count = reading.count
        assert count.read == count.written + count.rejected + count.duplicate
        assert count.written == len(expected.rows[name])
    assert sum(reading.duplicate for reading in tables.readings.values()) == duplicates


def test_enough_cases() -> None:
    everything = (*CELLS, *LINES, *HEADERS)
    assert len({str(case) for case in everything}) == len(everything)
    cases = Counter(case.table for case in everything)
    assert set(cases) == set(TABLES) == set(FILES)
    assert min(cases.values()) >= 3
    assert cases.total() >= 60


def test_the_bundled_folder_is_good(good: Good, folder: Path) -> None:
    tables = good.read(folder)
    check(tables, good.expected({}))
    assert not found(tables)


@pytest.mark.parametrize(
    "case", CELLS, ids=lambda c: f"{c.table}-{c.column}-{c.rule}-{c.cells[c.column][:12]!a}"
)
def test_bad_cells(case: Cell, good: Good, folder: Path) -> None:
    line = bad_folder.overwrite(case.table, case.row, case.cells)
    bad_folder.change(folder, case.table, case.row, lambda _: line)
    tables = good.read(folder)
    check(tables, good.expected({case.table: {case.row: (case.column, case.rule)}}))
    (reject,) = (
        reject for reject in tables.rows(case.table).rejects
        if reject.line == good.tables[case.table].line(case.row)
    )
    assert reject.value == case.cells[case.column]
    assert reject.row == line.decode()
    assert f"{FILES[case.table]}, line {reject.line}, column {case.column}: " in reject.sentence()


@pytest.mark.parametrize("case", LINES, ids=lambda c: f"{c.table}-{c.name}")
def test_bad_lines(case: Line, good: Good, folder: Path) -> None:
    bad_folder.change(folder, case.table, case.row, lambda line: _edited(line, case))
    check(good.read(folder), good.expected({case.table: {case.row: (case.column, case.rule)}}))


@pytest.mark.parametrize("case", HEADERS, ids=lambda c: f"{c.table}-{c.name}")
def test_bad_headers(case: Line, good: Good, folder: Path) -> None:
    bad_folder.change(folder, case.table, 0, lambda line: _edited(line, case))
    expected = good.expected(good.whole_table(case.table))
    header = good.tables[case.table].header_line
    expected.rejects.append((FILES[case.table], header, case.column, case.rule))
    check(good.read(folder), expected)


def _edited(line: bytes, case: Line) -> bytes:
    return line.replace(case.find, case.put, 1) if case.find else line + case.put


@pytest.mark.parametrize("table", TABLES)
def test_a_row_twice_is_a_duplicate(table: str, good: Good, folder: Path) -> None:
    _append(folder, table, bad_folder.overwrite(table, 2, {}))
    check(good.read(folder), good.expected({}), duplicates=1)


OTHER_VALUES = [
    ("organisations", "city", "Elsewhere", "organisation_id"),
    ("memberships", "source_url", "https://other.eu/", "organisation_id"),
    ("region_memberships", "source_url", "https://other.eu/", "region_name"),
    ("documents", "title", "Another title", "document_id"),
    ("statements", "line", "99999", "statement_id"),
    ("themes", "confidence", "0.123", "object_id"),
]


@pytest.mark.parametrize(("table", "column", "value", "key"), OTHER_VALUES)
def test_a_key_twice_with_other_values(
    table: str, column: str, value: str, key: str, good: Good, folder: Path
) -> None:
    _append(folder, table, bad_folder.overwrite(table, 2, {column: value}))
    expected = good.expected({})
    line = good.tables[table].line(len(good.tables[table].rows) + 1)
    expected.rejects.append((FILES[table], line, key, "key"))
    check(good.read(folder), expected)


def test_a_line_break_in_a_cell(good: Good, folder: Path) -> None:
    _append(folder, "documents", b'F0,x.txt,,"A title\nof two lines",occasion,2018,,')
    expected = good.expected({})
    last = good.tables["documents"].line(len(good.tables["documents"].rows))
    expected.rejects += [("documents.csv", last + 1, "", "quote"),
                         ("documents.csv", last + 2, "", "columns")]
    check(good.read(folder), expected)


def _append(folder: Path, table: str, line: bytes) -> None:
    path = folder / FILES[table]
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b"\n" + line + b"\n")


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_file(table: str, good: Good, folder: Path) -> None:
    (folder / FILES[table]).write_bytes(b"")
    broken = good.whole_table(table)
    expected = good.expected(broken)
    own = FILES[table]
    expected.rejects = [reject for reject in expected.rejects if reject[0] != own]
    expected.rejects.append((own, 1, "", "empty-file"))
    tables = good.read(folder)
    assert sorted(found(tables)) == sorted(expected.rejects)
    assert tables.rows(table).count[1:] == (0, 0, 0, 0)


def test_a_table_in_utf_16(good: Good, folder: Path) -> None:
    path = folder / "documents.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    reading = good.read(folder).rows("documents")
    assert not reading.rows
    assert {reject.rule for reject in reading.rejects} == {"header"}
    assert reading.rejects[0].line == 1


def _crlf(data: bytes, delimiter: str) -> bytes:
    return data.replace(b"\n", b"\r\n")


def _bom(data: bytes, delimiter: str) -> bytes:
    return b"\xef\xbb\xbf" + data


def _blank_lines(data: bytes, delimiter: str) -> bytes:
    return data.rstrip(b"\n") + b"\r\n\n\n"


def _no_last_line_end(data: bytes, delimiter: str) -> bytes:
    return data.rstrip(b"\n")


def _rewritten(data: bytes, delimiter: str, quoting: int, step: int) -> bytes:
    lines = data.decode().splitlines(keepends=True)
    comments = [line for line in lines if line.startswith("#")]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerows(
        row[::step] for row in csv.reader(lines[len(comments):], delimiter=delimiter)
    )
    return "".join(comments).encode() + buffer.getvalue().encode()


def _all_quoted(data: bytes, delimiter: str) -> bytes:
    return _rewritten(data, delimiter, csv.QUOTE_ALL, 1)


def _reordered(data: bytes, delimiter: str) -> bytes:
    return _rewritten(data, delimiter, csv.QUOTE_MINIMAL, -1)


HARMLESS = [_crlf, _bom, _blank_lines, _no_last_line_end, _all_quoted, _reordered]


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda edit: edit.__name__.strip("_"))
def test_what_is_harmless_changes_no_triple(
    edit: Callable[[bytes, str], bytes], good: Good, folder: Path
) -> None:
    for table, name in FILES.items():
        path = folder / name
        path.write_bytes(edit(path.read_bytes(), good.tables[table].delimiter))
    changed, unchanged = good.read(folder), good.read(DATA)
    check(changed, good.expected({}))
    assert [b.triples for b in bundled.batches(changed)] == [
        b.triples for b in bundled.batches(unchanged)
    ]


@pytest.mark.parametrize("name", [*FILES.values(), "datapackage.json"])
def test_a_missing_file(name: str, good: Good, folder: Path) -> None:
    (folder / name).unlink()
    with pytest.raises(ClusterkgError, match=rf"{name}: cannot be read \(No such file"):
        good.read(folder)


UNUSABLE = {
    "empty": (b"", "is no JSON"),
    "no JSON": (b"{'resources': []}", "is no JSON"),
    "UTF-16": ('{"resources": []}'.encode("utf-16"), "is no JSON"),
    "a list": (b"[]", "describes no data package"),
    "deep": (b"[" * 100_000, "describes no data package"),
    "no resources": (b"{}", "describes no data package"),
    "resources of another kind": (b'{"resources": [1]}', "describes no data package"),
    "a table without fields": (
        b'{"resources": [{"name": "a", "path": "b", "schema": {}}]}', "describes no data package"
    ),
    "no tables": (b'{"resources": []}', "describes no table 'organisations'"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_an_unusable_description(name: str, good: Good, folder: Path) -> None:
    text, message = UNUSABLE[name]
    (folder / "datapackage.json").write_bytes(text)
    with pytest.raises(ClusterkgError, match=message):
        good.read(folder)


DESCRIPTIONS = {
    "a column more": (lambda table: table["schema"]["fields"].append(
        {"name": "colour", "type": "string"}), "differ from the bundled table's in colour"),
    "a column less": (lambda table: table["schema"]["fields"].pop(1), "table's in name"),
    "a path outside": (lambda table: table.update(path="../organisations.csv"), "lies outside"),
    "an absolute path": (lambda table: table.update(path="/organisations.csv"), "lies outside"),
    "no delimiter": (lambda table: table.update(dialect={"csv": {"delimiter": ""}}), "one char"),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_of_other_tables(name: str, good: Good, folder: Path) -> None:
    edit, message = DESCRIPTIONS[name]
    _describe(folder, edit)
    with pytest.raises(ClusterkgError, match=message):
        good.read(folder)


def test_a_description_cannot_switch_a_rule_off(good: Good, folder: Path) -> None:
    _describe(folder, lambda table: [
        field.pop("constraints", None) or field.pop("check", None)
        for field in table["schema"]["fields"]
    ])
    line = bad_folder.overwrite("organisations", 3, {"country": "XX"})
    bad_folder.change(folder, "organisations", 3, lambda _: line)
    check(good.read(folder), good.expected({"organisations": {3: ("country", "country")}}))


def test_a_table_under_another_name_and_delimiter(good: Good, folder: Path) -> None:
    data = (folder / "organisations.csv").read_text(encoding="utf-8")
    buffer = io.StringIO()
    csv.writer(buffer, delimiter="|", lineterminator="\n").writerows(csv.reader(io.StringIO(data)))
    (folder / "other.csv").write_text(buffer.getvalue(), encoding="utf-8")
    _describe(folder, lambda table: table.update(
        path="other.csv", dialect={"csv": {"delimiter": "|"}}))
    check(good.read(folder), good.expected({}))


def _describe(folder: Path, edit: Callable[[dict[str, object]], object]) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    edit(next(table for table in package["resources"] if table["name"] == "organisations"))
    path.write_text(json.dumps(package), encoding="utf-8")
