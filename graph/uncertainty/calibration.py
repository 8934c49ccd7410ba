"""Do the intervals hold the true ranks? Members of a fully known network are hidden to see.

From the partnerships of which every member is listed, a share of the memberships is taken away
at random; the numbers of members stay known. Intervals are drawn from what is left. A run asks
of one organisation, chosen before anything is drawn, whether the ranks that it has in the full
network, all those that it shares with ties, lie in its interval: once of one that is drawn from
all the ranked organisations that are still seen, once of one drawn from the ten that are first in
what is left. Those that have lost all memberships cannot be asked about, but they count in the
true ranks.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Bools, Ints, sparse
from clusterkg.graph.network import TwoMode

from .measures import Measure
from .rank_intervals import Drawing, Ranks, bounds, draws, observed, ranks_in

NOT_RELIABLE = "interval not reliable"
RELIABLE, UNKNOWN = "yes", "not calibrated"
STORED = Path(__file__).with_name("calibration.csv")
CHOSEN = ("any", "first ten")
ALLOWED = 0.03  # below the level, coverage may be by so much
_FIRST = 10


def reliability(measure: str, share: float) -> str:
    """Say in a word or three whether a measure's intervals are reliable.

    Parameters
    ----------
    measure : str
        Name of a measure.
    share : float
        The share of memberships that is missing, as of `gaps`.

    Returns
    -------
    str
        `RELIABLE`, `NOT_RELIABLE`, or `UNKNOWN` for a measure that was not calibrated.
    """
    return {True: RELIABLE, False: NOT_RELIABLE, None: UNKNOWN}[reliable(measure, share)]


def reliable(measure: str, share: float) -> bool | None:
    """Return whether intervals held the true rank as often as they say, less `ALLOWED`.

    At the next share missing that was calibrated; for both ways of choosing whom to ask about.
    With nothing missing they always do; beyond the largest share calibrated the answer is no.
    None for a measure that was not calibrated. Parameters as in `reliability`.
    """
    table = stored().filter(measure=measure)
    if table.is_empty():
        return None
    if share <= 0.0:
        return True
    level = table.filter(pl.col("missing") >= share - 1e-9)
    if level.is_empty():
        return False
    at = level.filter(pl.col("missing") == level["missing"].min())
    return bool((at["covered"] / at["runs"] >= at["nominal"] - ALLOWED - 1e-9).all())


def stored(path: Path = STORED) -> pl.DataFrame:
    """Return the calibration that was run: a row a measure, share missing and way of choosing.

    Columns: ``measure missing chosen runs nominal covered low high``; ``low`` and ``high`` are
    the 95 % Wilson interval of ``covered / runs``. Made by ``benchmarks/calibration_ranks.py``.
    """
    return pl.read_csv(path, comment_prefix="#")


def fully_listed(two_mode: TwoMode) -> TwoMode:
    """Return the partnerships that list as many members as they state, and their members."""
    columns = two_mode.columns
    whole = (columns["listed"] == columns["stated"]).fill_null(False) & (columns["listed"] > 0)
    incidence = sparse(two_mode.incidence[:, np.flatnonzero(whole.to_numpy())])
    members = np.flatnonzero(np.diff(incidence.indptr) > 0)
    return TwoMode(two_mode.rows[members], columns.filter(whole), sparse(incidence[members]))


def calibrate(
    truth: TwoMode, eligible: Bools, measures: Sequence[Measure], share: float, run: int,
    drawing: Drawing, level: float = 0.95,
) -> list[tuple[str, str, bool]]:
    """Hide a share of the memberships once, and say whether the intervals hold the true ranks.

    Parameters
    ----------
    truth : TwoMode
        Members by partnerships, all of them known.
    eligible : ndarray of bool, shape (n,)
        Which members are ranked.
    measures : sequence of Measure
    share : float
        How much of the memberships is hidden.
    run : int
        Number of the run; with the seed of ``drawing`` it decides what is drawn.
    drawing, level
        As in `rank_intervals`.

    Returns
    -------
    list of (str, str, bool)
        Name of the measure, how the organisation was chosen (one of `CHOSEN`), and whether its
        interval holds the true ranks.
    """
    random = np.random.default_rng([drawing.seed, round(1000 * share), run])
    left, seen = hide(truth, share, random)
    asked, place = random.random(), int(random.integers(_FIRST))
    samples = list(draws(left, replace(drawing, seed=int(random.integers(2**32)))))
    true, first = observed(truth, measures, eligible), observed(left, measures, eligible[seen])
    still, ranks = ranked_of(eligible, seen), ranks_in(left, samples, measures, eligible[seen])
    found = []
    for name in (measure.name for measure in measures):
        holds = _holds(bounds(*ranks[name], level), true[name], still)
        leading = holds[np.argsort(first[name][0], kind="stable")[:_FIRST]]
        found.append((name, CHOSEN[0], bool(holds[int(asked * holds.size)])))
        found.append((name, CHOSEN[1], bool(leading[place % leading.size])))
    return found


def _holds(interval: Ranks, true: Ranks, still: Ints) -> Bools:
    return (interval[0] <= true[0][still]) & (true[1][still] <= interval[1])


def ranked_of(eligible: Bools, seen: Ints) -> Ints:
    """Return the places, among the eligible, of those of them that are in ``seen``."""
    place = np.cumsum(eligible) - 1
    return np.asarray(place[seen[eligible[seen]]], dtype=np.int64)


def hide(truth: TwoMode, share: float, random: np.random.Generator) -> tuple[TwoMode, Ints]:
    """Return ``truth`` without a random share of its memberships, and which members are seen."""
    member, partnership = truth.incidence.nonzero()
    kept = np.sort(random.permutation(member.size)[round(share * member.size) :])
    left = truth.incidence.copy()
    left.data = np.zeros(member.size)
    left.data[kept] = 1.0
    seen = np.unique(member[kept]).astype(np.int64)
    sizes = np.bincount(partnership, minlength=truth.columns.height)
    columns = truth.columns.with_columns(pl.Series("stated", sizes))
    return TwoMode(truth.rows[seen], columns, sparse(sparse(left)[seen])), seen
