"""Members and ties that come, stay and go from one period to the next."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from clusterkg.graph.arrays import Bools, row_sums, sparse
from clusterkg.graph.network import NetworkError, TwoMode

from ..proportion import wilson

SCHEMA = {
    "sequence": pl.String, "period": pl.String, "start": pl.Int64, "partnerships": pl.Int64,
    "members": pl.Int64, "entered": pl.Int64, "returned": pl.Int64, "stayed": pl.Int64,
    "left": pl.Int64, "survival": pl.Float64, "survival_low": pl.Float64,
    "survival_high": pl.Float64, "ties": pl.Int64, "new_ties": pl.Int64,
    "returned_ties": pl.Int64, "kept_ties": pl.Int64, "lost_ties": pl.Int64,
    "tie_survival": pl.Float64, "tie_survival_low": pl.Float64, "tie_survival_high": pl.Float64,
}


@dataclass(frozen=True)
class Period:
    """Partnerships that are looked at together.

    Attributes
    ----------
    sequence : str
        Periods of one sequence follow each other.
    name : str
        Of the period.
    start : int
        The year it begins in.
    columns : tuple of int
        Its partnerships, as columns of a two-mode network.
    """

    sequence: str
    name: str
    start: int
    columns: tuple[int, ...]


def windows(two_mode: TwoMode, years: int) -> list[Period]:
    """Return periods of ``years`` years, by the year in which partnerships began.

    From the first year in which one with members began to the last; a window in which none
    began is there, empty. Partnerships without a ``year`` are in none.

    Raises
    ------
    NetworkError
        ``years`` is below one.
    """
    if years < 1:
        raise NetworkError(f"a period of {years} years: at least one was expected")
    began = _years(two_mode)
    known = began[~np.isnan(began) & _has_members(two_mode)]
    if not known.size:
        return []
    last = int(known.max())
    starts = range(int(known.min()), last + 1, years)
    return [_window(began, start, min(start + years - 1, last)) for start in starts]


def generations(two_mode: TwoMode) -> list[Period]:
    """Return a period for each generation of an instrument; an instrument is a sequence.

    By the first year in which a partnership of the generation began, then by name.
    """
    table = two_mode.columns.with_row_index("place").filter(
        pl.col("year").is_not_null() & pl.col("generation").is_not_null()
    )
    grouped = table.group_by("instrument", "generation").agg(
        pl.col("generation_label").first(), pl.col("year").min(), pl.col("place").sort()
    ).sort("instrument", "year", "generation")
    return [
        Period(row["instrument"], row["generation_label"], row["year"], tuple(row["place"]))
        for row in grouped.iter_rows(named=True)
    ]


def turnover(two_mode: TwoMode, periods: Sequence[Period]) -> pl.DataFrame:
    """Count who comes, stays and goes, and which ties do, in each period.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    periods : sequence of Period
        In the order of time within each sequence.

    Returns
    -------
    polars.DataFrame
        A row a period, in the order given, with the columns of ``SCHEMA``. Against the periods
        of the sequence before: ``entered`` were in none of them, ``returned`` in one but the
        last, ``stayed`` in the last; ``left`` were in the last and are not in this. ``survival``
        is the share of those of the last period that stayed, with Wilson's interval, which
        takes members to be independent; null in a first period. Ties likewise: two members of
        one partnership.
    """
    rows = []
    before: dict[str, list[tuple[Bools, Bools]]] = {}
    for period in periods:
        members, ties = _present(two_mode, period)
        earlier = before.setdefault(period.sequence, [])
        counts = _against([m for m, _ in earlier], members)
        tie_counts = _against([t for _, t in earlier], ties)
        earlier.append((members, ties))
        about = (period.sequence, period.name, period.start, len(period.columns))
        rows.append((*about, *counts, *tie_counts))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _against(earlier: list[Bools], now: Bools) -> tuple[int | float | None, ...]:
    """All, entered, returned, stayed, left, and survival with its interval."""
    last = earlier[-1] if earlier else np.zeros_like(now)
    ever = np.any(earlier, axis=0) if earlier else last
    stayed, of = int((now & last).sum()), int(last.sum())
    share = (stayed / of, *wilson(stayed, of)) if of else (None, None, None)
    entered, returned = int((now & ~ever).sum()), int((now & ever & ~last).sum())
    return int(now.sum()), entered, returned, stayed, of - stayed, *share


def _present(two_mode: TwoMode, period: Period) -> tuple[Bools, Bools]:
    """Who is in the period (n), and which pairs are together in a partnership (n(n-1)/2)."""
    part = sparse(two_mode.incidence[:, list(period.columns)])
    upper = np.triu_indices(part.shape[0], k=1)
    together = np.asarray((part @ part.T).toarray())
    return row_sums(part) > 0, together[upper] > 0


def _window(began: np.ndarray[tuple[int], np.dtype[np.float64]], start: int, end: int) -> Period:
    columns = np.flatnonzero((began >= start) & (began <= end))
    name = str(start) if start == end else f"{start}-{end}"
    return Period("all", name, start, tuple(int(i) for i in columns))


def _years(two_mode: TwoMode) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return two_mode.columns["year"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _has_members(two_mode: TwoMode) -> Bools:
    return row_sums(sparse(two_mode.incidence.T)) > 0
