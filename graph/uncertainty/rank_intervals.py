"""Intervals of ranks: who else might be there, and which partnerships happen to be known.

Two sources, alone or one after the other: members who are not listed (`completion`), and the
partnerships themselves, drawn with replacement, as many as have members (Efron 1979). Each sample
is projected, measured and ranked again, unseen members included, so a rank is one among *all*
members of the partnerships, listed or not; without missing members that is the rank observed.

Ties have the whole range of the ranks they share. With B samples the interval is from the
``floor((B + 1) (1 - level) / 2)``-th smallest of the first ranks to the as many-th largest of the
last ranks. So, if the network at hand were one more of the samples, its whole range of ranks
would lie within with at least the chance ``level``, for any B for which there is such an interval.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.arrays import Bools, Floats, Ints, Sparse, sparse
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import Weighting, column_weights, tie_weights

from .completion import Sample, completions
from .gaps import Gaps, gaps
from .measures import Measure
from .tied_ranks import tied_ranks

Source = Literal["missing", "partnerships", "both"]
SOURCES = ("missing", "partnerships", "both")
_NODES_AT_ONCE = 12_000


def rank_intervals(
    two_mode: TwoMode,
    measure: Measure,
    eligible: Bools,
    *,
    missing: Gaps | None = None,
    source: Source = "missing",
    weighting: Weighting = "counts",
    samples: int = 199,
    level: float = 0.95,
    first: int = 10,
    seed: int = 0,
) -> pl.DataFrame:
    """Return the rank of every eligible member with its interval.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    measure : Measure
        What they are ranked by.
    eligible : ndarray of bool, shape (n,)
        Which members are ranked; added ones are as the members whose attributes they have.
    missing : Gaps, optional
        How many members are missing where; `gaps` of ``two_mode`` if not given.
    source : {"missing", "partnerships", "both"}
        What is drawn again.
    weighting : {"counts", "newman"}
        How a shared partnership counts (`clusterkg.graph.projection`).
    samples, seed : int
        How many, and of what seed.
    level : float
        Of the intervals, between 0 and 1.
    first : int
        Of how many first ranks the chance is wanted.

    Returns
    -------
    polars.DataFrame
        By rank, then id: ``id``; ``rank`` and ``rank_last`` among those listed (equal without
        ties); ``low`` and ``high``, the interval; ``median`` of the middle of the ranks shared;
        ``probability_first_k``, of a rank not beyond ``first`` when ties are broken at random:
        with those not listed it sums to ``first``, or to how many there are. Empty without
        eligible members.

    Raises
    ------
    NetworkError
        The level needs more samples, or a parameter is not among its choices.
    """
    _check(source, samples, level, first)
    low, high = observed(two_mode, measure, eligible, weighting)
    ids = two_mode.rows["id"].filter(pl.Series(eligible, dtype=pl.Boolean))
    missing = missing or gaps(two_mode)
    drawn = list(draws(two_mode, missing, source, samples, seed)) if len(ids) else []
    lows, highs = ranks_in(two_mode, drawn, measure, eligible, weighting)
    at = bounds(lows, highs, level) if drawn else (low, high)
    table = {
        "id": ids, "rank": low, "rank_last": high, "low": at[0], "high": at[1],
        "median": np.median((lows + highs) / 2.0, axis=0) if drawn else low * 1.0,
        "probability_first_k": _among_first(lows, highs, first),
    }
    return pl.DataFrame(table).sort("rank", "id")


def observed(
    two_mode: TwoMode, measure: Measure, eligible: Bools, weighting: Weighting = "counts"
) -> tuple[Ints, Ints]:
    """Return the first and last rank that each eligible member shares, (eligible,) each."""
    per_column = column_weights(two_mode.incidence, weighting)
    weights = tie_weights(two_mode.incidence, per_column)
    values = measure.values(weights, two_mode.rows)
    return tied_ranks(values, eligible, measure.largest_first)


def draws(
    two_mode: TwoMode, missing: Gaps, source: Source, number: int, seed: int
) -> Iterator[Sample]:
    """Draw networks that might be; parameters as in `rank_intervals`."""
    random = np.random.default_rng(seed)
    one = Sample(np.arange(two_mode.rows.height), two_mode.incidence,
                 np.ones(two_mode.columns.height))
    whole = source == "partnerships"
    for sample in [one] * number if whole else completions(two_mode, missing, number, random):
        yield sample if source == "missing" else _drawn_again(sample, random)


def ranks_in(
    two_mode: TwoMode, samples: Sequence[Sample], measure: Measure, eligible: Bools,
    weighting: Weighting = "counts",
) -> tuple[Ints, Ints]:
    """Return the first and last rank of each eligible member in each sample.

    Returns
    -------
    first, last : ndarray of int, shape (samples, eligible)
    """
    shape = (len(samples), int(eligible.sum()))
    lows, highs = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
    done = 0
    for together in _batches(samples, measure.separable):
        values = _values(two_mode, together, measure, weighting)
        for sample in together:
            own, values = values[: sample.rows.size], values[sample.rows.size :]
            low, high = tied_ranks(own, eligible[sample.rows], measure.largest_first)
            lows[done], highs[done] = low[: shape[1]], high[: shape[1]]
            done += 1
    return lows, highs


def bounds(lows: Ints, highs: Ints, level: float) -> tuple[Ints, Ints]:
    """Return the interval of each column of ``lows`` and ``highs``, (samples, k) each."""
    at = _outside(lows.shape[0], level) - 1
    return np.sort(lows, axis=0)[at], np.sort(highs, axis=0)[::-1][at]


def _outside(samples: int, level: float) -> int:
    # Rounded: (39 + 1) (1 - 0.95) / 2 is one, not a little less.
    return int(np.floor(round((samples + 1) * (1.0 - level) / 2.0, 9)))


def _check(source: str, samples: int, level: float, first: int) -> None:
    if source not in SOURCES:
        raise NetworkError(f"source {source!r}: use one of {', '.join(SOURCES)}")
    if not 0.0 < level < 1.0 or first < 1:
        raise NetworkError(f"level {level} is not between 0 and 1, or first {first} below 1")
    if _outside(samples, level) < 1:
        needed = int(np.ceil(round(2.0 / (1.0 - level), 9))) - 1
        raise NetworkError(f"{samples} samples: an interval of {level:g} needs {needed}")


def _drawn_again(sample: Sample, random: np.random.Generator) -> Sample:
    filled = np.asarray(sample.incidence.sum(axis=0)).reshape(-1) > 0
    times = np.zeros(filled.size)
    m = int(filled.sum())
    if m:
        times[filled] = random.multinomial(m, np.full(m, 1.0 / m))
    return Sample(sample.rows, sample.incidence, times)


def _batches(samples: Sequence[Sample], separable: bool) -> Iterator[Sequence[Sample]]:
    size = 1
    if separable and samples:
        size = max(1, _NODES_AT_ONCE // max(1, max(sample.rows.size for sample in samples)))
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def _values(
    two_mode: TwoMode, samples: Sequence[Sample], measure: Measure, weighting: Weighting
) -> Floats:
    """Values of all nodes of the samples, which stand side by side as parts of one network."""
    incidence = sparse(sp.block_diag([sample.incidence for sample in samples], format="csr"))
    per_column = [column_weights(s.incidence, weighting) * s.times for s in samples]
    weights = tie_weights(incidence, np.concatenate(per_column))
    nodes = two_mode.rows[np.concatenate([sample.rows for sample in samples])]
    return measure.values(weights, nodes)


def _among_first(lows: Ints, highs: Ints, first: int) -> Floats:
    """Share of samples with a rank not beyond ``first``, ties broken at random."""
    if not lows.shape[0]:
        return np.zeros(lows.shape[1])
    within = np.clip(first - lows + 1.0, 0.0, None) / (highs - lows + 1.0)
    return np.asarray(np.minimum(within, 1.0).mean(axis=0), dtype=np.float64)
