"""What regions have in each sector, by code: things seated there, and the ids that show it."""

from collections.abc import Iterable

import polars as pl

THINGS = pl.Schema(dict.fromkeys(("thing", "region", "sector", "id"), pl.String()))


def shares(things: pl.DataFrame) -> pl.DataFrame:
    """Return the share of all things that carry each sector.

    Parameters
    ----------
    things : polars.DataFrame
        ``thing``, ``region`` (NUTS, the finest known), ``sector`` and ``id`` (what shows that it
        carries the sector), a row a fact. Only those with a region count.

    Returns
    -------
    polars.DataFrame
        ``sector``, ``share``; by sector.
    """
    placed = things.filter(pl.col("region").is_not_null() & pl.col("sector").is_not_null())
    of = max(placed["thing"].n_unique(), 1)
    return placed.group_by("sector").agg((pl.col("thing").n_unique() / of).alias("share")).sort(
        "sector"
    )


def held(things: pl.DataFrame, regions: Iterable[str]) -> pl.DataFrame:
    """Count what is seated in each region, whatever the level of its code, by sector.

    Parameters
    ----------
    things : polars.DataFrame
        As in `shares`. A thing lies in the regions whose code its own begins with.
    regions : iterable of str
        Codes of NUTS, of any level; of countries too.

    Returns
    -------
    polars.DataFrame
        ``region``, ``sector``, ``found`` (things that carry the sector), ``of`` (things of the
        region that carry any), ``weight`` (what one thing counts: where fewer ids than things
        show all this, several things go back to one cause, and together count no more than the
        ids), ``ids`` (those of the sector, sorted); by region and sector. Only what is found.
    """
    lying = _lying(things.cast(THINGS).drop_nulls(), sorted(set(regions)))
    size = lying.group_by("region").agg(
        pl.col("thing").n_unique().cast(pl.Int64).alias("of"),
        pl.col("id").n_unique().cast(pl.Int64).alias("causes"),
    ).with_columns(
        pl.min_horizontal(1.0, pl.col("causes") / pl.col("of")).alias("weight")
    )
    return (
        lying.group_by("region", "sector")
        .agg(
            pl.col("thing").n_unique().cast(pl.Int64).alias("found"),
            pl.col("id").unique().sort().alias("ids"),
        )
        .join(size, on="region")
        .select("region", "sector", "found", "of", "weight", "ids").sort("region", "sector")
    )


def _lying(known: pl.DataFrame, codes: list[str]) -> pl.DataFrame:
    """The things once for each region they lie in, with that region's code."""
    wanted = pl.DataFrame({"region": codes}, schema={"region": pl.String})
    return pl.concat([known.clear()] + [
        known.filter(pl.col("region").str.len_chars() >= length)
        .with_columns(pl.col("region").str.slice(0, length))
        .join(wanted, on="region", how="semi")
        for length in sorted({len(code) for code in codes})
    ])
