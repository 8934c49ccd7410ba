"""Regions by activities: what a matrix must be, quotients, and advantage."""

import numpy as np
from numpy.typing import ArrayLike

from clusterkg.ontology.errors import ClusterkgError

from ..arrays import Floats


class ComplexityError(ClusterkgError):
    """A matrix of regions by activities, or an option, that these measures cannot take."""


def checked(values: ArrayLike) -> Floats:
    """Return ``values`` as a matrix of numbers that are neither negative nor missing.

    Raises
    ------
    ComplexityError
        It has not two dimensions, or holds a negative or missing number.
    """
    matrix = np.asarray(values, dtype=np.float64)
    if matrix.ndim != 2:
        raise ComplexityError(f"a matrix of regions by activities has 2 dimensions, {matrix.ndim}")
    if not np.all(np.isfinite(matrix)) or np.any(matrix < 0):
        raise ComplexityError("a matrix of regions by activities holds finite numbers from 0 on")
    return matrix


def present(values: ArrayLike) -> Floats:
    """Return ``values`` as zeros and ones, checked to be these.

    Raises
    ------
    ComplexityError
        It holds anything else; `advantage` makes zeros and ones of amounts.
    """
    matrix = checked(values)
    if not np.all(np.isin(matrix, (0.0, 1.0))):
        raise ComplexityError("this measure takes zeros and ones; see advantage()")
    return matrix


def ratio(above: ArrayLike, below: ArrayLike) -> Floats:
    """Return ``above / below``, nan where ``below`` is zero."""
    top, bottom = np.broadcast_arrays(
        np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    )
    result = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom != 0)
    return result


def location_quotient(values: ArrayLike) -> Floats:
    """Return how much larger an activity's share is in a region than in all regions.

    Parameters
    ----------
    values : array, shape (regions, activities)
        Amounts: employees, clusters.

    Returns
    -------
    ndarray, shape (regions, activities)
        ``(x_rc / x_r.) / (x_.c / x_..)``, one where the shares are equal; nan in a region or an
        activity of which there is nothing.

    References
    ----------
    Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage. The Manchester
    School 33, 99-123: the same quotient, of exports.
    """
    matrix = checked(values)
    expected = np.outer(matrix.sum(axis=1), matrix.sum(axis=0))
    return ratio(matrix * matrix.sum(), expected)


def advantage(values: ArrayLike, threshold: float = 1.0) -> Floats:
    """Return in which activities each region has revealed comparative advantage.

    Parameters
    ----------
    values : array, shape (regions, activities)
        Amounts.
    threshold : float
        The location quotient from which on (inclusive) a region has it.

    Returns
    -------
    ndarray, shape (regions, activities)
        Ones and zeros; zero where the quotient is undefined.
    """
    quotient = location_quotient(values)
    # A share equal to all regions' must count, whichever way the division rounded.
    reached = np.nan_to_num(quotient, nan=-1.0) >= threshold * (1.0 - 1e-12)
    return reached.astype(np.float64)
