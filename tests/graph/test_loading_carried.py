"""A rebuild keeps the sources that were loaded into the graph before."""

import json
from pathlib import Path

import pytest

from clusterkg.graph import builder, loading, versions
from clusterkg.graph.builder import BuildError
from clusterkg.graph.carrying import carry
from clusterkg.graph.loading import SourceError, load_source
from clusterkg.ontology import iris, provenance
from tests.graph.sources import content, described, incoming, reference, triples

BUNDLED, NEWER = triples(range(50)), triples(range(25, 80))
LOADED = triples(range(40, 400))


def build(folder: Path, bundled: list[str], version: str, *, bundled_only: bool = False) -> Path:
    graphs = {iris.graph("bundled", version): bundled,
              provenance.CATALOGUE: described("bundled", version)}
    summary = {"digest": version, "counts": [{"source": "bundled", "table": "b"}]}
    return builder.build(folder, graphs, summary, {"rejected.csv": "file\n"},
                         lambda staged: {} if bundled_only else carry(folder, staged))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph of bundled data and two sources, one of which had rows that were rejected."""
    build(tmp_path / "kg", BUNDLED, "1")
    load_source(tmp_path / "kg", incoming("a", "1", LOADED, rejected="file\nx\n"))
    load_source(tmp_path / "kg", incoming("b", "7", triples([5, 6, 5000])))
    return tmp_path / "kg"


def test_a_rebuild_is_a_build_and_the_same_loads(folder: Path) -> None:
    version = build(folder, NEWER, "2")
    assert content(folder) == reference(
        bundled_2=NEWER, a_1=LOADED, b_7=triples([5, 6, 5000]))
    summary = json.loads((version / builder.SUMMARY).read_text())
    assert [count["source"] for count in summary["counts"]] == ["bundled", "a", "b"]
    assert {name: facts["version"] for name, facts in loading.sources(folder).items()} == {
        "a": "1", "b": "7"}
    assert loading.rejects(version, "a").read_text() == "file\nx\n"
    assert not loading.rejects(version, "b").exists()
    assert load_source(folder, incoming("a", "1", LOADED)).unchanged


def test_a_rebuild_of_the_bundled_data_alone(folder: Path) -> None:
    version = build(folder, NEWER, "2", bundled_only=True)
    assert content(folder) == reference(bundled_2=NEWER)
    assert loading.sources(folder) == {}
    assert sorted(path.name for path in version.iterdir()) == [
        "build.json", "lock", "rejected.csv", "store"]


def test_a_graph_without_loaded_sources_is_just_built(tmp_path: Path) -> None:
    build(tmp_path, BUNDLED, "1")
    build(tmp_path, NEWER, "2")
    assert content(tmp_path) == reference(bundled_2=NEWER)


def test_sources_that_cannot_be_read_stop_the_build(folder: Path) -> None:
    old = versions.current(folder)
    (old / builder.STORE / "CURRENT").unlink()
    with pytest.raises(SourceError, match="'clusterkg build --bundled-only' builds without"):
        build(folder, NEWER, "2")
    assert versions.current(folder) == old
    build(folder, NEWER, "2", bundled_only=True)
    assert content(folder) == reference(bundled_2=NEWER)


def test_a_damaged_file_of_the_store_stops_the_build(folder: Path) -> None:
    old = versions.current(folder)
    for file in (old / builder.STORE).glob("*.sst"):
        file.write_bytes(file.read_bytes()[:100])
    with pytest.raises((SourceError, BuildError)):
        build(folder, NEWER, "2")
    assert versions.current(folder) == old
