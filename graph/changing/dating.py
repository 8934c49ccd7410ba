"""In which year a partnership began: as stated, or as its generation did."""

import polars as pl

from clusterkg.graph.network import TwoMode

STATED, BY_GENERATION = "stated", "generation"


def dated(columns: pl.DataFrame, generations: pl.DataFrame) -> pl.DataFrame:
    """Add the year in which each partnership began, and where that is known from.

    The year that the partnership's start states; else that of its generation: the start that
    the generation states, else the earliest start that another partnership of it states.

    Parameters
    ----------
    columns : polars.DataFrame
        Partnerships: ``id``, ``start`` (a year, month or day, or null).
    generations : polars.DataFrame
        ``id`` of a partnership, each once; its ``generation``, ``generation_label`` and
        ``generation_start`` (or null).

    Returns
    -------
    polars.DataFrame
        ``columns``, in their order, with ``generation``, ``generation_label``, ``year`` (whole
        number, null where nothing says when) and ``dated_by`` (``stated``, ``generation``, null).
    """
    texts = [pl.col(name).cast(pl.String) for name in generations.columns]
    table = columns.join(generations.select(texts), on="id", how="left", maintain_order="left")
    own = pl.col("start").cast(pl.String).str.slice(0, 4).cast(pl.Int64)
    stated = pl.col("generation_start").str.slice(0, 4).cast(pl.Int64)
    earliest = pl.when(pl.col("generation").is_not_null()).then(own.min().over("generation"))
    of_generation = pl.coalesce(stated, earliest)
    return table.with_columns(
        pl.coalesce(own, of_generation).alias("year"),
        pl.when(own.is_not_null()).then(pl.lit(STATED))
        .when(of_generation.is_not_null()).then(pl.lit(BY_GENERATION)).alias("dated_by"),
    ).drop("generation_start")


def only(two_mode: TwoMode, kept: pl.Series) -> TwoMode:
    """Return ``two_mode`` with the columns for which ``kept`` is true, and all its rows."""
    places = kept.fill_null(False).arg_true().to_list()
    return TwoMode(two_mode.rows, two_mode.columns[places], two_mode.incidence[:, places])
