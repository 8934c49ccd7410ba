"""The economic complexity index of regions and activities, and the method of reflections."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from ..arrays import Bools, Floats, Ints
from .matrix import ComplexityError, present, ratio

_SAME = 1e-9  # two eigenvalues, or a correlation and zero, no further apart than this
ALONE = -1


@dataclass(frozen=True)
class Complexity:
    """Complexity of regions and activities, component by component.

    Attributes
    ----------
    eci : ndarray, shape (regions,)
        Mean 0 and standard deviation 1 (of the population) within each component; nan where the
        component defines none.
    pci : ndarray, shape (activities,)
        The same, of activities.
    region_component, activity_component : ndarray of int
        Which component each is in, from 0 on, the one with most regions first; -1 for a region
        without activity, or an activity that no region has.
    """

    eci: Floats
    pci: Floats
    region_component: Ints
    activity_component: Ints


def complexity(values: ArrayLike) -> Complexity:
    """Return the complexity indices of regions (ECI) and activities (PCI).

    ECI is the second eigenvector of the regions' matrix ``D⁻¹ M U⁻¹ Mᵀ``, with ``D`` the
    diversity of regions and ``U`` the ubiquity of activities; PCI that of the activities' matrix
    ``U⁻¹ Mᵀ D⁻¹ M``. Both come from one singular value decomposition of ``D⁻½ M U⁻½``, so a
    region's ECI is, but for scale, the mean PCI of its activities. The sign is that by which ECI
    correlates positively with diversity; PCI takes the same sign and so need not correlate
    negatively with ubiquity. Where ECI does not correlate with diversity, the first region that
    is not at the mean has the positive sign.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)

    Returns
    -------
    Complexity
        ECI compares regions that are linked by activities in common, however many steps apart.
        Where the matrix falls into components the second eigenvector only tells these apart, so
        each is computed and standardised alone: values of two components cannot be compared.
        nan in a component of one region or activity, where all its regions have the same
        activities, or where the second eigenvalue is not simple and so picks no one vector.

    References
    ----------
    Hidalgo, C. A. and Hausmann, R. (2009). The building blocks of economic complexity. PNAS 106,
    10570-10575; as eigenvectors in Hausmann et al. (2014), The atlas of economic complexity,
    MIT Press.
    """
    matrix = present(values)
    rows, columns = _components(matrix)
    eci, pci = np.full(matrix.shape[0], np.nan), np.full(matrix.shape[1], np.nan)
    for number in range(int(rows.max(initial=ALONE)) + 1):
        here, there = rows == number, columns == number
        eci[here], pci[there] = _of_component(matrix[np.ix_(here, there)])
    return Complexity(eci, pci, rows, columns)


def reflections(values: ArrayLike, times: int) -> tuple[Floats, Floats]:
    """Return the averages of averages of the method of reflections.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    times : int
        How often to reflect; 0 gives diversity and ubiquity.

    Returns
    -------
    regions, activities : ndarray
        ``k_r,N`` and ``k_c,N``: the mean of the other side's ``N - 1``; nan for a region without
        activity or an activity without region. Even ones of regions and odd ones of activities
        grow with complexity; both tend to a constant, and the eigenvectors of `complexity` say
        what differs on the way.

    References
    ----------
    Hidalgo and Hausmann (2009), as in `complexity`.
    """
    matrix = present(values)
    if times < 0:
        raise ComplexityError(f"{times} reflections; use 0 or more")
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    regions, activities = diversity, ubiquity
    for _ in range(times):
        regions, activities = (
            ratio(matrix @ np.nan_to_num(activities), diversity),
            ratio(np.nan_to_num(regions) @ matrix, ubiquity),
        )
    return regions, activities


def _components(matrix: Floats) -> tuple[Ints, Ints]:
    """Which component each row and column is in, most rows first, -1 for empty ones."""
    n = matrix.shape[0]
    square = sp.bmat([[None, sp.csr_array(matrix)], [sp.csr_array(matrix.T), None]])
    labels = np.zeros(0, dtype=np.int64)
    if min(matrix.shape):
        labels = connected_components(square, directed=False)[1].astype(np.int64)
    else:
        labels = np.arange(sum(matrix.shape), dtype=np.int64)
    empty = np.concatenate([matrix.sum(axis=1), matrix.sum(axis=0)]) == 0
    sizes = np.bincount(labels[:n][~empty[:n]], minlength=labels.max(initial=-1) + 1)
    order = np.argsort(-sizes, kind="stable")
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    found = np.where(empty, ALONE, place[labels])
    return found[:n], found[n:]


def _of_component(matrix: Floats) -> tuple[Floats, Floats]:
    """ECI and PCI of a connected matrix without empty rows or columns."""
    nothing = np.full(matrix.shape[0], np.nan), np.full(matrix.shape[1], np.nan)
    if min(matrix.shape) < 2:
        return nothing
    rows, columns = np.sqrt(matrix.sum(axis=1)), np.sqrt(matrix.sum(axis=0))
    left, singular, right = np.linalg.svd(matrix / np.outer(rows, columns), full_matrices=False)
    values = np.append(singular**2, 0.0)
    if values[1] < _SAME or values[1] - values[2] < _SAME:
        return nothing
    eci, pci = _standard(left[:, 1] / rows), _standard(right[1] / columns)
    sign = _sign(eci, rows**2)
    return sign * eci, sign * pci


def _standard(values: Floats) -> Floats:
    result: Floats = (values - values.mean()) / values.std()
    return result


def _sign(eci: Floats, diversity: Floats) -> float:
    together = float(eci @ (diversity - diversity.mean()))
    if abs(together) > _SAME * max(1.0, float(diversity.max())):
        return float(np.sign(together))
    apart: Bools = np.abs(eci) > _SAME
    return float(np.sign(eci[apart][0]))
