"""The regression against a general minimiser, and its errors against drawing groups again."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from clusterkg.graph.arrays import Bools, Floats, Ints
from clusterkg.graph.network import NetworkError
from clusterkg.graph.recommending.logistic import fit


def _cases(seed: int, n: int = 400) -> tuple[Floats, Floats, Bools]:
    random = np.random.default_rng(seed)
    x = np.column_stack([np.ones(n), random.normal(size=(n, 2))])
    offset = random.normal(size=n)
    return x, offset, random.random(n) < expit(x @ [-1.0, 0.8, -0.4] + offset)


def _loss(beta: Floats, x: Floats, offset: Floats, outcome: Bools, ridge: float) -> float:
    p = expit(x @ beta + offset)
    likelihood = np.log(np.where(outcome, p, 1.0 - p)).sum()
    return float(ridge / 2 * (beta[1:] ** 2).sum() - likelihood)


@pytest.mark.parametrize("ridge", [0.0, 5.0])
@pytest.mark.parametrize("seed", [0, 1])
def test_as_a_general_minimiser(seed: int, ridge: float) -> None:
    x, offset, outcome = _cases(seed)
    found = fit(x, offset, outcome, np.full(outcome.size, -1), ridge)
    best = minimize(_loss, np.zeros(3), (x, offset, outcome, ridge), "BFGS", options={"gtol": 1e-9})
    assert found.coefficients == pytest.approx(best.x, abs=1e-6)


def test_errors_of_single_cases_by_the_sandwich() -> None:
    """White's covariance from its definition, with a curvature from finite differences."""
    x, offset, outcome = _cases(2)
    found = fit(x, offset, outcome, np.full(outcome.size, -1), 3.0)
    p = expit(x @ found.coefficients + offset)
    scores = x * (outcome - p)[:, None]
    step = 1e-4 * np.eye(3)
    slope = [
        [_second(found.coefficients, step[i], step[j], x, offset, outcome) for j in range(3)]
        for i in range(3)
    ]
    bread = np.linalg.inv(np.array(slope))
    assert found.covariance == pytest.approx(bread @ scores.T @ scores @ bread, rel=1e-4)


def _second(
    at: Floats, one: Floats, other: Floats, x: Floats, offset: Floats, outcome: Bools
) -> float:
    def loss(beta: Floats) -> float:
        return _loss(beta, x, offset, outcome, 3.0)

    ends = loss(at + one + other) + loss(at - one - other)
    return (ends - loss(at + one - other) - loss(at - one + other)) / 4e-8


def test_a_group_counts_as_one() -> None:
    """Cases ten times over, each group its copies: the errors of the cases taken once."""
    x, offset, outcome = _cases(3)
    group: Ints = np.arange(outcome.size)
    once = fit(x, offset, outcome, group, 0.0)
    copies = (np.tile(part, (10, 1)) if part.ndim == 2 else np.tile(part, 10)
              for part in (x, offset, outcome, group))
    assert fit(*copies, 0.0).covariance == pytest.approx(once.covariance, rel=1e-6)


def test_rare_outcomes_and_large_offsets_settle() -> None:
    random = np.random.default_rng(0)
    x = np.column_stack([np.ones(20_000), random.normal(size=(20_000, 2))])
    outcome = np.arange(20_000) < 4
    found = fit(x, np.full(20_000, -9.0), outcome, np.zeros(20_000, dtype=np.int64), 1.0)
    assert np.all(np.isfinite(found.coefficients))


def test_outcomes_told_apart_exactly_need_a_ridge() -> None:
    x = np.column_stack([np.ones(10), np.arange(10.0)])
    outcome = np.arange(10) > 4
    with pytest.raises(NetworkError, match="does not settle"):
        fit(x, np.zeros(10), outcome, np.full(10, -1), 0.0)


def test_nothing_can_be_fitted_to_no_cases() -> None:
    nothing = np.zeros(0)
    with pytest.raises(NetworkError, match="0 of 0 does not settle"):
        fit(np.zeros((0, 2)), nothing, nothing > 0, nothing.astype(np.int64), 1.0)
