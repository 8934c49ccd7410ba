"""Which literals are well formed (XSD 1.1, part 2), and which HermiT can be given.

``REFUSED`` is what HermiT itself calls malformed, and characters outside XML 1.0's ``Char``.
"""

import pytest
from pyoxigraph import Literal, NamedNode

from clusterkg.ontology.iris import PREFIXES
from clusterkg.ontology.reasoning import check
from clusterkg.ontology.reasoning.literals import is_readable, is_well_formed
from tests.ontology.java import need_java, turtle

GOOD = [
    ("boolean", "1"), ("integer", "+5"), ("integer", "9" * 5000), ("unsignedByte", "-0"),
    ("byte", "-128"), ("decimal", ".5"), ("double", "NaN"), ("float", "1e5"),
    ("dateTime", "2018-01-01T24:00:00"), ("dateTime", "2020-02-29T00:00:00.5+14:00"),
    ("dateTime", "-0044-03-15T00:00:00"), ("dateTimeStamp", "2018-01-01T00:00:00Z"),
    ("language", "en-GB"), ("Name", ":a"), ("NCName", "\u4e2d"), ("NMTOKEN", "-a"),
    ("normalizedString", "a b"), ("token", "a b"), ("base64Binary", "A A A A"),
    ("base64Binary", "AA=="), ("hexBinary", "0a"), ("string", "a\tb"), ("anyURI", ""),
]
ILL = [
    ("boolean", "True"), ("integer", " 5"), ("integer", "1_000"), ("integer", "\u0665"),
    ("unsignedByte", "-1"), ("byte", "128"), ("positiveInteger", "0"),
    ("long", "-9223372036854775809"), ("decimal", "1e5"), ("double", "nan"), ("float", "-NaN"),
    ("dateTime", "2019-02-29T00:00:00"), ("dateTime", "2018-01-01"),
    ("dateTime", "2018-01-01T24:00:01"), ("dateTimeStamp", "2018-01-01T00:00:00"),
    ("language", "e n"), ("Name", "1a"), ("NCName", "a:b"), ("NMTOKEN", "a b"),
    ("normalizedString", "a\tb"), ("token", " a"), ("token", "a  b"), ("base64Binary", "A"),
    ("hexBinary", "0"), ("integer", "5\n"),
]
REFUSED = [
    ("float", "+INF"), ("dateTime", "12018-01-01T00:00:00"), ("anyURI", "a b"),
    ("anyURI", "%zz"), ("string", "a\x0bb"), ("string", "\ufffe"),
]


def _literal(datatype: str, text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + datatype))


@pytest.mark.parametrize(("datatype", "text"), GOOD)
def test_well_formed(datatype: str, text: str) -> None:
    literal = _literal(datatype, text)
    assert is_well_formed(literal)
    assert is_readable(literal)


def test_hermit_reads_what_it_is_given() -> None:
    need_java()
    facts = "".join(f"<urn:x> <urn:p> {_literal(*one)} .\n" for one in GOOD)
    more = turtle("<urn:p> a owl:DatatypeProperty .")
    verdict = check(facts.encode(), more=more)
    assert verdict.consistent
    assert verdict.triples - check(more=more).triples == len(GOOD)


@pytest.mark.parametrize(("datatype", "text"), ILL)
def test_ill_formed(datatype: str, text: str) -> None:
    assert not is_well_formed(_literal(datatype, text))


@pytest.mark.parametrize(("datatype", "text"), REFUSED)
def test_refused(datatype: str, text: str) -> None:
    literal = _literal(datatype, text)
    assert is_well_formed(literal)
    assert not is_readable(literal)
