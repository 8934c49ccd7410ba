"""Logistic regression with a ridge, and with errors for outcomes that come in groups."""

from dataclasses import dataclass

import numpy as np
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
    beta, p, bread = _minimum(x, offset, outcome, penalty)
    return Fit(beta, _sandwich(x, p, outcome, group, bread))


def _minimum(
    x: Floats, offset: Floats, outcome: Bools, penalty: Floats
) -> tuple[Floats, Floats, Floats]:
    """The coefficients (k,), the chances (cases,) there, and the curvature of the loss (k, k)."""
    beta = np.zeros(x.shape[1])
    beta[0] = _first_guess(offset, outcome)
    loss = _loss(x, offset, outcome, penalty, beta)
    for _ in range(_STEPS):
        p = expit(x @ beta + offset)
        bread = (x * (p * (1.0 - p))[:, None]).T @ x + np.diag(penalty)
        if np.linalg.cond(bread) > _FLAT:
            break
        step = np.linalg.solve(bread, x.T @ (outcome - p) - penalty * beta)
        # A whole step may overshoot where outcomes are rare: then half, and half again.
        while (after := _loss(x, offset, outcome, penalty, beta + step)) > loss + _CLOSE:
            step = step / 2.0
        beta, loss = beta + step, after
        if np.abs(step).max() < _CLOSE:
            return beta, p, bread
    raise NetworkError(f"a regression of {outcome.sum()} of {outcome.size} does not settle")


def _loss(x: Floats, offset: Floats, outcome: Bools, penalty: Floats, beta: Floats) -> float:
    """What is minimised: the negative log likelihood and the penalty."""
    logit = x @ beta + offset
    likelihood = np.logaddexp(0.0, np.where(outcome, -logit, logit)).sum()
    return float(likelihood + (penalty * beta**2).sum() / 2.0)


def _first_guess(offset: Floats, outcome: Bools) -> float:
    """The logit of the mean outcome, less the mean offset: from zero the steps may overshoot."""
    mean = min(max(float(outcome.mean()), 1e-9), 1.0 - 1e-9)
    return float(np.log(mean / (1.0 - mean)) - offset.mean())


def _sandwich(x: Floats, p: Floats, outcome: Bools, group: Ints, bread: Floats) -> Floats:
    scores = x * (outcome - p)[:, None]
    own = group < 0
    summed = np.zeros((int(group.max(initial=-1)) + 1, x.shape[1]))
    np.add.at(summed, group[~own], scores[~own])
    meat = summed.T @ summed + scores[own].T @ scores[own]
    inverse = np.linalg.inv(bread)
    covariance: Floats = inverse @ meat @ inverse
    return covariance
