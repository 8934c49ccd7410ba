"""Rules for a single cell; each answers ``None`` or what would be right."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterkg.ontology import iris
from clusterkg.ontology.terms import PROPERTIES

from .schema import Field

MAX_CELL = 10_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_FORMULA = re.compile(r"[=@]|[+-](?!\d)")
_NUMBER = {"integer": re.compile(r"-?\d+"), "number": re.compile(r"-?\d+(\.\d+)?")}
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Broken(NamedTuple):
    """The rule that a value breaks and what would be right."""

    rule: str
    hint: str


@dataclass(frozen=True)
class Known:
    """What values may refer to: keys of tables read before, region codes, things by reference."""

    regions: Set[str] = frozenset()
    things: Set[str] = frozenset()
    keys: Mapping[str, Set[str]] = field(default_factory=dict)


def broken(value: str, column: Field, known: Known) -> Broken | None:
    """Return the first rule that a cell breaks, or ``None``."""
    if not value:
        return Broken("required", "this column may not be empty") if column.required else None
    found = _unsafe(value)
    if found:
        return found
    for part in _parts(value, column):
        found = _wrong(part, column, known)
        if found:
            return found
    return None


def _parts(value: str, column: Field) -> Iterator[str]:
    if not column.separator:
        return iter((value,))
    return iter(part.strip() for part in value.split(column.separator))


def _unsafe(value: str) -> Broken | None:
    if len(value) > MAX_CELL:
        return Broken("length", f"a cell holds at most {MAX_CELL:,} characters, this {len(value):,}")
    if _CONTROL.search(value):
        return Broken("control", "a cell holds no control characters")
    if "\N{REPLACEMENT CHARACTER}" in value:
        return Broken("encoding", "the bytes here are no UTF-8; save the table as UTF-8")
    if _FORMULA.match(value):
        return Broken("formula", "a cell never begins like a spreadsheet formula (= @ + -)")
    if value != value.strip():
        return Broken("space", "no blanks before or after a value")
    return None


def _wrong(value: str, column: Field, known: Known) -> Broken | None:
    if not value:
        return Broken("separator", f"an empty value between two '{column.separator}'")
    if column.type in _NUMBER:
        return _wrong_number(value, column)
    if column.enum and value not in column.enum:
        return Broken("enum", f"one of: {', '.join(column.enum)}")
    if column.pattern and not re.fullmatch(column.pattern, value):
        return Broken("pattern", f"a value that matches {column.pattern}")
    if column.kind:
        return _thing(f"{column.kind}/{value}", known)
    return _CHECKS[column.check](value, known) if column.check else None


def _wrong_number(value: str, column: Field) -> Broken | None:
    if not _NUMBER[column.type].fullmatch(value):
        shown = "1234" if column.type == "integer" else "1234.5"
        return Broken("number", f"a plain {column.type} such as {shown}: no commas, units or spaces")
    if _THOUSANDS.fullmatch(value) and column.maximum is None:
        return Broken("number", "ambiguous: write thousands without a dot (4500, not 4.500)")
    if column.maximum is not None and not 0 <= float(value) <= column.maximum:
        return Broken("range", f"a number from 0 to {column.maximum:g}")
    return None


def _date(value: str, known: Known) -> Broken | None:
    shape = _DAY.fullmatch(value)
    try:
        datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        shape = None
    return None if shape else Broken("date", "a year, month or day that exists, such as 2018-11-22")


def _region(value: str, known: Known) -> Broken | None:
    if len(value) == 2:
        return _country(iris.ISO_FROM_NUTS.get(value, value), known)
    if value in known.regions:
        return None
    return Broken("nuts", "a NUTS code of 2024, 2021 or (United Kingdom) 2018, such as ITC1")


def _country(value: str, known: Known) -> Broken | None:
    try:
        iris.country(value)
    except iris.IriError:
        return Broken("country", "an ISO 3166 code of two letters, such as IT (GR, GB, XK)")
    return None


def _thing(value: str, known: Known) -> Broken | None:
    kind, _, local = value.partition("/")
    if kind == "nuts":
        return _region(local, known)
    if kind == "country":
        return _country(local, known)
    if value in known.things:
        return None
    return Broken("reference", "a thing that a table or a vocabulary describes, as kind/slug")


def _address(value: str, known: Known) -> Broken | None:
    if re.match(r"https?://", value) and iris.is_iri(value):
        return None
    return Broken("address", "an address that begins with http:// or https://, without blanks")


def _property(value: str, known: Known) -> Broken | None:
    if value in PROPERTIES:
        return None
    return Broken("property", "a property of the ontology, such as startDate (ontology/terms.py)")


_CHECKS: dict[str, Callable[[str, Known], Broken | None]] = {
    "date": _date, "region": _region, "country": _country, "thing": _thing, "address": _address,
    "property": _property,
}
