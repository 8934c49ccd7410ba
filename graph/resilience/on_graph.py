"""The analyses of resilience, on a graph."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
import polars as pl

from ..arrays import Floats
from ..chains.reading import partnerships
from ..network import NetworkError, TwoMode
from ..result import Parameter, Result, labelled, membership_coverage
from ..uncertainty.gaps import UNSTATED
from . import adding, failures, removal
from .completing import completed
from .removal import ROBUSTNESS, What

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

_NETWORK = "organisations by partnerships, without standing networks and S3 platforms"
_LISTED = (
    "Member lists are incomplete: what is not listed cannot stand in for what is removed, so that "
    "the network looks more fragile than it is."
)
_COMPLETED = (
    "Probabilities rest on a model of who the missing members are, which the lists themselves "
    "suggest, and on no other evidence."
)
_SPANNED = (
    "Partnerships that state no number of members are taken to lack as many as others do; the "
    "intervals also hold what follows if they lack none, and how many completions were drawn."
)
_BY_NOTHING = ("instruments", "budget")
_ORGANISATION = {"sectors": "sectors", "regions": "region", "countries": "country"}


def single_points(kg: "KnowledgeGraph", *, seed: int = 0, draws: int = 100) -> Result:
    """Find what alone joins two sectors.

    Columns: ``thing thing_label kind`` (``organisation``, ``partnership``, ``articulation``),
    ``sector_a sector_a_label sector_b sector_b_label cut_off still_single still_single_low
    still_single_high`` (`clusterkg.graph.resilience.failures`).
    """
    members = partnerships(kg)
    table = failures.single_points(members)
    models = (completed(members, draws, seed, unstated) for unstated in UNSTATED)
    table = failures.with_probability(table, *models)
    labels = _labels(members) | _sectors(kg)
    return Result(
        "failures", labelled(table, ("thing", "sector_a", "sector_b"), labels),
        ("thing", "kind", "sector_a", "sector_b"), {"draws": draws}, _NETWORK,
        membership_coverage(members), (_LISTED, _COMPLETED, _SPANNED), seed,
    )


def removals(
    kg: "KnowledgeGraph", *, seed: int = 0, what: str = "organisations", by: str = "",
    recalculated: bool = False, share: float = 0.2, steps: int = 10, replicates: int = 20,
) -> Result:
    """Take organisations or partnerships away, and look at what is left.

    Columns: ``strategy removed outcome value low high``. ``what`` is ``organisations``,
    ``partnerships``, ``instruments`` (``strategy`` is the instrument) or ``budget``
    (``removed`` is in euros); ``outcome`` is one of those of
    `clusterkg.graph.resilience.outcomes.outcomes`, or ``robustness`` (of organisations alone,
    ``removed`` is all of them).
    """
    members = partnerships(kg)
    if not 0.0 < share <= 1.0 or steps < 1:
        raise NetworkError(
            f"share={share}, steps={steps}: use a share above 0, up to 1, and a step at least"
        )
    if by and what in _BY_NOTHING:
        raise NetworkError(f"by={by}: {what} go in no order of a measure; leave it out")
    notes: tuple[str, ...] = (_LISTED,)
    if what == "instruments":
        table = removal.by_instrument(members)
    elif what == "budget":
        given = _contributions(kg, members)
        table = _spent(members, given, share, steps, replicates, seed)
        notes += (_known(given),)
    elif what in removal.MEASURES:
        chosen = cast(What, what)
        table = _curves(members, chosen, by, recalculated, share, steps, replicates, seed)
    else:
        known_names = ", ".join([*removal.MEASURES, *_BY_NOTHING])
        raise NetworkError(f"what={what}: use one of {known_names}")
    parameters: dict[str, Parameter] = {
        "what": what, "by": by, "recalculated": recalculated, "share": share, "steps": steps,
        "replicates": replicates,
    }
    return Result(
        "removal", table, ("strategy", "removed", "outcome"), parameters, _NETWORK,
        membership_coverage(members), notes, seed,
    )


def additions(
    kg: "KnowledgeGraph", *, seed: int = 0, of: str = "sectors", objective: str = "joined",
    k: int = 5, exact: bool = False, draws: int = 100,
) -> Result:
    """Find partnerships of two that would let most sectors, regions or countries meet.

    Columns: ``step organisation_a organisation_a_label organisation_b organisation_b_label gain
    total groups_a groups_b already already_low already_high``
    (`clusterkg.graph.resilience.adding`).
    """
    if of not in _ORGANISATION:
        raise NetworkError(f"of={of}: use one of {', '.join(_ORGANISATION)}")
    members, attribute = partnerships(kg), _ORGANISATION[of]
    goal = cast(adding.Objective, objective)
    choose = adding.exact if exact else adding.greedy
    table = choose(members, k, attribute, goal)
    table = adding.already(table, completed(members, draws, seed), attribute, goal)
    ends = ("organisation_a", "organisation_b")
    parameters: dict[str, Parameter] = {
        "of": of, "objective": objective, "k": k, "exact": exact, "draws": draws,
    }
    return Result(
        "additions", labelled(table, ends, _labels(members)), ("step",), parameters, _NETWORK,
        membership_coverage(members), (*_promise(objective, exact), _LISTED, _COMPLETED), seed,
    )


def _promise(objective: str, exact: bool) -> tuple[str, ...]:
    taken = "A gain says which groups would meet, not that a partnership would be of use."
    if exact:
        return ("No other choice of as many partnerships gains more.", taken)
    if objective == "joined":
        return ("Chosen one by one: at least 63 % of what the best choice gains.", taken)
    return ("Chosen one by one; how near that is to the best choice is not known.", taken)


def _curves(
    members: TwoMode, what: What, by: str, recalculated: bool, share: float, steps: int,
    replicates: int, seed: int,
) -> pl.DataFrame:
    total = members.rows.height if what == "organisations" else members.columns.height
    stops = sorted({round(total * share * step / steps) for step in range(steps + 1)})
    asked = dict.fromkeys(filter(None, map(str.strip, by.split(","))))
    measures = list(asked or removal.MEASURES[what])
    parts = [removal.targeted(members, what, name, stops, recalculated) for name in measures]
    parts.append(removal.at_random(members, what, stops, replicates, seed))
    if what == "organisations" and not recalculated and total:
        parts.append(_robustness(members, measures, replicates, seed))
    return pl.concat(parts).sort("strategy", "outcome", "removed")


def _spent(
    members: TwoMode, given: Floats, share: float, steps: int, replicates: int, seed: int
) -> pl.DataFrame:
    budgets = np.unique(np.linspace(0.0, np.nansum(given) * share, steps + 1)).tolist()
    return removal.by_budget(members, given, budgets, replicates, seed)


def _robustness(
    members: TwoMode, measures: Sequence[str], replicates: int, seed: int
) -> pl.DataFrame:
    n, random = float(members.rows.height), np.random.default_rng(seed)
    rows: list[tuple[object, ...]] = [
        (name, n, ROBUSTNESS, removal.robustness(members, order), None, None)
        for name in measures
        for order in [removal.order(members, "organisations", name)]
    ]
    orders = [removal.random_order(members, "organisations", random) for _ in range(replicates)]
    if orders:
        found = [removal.robustness(members, order) for order in orders]
        rows.append((removal.RANDOM, n, ROBUSTNESS, *np.quantile(found, removal.BOUNDS)))
    return pl.DataFrame(rows, schema=removal.SCHEMA, orient="row")


def _contributions(kg: "KnowledgeGraph", members: TwoMode) -> Floats:
    known = kg.query("partnership_contributions").to_polars().cast({"contribution": pl.Float64})
    table = members.columns.select("id").join(known, on="id", how="left", maintain_order="left")
    return table["contribution"].fill_null(float("nan")).to_numpy()


def _known(given: Floats) -> str:
    known = int(np.isfinite(given).sum())
    return f"Contributions are known for {known} of {given.size} partnerships alone."


def _labels(members: TwoMode) -> dict[str, str]:
    both = [table.select("id", "label") for table in (members.rows, members.columns)]
    return {name: label for name, label in pl.concat(both).iter_rows() if label}


def _sectors(kg: "KnowledgeGraph") -> dict[str, str]:
    return {row["id"]: row["label"] for row in kg.query("ecosystem_labels").rows()}
