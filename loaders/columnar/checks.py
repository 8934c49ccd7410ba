"""Rules for cells as expressions: which rows break one, and the first that each of them breaks."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import polars as pl

from .source import Column, RowCheck, Table
from .terms import BOOLEANS, countries, parts, slug

_BLANKS = r"\t\n\r"
_CONTROL = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}"
    r"\x{fffe}\x{ffff}"
)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# RFC 3987; the ranges of ucschar as a parser of N-Triples takes them.
_UCS = (
    r"\x{a0}-\x{d7ff}\x{f900}-\x{fdcf}\x{fdf0}-\x{ffef}"
    + "".join(rf"\x{{{plane:x}0000}}-\x{{{plane:x}fffd}}" for plane in range(1, 14))
    + r"\x{e1000}-\x{efffd}"
)
_UNRESERVED = rf"A-Za-z0-9\-._~{_UCS}!$&'()*+,;="
_PERCENT = "%[0-9A-Fa-f]{2}"
_PATH = rf"(?:[{_UNRESERVED}:@/]|{_PERCENT})*"
_PRIVATE = r"\x{e000}-\x{f8ff}\x{f0000}-\x{ffffd}\x{100000}-\x{10fffd}"
_QUERY = rf"(?:\?(?:[{_UNRESERVED}:@/?{_PRIVATE}]|{_PERCENT})*)?"
_FRAGMENT = rf"(?:#(?:[{_UNRESERVED}:@/?]|{_PERCENT})*)?"
_HOST = rf"(?:[{_UNRESERVED}]|{_PERCENT})"
_AUTHORITY = rf"(?:(?:[{_UNRESERVED}:]|{_PERCENT})*@)?{_HOST}+(?::[0-9]*)?"
_IRI = rf"[A-Za-z][A-Za-z0-9+.\-]*://{_AUTHORITY}(?:/{_PATH})?{_QUERY}{_FRAGMENT}"
_ADDRESS = rf"(?i:https?)://{_AUTHORITY}(?:/{_PATH})?{_QUERY}{_FRAGMENT}"
_REGION = r"[A-Z]{2}[A-Z0-9]{0,3}"


class Rule(NamedTuple):
    """A check of single values: what is right, and an expression that is true where it is not."""

    hint: str
    wrong: Callable[[pl.Expr], pl.Expr]


def _unlike(pattern: str) -> Callable[[pl.Expr], pl.Expr]:
    return lambda value: ~value.str.contains(rf"\A(?:{pattern})\z")


def _no_day(value: pl.Expr) -> pl.Expr:
    shape = value.str.contains(r"\A(?:[0-9]{4}-[0-9]{2}-[0-9]{2})\z")
    day = value.str.to_date("%Y-%m-%d", strict=False)
    return ~(shape & day.is_not_null() & ~value.str.starts_with("0000"))


def _no_date(value: pl.Expr) -> pl.Expr:
    shape = value.str.contains(r"\A[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?\z")
    return pl.when(shape & ~value.str.starts_with("0000")).then(False).otherwise(_no_day(value))


def _no_year(value: pl.Expr) -> pl.Expr:
    return _unlike("[0-9]{4}")(value) | (value == "0000")


def _no_country(value: pl.Expr) -> pl.Expr:
    return ~value.is_in(sorted(countries()))


def _no_nuts(value: pl.Expr) -> pl.Expr:
    unknown = _no_country(value.str.slice(0, 2))
    return _unlike(_REGION)(value) | unknown


def _no_boolean(value: pl.Expr) -> pl.Expr:
    return ~value.str.to_lowercase().is_in(list(BOOLEANS))


def _no_name(value: pl.Expr) -> pl.Expr:
    return slug(value).is_null()


_DECIMAL = r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})"
# A comma before three digits may part thousands as well.
_COMMA = rf"{_DECIMAL}|[+-]?[0-9]{{1,18}},(?:[0-9]{{0,2}}|[0-9]{{4,18}})"
RULES = {
    "integer": Rule("a whole number such as 1234", _unlike(r"[+-]?[0-9]{1,18}(?:\.0{1,18})?")),
    "digits": Rule("digits alone, such as 999981634", _unlike("[0-9]{1,18}")),
    "decimal": Rule("a number such as 1234.5: no commas, units or spaces", _unlike(_DECIMAL)),
    "amount": Rule("a number from 0 up, such as 1234.5", _unlike(_DECIMAL.removeprefix("[+-]?"))),
    "decimal-comma": Rule("a number such as 1234,5 or 1234.5, not 1,234", _unlike(_COMMA)),
    "day": Rule("a day that exists, such as 2018-11-22", _no_day),
    "date": Rule("a year, month or day that exists, such as 2018-11-22", _no_date),
    "year": Rule("a year such as 2018", _no_year),
    "boolean": Rule("true or false", _no_boolean),
    "iri": Rule("an absolute IRI such as https://example.org/a", _unlike(_IRI)),
    "address": Rule("an address that begins with http:// or https://", _unlike(_ADDRESS)),
    "country": Rule("an ISO 3166 code of two letters, such as IT (UK, EL and XK too)", _no_country),
    "nuts": Rule("a code of a country or of a NUTS region, such as ITC1", _no_nuts),
    "name": Rule("a name with a letter or digit of the Latin script", _no_name),
}


# What passes one of these is short and holds no control character and no U+FFFD.
_CLOSED = frozenset(RULES) - {"iri", "address", "name"}


class Check(NamedTuple):
    """One rule of one column, and where it is broken; ``implied`` by another rule of the column."""

    column: str
    rule: str
    hint: str
    wrong: pl.Expr
    implied: bool = False


@cache
def checks(table: Table) -> tuple[Check, ...]:
    """Return all checks of a table, in the order in which they are to be told."""
    cells = [check for column in table.columns for check in _checks(column, table.multiline)]
    return (*cells, *(_row_check(check) for check in table.checks))


def screen(table: Table) -> pl.Expr:
    """Return an expression that is true for rows that break any rule."""
    wrong = [check.wrong for check in checks(table) if not check.implied]
    return pl.any_horizontal(*wrong).fill_null(False) if wrong else pl.lit(False)


def first_broken(frame: pl.DataFrame, table: Table) -> list[Check]:
    """Return, for each row of a frame whose rows all break a rule, the first one."""
    found = pl.coalesce(*(
        pl.when(check.wrong).then(pl.lit(at)) for at, check in enumerate(checks(table))
    ))
    numbers = frame.select(found.alias("at"))["at"]
    return [checks(table)[at] for at in numbers]


def _row_check(check: RowCheck) -> Check:
    return Check(check.column, check.rule, check.hint, check.wrong)


def _checks(column: Column, multiline: bool) -> Iterator[Check]:
    value = pl.col(column.name)
    closed = not column.separator and (column.rule in _CLOSED or bool(column.values))
    if column.required:
        empty = value.is_null()
        if column.separator:
            empty |= parts(value, column.separator).list.len() == 0
        yield Check(column.name, "required", "this column may not be empty", empty)
    most = column.maximum_length
    hint = f"a cell holds at most {most:,} characters"
    yield Check(column.name, "length", hint, value.str.len_chars() > most, closed)
    if not column.lost_letters:
        hint = f"letters of the file's encoding; bytes that are none stand as {_REPLACEMENT}"
        lost = value.str.contains(_REPLACEMENT, literal=True)
        yield Check(column.name, "encoding", hint, lost, closed)
    hint = "a cell holds no control characters" + ("" if multiline else ", tabs or line breaks")
    marks = f"[{_CONTROL}]" if multiline else f"[{_CONTROL}{_BLANKS}]"
    yield Check(column.name, "control", hint, value.str.contains(marks), closed)
    for rule, hint, wrong in _values(column):
        yield Check(column.name, rule, hint, _any(value, column.separator, wrong))


def _values(column: Column) -> Iterator[tuple[str, str, Callable[[pl.Expr], pl.Expr]]]:
    if column.rule:
        rule = RULES[column.rule]
        yield column.rule, rule.hint, rule.wrong
    if column.values:
        allowed = list(column.values)
        yield "enum", f"one of: {', '.join(allowed)}", lambda value: ~value.is_in(allowed)
    if column.pattern:
        yield "pattern", f"a value that matches {column.pattern}", _unlike(column.pattern)


def _any(
    value: pl.Expr, separator: str, wrong: Callable[[pl.Expr], pl.Expr]
) -> pl.Expr:
    if not separator:
        return value.is_not_null() & wrong(value)
    return parts(value, separator).list.eval(wrong(pl.element())).list.any()
