"""The logit against R's glm, and entry against a plain loop over the pairs."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from clusterkg.graph.complexity.entry import entry, logit
from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.complexity.related import co_occurrence, density, relatedness
from tests.conftest import require

from .matrices import Floats, connected

GLM = """
data <- read.table("data.txt")
fit <- glm(V1 ~ ., family = binomial, data = data, control = glm.control(epsilon = 1e-14))
write.table(format(summary(fit)$coefficients, digits = 16), quote = FALSE, row.names = FALSE,
            col.names = FALSE)
"""


def _drawn(seed: int, n: int = 300) -> tuple[Floats, Floats]:
    random = np.random.default_rng(seed)
    terms = np.column_stack([np.ones(n), random.normal(size=n), random.gamma(2.0, 10.0, n)])
    chance = 1 / (1 + np.exp(-(terms @ [-1.5, 0.8, 0.04])))
    return (random.random(n) < chance).astype(np.float64), terms


@pytest.mark.parametrize("seed", range(3))
def test_estimates_and_errors_are_those_of_glm(seed: int, tmp_path: Path) -> None:
    rscript = shutil.which("Rscript")
    require("R", rscript is not None, "Debian: r-base-core")
    outcome, terms = _drawn(seed)
    np.savetxt(tmp_path / "data.txt", np.column_stack([outcome, terms[:, 1:]]), fmt="%.17g")
    (tmp_path / "fit.R").write_text(GLM)
    command = [str(rscript), "fit.R"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    expected = np.array([[float(x) for x in row.split()] for row in done.stdout.splitlines()])
    found = logit(outcome, terms)
    assert found.converged
    np.testing.assert_allclose(found.estimate, expected[:, 0], rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found.error, expected[:, 1], rtol=1e-7)


def test_one_binary_term_has_the_closed_form() -> None:
    # 30 of 100 without and 60 of 100 with it: log odds, and the log of the odds ratio.
    outcome = np.repeat([1.0, 0.0, 1.0, 0.0], [30, 70, 60, 40])
    terms = np.column_stack([np.ones(200), np.repeat([0.0, 1.0], 100)])
    found = logit(outcome, terms)
    np.testing.assert_allclose(
        found.estimate, [np.log(30 / 70), np.log(60 * 70 / (40 * 30))], atol=1e-9
    )
    assert found.error[1] == pytest.approx(np.sqrt(1 / 30 + 1 / 70 + 1 / 60 + 1 / 40), abs=1e-9)


@pytest.mark.parametrize("outcome", [
    np.ones(6), np.zeros(6), np.array([0.0, 0, 0, 1, 1, 1]), np.array([0.0, 0, 1, 1, 1, 1]),
])
def test_what_terms_tell_apart_has_no_estimate(outcome: Floats) -> None:
    # The last one ties at 1: separated but for ties, where glm reports a huge error.
    terms = np.column_stack([np.ones(6), [0.0, 0, 1, 1, 2, 2]])
    if outcome.sum() == 3:
        terms[2, 1] = 0.5
    found = logit(outcome, terms)
    assert not found.converged
    assert np.all(np.isnan(found.estimate))


def test_terms_that_follow_from_others_and_no_observations_have_no_estimate() -> None:
    outcome, terms = _drawn(0)
    assert not logit(outcome, np.column_stack([terms, terms[:, 1] * 2])).converged
    assert not logit(np.zeros(0), np.zeros((0, 2))).converged


def test_entry_is_a_logit_over_the_pairs_that_could_enter() -> None:
    before = connected(1, 20, 10)
    random = np.random.default_rng(3)
    after = np.maximum(before, random.random(before.shape) < 0.3).astype(np.float64)
    around = density(before, relatedness(co_occurrence(before)))
    diversity = np.repeat(before.sum(axis=1, keepdims=True), 10, axis=1)
    found = entry(before, after, around, {"diversity": diversity})
    rows = [(after[r, c], 1.0, around[r, c], diversity[r, c])
            for r in range(20) for c in range(10) if before[r, c] == 0]
    outcome, *terms = np.array(rows).T
    expected = logit(outcome, np.column_stack(terms))
    assert found["term"].to_list() == ["intercept", "density", "diversity"]
    np.testing.assert_allclose(found["estimate"], expected.estimate, atol=1e-12)
    assert found["pairs"].to_list() == [len(rows)] * 3
    assert found["entries"].to_list() == [int(outcome.sum())] * 3
    half = found["high"] - found["estimate"]
    np.testing.assert_allclose(half, 1.959963984540054 * found["error"], atol=1e-9)


def test_entry_without_entries_has_no_estimates() -> None:
    before = connected(1, 6, 5)
    around = density(before, relatedness(co_occurrence(before)))
    found = entry(before, before, around)
    assert found["estimate"].null_count() == 2
    assert found["entries"].to_list() == [0, 0]


def test_planted_entry_is_found_and_random_entry_is_not() -> None:
    before = connected(2, 80, 12)
    around = density(before, relatedness(co_occurrence(before)))
    random = np.random.default_rng(0)
    chance = 1 / (1 + np.exp(-(around - 60) / 8))
    for planted, chances in ((True, chance), (False, np.full(chance.shape, 0.4))):
        after = np.maximum(before, random.random(before.shape) < chances).astype(np.float64)
        low, high = entry(before, after, around).select("low", "high").row(1)
        assert (low > 0) == planted
        assert high > 0


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ComplexityError, match="density is"):
        entry(np.eye(2), np.eye(2), np.ones((3, 2)))
    with pytest.raises(ComplexityError, match="0 or 1"):
        logit(np.array([2.0]), np.ones((1, 1)))
    with pytest.raises(ComplexityError, match="do not fit"):
        logit(np.ones(2), np.ones((3, 1)))
