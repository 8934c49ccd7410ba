"""How varied what a region has is: entropy, related and unrelated variety, concentration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Floats
from .matrix import ComplexityError, checked, ratio


@dataclass(frozen=True)
class Variety:
    """Variety of each region, in bits; nan for a region of which there is nothing."""

    total: Floats
    """Entropy over the activities; the sum of the other two."""
    unrelated: Floats
    """Entropy over the groups."""
    related: Floats
    """Entropy over the activities within each group, by the group's share."""


def entropy(values: ArrayLike) -> Floats:
    """Return the Shannon entropy of every region's shares, in bits.

    Parameters
    ----------
    values : array, shape (regions, activities)
        Amounts.

    Returns
    -------
    ndarray, shape (regions,)
        From 0 (one activity) to log2 of the number of activities; nan for a region of which
        there is nothing. Few observations give too low an entropy.
    """
    shares = _shares(values)
    logarithms = np.log2(np.where(shares > 0, shares, 1.0))
    return _summed(-shares * logarithms)


def herfindahl(values: ArrayLike) -> Floats:
    """Return the sum of the squared shares of every region.

    Parameters
    ----------
    values : array, shape (regions, activities)
        Amounts.

    Returns
    -------
    ndarray, shape (regions,)
        From one by the number of activities to 1 (one activity); nan for a region of which there
        is nothing.
    """
    return _summed(_shares(values) ** 2)


def variety(values: ArrayLike, groups: Sequence[str]) -> Variety:
    """Return related and unrelated variety, which sum to the entropy.

    Parameters
    ----------
    values : array, shape (regions, activities)
        Amounts, such as persons employed by NACE division.
    groups : sequence of str, one an activity
        What the activities are related by, such as the section of each division.

    References
    ----------
    Frenken, K., Van Oort, F. and Verburg, T. (2007). Related variety, unrelated variety and
    regional economic growth. Regional Studies 41, 685-697.
    """
    matrix = checked(values)
    if len(groups) != matrix.shape[1]:
        raise ComplexityError(f"{matrix.shape[1]} activities, but {len(groups)} groups of them")
    names = sorted(set(groups))
    member = np.array([[group == name for name in names] for group in groups], dtype=np.float64)
    total = entropy(matrix)
    unrelated = entropy(matrix @ member.reshape(matrix.shape[1], len(names)))
    return Variety(total, unrelated, total - unrelated)


def _shares(values: ArrayLike) -> Floats:
    matrix = checked(values)
    return ratio(matrix, matrix.sum(axis=1, keepdims=True))


def _summed(parts: Floats) -> Floats:
    if not parts.shape[1]:
        return np.full(parts.shape[0], np.nan)
    result: Floats = parts.sum(axis=1) + 0.0  # no negative zero
    return result
