"""Logistic regression with a ridge, and with errors for outcomes that come in groups."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.special import expit

from clusterkg.graph.arrays import Bools, Floats, Ints
from clusterkg.graph.network import NetworkError

_STEPS = 50
_CLOSE = 1e-9
_FLAT = 1e14


@dataclass(frozen=True)
class Fit:
    """Coefficients (k,), the intercept first, and their covariance (k, k)."""

    coefficients: Floats
    covariance: Floats


def fit(x: Floats, offset: Floats, outcome: Bools, group: Ints, ridge: float) -> Fit:
    """Fit a logistic regression by iteratively reweighted least squares, with a ridge.

    The ridge weighs the squared coefficients but the first, by half.

    Parameters
    ----------
    x : ndarray, shape (cases, k)
        Its first column ones.
    offset : ndarray, shape (cases,)
        Known part of the logit.
    outcome : ndarray of bool, shape (cases,)
    group : ndarray of int, shape (cases,)
        Outcomes of one group, 0 or above, stand and fall together; below 0, a group of its own.
    ridge : float

    Returns
    -------
    Fit
        Its covariance is the sandwich of Liang and Zeger (1986), groups as clusters.

    Raises
    ------
    NetworkError
        The steps do not settle: where all outcomes are alike, or without a ridge where they
        can be told apart exactly.
    """
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0.0
    beta, bread = _minimum(_distinct(x, offset, outcome), penalty)
    p = expit(x @ beta + offset)
    return Fit(beta, _sandwich(x, p, outcome, group, bread))


@dataclass(frozen=True)
class _Cases:
    """Cases that differ: their x (cases, k) and offset, how many are alike, and how many came."""

    x: Floats
    offset: Floats
    number: Floats
    came: Floats

    @property
    def size(self) -> float:
        return max(float(self.number.sum()), 1.0)

    def loss(self, penalty: Floats, beta: Floats) -> float:
        """What is minimised: the negative log likelihood and the penalty."""
        logit = self.x @ beta + self.offset
        likelihood = self.came @ np.logaddexp(0.0, -logit)
        likelihood += (self.number - self.came) @ np.logaddexp(0.0, logit)
        return float(likelihood + (penalty * beta**2).sum() / 2.0)

    def first_guess(self) -> float:
        """The logit of the mean outcome, less the mean offset: from zero, steps may overshoot."""
        mean = min(max(float(self.came.sum()) / self.size, 1e-9), 1.0 - 1e-9)
        return float(np.log(mean / (1.0 - mean)) - self.number @ self.offset / self.size)


def _distinct(x: Floats, offset: Floats, outcome: Bools) -> _Cases:
    """Count cases that are alike, of which there are many: most pairs have nothing in common."""
    keys = {f"x{i}": column for i, column in enumerate(x.T)} | {"offset": offset}
    cases = pl.DataFrame(keys | {"outcome": outcome}).group_by(*keys, maintain_order=True)
    found = cases.agg(number=pl.len().cast(pl.Float64), came=pl.sum("outcome").cast(pl.Float64))
    columns = found.select(pl.exclude("offset", "number", "came")).to_numpy()
    return _Cases(columns, *(found[name].to_numpy() for name in ("offset", "number", "came")))


def _minimum(cases: _Cases, penalty: Floats) -> tuple[Floats, Floats]:
    """The coefficients (k,), and the curvature of the loss there (k, k)."""
    beta, x = np.zeros(cases.x.shape[1]), cases.x
    beta[0] = cases.first_guess()
    loss = cases.loss(penalty, beta)
    for _ in range(_STEPS):
        p = expit(x @ beta + cases.offset)
        bread = (x * (cases.number * p * (1.0 - p))[:, None]).T @ x + np.diag(penalty)
        if np.linalg.cond(bread) > _FLAT:
            break
        step = np.linalg.solve(bread, x.T @ (cases.came - cases.number * p) - penalty * beta)
        # A whole step may overshoot where outcomes are rare: then half, and half again.
        while (after := cases.loss(penalty, beta + step)) > loss + _CLOSE:
            step = step / 2.0
        beta, loss = beta + step, after
        if np.abs(step).max() < _CLOSE:
            return beta, bread
    came = f"{cases.came.sum():.0f} of {cases.number.sum():.0f}"
    raise NetworkError(f"a regression of {came} does not settle")


def _sandwich(x: Floats, p: Floats, outcome: Bools, group: Ints, bread: Floats) -> Floats:
    scores = x * (outcome - p)[:, None]
    own = group < 0
    summed = np.zeros((int(group.max(initial=-1)) + 1, x.shape[1]))
    np.add.at(summed, group[~own], scores[~own])
    meat = summed.T @ summed + scores[own].T @ scores[own]
    inverse = np.linalg.inv(bread)
    covariance: Floats = inverse @ meat @ inverse
    return covariance
