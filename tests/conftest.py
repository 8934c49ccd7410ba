"""What several folders of tests share: the bundled graph, and what may be missing outside."""

import fcntl
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clusterkg.app.building import build
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.inference import infer
from clusterkg.loaders.bundled import bundled_folder

# Graphs stay for the whole session: Python looks among them for garbage in vain.
gc.set_threshold(100_000, 50, 100)


def require(what: str, present: bool, reason: str) -> None:
    """Skip a test without what it needs, or fail it where everything is required."""
    if present:
        return
    if os.environ.get("CLUSTERKG_REQUIRE") == "all":
        pytest.fail(f"{what} is required: {reason}")
    pytest.skip(f"{what} is not here: {reason}")


def made_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """Return a folder that is made once, though several workers ask for it; nobody writes in it."""
    # Each worker of pytest-xdist has a folder of its own in one that they share.
    root = factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    folder, whole = root / name, root / f"{name}.whole"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            whole.touch()
    return folder


@pytest.fixture(scope="session")
def kg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """The graph of the bundled data, built once a session."""
    folder = made_once(tmp_path_factory, "bundled", lambda place: build(place, bundled_folder()))
    with open_graph(folder) as graph:
        yield graph


@pytest.fixture(scope="session")
def reasoned(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The graph of the bundled data with what the rules infer from it."""
    def make(folder: Path) -> None:
        shutil.copytree(kg.version.parents[1], folder)
        infer(folder, "test")

    with open_graph(made_once(tmp_path_factory, "reasoned", make)) as graph:
        yield graph
