"""The two tables of the report, which ``clusterkg bridges`` and ``clusterkg links`` print too."""

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from clusterkg.graph import bridging, linkage, networks
from clusterkg.graph.linkage import LinkageResult

if TYPE_CHECKING:
    from clusterkg.graph.network import Network
    from clusterkg.graph.store import KnowledgeGraph

_FIRST = ("rank", "rank_low", "rank_high", "id", "label", "country", "sectors", "partnerships")


def ecosystem_labels(kg: "KnowledgeGraph") -> dict[str, str]:
    """Return the names of the sectors (industrial ecosystems) by CURIE."""
    rows = kg.query("ecosystem_labels").rows()
    return {row["id"]: row["label"] for row in rows}


def bridges(
    kg: "KnowledgeGraph", network: "Network", *, seed: int = 0, weighted: bool = False,
    resamples: int = 0,
) -> pl.DataFrame:
    """Return the bridging profile with the names of countries and sectors.

    Parameters
    ----------
    kg : KnowledgeGraph
        Where the names come from.
    network : Network
        Organisations tied by partnerships, with its evidence.
    seed, weighted, resamples
        As in :func:`clusterkg.graph.bridging.profile` (``resamples`` is its ``bootstrap``).

    Returns
    -------
    polars.DataFrame
        A row an organisation, by rank: ``rank``, with resamples ``rank_low`` and ``rank_high``,
        ``id``, ``label``, ``country``, ``sectors`` (list), ``partnerships`` (a number), and the
        other columns of the profile.
    """
    profile = bridging.profile(network, seed=seed, weighted=weighted, bootstrap=resamples)
    names = kg.query("organisation_countries").to_polars()
    table = (
        profile.drop("country")
        .join(names, on="id", how="left", maintain_order="left")
        .join(_own(network, ecosystem_labels(kg)), on="id", how="left", maintain_order="left")
    )
    first = [name for name in _FIRST if name in table.columns]
    return table.select(*first, pl.exclude(first))


def links(kg: "KnowledgeGraph", alpha: float = 0.05) -> LinkageResult:
    """Return the test of all pairs of sectors, standing networks and S3 platforms left out."""
    return linkage.cross_sector(networks.funded(kg), leave_out=(), alpha=alpha)


def named(result: LinkageResult, labels: dict[str, str]) -> LinkageResult:
    """Return the result with the names of sectors in place of their CURIEs."""
    return replace(
        result, table=result.table.with_columns(pl.col("sector_a", "sector_b").replace(labels))
    )


def with_names(table: pl.DataFrame, labels: dict[str, str]) -> pl.DataFrame:
    """Return the table of links with ``label_a`` and ``label_b`` after the sectors."""
    names = [
        pl.col(f"sector_{end}").replace(labels).alias(f"label_{end}") for end in ("a", "b")
    ]
    first = ["sector_a", "sector_b", "label_a", "label_b"]
    return table.with_columns(names).select(*first, pl.exclude(first))


def _own(network: "Network", labels: dict[str, str]) -> pl.DataFrame:
    nodes = network.nodes.select("id", "sectors").with_columns(
        pl.col("sectors").list.eval(pl.element().replace(labels))
    )
    if network.evidence is None:
        return nodes
    counts = network.evidence.incidence.sum(axis=1).astype("int64")
    return nodes.with_columns(pl.Series("partnerships", counts))
