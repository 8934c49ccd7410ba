"""Partnerships drawn again, to see how far a measure depends on which of them are known.

Partnerships with members are drawn with replacement, as many as there are, and the network is
projected from those drawn.

References
----------
Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7.
"""

from collections.abc import Callable, Iterator

import numpy as np

from .arrays import Floats, Sparse
from .network import TwoMode
from .projection import tie_weights

TAILS = (0.025, 0.975)
FIRST_TEN = (
    "first_ten says how far a place among the first depends on which partnerships are known; it "
    "says nothing of members that are not listed."
)


def interval(drawn: Floats) -> tuple[float, float]:
    """Return the 95 % percentile interval of a measure over resamples, of any shape.

    ``nan`` where the measure is undefined in more than half of the resamples, or without any.
    """
    known = drawn[~np.isnan(drawn)]
    if not known.size or 2 * known.size < drawn.size:
        return float("nan"), float("nan")
    low, high = np.quantile(known, TAILS)
    return float(low), float(high)


def times_drawn(m: int, resamples: int, random: np.random.Generator) -> Floats:
    """Return how often each of ``m`` things is drawn, m times in all, (resamples, m)."""
    if not m:
        return np.zeros((resamples, 0))
    even = np.full(m, 1.0 / m)
    return random.multinomial(m, even, size=resamples).astype(np.float64)


def drawn_partnerships(two_mode: TwoMode, resamples: int, seed: int = 0) -> Iterator[Floats]:
    """Yield how often each partnership is drawn, (partnerships,), once a resample.

    Partnerships without members are never drawn; nothing is where there are no others.
    """
    drawable = np.asarray(two_mode.incidence.sum(axis=0)).reshape(-1) > 0
    random = np.random.default_rng(seed)
    for drawn in times_drawn(int(drawable.sum()), resamples if drawable.any() else 0, random):
        times = np.zeros(drawable.size)
        times[drawable] = drawn
        yield times


def drawn_networks(two_mode: TwoMode, resamples: int, seed: int = 0) -> Iterator[Sparse]:
    """Yield the tie weights of the members, (n, n), once a resample: partnerships shared."""
    for times in drawn_partnerships(two_mode, resamples, seed):
        yield tie_weights(two_mode.incidence, times)


def share_among_first(values: Iterator[Floats], size: int, first: int = 10) -> Floats:
    """Return how often each node is among the first by a measure.

    Parameters
    ----------
    values : iterator of ndarray, shape (size,)
        The measure in each resample.
    size : int
        Nodes.
    first : int
        How many are the first; of equals the earlier row. Nodes with nothing of the measure
        (zero or ``nan``) never are.

    Returns
    -------
    ndarray, shape (size,)
        Shares of the resamples; ``nan`` without any.
    """
    count, resamples = np.zeros(size), 0
    for value in values:
        resamples += 1
        known = np.nan_to_num(np.round(value, 9))
        order = np.argsort(-known, kind="stable")[:first]
        count[order[known[order] > 0]] += 1
    return count / resamples if resamples else np.full(size, np.nan)


def measured(
    two_mode: TwoMode, measure: Callable[[Sparse], Floats], resamples: int, seed: int = 0
) -> Iterator[Floats]:
    """Yield a measure of the nodes, (n,), in each of `drawn_networks`."""
    return (measure(weights) for weights in drawn_networks(two_mode, resamples, seed))
