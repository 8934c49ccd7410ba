"""Loads killed at random moments: the old version of the source or the new one, never a mixture.

Each load runs in a process of its own and is ended by SIGKILL, which no program can catch. The
reference is made of the loader's own triples, not read from a store.
"""

import gzip
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
import pytest

from clusterkg.graph import builder, versions
from clusterkg.loaders.columnar.load import load
from clusterkg.loaders.outside import find
from tests.graph import load_driver
from tests.graph.sources import build, content, triples
from tests.loaders.outside import SHARED

REAL = SHARED / "cordis" / "h2020_participations_2020-12_eunets.csv.gz"
ROWS, MOMENTS, SEED = 1500, 20, 8
BUNDLED = triples(range(200))
State = tuple[set[str], set[str]]


@dataclass(frozen=True)
class Case:
    """A graph that holds the old version, the file of the new one, and both as triples."""

    folder: Path
    file: Path
    old: State
    new: State
    seconds: float


def rows() -> list[str]:
    """Return real rows with their header; rows of the same form where the real file is not."""
    if REAL.exists():
        with gzip.open(REAL, "rt", encoding="utf-8") as file:
            return [next(file) for _ in range(2 * ROWS + 1)]
    head = ("rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,"
            "total_cost,start_year,end_year,duration,group,nunique\n")
    made = "{},participant,{},PRC,{},BE,2019-05-01,2022-04-30,1,2,2019,2022,36,eu15,4\n".format
    return [head, *(made(200000 + n // 4, 900000000 + n, n) for n in range(2 * ROWS))]


def state(file: Path) -> State:
    """Return the triples that the source's graph, and the union, hold after a load."""
    parts = load(find(load_driver.SOURCE).source(), file, "any").chunks()
    parsed = pyoxigraph.parse(b"".join(parts), pyoxigraph.RdfFormat.N_TRIPLES)
    own = {str(quad.triple) for quad in parsed}
    return own, own | set(BUNDLED)


def found(folder: Path) -> State:
    """Return the same of a graph as a reader finds it; the catalogue tells times, and is left."""
    graphs = content(folder)
    (own,) = (set(lines) for name, lines in graphs.items() if load_driver.SOURCE in name)
    (catalogue,) = (set(lines) for name, lines in graphs.items() if "/catalogue/" in name)
    return own, set(graphs[""]) - catalogue


def started(folder: Path, file: Path, version: str) -> subprocess.Popen[str]:
    command = [sys.executable, load_driver.__file__, str(folder), str(file), version]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def timed(folder: Path, file: Path, version: str) -> float:
    with started(folder, file, version) as process:
        begin = time.perf_counter()
        assert process.wait(120) == 0
        return time.perf_counter() - begin


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    place = tmp_path_factory.mktemp("killed")
    head, *lines = rows()
    old, new = place / "old.csv", place / "new.csv"
    old.write_text("".join([head, *lines[:ROWS]]), encoding="utf-8")
    new.write_text("".join([head, *lines[ROWS // 2 :]]), encoding="utf-8")
    build(place / "kg", BUNDLED)
    timed(place / "kg", old, "old")
    shutil.copytree(place / "kg", place / "trial")
    seconds = timed(place / "trial", new, "new")
    return Case(place / "kg", new, state(old), state(new), seconds)


@pytest.mark.slow
def test_killed_at_random_moments(case: Case, tmp_path: Path) -> None:
    draw, killed, seen = random.Random(SEED), 0, []
    for moment in range(MOMENTS):
        folder = tmp_path / f"kg{moment}"
        shutil.copytree(case.folder, folder)
        with started(folder, case.file, "new") as process:
            time.sleep(draw.random() * case.seconds)
            process.kill()
        killed += process.returncode == -signal.SIGKILL
        seen.append(whole(folder, case))
    assert killed >= MOMENTS / 2
    assert "old" in seen
    again = tmp_path / f"kg{seen.index('old')}"
    timed(again, case.file, "new")
    assert whole(again, case) == "new"
    assert list((again / "versions").iterdir()) == [versions.current(again)]


def test_killed_around_the_swap(case: Case, tmp_path: Path) -> None:
    """The pointer is what decides: a staged version that is complete is no version yet."""
    folder = tmp_path / "kg"
    shutil.copytree(case.folder, folder)
    with started(folder, case.file, "new") as process:
        staged = complete(folder, process)
        process.kill()
    assert whole(folder, case) == ("new" if versions.current(folder) == staged else "old")


def complete(folder: Path, process: subprocess.Popen[str]) -> Path:
    """Wait until a second version has its summary, which comes last of its files."""
    old, end = versions.current(folder), time.monotonic() + 60
    known = (old / builder.SUMMARY).read_bytes()
    while time.monotonic() < end and process.poll() is None:
        for version in (folder / "versions").iterdir():
            noted = version / builder.SUMMARY
            if version != old and noted.exists() and noted.read_bytes() not in (b"", known):
                return version
        time.sleep(0.002)
    raise AssertionError("the load has staged no version")


def whole(folder: Path, case: Case) -> str:
    """Say which version a graph holds; it must hold one of them, triple by triple."""
    held = found(folder)
    if held == case.old:
        return "old"
    assert held == case.new
    return "new"
