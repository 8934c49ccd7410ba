"""The analyses of value chains, on a graph."""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from ..arrays import Ints
from ..network import NetworkError
from ..result import Parameter, Result, labelled, membership_coverage
from . import crossing, reading, scenarios
from .scenarios import ALL, ELSEWHERE, Assumptions, Range
from .stages import stage_table
from .supply import Supply
from .workers import CERTAINTIES

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

_WORKERS = (
    "No source places an organisation in a stage. 'inferred' follows from a theme within a NACE "
    "division of the stage, and does not tell stages of one division apart; 'possible' rests on "
    "the ecosystem or on a related division alone, and says where to look, not who works there.",
    "The link of a chain to its ecosystem is itself inferred.",
)
_ASSUMED = (
    "No flows are known. The shares in which buyers draw on suppliers, stocks, substitution and "
    "essential inputs are drawn from ranges; the intervals are those of the assumptions, not of "
    "data, and a loss here is no forecast.",
)
_MEANING = {
    "stage": "Every stage counts alike and cannot be replaced by another one.",
    "region": "Regions count by their organisations; a partnership is taken to move goods both "
    "ways, and all regions to give the same product.",
    "cluster": "Organisations count alike; a partnership is taken to move goods both ways, and "
    "organisations of the same sectors to give the same product.",
}
_FIRST = 20


def stages(kg: "KnowledgeGraph", *, seed: int = 0) -> Result:
    """Describe the stages of all value chains.

    Columns: ``stage stage_label chain chain_label fed_by feeds stated inferred possible
    organisations sectors countries in_partnerships listed members_stated coverage``
    (`clusterkg.graph.chains.stages.stage_table`).
    """
    found, members = reading.chains(kg), reading.partnerships(kg)
    table = stage_table(found.stages, found.feeds, found.workers, members)
    return Result(
        "stages", table, ("stage",), {}, "stages of value chains",
        _chain_coverage(found) | membership_coverage(members), _WORKERS,
    )


def chains(kg: "KnowledgeGraph", *, seed: int = 0, certainty: str = "possible") -> Result:
    """Find chains that cross sectors.

    Columns: ``kind`` (``workers``, ``partnerships``, ``feeds``), ``certainty``, ``chain_a
    chain_a_label chain_b chain_b_label stage_a stage_b``, ``count`` (sectors, partnerships, or
    one), ``expected p q`` (partnerships alone), ``evidence`` (sectors or partnerships); empty
    where a column does not apply (`clusterkg.graph.chains.crossing`).
    """
    if certainty not in CERTAINTIES:
        raise NetworkError(f"certainty={certainty}: use one of {', '.join(CERTAINTIES)}")
    found, members = reading.chains(kg), reading.partnerships(kg)
    parts = [
        crossing.fed_across(found.stages, found.feeds),
        crossing.worked_from_several(found.stages, found.workers, members.rows, certainty),
        crossing.joined_by_partnerships(found.stages, found.workers, members, certainty),
    ]
    ids = pl.col("chain_a", "chain_b", "stage_a", "stage_b").fill_null("")
    labels = dict(found.stages.select("chain", "chain_label").iter_rows())
    table = labelled(pl.concat(parts).with_columns(ids), ["chain_a", "chain_b"], labels)
    notes = (
        *_WORKERS,
        "The null model behind p and q lets organisations of all themes meet. Partnerships bring "
        "like themes together, so that most pairs of chains meet less often than it expects.",
    )
    return Result(
        "chains", table.sort("kind", "chain_a", "chain_b", "stage_a", "stage_b"),
        ("kind", "chain_a", "chain_b", "stage_a", "stage_b"), {"certainty": certainty},
        "organisations by partnerships", _chain_coverage(found) | membership_coverage(members),
        notes,
    )


