"""The rules for cells: accepted and refused values by hand, from the standards that each names."""

import random

import pytest

from clusterkg.loaders.rules import MAX_CELL, Known, broken, broken_as
from clusterkg.loaders.schema import Field
from clusterkg.ontology import rdf

KNOWN = Known(
    regions={"ITC1", "UKC1"},
    things={"sector/energy", "document/F0", "instrument/escp-s3", "ecosystem/textile", "nace/13"},
)


def rule(value: str, **field: object) -> str:
    """Return the broken rule's name, or an empty text for a good value."""
    found = broken(value, Field("column", **{"type": "string", **field}), KNOWN)  # type: ignore[arg-type]
    return found.rule if found else ""


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        # ISO 8601: calendar dates of reduced precision; 2020 and 2000 are leap years, 1900 is not.
        ("date", ["2018", "2018-11", "2018-11-22", "2020-02-29", "2000-02-29"],
         ["2018-02-30", "1900-02-29", "2018-13", "2018-00", "20181122", "22.11.2018", "2018-1-1",
          "18", "2018-11-22T00:00", "2018-W47", "0000", "２０１８", "2018-11-", "-2018"]),
        ("country", ["IT", "GR", "GB", "XK", "TR"], ["EL", "UK", "ITA", "it", "Italy", "ZZ", "I"]),
        ("region", ["ITC1", "UKC1", "IT", "EL", "UK"], ["ITC", "ITC99", "itc1", "ZZ", "XX1"]),
        ("address", ["http://a.eu", "https://a.eu/b?c=d#e", "https://ä.eu/ü", "https://a.eu:80/"],
         ["a.eu", "www.a.eu", "ftp://a.eu", "http://", "https:///a", "https://a b.eu",
          "https://a.eu/%zz", "https://[a", "https://a:b/", "https://a.eu/<b>", "HTTP//a",
          "javascript:alert(1)", "https://a.eu/\N{PRIVATE USE ONE}"]),
        ("source", ["http://a.eu", "000_38979783a04852ca.txt", "CORDIS H2020 dump (rcn 1)", "book"],
         ["https://a b", "???", "http://"]),
        ("thing", ["sector/energy", "nuts/ITC1", "country/IT", "document/F0"],
         ["sector/none", "energy", "nuts/ITC9", "country/EL", "/", "sector/", "nuts/"]),
        ("instrument", ["escp-s3/tex4im"], ["escp-s9/tex4im", "tex4im", "/escp-s3"]),
        ("place", ["F0:12"], ["F1:12", "12", ":"]),
        ("mapped", ["id:ecosystem/textile", "nace:13", "sssom:NoTermFound"],
         ["id:ecosystem/none", "nace:99", "textile", "sssom:Other", "nace/13:"]),
        ("name", ["textile", "İzmir", "3D"], ["???", "\N{GREEK CAPITAL LETTER ALPHA}", "—"]),
        ("property", ["startDate"], ["start_date", "colour", "Partnership"]),
    ],
)
def test_checks(check: str, good: list[str], bad: list[str]) -> None:
    assert [value for value in good if rule(value, check=check)] == []
    assert [value for value in bad if not rule(value, check=check)] == []


# OWASP, "CSV Injection": a cell that begins with = + - @ (or their full-width forms) may run.
FORMULAS = [
    "=1+1", "@SUM(A1)", "+A1", "-A1", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "-",
    "\N{FULLWIDTH EQUALS SIGN}1", "\N{FULLWIDTH PLUS SIGN}1", "\N{FULLWIDTH COMMERCIAL AT}A",
    "\N{FULLWIDTH HYPHEN-MINUS}1+A1", "\N{MINUS SIGN}A1",
]


@pytest.mark.parametrize("value", FORMULAS)
def test_formulas(value: str) -> None:
    assert rule(value) == "formula"
    assert rule(f"first; {value}", separator=";") == "formula"
    assert rule(value, type="number") == "formula"


