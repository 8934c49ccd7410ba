"""The maximum-entropy bipartite configuration model (BiCM).

Among all distributions over 0/1 matrices whose *expected* row and column sums equal the observed
degrees, the one of largest entropy makes the cells independent, with
``p_ij = x_i y_j / (1 + x_i y_j)`` and one positive unknown for each row and column.

Where the degrees force cells (a row that is full, a node without a link, or any block on which
the Gale-Ryser inequality is an equality) the likelihood has no finite maximum. The largest entropy
is still reached by exactly one matrix of probabilities: forced cells are 0 or 1, and what is left
falls into independent blocks with a finite solution each. Those blocks are split off first.

References
----------
Saracco, F., Di Clemente, R., Gabrielli, A., Squartini, T. (2015). Randomizing bipartite networks:
the case of the World Trade Web. Scientific Reports 5, 10595.
Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G., Squartini, T. (2017).
Inferring monopartite projections of bipartite networks: an entropy-based approach.
New Journal of Physics 19, 053022.
Squartini, T., Garlaschelli, D. (2011). Analytical maximum-likelihood method to detect patterns in
real networks. New Journal of Physics 13, 083001.
Ryser, H. J. (1957). Combinatorial properties of matrices of zeros and ones. Canadian Journal of
Mathematics 9, 371-377.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import expit

from clusterkg.ontology.errors import ClusterkgError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

TOLERANCE = 1e-6
_TARGET = 1e-10
_MAX_STEPS = 200
_MAX_HALVINGS = 60


class DegreeError(ClusterkgError):
    """Degrees, or an incidence matrix, that no 0/1 matrix has."""


class ConvergenceError(ClusterkgError):
    """The expected degrees did not come within the tolerance."""


@dataclass(frozen=True)
class _Block:
    """Classes of equal degree, largest first: rows ``top:bottom``, columns ``left:right``.

    ``row_degree`` and ``column_degree`` count only links inside the block.
    """

    top: int
    left: int
    row_degree: IntArray
    row_count: IntArray
    column_degree: IntArray
    column_count: IntArray

    @property
    def cells(self) -> tuple[slice, slice]:
        bottom, right = self.top + self.row_degree.size, self.left + self.column_degree.size
        return slice(self.top, bottom), slice(self.left, right)


def connection_probabilities(incidence: csr_array) -> FloatArray:
    """Probability of each link under the null model of a two-mode network.

    Parameters
    ----------
    incidence
        0/1 matrix, rows × columns.

    Returns
    -------
    numpy.ndarray
        Probabilities, rows × columns. Their row and column sums equal those of ``incidence``
        within `TOLERANCE`.

    Raises
    ------
    DegreeError
        If ``incidence`` holds anything but 0 and 1.
    ConvergenceError
        If the solver misses the tolerance.
    """
    if not np.isin(incidence.toarray(), (0.0, 1.0)).all():
        raise DegreeError("the incidence matrix must hold 0 and 1 only")
    return probabilities_from_degrees(incidence.sum(axis=1), incidence.sum(axis=0))


def probabilities_from_degrees(row_degrees: ArrayLike, column_degrees: ArrayLike) -> FloatArray:
    """Probability of each link, given the number of links of each row and column.

    Parameters
    ----------
    row_degrees, column_degrees
        Whole numbers, of length rows and columns.

    Returns
    -------
    numpy.ndarray
        Probabilities, rows × columns.

    Raises
    ------
    DegreeError
        If no 0/1 matrix has these degrees.
    ConvergenceError
        If the solver misses the tolerance.
    """
    rows, columns = _whole(row_degrees, "row"), _whole(column_degrees, "column")
    if rows.sum() != columns.sum():
        raise DegreeError(f"row degrees sum to {rows.sum()}, column degrees to {columns.sum()}")
    row_degree, row_class, row_count = _classes(rows)
    column_degree, column_class, column_count = _classes(columns)
    cells = np.zeros((row_degree.size, column_degree.size))
    whole = _Block(0, 0, row_degree, row_count, column_degree, column_count)
    for block in _independent_blocks(whole, cells):
        cells[block.cells] = _solve(block)
    probabilities: FloatArray = cells[np.ix_(row_class, column_class)]
    _check(probabilities, rows, columns)
    return probabilities


def _whole(degrees: ArrayLike, side: str) -> IntArray:
    values = np.asarray(degrees, dtype=np.float64).ravel()
    wrong = np.flatnonzero(~((values >= 0) & (values == np.rint(values))))
    if wrong.size:
        raise DegreeError(f"{side} {wrong[0]}: degree {values[wrong[0]]} is not a count")
    return values.astype(np.int64)


def _classes(degrees: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Distinct degrees (largest first), the class of each node, the nodes in each class."""
    negative, member, count = np.unique(-degrees, return_inverse=True, return_counts=True)
    return -negative, member.astype(np.int64), count.astype(np.int64)


def _independent_blocks(whole: _Block, cells: FloatArray) -> Iterator[_Block]:
    """Write the forced ones into ``cells`` and yield the blocks that are free."""
    pending = [whole]
    while pending:
        block = pending.pop()
        if block.row_degree.size and block.column_degree.size:
            cut = _forced_cut(block)
            if cut is None:
                yield block
            else:
                pending.extend(_split(block, *cut, cells))


