"""How far relatedness and complexity depend on which regions and activities are in the data."""

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Floats, Ints
from ..resampling import TAILS
from .indices import complexity
from .matrix import ComplexityError, present
from .related import co_occurrence, relatedness


def resampled_relatedness(
    values: ArrayLike, resamples: int, seed: int, method: str = "association"
) -> Floats:
    """Return the relatedness of activities over regions drawn with replacement.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    resamples, seed : int
    method : str
        Of `relatedness`.

    Returns
    -------
    ndarray, shape (resamples, activities, activities)
    """
    matrix = present(values)
    n, k = matrix.shape
    found = np.zeros((_checked(resamples), k, k))
    random = np.random.default_rng(seed)
    for i in range(resamples if n else 0):
        drawn = matrix[random.integers(n, size=n)]
        found[i] = relatedness(co_occurrence(drawn), method)
    return found


def resampled_complexity(values: ArrayLike, resamples: int, seed: int) -> tuple[Floats, Ints]:
    """Return the complexity of regions over activities drawn with replacement.

    A region that has none of the activities drawn has no index in that resample.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    resamples, seed : int

    Returns
    -------
    eci : ndarray, shape (resamples, regions)
        nan where undefined, and outside the largest component of the resample.
    ranks : ndarray of int, shape (resamples, regions)
        `ranks` of these; 0 where undefined.
    """
    matrix = present(values)
    n, k = matrix.shape
    eci = np.full((_checked(resamples), n), np.nan)
    at = np.zeros((resamples, n), dtype=np.int64)
    random = np.random.default_rng(seed)
    for i in range(resamples if k else 0):
        found = complexity(matrix[:, random.integers(k, size=k)])
        eci[i] = np.where(found.region_component == 0, found.eci, np.nan)
        at[i] = ranks(eci[i])
    return eci, at


def ranks(values: Floats) -> Ints:
    """Return the rank of each value, 1 for the highest, equal ones alike; 0 for nan."""
    rounded = np.round(values, 9)
    known = ~np.isnan(rounded)
    higher = rounded[None, known] > rounded[known][:, None]
    result = np.zeros(values.size, dtype=np.int64)
    result[known] = 1 + higher.sum(axis=1)
    return result


def bounds(draws: Floats) -> tuple[Floats, Floats]:
    """Return the 2.5 and 97.5 percentiles over the first axis, of what is not nan."""
    result = np.full((2, *draws.shape[1:]), np.nan)
    known = ~np.all(np.isnan(draws), axis=0) if draws.shape[0] else np.zeros(draws.shape[1:], bool)
    result[:, known] = np.nanquantile(draws[:, known], TAILS, axis=0)
    return result[0], result[1]


def _checked(resamples: int) -> int:
    if resamples < 1:
        raise ComplexityError(f"{resamples} resamples; use 1 or more")
    return resamples
