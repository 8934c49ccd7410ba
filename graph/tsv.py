"""SPARQL 1.1 results in TSV to a polars table, by expressions over whole columns.

W3C, "SPARQL 1.1 Query Results CSV and TSV Formats".
"""

import io

import polars as pl

from clusterkg.ontology import iris

_STRING = r'^"(?s:(.*))"(?:@[A-Za-z0-9-]+|\^\^<[^>]*>)?$'
# An escaped backslash is set aside first, so that the letter behind it stays a letter.
_ESCAPES = (
    ("\\\\", "\x00"), ("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ('\\"', '"'), ("\x00", "\\"),
)
_INTEGER, _DECIMAL = r"^[+-]?\d+$", r"^[+-]?\d*\.\d+([eE][+-]?\d+)?$"
_TYPED = r'^"([^"\\]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#(integer|decimal|double|boolean)>$'


def read_solutions(source: io.BytesIO) -> pl.DataFrame:
    """Return a table, a column a variable; numbers and booleans where all of a column are such."""
    header, _, body = source.getvalue().partition(b"\n")
    names = [name.lstrip("?") for name in header.decode().split("\t") if name]
    lines = body.decode().split("\n")[:-1] if body else []
    cells = pl.Series("cells", lines, dtype=pl.String).str.split("\t")
    columns = [
        cells.list.get(place, null_on_oob=True).alias(name) for place, name in enumerate(names)
    ]
    return pl.DataFrame([_column(column) for column in columns])


def _column(raw: pl.Series) -> pl.Series:
    shown = raw.str.replace(_TYPED, "$1").set(raw == "", None)
    if shown.null_count() == len(shown):
        return shown
    is_text = (raw.str.starts_with('"') & (shown == raw)).any()
    if not is_text and shown.str.contains(_INTEGER).all():
        return shown.cast(pl.Int64)
    if not is_text and shown.str.contains(f"{_INTEGER}|{_DECIMAL}").all():
        return shown.cast(pl.Float64)
    if not is_text and shown.is_in(["true", "false"]).all():
        return shown == "true"
    return _texts(shown)


def _texts(shown: pl.Series) -> pl.Series:
    name = shown.name
    frame = shown.to_frame("raw")
    text = pl.col("raw").str.replace(_STRING, "$1")
    for escaped, plain in _ESCAPES:
        text = text.str.replace_all(escaped, plain, literal=True)
    iri = pl.col("raw").str.strip_chars("<>")
    compacted = iri
    for prefix, namespace in reversed(iris.PREFIXES.items()):
        compacted = (
            pl.when(iri.str.starts_with(namespace))
            .then(pl.lit(f"{prefix}:") + iri.str.slice(len(namespace)))
            .otherwise(compacted)
        )
    is_iri = pl.col("raw").str.starts_with("<")
    return frame.select(pl.when(is_iri).then(compacted).otherwise(text).alias(name)).to_series()
