"""Intervals of ranks: who else might be there, and which partnerships happen to be known.

Two sources, alone or one after the other: members who are not listed (`completion`), and the
partnerships themselves, drawn with replacement, as many as have members (Efron 1979). Each sample
is projected, measured and ranked again, unseen members included, so a rank is one among *all*
members of the partnerships, listed or not; without missing members that is the rank observed.

Ties have the whole range of the ranks they share. With B samples the interval is from the
``floor((B + 1) (1 - level) / 2)``-th smallest of the first ranks to the as many-th largest of the
last ranks. So, if the network at hand were one more of the samples, its whole range of ranks
would lie within with at least the chance ``level``. Fewer samples than `needed` give the interval
of all of them, of a lower level.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.arrays import Bools, Floats, Ints, sparse
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import Weighting, column_weights, tie_weights
from clusterkg.graph.resampling import times_drawn

from .completion import Sample, completions
from .gaps import Gaps, gaps
from .measures import Measure, SideBySide
from .tied_ranks import tied_ranks

Ranks = tuple[Ints, Ints]
SOURCES = ("missing", "partnerships", "both")
_NODES_AT_ONCE = 1_000  # in one call of a measure: a trade of calls for memory


@dataclass(frozen=True)
class Drawing:
    """What is drawn again, and how often.

    Attributes
    ----------
    source : {"missing", "partnerships", "both"}
        Missing members, partnerships with replacement, or one after the other.
    samples, seed : int
        How many, and of what seed.
    missing : Gaps, optional
        How many members are missing where; `gaps` of the members at hand if not given.
    weighting : {"counts", "newman"}
        How a shared partnership counts (`clusterkg.graph.projection`).
    """

    source: str = "missing"
    samples: int = 199
    seed: int = 0
    missing: Gaps | None = None
    weighting: Weighting = "counts"


def rank_intervals(
    two_mode: TwoMode, measure: Measure, eligible: Bools, drawing: Drawing | None = None,
    level: float = 0.95, first: int = 10,
) -> pl.DataFrame:
    """Return the rank of every eligible member, with its interval.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    measure : Measure
        What they are ranked by.
    eligible : ndarray of bool, shape (n,)
        Which members are ranked; added ones are as the members whose attributes they have.
    drawing : Drawing, optional
        What is drawn; by default missing members.
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

    Raises NetworkError if a parameter is not among its choices.
    """
    drawing = drawing or Drawing()
    _check(drawing, level, first)
    ranks = observed(two_mode, [measure], eligible, drawing.weighting)[measure.name]
    samples = list(draws(two_mode, drawing)) if eligible.any() else []
    found = ranks_in(two_mode, samples, [measure], eligible, drawing.weighting)[measure.name]
    ids = two_mode.rows["id"].filter(pl.Series(eligible, dtype=pl.Boolean))
    return _table(ids, ranks, found, level, first).sort("rank", "id")


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


def draws(two_mode: TwoMode, drawing: Drawing) -> Iterator[Sample]:
    """Draw networks that might be."""
    random = np.random.default_rng(drawing.seed)
    samples: Iterable[Sample] = [_as_it_is(two_mode)] * drawing.samples
    if drawing.source != "partnerships":
        missing = drawing.missing or gaps(two_mode)
        samples = completions(two_mode, missing, drawing.samples, random)
    for sample in samples:
        yield sample if drawing.source == "missing" else _drawn_again(sample, random)


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


def needed(level: float) -> int:
    """Return how many samples an interval of that level needs."""
    return int(np.ceil(round(2.0 / (1.0 - level), 9))) - 1


def _outside(samples: int, level: float) -> int:
    # Rounded: (39 + 1) (1 - 0.95) / 2 is one, not a little less.
    return max(1, int(np.floor(round((samples + 1) * (1.0 - level) / 2.0, 9))))


def _check(drawing: Drawing, level: float, first: int) -> None:
    if drawing.source not in SOURCES:
        raise NetworkError(f"source {drawing.source!r}: use one of {', '.join(SOURCES)}")
    if not 0.0 < level < 1.0:
        raise NetworkError(f"level {level:g}: it must be between 0 and 1")
    if first < 1:
        raise NetworkError(f"the first {first} ranks: ask for at least one")
    if drawing.samples < 1:
        raise NetworkError(f"{drawing.samples} samples: draw at least one")


def _table(
    ids: pl.Series, observed: Ranks, found: Ranks, level: float, first: int
) -> pl.DataFrame:
    low, high = bounds(*found, level) if len(ids) else observed
    middle = (found[0] + found[1]) / 2.0
    return pl.DataFrame(
        {
            "id": ids,
            "rank": observed[0],
            "rank_last": observed[1],
            "low": low,
            "high": high,
            "median": np.median(middle, axis=0) if len(ids) else np.empty(0),
            "probability_first_k": _among_first(*found, first) if len(ids) else np.empty(0),
        }
    )


def _drawn_again(sample: Sample, random: np.random.Generator) -> Sample:
    filled = np.asarray(sample.incidence.sum(axis=0)).reshape(-1) > 0
    times = np.zeros(filled.size)
    times[filled] = times_drawn(int(filled.sum()), 1, random)[0]
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
    low = np.array([low for low, _ in ranks], dtype=np.int64).reshape(len(ranks), number)
    high = np.array([high for _, high in ranks], dtype=np.int64).reshape(len(ranks), number)
    return low, high


def _among_first(lows: Ints, highs: Ints, first: int) -> Floats:
    """Share of samples with a rank not beyond ``first``, ties broken at random."""
    within = np.clip(first - lows + 1.0, 0.0, None) / (highs - lows + 1.0)
    return np.asarray(np.minimum(within, 1.0).mean(axis=0), dtype=np.float64)
