"""Workbooks and JSON files: the same rows as from CSV, and what strangers put into such files."""

import datetime
import json
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from clusterkg.loaders.columnar import workbook
from clusterkg.loaders.columnar.load import Load, load
from clusterkg.loaders.columnar.rows import ReadError
from clusterkg.loaders.columnar.source import Column, Table
from clusterkg.ontology.errors import ClusterkgError
from tests.loaders.columnar.table import faults, loaded, names, source, table, taken


def from_workbook(
    rows: list[list[object]], folder: Path, *tables: Table, title: str = "Sheet"
) -> Load:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.create_sheet("notes").append(["nothing"])
    book.save(folder / "things.xlsx")
    book.close()
    return taken(load(source(*(tables or (table(),))), folder / "things.xlsx"))


def test_a_sheet_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    rows = [["id", "name"], [1, "a"], [None, None], ["2", "b\nc"], [3.0, "d"], [4.5, "e"], [5]]
    found = from_workbook(rows, tmp_path)
    assert names(found) == ["a", "d"]
    assert faults(found) == [(4, "name", "control"), (6, "id", "digits")]
    assert found.counts[0][1:] == (5, 3, 2, 0)


def test_values_of_cells_are_text_as_a_person_would_write_it(tmp_path: Path) -> None:
    day = datetime.datetime(2024, 2, 29)
    values = [True, 12, 0.1, 1e-7, 123456789012345, day, day.replace(hour=5), "007", " x "]
    rows = [["id", "name"], *([at, value] for at, value in enumerate(values))]
    assert names(from_workbook(rows, tmp_path)) == [
        "true", "12", "0.1", "0.0000001", "123456789012345", "2024-02-29",
        "2024-02-29 05:00:00", "007", "x",
    ]


def test_a_value_behind_the_columns_is_rejected(tmp_path: Path) -> None:
    found = from_workbook([["id", "name"], [1, "a", None, "lost?"], [2, "b"]], tmp_path)
    assert faults(found) == [(2, "", "columns")]
    assert next(iter(found.rejects)).row == "1,a,,lost?"


def test_a_header_may_stand_lower_and_a_sheet_have_a_name(tmp_path: Path) -> None:
    rows = [["Things of 2024"], [], ["id", "name"], [1, "a"], ["x", "b"]]
    found = from_workbook(rows, tmp_path, table(sheet="Data", header_row=3), title="Data")
    assert names(found) == ["a"]
    assert faults(found) == [(5, "id", "digits")]
    with pytest.raises(ReadError, match="the sheets are: Sheet, notes"):
        from_workbook(rows, tmp_path, table(sheet="Data"))
    with pytest.raises(ReadError, match="no header of a known table"):
        from_workbook(rows, tmp_path, table())


def rewritten(folder: Path, member: str, change: tuple[str, str]) -> Path:
    from_workbook([["id", "name"], [1, "a"]], folder)
    with zipfile.ZipFile(folder / "things.xlsx") as old:
        parts = {name: old.read(name).decode() for name in old.namelist()}
    assert change[0] in parts[member]
    parts[member] = parts[member].replace(*change)
    with zipfile.ZipFile(folder / "things.xlsx", "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return folder / "things.xlsx"


SHEET = "xl/worksheets/sheet1.xml"


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 9 if at else "x"}">' for at in range(9))
    path = rewritten(tmp_path, SHEET, ("<worksheet", f"<!DOCTYPE w [{bomb}]><worksheet"))
    with pytest.raises(ClusterkgError, match="entity"):
        taken(load(source(table()), path))
    outside = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    path = rewritten(tmp_path, SHEET, ("<worksheet", outside))
    with pytest.raises(ClusterkgError, match="entity"):
        taken(load(source(table()), path))


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_UNPACKED", 2_000)
    with pytest.raises(ReadError, match="unpacks to"):
        from_workbook([["id", "name"], [1, "a"]], tmp_path)


