"""Expressions that make N-Triples terms out of columns: fully escaped, null where a cell is empty.

Each gives what :mod:`clusterkg.ontology.rdf` gives for one value, for a whole column at once.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from urllib.parse import quote

import polars as pl

from clusterkg.ontology import iris, rdf

_UNSAFE = r'[\\"\x00-\x1f\x7f]'
_NO_SEGMENT = r"[^A-Za-z0-9._~-]|^\.{1,2}$"
_NUMBER = r"^(?:0|-?[1-9][0-9]*)$"
_DECIMAL = r"^(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$"
_MARKS = [*range(0x20), 0x7F, ord("\\"), ord('"')]
_ESCAPED = {chr(code): rdf.text(chr(code))[1:-1] for code in _MARKS}
LINE = pl.col("#line")


def column(name: str) -> pl.Expr:
    """Return the cells of a column; empty ones are null."""
    return pl.col(name)


def constant(value: str) -> pl.Expr:
    """Return the same IRI, given as an IRI or a CURIE, on each row."""
    return pl.lit(rdf.iri(value))


def ref(kind: str, *parts: pl.Expr | str, safe: bool = False) -> pl.Expr:
    """Return IRIs that we mint: ``id/kind/part/part``; unsafe characters are percent-encoded.

    ``safe`` says that the rules of the columns let no such character through, which saves the look.
    """
    pieces: list[pl.Expr] = [pl.lit(f"<{iris.PREFIXES['id']}{kind}")]
    for part in parts:
        piece = pl.lit(_segment(part)) if isinstance(part, str) else part
        pieces += [pl.lit("/"), piece if safe or isinstance(part, str) else segment(piece)]
    return pl.concat_str(*pieces, pl.lit(">"))


def segment(value: pl.Expr) -> pl.Expr:
    """Return texts as segments of a path: unsafe characters are percent-encoded."""
    return _where(value, _NO_SEGMENT, _segment)


def iri(value: pl.Expr) -> pl.Expr:
    """Return IRIs that the rule ``iri`` or ``address`` has taken."""
    return pl.concat_str(pl.lit("<"), value, pl.lit(">"))


def under(namespace: str, value: pl.Expr) -> pl.Expr:
    """Return IRIs of a namespace (an IRI or a prefix such as ``nace:``) and a local name."""
    start = namespace if "://" in namespace else iris.PREFIXES[namespace.removesuffix(":")]
    return pl.concat_str(pl.lit(f"<{start}"), segment(value), pl.lit(">"))


def text(value: pl.Expr, language: str | None = None) -> pl.Expr:
    """Return string literals, with a language tag if one is given."""
    end = f'"@{language}' if language else '"'
    return pl.concat_str(pl.lit('"'), escaped(value), pl.lit(end))


def typed(value: pl.Expr, datatype: str) -> pl.Expr:
    """Return literals of a datatype given as a CURIE such as ``xsd:decimal``."""
    return pl.concat_str(pl.lit('"'), escaped(value), pl.lit(f'"^^{rdf.iri(datatype)}'))


def number(value: pl.Expr) -> pl.Expr:
    """Return ``xsd:integer`` literals in canonical form, of whole numbers with any zeros."""
    end = f'"^^{rdf.iri("xsd:integer")}'
    return pl.concat_str(pl.lit('"'), _unless(value, _NUMBER, _canonical), pl.lit(end))


def decimal(value: pl.Expr) -> pl.Expr:
    """Return ``xsd:decimal`` literals in the canonical form of XSD 1.1 (``5``, ``5.5``).

    A comma in a number is a decimal comma, as the rule ``decimal-comma`` takes it.
    """
    end = f'"^^{rdf.iri("xsd:decimal")}'
    return pl.concat_str(pl.lit('"'), _unless(value, _DECIMAL, _canonical), pl.lit(end))


def date(value: pl.Expr) -> pl.Expr:
    """Return days, months or years (``2018-11-22``, ``2018-11``, ``2018``) with their datatype."""
    length = value.str.len_bytes()
    datatype = (
        pl.when(length == 4).then(pl.lit(rdf.iri("xsd:gYear")))
        .when(length == 7).then(pl.lit(rdf.iri("xsd:gYearMonth")))
        .otherwise(pl.lit(rdf.iri("xsd:date")))
    )
    return pl.concat_str(pl.lit('"'), escaped(value), pl.lit('"^^'), datatype)


def boolean(value: pl.Expr) -> pl.Expr:
    """Return ``xsd:boolean`` literals of ``true``, ``false``, ``1``, ``0``, ``yes``, ``no``."""
    return mapped(value.str.to_lowercase(), {
        word: rdf.boolean(truth) for word, truth in BOOLEANS.items()
    })


BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def country(value: pl.Expr) -> pl.Expr:
    """Return the Publications Office's IRIs of ISO 3166 codes (and of UK, EL, XK)."""
    return mapped(value, {code: f"<{found}>" for code, found in countries().items()})


