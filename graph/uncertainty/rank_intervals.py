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

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.arrays import Bools, Floats, Ints, sparse
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import Weighting, column_weights, tie_weights

from .completion import Sample, completions
from .gaps import Gaps, gaps
from .measures import Measure, SideBySide
from .tied_ranks import tied_ranks

Ranks = tuple[Ints, Ints]
SOURCES = ("missing", "partnerships", "both")
_NODES_AT_ONCE = 1_000  # in one call of a measure: a trade of calls for memory


def rank_intervals(
    two_mode: TwoMode,
    measure: Measure,
    eligible: Bools,
    *,
    missing: Gaps | None = None,
    source: str = "missing",
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
    low, high = observed(two_mode, [measure], eligible, weighting)[measure.name]
    ids = two_mode.rows["id"].filter(pl.Series(eligible, dtype=pl.Boolean))
    missing = missing or gaps(two_mode)
    drawn = list(draws(two_mode, missing, source, samples, seed)) if len(ids) else []
    lows, highs = ranks_in(two_mode, drawn, [measure], eligible, weighting)[measure.name]
    at = bounds(lows, highs, level) if drawn else (low, high)
    table = {
        "id": ids, "rank": low, "rank_last": high, "low": at[0], "high": at[1],
        "median": np.median((lows + highs) / 2.0, axis=0) if drawn else low * 1.0,
        "probability_first_k": _among_first(lows, highs, first),
    }
    return pl.DataFrame(table).sort("rank", "id")


def observed(
    two_mode: TwoMode, measures: Sequence[Measure], eligible: Bools, weighting: Weighting = "counts"
) -> dict[str, Ranks]:
    """Return the first and last rank that each eligible member shares, by measure.

    Returns
    -------
    dict of str to (first, last)
        Each an ndarray of int, shape (eligible,).
    """
    found = ranks_in(two_mode, [_as_it_is(two_mode)], measures, eligible, weighting)
    return {name: (low[0], high[0]) for name, (low, high) in found.items()}


def draws(
    two_mode: TwoMode, missing: Gaps, source: str, number: int, seed: int
) -> Iterator[Sample]:
    """Draw networks that might be; parameters as in `rank_intervals`."""
    random = np.random.default_rng(seed)
    one = _as_it_is(two_mode)
    whole = source == "partnerships"
    for sample in [one] * number if whole else completions(two_mode, missing, number, random):
        yield sample if source == "missing" else _drawn_again(sample, random)


def ranks_in(
    two_mode: TwoMode, samples: Sequence[Sample], measures: Sequence[Measure], eligible: Bools,
    weighting: Weighting = "counts",
) -> dict[str, Ranks]:
    """Return the first and last rank of each eligible member in each sample, by measure.

    Returns
    -------
    dict of str to (first, last)
        Each an ndarray of int, shape (samples, eligible).
    """
    number = int(eligible.sum())
    found: dict[str, list[Ranks]] = {measure.name: [] for measure in measures}
    for together in _batches(samples):
        networks = _side_by_side(two_mode, together, weighting)
        for measure in measures:
            values = measure.values(networks)
            for sample in together:
                own, values = values[: sample.rows.size], values[sample.rows.size :]
                low, high = tied_ranks(own, eligible[sample.rows], measure.largest_first)
                found[measure.name].append((low[:number], high[:number]))
    return {name: _stacked(ranks, number) for name, ranks in found.items()}


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


def _as_it_is(two_mode: TwoMode) -> Sample:
    n, m = two_mode.incidence.shape
    return Sample(np.arange(n), two_mode.incidence, np.ones(m))


def _batches(samples: Sequence[Sample]) -> Iterator[Sequence[Sample]]:
    largest = max((sample.rows.size for sample in samples), default=0)
    size = max(1, _NODES_AT_ONCE // max(1, largest))
    for start in range(0, len(samples), size):
        yield samples[start : start + size]


def _side_by_side(
    two_mode: TwoMode, samples: Sequence[Sample], weighting: Weighting
) -> SideBySide:
    incidence = sparse(sp.block_diag([sample.incidence for sample in samples], format="csr"))
    per_column = [column_weights(s.incidence, weighting) * s.times for s in samples]
    weights = tie_weights(incidence, np.concatenate(per_column))
    nodes = two_mode.rows.drop("id")[np.concatenate([sample.rows for sample in samples])]
    return SideBySide(weights, nodes, tuple(sample.rows.size for sample in samples))


def _stacked(ranks: Sequence[Ranks], number: int) -> Ranks:
    low = np.array([low for low, _ in ranks], dtype=np.int64).reshape(-1, number)
    high = np.array([high for _, high in ranks], dtype=np.int64).reshape(-1, number)
    return low, high


def _among_first(lows: Ints, highs: Ints, first: int) -> Floats:
    """Share of samples with a rank not beyond ``first``, ties broken at random."""
    if not lows.shape[0]:
        return np.zeros(lows.shape[1])
    within = np.clip(first - lows + 1.0, 0.0, None) / (highs - lows + 1.0)
    return np.asarray(np.minimum(within, 1.0).mean(axis=0), dtype=np.float64)
