"""NACE Rev. 2, of 2008: sections, divisions, groups and classes with their explanatory notes.

Two files in which people have it: one with the notes and the local name of each concept's IRI, one
with the hierarchy (``NA`` for an empty cell). What both say, they say in the same words, except
that the second has lost the line breaks of the notes; so runs of blanks are read as one, and
loading both gives each note once. Only the second says in which section a division lies.

IRIs are those of the Publications Office: ``http://data.europa.eu/ux2/nace2/`` and the code without
dots, which is the column ``URI`` of the first file. The notes have the properties under which the
Publications Office has them (https://github.com/eurostat/correspondenceTables).
"""

import polars as pl

from .columnar.mapping import Node, Pair
from .columnar.source import Column, OutsideSource, RowCheck, Table
from .columnar.terms import column, constant, text, under

NAMESPACE = "http://data.europa.eu/ux2/nace2/"
SCHEME = NAMESPACE + "nace2"
_CODE = r"[A-U]|[0-9]{2}(\.[0-9]{1,2})?"
_LONG_NOTE = 20_000


def activity(code: pl.Expr) -> pl.Expr:
    """Return the IRIs of codes such as ``C``, ``13``, ``13.9``, ``13.91``."""
    return under(NAMESPACE, code.str.replace_all(".", "", literal=True))


def parent(code: pl.Expr) -> pl.Expr:
    """Return the code above a group or class by its digits; null for divisions and sections."""
    length = code.str.len_bytes()
    return pl.when(length == 5).then(code.str.slice(0, 4)).when(length == 4).then(
        code.str.slice(0, 2)
    )


def _note(name: str) -> pl.Expr:
    return text(column(name).str.replace_all(r"\s+", " "), "en")


def _notes(*names: str) -> tuple[Pair, ...]:
    kinds = ("skos:scopeNote", "xkos:additionalContentNote", "xkos:exclusionNote")
    return tuple((kind, _note(name)) for kind, name in zip(kinds, names, strict=True))


def _concept(code: str, above: pl.Expr, *notes: str) -> tuple[Node, ...]:
    return (Node(activity(column(code)), (
        ("rdf:type", constant("ckg:EconomicActivity")),
        ("rdf:type", constant("skos:Concept")),
        ("skos:notation", text(column(code))),
        ("skos:prefLabel", text(column("Name"), "en")),
        ("skos:inScheme", constant(SCHEME)),
        ("skos:broader", activity(above)),
        *_notes(*notes),
    )),)


def _column(name: str, **rules: object) -> Column:
    return Column(name, missing=("NA",), maximum_length=_LONG_NOTE, **rules)  # type: ignore[arg-type]


def _with_notes() -> Table:
    code = column("NACE Rev. 2")
    other_name = RowCheck(
        "URI", "iri-of-code", "the code without its dots, such as 0111 for 01.11",
        column("URI") != code.str.replace_all(".", "", literal=True),
    )
    return Table(
        name="NACE Rev. 2 with notes",
        columns=(
            _column("NACE Rev. 2", required=True, pattern=_CODE), _column("Name", required=True),
            _column("Include"), _column("IncludeAlso"), _column("Exclude"),
            _column("URI", required=True),
        ),
        key=("NACE Rev. 2",), checks=(other_name,), multiline=True,
        nodes=_concept("NACE Rev. 2", parent(code), "Include", "IncludeAlso", "Exclude"),
    )


def _with_hierarchy() -> Table:
    code, length = column("nace2"), column("nace2").str.len_bytes()
    depth = pl.when(length < 3).then(length).otherwise(length - 1).cast(pl.String)
    checks = (
        RowCheck("Level", "level-of-code", "1 for A, 2 for 01, 3 for 01.1, 4 for 01.11",
                 column("Level") != depth),
        RowCheck("Parent", "parent-of-code", "01 for 01.1, 01.1 for 01.11, a section for 01",
                 (column("Parent") != parent(code)) | (column("Parent").is_null() & (length > 1))),
    )
    return Table(
        name="NACE Rev. 2 with its hierarchy",
        columns=(
            _column("nace2", required=True, pattern=_CODE), _column("Name", required=True),
            _column("Level", required=True, values=("1", "2", "3", "4")),
            _column("Parent", pattern=_CODE),
            _column("Include"), _column("Include_Also"), _column("Exclude"),
        ),
        key=("nace2",), checks=checks, multiline=True,
        nodes=_concept("nace2", column("Parent"), "Include", "Include_Also", "Exclude"),
    )


SOURCE = OutsideSource(
    name="nace-rev2",
    title="NACE Rev. 2: sections, divisions, groups and classes, with explanatory notes",
    origin="https://ec.europa.eu/eurostat/web/nace/guidance",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Eurostat: NACE Rev. 2",
    tables=(_with_notes(), _with_hierarchy()),
    facts=lambda: (
        f"<{SCHEME}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<http://www.w3.org/2004/02/skos/core#ConceptScheme>",
    ),
)
