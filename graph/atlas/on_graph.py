"""The S3 alignment atlas of a graph."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from clusterkg.ontology import iris

from .. import networks
from ..arrays import Floats
from ..complexity import tables
from ..complexity.cells import cells
from ..complexity.matrix import ComplexityError, advantage
from ..complexity.related import co_occurrence, density, relatedness
from ..complexity.resampling import bounds, resampled_relatedness
from ..result import Result
from .alignment import CLASSES, LEVEL, align
from .employment import employment_quotients
from .evidence import THINGS, shares
from .quotients import fewest_below

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

STATED = "stated priority"
TAKING_PART = "declared by taking part in an S3 partnership"
PLATFORM = "S3-platform"
LEVELS = ("declared", "0", "1", "2", "3")
_CERTAINTIES = ("stated", "inferred", "doubtful")
_RESAMPLES = 200
COLUMNS = (
    "region", "region_label", "sector", "sector_label", "basis", "certainty", "clusters",
    "clusters_known", "partnerships", "employment_lq", "cluster_lq", "cluster_lq_low",
    "cluster_lq_high", "partnership_lq", "partnership_lq_low", "partnership_lq_high", "density",
    "density_low", "density_high", "speaks", "score", "score_low", "score_high", "p",
    "q", "class", "evidence",
)


def align_regions(
    kg: "KnowledgeGraph", *, seed: int = 0, level: str = "declared", region: str = "",
) -> Result:
    """Say of each region's priorities whether what it has supports them, and what it misses.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph. Where it holds priorities of regions, these; otherwise what a region declares
        by taking part in an S3 partnership, a weaker kind of declaration.
    seed : int
        Of the resampling of regions for the intervals of the density.
    level, region : str
        ``declared``: every region at the level of its declaration, or 0 (countries) to 3 alone;
        how the codes of the regions to show begin, all if empty; an error where none does.

    Returns
    -------
    Result
        Keys ``region``, ``sector``, with labels; ``basis`` and ``certainty`` of the declaration
        (null where missed); ``clusters`` that carry the sector and ``clusters_known``, with any;
        ``partnerships`` in it of the region's organisations; ``employment_lq``; ``cluster_lq``
        with ``_low`` and ``_high``, ``partnership_lq`` with its own (97.5 % each, 95 % for both);
        ``density`` around the sector, in percent, with ``_low`` and ``_high``; ``speaks`` (which
        evidence the score is of); ``score`` with ``_low`` and ``_high``, -1 to 1, 0 where the
        region has as much as all; ``p`` and ``q`` (`alignment` says the null); ``class``
        (supported, unsupported, missed, cannot say); ``evidence`` (ids). Rows: declared pairs,
        and others whose score's interval lies above 0.
    """
    known, takings = tables.read_clusters(kg), _takings(kg)
    clusters = _clusters(known)
    judged = align(_declared(kg, level), clusters, takings, _employment(kg))
    aligned = _with_density(judged, known, seed)
    return Result(
        "atlas", _labelled(kg, _shown(aligned, region)), ("region", "sector"),
        {"level": level, "region": region},
        "priorities of regions; clusters, memberships and employment by region and sector",
        tables.cluster_coverage(known) | _coverage(aligned, takings),
        _notes(aligned, shares(clusters)), seed,
    )


def _shown(aligned: pl.DataFrame, region: str) -> pl.DataFrame:
    here = aligned.filter(pl.col("region").str.starts_with(region))
    if here.is_empty() and aligned.height:
        known = ", ".join(aligned["region"].str.slice(0, 2).unique().sort())
        raise ComplexityError(f"no region that declares begins with '{region}'; there are {known}")
    lead = (pl.col("score_low") > 0) & ~pl.col("related")
    return here.filter(pl.col("declared") | lead)


def _employment(kg: "KnowledgeGraph") -> pl.DataFrame:
    figures, divisions = (kg.query(name).to_polars() for name in ("employment", "sector_divisions"))
    return employment_quotients(figures, divisions)


def _declared(kg: "KnowledgeGraph", level: str) -> pl.DataFrame:
    """A row a region and sector, from the stronger kind of declaration that there is."""
    if level not in LEVELS:
        raise ComplexityError(f"no level '{level}'; use {', '.join(LEVELS)}")
    found = kg.query("region_priorities").to_polars().with_columns(basis=pl.lit(STATED))
    if found.is_empty():
        found = _taking_part(kg)
    if level != "declared":
        found = found.filter(pl.col("region").str.len_chars() == 2 + int(level))
    certainty = pl.col("certainty").cast(pl.Enum(_CERTAINTIES))
    return (
        found.with_columns(pl.col("region").replace(iris.NUTS_FROM_ISO), certainty)
        .group_by("region", "sector", "basis")
        # Two names of one code may both declare a sector: the surer one counts.
        .agg(pl.col("certainty").min(), pl.col("id").unique().sort().alias("ids"))
        .with_columns(pl.col("certainty").cast(pl.String))
        .sort("region", "sector")
    )


def _taking_part(kg: "KnowledgeGraph") -> pl.DataFrame:
    """Regions in S3 partnerships by the partnerships' sectors, inferred where themes give them."""
    members = kg.query("region_memberships").to_polars()
    members = members.filter(pl.col("instrument") == PLATFORM)
    sectors = kg.query("partnership_sectors").to_polars()
    by_theme = pl.when(pl.col("by") == "theme").then(pl.lit("inferred"))
    joined = members.join(sectors, on="partnership").with_columns(
        pl.when(pl.col("certainty") == "doubtful").then("certainty")
        .otherwise(by_theme.otherwise("certainty")).alias("certainty")
    )
    return joined.select(
        pl.col("partnership").alias("id"), "region", "sector", "certainty",
        pl.lit(TAKING_PART).alias("basis"),
    )


