"""All 0/1 matrices with given margins, one by one: the definition of what curveball samples."""

from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.int64]


def with_margins(matrix: Matrix, classes: list[int] | None = None) -> list[Matrix]:
    """Return every matrix with the row and column sums of ``matrix``, class by class of rows."""
    kinds = classes or [0] * matrix.shape[0]
    rows = [_rows(matrix.shape[1], int(row.sum())) for row in matrix]
    found = (np.array(choice).reshape(matrix.shape) for choice in product(*rows))
    return [one for one in found if _sums(one, kinds) == _sums(matrix, kinds)]


def _rows(columns: int, ones: int) -> list[list[int]]:
    places = combinations(range(columns), ones)
    return [[int(c in chosen) for c in range(columns)] for chosen in places]


def _sums(matrix: Matrix, kinds: list[int]) -> list[list[int]]:
    return [matrix[np.array(kinds) == kind].sum(axis=0).tolist() for kind in sorted(set(kinds))]
