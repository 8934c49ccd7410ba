"""The kept rows: nothing is lost, and a spreadsheet that opens them runs nothing."""

import csv
import io
import random

import pytest

from clusterkg.loaders.reject import Reject, read_csv, write_csv


def reject(value: str, row: str = "") -> Reject:
    return Reject("a.csv", 7, "name", "formula", value, "a hint", row)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("'quoted", "''quoted"),
        ("  =1", "  '=1"), ("a;=1;b", "a;'=1;b"), ("a\t=1", "a\t'=1"), ("a; '=1", "a; ''=1"),
        ("a=1", "a=1"), ("a,=1", "a,=1"),
        ("\N{FULLWIDTH EQUALS SIGN}1", "'\N{FULLWIDTH EQUALS SIGN}1"),
        ("", ""), ('say "=1"', 'say "=1"'),
    ],
)
def test_no_cell_begins_like_a_formula(text: str, kept: str) -> None:
    (_, row) = csv.reader(io.StringIO(write_csv([reject(text, text)]), newline=""))
    assert row[4] == row[6] == kept
    assert read_csv(write_csv([reject(text, text)])) == [reject(text, text)]


def test_control_characters_are_spelled_out() -> None:
    text = write_csv([reject("a\x00b\x1b[2J\u202ec", "x\ry")])
    assert r"a\x00b\x1b[2J\u202ec" in text
    assert r"x\ry" in text
    assert not set(text) & set("\x00\x1b\r\u202e")


def test_a_sentence_is_short_and_moves_no_cursor() -> None:
    sentence = reject("\x1b[2J" + "x" * 200_000).sentence()
    begin = "a.csv, line 7, column name: a hint (rule formula; found '\\x1b[2Jxx"
    assert sentence.startswith(begin)
    assert len(sentence) < 200


def test_huge_values_are_read_again() -> None:
    huge = reject("x" * 200_000, "y" * 400_000)
    assert read_csv(write_csv([huge])) == [huge]


def test_random_texts_come_back() -> None:
    """Seeded random texts of the characters that matter here, without control characters."""
    chance = random.Random(7)
    rejects = [
        reject(*("".join(chance.choices("'=+-@;\t ,\"\\aéλ日🧵", k=chance.randint(0, 12)))
                 for _ in range(2)))
        for _ in range(5000)
    ]
    text = write_csv(rejects)
    assert read_csv(text) == rejects
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            for part in cell.replace("\t", ";").split(";"):
                assert not part.strip().startswith(tuple("=+-@"))
