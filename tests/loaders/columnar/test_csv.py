"""CSV files in the states in which they come: each record is written, rejected or a duplicate."""

import codecs
import csv
import io
import random
import time
from pathlib import Path

import pytest

from clusterkg.loaders.columnar import csv_rows
from clusterkg.loaders.columnar.rows import ReadError
from clusterkg.loaders.columnar.source import Column
from tests.loaders.columnar.table import faults, loaded, names, table


def test_plain_lines_and_quoted_ones_give_the_same(tmp_path: Path) -> None:
    plain = loaded("id,name\n1,a\n2,b c\n", tmp_path)
    quoted = loaded('"id","name"\n"1","a"\n"2","b c"\n', tmp_path)
    assert plain.lines == quoted.lines
    assert names(plain) == ["a", "b c"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_marks_and_line_ends(
    delimiter: str, mark: bytes, end: str, tmp_path: Path
) -> None:
    rows = [["id", "name"], ["1", "x"], ["2", ""], ["3", "é"]]
    text = end.join(delimiter.join(row) for row in rows)
    assert names(loaded(mark + text.encode(), tmp_path)) == ["x", "é"]
    assert names(loaded(mark + (text + end + end).encode(), tmp_path)) == ["x", "é"]


def test_blanks_are_stripped_and_empty_cells_say_nothing(tmp_path: Path) -> None:
    found = loaded("id,name\n 1 ,\u00a0a \n2,  \n3,NA\n", tmp_path, table())
    assert names(found) == ["a", "NA"]
    assert found.counts[0][1:] == (3, 3, 0, 0)
    missing = table(Column("more", missing=("NA",), optional=True))
    assert names(loaded("id,name\n3,NA\n", tmp_path, missing)) == ["NA"]


def test_a_row_with_too_few_or_too_many_cells_is_rejected(tmp_path: Path) -> None:
    found = loaded("id,name\n1,a\n2\n3,b,c\n4,d\n\n5,e\n", tmp_path)
    assert names(found) == ["a", "d", "e"]
    assert faults(found) == [(3, "", "columns"), (4, "", "columns")]
    assert [reject.row for reject in found.rejects] == ["2", "3,b,c"]


def test_a_broken_quote_spoils_its_own_line_alone(tmp_path: Path) -> None:
    text = 'id,name\n1,a\n2,"b\n3,c\n4,"d"e"\n5,"f, g"\n6,h "i" j\n7,"k'
    for settings in ({}, {"multiline": True}):
        found = loaded(text, tmp_path, table(**settings))
        assert names(found) == ["a", "c", "f, g", 'h \\']
        assert faults(found) == [(3, "", "quote"), (5, "", "quote"), (8, "", "quote")]


def test_line_breaks_in_quotes_belong_to_a_record_where_the_table_says_so(tmp_path: Path) -> None:
    text = 'id,name\n1,"a\r\nb"\n2,c\n3,"d\n\n""e"""\nx,f\n'
    found = loaded(text, tmp_path, table(multiline=True))
    assert [line.split(" ", 2)[2] for line in found.lines] == [
        '"a\\nb" .', '"c" .', '"d\\n\\n\\"e\\"" .'
    ]
    assert faults(found) == [(8, "id", "digits")]
    assert loaded(text, tmp_path, table()).counts[0].rejected == 5


def test_records_are_read_whole_wherever_a_block_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = random.Random("blocks")
    cells = ["a", "b,c", 'd"e', "f\ng", "\n\n", "é" * 5, "h\n,i", '""', "日本"]
    rows = [[str(at), drawn.choice(cells) + "."] for at in range(60)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["id", "name"], *rows])
    settings = table(multiline=True)
    whole = loaded(text.getvalue(), tmp_path, settings)
    assert whole.counts[0].written == 60
    for block in (16, 17, 31, 64, 100, 257):
        monkeypatch.setattr(csv_rows, "BLOCK", block)
        part = loaded(text.getvalue(), tmp_path, settings)
        assert part.lines == whole.lines
        assert [*part.rejects] == [*whole.rejects]


def test_lines_are_numbered_across_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "BLOCK", 20)
    rows = [f"{at},n" if at % 7 else f"{at},\"n\n{at}\"" if at % 2 else "x,y" for at in range(200)]
    text = "id,name\n" + "\n".join(rows) + "\n"
    found = loaded(text, tmp_path, table(multiline=True))
    lines = [number for number, line in enumerate(text.split("\n"), start=1) if line == "x,y"]
    assert [line for line, _, rule in faults(found) if rule == "digits"] == lines[:15]


def test_encodings_are_those_that_the_table_states(tmp_path: Path) -> None:
    data = "id,name\n1,Müller – Cie\n2,\"Ł\"\n".encode("cp1250")
    assert names(loaded(data, tmp_path, table(encoding="cp1250"))) == ["Müller – Cie", "Ł"]
    wrong = loaded(data, tmp_path)
    assert faults(wrong) == [(2, "name", "encoding"), (3, "name", "encoding")]
    assert [reject.row for reject in wrong.rejects] == [
        "1,M\\xfcller \\x96 Cie", '2,"\\xa3"'
    ]


