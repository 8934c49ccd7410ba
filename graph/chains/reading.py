"""What the analyses of value chains read from a graph."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from .. import networks
from ..arrays import Ints
from ..network import Network, NetworkError, TwoMode
from ..projection import project, project_groups
from .supply import Supply, both_ways, supply
from .workers import workers

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

SUPPLIES = ("stage", "region", "cluster")


@dataclass(frozen=True)
class Chains:
    """The value chains of a graph: the tables that its analyses take."""

    stages: pl.DataFrame
    feeds: pl.DataFrame
    workers: pl.DataFrame


def chains(kg: "KnowledgeGraph") -> Chains:
    """Read stages, what feeds what, and who may work in which stage."""
    stages = _table(kg, "value_chain_stages")
    found = workers(
        stages, _table(kg, "stage_divisions"), _table(kg, "chain_ecosystems"),
        _table(kg, "organisation_divisions"), _table(kg, "stage_workers"),
    )
    return Chains(stages, _table(kg, "stage_feeds"), found)


def partnerships(kg: "KnowledgeGraph") -> TwoMode:
    """Return organisations by partnerships, standing networks and S3 platforms left out."""
    return networks.funded(kg)


def stage_supply(found: Chains) -> Supply:
    """Return which stage supplies which: each has a product of its own and equal demand."""
    named = pl.concat_str("chain_label", pl.lit(": "), "label").alias("label")
    nodes = found.stages.select("id", named).sort("id")
    at = {name: i for i, name in enumerate(nodes["id"])}
    pairs = found.feeds.select("supplier", "buyer").unique().sort("supplier", "buyer")
    links = [(at[a], at[b]) for a, b in pairs.iter_rows() if a in at and b in at and a != b]
    return supply(nodes, links)


def member_supply(members: TwoMode, of: str) -> Supply:
    """Return which region or organisation may supply which: those tied by partnerships.

    Ties have no direction, so that both ends supply each other. Regions count by their
    organisations, and are taken to give each other one product; organisations count alike, and
    those of the same sectors give the same product.

    Parameters
    ----------
    members : TwoMode
    of : {"region", "cluster"}

    Raises
    ------
    NetworkError
        ``of`` is something else.
    """
    if of == "region":
        network = project_groups(members, "region")
        products = np.zeros(network.nodes.height, dtype=np.int64)
        return both_ways(network, products, network.nodes["members"].to_numpy().astype(float))
    if of != "cluster":
        raise NetworkError(f"of={of}: use one of {', '.join(SUPPLIES)}")
    network = project(members)
    return both_ways(network, _products(network), np.ones(network.nodes.height))


def most_tied(found: Supply, count: int) -> Ints:
    """Return the nodes with the most suppliers and buyers, at most ``count``, ties by id."""
    ends = np.concatenate([found.suppliers, found.buyers])
    ties = np.bincount(ends, minlength=found.size)
    ids = np.array(found.nodes["id"].to_list(), dtype=object)
    return np.lexsort((ids, -ties))[:count].astype(np.int64)


def _products(network: Network) -> Ints:
    """Number the sets of sectors; a node without a sector is like no other."""
    own = [
        ";".join(sorted(sectors)) if sectors else f" {i}"
        for i, sectors in enumerate(network.nodes["sectors"].to_list())
    ]
    return np.unique(np.array(own, dtype=object), return_inverse=True)[1].astype(np.int64)


def _table(kg: "KnowledgeGraph", query: str) -> pl.DataFrame:
    return kg.query(query).to_polars()
