"""Datatypes of CSVW columns as expressions: what a cell may hold, and the literal that it makes.

W3C, "Model for Tabular Data and Metadata on the Web" (2015), section 6.4: parsing cells.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import polars as pl

from clusterkg.loaders.columnar import terms
from clusterkg.loaders.columnar.checks import RULES
from clusterkg.ontology.errors import ClusterkgError

Change = Callable[[pl.Expr], pl.Expr]
_INTEGER = {
    "integer": ("[+-]?[0-9]{1,18}", "a whole number such as -12"),
    "nonNegativeInteger": (r"\+?[0-9]{1,18}|-0{1,18}", "a whole number from 0"),
    "positiveInteger": (r"\+?0{0,9}[1-9][0-9]{0,17}", "a whole number from 1"),
}
_DOUBLE = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|-?INF|NaN"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
# The patterns that the standard lists for dates (section 6.4.4), as strptime writes them.
_DATES = {
    f"{pattern}": pattern.replace("yyyy", "%Y").replace("MM", "M").replace("dd", "d")
    .replace("M", "%m").replace("d", "%d")
    for pattern in (
        "yyyy-MM-dd", "yyyyMMdd", "dd-MM-yyyy", "d-M-yyyy", "MM-dd-yyyy", "M-d-yyyy",
        "dd/MM/yyyy", "d/M/yyyy", "MM/dd/yyyy", "M/d/yyyy", "dd.MM.yyyy", "d.M.yyyy",
        "MM.dd.yyyy", "M.d.yyyy",
    )
}
NUMBERS = (*_INTEGER, "decimal", "double", "number")
TEXTS = ("string", "normalizedString", "token")
NAMES = (*TEXTS, *NUMBERS, "date", "gYear", "gYearMonth", "boolean", "anyURI")


class DatatypeError(ClusterkgError):
    """A datatype or a format that is none, or is not supported; ``right`` says what is."""

    def __init__(self, what: str, right: str) -> None:
        """Keep what is wrong and what would be right."""
        super().__init__(f"{what}; {right}")
        self.what, self.right = what, right


class Kind(NamedTuple):
    """A datatype with its format.

    ``wrong`` is true of a cell that is none, ``clean`` gives it in the form of XML Schema, and
    ``literal`` the N-Triples term of that. ``plain`` says that it is a text without a datatype.
    """

    rule: str
    hint: str
    wrong: Change
    clean: Change
    literal: Change
    plain: bool = False

    def lexical(self, value: pl.Expr) -> pl.Expr:
        """Return what stands in the literal: the value as templates take it."""
        if self.rule in TEXTS:
            return self.clean(value)
        return self.literal(self.clean(value)).str.extract(r'^"(.*)"\^\^', 1)


def kind(name: str, form: Any = None) -> Kind:
    """Return a datatype of :data:`NAMES` with its format, a string or an object.

    Raises
    ------
    DatatypeError
        There is no such datatype or format here.
    """
    if name not in NAMES:
        raise DatatypeError(f"the datatype '{name}' is not supported", f"write {', '.join(NAMES)}")
    if name in NUMBERS:
        return _number(name, form)
    if name in TEXTS:
        return _text(name, form)
    if name == "date":
        return _date(form)
    if name == "boolean":
        return _boolean(form)
    if form is not None:
        raise DatatypeError(f"{name} has no format here", "leave the format out")
    if name == "anyURI":
        rule = RULES["iri"]
        return Kind(name, rule.hint, rule.wrong, _same, _typed(name))
    rule = RULES["year"] if name == "gYear" else RULES["date"]
    wrong = rule.wrong if name == "gYear" else _no_month
    hint = rule.hint if name == "gYear" else "a month that exists, such as 2018-11"
    return Kind(name, hint, wrong, _same, _typed(name))


def _text(name: str, form: Any) -> Kind:
    literal = terms.text if name == "string" else _typed(name)
    plain, clean = name == "string", _SPACED[name]
    if form is None:
        return Kind(name, "", lambda value: pl.lit(False), clean, literal, plain)
    if not isinstance(form, str) or not _compiles(form):
        raise DatatypeError("the format of a text is a regular expression of Rust",
                            "write one such as [A-Z]{2}[0-9]+, without look-around")

    def wrong(value: pl.Expr) -> pl.Expr:
        return _unlike(form)(clean(value))

    return Kind(name, f"a text that matches {form}", wrong, clean, literal, plain)


def _number(name: str, form: Any) -> Kind:
    decimal, group = _marks(form)
    literal: Change
    if name in _INTEGER:
        pattern, hint = _INTEGER[name]
        wrong, literal = _unlike(pattern), _as(name, terms.number)
    elif name == "decimal":
        hint, wrong, literal = RULES["decimal"].hint, RULES["decimal"].wrong, terms.decimal
    else:
        hint, wrong, literal = "a number such as 1.5e3", _unlike(_DOUBLE), _typed("double")
    if form is None:
        return Kind(name, hint, wrong, _same, literal)
    groups = re.escape(group) if group else "(?!)"
    point = re.escape(decimal)

    def clean(value: pl.Expr) -> pl.Expr:
        bare = value.str.replace_all(group, "", literal=True) if group else value
        return bare.str.replace_all(decimal, ".", literal=True)

    def wrongly(value: pl.Expr) -> pl.Expr:
        found = wrong(clean(value))
        if decimal != ".":
            found = found | value.str.contains(".", literal=True) & pl.lit(group != ".")
        if not group:
            return found
        whole = rf"[+-]?[0-9]{{1,3}}(?:{groups}[0-9]{{3}})+(?:{point}[^{groups}]*)?"
        return found | value.str.contains(group, literal=True) & _unlike(whole)(value)

    shown = f"{hint}, with '{decimal}' before decimals"
    shown += f" and '{group}' between thousands" if group else ""
    return Kind(name, shown, wrongly, clean, literal)


def _marks(form: Any) -> tuple[str, str]:
    """Return the signs before decimals and between thousands."""
    if form is None:
        return ".", ""
    marks = form if isinstance(form, Mapping) else {"pattern": form}
    for name, value in marks.items():
        if name not in ("decimalChar", "groupChar"):
            raise DatatypeError(f"'{name}' in the format of a number is not supported",
                                'write {"decimalChar": ",", "groupChar": "."}')
        if not isinstance(value, str) or len(value) != 1 or value.isalnum() or value in "+-":
            raise DatatypeError(f"{name} is one sign that is no digit, letter, + or -",
                                'write {"decimalChar": ",", "groupChar": "."}')
    decimal, group = marks.get("decimalChar", "."), marks.get("groupChar", "")
    if decimal == group:
        raise DatatypeError("decimalChar and groupChar are the same sign", "make them differ")
    return decimal, group


def _date(form: Any) -> Kind:
    if form is None:
        return Kind("date", RULES["day"].hint, RULES["day"].wrong, _same, _typed("date"))
    if not isinstance(form, str) or form not in _DATES:
        raise DatatypeError(f"{form!r} is no format of dates here", f"write {', '.join(_DATES)}")
    shape = re.escape(form).replace("yyyy", "[0-9]{3}[0-9]")
    for double, single in (("MM", "M"), ("dd", "d")):
        shape = shape.replace(double, "[0-9]{2}").replace(single, "[0-9]{1,2}")

    def clean(value: pl.Expr) -> pl.Expr:
        return value.str.to_date(_DATES[form], strict=False).dt.to_string("%Y-%m-%d")

    def wrong(value: pl.Expr) -> pl.Expr:
        day = clean(value)
        return _unlike(shape)(value) | day.is_null() | day.str.starts_with("0000")

    return Kind("date", f"a day that exists, written {form}", wrong, clean, _typed("date"))


def _boolean(form: Any) -> Kind:
    words: dict[str, bool] = dict(_TRUTHS)
    if form is not None:
        yes, bar, no = form.partition("|") if isinstance(form, str) else ("", "", "")
        if not (yes and bar and no) or yes == no or "|" in no:
            raise DatatypeError(f"{form!r} is no format of truths", "write one such as YES|NO")
        words = {yes: True, no: False}
    truths = {word: str(truth).lower() for word, truth in words.items()}
    return Kind(
        "boolean", f"one of: {', '.join(words)}", lambda value: ~value.is_in(list(words)),
        lambda value: terms.mapped(value, truths), _typed("boolean"),
    )


def _no_month(value: pl.Expr) -> pl.Expr:
    return _unlike("[0-9]{4}-(?:0[1-9]|1[0-2])")(value) | value.str.starts_with("0000")


def _unlike(pattern: str) -> Change:
    return lambda value: ~value.str.contains(rf"\A(?:{pattern})\z")


def _same(value: pl.Expr) -> pl.Expr:
    return value


def _on_one_line(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(r"[\t\n\r]", " ")


def _collapsed(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(r"[ \t\n\r]+", " ")


# What XML Schema does with white space before it looks at a value (whiteSpace).
_SPACED = {"string": _same, "normalizedString": _on_one_line, "token": _collapsed}


def _typed(name: str) -> Change:
    return lambda value: terms.typed(value, f"xsd:{name}")


def _as(name: str, literal: Change) -> Change:
    return lambda value: literal(value).str.replace("#integer>", f"#{name}>", literal=True)


def _compiles(pattern: str) -> bool:
    try:
        pl.select(pl.lit("").str.contains(rf"\A(?:{pattern})\z"))
    except pl.exceptions.ComputeError:
        return False
    return True
