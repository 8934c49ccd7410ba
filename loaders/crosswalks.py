"""Crosswalks of the Joint Research Centre: what regions of two editions of NUTS have in common.

One file a level and pair of editions (``n2_cm_v2013_v2021.csv``); the header names the editions and
the codes show the level, so any number of them are loaded together, in any order. A row says that
two regions overlap, and how much land (km²), people, built-up land and building volume they share.
:func:`clusterkg.graph.crosswalk.move` moves figures with them.
"""

from itertools import combinations

import polars as pl

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, RowCheck, Table
from .columnar.terms import column, constant, date, decimal, nuts, ref

EDITIONS = ("2006", "2010", "2013", "2016", "2021", "2024")
WEIGHTS = {
    "areaKm": "ckg:areaKm2",
    "pop11": "ckg:population2011",
    "pop21": "ckg:population2021",
    "artif_surf12": "ckg:artificialSurface2012",
    "artif_surf18": "ckg:artificialSurface2018",
    "bu_vol": "ckg:buildingVolume",
}
_REGION = "[A-Z]{2}[A-Z0-9]{1,3}"


def _table(old: str, new: str) -> Table:
    first, second = f"code_v{old}", f"code_v{new}"
    before, after = column(first), column(second)
    pairs = ((predicate, decimal(column(name))) for name, predicate in WEIGHTS.items())
    return Table(
        name=f"NUTS {old} and {new}",
        columns=(
            Column(first, required=True, rule="nuts", pattern=_REGION),
            Column(second, required=True, rule="nuts", pattern=_REGION),
            Column("uniqueID", required=True),
            *(Column(name, required=True, rule="decimal") for name in WEIGHTS),
        ),
        key=(first, second),
        checks=tuple(_checks(first, second)),
        nodes=(Node(ref("region-overlap", f"{old}-{new}", before, after), (
            ("rdf:type", constant("ckg:RegionOverlap")),
            ("ckg:fromRegion", nuts(before)),
            ("ckg:toRegion", nuts(after)),
            ("ckg:fromVintage", date(pl.lit(old))),
            ("ckg:toVintage", date(pl.lit(new))),
            *pairs,
        )),),
    )


def _checks(first: str, second: str) -> list[RowCheck]:
    before, after = column(first), column(second)
    return [
        RowCheck(second, "level", "a region of the same level as the other: as many characters",
                 before.str.len_bytes() != after.str.len_bytes()),
        RowCheck("uniqueID", "pair", "the two codes, one behind the other",
                 column("uniqueID") != pl.concat_str(before, after)),
        *(RowCheck(name, "negative", "0 or more", column(name).str.starts_with("-"))
          for name in WEIGHTS),
    ]


SOURCE = OutsideSource(
    name="crosswalk",
    title="Crosswalks between the editions of NUTS, 2006 to 2024",
    origin="https://urban.jrc.ec.europa.eu/tools/nuts-converter",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, Joint Research Centre: NUTS converter",
    tables=tuple(_table(old, new) for old, new in combinations(EDITIONS, 2)),
)