def test_a_row_number_beyond_all_sheets_does_not_hang(tmp_path: Path) -> None:
    path = rewritten(tmp_path, SHEET, ('<row r="2"', '<row r="2000000000"'))
    with pytest.raises(ReadError, match="1,048,576 rows"):
        taken(load(source(table()), path))


def test_a_damaged_workbook_is_told(tmp_path: Path) -> None:
    path = rewritten(tmp_path, SHEET, ('r="A2"', 'r="A"'))
    data = path.read_bytes()
    for damaged in (data, data[:300], data[:200] + b"\0" * 100 + data[300:], b"PK\x03\x04"):
        path.write_bytes(damaged)
        with pytest.raises(ClusterkgError, match=r"things\.xlsx|Sheet"):
            taken(load(source(table()), path))


def test_json_objects_are_rows_with_their_lines(tmp_path: Path) -> None:
    text = (
        '[\n {"id": 1, "name": "a"},\n {"id": "x",\n  "name": "b"}, 7,\n\n'
        ' {"name": null, "id": 4}]\n'
    )
    found = loaded(text, tmp_path, name="things.json")
    assert names(found) == ["a"]
    assert faults(found) == [(3, "id", "digits"), (4, "", "record")]
    assert [reject.row for reject in found.rejects] == ['{"id": "x",\n  "name": "b"}', "7"]
    assert found.counts[0][1:] == (4, 2, 2, 0)


def test_the_key_of_an_array_is_a_column_and_lists_are_joined(tmp_path: Path) -> None:
    content = {"x": [{"id": 1, "parts": ["a", "b", True]}], "y": [], "z": [{"id": 2, "parts": []}]}
    tables = table(Column("parts", separator="|"))
    columns = (tables.columns[0], Column("name", aliases=("(key)",)), tables.columns[2])
    found = loaded(json.dumps(content, indent=1), tmp_path,
                   Table("things", columns, tables.nodes), name="things.json")
    assert names(found) == ["x", "z"]


@pytest.mark.parametrize("text", [
    "[", "[]", "{}", "[1]", '[{"id": 1}', '[{"id": 1, "name": "a"}] x', '{"a": {"id": 1}}',
    '[{"id": 1, "id": 2, "name": "a"}]', '[{"id": 1 "name": 2}]', "[" * 100_000, '{"a": [1, ]}',
    '[{"nom": 1}]', '[{"id": 1}]', "\ufeff{", '{"a":' * 50_000,
])
def test_json_that_is_no_table_is_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"things\.json"):
        loaded(text, tmp_path, name="things.json")


def test_half_a_pair_of_surrogates_is_no_letter(tmp_path: Path) -> None:
    text = '[{"id": 1, "name": "a\\ud800"}, {"id": 2, "name": "\\ud83d\\ude00"}]'
    found = loaded(text, tmp_path, name="things.json")
    assert names(found) == ["\N{GRINNING FACE}"]
    assert faults(found) == [(1, "name", "encoding")]


@pytest.mark.parametrize("code", ["#REF!", "#N/A", "#DIV/0!", "#NAME?"])
def test_an_error_of_a_formula_is_no_value(code: str, tmp_path: Path) -> None:
    rows = [["id", "name", "other"], [1, code, None], [2, "a", code], [3, f"no {code}", None]]
    found = from_workbook(rows, tmp_path)
    assert names(found) == ["a", f"no {code}"]
    assert faults(found) == [(2, "name", "error")]
    assert "formula" in next(iter(found.rejects)).hint
    columns = (table().columns[0], Column("name", missing=(code,)))
    found = from_workbook(rows, tmp_path, Table("things", columns, table().nodes))
    assert (found.counts[0].written, faults(found)) == (3, [])