def _clusters(known: pl.DataFrame) -> pl.DataFrame:
    """Clusters by sector, each shown by its ids."""
    first = pl.col("ids").list.first().alias("thing")
    return known.select(first, "region", pl.col("sectors").alias("sector"), "ids").explode(
        "sector"
    ).explode("ids").rename({"ids": "id"}).cast(THINGS).select(*THINGS)


def _takings(kg: "KnowledgeGraph") -> pl.DataFrame:
    """Organisations by the sectors of the partnerships that they are in, shown by these."""
    members = networks.funded(kg)
    rows, columns = members.incidence.nonzero()
    pairs = pl.DataFrame({
        "thing": members.rows["id"].gather(rows), "region": members.rows["nuts_code"].gather(rows),
        "country": members.rows["country"].gather(rows),
        "partnership": members.columns["id"].gather(columns),
    })
    country = pl.col("country").replace(iris.NUTS_FROM_ISO)
    sectors = kg.query("partnership_sectors").to_polars()
    return pairs.join(sectors, on="partnership").select(
        "thing", pl.coalesce("region", country).alias("region"), "sector",
        pl.col("partnership").alias("id"),
    ).cast(THINGS).sort(*THINGS)


def _with_density(aligned: pl.DataFrame, known: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Add the density around each sector of what the region's clusters have their share of."""
    found = cells(known)
    around = advantage(found.counts)
    related = relatedness(co_occurrence(around))
    draws = resampled_relatedness(around, _RESAMPLES, seed)
    regions = aligned.filter(pl.col("clusters_known") > 0)["region"].unique().sort()
    has = _presence(aligned, regions, found.sectors)
    low, high = bounds(np.stack([density(has, one) for one in draws]))
    table = pl.DataFrame({
        "region": regions.to_list() * len(found.sectors),
        "sector": np.repeat(found.sectors, regions.len()).tolist(),
        **{name: values.T.reshape(-1) for name, values in (
            ("density", density(has, related)), ("density_low", low), ("density_high", high))},
    }, schema_overrides={"region": pl.String, "sector": pl.String})
    return aligned.join(table, on=["region", "sector"], how="left", maintain_order="left")


def _presence(aligned: pl.DataFrame, regions: pl.Series, sectors: list[str]) -> Floats:
    """Regions by sectors: one where clusters carry the sector as often as all clusters do."""
    strong = aligned.filter((pl.col("clusters") > 0) & (pl.col("cluster_lq") >= 1.0 - 1e-12))
    at = {code: i for i, code in enumerate(regions)}
    to = {sector: j for j, sector in enumerate(sectors)}
    has = np.zeros((len(at), len(to)))
    for region, sector in strong.select("region", "sector").iter_rows():
        if sector in to:
            has[at[region], to[sector]] = 1.0
    return has


def _labelled(kg: "KnowledgeGraph", shown: pl.DataFrame) -> pl.DataFrame:
    regions, sectors = tables.region_labels(kg), tables.sector_labels(kg)
    named = shown.with_columns(tables.label("region", regions), tables.label("sector", sectors))
    return tables.settled(named.select(*COLUMNS)).sort("region", "sector")


def _coverage(aligned: pl.DataFrame, takings: pl.DataFrame) -> dict[str, int]:
    declared = aligned.filter("declared")
    without = declared.filter(pl.col("clusters_known") == 0)
    return {
        "organisations in a partnership with a sector": takings["thing"].n_unique(),
        "of these with a region": takings.filter(
            pl.col("region").str.len_chars() > 2)["thing"].n_unique(),
        "regions that declare": declared["region"].n_unique(),
        "regions that declare, without a known cluster": without["region"].n_unique(),
        "declared pairs": declared.height,
        "pairs not declared": aligned.height - declared.height,
        "pairs with employment": aligned.drop_nulls("employment_lq").height,
        **{f"{name} pairs": aligned.filter(pl.col("class") == name).height
           for name in CLASSES[:3]},
        "declared pairs that cannot be judged": declared.filter(
            pl.col("class") == "cannot say").height,
    }


def _notes(aligned: pl.DataFrame, by_cluster: pl.DataFrame) -> tuple[str, ...]:
    if aligned.is_empty():
        return ("No region declares anything here: neither priorities nor S3 partnerships.",)
    declared, others = aligned.filter("declared"), aligned.filter(~pl.col("declared"))
    silent = declared.filter(pl.col("class") == "cannot say").height
    lead = (pl.col("score_low") > 0) & ~pl.col("related") & (pl.col("class") != "missed")
    leads = others.filter(lead).height
    notes = [
        f"Of {declared.height} declared pairs of a region and a sector, {silent} cannot be judged: "
        "the intervals reach to both sides, or so many pairs would read so by chance, or two "
        "kinds of evidence contradict one another.",
        f"{leads} more pairs that are not declared read above, which among {others.height} so many "
        "may do by chance: they are listed as 'cannot say'.",
        "Clusters are those known here, not a sample drawn by chance and not all there are: the "
        "intervals take them as independent draws and say nothing of those missing.",
        "A score compares with all regions; a priority may rightly be for what is yet to come, "
        "which the density, not part of the score, speaks of.",
    ]
    return tuple(
        notes + _of_absence(aligned, by_cluster) + _of_basis(aligned) + _of_employment(aligned)
    )


def _of_absence(aligned: pl.DataFrame, by_cluster: pl.DataFrame) -> list[str]:
    """From how many clusters on it says anything that none carries a sector."""
    common = by_cluster.filter(pl.col("share") < 1).sort("share").tail(1)["share"]
    if common.is_empty():
        return []
    fewest = fewest_below(common[0], LEVEL)
    regions = aligned.select("region", "clusters_known").unique()
    enough = regions.filter(pl.col("clusters_known") >= fewest).height
    return [
        "That a region has no cluster in a sector says something from "
        f"{fewest} known clusters on, even for the commonest sector, which {common[0]:.0%} of "
        f"clusters carry; {enough} of {regions.height} regions that declare have so many."
    ]


def _of_basis(aligned: pl.DataFrame) -> list[str]:
    if TAKING_PART not in aligned["basis"].unique():
        return ["Priorities that a source repeats for all regions of a country are 'inferred'; "
                "those that it may repeat are 'doubtful'."]
    return [
        "Priorities are not stated here: to take part in an S3 partnership stands for declaring "
        "its sector, so 'missed' says only that no such partnership is known, and of regions in "
        "none nothing is said.",
        "The partnerships that make a declaration do not count as evidence for it.",
    ]


def _of_employment(aligned: pl.DataFrame) -> list[str]:
    if aligned["employment_lq"].null_count() == aligned.height:
        return ["No statistics of employment are loaded: clusters and partnerships alone speak."]
    return [
        "Employment is of 2014, by the NACE divisions that hold themes of a sector: as an "
        "assumption, not an estimate, its quotient may be off by a factor of 1.25; regions whose "
        "code was another one in 2014 have none.",
    ]
