"""Array types and the few sparse helpers that the network analyses share."""

from typing import TYPE_CHECKING

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
if TYPE_CHECKING:
    Sparse = sp.csr_array[np.float64, tuple[int, int]]
else:
    Sparse = sp.csr_array
_ROWS_AT_ONCE = 1000


def sparse(values: object) -> Sparse:
    """Return ``values`` as a float64 CSR array without stored zeros or duplicates."""
    result: Sparse = sp.csr_array(values, dtype=np.float64)  # type: ignore[call-overload]
    result.sum_duplicates()
    result.eliminate_zeros()
    return result


def binary(matrix: Sparse) -> Sparse:
    """Return a copy of ``matrix`` with every stored value replaced by one."""
    result = matrix.copy()
    result.data = np.ones_like(result.data)
    return result


def scaled_rows(matrix: Sparse, factors: Floats) -> Sparse:
    """Return a copy of ``matrix`` (n × m) with row ``i`` multiplied by ``factors[i]`` (n)."""
    result = matrix.copy()
    result.data = result.data * np.repeat(factors, np.diff(result.indptr))
    return result


def row_sums(matrix: Sparse) -> Floats:
    """Return the sum of each row of ``matrix`` (n × m) as a vector (n)."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float64).reshape(-1)


def sums_by(place: Ints, values: Floats, n: int) -> Floats:
    """Return the sum of the values at each place 0, 1, …, n - 1: shape (n,)."""
    return np.asarray(np.bincount(place, values, n), dtype=np.float64)


def without_diagonal(matrix: Sparse) -> Sparse:
    """Return the square ``matrix`` with its diagonal emptied."""
    return sparse(matrix - sp.diags_array(matrix.diagonal()))


def masked_product(mask: Sparse, left: Sparse, right: Sparse) -> Sparse:
    """Return ``mask ∘ (left @ right)``, shapes (n, m), (n, k) and (k, m).

    Some rows at a time, because the whole product may not fit in memory.
    """
    starts = range(0, max(mask.shape[0], 1), _ROWS_AT_ONCE)
    rows = [slice(start, start + _ROWS_AT_ONCE) for start in starts]
    return sparse(sp.vstack([mask[at].multiply(left[at] @ right) for at in rows]))
