"""The bundled graph with a few rows of sources from outside, which the real loaders read."""

import shutil
from collections.abc import Iterator

import pytest

from clusterkg.app.loading import load
from clusterkg.graph import KnowledgeGraph, open_graph
from tests.competency.files import FOLDER

ROWS = sorted((FOLDER / "sources").glob("*.csv"))


@pytest.fixture(scope="session")
def loaded(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The bundled graph and all rows of ``sources``; none of them is rejected."""
    folder = tmp_path_factory.mktemp("loaded") / "kg"
    shutil.copytree(kg.version.parents[1], folder)
    for path in ROWS:
        assert load(folder, path.stem, [str(path)]).lost == 0, path.stem
    with open_graph(folder) as graph:
        yield graph
