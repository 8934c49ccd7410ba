"""Reading a table: every physical line is loaded, rejected or a duplicate, whatever the bytes."""

import random
from pathlib import Path

import pytest

from clusterkg.loaders.rules import Known
from clusterkg.loaders.schema import Field, Table
from clusterkg.loaders.tables import Reading, TableError, read_table

PEOPLE = Table(
    "people", "people.csv",
    (Field("id", "string", required=True, pattern="[a-z]+"), Field("name", "string"),
     Field("age", "integer", minimum=0), Field("club", "string"),
     Field("start", "string", check="date"), Field("end", "string", check="date")),
    key=("id",), references=(("club", "clubs"),), ordered=(("start", "end"),),
)
KNOWN = Known(keys={"clubs": {"chess"}})
HEADER = b"id,name,age,club,start,end\n"


def read(folder: Path, data: bytes, table: Table = PEOPLE) -> Reading:
    (folder / table.path).write_bytes(data)
    reading = read_table(folder, table, KNOWN)
    count = reading.count
    assert count.read == count.written + count.rejected + count.duplicate
    return reading


def rules(reading: Reading) -> list[tuple[int, str, str]]:
    return [(reject.line, reject.column, reject.rule) for reject in reading.rejects]


def test_good_rows_keep_their_lines(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + b'ann,"Ann, B.",30,chess,,\n\nbob,"say ""hi""",,,2018,\n')
    assert [row.line for row in reading.rows] == [2, 4]
    assert [row.cells["name"] for row in reading.rows] == ["Ann, B.", 'say "hi"']
    assert reading.count == ("people.csv", 2, 2, 0, 0)
    assert reading.ids() == {"ann", "bob"}


@pytest.mark.parametrize(
    ("line", "column", "rule"),
    [
        (b",Ann,,,,", "id", "required"), (b"Ann,,,,,", "id", "pattern"),
        (b"ann,,x,,,", "age", "number"),
        (b"ann,,-1,,,", "age", "range"), (b"ann,,,golf,,", "club", "reference"),
        (b"ann,,,,2019,2018", "end", "interval"), (b"ann,,,,2018-06,2018-05-31", "end", "interval"),
        (b"ann", "", "columns"), (b"ann,,,,,,", "", "columns"), (b'ann,"x', "", "quote"),
        (b'ann,"x"y,,,,', "", "quote"), (b"ann,\xff,,,,", "name", "encoding"),
        (b" ", "", "columns"),
        (b"ann,a\x00b,,,,", "name", "control"), (b"ann,a\rb,,,,", "", "quote"),
        (b",,,,,", "id", "required"),
    ],
)
def test_one_bad_row(tmp_path: Path, line: bytes, column: str, rule: str) -> None:
    reading = read(tmp_path, HEADER + b"zoe,,,,,\n" + line + b"\nbob,,,,,\n")
    assert rules(reading) == [(3, column, rule)]
    assert reading.ids() == {"zoe", "bob"}


@pytest.mark.parametrize(
    "dates", [b"2018,2018", b"2018-05,2018", b"2018,2018-01-01", b"2018-05-03,2018-05"]
)
def test_a_coarse_date_holds_the_finer_ones(tmp_path: Path, dates: bytes) -> None:
    assert not read(tmp_path, HEADER + b"ann,,,," + dates + b"\n").rejects


def test_duplicates_and_keys(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADER + b"ann,A,,,,\nann,A,,,,\nann,B,,,,\nANN,,,,,\nANN,,,,,\n")
    assert reading.count == ("people.csv", 5, 1, 3, 1)
    assert rules(reading) == [(4, "id", "key"), (5, "id", "pattern"), (6, "id", "pattern")]


def test_a_wrong_header_rejects_every_row_once(tmp_path: Path) -> None:
    reading = read(tmp_path, b"id,name\nann,A\nbob,B\n")
    assert rules(reading) == [(1, "age", "header"), (2, "", "header"), (3, "", "header")]
    assert reading.count == ("people.csv", 2, 0, 2, 0)


def test_bytes_that_are_no_utf_8_stay_readable(tmp_path: Path) -> None:
    (reject,) = read(tmp_path, HEADER + "ann,Malmö,,,,\n".encode("latin-1")).rejects
    assert reject.row == r"ann,Malm\xf6,,,,"
    assert reject.value == "Malm\N{REPLACEMENT CHARACTER}"


def test_comments_of_another_delimiter(tmp_path: Path) -> None:
    table = Table("t", "t.tsv", (Field("a", "string"), Field("b", "string")), ("a",),
                  delimiter="\t", comment="#")
    reading = read(tmp_path, b"\xef\xbb\xbf# one\r\na\tb\r\n# two\r\nx\ty, z\r\n", table)
    assert [(row.line, row.cells) for row in reading.rows] == [(4, {"a": "x", "b": "y, z"})]


@pytest.mark.parametrize("make", ["nothing", "folder"])
def test_a_file_that_cannot_be_opened(tmp_path: Path, make: str) -> None:
    if make == "folder":
        (tmp_path / PEOPLE.path).mkdir()
    message = r"people.csv: cannot be read \(.*\); the table is required"
    with pytest.raises(TableError, match=message):
        read_table(tmp_path, PEOPLE, KNOWN)


def test_any_bytes_at_all(tmp_path: Path) -> None:
    """Seeded random bytes, alone and in a good table: never an exception, counts add up."""
    chance = random.Random(20210119)
    ids = [b"%c%c" % (first, second) for first in b"abcd" for second in b"klmnopqrst"]
    good = HEADER + b"".join(name + b",N,3,chess,2018,2019\n" for name in ids)
    spice = [*map(bytes, zip(b'\n\r",\x00\xff\xc3=;\t#')), b"\xef\xbb\xbf"]
    for _ in range(400):
        data = bytearray(good)
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 3)] = chance.choice(spice)
        reading = read(tmp_path, bytes(data))
        lines = [row.line for row in reading.rows] + [r.line for r in reading.rejects]
        assert len(lines) == len(set(lines))
        assert max(lines, default=1) <= data.count(b"\n") + 1
    for _ in range(400):
        read(tmp_path, chance.randbytes(chance.randint(0, 300)))
