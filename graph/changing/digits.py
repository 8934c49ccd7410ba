"""Fewer digits, where the last ones depend on how many threads multiplied matrices."""

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Floats

DIGITS = 8


def rounded(table: pl.DataFrame) -> pl.DataFrame:
    """Return ``table`` with its floats to `DIGITS` significant digits."""
    return table.with_columns(pl.selectors.float().round_sig_figs(DIGITS))


def significant(values: Floats) -> Floats:
    """Return an array of any shape with its numbers to `DIGITS` significant digits."""
    flat = pl.Series(values.reshape(-1), dtype=pl.Float64).round_sig_figs(DIGITS)
    return np.asarray(flat.to_numpy(), dtype=np.float64).reshape(values.shape)
