"""Related and unrelated variety of regions, by persons employed in divisions of NACE Rev. 2."""

import numpy as np
import polars as pl

from clusterkg.ontology import iris

from .variety import variety

_LAST = {  # the last division of each section of NACE Rev. 2
    "A": 3, "B": 9, "C": 33, "D": 35, "E": 39, "F": 43, "G": 47, "H": 53, "I": 56, "J": 63,
    "K": 66, "L": 68, "M": 75, "N": 82, "O": 84, "P": 85, "Q": 88, "R": 93, "S": 96, "T": 98,
    "U": 99,
}
_PUBLISHED = 0.95


def section(division: str) -> str:
    """Return the section of NACE Rev. 2 that a division, two digits, is in."""
    return next(letter for letter, last in _LAST.items() if int(division) <= last)


def employed_variety(figures: pl.DataFrame) -> pl.DataFrame:
    """Return the variety of employment in each region, divisions related by their section.

    Parameters
    ----------
    figures : polars.DataFrame
        ``region`` (NUTS), ``activity`` (a section's letter or a division's two digits) and
        ``value``, persons employed.

    Returns
    -------
    polars.DataFrame
        ``region``, ``unrelated_variety`` and ``related_variety`` in bits (`variety`); sorted. Of
        regions whose published divisions hold 95 % of the employment in their published
        sections; a division that is withheld counts as nothing.
    """
    known = figures.cast(
        {"region": pl.String, "activity": pl.String, "value": pl.Float64}
    ).with_columns(pl.col("region").replace(iris.NUTS_FROM_ISO)).drop_nulls("value")
    known = known.unique(["region", "activity"], keep="first", maintain_order=True)
    divided = pl.col("activity").str.len_chars() == 2
    enough = known.group_by("region").agg(
        pl.col("value").filter(divided).sum().alias("divisions"),
        pl.col("value").filter(~divided).sum().alias("sections"),
    ).filter((pl.col("divisions") > 0) & (pl.col("divisions") >= _PUBLISHED * pl.col("sections")))
    kept = known.filter(divided).join(enough, on="region", how="semi")
    regions, divisions = (sorted(kept[name].unique()) for name in ("region", "activity"))
    values = np.zeros((len(regions), len(divisions)))
    at, to = ({name: i for i, name in enumerate(names)} for names in (regions, divisions))
    for region, division, value in kept.select("region", "activity", "value").iter_rows():
        values[at[region], to[division]] = value
    found = variety(values, [section(division) for division in divisions])
    return pl.DataFrame(
        {"region": regions, "unrelated_variety": found.unrelated, "related_variety": found.related},
        schema_overrides={"region": pl.String},
    )
