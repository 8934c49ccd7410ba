"""Who and which ties of one link of a chain of instruments appear in the next.

The links, what succeeds what, and which instruments belong to a link are read from the graph. A
link without partnerships (an instrument that was planned, or that has its partnerships under
another name) is passed over: its predecessor is set against the next one that has some.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Bools, Ints, row_sums, sparse
from clusterkg.graph.network import NetworkError, TwoMode

from ..proportion import wilson
from .digits import rounded
from .persistence import ALL, RESAMPLES, follow, summary

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "link": pl.String, "link_label": pl.String, "instrument": pl.String,
    "by_way_of": pl.List(pl.String), "next": pl.String, "next_label": pl.String,
    "partnerships": pl.Int64, "members": pl.Int64, "next_partnerships": pl.Int64,
    "next_members": pl.Int64, "members_again": pl.Int64, "members_share": pl.Float64,
    "members_share_low": pl.Float64, "members_share_high": pl.Float64, "ties": pl.Int64,
    "ties_again": pl.Int64, "ties_share": pl.Float64, "ties_share_low": pl.Float64,
    "ties_share_high": pl.Float64, "ties_expected": pl.Float64, "ties_lift": pl.Float64,
    "ties_lift_low": pl.Float64, "ties_lift_high": pl.Float64,
}


@dataclass(frozen=True)
class Link:
    """A link of a chain: its id, label, the ids that succeed it, its instruments by notation."""

    id: str
    label: str
    following: tuple[str, ...]
    instruments: tuple[str, ...]


def links(table: pl.DataFrame) -> dict[str, Link]:
    """Return the links by id, from rows of ``link``, ``label``, ``next`` and ``instrument``."""
    grouped = table.group_by("link").agg(
        pl.col("label").first(), pl.col("next").drop_nulls().unique().sort(),
        pl.col("instrument").drop_nulls().unique().sort(),
    ).sort("link")
    return {
        row["link"]: Link(row["link"], row["label"], tuple(row["next"]), tuple(row["instrument"]))
        for row in grouped.iter_rows(named=True)
    }


def lineage(
    two_mode: TwoMode, chain: Mapping[str, Link], seed: int = 0, resamples: int = RESAMPLES
) -> pl.DataFrame:
    """Count the members and ties of each link that appear in the next.

    Parameters
    ----------
    two_mode : TwoMode
        Its columns with ``instrument`` (a notation).
    chain : mapping of str to Link, by id
    seed, resamples : int
        Of the intervals of ties, which draw the partnerships of the link again.

    Returns
    -------
    polars.DataFrame
        For each link that has partnerships and a next one that has some, a row for ``all`` its
        instruments and one for each of several, with the columns of ``SCHEMA``. The interval of
        members is Wilson's and takes them to be independent; what is expected of ties is as in
        :mod:`.persistence`, among the partnerships of the next link. Null where nothing divides.

    Raises
    ------
    NetworkError
        The links lead back to themselves.
    """
    columns = {name: _columns(two_mode, link.instruments) for name, link in chain.items()}
    rows = []
    for link in (link for link in chain.values() if columns[link.id].size):
        several = link.instruments if len(link.instruments) > 1 else ()
        for passed, name in _next_ones(chain, link.id, columns, ()):
            for instrument in (ALL, *several):
                own = columns[link.id] if instrument == ALL else _columns(two_mode, [instrument])
                said = (link.id, link.label, instrument, list(passed), name, chain[name].label)
                counted = _counted(two_mode, own, columns[name])
                ties = _ties(two_mode, own, columns[name], seed, resamples)
                rows.append((*said, *counted, *ties))
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return rounded(table).sort("link", "next", "instrument")


def _next_ones(
    chain: Mapping[str, Link], at: str, columns: Mapping[str, Ints], passed: tuple[str, ...]
) -> list[tuple[tuple[str, ...], str]]:
    """The next links that have partnerships, each with the links passed over on the way."""
    found = []
    for name in chain[at].following if at in chain else ():
        if name in passed or name == at:
            raise NetworkError(f"the succession of '{name}' leads back to it")
        if name in columns and columns[name].size:
            found.append((passed, name))
        else:
            found += _next_ones(chain, name, columns, (*passed, name))
    return found


def _columns(two_mode: TwoMode, instruments: Sequence[str]) -> Ints:
    of = two_mode.columns["instrument"].is_in(list(instruments)).fill_null(False)
    return np.flatnonzero(of.to_numpy()).astype(np.int64)


def _counted(two_mode: TwoMode, own: Ints, later: Ints) -> tuple[int | float | None, ...]:
    """The columns of `SCHEMA` from ``partnerships`` to ``members_share_high``."""
    now, then = (_members(two_mode, columns) for columns in (own, later))
    of, again = int(now.sum()), int((now & then).sum())
    share = (again / of, *wilson(again, of)) if of else (None, None, None)
    return own.size, of, later.size, int(then.sum()), again, *share


def _ties(
    two_mode: TwoMode, own: Ints, later: Ints, seed: int, resamples: int
) -> tuple[int | float | None, ...]:
    """The columns of `SCHEMA` from ``ties`` on."""
    return summary(follow(two_mode, own, [later] * own.size), seed, resamples)[1:]


def _members(two_mode: TwoMode, columns: Ints) -> Bools:
    return row_sums(sparse(two_mode.incidence[:, columns])) > 0