def test_a_part_that_openpyxl_unfolds_is_small(tmp_path: Path) -> None:
    # 7 MB of styles, 12 KB as they lie in the file, once took 600 MB and half a minute.
    fonts = "<font/>" * 700_000
    path = rewritten(tmp_path, "xl/styles.xml", ("</fonts>", fonts + "</fonts>"))
    with pytest.raises(ReadError, match=r"styles.*at most 4 MB"):
        taken(load(source(table()), path))
    kind = ("/xl/worksheets/sheet1.xml", "/xl/styles.xml")
    path = renamed(path, "[Content_Types].xml", kind)
    with pytest.raises(ReadError, match=r"at most 4 MB"):
        taken(load(source(table()), path))
    rows: list[list[object]] = [["id", "name"], *([at, f"name {at}"] for at in range(60_000))]
    assert from_workbook(rows, tmp_path).counts[0].written == 60_000


def test_empty_cells_far_to_the_right_cost_nothing(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="XFD{at}"/></row>'
        for at in range(3, 20_000)
    )
    path = rewritten(tmp_path, SHEET, ("</sheetData>", rows + "</sheetData>"))
    tracemalloc.start()
    try:
        assert taken(load(source(table()), path)).counts[0].written == 19_998
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()


def test_two_cells_in_one_place_are_damage(tmp_path: Path) -> None:
    path = rewritten(tmp_path, SHEET, ('r="B2"', 'r="A2"'))
    with pytest.raises(ReadError, match="two cells in column 1"):
        taken(load(source(table()), path))


@pytest.mark.parametrize("before", ["", "\ufeff", "\n" * 10_000])
def test_entities_are_found_whatever_a_part_is_called(before: str, tmp_path: Path) -> None:
    outside = f'{before}<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    path = renamed(rewritten(tmp_path, SHEET, ("<worksheet", outside)), "", (".xml", ".dat"))
    with pytest.raises(ClusterkgError, match=r"sheet1\.dat.*entity"):
        taken(load(source(table()), path))
    plain = renamed(rewritten(tmp_path, SHEET, ("", "")), "", (".xml", ".dat"))
    assert names(taken(load(source(table()), plain))) == ["a"]


def renamed(path: Path, member: str, change: tuple[str, str]) -> Path:
    """Change a text in one member; without one, the name of the first sheet wherever it stands."""
    old, new = ("sheet1" + change[0], "sheet1" + change[1]) if not member else change
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            here = not member or name == member
            archive.writestr(name.replace(old, new) if not member else name,
                             text.replace(old, new) if here else text)
    return path


def test_what_cannot_stand_in_a_cell_of_json_is_rejected(tmp_path: Path) -> None:
    values = [["a", "b|c"], [["a"]], [{"x": 1}], {"x": 1}, ["a", 7, True, None], [], "a|b", None]
    rows = [{"id": at, "name": f"n{at}", "parts": value} for at, value in enumerate(values)]
    text = "[" + ",\n".join(json.dumps(row) for row in rows) + "]"
    found = loaded(text, tmp_path, table(Column("parts", separator="|")), name="things.json")
    assert names(found) == ["n4", "n5", "n6", "n7"]
    assert faults(found) == [(line, "parts", "value") for line in (1, 2, 3, 4)]
    found = loaded(text, tmp_path, table(Column("parts")), name="things.json")
    assert names(found) == ["n6", "n7"]
    assert faults(found) == [(line, "parts", "value") for line in (1, 2, 3, 4, 5, 6)]


def test_each_object_of_json_has_the_keys_of_the_table(tmp_path: Path) -> None:
    text = (
        '[{"id": 1, "name": "a"},\n{"id": 2, "name": "b", "more": 1},\n'
        '{" id ": 3, "name": "c"},\n{"id": 4, " id": 5, "name": "d"}]'
    )
    found = loaded(text, tmp_path, table(extra="error"), name="things.json")
    assert names(found) == ["a", "c"]
    assert faults(found) == [(2, "", "columns"), (4, "id", "columns")]
    assert names(loaded(text, tmp_path, table(), name="things.json")) == ["a", "b", "c"]