def disruption(
    kg: "KnowledgeGraph", *, seed: int = 0, of: str = "stage", hit: str = "", size: float = 1.0,
    outage: int = 30, days: int = 90, draws: int = 50, buffer: str = "0-30",
    substitution: str = "0-0.5",
) -> Result:
    """Send a disruption through stages, regions or clusters.

    Columns: ``hit hit_label affected affected_label loss low high``; ``affected`` is ``all``,
    ``elsewhere`` or an id (`clusterkg.graph.chains.scenarios.disruption`). Without ``hit``,
    every stage is hit in turn, or the 20 regions or clusters with the most ties.
    """
    found, coverage = _supply(kg, of)
    assumptions = Assumptions(
        buffer=_range("buffer", buffer), substitution=_range("substitution", substitution)
    )
    if not 0.0 <= size <= 1.0 or not 0 <= outage <= days or days < 1:
        raise NetworkError("size is 0 to 1, outage at most days, and days at least one")
    table = scenarios.disruption(
        found, _hits(found, of, hit), assumptions, size=size, outage=outage, length=days,
        draws=draws, seed=seed,
    )
    labels = _labels(found) | {ALL: "all", ELSEWHERE: "all but the one hit"}
    parameters: dict[str, Parameter] = {
        "of": of, "hit": hit, "size": size, "outage": outage, "days": days, "draws": draws,
        "buffer": buffer, "substitution": substitution,
    }
    return Result(
        "disruption", labelled(table, ["hit", "affected"], labels), ("hit", "affected"),
        parameters, _named(of), coverage, (*_ASSUMED, _MEANING[of]), seed,
    )


def systemic_risk(
    kg: "KnowledgeGraph", *, seed: int = 0, of: str = "stage", draws: int = 20
) -> Result:
    """Rank stages, regions or clusters by what depends on them.

    Columns: ``id label risk low high`` (`clusterkg.graph.chains.scenarios.risk`).
    """
    found, coverage = _supply(kg, of)
    table = scenarios.risk(found, Assumptions(), draws=draws, seed=seed)
    labels = pl.col("id").replace(_labels(found)).alias("label")
    return Result(
        "systemic-risk", table.with_columns(labels).select("id", "label", "risk", "low", "high"),
        ("id",), {"of": of, "draws": draws}, _named(of), coverage, (*_ASSUMED, _MEANING[of]), seed,
    )


def _supply(kg: "KnowledgeGraph", of: str) -> tuple[Supply, dict[str, int]]:
    if of == "stage":
        found = reading.chains(kg)
        return reading.stage_supply(found), _chain_coverage(found)
    members = reading.partnerships(kg)
    return reading.member_supply(members, of), membership_coverage(members)


def _hits(found: Supply, of: str, hit: str) -> Ints:
    if hit:
        ids = found.nodes["id"].to_list()
        if hit not in ids:
            raise NetworkError(f"hit={hit}: no {of} has this id, such as {', '.join(ids[:1])}")
        return np.array([ids.index(hit)], dtype=np.int64)
    every = np.arange(found.size, dtype=np.int64)
    return every if of == "stage" else reading.most_tied(found, _FIRST)


def _range(name: str, text: str) -> Range:
    try:
        low, high = (float(part) for part in text.split("-"))
    except ValueError as error:
        raise NetworkError(f"{name}={text}: give a range such as 0-30") from error
    most = 1.0 if name == "substitution" else np.finfo(np.float64).max
    if not 0.0 <= low <= high <= most:
        raise NetworkError(f"{name}={text}: give the lower end first; shares are 0 to 1")
    return low, high


def _chain_coverage(found: reading.Chains) -> dict[str, int]:
    fed = {*found.feeds["supplier"], *found.feeds["buyer"]}
    worked = found.workers["stage"].n_unique()
    return {
        "stages": found.stages.height, "stages that feed or are fed": len(fed),
        "stages where somebody may work": worked, "links between stages": found.feeds.height,
    }


def _labels(found: Supply) -> dict[str, str]:
    return dict(found.nodes.select("id", "label").iter_rows())


def _named(of: str) -> str:
    if of == "stage":
        return "stages of value chains, by what feeds what"
    return f"{of}s tied by partnerships"