def _forced_cut(block: _Block) -> tuple[int, int] | None:
    """First ``(k, l)`` such that all of the first k × first l classes are linked, and none beyond.

    The k classes of largest rows can have at most ``K L + (links of columns outside the first l)``
    links, K and L being their sizes (Gale-Ryser). Equality forces the cells. The slack is convex
    between the boundaries of classes, so that looking at whole classes is enough.
    """
    size_k, size_l = _running(block.row_count), _running(block.column_count)
    links_k = _running(block.row_count * block.row_degree)
    links_l = _running(block.column_count * block.column_degree)
    slack = np.outer(size_k, size_l) + (links_l[-1] - links_l)[None, :] - links_k[:, None]
    if slack.min() < 0:
        raise DegreeError("no 0/1 matrix has these row and column degrees")
    slack[0, -1] = slack[-1, 0] = 1
    cuts = np.argwhere(slack == 0)
    return (int(cuts[0, 0]), int(cuts[0, 1])) if len(cuts) else None


def _running(values: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(values)]).astype(np.int64)


def _split(block: _Block, k: int, left: int, cells: FloatArray) -> tuple[_Block, _Block]:
    """Fill the forced block of ones; return upper right and lower left, which stay free."""
    cells[block.top : block.top + k, block.left : block.left + left] = 1.0
    upper = _Block(
        block.top,
        block.left + left,
        block.row_degree[:k] - block.column_count[:left].sum(),
        block.row_count[:k],
        block.column_degree[left:],
        block.column_count[left:],
    )
    lower = _Block(
        block.top + k,
        block.left,
        block.row_degree[k:],
        block.row_count[k:],
        block.column_degree[:left] - block.row_count[:k].sum(),
        block.column_count[:left],
    )
    return upper, lower


def _solve(block: _Block) -> FloatArray:
    """Newton's method with backtracking on the convex negative log-likelihood.

    Unknowns are the logarithms of x and y, a class each; the last one is held, because adding a
    constant to the rows' and taking it from the columns' changes nothing.
    """
    point = _start(block)
    for _ in range(_MAX_STEPS):
        gradient, miss = _gradient(block, point)
        if miss < _TARGET:
            break
        step = np.append(-_newton_direction(block, point, gradient), 0.0)
        point = _backtrack(block, point, step, float(gradient @ step))
    return expit(_exponents(block, point))


def _start(block: _Block) -> FloatArray:
    """Chung and Lu's approximation, x_i y_j = r_i c_j / links, kept off the bounds."""
    links = float(block.row_count @ block.row_degree)
    degrees = np.concatenate([block.row_degree, block.column_degree]).astype(np.float64)
    start: FloatArray = np.log(degrees / np.sqrt(links))
    return start


def _exponents(block: _Block, point: FloatArray) -> FloatArray:
    rows = block.row_degree.size
    return np.add.outer(point[:rows], point[rows:])


def _gradient(block: _Block, point: FloatArray) -> tuple[FloatArray, float]:
    """Gradient over classes, and the largest miss of an expected degree of one node."""
    p = expit(_exponents(block, point))
    miss = np.concatenate(
        [p @ block.column_count - block.row_degree, block.row_count @ p - block.column_degree]
    )
    counts = np.concatenate([block.row_count, block.column_count])
    return miss * counts, float(np.abs(miss).max())


def _newton_direction(block: _Block, point: FloatArray, gradient: FloatArray) -> FloatArray:
    """Solve Hessian × direction = gradient, without the unknown that is held."""
    p = expit(_exponents(block, point))
    spread = np.outer(block.row_count, block.column_count) * p * (1.0 - p)
    hessian = np.block(
        [[np.diag(spread.sum(axis=1)), spread], [spread.T, np.diag(spread.sum(axis=0))]]
    )
    direction: FloatArray = scipy.linalg.solve(hessian[:-1, :-1], gradient[:-1], assume_a="sym")
    return direction


def _objective(block: _Block, point: FloatArray) -> float:
    """Negative log-likelihood of the degrees."""
    rows = block.row_degree.size
    free = np.logaddexp(0.0, _exponents(block, point))
    links = (block.row_count * block.row_degree) @ point[:rows]
    links += (block.column_count * block.column_degree) @ point[rows:]
    return float(block.row_count @ free @ block.column_count - links)


def _backtrack(block: _Block, point: FloatArray, step: FloatArray, slope: float) -> FloatArray:
    """Halve the step until the objective falls enough, up to rounding (Armijo's rule)."""
    before = _objective(block, point)
    rounding = 1e-13 * max(1.0, abs(before))
    length = 1.0
    for _ in range(_MAX_HALVINGS):
        moved = point + length * step
        if _objective(block, moved) <= before + 1e-4 * length * slope + rounding:
            return moved
        length /= 2.0
    return point


def _check(probabilities: FloatArray, rows: IntArray, columns: IntArray) -> None:
    misses = np.concatenate([probabilities.sum(axis=1) - rows, probabilities.sum(axis=0) - columns])
    worst = float(np.abs(misses).max(initial=0.0))
    if not worst <= TOLERANCE:
        raise ConvergenceError(
            f"expected degrees of the null model are off by {worst:.3g}, more than {TOLERANCE:g}"
        )
