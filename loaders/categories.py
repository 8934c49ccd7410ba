"""Categories of research as Online-S3 has them: the objectives of NABS 2007, and OECD's fields.

The file of OECD's fields has lost the last zero of 2.10: its code is 2.1 once more, and it stands
between 2.9 and 2.11. Only there, between x.9 and x.11, is a repeated x.1 read as x.10, and the
concept says that this was inferred.
"""

from collections.abc import Iterator

import polars as pl

from clusterkg.ontology import iris, rdf

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, Table
from .columnar.terms import column, constant, ref, text

_INFERRED = rdf.ref("certainty/inferred")
_CODE = "#code"


def _lost_zero() -> pl.Expr:
    """Say which rows have lost the last zero of their code."""
    whole = column("id").str.extract(r"^(\d+)\.1$")
    before, after = column("id").shift(1), column("id").shift(-1)
    lost = (before == pl.concat_str(whole, pl.lit(".9"))) & (
        after == pl.concat_str(whole, pl.lit(".11"))
    )
    return lost.fill_null(False)


def _with_code(rows: pl.DataFrame) -> pl.DataFrame:
    whole = pl.concat_str(column("id"), pl.lit("0"))
    return rows.with_columns(pl.when(_lost_zero()).then(whole).otherwise("id").alias(_CODE))


def _source(name: str, title: str, attribution: str) -> OutsideSource:
    scheme = iris.resolve(f"scheme/{name}")
    code = column(_CODE)
    return OutsideSource(
        name=name, title=title, origin="https://github.com/OnlineS3",
        licence="https://spdx.org/licenses/MIT", attribution=attribution,
        facts=lambda: _scheme(scheme, title),
        tables=(Table(
            name=title,
            columns=(
                Column("id", required=True, pattern=r"[0-9]{1,2}(\.[0-9]{1,2})?"),
                Column("name", required=True),
            ),
            prepare=_with_code, whole=True,
            nodes=(
                Node(ref(name, code), (
                    ("rdf:type", constant("skos:Concept")),
                    ("skos:notation", text(code)),
                    ("skos:prefLabel", text(column("name"), "en")),
                    ("skos:inScheme", constant(scheme)),
                ), once=True),
                Node(ref(name, code), (("ckg:certainty", pl.lit(_INFERRED)),),
                     when=code != column("id")),
            ),
        ),),
    )


def _scheme(scheme: str, title: str) -> Iterator[rdf.Triple]:
    return rdf.describe(rdf.iri(scheme), [
        ("rdf:type", rdf.iri("skos:ConceptScheme")),
        ("skos:prefLabel", rdf.text(title, "en")),
        ("dcterms:title", rdf.text(title, "en")),
    ])


NABS = _source(
    "nabs", "NABS 2007: objectives of research", "Eurostat: NABS 2007; by way of Online-S3"
)
OECD = _source("oecd-fields", "OECD fields of research", "OECD; by way of Online-S3")
