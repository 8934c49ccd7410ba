"""Bridging nodes: a profile of every node, in the order of its cross-sector brokerage.

Columns of a profile, in their order: ``id label kind country degree strength betweenness
closeness constraint effective_size efficiency hierarchy participation_sectors
participation_communities within_community_z bridging_centrality open_triples``; then for each
grouping, by default country and sector, such as ``country``: ``country_`` with each brokerage role
and with ``brokerage`` for their sum, ``country_<role>_z`` under permuted groups,
``cross_country_brokerage`` (all roles but coordinator), ``cross_country_bridging`` (that times the
bridging coefficient) and its ``cross_country_z``; then ``articulation_point rank``, and with a
bootstrap ``rank_low rank_high``. Null where a measure is undefined; the function of each measure
says when.

Measures that take longer than the others together, or ask for choices, are calls of their own:
current-flow and k-path betweenness, group betweenness, key players, two-mode brokerage, and the
tables of `cohesion`.

Default order: ``cross_sector_bridging`` descending (undefined last), why is said in `ranking`;
ties by betweenness, descending, then id. Where nodes have a kind, only those of kind ``cluster``
are ranked; the others stay in the network.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from . import centrality, participation, structural_holes
from .arrays import Bools, Floats, Ints, Sparse
from .bridging_centrality import bridging_centrality
from .brokerage import ROLES, brokerage, open_triples
from .cohesion import articulation_points
from .groupings import SECTOR, chosen
from .label_permutation import role_z
from .network import Groups, Network, NetworkError, TwoMode, as_network
from .projection import tie_weights
from .ranking import UNRANKED, cross_bridging, ranks
from .uncertainty.measures import BRIDGING
from .uncertainty.rank_intervals import Drawing, rank_intervals

if TYPE_CHECKING:
    import networkx as nx

Column = pl.Series | Floats | Ints | Bools
_DESCRIPTION = ("id", "label", "kind", "country")
_FIRST = 10  # ranks with an interval


def profile(
    network: "Network | nx.Graph",
    groups: Groups | Iterable[str] | None = None,
    seed: int = 0,
    weighted: bool = False,
    bootstrap: int = 0,
) -> pl.DataFrame:
    """Describe how every node bridges, and rank the cluster organisations.

    Parameters
    ----------
    network : Network or networkx.Graph
        Any undirected graph.
    groups : mapping or iterable of str, optional
        Of ``country region sector instrument`` and the columns of the nodes, or ``{"sector":
        {node: label or list}}`` in place of what the nodes carry: see `groupings.chosen`.
    seed : int
        Of the community search and of the bootstrap.
    weighted : bool
        Whether betweenness, closeness, participation, within-module degree and Burt's measures
        use the tie weights; brokerage never does.
    bootstrap : int
        Resamples of the partnerships for the 95 % rank intervals of the first ten
        (`uncertainty.rank_intervals`; 39 or more, as fewer give a lower level); none if 0.

    Returns
    -------
    polars.DataFrame
        A row a node, by rank and then id; columns and order as in the module.

    Raises NetworkError for a grouping that is not known, and a bootstrap without evidence.
    """
    net, shares = chosen(as_network(network), groups)
    measures = pl.DataFrame(_measures(net, shares, seed, weighted))
    table = measures.with_columns(_rank(net, measures), pl.selectors.float().fill_nan(None))
    if bootstrap and net.nodes.height:
        table = _with_intervals(table, net, Drawing("partnerships", bootstrap, seed))
    return table.sort("rank", "id", nulls_last=True)


def eligible(network: Network) -> Bools:
    """Return which nodes are ranked: those of kind ``cluster``, or all without kinds, (n,)."""
    kinds = _column(network.nodes, "kind")
    if kinds.null_count() == network.nodes.height:
        return np.ones(network.nodes.height, dtype=np.bool_)
    return np.asarray((kinds == "cluster").fill_null(False).to_numpy(), dtype=np.bool_)


def _rank(net: Network, measures: pl.DataFrame) -> pl.Series:
    deciding = ("cross_sector_bridging", "betweenness")
    score, between = (measures[name].to_numpy() for name in deciding)
    found = pl.Series("rank", ranks(score, between, net.ids, eligible(net)))
    return found.replace(UNRANKED, None)


def _with_intervals(table: pl.DataFrame, net: Network, drawing: Drawing) -> pl.DataFrame:
    evidence = replace(_evidence_of(net), rows=net.nodes)
    intervals = rank_intervals(evidence, BRIDGING, eligible(net), drawing)
    bounds = intervals.select("id", rank_low="low", rank_high="high")
    found = table.join(bounds, on="id", how="left", maintain_order="left")
    first = pl.col("rank") <= _FIRST
    return found.with_columns(pl.when(first).then(pl.col("rank_low", "rank_high")))


def _evidence_of(network: Network) -> TwoMode:
    if network.evidence is None:
        raise NetworkError("a bootstrap draws partnerships again: the network has no evidence")
    incidence = network.evidence.incidence
    again = tie_weights(incidence, np.ones(incidence.shape[1]))
    if not np.array_equal(again.indices, network.weights.indices):
        raise NetworkError("the ties of the network are not those its evidence gives")
    return network.evidence


def _measures(
    net: Network, shares: dict[str, Sparse], seed: int, weighted: bool
) -> dict[str, Column]:
    weights = net.weights
    between = centrality.betweenness(weights, weighted)
    columns: dict[str, Column] = {
        **{name: _column(net.nodes, name) for name in _DESCRIPTION},
        "degree": centrality.degree(weights),
        "strength": centrality.strength(weights),
        "betweenness": between,
        "closeness": centrality.closeness(weights, weighted),
        **_structural_holes(weights, weighted),
        **_modules(net, shares[SECTOR], seed, weighted),
        "bridging_centrality": bridging_centrality(weights, between),
        "open_triples": open_triples(weights),
    }
    for name, of_grouping in shares.items():
        columns |= _roles(name, weights, of_grouping)
    return columns | {"articulation_point": articulation_points(weights)}


def _structural_holes(weights: Sparse, weighted: bool) -> dict[str, Column]:
    measures = ("constraint", "effective_size", "efficiency", "hierarchy")
    return {name: getattr(structural_holes, name)(weights, weighted) for name in measures}


def _modules(net: Network, sectors: Sparse, seed: int, weighted: bool) -> dict[str, Column]:
    found = participation.communities(net.weights, net.ids, seed, weighted)
    communities = participation.community_shares(found)
    return {
        "participation_sectors": participation.participation(net.weights, sectors, weighted),
        "participation_communities": participation.participation(
            net.weights, communities, weighted
        ),
        "within_community_z": participation.within_module_z(net.weights, communities, weighted),
    }


def _roles(grouping: str, weights: Sparse, shares: Sparse) -> dict[str, Column]:
    counts, z = brokerage(weights, shares), role_z(weights, shares)
    return {
        **{f"{grouping}_{role}": getattr(counts, role) for role in ROLES},
        f"{grouping}_brokerage": counts.total,
        **{f"{grouping}_{role}_z": z[role] for role in ROLES},
        f"cross_{grouping}_brokerage": counts.cross,
        f"cross_{grouping}_bridging": cross_bridging(weights, counts.cross),
        f"cross_{grouping}_z": z["cross"],
    }


def _column(nodes: pl.DataFrame, name: str) -> pl.Series:
    if name in nodes.columns:
        values = nodes[name]
        return values.list.join(";") if values.dtype == pl.List else values.cast(pl.String)
    return pl.Series(name, [None] * nodes.height, dtype=pl.String)
