"""The hold-out table: every baseline and the recommender, each against the recommender."""

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Bools, Floats
from clusterkg.graph.changing.digits import rounded
from clusterkg.graph.network import TwoMode
from clusterkg.graph.proportion import wilson
from clusterkg.graph.resampling import interval

from . import baselines
from .evaluation import FIRST, RESAMPLES, Parts, drawings, parts
from .holdout import Holdout, split
from .recommender import learn, plausibility

OURS = "recommender"
KEYS = ("cut", "method")
_CALLED = {"auc": "AUC", "precision_at_10": "precision at 10"}
_GAINS = ("auc_gain", "precision_gain")
SCHEMA = {
    "cut": pl.Int64, "method": pl.String, "pairs": pl.Int64, "new_ties": pl.Int64,
    "partnerships": pl.Int64,
    "auc": pl.Float64, "auc_low": pl.Float64, "auc_high": pl.Float64,
    "precision_at_10": pl.Float64, "precision_at_10_low": pl.Float64,
    "precision_at_10_high": pl.Float64,
    "first_ten": pl.Float64, "first_ten_low": pl.Float64, "first_ten_high": pl.Float64,
    "auc_gain": pl.Float64, "auc_gain_low": pl.Float64, "auc_gain_high": pl.Float64,
    "precision_gain": pl.Float64, "precision_gain_low": pl.Float64,
    "precision_gain_high": pl.Float64, "expected_ties": pl.Float64,
}


def compare(
    two_mode: TwoMode, cut: int, until: int | None = None, seed: int = 0,
    resamples: int = RESAMPLES,
) -> pl.DataFrame:
    """Set the recommender against every baseline on what came after a cut.

    Parameters
    ----------
    two_mode : TwoMode
        As :func:`.holdout.split` takes it, with ``kind`` among its rows where that is known.
    cut, until : int
        Years; learnt from what began before ``cut``, tried on what began from then on.
    seed, resamples : int
        Of the intervals.

    Returns
    -------
    polars.DataFrame
        A row a method, by ``auc``, descending, then name, with the columns of ``SCHEMA``; the
        ``gain`` of the recommender over the method has a paired interval. ``expected_ties`` is
        the sum of the recommender's chances. Empty where no known pair was tied later, and
        without the recommender where nothing could be learnt.
    """
    held = split(two_mode, cut, until)
    if not held.positive.any():
        return pl.DataFrame(schema=SCHEMA)
    scores = {name: held.of_pairs(s) for name, s in baselines.scores(held.past).items()}
    model = learn(two_mode, cut)
    if model is not None:
        scores[OURS] = plausibility(model, held).chance
    times = drawings(held, resamples, seed)
    made = {name: parts(held, s, _ranked(held)) for name, s in scores.items()}
    rows = [_row(held, name, made, times, scores.get(OURS)) for name in made]
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return rounded(table).sort("auc", "method", descending=[True, False], nulls_last=True)


def chosen(table: pl.DataFrame) -> str:
    """Return the method to rank by, given the hold-out of one cut.

    The recommender where both its AUC and its precision at 10 are above those of every
    baseline; else the baseline with the highest AUC; the recommender where there is no
    hold-out to tell them apart.
    """
    others = table.filter(pl.col("method") != OURS)
    if others.is_empty():
        return OURS
    if all(_ahead(table, gain) == others.height for gain in _GAINS):
        return OURS
    return str(others["method"][0])


def verdict(table: pl.DataFrame) -> str:
    """Say how the recommender fares in the hold-out of one cut, a table as of `compare`."""
    ours = table.filter(pl.col("method") == OURS)
    others = table.filter(pl.col("method") != OURS)
    if ours.is_empty():
        return "Nothing could be learnt before the cut: there is no recommender to try."
    said = [f"Learnt before {ours['cut'][0]}, tried on {ours['new_ties'][0]} first ties after it"]
    for measure, gain in zip(_CALLED, _GAINS, strict=True):
        top = others.sort(measure, "method", descending=[True, False], nulls_last=True)
        said.append(
            f"{_CALLED[measure]} {ours[measure][0]:.3f}, best baseline {top[measure][0]:.3f} "
            f"({top['method'][0]}), above {_ahead(table, gain)} of {others.height} baselines, "
            f"with a paired interval above zero for {_ahead(table, f'{gain}_low')}"
        )
    return "; ".join(said) + "."


def _ahead(table: pl.DataFrame, gain: str) -> int:
    """Over how many baselines the gain, or a bound of it, is above zero."""
    others = table.filter(pl.col("method") != OURS)
    return int((others[gain].fill_null(-1.0) > 0).sum())


def _ranked(held: Holdout) -> Bools:
    kinds = held.past.rows["kind"] if "kind" in held.past.rows.columns else pl.Series([None])
    if kinds.null_count() == kinds.len():
        return np.ones(held.past.rows.height, dtype=np.bool_)
    return np.asarray((kinds == "cluster").fill_null(False).to_numpy(), dtype=np.bool_)


def _row(
    held: Holdout, name: str, made: dict[str, Parts], times: Floats, chances: Floats | None
) -> tuple[object, ...]:
    one = np.ones((1, len(held.later)))
    own, ours = made[name], made.get(OURS, made[name])
    counts = int(held.positive.sum()), int((own.pairs > 0).sum())
    measured: list[float] = []
    gains: list[float] = []
    for measure in (Parts.auc, Parts.precision):
        value, best = measure(own, one)[0], measure(ours, one)[0]
        measured += [value, *interval(measure(own, times))]
        gains += [best - value, *interval(measure(ours, times) - measure(own, times))]
    of = min(FIRST, held.first.size)
    first = own.first_ten, *wilson(own.first_ten * of, of)
    expected = float(chances.sum()) if name == OURS and chances is not None else None
    floats = [*measured, *first, *(gains if OURS in made else [None] * 6), expected]
    return held.cut, name, held.first.size, *counts, *(_or_none(x) for x in floats)


def _or_none(value: float | None) -> float | None:
    return None if value is None or np.isnan(value) else float(value)
