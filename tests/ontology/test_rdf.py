"""Writing RDF: what we write, an independent parser (pyoxigraph) reads back unchanged."""

import random
import sys

import pyoxigraph as ox
import pytest

from clusterkg.ontology import rdf
from clusterkg.ontology.iris import IriError

XSD = "http://www.w3.org/2001/XMLSchema#"
SUBJECT = "<https://example.org/s>"
HARD = (
    "\"\\\n\r\t\b\f\v\x00\x01\x1f\x7f\x80\x85\x9f\xa0\xad\u0300\u061c\u200b\u200e\u2028\u2029\u202e"
    "\ufeff\ufffd\ufffe\uffff\ue000\U0001f9f5\U0010ffff'<>^`{}|;,.@#"
)


def objects(terms: list[str]) -> list[ox.Literal]:
    text = "".join(f"{rdf.triple(SUBJECT, 'rdf:value', term)} .\n" for term in terms)
    triples = ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)
    return [triple.object for triple in triples]  # type: ignore[misc]


def random_texts(number: int) -> list[str]:
    """Seeded texts over all of Unicode but the surrogates, which no UTF-8 holds."""
    chance = random.Random(20181129)
    everything = [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]
    return [
        "".join(
            chr(chance.choice(everything)) if chance.random() < 0.5 else chance.choice(HARD)
            for _ in range(chance.randint(0, 30))
        )
        for _ in range(number)
    ]


def test_hard_characters_come_back() -> None:
    texts = [*HARD, HARD, HARD[::-1], "", "\\u0041", "\\", '"', "a\\\"b", "\r\n", "'''", '"""']
    assert [found.value for found in objects([rdf.text(text) for text in texts])] == texts


def test_random_texts_come_back() -> None:
    texts = random_texts(5000)
    assert [found.value for found in objects([rdf.text(text) for text in texts])] == texts


def test_a_line_is_one_statement() -> None:
    """Neither line ends nor the separators of Unicode end a statement in the middle."""
    for text in random_texts(500):
        assert not set(rdf.text(text)) & set("\n\r")


def test_languages_and_datatypes() -> None:
    tagged, typed, truth = objects(
        [rdf.text('a"b', "en"), rdf.typed("5", "xsd:byte"), rdf.boolean(True)]
    )
    assert (tagged.value, tagged.language) == ('a"b', "en")
    assert typed.datatype.value == XSD + "byte"
    assert (truth.value, truth.datatype.value) == ("true", XSD + "boolean")


@pytest.mark.parametrize(
    ("value", "canonical"),
    [
        # XSD 1.1 part 2, section 3.3.3.2: no plus, no leading or trailing zeros, no point for
        # whole numbers.
        ("5", "5"), ("5.0", "5"), ("5.50", "5.5"), ("0.10", "0.1"), ("0", "0"), ("0.000", "0"),
        ("-5.50", "-5.5"), ("007", "7"), ("1E+3", "1000"), ("1E-7", "0.0000001"), (0.1, "0.1"),
        (1e21, "1000000000000000000000"), ("59500000", "59500000"), (3, "3"),
        ("123456789012345678.123456789012345678", "123456789012345678.123456789012345678"),
    ],
)
def test_decimals_are_canonical(value: str | float, canonical: str) -> None:
    (found,) = objects([rdf.decimal(value)])
    assert (found.value, found.datatype.value) == (canonical, XSD + "decimal")


def test_integers() -> None:
    found = objects([rdf.number(value) for value in ("12", "-3", "007", 0)])
    assert [literal.value for literal in found] == ["12", "-3", "7", "0"]
    assert {literal.datatype.value for literal in found} == {XSD + "integer"}


@pytest.mark.parametrize(
    ("value", "datatype"),
    [("2018-11-22", "date"), ("2018-11", "gYearMonth"), ("2018", "gYear")],
)
def test_dates_have_the_datatype_of_their_precision(value: str, datatype: str) -> None:
    (found,) = objects([rdf.date(value)])
    assert (found.value, found.datatype.value) == (value, XSD + datatype)


@pytest.mark.parametrize(
    "value", ["", "18", "22.11.2018", "2018-1", "2018-11-22T00:00", "2018-11-22\n"]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is no year, year-month or year-month-day"):
        rdf.date(value)


@pytest.mark.parametrize("character", [*' <>"{}|\\^`', *map(chr, range(0x21)), "\n"])
def test_iris_with_forbidden_characters_are_refused(character: str) -> None:
    for place in (f"https://example.org/{character}", f"https://example.org/a{character}b"):
        with pytest.raises(IriError):
            rdf.iri(place)
        with pytest.raises(IriError):
            rdf.ref(f"organisation/a{character}b")


def test_iris_come_back() -> None:
    addresses = ["https://example.org/é/日?q=1#f", "http://data.europa.eu/nuts/code/ITC1"]
    text = "".join(f"{rdf.iri(a)} {rdf.iri(a)} {rdf.iri(a)} .\n" for a in addresses)
    triples = list(ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES))
    assert [triple.subject.value for triple in triples] == addresses  # type: ignore[union-attr]
    assert rdf.iri("skos:prefLabel") == "<http://www.w3.org/2004/02/skos/core#prefLabel>"


def test_describe_leaves_out_what_is_none() -> None:
    pairs = [("rdf:value", rdf.text("a")), ("rdf:value", None)]
    assert len(list(rdf.describe(SUBJECT, pairs))) == 1


def test_quads_hold_each_triple_once_in_order() -> None:
    triples = [rdf.triple(SUBJECT, "rdf:value", rdf.text(text)) for text in "bab"]
    lines = list(rdf.quads(triples, "https://example.org/g"))
    quads = list(ox.parse("\n".join(lines).encode(), format=ox.RdfFormat.N_QUADS))
    assert [quad.object.value for quad in quads] == ["b", "a"]  # type: ignore[union-attr]
    assert {quad.graph_name.value for quad in quads} == {"https://example.org/g"}  # type: ignore[union-attr]
