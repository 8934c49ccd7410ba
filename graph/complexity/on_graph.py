"""Relatedness, complexity and complementarity in a graph, from its clusters by region."""

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..arrays import Floats
from ..result import Result
from . import tables
from .cells import Cells, cells
from .complementing import complementarity, mean_complementarity
from .employed import employed_variety
from .fitness import Fitness, fitness
from .indices import Complexity, complexity
from .matrix import ComplexityError, advantage
from .related import co_occurrence, proximity, relatedness
from .resampling import bounds, ranks, resampled_complexity, resampled_relatedness
from .variety import entropy, herfindahl

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

_NOTHING = 1e-6  # of a mean of one
_NETWORK = "clusters by region and sector"
_FEW = (
    "Regions are known by few clusters each: whether one has advantage in a sector often rests on "
    "a single cluster, and no interval here speaks of the clusters that are missing."
)


def relate(
    kg: "KnowledgeGraph", *, seed: int = 0, level: int = 2, least: int = 1,
    method: str = "association", resamples: int = 200,
) -> Result:
    """Say how related sectors are, by the regions whose clusters have advantage in both.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed, resamples : int
        Of the intervals: regions drawn with replacement.
    level, least : int
        Level of NUTS, and the fewest clusters with a sector that a region must have.
    method : str
        ``association``, ``probability``, ``cosine`` or ``jaccard``.

    Returns
    -------
    Result
        Keys ``sector_a`` < ``sector_b``. ``sector_a_label``, ``sector_b_label``; ``regions``
        with advantage in both; ``relatedness`` with ``relatedness_low`` and ``_high`` (95 %);
        ``proximity``, the lesser conditional probability. The most related first.
    """
    known = tables.read_clusters(kg)
    found = cells(known, level, least)
    table = _sector_pairs(found, method, resamples, seed)
    labels = tables.sector_labels(kg)
    named = table.with_columns(tables.label(f"sector_{x}", labels) for x in "ab")
    order = ("sector_a", "sector_a_label", "sector_b", "sector_b_label", *table.columns[2:])
    return Result(
        "relatedness", tables.settled(named.select(order)).sort(
            "relatedness", "sector_a", "sector_b", descending=[True, False, False]),
        ("sector_a", "sector_b"),
        {"level": level, "least": least, "method": method, "resamples": resamples},
        _NETWORK, _coverage(known, found),
        (_FEW, "The intervals say how much rests on which regions are in the data."), seed,
    )


def complex_regions(
    kg: "KnowledgeGraph", *, seed: int = 0, level: int = 2, least: int = 3, resamples: int = 200,
) -> Result:
    """Say how complex and how varied regions are, by the sectors of their clusters.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed, resamples : int
        Of the intervals: sectors drawn with replacement.
    level, least : int
        Level of NUTS, and the fewest clusters with a sector that a region must have.

    Returns
    -------
    Result
        Key ``region``. ``region_label``; ``clusters`` with a sector; ``diversity``, sectors with
        advantage; ``component`` (regions of different ones cannot be compared); ``eci`` with
        ``eci_low`` and ``eci_high`` (95 %), ``eci_rank`` in the largest component with
        ``eci_rank_low`` and ``eci_rank_high``; ``fitness``; ``entropy`` (bits) and
        ``herfindahl`` of its clusters' sectors; ``unrelated_variety`` and ``related_variety``
        (bits) of persons employed by NACE division in sections, null without statistics. By
        rank, then region.
    """
    known = tables.read_clusters(kg)
    found = cells(known, level, least)
    table, notes = _region_rows(found, resamples, seed)
    varied = employed_variety(kg.query("employment").to_polars())
    table = table.join(varied, on="region", how="left", maintain_order="left")
    named = table.with_columns(tables.label("region", tables.region_labels(kg)))
    order = ("region", "region_label", *table.columns[1:])
    return Result(
        "complexity",
        tables.settled(named.select(order)).sort("eci_rank", "region", nulls_last=True),
        ("region",), {"level": level, "least": least, "resamples": resamples},
        _NETWORK, _coverage(known, found), notes, seed,
    )


def complement(
    kg: "KnowledgeGraph", *, seed: int = 0, level: int = 2, least: int = 3, sector: str = "",
    first: int = 5, resamples: int = 200,
) -> Result:
    """Say which regions have what another one lacks, around what it could enter.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed, resamples : int
        Of the intervals: regions drawn with replacement, for the relatedness of sectors.
    level, least : int
        Level of NUTS, and the fewest clusters with a sector that a region must have.
    sector : str
        The id of the sector to add density around; empty for the mean over those that the
        region lacks.
    first : int
        How many partners of each region to give.

    Returns
    -------
    Result
        Keys ``region``, ``partner``; ``region_label``, ``partner_label``; the partner's ``rank``;
        ``complementarity`` with ``_low`` and ``_high`` (95 %), percentage points of density;
        ``sectors`` that the partner has advantage in and the region not. By region and rank.
    """
    known = tables.read_clusters(kg)
    found = cells(known, level, least)
    table = _region_pairs(found, sector, first, resamples, seed)
    labels = tables.region_labels(kg)
    named = table.with_columns(tables.label(x, labels) for x in ("region", "partner"))
    order = ("region", "region_label", "partner", "partner_label", *table.columns[2:])
    return Result(
        "complementarity", tables.settled(named.select(order)).sort("region", "rank"),
        ("region", "partner"), {"level": level, "least": least, "sector": sector,
                                "first": first, "resamples": resamples},
        _NETWORK, _coverage(known, found),
        (_FEW, "The intervals are of how related sectors are, not of what regions have."), seed,
    )


