from math import log

import numpy as np
import pytest

from clusterkg.graph.uncertainty.urn import fit, log_likelihood


def one_by_one(memberships: list[int], discount: float, strength: float) -> float:
    """The same chance by the definition: memberships come one after the other."""
    total, n = 0.0, 0
    for k, times in enumerate(memberships):
        if n:
            total += log((strength + discount * k) / (n + strength))
        n += 1
        for r in range(1, times):
            total += log((r - discount) / (n + strength))
            n += 1
    return total


@pytest.mark.parametrize(("discount", "strength"), [(0.5, 2.0), (0.02, 0.1), (-1.5, 12.0)])
@pytest.mark.parametrize("memberships", [[1], [1, 1, 1], [3, 1, 2, 1, 1]])
def test_the_likelihood_is_that_of_the_sequence(
    memberships: list[int], discount: float, strength: float
) -> None:
    found = log_likelihood(np.array(memberships), np.array([discount]), np.array([strength]))
    assert found[0] == pytest.approx(one_by_one(memberships, discount, strength), abs=1e-9)


def test_the_posterior_sums_to_one() -> None:
    assert fit(np.array([4, 1, 1, 2])).probability.sum() == pytest.approx(1.0)
    assert fit(np.array([], dtype=np.int64)).probability.std() == pytest.approx(0.0, abs=1e-15)


def next_is_new(memberships: list[int]) -> float:
    """The chance, over the posterior, that the next membership is of an organisation not seen."""
    urn = fit(np.array(memberships))
    n, k = sum(memberships), len(memberships)
    new = (urn.strengths + urn.discounts * k) / (urn.strengths + n)
    return float((urn.probability * new).sum())


def test_the_next_is_as_often_new_as_good_says() -> None:
    # Good (1953), Biometrika 40: the share of memberships that are their organisation's only one.
    assert next_is_new([1] * 60 + [2] * 15 + [3] * 4) == pytest.approx(60 / 102, abs=0.03)
    assert next_is_new([5] * 20) < 0.05


def test_the_same_seed_draws_the_same() -> None:
    urn = fit(np.array([3, 1, 1]))
    one, two = (urn.draw(np.random.default_rng(7)) for _ in range(2))
    assert one == two
