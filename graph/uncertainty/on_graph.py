"""Ranks with their intervals, and under other weights, on a graph."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from clusterkg.graph.bridging import eligible
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.result import Parameter, Result, membership_coverage

from .calibration import NOT_RELIABLE, UNKNOWN, reliability, stored
from .gaps import Gaps, gaps
from .measures import named
from .rank_intervals import Drawing, needed, rank_intervals
from .weightings import agreement, ranks_by_weighting

if TYPE_CHECKING:
    from clusterkg.graph.store import KnowledgeGraph

NETWORK = "clusters_by_partnership"
_DESCRIPTION = ("id", "label", "country")
_AMONG_ALL = (
    "A rank is one among the clusters listed; its interval is of ranks among all, listed or not, "
    "and may lie beyond it."
)
_AT_RANDOM = (
    "Members are taken to be missing at random: intervals do not hold what is left out for a "
    "reason, such as small partners or earlier years."
)


def ranks(
    kg: "KnowledgeGraph", *, seed: int = 0, measure: str = "bridging", k: int = 10,
    level: float = 0.95, samples: int = 199, source: str = "missing",
    unstated: str = "as others", leave_out: str = "",
) -> Result:
    """Rank clusters, with intervals under missing members or drawn partnerships.

    Columns: ``id label country rank rank_last low high median probability_first_k reliable``, by
    rank and id; see `rank_intervals`. ``reliable`` is ``yes``, ``interval not reliable`` or ``not
    calibrated``, at the share of memberships that is missing (`calibration`).

    Parameters
    ----------
    kg : KnowledgeGraph
    measure : str
        One of `clusterkg.graph.uncertainty.measures.NAMES`.
    k, level
        As in `rank_intervals`: of how many first ranks the chance is given, and the level.
    samples, source, seed
        As in `Drawing`.
    unstated : {"as others", "complete"}
        What to take for a partnership that states no number of members (`gaps`).
    leave_out : str
        Instruments to leave out, with commas between them.

    Raises NetworkError if a parameter is not among its choices.
    """
    two_mode = kg.two_mode(leave_out=_list(leave_out))
    drawing = Drawing(source, samples, seed, missing := gaps(two_mode, unstated))
    ranked = eligible(project(two_mode))
    table = rank_intervals(two_mode, named(measure), ranked, drawing, level, k)
    verdict = _verdict(measure, missing, drawing, level)
    table = _described(table, two_mode).with_columns(reliable=pl.lit(verdict))
    parameters: dict[str, Parameter] = {
        "measure": measure, "k": k, "level": level, "samples": samples, "source": source,
        "unstated": unstated, "leave_out": leave_out,
    }
    notes = (_AMONG_ALL, _AT_RANDOM, *_notes(measure, missing, drawing, level, verdict))
    return _result("ranks", table, ("id",), parameters, two_mode, notes, missing, seed)


def weightings(
    kg: "KnowledgeGraph", *, seed: int = 0, measure: str = "strength", leave_out: str = ""
) -> Result:
    """Rank clusters under four ways to weigh a shared partnership.

    Columns: ``id label country unweighted counts newman full smallest largest range``; see
    :mod:`.weightings`.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Not used: nothing is random.
    measure : str
        One of `clusterkg.graph.uncertainty.weightings.WEIGHTED`.
    leave_out : str
        As in `ranks`.
    """
    two_mode = kg.two_mode(leave_out=_list(leave_out))
    table, _ = ranks_by_weighting(two_mode, measure, eligible(project(two_mode)))
    parameters = {"measure": measure, "leave_out": leave_out}
    return _result("weightings", _described(table, two_mode), ("id",), parameters, two_mode)


def weighting_agreement(
    kg: "KnowledgeGraph", *, seed: int = 0, measure: str = "strength", k: int = 10,
    leave_out: str = "",
) -> Result:
    """Compare the orders of clusters under each two ways to weigh a shared partnership.

    Columns: ``one other kendall spearman shared_first_k``; see `agreement`. Parameters as in
    `weightings`; ``k`` first ranks are compared.
    """
    two_mode = kg.two_mode(leave_out=_list(leave_out))
    _, middles = ranks_by_weighting(two_mode, measure, eligible(project(two_mode)))
    parameters: dict[str, Parameter] = {"measure": measure, "k": k, "leave_out": leave_out}
    table = agreement(middles, k)
    return _result("weighting-agreement", table, ("one", "other"), parameters, two_mode)


def _result(
    name: str, table: pl.DataFrame, keys: tuple[str, ...], parameters: Mapping[str, Parameter],
    two_mode: TwoMode, notes: tuple[str, ...] = (), missing: Gaps | None = None,
    seed: int | None = None,
) -> Result:
    coverage = membership_coverage(two_mode)
    if missing is not None:
        beyond = int(missing.stated.sum())
        coverage |= {"memberships listed": int(missing.listed.sum()), "members missing": beyond,
                     "partnerships of a size drawn": len(missing.donors)}
    return Result(name, table, keys, parameters, NETWORK, coverage, notes, seed)


def _notes(
    measure: str, missing: Gaps, drawing: Drawing, level: float, verdict: str
) -> tuple[str, ...]:
    share = f"{missing.share():.1%} of memberships are missing."
    if verdict != NOT_RELIABLE:
        return (share,)
    if drawing.samples < needed(level):
        why = f"an interval of {level:.0%} needs {needed(level)} samples, not {drawing.samples}"
    elif (stored()["missing"] < missing.share()).all():
        why = "it was never tried whether they hold the true rank when so much is missing"
    else:
        less = f"those of {measure} held the true rank less often than they say"
        why = f"{less}, where as much of a fully listed network was hidden"
    return (share, f"{NOT_RELIABLE.capitalize()}: {why}.")


def _verdict(measure: str, missing: Gaps, drawing: Drawing, level: float) -> str:
    if drawing.samples < needed(level):
        return NOT_RELIABLE
    # What was calibrated is hidden members at one level, not partnerships drawn again.
    tried = drawing.source == "missing" and level in stored()["nominal"]
    return reliability(measure, missing.share()) if tried else UNKNOWN


def _described(table: pl.DataFrame, two_mode: TwoMode) -> pl.DataFrame:
    rows = two_mode.rows
    absent = [pl.lit(None, pl.String).alias(c) for c in _DESCRIPTION if c not in rows.columns]
    described = rows.with_columns(absent).select(_DESCRIPTION)
    joined = table.join(described, on="id", how="left", maintain_order="left")
    return joined.select(*_DESCRIPTION, *table.columns[1:])


def _list(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]