def _sector_pairs(found: Cells, method: str, resamples: int, seed: int) -> pl.DataFrame:
    """All pairs of sectors with their relatedness and its interval."""
    has = advantage(found.counts)
    together = co_occurrence(has)
    low, high = bounds(resampled_relatedness(has, resamples, seed, method))
    pairs = list(combinations(range(len(found.sectors)), 2))
    a, b = (np.array([pair[i] for pair in pairs], dtype=np.int64) for i in (0, 1))
    return pl.DataFrame({
        "sector_a": pl.Series([found.sectors[i] for i in a], dtype=pl.String),
        "sector_b": pl.Series([found.sectors[i] for i in b], dtype=pl.String),
        "regions": together[a, b].astype(np.int64),
        "relatedness": relatedness(together, method)[a, b], "relatedness_low": low[a, b],
        "relatedness_high": high[a, b], "proximity": proximity(has)[a, b],
    })


def _region_rows(
    found: Cells, resamples: int, seed: int
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Complexity and variety of every region, and what is to be said of them."""
    has = advantage(found.counts)
    index, fit = complexity(has), fitness(has)
    draws, drawn_ranks = resampled_complexity(has, resamples, seed)
    low, high = bounds(draws)
    first, last = bounds(np.where(drawn_ranks > 0, drawn_ranks, np.nan))
    largest = np.where(index.region_component == 0, index.eci, np.nan)
    table = pl.DataFrame({
        "region": pl.Series(found.regions, dtype=pl.String),
        "clusters": found.clusters.astype(np.int64),
        "diversity": has.sum(axis=1).astype(np.int64), "component": index.region_component,
        "eci": index.eci, "eci_low": low, "eci_high": high,
        "eci_rank": pl.Series(ranks(largest)).replace(0, None),
        "eci_rank_low": np.floor(first), "eci_rank_high": np.ceil(last),
        "fitness": fit.fitness, "entropy": entropy(found.counts),
        "herfindahl": herfindahl(found.counts),
    })
    whole = pl.col("eci_rank_low", "eci_rank_high").fill_nan(None).cast(pl.Int64)
    return table.with_columns(whole), _complexity_notes(index, fit, first, last)


def _region_pairs(
    found: Cells, sector: str, first: int, resamples: int, seed: int
) -> pl.DataFrame:
    """The first partners of every region, with intervals."""
    has = advantage(found.counts)
    added = _added(has, relatedness(co_occurrence(has)), found, sector)
    draws = [_added(has, one, found, sector) for one in resampled_relatedness(has, resamples, seed)]
    low, high = bounds(np.stack(draws))
    return _partners(found, has, {
        "complementarity": added, "complementarity_low": low, "complementarity_high": high}, first)


def _added(has: Floats, related: Floats, found: Cells, sector: str) -> Floats:
    if not sector:
        return mean_complementarity(has, related)
    if sector not in found.sectors:
        known = ", ".join(found.sectors) or "none"
        raise ComplexityError(f"no cluster here carries the sector '{sector}'; there are {known}")
    return complementarity(has, related, found.sectors.index(sector))


def _partners(
    found: Cells, has: Floats, measures: dict[str, Floats], first: int
) -> pl.DataFrame:
    """The first partners of each region; equal ones by code."""
    n = len(found.regions)
    table = pl.DataFrame({
        "region": pl.Series(np.repeat(found.regions, n).tolist(), dtype=pl.String),
        "partner": pl.Series(found.regions * n, dtype=pl.String),
        **{name: values.reshape(-1) for name, values in measures.items()},
        "sectors": pl.Series([
            [found.sectors[j] for j in np.flatnonzero(has[s] > has[r])]
            for r in range(n) for s in range(n)
        ], dtype=pl.List(pl.String)),
    })
    apart = table.filter(
        (pl.col("region") != pl.col("partner")) & pl.col("complementarity").is_not_nan()
    )
    # Rounded, so that what differs in the last digits alone goes by code.
    ordered = apart.sort(
        "region", pl.col("complementarity").round(9), "partner", descending=[False, True, False]
    )
    ranked = ordered.with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("region").alias("rank")
    ).filter(pl.col("rank") <= first)
    return ranked.select("region", "partner", "rank", *measures, "sectors")


def _coverage(known: pl.DataFrame, found: Cells) -> dict[str, int]:
    return tables.cluster_coverage(known) | {
        "regions": len(found.regions),
        "clusters in these regions": int(found.clusters.sum()),
    }


def _complexity_notes(
    index: Complexity, fit: Fitness, first: Floats, last: Floats
) -> tuple[str, ...]:
    parts = int(index.region_component.max(initial=-1)) + 1
    notes = [_FEW]
    widths = (last - first)[~np.isnan(last)]
    if widths.size:
        notes.append(
            "The intervals say how much rests on which sectors are told apart: half of the ranks' "
            f"span {np.median(widths) + 1:.0f} or more of {widths.size} ranks.")
    if parts > 1:
        notes.append(f"The regions fall into {parts} components without a sector in common; ranks "
                     "are of the largest, and ECI compares within a component alone.")
    nothing = int((fit.fitness < _NOTHING).sum())
    if nothing:
        notes.append(f"Fitness tends to zero in {nothing} regions and does not tell them apart.")
    if not fit.converged:
        notes.append("Fitness had not settled: its order can be read, its size cannot.")
    return tuple(notes)
