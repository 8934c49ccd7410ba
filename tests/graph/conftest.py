"""What the tests of analyses share."""

from collections.abc import Iterator

import pytest

from clusterkg.graph import KnowledgeGraph, open_graph
from tests.graph import sources


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """A graph without organisations, partnerships, chains or priorities."""
    folder = tmp_path_factory.mktemp("nothing") / "kg"
    sources.build(folder, sources.triples([1]))
    with open_graph(folder) as graph:
        yield graph
