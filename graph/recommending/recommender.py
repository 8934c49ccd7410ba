"""How plausible a first tie of two members is, learnt from the ties that came before.

For each year before the last one known, what was known at its beginning is set against the
pairs that were tied first from then on; a logistic regression with a ridge gives each feature
(:mod:`.features`) its weight. It learns from newcomers too, who are most of those that come to be
tied. New ties grow with the years and with the members, not with the pairs: the logit holds
ln(years / members) as a known part, and the chances that are given are brought to the first ties
a year that a known member has had so far.

Features, ridge and this way of learning were chosen on what began before 2020 (cuts at 2017, 2018
and 2019, each tried on what came until 2020).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import brentq
from scipy.special import expit

from clusterkg.graph.arrays import Floats, Ints, row_sums
from clusterkg.graph.changing.digits import significant
from clusterkg.graph.network import TwoMode

from .features import features
from .holdout import NEVER, Holdout, split
from .logistic import Fit, fit

RIDGE = 20.0
YEARS = 3
"""The years ahead that a plausibility is for: partnerships run for two or three."""
_NORMAL = 1.959963984540054

Scores = Callable[[TwoMode], Mapping[str, Floats]]
"""From who was in what to scores of every pair (n, n), by name."""


@dataclass(frozen=True)
class Model:
    """What was learnt.

    Attributes
    ----------
    scores : callable
        What the features are made by.
    fitted : Fit
        Weights of the standardised features, after the intercept.
    rate : float
        First ties between known members, and half a one, for each of these and each year.
    mean, deviation : ndarray, shape (features,)
        By which features are standardised.
    ties, partnerships : int
        First ties learnt from, and the partnerships that made them.
    """

    scores: Scores
    fitted: Fit
    rate: float
    mean: Floats
    deviation: Floats
    ties: int
    partnerships: int


@dataclass(frozen=True)
class Plausibility:
    """The chance of each pair to be tied within `YEARS`, with 95 % intervals, (pairs,) each."""

    chance: Floats
    low: Floats
    high: Floats


def learn(
    two_mode: TwoMode, until: int, scores: Scores = features, ridge: float = RIDGE
) -> Model | None:
    """Learn from the partnerships that began before the year ``until``.

    Parameters
    ----------
    two_mode : TwoMode
        As :func:`.holdout.split` takes it.
    until : int
        Nothing that began in or after this year is looked at.
    scores : callable
        What gives the features; with a single one, pairs are ranked as by that.
    ridge : float
        Of the regression.

    Returns
    -------
    Model, or None where no pair of members was tied later than another one, or every pair was
    """
    place = {name: i for i, name in enumerate(two_mode.columns["id"])}
    cases = [_Cases.of(held, until, scores, place) for held in _earlier(two_mode, until)]
    if not cases:
        return None
    x = np.vstack([case.x for case in cases])
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    deviation = np.where(deviation > 1e-12, deviation, 1.0)
    group = np.concatenate([case.tied_by for case in cases])
    tied = group != NEVER
    if tied.all():
        return None
    offset = np.concatenate([case.offset for case in cases])
    fitted = fit(_with_ones((x - mean) / deviation), offset, tied, group, ridge)
    # Half a tie more than there were: no rate is zero.
    rate = (sum(case.ties for case in cases) + 0.5) / max(sum(case.years for case in cases), 1.0)
    partnerships = np.unique(group[tied]).size
    return Model(scores, fitted, rate, mean, deviation, int(tied.sum()), partnerships)


def plausibility(model: Model, held: Holdout) -> Plausibility:
    """Return how plausible each pair of ``held`` is, from what was known before its cut.

    The interval is of the fit alone, with the ties of one partnership as one observation; it
    does not cover what no feature knows of. To as many digits as `significant` leaves.
    """
    x = _with_ones((_matrix(held, model.scores) - model.mean) / model.deviation)
    logit = x @ model.fitted.coefficients
    logit += _shift(logit, model.rate * held.past.rows.height * YEARS)
    error = np.sqrt(np.einsum("ij,jk,ik->i", x, model.fitted.covariance, x))
    logits = (logit + sign * _NORMAL * error for sign in (0.0, -1.0, 1.0))
    return Plausibility(*(significant(expit(value)) for value in logits))


@dataclass(frozen=True)
class _Cases:
    """Pairs at one cut: features (pairs, k), offset, and the column that tied them, or `NEVER`.

    Also the years of known members, and the first ties among these.
    """

    x: Floats
    offset: Floats
    years: float
    ties: int
    tied_by: Ints

    @classmethod
    def of(
        cls, held: Holdout, until: int, scores: Scores, place: Mapping[str, int]
    ) -> "_Cases":
        columns = np.array([*(place[name] for name in held.later), NEVER], dtype=np.int64)
        offset = np.full(held.first.size, _offset(until - held.cut, held))
        known = row_sums(held.past.incidence) > 0
        ties = held.positive & known[held.first] & known[held.second]
        years = float(known.sum() * (until - held.cut))
        return cls(_matrix(held, scores), offset, years, int(ties.sum()), columns[held.tied_by])


def _earlier(two_mode: TwoMode, until: int) -> list[Holdout]:
    years = two_mode.columns["year"].drop_nulls()
    first = int(pl.Series(years).min() or 0) if years.len() else until  # type: ignore[arg-type]
    splits = (split(two_mode, cut, until, newcomers=True) for cut in range(first + 1, until))
    return [held for held in splits if held.positive.any()]


def _matrix(held: Holdout, scores: Scores) -> Floats:
    return np.column_stack([held.of_pairs(score) for score in scores(held.past).values()])


def _shift(logit: Floats, ties: float) -> float:
    """By what to move logits so that the chances sum to ``ties``; 0 where they cannot."""
    if not 0 < ties < logit.size:
        return 0.0
    return float(brentq(lambda by: expit(logit + by).sum() - ties, -50.0, 50.0, xtol=1e-12))


def _offset(years: int, held: Holdout) -> float:
    return float(np.log(years / max(held.past.rows.height, 1)))


def _with_ones(x: Floats) -> Floats:
    return np.column_stack([np.ones(x.shape[0]), x])
