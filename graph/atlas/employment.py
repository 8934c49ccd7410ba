"""Location quotients of employment by sector, from persons employed by region and activity."""

import polars as pl

from clusterkg.ontology import iris

from ..complexity.matrix import ComplexityError

SCHEMA = pl.Schema({
    "region": pl.String(), "sector": pl.String(), "lq": pl.Float64(), "low": pl.Float64(),
    "high": pl.Float64(), "ids": pl.List(pl.String()),
})
_WITHHELD = 0.05  # of employment in all regions, in sections that a region does not publish


def employment_quotients(
    figures: pl.DataFrame, divisions: pl.DataFrame, error: float = 1.25
) -> pl.DataFrame:
    """Return how much larger a sector's share of employment is in a region than in all.

    Parameters
    ----------
    figures : polars.DataFrame
        ``id``, ``region`` (NUTS; of any level), ``activity`` (a section's letter or a division's
        two digits) and ``value``, persons employed.
    divisions : polars.DataFrame
        ``sector``, ``activity``: the divisions of each sector; one in several sectors counts in
        each. A sector with a division that no figure is of (farming, health care) has none: the
        rest of its divisions would be something else.
    error : float
        From 1 on: the factor by which the quotient may be off, because divisions are only near
        to sectors and years have passed; the interval.

    Returns
    -------
    polars.DataFrame
        ``region``, ``sector``, ``lq``, ``low``, ``high``, ``ids`` of the figures of its
        divisions; sorted. Of regions that publish all divisions of the sector, and sections
        that hold 95 % of employment in all regions; all regions are those of the same level, and
        the share of each division is over those that publish it.
    """
    if not error >= 1.0:
        raise ComplexityError(f"the error {error} is a factor from 1 on")
    known = figures.cast(
        {"id": pl.String, "region": pl.String, "activity": pl.String, "value": pl.Float64}
    ).with_columns(
        pl.col("region").replace(iris.NUTS_FROM_ISO),
        pl.col("region").str.len_chars().alias("length"),
    ).filter(pl.col("value").is_not_null()).unique(["region", "activity"], keep="first")
    shares = _shares(known, _totals(known))
    wanted = divisions.cast({"sector": pl.String, "activity": pl.String}).unique()
    return _quotients(shares, wanted, error)


def _totals(known: pl.DataFrame) -> pl.DataFrame:
    """Persons employed by region, over its sections, where it publishes enough of them."""
    sections = known.filter(pl.col("activity").str.len_chars() == 1)
    weight = sections.group_by("length", "activity").agg(pl.col("value").sum().alias("all"))
    weight = weight.with_columns(pl.col("all") / pl.col("all").sum().over("length"))
    return (
        sections.sort("region", "activity").join(weight, on=["length", "activity"])
        .group_by("region", maintain_order=True)
        .agg(pl.col("value").sum().alias("total"), pl.col("all").sum().alias("published"))
        .filter((pl.col("published") >= 1.0 - _WITHHELD) & (pl.col("total") > 0))
        .select("region", "total")
    )


def _shares(known: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """The share of each division in its region, and in all regions of the level."""
    of_level = pl.col("value").sum().over("length", "activity")
    return (
        known.filter(pl.col("activity").str.len_chars() > 1)
        .sort("region", "activity").join(totals, on="region", maintain_order="left")
        .with_columns(
            (pl.col("value") / pl.col("total")).alias("share"),
            (of_level / pl.col("total").sum().over("length", "activity")).alias("usual"),
        )
    )


def _quotients(shares: pl.DataFrame, wanted: pl.DataFrame, error: float) -> pl.DataFrame:
    needed = wanted.group_by("sector").agg(pl.len().alias("needed"))
    return (
        shares.join(wanted, on="activity").sort("region", "sector", "activity")
        .group_by("region", "sector", maintain_order=True)
        .agg(
            pl.col("share").sum(), pl.col("usual").sum(), pl.len().alias("held"),
            pl.col("id").alias("ids"),
        )
        .join(needed, on="sector", maintain_order="left")
        .filter((pl.col("held") == pl.col("needed")) & (pl.col("usual") > 0))
        .with_columns((pl.col("share") / pl.col("usual")).alias("lq"))
        .with_columns((pl.col("lq") / error).alias("low"), (pl.col("lq") * error).alias("high"))
        .select(*SCHEMA).cast(SCHEMA)
    )
