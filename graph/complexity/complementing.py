"""What one region has that is related to an activity and that another region lacks."""

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Floats
from .matrix import ComplexityError, checked, present, ratio


def complementarity(values: ArrayLike, related: ArrayLike, activity: int) -> Floats:
    """Return how much density each region could add to each other around one activity.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    related : array, shape (activities, activities)
        `relatedness`; the diagonal is not read.
    activity : int
        The activity's column.

    Returns
    -------
    ndarray, shape (regions, regions)
        Row r, column s: ``100 Σ_{j≠i} φ_ij x_sj (1 - x_rj) / Σ_{j≠i} φ_ij``, the percentage
        points by which the density around activity i in r would grow with what s has and r
        lacks. Not symmetric; zero on the diagonal; nan around an activity related to none.

    References
    ----------
    In the sense of Balland, P.-A. and Boschma, R. (2021). Complementary interregional linkages
    and Smart Specialisation. Regional Studies 55, 1059-1070: a region's density around an
    activity and the capabilities that it lacks and another region has.
    """
    matrix, weights = present(values), checked(related)
    if weights.shape != (matrix.shape[1], matrix.shape[1]):
        raise ComplexityError(f"{matrix.shape[1]} activities, but relatedness is {weights.shape}")
    if not 0 <= activity < matrix.shape[1]:
        raise ComplexityError(f"no activity {activity} among {matrix.shape[1]}")
    around = weights[activity].copy()
    around[activity] = 0.0
    lacking = (1.0 - matrix) * around
    return 100.0 * ratio(lacking @ matrix.T, np.full((matrix.shape[0],) * 2, around.sum()))


def mean_complementarity(values: ArrayLike, related: ArrayLike) -> Floats:
    """Return `complementarity` averaged over the activities that the first region lacks.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    related : array, shape (activities, activities)

    Returns
    -------
    ndarray, shape (regions, regions)
        In percentage points; activities related to none are left out; nan for a region that
        lacks no other one.
    """
    matrix = present(values)
    total, count = np.zeros((matrix.shape[0],) * 2), np.zeros((matrix.shape[0], 1))
    for activity in range(matrix.shape[1]):
        added = complementarity(matrix, related, activity)
        used = (matrix[:, [activity]] == 0) & ~np.isnan(added)
        total += np.where(used, np.nan_to_num(added), 0.0)
        count += used.any(axis=1, keepdims=True)
    return ratio(total, count)
