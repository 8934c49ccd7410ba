"""Whether those who broker in one period broker in the next.

Brokers are compared among the members of both periods: by Spearman's correlation of their
measures, and by how many of the first k of one period are among the first k of the next, which by
chance would be k of the members they are chosen from. A member with a measure of zero brokers
nothing and is among no first; equal measures go by id.

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

from .turnover import Period

FIRST = 10
RESAMPLES = 200
_TAILS = (0.025, 0.975)
SCHEMA = {
    "sequence": pl.String, "period": pl.String, "next_period": pl.String, "measure": pl.String,
    "members": pl.Int64, "correlation": pl.Float64, "correlation_low": pl.Float64,
    "correlation_high": pl.Float64, "first": pl.Int64, "overlap": pl.Int64,
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
        where fewer than two members are in both, or all have the same measure in one; two
        periods without a common member have no overlap.
    """
    shares = allocation(two_mode.rows, "sectors")[1]
    rows = []
    for one, other in _neighbours(periods):
        both = _members(two_mode, one) & _members(two_mode, other)
        drawn = _Drawings(two_mode, (one, other), seed, resamples)
        for name, measure in MEASURES.items():
            found = _compared(measure, drawn.whole(), shares, both, first)
            again = [_compared(measure, pair, shares, both, first) for pair in drawn.again()]
            rows.append(_row(one, other, name, int(both.sum()), first, found, again))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


class _Drawings:
    """The tie weights of two periods, as they are and with partnerships drawn again."""

    def __init__(
        self, two_mode: TwoMode, periods: tuple[Period, Period], seed: int, resamples: int
    ) -> None:
        self._parts = [sparse(two_mode.incidence[:, list(p.columns)]) for p in periods]
        self._seed = seed
        self._resamples = resamples

    def whole(self) -> list[Sparse]:
        return [tie_weights(part, np.ones(part.shape[1])) for part in self._parts]

    def again(self) -> list[list[Sparse]]:
        random = np.random.default_rng(self._seed)
        return [
            [tie_weights(part, _times(random, part.shape[1])) for part in self._parts]
            for _ in range(self._resamples)
        ]


def _times(random: np.random.Generator, m: int) -> Floats:
    if not m:
        return np.zeros(0)
    return random.multinomial(m, np.full(m, 1.0 / m)).astype(np.float64)


def _compared(
    measure: Measure, networks: Sequence[Sparse], shares: Sparse, both: Bools, first: int
) -> tuple[float, float]:
    """Correlation and overlap of the first, among the members of both periods."""
    one, other = (measure(weights, shares)[both] for weights in networks)
    k = min(first, one.size)
    return _spearman(one, other), float(len(_first(one, k) & _first(other, k)))


def _spearman(one: Floats, other: Floats) -> float:
    a, b = (rankdata(np.round(values, 9)) for values in (one, other))
    if one.size < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _first(values: Floats, k: int) -> set[int]:
    order = np.argsort(-np.round(values, 9), kind="stable")[:k]
    return {int(i) for i in order if values[i] > 0}


def _row(
    one: Period, other: Period, name: str, members: int, first: int,
    found: tuple[float, float], again: list[tuple[float, float]],
) -> tuple[object, ...]:
    k = min(first, members)
    correlations, overlaps = np.array(again).reshape(-1, 2).T
    correlation = (found[0], *_interval(correlations))
    overlap = (int(found[1]), *_interval(overlaps)) if members else (None, None, None)
    expected = k * k / members if members else None
    about = (one.sequence, one.name, other.name, name, members)
    return (*about, *(_or_none(x) for x in correlation), k, *overlap, expected)


def _interval(drawn: Floats) -> tuple[float | None, float | None]:
    known = drawn[~np.isnan(drawn)]
    if not known.size:
        return None, None
    low, high = np.quantile(known, _TAILS)
    return float(low), float(high)


def _or_none(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else value


def _neighbours(periods: Sequence[Period]) -> list[tuple[Period, Period]]:
    by_sequence: dict[str, list[Period]] = {}
    for period in periods:
        by_sequence.setdefault(period.sequence, []).append(period)
    return [pair for own in by_sequence.values() for pair in pairwise(own)]


def _members(two_mode: TwoMode, period: Period) -> Bools:
    columns: Ints = np.array(period.columns, dtype=np.int64)
    return row_sums(sparse(two_mode.incidence[:, columns])) > 0
