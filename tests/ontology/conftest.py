"""The bundled data as one graph: what every loader writes, and how the graphs are described."""

from dataclasses import asdict

import pytest
from rdflib import Graph

from clusterkg.loaders import registry
from clusterkg.loaders.batch import Batch
from clusterkg.loaders.bundled import bundled_folder
from clusterkg.ontology import provenance

COUNTS = ("read", "written", "rejected", "duplicate")


def n_triples(lines: list[str]) -> bytes:
    """Return triples as the text of a file."""
    return "".join(f"{line} .\n" for line in lines).encode()


def description(batch: Batch) -> list[str]:
    """Return how the graph of a batch is described."""
    facts = {name: str(value) for name, value in asdict(batch.source).items() if value}
    totals = {name: sum(getattr(count, name) for count in batch.counts) for name in COUNTS}
    graph = batch.source.graph
    return list(provenance.describe_graph(graph, facts, totals, "clusterkg 0.1.0"))


@pytest.fixture(scope="session")
def batches() -> list[Batch]:
    """All batches of a build."""
    return list(registry.batches(bundled_folder(), "0.1.0"))


@pytest.fixture(scope="session")
def instances(batches: list[Batch]) -> Graph:
    """What loaders write of tables and packages, without the ontology's own files."""
    lines = [line for batch in batches if batch.source.name != "ontology" for line in batch]
    lines += [line for batch in batches for line in description(batch)]
    return Graph().parse(data=n_triples(lines), format="nt")


@pytest.fixture(scope="session")
def bundled(batches: list[Batch]) -> bytes:
    """Everything together, as N-Triples."""
    lines = [line for batch in batches for line in (*batch, *description(batch))]
    return n_triples(lines)
