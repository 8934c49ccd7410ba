"""What several folders of tests share: the bundled graph, and what may be missing outside."""

import os
import shutil
from collections.abc import Iterator

import pytest

from clusterkg.app.building import build
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.inference import infer
from clusterkg.loaders.bundled import bundled_folder


def require(what: str, present: bool, reason: str) -> None:
    """Skip a test without what it needs, or fail it where everything is required."""
    if present:
        return
    if os.environ.get("CLUSTERKG_REQUIRE") == "all":
        pytest.fail(f"{what} is required: {reason}")
    pytest.skip(f"{what} is not here: {reason}")


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The graph of the bundled data, built once a session."""
    folder = tmp_path_factory.mktemp("bundled") / "kg"
    build(folder, bundled_folder())
    with open_graph(folder) as graph:
        yield graph


@pytest.fixture(scope="session")
def reasoned(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The graph of the bundled data with what the rules infer from it."""
    folder = tmp_path_factory.mktemp("reasoned") / "kg"
    shutil.copytree(kg.version.parents[1], folder)
    infer(folder, "test")
    with open_graph(folder) as graph:
        yield graph
