"""Who the next member is: an organisation seen before, or one not seen yet.

The two-parameter urn of Pitman and Yor. After n memberships of K organisations, the next is of
one seen r times with chance ``(r - discount) / (n + strength)``, and of one not seen yet with
chance ``(strength + discount K) / (n + strength)``. A discount above zero stands for ever more
organisations with few memberships each; one below zero for a number of organisations that ends,
``-strength / discount``. Neither parameter is fixed: each completion draws them from their
posterior given the memberships listed, on a grid whose points are equally likely beforehand.

Pitman, J. (1995). Exchangeable and partially exchangeable random partitions. Probability Theory
and Related Fields 102, 145-158.
Lijoi, A., Mena, R. H., Prünster, I. (2007). Bayesian nonparametric estimation of the probability
of discovering new species. Biometrika 94, 769-786.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from clusterkg.graph.arrays import Floats, Ints

# Discounts above zero with strengths, and below zero with shares of organisations not seen yet.
_OPEN = (np.linspace(0.02, 0.98, 25), np.geomspace(0.1, 10_000.0, 31))
_CLOSED = (-np.geomspace(0.05, 50.0, 25), np.geomspace(0.01, 100.0, 31))


@dataclass(frozen=True)
class Urn:
    """What the memberships listed say of the two parameters: points of a grid, (points,) each."""

    discounts: Floats
    strengths: Floats
    probability: Floats

    def draw(self, random: np.random.Generator) -> tuple[float, float]:
        """Return a discount and a strength."""
        at = int(random.choice(self.probability.size, p=self.probability))
        return float(self.discounts[at]), float(self.strengths[at])


def fit(memberships: Ints) -> Urn:
    """Return what is known of the urn from how many memberships each organisation has.

    Parameters
    ----------
    memberships : ndarray of int, shape (K,)
        At least one each. Without any, all points of the grid are equally likely.
    """
    opened, strengths = _points(*_OPEN)
    closed, beyond = _points(*_CLOSED)
    organisations = np.ceil(max(memberships.size, 1) * (1.0 + beyond))
    discounts = np.concatenate([opened, closed])
    strengths = np.concatenate([strengths, -closed * organisations])
    likelihood = log_likelihood(memberships, discounts, strengths)
    weights = np.exp(likelihood - likelihood.max())
    return Urn(discounts, strengths, weights / weights.sum())


def log_likelihood(memberships: Ints, discounts: Floats, strengths: Floats) -> Floats:
    """Return the log probability of the memberships' partition (Pitman 1995).

    Parameters
    ----------
    memberships : ndarray of int, shape (K,)
    discounts, strengths : ndarray, shape (points,)
        Discounts below one and not zero; strengths above zero, and where the discount is
        negative at least K times its size.
    """
    n, k = int(memberships.sum()), memberships.size
    if k == 0:
        return np.zeros(discounts.shape)
    size = np.abs(discounts)
    ratio = strengths / size
    more = gammaln(ratio + k) - gammaln(ratio + 1.0)
    fewer = gammaln(ratio) - gammaln(np.maximum(ratio - k + 1.0, 1e-9))
    result = (k - 1) * np.log(size) + np.where(discounts > 0, more, fewer)
    result += gammaln(strengths + 1.0) - gammaln(strengths + n)
    times, organisations = np.unique(memberships, return_counts=True)
    for r, number in zip(times.tolist(), organisations.tolist(), strict=True):
        result += number * (gammaln(r - discounts) - gammaln(1.0 - discounts))
    return np.asarray(result, dtype=np.float64)


def _points(first: Floats, second: Floats) -> tuple[Floats, Floats]:
    one, two = np.meshgrid(first, second, indexing="ij")
    return one.reshape(-1), two.reshape(-1)
