"""What the analyses of regions read from a graph."""

from typing import TYPE_CHECKING

import polars as pl

from .cells import clusters

if TYPE_CHECKING:
    from ..store import KnowledgeGraph

_DIGITS = 9  # the last ones depend on the order in which threads sum


def read_clusters(kg: "KnowledgeGraph") -> pl.DataFrame:
    """Return the cluster organisations: ``ids``, ``region``, ``sectors`` (see `clusters`)."""
    return clusters(kg.query("cluster_sectors").to_polars())


def region_labels(kg: "KnowledgeGraph") -> dict[str, str]:
    """Return what regions and countries are called, by their code."""
    return _labels(kg, "region_names", "region")


def sector_labels(kg: "KnowledgeGraph") -> dict[str, str]:
    """Return what the industrial ecosystems are called, by their id."""
    return _labels(kg, "ecosystem_labels", "id")


def label(column: str, labels: dict[str, str]) -> pl.Expr:
    """Return the label of each thing in a column; its id where it has none."""
    return pl.col(column).replace(labels).alias(f"{column}_label")


def settled(table: pl.DataFrame) -> pl.DataFrame:
    """Round a table's numbers to nine decimals, so that the order of sums decides nothing."""
    return table.with_columns(pl.selectors.float().fill_nan(None).round(_DIGITS))


def cluster_coverage(table: pl.DataFrame) -> dict[str, int]:
    """Return how many of the clusters (`read_clusters`) have a sector, and a region as well."""
    carrying = table.filter(pl.col("sectors").list.len() > 0)
    placed = carrying.filter(pl.col("region").str.len_chars() > 2)
    return {
        "clusters": table.height,
        "clusters with a sector": carrying.height,
        "clusters with a sector and a region": placed.height,
    }


def _labels(kg: "KnowledgeGraph", query: str, key: str) -> dict[str, str]:
    found = kg.query(query).to_polars()
    return dict(zip(found[key], found["label"], strict=True))
