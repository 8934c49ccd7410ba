"""Rules for a single cell; each answers ``None`` or what would be right."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from clusterkg.ontology import iris
from clusterkg.ontology.terms import PROPERTIES

from .reject import CONTROL, FORMULA
from .schema import Field
from .sources import is_address, minted

MAX_CELL = 10_000
_LIKE_A_FORMULA = re.compile(rf"(?![+-]?\d+([.,]\d+)*\Z)[{FORMULA}]")
# Eighteen digits fit the integers of every store.
_NUMBER = {
    "integer": re.compile(r"-?\d{1,18}", re.ASCII),
    "number": re.compile(r"-?\d{1,18}(\.\d{1,18})?", re.ASCII),
}
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+", re.ASCII)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_TERM = "sssom:NoTermFound"


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


def broken_as(kind: str, value: str, known: Known) -> Broken | None:
    """Return the rule that a value breaks when it is read as ``ref``, ``date`` or ``text``."""
    return _READ_AS[kind](value, known) if kind in _READ_AS else None


def _parts(value: str, column: Field) -> Iterator[str]:
    if not column.separator:
        return iter((value,))
    return iter(part.strip() for part in value.split(column.separator))


def _unsafe(value: str) -> Broken | None:
    if len(value) > MAX_CELL:
        hint = f"a cell holds at most {MAX_CELL:,} characters, this one {len(value):,}"
        return Broken("length", hint)
    if "\N{REPLACEMENT CHARACTER}" in value:
        return Broken("encoding", "the bytes here are no UTF-8; save the table as UTF-8")
    if CONTROL.search(value):
        return Broken("control", "a cell holds no control characters, tabs or line breaks")
    if value != value.strip():
        return Broken("space", "no blanks before or after a value")
    return None


def _wrong(value: str, column: Field, known: Known) -> Broken | None:
    if not value:
        return Broken("separator", f"an empty value between two '{column.separator}'")
    if _LIKE_A_FORMULA.match(value):
        return Broken("formula", "a value never begins like a spreadsheet formula (= @ + -)")
    if column.type in _NUMBER:
        return _wrong_number(value, column)
    if column.enum and value not in column.enum:
        return Broken("enum", f"one of: {', '.join(column.enum)}")
    found = _CHECKS[column.check](value, known) if column.check else None
    if found:
        return found
    if column.pattern and not re.fullmatch(column.pattern, value, re.ASCII):
        return Broken("pattern", f"a value that matches {column.pattern}")
    return _thing(f"{column.kind}/{value}", known) if column.kind else None


def _wrong_number(value: str, column: Field) -> Broken | None:
    if not _NUMBER[column.type].fullmatch(value):
        shown = "1234" if column.type == "integer" else "1234.5"
        hint = f"a plain {column.type} such as {shown}: no commas, units or spaces"
        return Broken("number", hint)
    if _THOUSANDS.fullmatch(value) and column.maximum is None:
        return Broken("number", "ambiguous: write thousands without a dot (4500, not 4.500)")
    if column.minimum is not None and float(value) < column.minimum:
        return Broken("range", f"a number from {column.minimum:g} up")
    if column.maximum is not None and float(value) > column.maximum:
        return Broken("range", f"a number up to {column.maximum:g}")
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
        # The list itself would take lower case for upper case.
        iris.country(value if _COUNTRY.fullmatch(value) else "")
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


def _instrument(value: str, known: Known) -> Broken | None:
    if f"instrument/{value.partition('/')[0]}" in known.things:
        return None
    return Broken("reference", "an id that begins with a known instrument, such as escp-s3/tex4im")


def _place(value: str, known: Known) -> Broken | None:
    if f"document/{value.partition(':')[0]}" in known.things:
        return None
    return Broken("reference", "a document that the table of documents describes, and a line")


def _mapped(value: str, known: Known) -> Broken | None:
    ref = value.removeprefix("id:") if value.startswith("id:") else value.replace(":", "/", 1)
    if value == _NO_TERM or ref in known.things:
        return None
    hint = f"an ecosystem, a division of NACE 2.1 such as nace:13, or {_NO_TERM}"
    return Broken("reference", hint)


def _name(value: str, known: Known) -> Broken | None:
    if iris.slug(value):
        return None
    return Broken("name", "a name with a letter or digit of the Latin script, which makes its slug")


def _address(value: str, known: Known) -> Broken | None:
    if is_address(value):
        return None
    return Broken("address", "an address that begins with http:// or https://, without blanks")


def _source(value: str, known: Known) -> Broken | None:
    return _name(value, known) if minted(value) else _address(value, known)


def _property(value: str, known: Known) -> Broken | None:
    if value in PROPERTIES:
        return None
    return Broken("property", "a property of the ontology, such as startDate (ontology/terms.py)")


_CHECKS: dict[str, Callable[[str, Known], Broken | None]] = {
    "date": _date, "region": _region, "country": _country, "thing": _thing, "address": _address,
    "property": _property, "instrument": _instrument, "place": _place, "mapped": _mapped,
    "name": _name, "source": _source,
}
_READ_AS = {"ref": _thing, "date": _date}
