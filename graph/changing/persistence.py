"""Ties that come again after the partnership that made them has ended.

A tie is two members of a partnership whose end is known. It is there again within x years if
both are in another partnership that began in the year of the end or at most x years later. Only
partnerships are counted for which x years have passed in the data.

Expected by chance: each member keeps the number of partnerships that it has among the m of those
years, and is in any of them as likely as in any other; two members with a and b of them then meet
in none with the chance ``C(m - a, b) / C(m, b)``.

Ties of one partnership are not independent: intervals draw partnerships again (Efron 1979). Where
no tie or every tie is there again, or there is one partnership, there is nothing to draw: the
interval is then Wilson's with each partnership as one trial.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import gammaln

from clusterkg.graph.arrays import Floats, Ints
from clusterkg.graph.network import TwoMode
from clusterkg.graph.resampling import interval, times_drawn

from ..proportion import wilson
from .digits import rounded

RESAMPLES = 1000
SCHEMA = {
    "instrument": pl.String, "within_years": pl.Int64, "partnerships": pl.Int64,
    "ties": pl.Int64, "again": pl.Int64, "share": pl.Float64, "share_low": pl.Float64,
    "share_high": pl.Float64, "expected": pl.Float64, "lift": pl.Float64,
    "lift_low": pl.Float64, "lift_high": pl.Float64,
}
ALL = "all"


@dataclass(frozen=True)
class Again:
    """Of each of m partnerships: its ties, those there again, and those expected, (m,)."""

    ties: Floats
    again: Floats
    expected: Floats


def persistence(
    two_mode: TwoMode, within: Sequence[int] = (1, 2, 3, 4, 5), seed: int = 0,
    resamples: int = RESAMPLES,
) -> pl.DataFrame:
    """Return how many ties come again within some years of the end of a partnership.

    Parameters
    ----------
    two_mode : TwoMode
        Its columns with ``year`` (of the beginning), ``end`` (a year, month or day, or null)
        and ``instrument``.
    within : sequence of int
        The years x.
    seed, resamples : int
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        A row for all partnerships and for each instrument, and each x, with the columns of
        ``SCHEMA``; ``lift`` is the share over the one expected, without an interval where no tie
        is there again, or ties of a single partnership are expected to be. Instruments without a
        tie to follow have no row; null where nothing is expected.
    """
    rows = []
    year, end = _year(two_mode, "year"), _year(two_mode, "end")
    instruments = two_mode.columns["instrument"].to_numpy()
    for x in within:
        ended = np.flatnonzero((end + x <= _last(year)) & ~np.isnan(year))
        counts = follow(two_mode, ended, [_window(year, end[p], x, int(p)) for p in ended])
        for name in (ALL, *sorted(set(instruments[ended].tolist()))):
            kept = (counts.ties > 0) & ((instruments[ended] == name) | (name == ALL))
            if kept.any():
                part = Again(*(a[kept] for a in (counts.ties, counts.again, counts.expected)))
                rows.append((name, x, *summary(part, seed, resamples)))
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return rounded(table).sort("instrument", "within_years")


def follow(two_mode: TwoMode, partnerships: Ints, later: Sequence[Ints]) -> Again:
    """Count the ties of some partnerships that come again in the later ones of each.

    Parameters
    ----------
    two_mode : TwoMode
    partnerships : ndarray of int
        Columns whose ties are followed.
    later : sequence of ndarray of int
        For each, the columns in which they may come again.
    """
    dense = np.asarray(two_mode.incidence.toarray())
    counts = [_follow(dense, p, columns) for p, columns in zip(partnerships, later, strict=True)]
    ties, again, expected = np.array(counts, dtype=np.float64).reshape(-1, 3).T
    return Again(ties, again, expected)


def summary(
    counts: Again, seed: int = 0, resamples: int = RESAMPLES
) -> tuple[int | float | None, ...]:
    """Return partnerships, ties, again, share and its interval, expected, lift and its interval."""
    ties, again, expected = (float(a.sum()) for a in (counts.ties, counts.again, counts.expected))
    m = counts.ties.size
    if ties == 0:
        return m, 0, 0, *[None] * 7
    random = np.random.default_rng(seed)
    times = times_drawn(m, resamples, random)
    bounds: tuple[float | None, float | None] = wilson(m * again / ties, m)
    if m > 1 and 0 < again < ties:
        bounds = _quantiles(times @ counts.again, times @ counts.ties)
    lift: tuple[float | None, ...] = (again / expected if expected > 0 else None, None, None)
    if again > 0 and (counts.expected > 0).sum() > 1:
        lift = lift[0], *_quantiles(times @ counts.again, times @ counts.expected)
    return m, int(ties), int(again), again / ties, *bounds, expected / ties, *lift


def _follow(dense: Floats, partnership: int, later: Ints) -> tuple[float, float, float]:
    members = np.flatnonzero(dense[:, partnership] > 0)
    part = dense[np.ix_(members, later)]
    one, other = np.triu_indices(members.size, k=1)
    together = ((part @ part.T)[one, other] > 0).sum()
    counts = part.sum(axis=1)
    return one.size, together, float(meeting(counts[one], counts[other], later.size).sum())


def meeting(one: Floats, other: Floats, m: int) -> Floats:
    """Return the chance that two members with so many of ``m`` partnerships share one, (pairs,).

    Each member's are a random choice among the m.
    """
    log = _log_choose(m - one, other) - _log_choose(np.full_like(one, m), other)
    return np.where(one + other > m, 1.0, 1.0 - np.exp(log)).clip(0.0, 1.0)


def _log_choose(n: Floats, k: Floats) -> Floats:
    safe = np.maximum(n - k, 0.0)
    result: Floats = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(safe + 1.0)
    return result


def _quantiles(above: Floats, below: Floats) -> tuple[float | None, float | None]:
    drawn = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    low, high = interval(drawn)
    return (None, None) if np.isnan(low) else (low, high)


def _window(year: Floats, end: float, x: int, partnership: int) -> Ints:
    places = np.flatnonzero((year >= end) & (year <= end + x))
    return np.asarray(places[places != partnership], dtype=np.int64)


def _year(two_mode: TwoMode, column: str) -> Floats:
    texts = two_mode.columns[column].cast(pl.String).str.slice(0, 4)
    return texts.cast(pl.Float64).fill_null(np.nan).to_numpy()


def _last(year: Floats) -> float:
    return float(np.nanmax(year)) if np.any(~np.isnan(year)) else -np.inf
