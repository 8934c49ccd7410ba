"""How well scores of pairs tell those that a later partnership ties first.

``auc`` is the chance that such a pair has a higher score than one that stays untied, ties of
scores counting half. ``precision at 10`` is, on average over the organisations that got a new
tie, the share of the ten partners with the highest score that they did come to be tied with;
where scores are equal at the tenth place, the expectation over a random order. ``first ten`` is
the same share among the ten pairs with the highest score of all. Both are of fewer than ten where
there are fewer partners, or pairs.

Pairs of one consortium are not independent. Intervals draw the later partnerships again, each
with all pairs that it ties first (Efron 1979), and the scores of two methods on one drawing.
"""

from dataclasses import dataclass

import numpy as np

from clusterkg.graph.arrays import Bools, Floats, Ints
from clusterkg.graph.resampling import times_drawn

from .holdout import Holdout

FIRST = 10
RESAMPLES = 1000


@dataclass(frozen=True)
class Parts:
    """What each later partnership (m) adds to the measures of one score.

    Attributes
    ----------
    pairs, below : ndarray, shape (m,)
        The pairs it ties first, and the sum over them of the share of untied pairs below.
    members, hits : ndarray, shape (m,)
        Organisations with a new tie, shared out among the partnerships they have them from, and
        the sum over them of the share of their first ten that it ties.
    first_ten : float
        The share of new ties among the ten first pairs.
    """

    pairs: Floats
    below: Floats
    members: Floats
    hits: Floats
    first_ten: float

    def auc(self, times: Floats) -> Floats:
        """The area when each partnership is there ``times`` (…, m) times; nan without a tie."""
        return _ratio(times @ self.below, times @ self.pairs)

    def precision(self, times: Floats) -> Floats:
        """The precision at 10, likewise."""
        return _ratio(times @ self.hits, times @ self.members)


def parts(held: Holdout, scores: Floats, ranked: Bools) -> Parts:
    """Return what the measures of one score are made of.

    Parameters
    ----------
    held : Holdout
    scores : ndarray, shape (pairs,)
        The higher, the sooner tied.
    ranked : ndarray of bool, shape (members of the past,)
        The organisations whose precision counts.
    """
    m = len(held.later)
    tied = held.positive
    by = held.tied_by[tied]
    below = _share_below(scores[tied], np.sort(scores[~tied]))
    member, of, hit = _hits(held, scores, ranked)
    ties = np.bincount(member, minlength=held.past.rows.height)
    return Parts(
        _sums(by, np.ones(by.size), m), _sums(by, below, m),
        _sums(of, 1.0 / ties[member], m), _sums(of, hit, m), _first_ten(scores, tied),
    )


def drawings(held: Holdout, resamples: int = RESAMPLES, seed: int = 0) -> Floats:
    """Return how often each later partnership is drawn in each resample, (resamples, m).

    Partnerships that tie no new pair are not drawn: they say nothing of any measure. Nothing is
    drawn where a single one ties new pairs: drawn again, it would be the same each time.
    """
    counts = np.zeros((resamples, len(held.later)))
    drawable = np.unique(held.tied_by[held.positive])
    if drawable.size > 1:
        random = np.random.default_rng(seed)
        counts[:, drawable] = times_drawn(drawable.size, resamples, random)
    return counts


def _share_below(scores: Floats, others: Floats) -> Floats:
    """The share of ``others``, sorted, below each score, equal ones half."""
    places = np.searchsorted(others, scores, "left") + np.searchsorted(others, scores, "right")
    shares: Floats = places / (2.0 * max(others.size, 1))
    return shares


def _hits(held: Holdout, scores: Floats, ranked: Bools) -> tuple[Ints, Ints, Floats]:
    """Of each new tie of a ranked member: the member, the partnership, its part in the ten."""
    n = held.past.rows.height
    table = np.full((n, n), -np.inf)
    table[held.first, held.second] = table[held.second, held.first] = scores
    tied = held.positive
    member = np.concatenate([held.first[tied], held.second[tied]])
    other = np.concatenate([held.second[tied], held.first[tied]])
    of = np.tile(held.tied_by[tied], 2)
    kept = ranked[member]
    member, other, of = member[kept], other[kept], of[kept]
    chances = np.array([_chance(table[i], table[i, j]) for i, j in zip(member, other, strict=True)])
    candidates = np.isfinite(table).sum(axis=1)
    return member, of, chances.reshape(-1) / np.minimum(candidates[member], FIRST)


def _chance(row: Floats, score: float) -> float:
    """The chance that a partner of this score is among the first ten of the row."""
    above, equal = int((row > score).sum()), int((row == score).sum())
    return min(max(FIRST - above, 0) / equal, 1.0)


def _first_ten(scores: Floats, tied: Bools) -> float:
    if scores.size < FIRST:
        return float(tied.mean()) if scores.size else float("nan")
    tenth = np.partition(scores, scores.size - FIRST)[scores.size - FIRST]
    above, equal = scores > tenth, scores == tenth
    hits = tied[above].sum() + (FIRST - above.sum()) * tied[equal].mean()
    return float(hits) / FIRST


def _sums(of: Ints, values: Floats, m: int) -> Floats:
    return np.bincount(of, weights=values, minlength=m).astype(np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(below > 0, above / below, np.nan), dtype=np.float64)
