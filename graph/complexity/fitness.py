"""Fitness of regions and complexity of activities, which each is the other's measure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Floats
from .matrix import ComplexityError, present


@dataclass(frozen=True)
class Fitness:
    """Fitness and complexity.

    Attributes
    ----------
    fitness : ndarray, shape (regions,)
        Mean one over the regions that have an activity; nan for the others.
    complexity : ndarray, shape (activities,)
        Mean one over the activities that a region has; nan for the others.
    iterations : int
        How often they were computed from one another.
    converged : bool
        Whether the last iteration changed none of them by more than the tolerance.
    """

    fitness: Floats
    complexity: Floats
    iterations: int
    converged: bool


def fitness(values: ArrayLike, iterations: int = 1000, tolerance: float = 1e-9) -> Fitness:
    """Return the fitness of regions and the complexity of activities.

    From all ones, ``F_r = Σ_c M_rc Q_c`` and ``Q_c = 1 / Σ_r M_rc / F_r``, both of the iteration
    before, each then divided by its mean. Where the ones of the matrix do not bulge enough
    outwards from the diagonal (Pugliese, Zaccaria and Pietronero 2016), some go to zero, slowly,
    and the iteration stops before their ratios settle: the order of regions is what can be read.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    iterations : int
        The most of them.
    tolerance : float
        The iteration stops once no value, of mean one, moves by more.

    Returns
    -------
    Fitness
        nan for regions without activity and activities without region, which take no part.

    References
    ----------
    Tacchella, A., Cristelli, M., Caldarelli, G., Gabrielli, A. and Pietronero, L. (2012). A new
    metrics for countries' fitness and products' complexity. Scientific Reports 2, 723.
    """
    matrix = present(values)
    if iterations < 1 or not tolerance > 0:
        raise ComplexityError("one iteration or more, and a tolerance above zero")
    here, there = matrix.sum(axis=1) > 0, matrix.sum(axis=0) > 0
    found = _iterate(matrix[np.ix_(here, there)], iterations, tolerance)
    regions, activities = np.full(here.size, np.nan), np.full(there.size, np.nan)
    regions[here], activities[there] = found.fitness, found.complexity
    return Fitness(regions, activities, found.iterations, found.converged)


def _iterate(matrix: Floats, iterations: int, tolerance: float) -> Fitness:
    f, q = np.ones(matrix.shape[0]), np.ones(matrix.shape[1])
    if not matrix.size:
        return Fitness(f, q, 0, True)
    smallest = np.finfo(np.float64).tiny ** 0.5  # its inverse, summed, is still a number
    for step in range(1, iterations + 1):
        rich, rare = matrix @ q, 1.0 / (matrix.T @ (1.0 / np.maximum(f, smallest)))
        rich, rare = rich / rich.mean(), rare / rare.mean()
        moved = max(np.abs(rich - f).max(), np.abs(rare - q).max())
        f, q = rich, rare
        if moved <= tolerance:
            return Fitness(f, q, step, True)
    return Fitness(f, q, iterations, False)
