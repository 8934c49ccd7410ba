"""Terms made for columns equal those that ``ontology.rdf`` and ``iris`` make one by one."""

import random
from decimal import Decimal

import polars as pl
import pycountry
import pyoxigraph as ox
import pytest

from clusterkg.loaders.columnar import terms
from clusterkg.ontology import iris, rdf

CHARACTERS = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]


def made(expression: pl.Expr, values: list[str | None]) -> list[str | None]:
    frame = pl.DataFrame({"x": pl.Series(values, dtype=pl.String)})
    return frame.select(expression.alias("y"))["y"].to_list()


X = terms.column("x")


def test_texts_of_every_character_are_escaped_as_one_by_one() -> None:
    assert made(terms.text(X), CHARACTERS) == [rdf.text(mark) for mark in CHARACTERS]
    assert made(terms.text(X, "pt-BR"), ['a"b']) == ['"a\\"b"@pt-BR']


def test_texts_of_every_character_come_back_from_a_strict_parser() -> None:
    lines = [f"<s:s> <p:p> {term} .\n" for term in made(terms.text(X), CHARACTERS)]
    triples = ox.parse("".join(lines).encode(), format=ox.RdfFormat.N_TRIPLES)
    assert [triple.object.value for triple in triples] == CHARACTERS


def test_slugs_of_every_character_are_those_one_by_one() -> None:
    words = [f"A{mark}b {mark}" for mark in (*CHARACTERS[:0x3000], *CHARACTERS[0x3000::7])]
    assert made(terms.slug(X), words) == [iris.slug(word) for word in words]
    assert made(terms.slug(X), ["北京", "—", "R&D  Ōsaka"]) == [None, None, "r-and-d-osaka"]


def test_parts_of_names_are_kept_apart_whatever_they_hold() -> None:
    marks = (*CHARACTERS[:0x3000], *CHARACTERS[0x3000::7])
    found = made(terms.ref("thing", X, "v 1"), list(marks))
    assert len(set(found)) == len(marks)
    for term in found:
        assert term
        assert term.count("/") == 7
        ox.NamedNode(term[1:-1])
    assert made(terms.ref("thing", X), [".", "..", "a.b", None]) == [
        f"<{iris.BASE}id/thing/{part}>" for part in ("%2E", "%2E%2E", "a.b")
    ] + [None]


@pytest.mark.parametrize("seed", range(3))
def test_decimals_equal_the_canonical_form(seed: int) -> None:
    drawn = random.Random(seed)
    values = ["0", "-0", "0.0", "5.", ".5", "-.50", "+7", "007", "100", "1e0", "-000.100"][:9]
    for _ in range(2_000):
        whole = "0" * drawn.randrange(3) + str(drawn.randrange(10 ** drawn.randrange(1, 12)))
        part = str(drawn.randrange(10 ** drawn.randrange(1, 7))) + "0" * drawn.randrange(4)
        values.append(drawn.choice(("", "-", "+")) + whole + drawn.choice(("", ".", f".{part}")))
    zero = rdf.decimal("0")
    expected = [zero if Decimal(value) == 0 else rdf.decimal(value) for value in values]
    assert made(terms.decimal(X), values) == expected


def test_decimal_commas_are_decimal_points() -> None:
    assert made(terms.decimal(X), ["2499638,25", None]) == [rdf.decimal("2499638.25"), None]


def test_numbers_are_whole() -> None:
    assert made(terms.number(X), ["0012", "12.0", "-0", None]) == [
        rdf.number(12), rdf.number(12), rdf.number(0), None
    ]


def test_dates_are_of_the_kind_of_their_length() -> None:
    days = ["2018-11-22", "2018-11", "2018"]
    assert made(terms.date(X), [*days, None]) == [*map(rdf.date, days), None]


def test_words_for_true_and_false() -> None:
    found = made(terms.boolean(X), ["TRUE", "False", "0", "maybe", None])
    assert found == [rdf.boolean(True), rdf.boolean(False), rdf.boolean(False), None, None]


def test_countries_are_those_of_the_standard_and_of_european_statistics() -> None:
    codes = [country.alpha_2 for country in pycountry.countries]
    assert made(terms.country(X), codes) == [f"<{iris.country(code)}>" for code in codes]
    assert made(terms.country(X), ["EL", "UK", "XK", "XX", "it", None]) == [
        f"<{iris.country(code)}>" for code in ("GR", "GB", "XK")
    ] + [None, None, None]


def test_regions_are_those_one_by_one() -> None:
    codes = ["ITC1", "EL30", "UKI31", "NO0", "TR", "EL", "UK", "XK"]
    assert made(terms.nuts(X), codes) == [f"<{iris.nuts(code)}>" for code in codes]
