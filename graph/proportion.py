"""The interval of a share."""

from math import nan, sqrt

_NORMAL = 1.959963984540054


def wilson(hits: float, of: float) -> tuple[float, float]:
    """Return the 95 % interval of Wilson (1927) for ``hits`` of ``of`` independent trials.

    ``nan`` without a trial. Hits may be expected ones, not whole.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22, 209-212.
    """
    if of <= 0:
        return nan, nan
    share, z2 = hits / of, _NORMAL**2
    middle = (share + z2 / (2.0 * of)) / (1.0 + z2 / of)
    half = _NORMAL * sqrt(share * (1.0 - share) / of + z2 / (4.0 * of**2)) / (1.0 + z2 / of)
    # At the ends the two parts cancel but for rounding.
    low = 0.0 if hits == 0 else middle - half
    return low, 1.0 if hits == of else middle + half
