"""What an analysis of a graph says: a table, what it rests on, and what it cannot say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from clusterkg.ontology.errors import ClusterkgError

from .network import TwoMode

Parameter = str | int | float | bool


class ResultError(ClusterkgError):
    """A result whose keys do not tell its rows apart, or are not in its table."""


@dataclass(frozen=True)
class Result:
    """What an analysis says about a graph.

    Attributes
    ----------
    name : str
        Of the analysis, as `clusterkg.graph.analyses` lists it.
    table : polars.DataFrame
        A row a thing measured, sorted; ids are CURIEs; null where a measure is undefined.
    keys : tuple of str
        The columns that together say what a row is about; no two rows agree on all of them.
    parameters : mapping
        What the analysis was told, by the names of its options.
    network : str
        The network or the tables that it was computed on.
    coverage : mapping of str to int
        What it rests on, such as ``{"members listed": 922, "members stated": 1547}``.
    notes : tuple of str
        Sentences: what the data forbid to say, which intervals are not reliable.
    seed : int, optional
        None where nothing is random.

    Raises
    ------
    ResultError
        A key is no column, or two rows have the same keys.
    """

    name: str
    table: pl.DataFrame
    keys: tuple[str, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    network: str = ""
    coverage: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    seed: int | None = None

    def __post_init__(self) -> None:
        if missing := [key for key in self.keys if key not in self.table.columns]:
            raise ResultError(f"{self.name}: no column '{missing[0]}' in {self.table.columns}")
        if self.keys and self.table.select(self.keys).is_duplicated().any():
            raise ResultError(f"{self.name}: two rows agree on {', '.join(self.keys)}")


def labelled(
    table: pl.DataFrame, columns: Sequence[str], labels: Mapping[str, str]
) -> pl.DataFrame:
    """Return the table with what an id is called after it, for the ids in ``columns``.

    The new columns end in ``_label``; an id without a name is called by itself.
    """
    names = [pl.col(name).replace(labels).alias(f"{name}_label") for name in columns]
    order = [
        part for name in table.columns
        for part in ([name, f"{name}_label"] if name in columns else [name])
    ]
    return table.with_columns(names).select(order)


def membership_coverage(two_mode: TwoMode) -> dict[str, int]:
    """Return how much of who is in what a network of members rests on.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships; with ``stated`` (members that a partnership is said to have)
        among its columns where that is known.

    Returns
    -------
    dict
        ``organisations`` and ``with a sector``; ``partnerships``, ``partnerships that state a
        size``, and over the latter ``members listed`` (no more than stated, partnership by
        partnership) and ``members stated``.
    """
    listed = np.asarray(two_mode.incidence.sum(axis=0), dtype=np.int64).reshape(-1)
    columns = two_mode.columns.with_columns(pl.Series("listed", listed))
    stated = _stated(columns)
    return {
        "organisations": two_mode.rows.height,
        "with a sector": _with_sector(two_mode.rows),
        "partnerships": columns.height,
        "partnerships that state a size": stated.height,
        "members listed": int(stated.select(pl.min_horizontal("listed", "stated")).sum().item()),
        "members stated": int(stated["stated"].sum()),
    }


def _stated(columns: pl.DataFrame) -> pl.DataFrame:
    if "stated" not in columns.columns:
        columns = columns.with_columns(pl.lit(None, dtype=pl.Int64).alias("stated"))
    return columns.with_columns(pl.col("stated").cast(pl.Int64)).filter(
        pl.col("stated").is_not_null()
    )


def _with_sector(rows: pl.DataFrame) -> int:
    if "sectors" not in rows.columns:
        return 0
    return int((rows["sectors"].list.len().fill_null(0) > 0).sum())
