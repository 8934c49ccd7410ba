"""Chains that cross sectors: by who works in them, by partnerships, and by what they feed."""

from dataclasses import replace

import polars as pl

from .. import linkage
from ..network import TwoMode
from .workers import up_to

SCHEMA = pl.Schema({
    "kind": pl.String(), "certainty": pl.String(), "chain_a": pl.String(), "chain_b": pl.String(),
    "stage_a": pl.String(), "stage_b": pl.String(), "count": pl.Int64(), "expected": pl.Float64(),
    "p": pl.Float64(), "q": pl.Float64(), "evidence": pl.List(pl.String()),
})


def fed_across(stages: pl.DataFrame, feeds: pl.DataFrame) -> pl.DataFrame:
    """Return the stages whose output a stage of another chain uses, as the data say.

    Parameters
    ----------
    stages, feeds : polars.DataFrame
        ``id``, ``chain``; and ``supplier``, ``buyer``.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``: ``chain_a`` feeds ``chain_b``, by these stages; ``count`` is one.
    """
    chain = dict(stages.select("id", "chain").iter_rows())
    rows: list[tuple[object, ...]] = [
        ("feeds", "stated", chain[a], chain[b], a, b, 1, None, None, None, [])
        for a, b in feeds.select("supplier", "buyer").sort("supplier", "buyer").iter_rows()
        if a in chain and b in chain and chain[a] != chain[b]
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def worked_from_several(
    stages: pl.DataFrame, found: pl.DataFrame, sectors: pl.DataFrame, certainty: str
) -> pl.DataFrame:
    """Return the chains whose workers carry several sectors.

    Parameters
    ----------
    stages : polars.DataFrame
        ``id``, ``chain``.
    found : polars.DataFrame
        As `clusterkg.graph.chains.workers.workers` gives it.
    sectors : polars.DataFrame
        ``id`` of an organisation, ``sectors`` (list).
    certainty : str
        The least certainty of a worker that counts.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``, chains with two sectors or more: ``count`` is the number of
        sectors, ``evidence`` these sectors; by ``chain_a``.
    """
    sure = up_to(found, certainty).join(stages, left_on="stage", right_on="id")
    carried = (
        sure.join(sectors, left_on="organisation", right_on="id")
        .explode("sectors").drop_nulls("sectors")
        .group_by("chain").agg(pl.col("sectors").unique().sort())
        .filter(pl.col("sectors").list.len() > 1).sort("chain")
    )
    rows = [
        ("workers", certainty, chain, None, None, None, len(own), None, None, None, own)
        for chain, own in carried.iter_rows()
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def joined_by_partnerships(
    stages: pl.DataFrame, found: pl.DataFrame, members: TwoMode, certainty: str
) -> pl.DataFrame:
    """Return the pairs of chains that partnerships join, against chance.

    A partnership joins two chains when two different members may work in them, one in each. The
    null model is that of `clusterkg.graph.linkage`: organisations keep their chains, and
    organisations and partnerships their expected numbers of memberships.

    Parameters
    ----------
    stages, found, certainty
        As in `worked_from_several`.
    members : TwoMode
        Organisations by partnerships (``instrument``).

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``, a row a pair that could be joined: ``count`` of partnerships,
        ``expected`` of them under the null model, ``p`` of at least as many, ``q``
        (Benjamini-Hochberg over these pairs), ``evidence`` the partnerships.
    """
    chains = (
        up_to(found, certainty).join(stages, left_on="stage", right_on="id")
        .group_by(pl.col("organisation").alias("id"))
        .agg(pl.col("chain").unique().sort().alias("sectors"))
    )
    rows = members.rows.select(pl.exclude("sectors")).join(
        chains, on="id", how="left", maintain_order="left"
    )
    table = linkage.cross_sector(replace(members, rows=rows), leave_out=()).table
    return table.select(
        pl.lit("partnerships").alias("kind"), pl.lit(certainty).alias("certainty"),
        pl.col("sector_a").alias("chain_a"), pl.col("sector_b").alias("chain_b"),
        pl.lit(None).alias("stage_a"), pl.lit(None).alias("stage_b"),
        pl.col("observed").alias("count"), "expected", "p", "q",
        pl.col("partnerships").alias("evidence"),
    ).cast(SCHEMA)
