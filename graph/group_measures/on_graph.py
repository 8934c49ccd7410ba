"""Sets of key players, and betweenness by other paths than the shortest, of a graph."""

from typing import TYPE_CHECKING

import polars as pl

from ..arrays import Floats, Sparse
from ..centrality import betweenness
from ..network import Network, TwoMode
from ..resampling import FIRST_TEN, drawn_networks, measured, share_among_first
from ..result import Result, membership_coverage
from .bounded_betweenness import bounded_betweenness, random_path_share
from .current_flow import current_flow_betweenness
from .group_betweenness import group_betweenness
from .key_players import AIMS, Aim, KeyPlayers, fragmentation, key_players, reach

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

_TIED = (
    "Members of one partnership are all tied to each other: who is listed in a large partnership "
    "reaches, and holds together, more than one whose partners are not listed."
)
_SETS = (
    "A set is good as a set: two organisations in the same place are worth little more than one, "
    "so the best set is not the list of the best organisations.",
    "Where not all sets were tried (exact is false), a better one may exist.",
    "kept is low where another organisation could stand in the member's place.",
)
_KEY_SCHEMA = {
    "aim": pl.String, "id": pl.String, "label": pl.String, "kind": pl.String,
    "country": pl.String, "lost": pl.Float64, "alone": pl.Float64, "set_value": pl.Float64,
    "baseline": pl.Float64, "set_betweenness": pl.Float64, "exact": pl.Boolean,
    "kept": pl.Float64,
}


def key_player_sets(
    kg: "KnowledgeGraph", *, seed: int = 0, size: int = 5, restarts: int = 1, resamples: int = 10
) -> Result:
    """Find the organisations whose loss breaks the network up most, and who reach most of it.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed : int
        Of the random sets to begin from, and of the resamples.
    size : int
        Members of a set; fewer in a network that small.
    restarts : int
        Random sets to begin from besides the one built step by step.
    resamples : int
        Of the partnerships, for ``kept``.

    Returns
    -------
    Result
        Keys ``aim`` and ``id``; by aim, then ``lost`` descending. ``aim`` (fragment or reach),
        ``id label kind country``; ``lost``, what the set's value loses without the member;
        ``alone``, the value of the member as a set of one; ``set_value``; ``baseline``, the value
        of the empty set (the network as it is); ``set_betweenness``, the share of shortest paths
        between others through the set; ``exact``, whether all sets were tried; ``kept``, the
        share of resamples in which the member is in the set again (null without any).
    """
    members = kg.two_mode()
    network = kg.network()
    found = [_set(network, members, aim, (size, restarts, resamples), seed) for aim in AIMS]
    table = pl.concat([pl.DataFrame(schema=_KEY_SCHEMA), *found])
    return Result(
        name="key-players", table=table.sort("aim", -pl.col("lost"), "id"), keys=("aim", "id"),
        parameters={"size": size, "restarts": restarts, "resamples": resamples},
        network=network.name, coverage=membership_coverage(members), seed=seed,
        notes=(*_SETS, _TIED),
    )


def flow(
    kg: "KnowledgeGraph", *, seed: int = 0, longest: int = 3, walks: int = 20000,
    resamples: int = 30,
) -> Result:
    """Measure what passes each organisation if not on shortest paths alone.

    Parameters
    ----------
    kg, seed
        The graph; the seed of the random paths and the resamples.
    longest : int
        Ties of the longest path, for ``bounded_betweenness`` and ``random_path``.
    walks : int
        Random paths drawn.
    resamples : int
        Of the partnerships, for ``first_ten``.

    Returns
    -------
    Result
        Key ``id``; by ``current_flow`` descending. ``id label kind country``;
        ``current_flow`` betweenness with ties that conduct by weight; ``first_ten``, the share of
        resamples in which the organisation is among the first ten by it (null without any);
        ``betweenness`` on shortest paths; ``bounded_betweenness``, on those of at most
        ``longest`` ties; ``random_path``, the chance that a random path of at most as many
        passes, with ``random_path_error`` (standard error).
    """
    members = kg.two_mode()
    network = kg.network()
    again = measured(members, current_flow_betweenness, resamples, seed)
    first = share_among_first(again, network.nodes.height)
    columns = _flows(network.weights, first, longest, walks, seed)
    described = network.nodes.select("id", "label", "kind", "country")
    table = described.with_columns(**columns).with_columns(pl.selectors.float().fill_nan(None))
    return Result(
        name="current-flow", table=table.sort(-pl.col("current_flow"), "id"), keys=("id",),
        parameters={"longest": longest, "walks": walks, "resamples": resamples},
        network=network.name, coverage=membership_coverage(members), seed=seed,
        notes=(FIRST_TEN, _TIED),
    )


def _flows(
    weights: Sparse, first_ten: Floats, longest: int, walks: int, seed: int
) -> dict[str, pl.Series]:
    share, error = random_path_share(weights, longest, walks, seed)
    columns = {
        "current_flow": current_flow_betweenness(weights),
        "first_ten": first_ten,
        "betweenness": betweenness(weights),
        "bounded_betweenness": bounded_betweenness(weights, longest),
        "random_path": share,
        "random_path_error": error,
    }
    return {name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()}


def _set(
    network: Network, members: TwoMode, aim: Aim, search: tuple[int, int, int], seed: int
) -> pl.DataFrame:
    """The set for an aim, a row a member; nothing in a network of fewer than three nodes."""
    wanted, restarts, resamples = search
    size = min(wanted, network.nodes.height - 2)
    if size < 1:
        return pl.DataFrame(schema=_KEY_SCHEMA)
    found = key_players(network.weights, size, aim, restarts, seed)
    chosen = list(found.members)
    drawn = drawn_networks(members, resamples, seed)
    again = [set(key_players(weights, size, aim, 0, seed).members) for weights in drawn]
    kept = [sum(node in one for one in again) / len(again) if again else None for node in chosen]
    described = network.nodes[chosen].select("id", "label", "kind", "country")
    return described.with_columns(
        aim=pl.lit(aim), set_value=pl.lit(found.value), exact=pl.lit(found.exact),
        baseline=pl.lit(_value(network.weights, aim, [])),
        set_betweenness=pl.lit(group_betweenness(network.weights, chosen)),
        kept=pl.Series(kept, dtype=pl.Float64),
        **_worth(network.weights, aim, found),
    ).select(*_KEY_SCHEMA)


def _worth(weights: Sparse, aim: Aim, found: KeyPlayers) -> dict[str, pl.Series]:
    rest = [[other for other in found.members if other != node] for node in found.members]
    lost = [found.value - _value(weights, aim, others) for others in rest]
    alone = [_value(weights, aim, [node]) for node in found.members]
    return {"lost": pl.Series(lost), "alone": pl.Series(alone)}


def _value(weights: Sparse, aim: Aim, members: list[int]) -> float:
    return fragmentation(weights, members) if aim == "fragment" else reach(weights, members)
