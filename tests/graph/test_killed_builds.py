"""Builds killed at any moment: the old or the new graph answers, whole, and nothing is left over.

Each build runs in a process of its own and is ended by SIGKILL, which no program can catch. The
reference answers are counted from the triples themselves, not read from a store.
"""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterkg.graph import builder, open_graph, versions
from clusterkg.graph.versions import GraphFolderError
from tests.graph import kill_driver

DRIVER = Path(kill_driver.__file__)
MOMENTS = 10
Graphs = dict[str, list[str]]


@dataclass(frozen=True)
class Pair:
    """An old graph and the new one that replaces it, as triples by graph and as files."""

    old: Graphs
    new: Graphs
    new_file: Path
    seconds: float


def example(partnerships: int) -> Graphs:
    """Return three named graphs of some thousand triples; one triple stands in two of them."""
    name = "https://example.org/{}/{}".format
    members, labels, shared = [], [], f"<{name('p', 0)}> <{name('t', 'is')}> \"shared\""
    for number in range(partnerships):
        subject = name("p", number)
        labels.append(f"<{subject}> <{name('t', 'label')}> \"Partnership {number}\"@en")
        members += [
            f"<{subject}> <{name('t', 'member')}> <{name('o', (number * 7 + step) % 211)}>"
            for step in range(12)
        ]
    return {name("g", "members"): [shared, *members], name("g", "labels"): [shared, *labels],
            name("g", "empty"): []}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    place = tmp_path_factory.mktemp("pair")
    old, new = example(400), example(399)
    (place / "new.json").write_text(json.dumps(new), encoding="utf-8")
    times = [timed(place / f"kg{number}", old, place / "new.json") for number in range(3)]
    return Pair(old, new, place / "new.json", min(times))


@pytest.fixture
def folder(pair: Pair, tmp_path: Path) -> Path:
    """A folder that holds the old graph."""
    build(tmp_path / "kg", pair.old)
    return tmp_path / "kg"


def build(folder: Path, graphs: Graphs) -> Path:
    return builder.build(folder, graphs, {"graphs": len(graphs)}, {"rejected.csv": "file\n"})


def timed(folder: Path, old: Graphs, new: Path) -> float:
    """Return how long the driver needs for a build over an old graph."""
    build(folder, old)
    with started(folder, new) as process:
        begin = time.perf_counter()
        assert process.wait(60) == 0
        return time.perf_counter() - begin


def started(folder: Path, new: Path, point: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, str(DRIVER), str(folder), str(new), *([point] if point else [])]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def content(folder: Path) -> Graphs:
    """Read a graph as a reader does: the triples of each named graph, and of the union."""
    with open_graph(folder) as kg:
        found: dict[str, list[str]] = {"": []}
        for quad in kg.store:
            graph = getattr(quad.graph_name, "value", "")
            found.setdefault(graph, []).append(f"{quad.subject} {quad.predicate} {quad.object}")
        answer = kg.sparql("SELECT ?s ?p ?o WHERE { ?s ?p ?o }")
        assert sum(1 for _ in answer.rows()) == len(found[""])
        return {graph: sorted(triples) for graph, triples in found.items()}


def reference(graphs: Graphs) -> Graphs:
    union = sorted({triple for triples in graphs.values() for triple in triples})
    named = {graph: sorted(set(triples)) for graph, triples in graphs.items() if triples}
    return {"": union, **named}


def assert_whole(folder: Path, pair: Pair) -> str:
    found = content(folder)
    if found == reference(pair.old):
        return "old"
    assert found == reference(pair.new)
    return "new"


def assert_next_build_is_clean(folder: Path, pair: Pair) -> None:
    """The next build succeeds and leaves one version, the pointer and the lock."""
    version = build(folder, pair.new)
    assert content(folder) == reference(pair.new)
    assert sorted(path.name for path in folder.iterdir()) == ["CURRENT", "builder.lock", "versions"]
    assert list((folder / "versions").iterdir()) == [version]
    assert sorted(path.name for path in version.iterdir()) == [
        "build.json", "lock", "rejected.csv", "store"
    ]


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed_at_a_moment(moment: int, folder: Path, pair: Pair) -> None:
    with started(folder, pair.new_file) as process:
        time.sleep(pair.seconds * (moment + 0.5) / MOMENTS)
        process.kill()
    # The last moments may come after the end of a build that was quicker than the measured one.
    assert process.returncode in ((-signal.SIGKILL,) if moment < 3 else (0, -signal.SIGKILL))
    assert_whole(folder, pair)
    assert_next_build_is_clean(folder, pair)


AFTER = {"load": "old", "check": "old", "before the swap": "old", "after the swap": "new",
         "clean-up": "new"}


@pytest.mark.parametrize("point", kill_driver.POINTS)
def test_killed_at_a_point(point: str, folder: Path, pair: Pair) -> None:
    with open_graph(folder) as reader:
        # A reader that holds the old version reads it to the end, whatever becomes of the build.
        held = reader.version if point != "clean-up" else None
        if held is None:
            reader.close()
        with started(folder, pair.new_file, point) as process:
            assert process.wait(60) == -signal.SIGKILL
        assert assert_whole(folder, pair) == AFTER[point]
        if held:
            assert len(list(reader.store)) == sum(map(len, reference(pair.old).values()))
    assert_next_build_is_clean(folder, pair)


def test_killed_in_the_first_build(tmp_path: Path, pair: Pair) -> None:
    folder = tmp_path / "kg"
    with started(folder, pair.new_file, "check") as process:
        assert process.wait(60) == -signal.SIGKILL
    with pytest.raises(GraphFolderError, match="no graph here; 'clusterkg build' makes one"):
        open_graph(folder)
    assert_next_build_is_clean(folder, pair)


def test_a_reader_outlives_a_build(folder: Path, pair: Pair) -> None:
    with open_graph(folder) as reader:
        new = build(folder, pair.new)
        assert reader.version.is_dir()
        assert len(list(reader.store)) == sum(map(len, reference(pair.old).values()))
        assert assert_whole(folder, pair) == "new"
    versions.tidy(folder)
    assert list((folder / "versions").iterdir()) == [new]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The bundled graph, built by the command, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("command") / "kg"
    begin = time.perf_counter()
    assert command(folder).wait(120) == 0
    return folder, time.perf_counter() - begin


def command(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-m", "clusterkg.app", "build", "-g", str(folder), *arguments]
    return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def test_the_command_killed_in_the_store(built: tuple[Path, float]) -> None:
    folder, seconds = built
    before = content(folder)
    with command(folder, "--force") as process:
        staged = _wait_for_second_version(folder, seconds * 3)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert staged.is_dir()
    assert content(folder) == before
    # Nothing changed, so the next build has nothing to write; it sweeps all the same.
    assert command(folder).wait(60) == 0
    assert not staged.exists()
    assert content(folder) == before


def _wait_for_second_version(folder: Path, seconds: float) -> Path:
    current, end = versions.current(folder), time.perf_counter() + seconds
    while time.perf_counter() < end:
        staged = [path for path in (folder / "versions").iterdir() if path != current]
        if staged and (staged[0] / builder.STORE).is_dir():
            return staged[0]
        time.sleep(0.005)
    raise AssertionError("the build has staged no version")
