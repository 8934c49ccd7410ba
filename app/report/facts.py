"""Everything that the report shows, read and computed once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from clusterkg.graph.linkage import LinkageResult
from clusterkg.graph.network import TwoMode
from clusterkg.ontology import iris

from . import tables

if TYPE_CHECKING:
    from clusterkg.graph.store import KnowledgeGraph

Row = dict[str, Any]
FIRST = 10


@dataclass(frozen=True)
class Facts:
    """What the page is made from; nothing in it is markup.

    Attributes
    ----------
    bridges : list of dict
        Rows of ``clusterkg bridges``, all organisations.
    links : LinkageResult
        With CURIEs of sectors, as ``clusterkg links`` has them.
    labels : dict
        Names of the sectors by CURIE.
    coverage, places, place_coverage, sources : list of dict
        Answers to the queries of those names (see ``commands``).
    evidence : TwoMode
        Organisations by partnerships.
    seed, resamples : int
        Of the random parts.
    digest, software : str
        Of the build.
    """

    bridges: list[Row]
    links: LinkageResult
    labels: dict[str, str]
    coverage: list[Row]
    places: list[Row]
    place_coverage: list[Row]
    sources: list[Row]
    evidence: TwoMode
    seed: int
    resamples: int
    digest: str
    software: str

    @property
    def first(self) -> list[Row]:
        """The ten first bridging clusters."""
        return [row for row in self.bridges if (row["rank"] or FIRST + 1) <= FIRST]

    @property
    def ranked(self) -> int:
        """How many clusters are ranked."""
        return sum(row["rank"] is not None for row in self.bridges)

    @property
    def link_rows(self) -> list[Row]:
        """Rows of ``clusterkg links``."""
        return tables.with_names(self.links.table, self.labels).to_dicts()

    def covered(self, measure: str) -> Row:
        """Return the row of the coverage with this measure."""
        return next(row for row in self.coverage if row["measure"] == measure)


def gather(
    kg: "KnowledgeGraph", *, seed: int = 0, resamples: int = 200,
    progress: Callable[[str], None] = lambda _: None,
) -> Facts:
    """Read and compute what the report shows.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    seed, resamples : int
        Of the bootstrap and of the layout.
    progress : callable
        Told what comes next.
    """
    progress("links between sectors")
    links = tables.links(kg)
    network = kg.network()
    progress(f"bridging clusters, {resamples} resamples")
    bridges = tables.bridges(kg, network, seed=seed, resamples=resamples)
    assert network.evidence is not None
    return Facts(
        bridges.to_dicts(), links, tables.ecosystem_labels(kg), kg.query("coverage").rows(),
        kg.query("cluster_places").rows(), kg.query("cluster_place_coverage").rows(),
        _sources(kg), network.evidence, seed, resamples, str(kg.summary["digest"]),
        str(kg.summary["software"]),
    )


def _sources(kg: "KnowledgeGraph") -> list[Row]:
    table = kg.query("source_counts").to_polars()
    addresses = pl.col("graph", "licence", "source").map_elements(_address, return_dtype=pl.String)
    return table.with_columns(addresses).to_dicts()


def _address(value: str) -> str:
    prefix = value.partition(":")[0]
    return iris.expand(value) if prefix in iris.PREFIXES else value
