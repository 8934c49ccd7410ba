"""Whether regions enter activities that are related to what they have: a logit of entry."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike
from scipy.special import expit
from scipy.stats import norm

from ..arrays import Floats
from .matrix import ComplexityError, present

_STEPS, _TOLERANCE = 50, 1e-13
_RIGHT = 1e-7  # what rounding leaves of a sum that is zero


@dataclass(frozen=True)
class Logit:
    """A fitted logit.

    Attributes
    ----------
    estimate, error : ndarray, shape (terms,)
        Coefficients (log odds) and their standard errors, from the inverse information; nan
        where the likelihood has no maximum.
    deviance : float
    converged : bool
    """

    estimate: Floats
    error: Floats
    deviance: float
    converged: bool


def logit(outcome: ArrayLike, terms: ArrayLike) -> Logit:
    """Fit a logit by maximum likelihood (iteratively reweighted least squares).

    Parameters
    ----------
    outcome : array of zeros and ones, shape (n,)
    terms : array, shape (n, k)
        Finite; a column of ones where an intercept is wanted.

    Returns
    -------
    Logit
        All nan and not converged where there is no maximum: the terms separate zeros from ones,
        wholly or up to ties (all outcomes alike included); where one term follows from the
        others; and without observations.

    Raises
    ------
    ComplexityError
        The shapes do not fit, or a value is none of those named.

    References
    ----------
    McCullagh, P. and Nelder, J. A. (1989). Generalized linear models. 2nd ed., 2.5 and 4.4.
    Separation: Albert, A. and Anderson, J. A. (1984). On the existence of maximum likelihood
    estimates in logistic regression models. Biometrika 71, 1-10.
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(terms, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1] or not np.all(np.isfinite(x)):
        raise ComplexityError(f"outcomes {y.shape} and finite terms {x.shape} do not fit")
    if not np.all(np.isin(y, (0.0, 1.0))):
        raise ComplexityError("an outcome of a logit is 0 or 1")
    if not x.size or np.linalg.matrix_rank(x) < x.shape[1] or _separated(y, x):
        return _none(x.shape[1])
    return _reweighted(y, x)


def entry(
    before: ArrayLike, after: ArrayLike, around: ArrayLike,
    controls: Mapping[str, ArrayLike] | None = None,
) -> pl.DataFrame:
    """Fit whether a region enters an activity that it lacks to the density around it.

    Parameters
    ----------
    before, after : array of zeros and ones, shape (regions, activities)
        What regions have in two periods.
    around : array, shape (regions, activities)
        `density` before, in percent.
    controls : mapping of str to array, shape (regions, activities)
        More terms by name, such as diversity or fixed effects.

    Returns
    -------
    polars.DataFrame
        ``term`` (``intercept``, ``density``, the controls), ``estimate`` (log odds a unit),
        ``error``, ``z``, ``p`` (the null: the coefficient is zero, and pairs are independent
        given the terms), ``low`` and ``high`` (95 %, by the normal), ``pairs`` that could enter
        and ``entries``. Pairs of which a term is nan are left out. Null where there is no
        maximum (`logit`). Pairs of one region are rarely independent: errors are too small.

    References
    ----------
    Boschma, R., Balland, P.-A. and Kogler, D. F. (2015). Relatedness and technological change in
    cities. Industrial and Corporate Change 24, 223-250.
    """
    first, second = present(before), present(after)
    named = {"density": around, **(controls or {})}
    columns = {name: np.asarray(term, dtype=np.float64) for name, term in named.items()}
    for name, term in {"after": second, **columns}.items():
        if term.shape != first.shape:
            raise ComplexityError(f"{name} is {term.shape}, before is {first.shape}")
    terms = np.stack([np.ones_like(first), *columns.values()], axis=-1)
    used = (first == 0) & ~np.isnan(terms).any(axis=-1)
    return _table(("intercept", *columns), logit(second[used], terms[used]), second[used])


def _none(terms: int) -> Logit:
    return Logit(np.full(terms, np.nan), np.full(terms, np.nan), np.nan, False)


def _separated(y: Floats, x: Floats) -> bool:
    """Say whether some combination of the terms never has the wrong sign, and a right one once."""
    from scipy.optimize import linprog

    scaled = x / np.maximum(np.abs(x).max(axis=0), np.finfo(np.float64).tiny)
    right = scaled * (2.0 * y - 1.0)[:, None]
    bounds = [(-1.0, 1.0)] * x.shape[1]
    best = linprog(-right.sum(axis=0), A_ub=-right, b_ub=np.zeros(y.size), bounds=bounds)
    return bool(np.sum(right @ best.x) > _RIGHT)


def _reweighted(y: Floats, x: Floats) -> Logit:
    beta, before = np.zeros(x.shape[1]), np.inf
    for _ in range(_STEPS):
        chance = expit(x @ beta)
        information = x.T @ (x * (chance * (1.0 - chance))[:, None])
        deviance = _deviance(y, x @ beta)
        if abs(deviance - before) <= _TOLERANCE * (abs(deviance) + 0.1):
            error = np.sqrt(np.diag(np.linalg.inv(information)))
            return Logit(beta, error, deviance, True)
        beta, before = beta + np.linalg.solve(information, x.T @ (y - chance)), deviance
    return _none(x.shape[1])


def _deviance(y: Floats, score: Floats) -> float:
    return float(2.0 * np.sum(np.logaddexp(0.0, score) - y * score))


def _table(names: tuple[str, ...], fit: Logit, outcome: Floats) -> pl.DataFrame:
    z = fit.estimate / fit.error
    half = norm.ppf(0.975) * fit.error
    return pl.DataFrame(
        {
            "term": pl.Series(names, dtype=pl.String),
            "estimate": fit.estimate,
            "error": fit.error,
            "z": z,
            "p": 2.0 * norm.sf(np.abs(z)),
            "low": fit.estimate - half,
            "high": fit.estimate + half,
            "pairs": pl.Series([outcome.size] * len(names), dtype=pl.Int64),
            "entries": pl.Series([int(outcome.sum())] * len(names), dtype=pl.Int64),
        }
    ).fill_nan(None)
