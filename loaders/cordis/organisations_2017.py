"""Names, cities and activities of Horizon 2020 participants as of 2017, by PIC.

The file comes from an analysis of CORDIS: of its 43 columns 14 are empty, 13 hold one value and 9
are measures of that analysis (``K-Core``, ``betwCentrality``, ``numProjects``, ``totMoney`` ...,
amounts rounded to six digits); none of these is carried. The other seven are: ``orgId`` (the PIC),
``name``, ``shortName``, ``city``, ``country``, ``activityType``, ``street``.

Seen in 16,592 rows on 16,595 lines (3 streets hold a line break): 5 are rejected, one without a PIC
and 4 with quotes in the name that are not doubled; every PIC is there once; 19 names stand for two
PICs each, which stay two organisations; 148 names, 171 short names, 100 cities and 268 streets hold
letters of UTF-8 read as Mac Roman, all of which decode cleanly: they are restored, and a note on
the organisation says what the file has. 23 streets are a dot and 6 a hyphen, which stand for none.
UK and EL stand for GB and GR, XK for Kosovo; NA is Namibia. The organisations of
``cordis-participations`` get their names from here: 76 % of the participations are theirs.
"""

import polars as pl

from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.source import Column, OutsideSource, Table
from clusterkg.loaders.columnar.terms import column, constant, country, ref, text

from . import shared
from .letters import restored_columns

_RESTORED = ("name", "shortName", "city", "street")
_NONE = (".", "-")
_ORGANISATION = ref("organisation/pic", column("orgId"))


def _prepare(frame: pl.DataFrame) -> pl.DataFrame:
    return restored_columns(frame, _RESTORED, "note")


SOURCE = OutsideSource(
    name="cordis-organisations-2017",
    title="Organisations in Horizon 2020 as of 2017",
    origin=shared.ORIGIN,
    licence=shared.LICENCE,
    attribution=shared.ATTRIBUTION,
    tables=(
        Table(
            name="organisations of 2017",
            multiline=True,
            columns=(
                Column("orgId", required=True, pattern=shared.PIC),
                Column("name", required=True),
                Column("shortName"),
                Column("city", missing=_NONE),
                Column("country", required=True, rule="country"),
                Column("activityType", values=shared.ACTIVITIES),
                Column("street", missing=_NONE),
            ),
            key=("orgId",),
            prepare=_prepare,
            nodes=(
                Node(_ORGANISATION, (
                    ("rdf:type", constant("ckg:Organisation")),
                    ("ckg:pic", text(column("orgId"))),
                    ("skos:prefLabel", text(column("name"))),
                    ("ckg:activityType", shared.activity("activityType")),
                    ("ckg:cityName", text(column("city"))),
                    ("ckg:country", country(column("country"))),
                    ("schema:streetAddress", text(column("street"))),
                    ("skos:editorialNote", text(column("note"), "en")),
                )),
                Node(_ORGANISATION, (("skos:altLabel", text(column("shortName"))),),
                     when=column("shortName") != column("name")),
            ),
        ),
    ),
)
