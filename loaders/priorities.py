"""Industrial ecosystems that regions give priority to, by the platform's table of July 2026.

CSV (a row a region and ecosystem) and JSON (by country, an object a region with its list) make the
same triples. Seen: 27 countries, 225 regions, 1,707 priorities. Levels are mixed: countries (11),
regions of level 1 (35), 2 (140) and 3 (39); Greece is EL. 12 codes are of NUTS 2021
(9 of Finland, 3 of Portugal) and stay as they are. FRY1 stands for Guadeloupe, whose code it is,
and for Saint Martin, which has none: the priorities of a name that is not its code's are doubtful.
The tier of the Regional Innovation Scoreboard is of the region as a whole: one, several where a
region of level 1 holds several (10 regions), none for Corsica. ``Cross-ecosystem`` (42 rows) is no
ecosystem: these priorities keep the words of the source alone.

National priorities repeated to regions. The table does not say where it repeats a strategy of the
whole country. It can be told from the lists: in ten countries (BG, HR, CZ, DK, EL, HU, IE, LT, SK,
SI) all regions have one and the same list and the country itself has no row, while where regions
have lists that differ, 6 of 1,214 pairs of regions are alike (4 in Germany). So the rule: in a
country with several regions, all with the same list and none for the country, every priority is the
country's and is marked ``inferred`` for the region. With two regions only (LT, SI) likeness may be
chance, which the table cannot tell: these are ``doubtful``. All others are ``stated``. A country
row beside regions' own (AT, ES, IT, PL, PT, RO) is the country's alone.
"""

import polars as pl

from .columnar.mapping import Node
from .columnar.source import Column, OutsideSource, RowCheck, Table
from .columnar.terms import column, constant, mapped, nuts, ref, slug, text
from .ecosystem_words import ACROSS, PRIORITIES, terms

_TIERS = ("Leader", "Strong", "Moderate", "Emerging")
_BETWEEN = "|"
_FEWEST_ALIKE = 3
_PRIORITY = ref(
    "region-priority", column("nuts"), slug(column("region")), slug(column("ecosystem"))
)


def certainties(frame: pl.DataFrame) -> pl.Series:
    """Return how certain it is that a priority is its region's: stated, inferred or doubtful.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns ``country``, ``nuts``, ``region`` and ``ecosystem`` (one or several, parted by
        ``|``), all rows of the table.

    Returns
    -------
    polars.Series
        One entry a row; the rule stands in the module's description.
    """
    each = frame.select(
        "country", "nuts", "region", pl.col("ecosystem").str.split(_BETWEEN)
    ).explode("ecosystem")
    lists = each.group_by("country", "nuts", "region").agg(
        pl.col("ecosystem").unique().sort().str.join(_BETWEEN).alias("list")
    )
    nations = lists.group_by("country").agg(
        pl.len().alias("regions"),
        (pl.col("list").n_unique() == 1).alias("alike"),
        (pl.col("nuts").str.len_bytes() == 2).any().alias("own"),
    )
    repeated = pl.col("alike") & ~pl.col("own") & (pl.col("regions") > 1)
    kinds = frame.select("country", "nuts", "region").join(
        nations, on="country", how="left", maintain_order="left"
    )
    return kinds.select(
        pl.when(_misnamed()).then(pl.lit("doubtful"))
        .when(repeated & (pl.col("regions") >= _FEWEST_ALIKE)).then(pl.lit("inferred"))
        .when(repeated).then(pl.lit("doubtful"))
        .otherwise(pl.lit("stated")).alias("certainty")
    )["certainty"]


def _misnamed() -> pl.Expr:
    """Say where a code stands for several names and this is not the code's own."""
    from . import nuts as regions

    packaged = regions.packaged().nuts.data
    labels = {found.code: found.label.strip() for found in packaged}
    own = pl.col("nuts").replace_strict(labels, default=None, return_dtype=pl.String)
    shared = pl.col("region").n_unique().over("nuts") > 1
    return shared & (own != pl.col("region")).fill_null(True)


def _prepare(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(certainties(frame))


def _known() -> list[str]:
    """Return the codes of regions of NUTS 2024 and those of 2021 that it dropped."""
    from . import nuts as regions
    from .registry import codes

    return sorted(codes(regions.load()))


def _is_no_region() -> pl.Expr:
    code = pl.col("nuts")
    return (code.str.len_bytes() > 2) & ~code.is_in(_known())


_NODES = (
    Node(_PRIORITY, (
        ("rdf:type", constant("ckg:RegionPriority")),
        ("skos:prefLabel", text(pl.concat_str(
            column("region"), pl.lit(": "), column("ecosystem")
        ), "en")),
        ("ckg:priorityOf", nuts(column("nuts"))),
        ("ckg:prioritises", mapped(column("ecosystem"), terms(PRIORITIES))),
        ("ckg:statedName", text(
            pl.when(column("ecosystem") == ACROSS).then(column("ecosystem"))
        )),
        ("ckg:certainty", ref("certainty", column("certainty"))),
    ), split=("ecosystem", _BETWEEN)),
    Node(nuts(column("nuts")), (("ckg:innovationTier", text(column("ris_tier"))),),
         split=("ris_tier", ",")),
)

SOURCE = OutsideSource(
    name="eccp-priorities",
    title="Industrial ecosystems that regions give priority to, July 2026",
    origin="https://clustercollaboration.eu/",
    licence="https://creativecommons.org/licenses/by/4.0/",
    attribution="European Commission, European Cluster Collaboration Platform and S3",
    tables=(
        Table(
            name="priorities",
            whole=True,
            columns=(
                Column("country", required=True, aliases=("(key)",)),
                Column("nuts", required=True, rule="nuts"),
                Column("region", required=True, rule="name", aliases=("name",)),
                Column("ris_tier", separator=",", values=_TIERS, aliases=("ris",)),
                Column("ecosystem", required=True, separator=_BETWEEN, aliases=("ecos",),
                       values=(*PRIORITIES, ACROSS)),
            ),
            key=("country", "nuts", "region", "ecosystem"),
            checks=(RowCheck(
                "nuts", "region", "a country, or a region of NUTS 2024 or 2021", _is_no_region()
            ),),
            prepare=_prepare,
            nodes=_NODES,
        ),
    ),
)
