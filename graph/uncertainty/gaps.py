"""How many members each partnership has beyond those listed."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Floats, Ints
from clusterkg.graph.network import NetworkError, TwoMode

UNSTATED = ("as others", "complete")


@dataclass(frozen=True)
class Gaps:
    """Members that are not listed, partnership by partnership.

    Attributes
    ----------
    listed : ndarray of int, shape (m,)
        Members listed.
    stated : ndarray of int, shape (m,)
        Members missing where a number is stated: stated less listed, never below zero.
    donors : tuple of (int, ndarray)
        Partnerships without a stated number, each with the coverages (listed of stated, at most
        one) that its own may be drawn from.
    """

    listed: Ints
    stated: Ints
    donors: tuple[tuple[int, Floats], ...]

    def draw(self, random: np.random.Generator) -> Ints:
        """Return how many members are missing, (m,); random where no number is stated."""
        missing = self.stated.copy()
        for partnership, coverages in self.donors:
            one = random.choice(coverages, size=1)
            missing[partnership] = round(self._beyond(partnership, one).item())
        return missing

    def share(self) -> float:
        """Return the expected share of memberships that are missing; zero without any."""
        unstated = sum(float(np.mean(self._beyond(j, c))) for j, c in self.donors)
        missing = float(self.stated.sum()) + unstated
        return missing / (missing + float(self.listed.sum())) if missing else 0.0

    def _beyond(self, partnership: int, coverage: Floats) -> Floats:
        beyond: Floats = self.listed[partnership] * (1.0 / coverage - 1.0)
        return beyond


def gaps(two_mode: TwoMode, unstated: str = "as others") -> Gaps:
    """Return how many members of each partnership are not listed.

    Parameters
    ----------
    two_mode : TwoMode
        Its columns may have ``stated``, the number of members a partnership is said to have, and
        ``instrument``. One that lists more than it states counts as complete.
    unstated : {"as others", "complete"}
        What to take for a partnership that states no number: the coverage of one drawn from
        those of its instrument that list and state some (of all instruments, if there is none in
        its own; complete, if there is none at all), or that nobody is missing. One that neither
        lists nor states members gets none.

    Raises
    ------
    NetworkError
        ``unstated`` is neither.
    """
    if unstated not in UNSTATED:
        raise NetworkError(f"unstated {unstated!r}: use one of {', '.join(UNSTATED)}")
    columns = two_mode.columns
    listed = np.asarray(two_mode.incidence.sum(axis=0), dtype=np.int64).reshape(-1)
    stated = _column(columns, "stated", pl.Float64).to_numpy()
    missing = np.where(np.isnan(stated), 0.0, np.maximum(stated - listed, 0.0)).astype(np.int64)
    donors = () if unstated == "complete" else _donors(columns, listed, stated)
    return Gaps(listed, missing, donors)


def _donors(
    columns: pl.DataFrame, listed: Ints, stated: Floats
) -> tuple[tuple[int, Floats], ...]:
    known = (listed > 0) & (stated > 0)
    coverage = np.minimum(listed / np.where(known, stated, 1.0), 1.0)
    instrument = _column(columns, "instrument", pl.String).fill_null("").to_numpy()
    found = []
    for j in np.flatnonzero(np.isnan(stated) & (listed > 0)).tolist():
        own = coverage[known & (instrument == instrument[j])]
        chosen = own if own.size else coverage[known]
        if chosen.size:
            found.append((j, chosen))
    return tuple(found)


def _column(columns: pl.DataFrame, name: str, kind: type[pl.DataType]) -> pl.Series:
    if name not in columns.columns:
        return pl.Series(name, [None] * columns.height, dtype=kind)
    return columns[name].cast(kind)
