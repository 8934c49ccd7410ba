"""Completions of who is in what, as networks of their own."""

from collections.abc import Iterator

import numpy as np
import polars as pl

from ..network import TwoMode
from ..uncertainty.completion import completions
from ..uncertainty.gaps import gaps


def completed(
    two_mode: TwoMode, number: int, seed: int = 0, unstated: str = "as others"
) -> Iterator[TwoMode]:
    """Draw members and partnerships with missing members filled in.

    Parameters
    ----------
    two_mode : TwoMode
        Organisations by partnerships (``stated``, members that each is said to have).
    number, seed : int
        Completions, of the model of `clusterkg.graph.uncertainty.completion`.
    unstated : {"as others", "complete"}
        What partnerships lack that state no number (`clusterkg.graph.uncertainty.gaps`).

    Yields
    ------
    TwoMode
        The rows and columns of ``two_mode`` first, by their ids; then organisations not seen
        before, ``unlisted/1`` and so on. Nothing without a member.
    """
    n = two_mode.rows.height
    random = np.random.default_rng(seed)
    for sample in completions(two_mode, gaps(two_mode, unstated), number if n else 0, random):
        new = [f"unlisted/{i}" for i in range(1, sample.rows.size - n + 1)]
        ids = pl.Series("id", [*two_mode.rows["id"], *new], dtype=pl.String)
        rows = two_mode.rows[sample.rows].with_columns(ids)
        yield TwoMode(rows, two_mode.columns, sample.incidence)
