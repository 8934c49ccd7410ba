"""Writing RDF: terms and triples as N-Triples text, fully escaped.

Loaders make plain strings, because a string a term is several times faster than an object a
term, and the store reads N-Quads in bulk. Grammar: https://www.w3.org/TR/n-triples/
"""

import datetime
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from . import iris

_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f",
}
_UNSAFE = re.compile(r'[\\"\n\r\t\b\f\x00-\x1f\x7f]')
_DATES = (
    (re.compile(r"\d{4}-\d{2}-\d{2}"), "xsd:date"),
    (re.compile(r"\d{4}-\d{2}"), "xsd:gYearMonth"),
    (re.compile(r"\d{4}"), "xsd:gYear"),
)

Term = str
Triple = str


def iri(value: str) -> Term:
    """Return an IRI as an N-Triples term; CURIEs with a known prefix are expanded."""
    full = value if "://" in value else iris.expand(value)
    if not iris.is_iri(full):
        raise iris.IriError(f"'{value}' holds characters that no IRI may hold")
    return f"<{full}>"


def ref(value: str) -> Term:
    """Return the N-Triples term of a short reference such as ``sector/energy``."""
    return iri(iris.resolve(value))


def text(value: str, language: str | None = None) -> Term:
    """Return a string literal, with a language tag if one is given."""
    quoted = '"' + _UNSAFE.sub(_escape, value) + '"'
    return f"{quoted}@{language}" if language else quoted


def typed(value: str, datatype: str) -> Term:
    """Return a literal of a datatype given as a CURIE such as ``xsd:decimal``."""
    return f"{text(value)}^^{iri(datatype)}"


def number(value: str | int) -> Term:
    """Return an ``xsd:integer`` literal."""
    return typed(str(int(value)), "xsd:integer")


def decimal(value: str | float) -> Term:
    """Return an ``xsd:decimal`` literal in the canonical form of XSD 1.1 (``5``, ``5.5``)."""
    whole, _, fraction = f"{Decimal(str(value)):f}".partition(".")
    digits = fraction.rstrip("0")
    return typed(f"{whole}.{digits}" if digits else whole, "xsd:decimal")


def boolean(value: bool) -> Term:
    """Return an ``xsd:boolean`` literal."""
    return typed(str(value).lower(), "xsd:boolean")


def date(value: str) -> Term:
    """Return a day, month or year (``2018-11-22``, ``2018-11``, ``2018``) with its datatype."""
    for pattern, datatype in _DATES:
        if pattern.fullmatch(value):
            datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
            return typed(value, datatype)
    raise ValueError(f"'{value}' is no year, year-month or year-month-day")


def triple(subject: Term, predicate: str, value: Term) -> Triple:
    """Return one N-Triples statement without its final dot; the predicate is a CURIE."""
    return f"{subject} {iri(predicate)} {value}"


def describe(subject: Term, pairs: Iterable[tuple[str, Term | None]]) -> Iterator[Triple]:
    """Yield the triples of one subject, leaving out the pairs whose value is ``None``."""
    for predicate, value in pairs:
        if value is not None:
            yield triple(subject, predicate, value)


def quads(triples: Iterable[Triple], graph: str) -> Iterator[str]:
    """Yield N-Quads lines, each triple once, in the order in which they came."""
    suffix = f" {iri(graph)} ."
    for line in dict.fromkeys(triples):
        yield line + suffix


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
