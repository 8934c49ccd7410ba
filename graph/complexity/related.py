"""How related activities are, by which regions have them together, and density around one."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ..arrays import Floats
from .matrix import ComplexityError, checked, present, ratio


def co_occurrence(values: ArrayLike) -> Floats:
    """Return in how many regions two activities are together; the diagonal is zero.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)

    Returns
    -------
    ndarray, shape (activities, activities)
    """
    matrix = present(values)
    together = matrix.T @ matrix
    np.fill_diagonal(together, 0.0)
    return together


def proximity(values: ArrayLike) -> Floats:
    """Return the proximity of activities: the lesser of the two conditional probabilities.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)

    Returns
    -------
    ndarray, shape (activities, activities)
        ``min(P(i|j), P(j|i))``: regions with both by the regions with the more common one. The
        diagonal is one; zero for an activity that no region has, its diagonal too.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007). The product space
    conditions the development of nations. Science 317, 482-487.
    """
    matrix = present(values)
    ubiquity = matrix.sum(axis=0)
    return _share(matrix.T @ matrix, np.maximum.outer(ubiquity, ubiquity))


def relatedness(together: ArrayLike, method: str = "association") -> Floats:
    """Return how related activities are, their co-occurrences set against their sizes.

    Parameters
    ----------
    together : array, shape (activities, activities)
        Symmetric counts, such as `co_occurrence`; the diagonal is not read. With ``s_i`` the sum
        of row i and ``t`` that of all.
    method : {"association", "probability", "cosine", "jaccard"}
        ``association``: ``c_ij t / (s_i s_j)``, one where activities meet as often as their sizes
        let expect. ``probability``: the same, but a co-occurrence joins two different activities:
        ``c_ij / (t/2 (s_i/t s_j/(t-s_i) + s_j/t s_i/(t-s_j)))``. ``cosine``:
        ``c_ij / sqrt(s_i s_j)``. ``jaccard``: ``c_ij / (s_i + s_j - c_ij)``.

    Returns
    -------
    ndarray, shape (activities, activities)
        Symmetric, zero on the diagonal and for an activity that is with none.

    Raises
    ------
    ComplexityError
        ``together`` is not square and symmetric, or no method is called so.

    References
    ----------
    van Eck, N. J. and Waltman, L. (2009). How to normalize cooccurrence data? Journal of the
    American Society for Information Science and Technology 60, 1635-1651. Steijn, M. P. A. (2021)
    has the probability; sums and diagonal are those of R's EconGeo::relatedness.
    """
    counts = checked(together).copy()
    if counts.shape[0] != counts.shape[1] or not np.allclose(counts, counts.T):
        raise ComplexityError("co-occurrences are a symmetric matrix of activities")
    if method not in METHODS:
        raise ComplexityError(f"no relatedness is called '{method}'; use {', '.join(METHODS)}")
    np.fill_diagonal(counts, 0.0)
    result = _share(counts, METHODS[method](counts, counts.sum(axis=1), float(counts.sum())))
    np.fill_diagonal(result, 0.0)
    return result


def density(values: ArrayLike, related: ArrayLike) -> Floats:
    """Return the relatedness density around every activity in every region, in percent.

    Parameters
    ----------
    values : array of zeros and ones, shape (regions, activities)
    related : array, shape (activities, activities)
        Not negative. Its diagonal counts as it stands: `proximity` has ones there, and an
        activity's own presence adds to its density, as in Hidalgo et al. (2007); `relatedness`
        has zeros, and only what is around an activity counts, as in Balland et al. (2019).

    Returns
    -------
    ndarray, shape (regions, activities)
        ``100 Σ_j x_rj φ_ij / Σ_j φ_ij``, from 0 to 100; nan around an activity that is related
        to none.

    References
    ----------
    Hidalgo et al. (2007), as in `proximity`. Balland, P.-A., Boschma, R., Crespo, J. and Rigby,
    D. L. (2019). Smart specialization policy in the European Union. Regional Studies 53,
    1252-1268.
    """
    matrix, weights = present(values), checked(related)
    if weights.shape != (matrix.shape[1], matrix.shape[1]):
        raise ComplexityError(f"{matrix.shape[1]} activities, but relatedness is {weights.shape}")
    return 100.0 * ratio(matrix @ weights.T, weights.sum(axis=1)[None, :])


def _share(counts: Floats, below: Floats) -> Floats:
    return np.nan_to_num(ratio(counts, below), nan=0.0)


def _association(counts: Floats, sizes: Floats, total: float) -> Floats:
    return np.outer(sizes, sizes) / total if total else np.zeros_like(counts)


def _probability(counts: Floats, sizes: Floats, total: float) -> Floats:
    # An activity that is in every co-occurrence leaves none for a second one: no expectation.
    onward = np.nan_to_num(ratio(sizes, total - sizes), nan=0.0)
    half = np.outer(onward, sizes) / 2.0
    return half + half.T


def _cosine(counts: Floats, sizes: Floats, total: float) -> Floats:
    return np.sqrt(np.outer(sizes, sizes))


def _jaccard(counts: Floats, sizes: Floats, total: float) -> Floats:
    return np.add.outer(sizes, sizes) - counts


METHODS: dict[str, Callable[[Floats, Floats, float], Floats]] = {
    "association": _association, "probability": _probability, "cosine": _cosine,
    "jaccard": _jaccard,
}
