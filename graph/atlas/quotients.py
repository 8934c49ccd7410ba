"""Quotients of shares with their intervals, and the symmetric scale on which they compare."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincc
from scipy.stats import beta

from ..arrays import Floats
from ..complexity.matrix import ComplexityError, ratio


def share_quotient(
    found: ArrayLike, of: ArrayLike, share: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats, Floats]:
    """Return how much larger a region's share is than a given one, with its exact interval.

    Parameters
    ----------
    found, of : array
        How many (clusters) have something, of how many; not negative, need not be whole.
    share : array
        The share to compare with, such as that of all clusters: taken as known.
    level : float
        Of the interval (Clopper and Pearson 1934), which covers at least that often where the
        region's clusters are independent draws.

    Returns
    -------
    quotient, low, high : ndarray
        ``found / of / share``; nan where ``of`` or ``share`` is zero.

    Raises
    ------
    ComplexityError
        More are found than there are, or the level is not between 0 and 1.
    """
    x, n, p = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (found, of, share)))
    if np.any(x > n) or np.any(x < 0) or not 0 < level < 1:
        raise ComplexityError("found is between 0 and of, the level between 0 and 1")
    tail = (1.0 - level) / 2.0
    low = np.where(x > 0, beta.ppf(tail, np.maximum(x, 0.5), n - x + 1.0), 0.0)
    high = np.where(x < n, beta.ppf(1.0 - tail, x + 1.0, np.maximum(n - x, 0.5)), 1.0)
    known = np.where(n > 0, p, 0.0)
    return ratio(ratio(x, n), known), ratio(low, known), ratio(high, known)


def chance(found: ArrayLike, of: ArrayLike, share: ArrayLike) -> Floats:
    """Return how likely a count so far from the share's is by chance alone, two-sided.

    Parameters
    ----------
    found, of, share : array
        As in `share_quotient`.

    Returns
    -------
    ndarray
        Twice the smaller tail, at most one; the null is that each of ``of`` has the thing
        independently with the chance ``share``. At most ``1 - level`` just where the interval of
        that level does not hold one. One where there is none to count.
    """
    x, n, p = np.broadcast_arrays(*(np.asarray(v, dtype=np.float64) for v in (found, of, share)))
    # The incomplete beta function gives binomial tails, and takes counts that are not whole.
    upper = np.where(x > 0, betainc(np.maximum(x, 0.5), n - x + 1.0, p), 1.0)
    lower = np.where(x < n, betaincc(x + 1.0, np.maximum(n - x, 0.5), p), 1.0)
    return np.where((n > 0) & (p > 0), np.minimum(1.0, 2.0 * np.minimum(upper, lower)), 1.0)


def fewest_below(share: float, level: float = 0.95) -> int:
    """Return of how many none must have a thing for the interval to lie below ``share``.

    That is the fewest with which absence says anything. ``share`` and ``level`` as in
    `share_quotient`, the share above 0 and below 1.
    """
    return int(np.floor(np.log((1.0 - level) / 2.0) / np.log1p(-share))) + 1


def symmetric(quotient: ArrayLike) -> Floats:
    """Return ``(q - 1) / (q + 1)``: from -1 over 0, where shares are equal, to 1.

    Dalum, B., Laursen, K. and Villumsen, G. (1998). Structural change in OECD export
    specialisation patterns. International Review of Applied Economics 12, 423-443.
    """
    q = np.asarray(quotient, dtype=np.float64)
    return (q - 1.0) / (q + 1.0)
