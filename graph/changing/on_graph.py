"""Change in time on a graph: turnover, persistence, lineage and the stability of brokers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from clusterkg.graph import networks
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.result import Parameter, Result, membership_coverage

from .dating import BY_GENERATION, STATED, dated
from .lineage import lineage, links
from .persistence import persistence
from .stability import broker_stability
from .turnover import Period, generations, turnover, windows

if TYPE_CHECKING:
    from clusterkg.graph.store import KnowledgeGraph

NETWORK = "organisations by funded partnerships, with the year of their beginning"
_LISTED = (
    "Partnerships list fewer members than they state, most of all the earlier ones: who seems "
    "to come, to go or not to come again may only not be listed."
)


def change(kg: "KnowledgeGraph", *, seed: int = 0, by: str = "years", years: int = 2) -> Result:
    """Count who and which ties come, stay and go, from period to period.

    Columns: ``sequence period start partnerships members entered returned stayed left survival
    survival_low survival_high ties new_ties returned_ties kept_ties lost_ties tie_survival
    tie_survival_low tie_survival_high``; see :func:`.turnover.turnover`.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Not used: nothing is random.
    by : {"years", "generation"}
        Periods of some years, or the generations of each instrument.
    years : int
        The length of a period.

    Raises
    ------
    NetworkError
        ``by`` is something else, or a period has no year.
    """
    funded = dated_partnerships(kg)
    table = turnover(funded, _periods(funded, by, years))
    notes = (
        "A partnership is in the period in which it began, and in no later one in which it runs.",
        "Intervals are Wilson's: they take members, and ties, to be independent.", _LISTED,
    )
    keys = ("sequence", "period")
    return _result("change", table, keys, {"by": by, "years": years}, funded, notes, None)


def ties_after_funding(
    kg: "KnowledgeGraph", *, seed: int = 0, longest: int = 4, resamples: int = 1000
) -> Result:
    """Tell which share of ties comes again after the partnership that made them has ended.

    Columns: ``instrument within_years partnerships ties again share share_low share_high
    expected lift lift_low lift_high``; see :mod:`.persistence`.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the intervals.
    longest : int
        The most years after the end.
    resamples : int
        For the intervals.
    """
    funded = dated_partnerships(kg)
    table = persistence(funded, range(1, longest + 1), seed, resamples)
    unknown = funded.columns["end"].null_count()
    notes = (
        f"{unknown} of {funded.columns.height} funded partnerships state no end: their ties are "
        "not followed.",
        "Expected: members keep the number of their later partnerships, which are any of those "
        "of the years followed.",
        _LISTED,
    )
    keys = ("instrument", "within_years")
    parameters = {"longest": longest, "resamples": resamples}
    return _result("persistence", table, keys, parameters, funded, notes, seed)


def instrument_lineage(
    kg: "KnowledgeGraph", *, seed: int = 0, resamples: int = 1000
) -> Result:
    """Count the members and ties of each link in a chain of instruments that are in the next.

    Columns: ``link link_label instrument by_way_of next next_label partnerships members
    next_partnerships next_members members_again members_share members_share_low
    members_share_high ties ties_again ties_share ties_share_low ties_share_high ties_expected
    ties_lift ties_lift_low ties_lift_high``; see :func:`.lineage.lineage`.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the intervals of ties.
    resamples : int
        For them.
    """
    funded = dated_partnerships(kg)
    table = lineage(funded, links(kg.query("lineage").to_polars()), seed, resamples)
    notes = (
        "A link without partnerships in the graph is passed over, and named in by_way_of.",
        "The interval of members takes them to be independent.",
        _LISTED,
    )
    keys = ("link", "instrument", "next")
    return _result("lineage", table, keys, {"resamples": resamples}, funded, notes, seed)


def brokers(
    kg: "KnowledgeGraph", *, seed: int = 0, by: str = "years", years: int = 3, first: int = 10,
    resamples: int = 200,
) -> Result:
    """Compare the brokers of each period with those of the next.

    Columns: ``sequence period next_period measure members correlation correlation_low
    correlation_high first overlap overlap_low overlap_high overlap_expected``; see
    :mod:`.stability`.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the intervals.
    by, years
        As in `change`.
    first : int
        How many first brokers are compared.
    resamples : int
        For the intervals.
    """
    funded = dated_partnerships(kg)
    table = broker_stability(funded, _periods(funded, by, years), first, seed, resamples)
    notes = (
        "Intervals draw partnerships again, which thins the networks: they may lie below what "
        "they are of.",
        _LISTED,
    )
    keys = ("sequence", "period", "next_period", "measure")
    parameters: dict[str, Parameter] = {
        "by": by, "years": years, "first": first, "resamples": resamples
    }
    return _result("broker-stability", table, keys, parameters, funded, notes, seed)


def dated_partnerships(kg: "KnowledgeGraph") -> TwoMode:
    """Return members by funded partnerships, with ``year``, ``dated_by`` and ``generation``."""
    funded = networks.funded(kg)
    columns = dated(funded.columns, kg.query("partnership_generations").to_polars())
    return TwoMode(funded.rows, columns, funded.incidence)


def dating_coverage(funded: TwoMode) -> dict[str, int]:
    """Return what is listed of who is in what, and how many partnerships have a date."""
    by = funded.columns["dated_by"]
    return membership_coverage(funded) | {
        "partnerships dated": int((by == STATED).sum()),
        "partnerships dated by generation": int((by == BY_GENERATION).sum()),
        "partnerships without a date": by.null_count(),
    }


def dating_note(funded: TwoMode) -> str:
    """Say how many partnerships have no date of their own."""
    counts = dating_coverage(funded)
    return (
        f"{counts['partnerships dated by generation']} funded partnerships have the year of "
        f"their generation; {counts['partnerships without a date']} without any are left out."
    )


def _periods(funded: TwoMode, by: str, years: int) -> list[Period]:
    if by not in ("years", "generation"):
        raise NetworkError(f"by '{by}': 'years' or 'generation' was expected")
    return windows(funded, years) if by == "years" else generations(funded)


def _result(
    name: str, table: pl.DataFrame, keys: tuple[str, ...], parameters: Mapping[str, Parameter],
    funded: TwoMode, notes: tuple[str, ...], seed: int | None,
) -> Result:
    said = (*notes, dating_note(funded))
    return Result(name, table, keys, parameters, NETWORK, dating_coverage(funded), said, seed)
