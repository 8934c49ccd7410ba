"""A disk that is full: a load stops with a clear error, and the old graph answers as before.

The disk is a size-limited file system in memory, which root alone may mount.
"""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from clusterkg.graph import builder, open_graph, versions
from clusterkg.graph.builder import BuildError
from clusterkg.graph.loading import load_source, remove_source
from tests.conftest import require
from tests.graph.sources import build, content, incoming, triples

OLD, NEW = triples(range(2000)), triples(range(1000, 61_000))
# From hardly more than the old graph needs up to hardly less than the new one does.
SIZES = (8, 10, 12, 16)
ENOUGH = 200


@contextmanager
def mounted(place: Path, size: int) -> Iterator[Path]:
    """Mount a file system of some megabytes in memory."""
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "clusterkg-test", str(place)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        reason = done.stderr.strip() or "mount is not permitted"
    except FileNotFoundError:
        done, reason = None, "there is no command mount"
    require("a size-limited mount", done is not None and done.returncode == 0, reason)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("size", SIZES)
def test_a_load_on_a_full_disk(size: int, tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", size) as disk:
        folder = disk / "kg"
        build(folder, OLD)
        load_source(folder, incoming("a", "1", OLD))
        before, version = content(folder), versions.current(folder)
        with pytest.raises(BuildError, match=r"the new version cannot be written .*[Nn]o space"):
            load_source(folder, incoming("a", "2", NEW))
        assert versions.current(folder) == version
        assert list((folder / "versions").iterdir()) == [version]
        assert content(folder) == before
        # What fits still goes in.
        load_source(folder, incoming("a", "2", triples(range(10))))
        with open_graph(folder) as graph:
            assert builder.read_summary(graph.version)["sources"]["a"]["version"] == "2"


def test_a_disk_that_is_large_enough(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", ENOUGH) as disk:
        build(disk / "kg", OLD)
        load_source(disk / "kg", incoming("a", "1", OLD))
        assert load_source(disk / "kg", incoming("a", "2", NEW)).difference.added == 59_000
        assert remove_source(disk / "kg", "a").difference.removed == len(NEW)
