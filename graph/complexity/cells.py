"""Clusters as regions by sectors, at one level of NUTS."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.ontology import iris

from ..allocation import indicator
from ..arrays import Floats
from .matrix import ComplexityError

LEVELS = (0, 1, 2, 3)
_FACTS = pl.Schema(dict.fromkeys(("id", "name", "country", "region", "sector"), pl.String()))
_COUNTRY = 2  # letters of a country's code; a level adds one


@dataclass(frozen=True)
class Cells:
    """Clusters by region and sector.

    Attributes
    ----------
    regions, sectors : list of str
        NUTS codes of one level, and ids; sorted.
    counts : ndarray, shape (regions, sectors)
        Clusters of the region that carry the sector; one with several counts in each.
    clusters : ndarray, shape (regions,)
        Clusters of the region that carry any sector.
    """

    regions: list[str]
    sectors: list[str]
    counts: Floats
    clusters: Floats


def clusters(rows: pl.DataFrame) -> pl.DataFrame:
    """Return one row a cluster organisation, which sources may hold under several ids.

    Parameters
    ----------
    rows : polars.DataFrame
        ``id``, ``name``, ``country`` (ISO 3166), ``region`` (NUTS) and ``sector``, a row a fact.

    Returns
    -------
    polars.DataFrame
        ``ids``, ``region`` (its finest; the country's code where no region is known, null
        without either) and ``sectors``; by the first id. Two ids of one name, but for case, in
        one country are one organisation.
    """
    country = pl.col("country").replace(iris.NUTS_FROM_ISO)
    known = rows.cast(_FACTS).with_columns(
        country, pl.coalesce("region", country).alias("region"),
        pl.coalesce(pl.concat_str("country", "name", separator=" "), "id").alias("one"),
    )
    finest = pl.col("region").sort_by(pl.col("region").str.len_bytes() * -1, "region").first()
    return known.group_by("one").agg(
        pl.col("id").unique().sort().alias("ids"),
        finest,
        pl.col("sector").drop_nulls().unique().sort().alias("sectors"),
    ).drop("one").sort(pl.col("ids").list.first())


def at_level(code: pl.Expr, level: int) -> pl.Expr:
    """Return the codes of the regions of a level that hold those of ``code``, null if coarser."""
    if level not in LEVELS:
        raise ComplexityError(f"no level {level} of NUTS; use 0 (countries) to 3")
    length = _COUNTRY + level
    return pl.when(code.str.len_chars() >= length).then(code.str.slice(0, length))


def cells(table: pl.DataFrame, level: int = 2, least: int = 1) -> Cells:
    """Count clusters by region and sector.

    Parameters
    ----------
    table : polars.DataFrame
        ``region`` and ``sectors``, a row a cluster (`clusters`).
    level : int
        Of NUTS; clusters known at a coarser level are left out.
    least : int
        Regions with fewer clusters that carry a sector are left out.

    Returns
    -------
    Cells
        Sectors that no cluster of these regions carries are left out.
    """
    placed = table.with_columns(at_level(pl.col("region"), level)).filter(
        pl.col("region").is_not_null() & (pl.col("sectors").list.len() > 0)
    )
    placed = placed.filter(pl.len().over("region") >= least)
    regions, lies = indicator(placed, "region")
    sectors, carries = indicator(placed, "sectors")
    counts = np.asarray((lies.T @ carries).toarray(), dtype=np.float64)
    held = np.asarray(lies.sum(axis=0), dtype=np.float64).reshape(-1)
    return Cells(regions, sectors, counts.reshape(len(regions), len(sectors)), held)