def nuts(value: pl.Expr) -> pl.Expr:
    """Return the IRIs of NUTS or statistical regions, or of countries for two letters."""
    members = sorted(iris.NUTS_COUNTRIES)
    region = pl.when(value.str.slice(0, 2).is_in(members)).then(
        under("nuts:", value)
    ).otherwise(ref("region", value))
    return pl.when(value.str.len_bytes() == 2).then(country(value)).otherwise(region)


def slug(value: pl.Expr) -> pl.Expr:
    """Return texts as lower-case ASCII words joined by hyphens, as :func:`iris.slug` does."""
    # Letters outside ASCII are Python's, whose tables of Unicode the other slugs are made by.
    plain = _where(value, r"[^\x00-\x7F]", iris.slug)
    words = plain.str.replace_all("&", " and ", literal=True).str.to_lowercase()
    found = words.str.replace_all(r"[^a-z0-9]+", "-").str.strip_chars("-")
    return pl.when(found != "").then(found)


def mapped(value: pl.Expr, terms: Mapping[str, str]) -> pl.Expr:
    """Return the term of each value by a table; null where it has none."""
    return value.replace_strict(dict(terms), default=None, return_dtype=pl.String)


def parts(value: pl.Expr, separator: str) -> pl.Expr:
    """Return the lists of values that stand in cells with a separator, without the empty ones."""
    stripped = value.str.split(separator).list.eval(pl.element().str.strip_chars())
    return stripped.list.eval(pl.element().filter(pl.element() != ""))


def escaped(value: pl.Expr) -> pl.Expr:
    """Return texts as they stand between the quotes of a literal."""
    return _where(value, _UNSAFE, _escape)


@cache
def countries() -> dict[str, str]:
    """Return the IRI of each country by its codes: ISO 3166, UK, EL and XK."""
    import pycountry

    codes = [str(country.alpha_2) for country in pycountry.countries] + [iris.KOSOVO]
    found = {code: iris.country(code) for code in codes}
    return found | {nuts: found[iso] for nuts, iso in iris.ISO_FROM_NUTS.items()}


def _canonical(cell: str) -> str:
    whole, _, part = cell.lstrip("+-").replace(",", ".").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    found = f"{whole}.{part}" if part else whole
    return _escape(f"-{found}" if cell.startswith("-") and found != "0" else found)


def _where(value: pl.Expr, pattern: str, change: Callable[[str], str]) -> pl.Expr:
    """Change the cells that match a pattern."""
    return _changed(value, lambda cells: cells.str.contains(pattern), change)


def _unless(value: pl.Expr, pattern: str, change: Callable[[str], str]) -> pl.Expr:
    """Change the cells that do not match a pattern."""
    return _changed(value, lambda cells: ~cells.str.contains(pattern), change)


def _changed(
    value: pl.Expr, which: Callable[[pl.Series], pl.Series], change: Callable[[str], str]
) -> pl.Expr:
    # Few cells need the change: Python does these, and the others pass as they are.
    def changed(cells: pl.Series) -> pl.Series:
        found = which(cells).fill_null(False)
        if not found.any():
            return cells
        new = [change(cell) for cell in cells.filter(found)]
        return cells.scatter(found.arg_true(), new)

    return value.map_batches(changed, return_dtype=pl.String, is_elementwise=True)


def _escape(cell: str) -> str:
    return re.sub(_UNSAFE, lambda match: _ESCAPED[match.group()], cell)


def _segment(part: str) -> str:
    return part.replace(".", "%2E") if part in (".", "..") else quote(part, safe="~")
