"""The number of successes in independent trials of unequal probability, exactly.

References
----------
Poisson, S. D. (1837). Recherches sur la probabilité des jugements. Bachelier, Paris.
Hong, Y. (2013). On computing the distribution function for the Poisson binomial distribution.
Computational Statistics & Data Analysis 59, 41-51.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterkg.ontology.errors import ClusterkgError

FloatArray = NDArray[np.float64]


class ProbabilityError(ClusterkgError):
    """A number that is not a probability."""


def distribution(probabilities: ArrayLike) -> FloatArray:
    """Probabilities of 0, 1 … n successes, by convolving one trial after the other.

    Only products and sums of non-negative numbers are taken, so that small values, however far
    out in a tail, keep a relative error of a few n roundings.

    Parameters
    ----------
    probabilities
        Of success, trials along the last axis: ``(..., n)``.

    Returns
    -------
    numpy.ndarray
        ``(..., n + 1)``; sums to one along the last axis.

    Raises
    ------
    ProbabilityError
        If a number is not within 0 and 1.
    """
    success = np.asarray(probabilities, dtype=np.float64)
    if not ((success >= 0.0) & (success <= 1.0)).all():
        raise ProbabilityError("probabilities must lie between 0 and 1")
    trials = success.shape[-1]
    mass = np.zeros((*success.shape[:-1], trials + 1))
    mass[..., 0] = 1.0
    for trial in range(trials):
        p = success[..., trial, np.newaxis]
        shifted = mass[..., : trial + 1] * p
        mass[..., : trial + 1] *= 1.0 - p
        mass[..., 1 : trial + 2] += shifted
    return mass


def upper_tail(probabilities: ArrayLike, observed: ArrayLike) -> FloatArray:
    """Probability of at least ``observed`` successes.

    Parameters
    ----------
    probabilities
        Of success, trials along the last axis: ``(..., n)``.
    observed
        Whole numbers, of shape ``(...)``.

    Returns
    -------
    numpy.ndarray
        Of shape ``(...)``: 1 where ``observed`` is 0 or less, 0 where it is beyond n.

    Raises
    ------
    ProbabilityError
        If a number is not within 0 and 1.
    """
    mass = distribution(probabilities)
    tails = np.cumsum(mass[..., ::-1], axis=-1)[..., ::-1]
    tails = np.concatenate([tails, np.zeros((*tails.shape[:-1], 1))], axis=-1)
    place = np.clip(np.asarray(observed, dtype=np.int64), 0, tails.shape[-1] - 1)
    picked = np.take_along_axis(tails, place[..., np.newaxis], axis=-1)[..., 0]
    return np.where(place == 0, 1.0, np.minimum(picked, 1.0))
