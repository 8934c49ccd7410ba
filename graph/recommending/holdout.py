"""Earlier partnerships to learn from, and the pairs that later ones tie first."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Floats, Ints, row_sums, sparse
from clusterkg.graph.network import NetworkError, TwoMode

NEVER = -1


@dataclass(frozen=True)
class Holdout:
    """What was known before a cut, and what came after it.

    Attributes
    ----------
    cut : int
        The year in which the later partnerships begin.
    past : TwoMode
        The partnerships that began before it, and n members: those that they have, and with
        newcomers those that the later ones have.
    years : ndarray of int, shape (columns of past,)
        In which each of them began.
    first, second : ndarray of int, shape (pairs,)
        The pairs of members of ``past`` that it does not tie, as rows of it; first < second.
    tied_by : ndarray of int, shape (pairs,)
        The place in ``later`` of the partnership that tied the pair first, or ``NEVER``.
    later : list of str
        The later partnerships, in the order of their beginning.
    """

    cut: int
    past: TwoMode
    years: Ints
    first: Ints
    second: Ints
    tied_by: Ints
    later: list[str]

    @property
    def positive(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Which pairs came to be tied, shape (pairs,)."""
        return np.asarray(self.tied_by != NEVER)

    def of_pairs(self, scores: Floats) -> Floats:
        """Return a matrix of scores (n, n) as a vector over the pairs."""
        return np.asarray(scores[self.first, self.second], dtype=np.float64)


def split(
    two_mode: TwoMode, cut: int, until: int | None = None, newcomers: bool = False
) -> Holdout:
    """Part the partnerships at a year.

    Parameters
    ----------
    two_mode : TwoMode
        Its columns with their ``year`` of beginning; those without one are on neither side.
    cut : int
        Partnerships that began before this year are known.
    until : int, optional
        Partnerships that began in this year or after it are left out.
    newcomers : bool
        Whether members first known after the cut are there, in no partnership yet.

    Returns
    -------
    Holdout

    Raises
    ------
    NetworkError
        The columns have no year.
    """
    if "year" not in two_mode.columns.columns:
        raise NetworkError(f"no column 'year' in {two_mode.columns.columns}")
    year = two_mode.columns["year"].cast(pl.Float64).fill_null(np.nan).to_numpy()
    before = np.flatnonzero(year < cut)
    after = np.flatnonzero((year >= cut) & (year < (np.inf if until is None else until)))
    after = after[np.lexsort((after, year[after]))]
    there = np.concatenate([before, after]) if newcomers else before
    rows = np.flatnonzero(row_sums(sparse(two_mode.incidence[:, there])) > 0)
    past = _part(two_mode, rows, before)
    later = np.asarray(two_mode.incidence[rows][:, after].toarray())
    first, second = _untied(past)
    return Holdout(
        cut, past, year[before].astype(np.int64), first, second,
        _first_tie(later, first, second), two_mode.columns["id"].gather(after).to_list(),
    )


def _part(two_mode: TwoMode, rows: Ints, columns: Ints) -> TwoMode:
    incidence = sparse(two_mode.incidence[rows][:, columns])
    table = two_mode.rows[rows.tolist()]
    return TwoMode(table, two_mode.columns[columns.tolist()], incidence)


def _untied(past: TwoMode) -> tuple[Ints, Ints]:
    together = np.asarray((past.incidence @ past.incidence.T).toarray())
    first, second = np.nonzero(np.triu(together == 0.0, k=1))
    return first.astype(np.int64), second.astype(np.int64)


def _first_tie(later: Floats, first: Ints, second: Ints) -> Ints:
    """The first column of ``later`` (n × m) that has both of each pair."""
    tied_by = np.full((later.shape[0], later.shape[0]), NEVER, dtype=np.int64)
    for j in range(later.shape[1] - 1, -1, -1):
        members = np.flatnonzero(later[:, j])
        tied_by[np.ix_(members, members)] = j
    return tied_by[first, second]
