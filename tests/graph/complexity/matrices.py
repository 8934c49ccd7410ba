"""Regions by activities for the tests: at the edge, drawn, and from a publication."""

import numpy as np
from numpy.typing import NDArray

from tests.graph.degenerate import TWO_MODES

Floats = NDArray[np.float64]

EDGES: dict[str, Floats] = {
    "nothing": np.zeros((0, 0)),
    "no regions": np.zeros((0, 3)),
    "no activities": np.zeros((3, 0)),
    "empty": np.zeros((2, 3)),
    "single": np.ones((1, 1)),
    "complete": np.ones((3, 4)),
    "each its own": np.eye(3),
    "one column": np.array([[1.0], [0.0], [1.0]]),
    "empty row and column": np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
    "two components": np.array(
        [[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 0, 0, 1, 1], [0, 0, 0, 1, 0]],
        dtype=np.float64,
    ),
}
# Members by partnerships are as good a matrix as regions by activities.
EDGES |= {f"two-mode, {name}": found.incidence.toarray() for name, found in TWO_MODES.items()}
# Four countries and products of the simple network in figure S4 of Hidalgo and Hausmann (2009),
# as the example of R's EconGeo::tci has it.
SIMPLE = np.array([[1, 1, 1, 1], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1]], dtype=np.float64)


def amounts(seed: int, regions: int = 25, activities: int = 12) -> Floats:
    """Return counts that are more even in some regions than in others."""
    random = np.random.default_rng(seed)
    rates = np.outer(random.gamma(2.0, 3.0, regions), random.gamma(1.0, 1.0, activities))
    return random.poisson(rates * random.gamma(1.0, 1.0, rates.shape) + 0.05).astype(np.float64)


def connected(seed: int, regions: int = 25, activities: int = 12) -> Floats:
    """Return zeros and ones without empty rows and columns; triangular but for noise."""
    random = np.random.default_rng(seed)
    reach = np.sort(random.integers(2, activities, regions))[::-1]
    matrix = (np.arange(activities)[None, :] < reach[:, None]).astype(np.float64)
    noise = random.random(matrix.shape) < 0.25
    matrix = np.abs(matrix - noise)
    matrix[0], matrix[:, 0] = 1.0, 1.0
    return matrix
