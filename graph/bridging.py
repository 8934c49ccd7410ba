"""Bridging nodes: a profile of every node, in the order of its cross-sector brokerage.

Columns of a profile: ``id label kind country degree strength betweenness constraint
effective_size participation_sectors participation_communities open_triples``; ``country_`` and
``sector_`` with each brokerage role and with ``brokerage`` for their sum;
``cross_sector_brokerage`` (all roles but coordinator), its ``cross_sector_z`` under permuted
sectors, ``articulation_point rank``, and with a bootstrap ``rank_low rank_high``. Null where a
measure is undefined; the function of each measure says when.

Default order: ``cross_sector_z`` descending (undefined last); ties by betweenness, descending,
then id. Where nodes have a kind, only those of kind ``cluster`` are ranked; the others stay in
the network.
"""

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from . import centrality
from .allocation import allocation
from .arrays import Bools, Floats, Ints
from .bootstrap import rank_intervals
from .brokerage import ROLES, Brokerage, brokerage, open_triples
from .label_permutation import cross_z
from .network import Groups, Network, as_network
from .participation import community_participation, sector_participation
from .ranking import UNRANKED, ranks
from .structural_holes import constraint, effective_size

if TYPE_CHECKING:
    import networkx as nx

_DESCRIPTION = ("id", "label", "kind", "country")


def profile(
    network: "Network | nx.Graph",
    groups: Groups | None = None,
    seed: int = 0,
    weighted: bool = False,
    bootstrap: int = 0,
) -> pl.DataFrame:
    """Describe how every node bridges, and rank the cluster organisations.

    Parameters
    ----------
    network : Network or networkx.Graph
        Any undirected graph.
    groups : mapping, optional
        ``{"sector": {node: label or list}, "country": {node: label}}``; by default what the
        nodes carry as ``sectors`` and ``country``.
    seed : int
        Of the community search and of the bootstrap.
    weighted : bool
        Whether betweenness, constraint, effective size and participation use the tie weights.
        Brokerage does not: a tie is there or not.
    bootstrap : int
        Resamples of the partnerships for the rank intervals of the first ten; none if 0.

    Returns
    -------
    polars.DataFrame
        A row a node, by rank and then id; columns and order as in the module.
    """
    net = as_network(network, groups)
    measures = _measures(net, seed, weighted)
    z, between = (measures[name].to_numpy() for name in ("cross_sector_z", "betweenness"))
    rank = pl.Series("rank", ranks(z, between, net.ids, eligible(net))).replace(UNRANKED, None)
    table = measures.with_columns(rank, pl.selectors.float().fill_nan(None))
    if bootstrap and net.nodes.height:
        table = _with_intervals(table, rank_intervals(net, eligible(net), bootstrap, seed))
    return table.sort("rank", "id", nulls_last=True)


def eligible(network: Network) -> Bools:
    """Return which nodes are ranked: those of kind ``cluster``, or all without kinds, (n,)."""
    kinds = _column(network.nodes, "kind")
    if kinds.null_count() == network.nodes.height:
        return np.ones(network.nodes.height, dtype=np.bool_)
    return np.asarray((kinds == "cluster").fill_null(False).to_numpy(), dtype=np.bool_)


def _with_intervals(table: pl.DataFrame, intervals: pl.DataFrame) -> pl.DataFrame:
    bounds = intervals.select("id", "rank_low", "rank_high")
    return table.join(bounds, on="id", how="left", maintain_order="left")


def _measures(net: Network, seed: int, weighted: bool) -> pl.DataFrame:
    weights, nodes = net.weights, net.nodes
    sectors = allocation(nodes, "sectors")[1]
    by_sector = brokerage(weights, sectors)
    by_country = brokerage(weights, allocation(nodes, "country")[1])
    columns: dict[str, pl.Series | Floats | Ints | Bools] = {
        **{name: _column(nodes, name) for name in _DESCRIPTION},
        "degree": centrality.degree(weights),
        "strength": centrality.strength(weights),
        "betweenness": centrality.betweenness(weights, weighted),
        "constraint": constraint(weights, weighted),
        "effective_size": effective_size(weights, weighted),
        "participation_sectors": sector_participation(weights, nodes, weighted=weighted),
        "participation_communities": community_participation(weights, net.ids, seed, weighted),
        "open_triples": open_triples(weights),
        **_roles("country", by_country),
        **_roles("sector", by_sector),
        "cross_sector_brokerage": by_sector.cross,
        "cross_sector_z": cross_z(weights, sectors),
        "articulation_point": centrality.articulation_points(weights),
    }
    return pl.DataFrame(columns)


def _roles(prefix: str, counts: Brokerage) -> dict[str, Floats]:
    roles: dict[str, Floats] = {f"{prefix}_{role}": getattr(counts, role) for role in ROLES}
    return roles | {f"{prefix}_brokerage": counts.total}


def _column(nodes: pl.DataFrame, name: str) -> pl.Series:
    if name in nodes.columns:
        return nodes[name].cast(pl.String)
    return pl.Series(name, [None] * nodes.height, dtype=pl.String)
