"""Other classifications of economic activities: ISIC Rev. 4, and how NAICS 2017 meets NACE Rev. 2.

The table of NAICS and NACE pairs codes that have something in common, many to many, and often says
in words which part of the one is meant; it never says that one is equal to or wider than the other.
So each row is a correspondence with its two codes, their labels as printed, and its note.
"""

from collections.abc import Callable, Iterable

import polars as pl

from clusterkg.ontology import iris, rdf

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, Table
from .columnar.terms import LINE, column, constant, ref, text
from .nace2 import activity

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ISIC, _NAICS = iris.resolve("scheme/isic4"), iris.resolve("scheme/naics2017")
_CODE, _SECTION, _OTHER_NAME = "ISIC Rev. 4", "#section", "#other_name"


def _scheme(iri: str, title: str) -> Callable[[], Iterable[rdf.Triple]]:
    return lambda: rdf.describe(rdf.iri(iri), [
        ("rdf:type", rdf.iri("skos:ConceptScheme")),
        ("skos:prefLabel", rdf.text(title, "en")),
        ("dcterms:title", rdf.text(title, "en")),
    ])


def _with_section(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the section of each division: the one that stands before it, with no line missing."""
    is_section = pl.col(_CODE).str.len_bytes() == 1
    at = pl.int_range(pl.len(), dtype=pl.Int64) - LINE.cast(pl.Int64)
    since = pl.when(is_section).then(at).forward_fill()
    return rows.with_columns(
        pl.when(since == at).then(
            pl.when(is_section).then(pl.col(_CODE)).forward_fill()
        ).alias(_SECTION)
    )


def _above() -> pl.Expr:
    """Return the code above: the digits without the last one, the section for a division."""
    code = column(_CODE)
    length = code.str.len_bytes()
    return pl.when(length == 2).then(column(_SECTION)).when(length > 2).then(
        code.str.head(-1)
    )


ISIC = OutsideSource(
    name="isic4",
    title="ISIC Rev. 4: sections, divisions, groups and classes",
    origin="https://unstats.un.org/unsd/classifications/Econ/isic",
    licence=_LICENCE,
    attribution="United Nations Statistics Division: ISIC Rev. 4; by way of Eurostat",
    facts=_scheme(_ISIC, "ISIC Rev. 4"),
    tables=(Table(
        name="ISIC Rev. 4",
        columns=(
            Column(_CODE, required=True, pattern="[A-U]|[0-9]{2,4}"),
            Column("Description", required=True),
        ),
        key=(_CODE,), prepare=_with_section, whole=True,
        nodes=(Node(ref("isic4", column(_CODE)), (
            ("rdf:type", constant("skos:Concept")),
            ("skos:notation", text(column(_CODE))),
            ("skos:prefLabel", text(column("Description"), "en")),
            ("skos:inScheme", constant(_ISIC)),
            ("skos:broader", ref("isic4", _above())),
        )),),
    ),),
)


def _with_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Name each NAICS code as its first row does; what other rows call it is another label."""
    code, name = pl.col("NAICS 2017"), pl.col("US NAICS 2017")
    first = name.first().over(code)
    other = pl.when(name != first).then(name)
    return rows.with_columns(first.alias("#name"), other.alias(_OTHER_NAME))


def _pairs() -> Table:
    naics, nace = column("NAICS 2017"), column("NACE Rev. 2")
    concept, match = ref("naics2017", naics), ref("correspondence", "naics2017-nace2", naics, nace)
    return Table(
        name="NAICS 2017 and NACE Rev. 2",
        columns=(
            Column("NAICS 2017", required=True, pattern="[0-9]{2,6}"),
            Column("NACE Rev. 2", required=True, pattern=r"[A-U]|[0-9]{2}(\.[0-9]{1,2})?"),
            Column("NACE Rev. 2 (2)"), Column("US NAICS 2017", required=True), Column("Notes"),
        ),
        key=("NAICS 2017", "NACE Rev. 2"), prepare=_with_names, whole=True,
        nodes=(
            Node(concept, (
                ("rdf:type", constant("skos:Concept")),
                ("skos:notation", text(naics)),
                ("skos:prefLabel", text(column("#name"), "en")),
                ("skos:altLabel", text(column(_OTHER_NAME), "en")),
                ("skos:inScheme", constant(_NAICS)),
            )),
            Node(match, (
                ("rdf:type", constant("ckg:Correspondence")),
                ("sssom:subject_id", concept),
                ("sssom:subject_label", text(column("US NAICS 2017"))),
                ("sssom:object_id", activity(nace)),
                ("sssom:object_label", text(column("NACE Rev. 2 (2)"))),
                ("skos:note", text(column("Notes"), "en")),
            )),
        ),
    )


NAICS = OutsideSource(
    name="naics-nace",
    title="Correspondence between NAICS 2017 and NACE Rev. 2",
    origin="https://ec.europa.eu/eurostat/web/nace/guidance",
    licence=_LICENCE,
    attribution="European Commission, Eurostat: NAICS 2017 - NACE Rev. 2",
    facts=_scheme(_NAICS, "NAICS 2017"),
    tables=(_pairs(),),
)
