"""Whether those who broker in one period broker in the next.

Brokers are compared among the n members of both periods: by Spearman's correlation of their
measures, and by how many of the first k of one period are among the first k of the next. A member
with a measure of zero brokers nothing and is among no first; equal measures go by id. With a and b
that are first, a·b/n would be first in both by chance.

Intervals draw the partnerships of either period again (Efron 1979). A drawing holds fewer
different partnerships than the data do, and its ranks are the noisier for it: the intervals say
how far the result hangs on single partnerships and may lie below it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import polars as pl
from scipy.stats import rankdata

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Bools, Floats, Ints, Sparse, row_sums, sparse
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.centrality import betweenness
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import tie_weights
from clusterkg.graph.resampling import interval, times_drawn

from .digits import rounded
from .turnover import Period

FIRST = 10
RESAMPLES = 200
SCHEMA = {
    "sequence": pl.String, "period": pl.String, "next_period": pl.String, "measure": pl.String,
    "members": pl.Int64, "correlation": pl.Float64, "correlation_low": pl.Float64,
    "correlation_high": pl.Float64, "first": pl.Int64, "overlap": pl.Float64,
    "overlap_low": pl.Float64, "overlap_high": pl.Float64, "overlap_expected": pl.Float64,
}
Measure = Callable[[Sparse, Sparse], Floats]
MEASURES: dict[str, Measure] = {
    "betweenness": lambda weights, shares: betweenness(weights),
    "cross_sector_brokerage": lambda weights, shares: np.nan_to_num(
        brokerage(weights, shares).cross
    ),
}


def broker_stability(
    two_mode: TwoMode, periods: Sequence[Period], first: int = FIRST, seed: int = 0,
    resamples: int = RESAMPLES,
) -> pl.DataFrame:
    """Compare the brokers of each period with those of the next one of its sequence.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships; ``sectors`` among the rows for the brokerage across sectors.
    periods : sequence of Period
        In the order of time within each sequence.
    first : int
        The k; fewer where fewer members are in both periods.
    seed, resamples : int
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        A row two periods and measure, with the columns of ``SCHEMA``. No correlation (null)
        where fewer than two members are in both, or all have the same measure in one, and no
        interval of it where that holds in most drawings; two periods without a common member
        have no overlap.
    """
    drawn = {
        period: _drawn(two_mode, period, seed + place, resamples)
        for place, period in enumerate(periods)
    }
    rows = []
    for one, other in _neighbours(periods):
        both = _members(two_mode, one) & _members(two_mode, other)
        for name in MEASURES:
            pair = [drawn[period][name][:, both] for period in (one, other)]
            compared = [_compared(a, b, first) for a, b in zip(*pair, strict=True)]
            about = (one.sequence, one.name, other.name, name, int(both.sum()))
            rows.append((*about, *_row(compared, int(both.sum()), first)))
    return rounded(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


def _drawn(two_mode: TwoMode, period: Period, seed: int, resamples: int) -> dict[str, Floats]:
    """Each measure of every member, (1 + resamples, n): in the data, then in each drawing."""
    random = np.random.default_rng(seed)
    part = sparse(two_mode.incidence[:, list(period.columns)])
    rows = np.flatnonzero(row_sums(part) > 0)
    part, m = sparse(part[rows]), part.shape[1]
    shares = allocation(two_mode.rows[rows.tolist()], "sectors")[1]
    values = {name: np.zeros((1 + resamples, two_mode.rows.height)) for name in MEASURES}
    for r in range(1 + resamples if m else 0):
        times = times_drawn(m, 1, random)[0] if r else np.ones(m)
        weights = tie_weights(part, times)
        for name, measure in MEASURES.items():
            values[name][r, rows] = measure(weights, shares)
    return values


def _compared(one: Floats, other: Floats, first: int) -> tuple[float, float, float]:
    """Correlation of two measures, overlap of their first, and the overlap expected."""
    a, b = (_first(values, min(first, one.size)) for values in (one, other))
    expected = len(a) * len(b) / one.size if one.size else float("nan")
    return _spearman(one, other), float(len(a & b)), expected


def _spearman(one: Floats, other: Floats) -> float:
    a, b = (rankdata(np.round(values, 9)) for values in (one, other))
    if one.size < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _first(values: Floats, k: int) -> set[int]:
    order = np.argsort(-np.round(values, 9), kind="stable")[:k]
    return {int(i) for i in order if values[i] > 0}


def _row(
    compared: list[tuple[float, float, float]], members: int, first: int
) -> tuple[int | float | None, ...]:
    (correlation, overlap, expected), *again = compared
    correlations, overlaps, _ = np.array(again).reshape(-1, 3).T
    found = (overlap, *_interval(overlaps)) if members else (None, None, None)
    said = (_or_none(correlation), *_interval(correlations))
    return *said, min(first, members), *found, _or_none(expected)


def _interval(drawn: Floats) -> tuple[float | None, float | None]:
    low, high = interval(drawn)
    return _or_none(low), _or_none(high)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _neighbours(periods: Sequence[Period]) -> list[tuple[Period, Period]]:
    by_sequence: dict[str, list[Period]] = {}
    for period in periods:
        by_sequence.setdefault(period.sequence, []).append(period)
    return [pair for own in by_sequence.values() for pair in pairwise(own)]


def _members(two_mode: TwoMode, period: Period) -> Bools:
    columns: Ints = np.array(period.columns, dtype=np.int64)
    return row_sums(sparse(two_mode.incidence[:, columns])) > 0