def test_lost_letters_pass_where_the_column_says_so(tmp_path: Path) -> None:
    text = "id,name\n1,Sk\ufffddowska\n"
    assert faults(loaded(text, tmp_path)) == [(2, "name", "encoding")]
    kept = loaded(text.replace("name", "title"), tmp_path, _titles())
    assert names(kept) == ["Sk\ufffddowska"]


def test_a_control_character_is_rejected(tmp_path: Path) -> None:
    found = loaded('id,name\n1,a\x00b\n2,c\x1bd\n3,"e\tf"\n4,a\x85b\n5,\u202eg\n', tmp_path)
    assert faults(found) == [(line, "name", "control") for line in (2, 3, 4, 5, 6)]
    assert found.counts[0].read == 5


def test_headers_that_do_not_fit_are_told_with_the_right_one(tmp_path: Path) -> None:
    for header, told in (
        ("id,nom", "column 'name' is missing"), ("id,name,name", "there is no column 'name (2)'"),
        ("id,name,x", "there is no column 'x'"), ("a,b", "column 'id' is missing"),
        ("id", "column 'name' is missing"), ("", "empty"),
    ):
        with pytest.raises(ReadError, match=r"things\.csv") as caught:
            loaded(f"{header}\n1,a,b\n" if header else "", tmp_path, table(extra="error"))
        assert told in str(caught.value)
        assert not header or "id, name" in str(caught.value)


def test_a_header_of_another_edition_is_known_by_its_aliases(tmp_path: Path) -> None:
    column = Column("country", rule="country", aliases=("land", "Country (2)"))
    for header in ("land,id,name", "name;land;id", "Country\tCountry\tid\tname"):
        mark = next(mark for mark in ",;\t" if mark in header)
        cells = {"id": "1", "name": "a", "land": "XX", "Country": "IT"}
        row = [cells[name] for name in header.split(mark)]
        if header.startswith("Country"):
            row[1] = "XX"
        found = loaded(header + "\n" + mark.join(row) + "\n", tmp_path, table(column))
        assert faults(found) == [(2, "country", "country")]


def test_of_several_tables_the_one_is_read_whose_header_fits(tmp_path: Path) -> None:
    other = _titles()
    assert names(loaded("id,title\n1,a\n", tmp_path, table(), other)) == ["a"]
    assert names(loaded("id,name\n1,b\n", tmp_path, table(), other)) == ["b"]


def test_utf_16_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="UTF-16"):
        loaded("id,name\n1,a\n".encode("utf-16"), tmp_path)


def _titles():  # type: ignore[no-untyped-def]
    from clusterkg.loaders.columnar.mapping import Node
    from clusterkg.loaders.columnar.source import Table
    from clusterkg.loaders.columnar.terms import column, ref, text

    node = Node(ref("thing", column("id")), (("skos:prefLabel", text(column("title"))),))
    return Table("titles", (Column("id"), Column("title", lost_letters=True)), (node,))


@pytest.mark.parametrize("settings", [{}, {"multiline": True}])
def test_a_quoted_cell_of_any_length_is_judged_by_its_length(
    settings: dict[str, bool], tmp_path: Path
) -> None:
    text = f'id,name\n1,"{"x" * 150_000}"\n2,"b, c"\n'
    found = loaded(text, tmp_path, table(**settings))
    assert names(found) == ["b, c"]
    assert faults(found) == [(2, "name", "length")]


def test_lines_of_a_long_cell_are_no_records(tmp_path: Path) -> None:
    lines = "".join(f"{at},inside\n" for at in range(400_000))
    found = loaded(f'id,name\n1,"{lines}"\n2,b\n', tmp_path, table(multiline=True))
    assert names(found) == ["b"]
    assert faults(found) == [(2, "name", "length")]
    assert len(next(iter(found.rejects)).row) == len(lines) + 4


def test_an_open_quote_is_given_up_after_some_megabytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "RECORD", 1_000)
    monkeypatch.setattr(csv_rows, "BLOCK", 100)
    rows = "".join(f"{at},n\n" for at in range(2, 500))
    found = loaded(f'id,name\n1,"a\n{rows}', tmp_path, table(multiline=True))
    assert faults(found) == [(2, "", "quote")]
    assert len(names(found)) == 498


def test_quotes_that_stay_open_on_each_line_take_no_quadratic_time(tmp_path: Path) -> None:
    # Each of these lines opens a quote, whether it begins a record or goes on in one.
    begun = time.monotonic()
    found = loaded("id,name\n" + 'a","b\n' * 40_000 + "1,c\n", tmp_path, table(multiline=True))
    assert time.monotonic() - begun < 60
    assert names(found) == ["c"]
    assert found.counts[0][1:] == (40_001, 1, 40_000, 0)