@pytest.mark.parametrize("value", ["-5", "-1.5", "+33", "a=b", "R&D", "x - y", "1-2"])
def test_no_formulas(value: str) -> None:
    assert rule(value) == ""


@pytest.mark.parametrize(
    ("value", "number", "integer"),
    [
        ("0", "", ""), ("4500", "", ""), ("-3", "", ""), ("007", "", ""), ("6.84", "", "number"),
        ("4.500", "number", "number"), ("1.234.567", "number", "number"), ("4.5000", "", "number"),
        ("6,84", "number", "number"), ("59,50M", "number", "number"),
        ("59,50M€", "number", "number"),
        ("1 000", "number", "number"), ("1e9", "number", "number"), ("inf", "number", "number"),
        ("NaN", "number", "number"), ("0x1F", "number", "number"), (".5", "number", "number"),
        ("5.", "number", "number"), ("1_000", "number", "number"), ("٣", "number", "number"),
        ("9" * 18, "", ""), ("9" * 19, "number", "number"), ("9" * 5000, "number", "number"),
    ],
)
def test_numbers(value: str, number: str, integer: str) -> None:
    assert rule(value, type="number") == number
    assert rule(value, type="integer") == integer


def test_bounds() -> None:
    shares = {"type": "number", "minimum": 0, "maximum": 1}
    assert [rule(value, **shares) for value in ("0", "1", "0.125", "1.0")] == [""] * 4
    assert [rule(value, **shares) for value in ("1.01", "-0.1", "2", "1.500")] == ["range"] * 4
    assert rule("0", type="integer", minimum=1) == "range"
    assert rule("1", type="integer", minimum=1) == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a" * MAX_CELL, ""), ("a" * (MAX_CELL + 1), "length"), ("a\x00b", "control"),
        ("a\tb", "control"), ("a\rb", "control"), ("a\x85b", "control"), ("a\u2028b", "control"),
        ("a\u202eb", "control"), ("a\ufffdb", "encoding"), (" a", "space"), ("a\u00a0", "space"),
        ("a b", ""), ("İzmir – Ἀθῆναι 日本 🧵", ""),
    ],
)
def test_texts(value: str, expected: str) -> None:
    assert rule(value) == expected


def test_several_values_in_a_cell() -> None:
    listed = {"separator": ";", "enum": ("a", "b")}
    assert [rule(value, **listed) for value in ("a", "a;b", "a; b")] == [""] * 3
    assert [rule(value, **listed) for value in ("a;;b", "a;", ";a")] == ["separator"] * 3
    assert rule("a;c", **listed) == "enum"


def test_empty_cells() -> None:
    assert rule("") == ""
    assert rule("", required=True) == "required"
    assert rule("", type="number", minimum=1) == ""


def test_a_pattern_holds_for_ascii_digits_alone() -> None:
    assert rule("F1", pattern=r"F\d") == ""
    assert rule("F٣", pattern=r"F\d") == "pattern"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [("ref", "sector/energy", ""), ("ref", "sector/none", "reference"), ("date", "2018-11", ""),
     ("date", "November", "date"), ("text", "anything", "")],
)
def test_read_as(kind: str, value: str, expected: str) -> None:
    found = broken_as(kind, value, KNOWN)
    assert (found.rule if found else "") == expected


def test_what_passes_can_be_written() -> None:
    """Seeded random texts: what a rule lets pass is written as RDF without an error."""
    chance = random.Random(20181122)
    alphabet = "0123456789-.,;:/=@+ \t\r\x00abzéλ日%[]<>\"\\#٣٣\u2028🧵ht://"
    writers = {"number": rdf.decimal, "integer": rdf.number}
    passed = 0
    for _ in range(20_000):
        value = "".join(chance.choices(alphabet, k=chance.randint(1, 8)))
        for kind, write in writers.items():
            if not rule(value, type=kind):
                passed += bool(write(value))
        if not rule(value, check="date"):
            passed += bool(rdf.date(value))
        if not rule("https://" + value, check="address"):
            passed += bool(rdf.iri("https://" + value))
    assert passed > 1000
