"""The bundled graph with a few rows of sources from outside, which the real loaders read, and with
the result of an analysis."""

import shutil
from collections.abc import Iterator

import pytest

from clusterkg.app.loading import load
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.results import store_result
from tests.competency.files import FOLDER
from tests.graph.results.made import LINKS

ROWS = sorted((FOLDER / "sources").glob("*.csv"))


@pytest.fixture(scope="session")
def loaded(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The bundled graph, all rows of ``sources``, of which none is rejected, and a result."""
    folder = tmp_path_factory.mktemp("loaded") / "kg"
    shutil.copytree(kg.version.parents[1], folder)
    for path in ROWS:
        assert load(folder, path.stem, [str(path)]).lost == 0, path.stem
    store_result(folder, LINKS)
    with open_graph(folder) as graph:
        yield graph
