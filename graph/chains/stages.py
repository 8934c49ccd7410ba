"""A table of the stages of value chains: what feeds them, and who may work in them."""

import numpy as np
import polars as pl

from ..network import TwoMode
from .workers import CERTAINTIES


def stage_table(
    stages: pl.DataFrame, feeds: pl.DataFrame, found: pl.DataFrame, members: TwoMode
) -> pl.DataFrame:
    """Describe every stage.

    Parameters
    ----------
    stages : polars.DataFrame
        ``id label chain chain_label``.
    feeds : polars.DataFrame
        ``supplier``, ``buyer``: stages.
    found : polars.DataFrame
        As `clusterkg.graph.chains.workers.workers` gives it.
    members : TwoMode
        Organisations (``sectors``, ``country``) by partnerships (``stated``, where known).

    Returns
    -------
    polars.DataFrame
        A row a stage, by chain and id: ``stage stage_label chain chain_label``; ``fed_by`` and
        ``feeds``, numbers of stages; ``stated inferred possible``, numbers of organisations by
        certainty, and ``organisations``, all of them; ``sectors`` and ``countries``, how many
        different ones these have; ``in_partnerships``, how many of them are a member of one;
        ``listed`` and ``members_stated``, members of the partnerships that they are in, where a
        size is stated, and ``coverage``, the first of the second (null where none states one).
    """
    table = stages.rename({"id": "stage", "label": "stage_label"})
    by_certainty = [_count(found.filter(certainty=name), "stage", name) for name in CERTAINTIES]
    for part in (
        _count(feeds, "buyer", "fed_by"), _count(feeds, "supplier", "feeds"), *by_certainty,
        _count(found, "stage", "organisations"), _spread(found, members.rows),
        _around(found, members),
    ):
        table = table.join(part, on="stage", how="left", maintain_order="left")
    filled = table.with_columns(pl.selectors.integer().fill_null(0).cast(pl.Int64))
    return filled.with_columns(coverage=_quotient("listed", "members_stated")).sort(
        "chain", "stage"
    )


def _count(table: pl.DataFrame, by: str, name: str) -> pl.DataFrame:
    return table.group_by(pl.col(by).alias("stage")).len(name)


def _spread(found: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    own = found.join(rows, left_on="organisation", right_on="id")
    sectors = own.explode("sectors").group_by("stage").agg(
        pl.col("sectors").drop_nulls().n_unique()
    )
    countries = own.group_by("stage").agg(
        pl.col("country").drop_nulls().n_unique().alias("countries"),
        pl.len().alias("in_partnerships"),
    )
    return sectors.join(countries, on="stage", how="full", coalesce=True)


def _around(found: pl.DataFrame, members: TwoMode) -> pl.DataFrame:
    """Members listed and stated of the partnerships of each stage's organisations."""
    row, column = members.incidence.nonzero()
    listed = np.asarray(members.incidence.sum(axis=0), dtype=np.int64).reshape(-1)
    columns = members.columns.select(
        pl.col("stated").cast(pl.Int64).alias("members_stated"), pl.Series("listed", listed)
    ).with_row_index("column")
    pairs = pl.DataFrame(
        {"organisation": members.rows["id"].gather(row), "column": column.astype(np.uint32)}
    )
    known = columns.drop_nulls().with_columns(pl.min_horizontal("listed", "members_stated"))
    seen = found.join(pairs, on="organisation").unique(["stage", "column"]).join(known, on="column")
    return seen.group_by("stage").agg(pl.col("listed").sum(), pl.col("members_stated").sum())


def _quotient(above: str, below: str) -> pl.Expr:
    return pl.when(pl.col(below) > 0).then(pl.col(above) / pl.col(below))
