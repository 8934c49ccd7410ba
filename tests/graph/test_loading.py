"""Loading, replacing and removing a source: each graph and the union, triple by triple.

What must be there is counted from the triples themselves, never read from a store.
"""

import json
from pathlib import Path

import pyoxigraph
import pytest

from clusterkg.graph import builder, loading, open_graph, pouring, versions
from clusterkg.graph.builder import BuildError
from clusterkg.graph.difference import Difference
from clusterkg.graph.loading import SourceError, load_source, remove_source
from clusterkg.graph.versions import GraphFolderError
from clusterkg.ontology import iris
from tests.graph.sources import NAME, build, content, incoming, reference, triples

BUNDLED = triples(range(50))
OLD, NEW = triples(range(40, 400)), triples(range(45, 420))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(tmp_path / "kg", BUNDLED)
    return tmp_path / "kg"


@pytest.fixture(params=["deleted", "rewritten"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which a graph leaves the store: few triples are deleted, many rewritten."""
    if request.param == "rewritten":
        monkeypatch.setattr(loading, "_DELETED", 0)
    return str(request.param)


def summary(folder: Path) -> dict[str, object]:
    return builder.read_summary(versions.current(folder))


def test_a_first_load_adds_to_graph_union_and_catalogue(folder: Path) -> None:
    change = load_source(folder, incoming("a", "1", [*OLD, *OLD[:7]]))
    assert change.difference == Difference(len(OLD), 0, 0)
    assert (change.graph, change.previous) == (iris.graph("a", "1"), "")
    assert content(folder) == reference(bundled_1=BUNDLED, a_1=OLD)


def test_the_same_content_changes_nothing(folder: Path) -> None:
    load_source(folder, incoming("a", "1", OLD))
    version, before = versions.current(folder), content(folder)
    change = load_source(folder, incoming("a", "1", OLD))
    assert change.unchanged
    assert versions.current(folder) == version
    assert list((folder / "versions").iterdir()) == [version]
    assert content(folder) == before


def test_a_newer_version_takes_the_place_of_the_older(folder: Path, way: str) -> None:
    load_source(folder, incoming("a", "1", [*OLD, *triples([70], "lost")]))
    change = load_source(folder, incoming("a", "2", [*NEW, *triples([70, 71], "gained")]))
    # Out: 40 to 44 and one; in: 400 to 419 and two; thing 70 lost a triple and gained another.
    assert change.difference == Difference(22, 6, 1)
    assert change.previous == iris.graph("a", "1")
    gained = triples([70, 71], "gained")
    assert content(folder) == reference(bundled_1=BUNDLED, a_2=[*NEW, *gained])


def test_a_removal_leaves_what_was_before(folder: Path, way: str) -> None:
    load_source(folder, incoming("b", "1", triples(range(30, 60))))
    before, noted = content(folder), summary(folder)
    load_source(folder, incoming("a", "1", OLD, rejected="file\nx\n"))
    assert loading.rejects(versions.current(folder), "a").read_text() == "file\nx\n"
    change = remove_source(folder, "a")
    assert change.difference.removed == len(OLD)
    assert content(folder) == before
    assert summary(folder) == noted
    assert not loading.rejects(versions.current(folder), "a").exists()


def test_a_triple_of_two_sources_stays_until_the_last_one_goes(folder: Path, way: str) -> None:
    shared = triples([1000])
    union = f'<{NAME("s", 1000)}> <{NAME("p", "is")}> "1000"'
    for name in ("a", "b"):
        load_source(folder, incoming(name, "1", [*shared, *triples([2000 + ord(name)])]))
    assert content(folder)[""].count(union) == 1
    remove_source(folder, "a")
    assert content(folder)[""].count(union) == 1
    remove_source(folder, "b")
    assert content(folder) == reference(bundled_1=BUNDLED)


def test_nodes_without_a_name_are_the_same_in_graph_and_union(
    folder: Path, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pouring, "_PIECE", 900)
    blank = [f'_:n{n} <{NAME("p", "in")}> _:n{n // 2}' for n in range(60)]
    subject = f'<{NAME("s", 5)}>'
    said = [f'{subject} <{NAME("p", "in")}> _:n7', f'{subject} <{NAME("p", "x")}> "_:"']
    load_source(folder, incoming("a", "1", [*blank, *said, *OLD]))
    assert content(folder) == reference(bundled_1=BUNDLED, a_1=[*blank, *said, *OLD])
    load_source(folder, incoming("b", "1", triples([1])))
    load_source(folder, incoming("b", "2", triples([2])))
    assert content(folder) == reference(
        bundled_1=BUNDLED, a_1=[*blank, *said, *OLD], b_2=triples([2]))


def test_a_version_never_changes(folder: Path) -> None:
    load_source(folder, incoming("a", "1", OLD))
    before = content(folder)
    with pytest.raises(SourceError, match=r"version 1 of source 'a' .* other content: .*--version"):
        load_source(folder, incoming("a", "1", NEW))
    assert content(folder) == before


def test_another_loader_may_read_the_same_file_differently(folder: Path, way: str) -> None:
    load_source(folder, incoming("a", "1", OLD))
    change = load_source(folder, incoming("a", "1", OLD, loader="2"))
    assert not change.unchanged
    assert change.difference == Difference(0, 0, 0)
    assert content(folder) == reference(bundled_1=BUNDLED, a_1=OLD)


@pytest.mark.parametrize("version", ["", "a b", "a/b", "../1", "ä", "<x>"])
def test_a_version_makes_an_iri(folder: Path, version: str) -> None:
    with pytest.raises(SourceError, match="is no version of a source: letters, digits"):
        load_source(folder, incoming("a", version, OLD))


def test_bundled_sources_are_safe(folder: Path) -> None:
    with pytest.raises(SourceError, match="the bundled data has a source of this name"):
        load_source(folder, incoming("bundled", "2", OLD))
    with pytest.raises(SourceError, match="source 'bundled' is part of the bundled data and stays"):
        remove_source(folder, "bundled")


def test_an_unknown_source_names_the_known_ones(folder: Path) -> None:
    with pytest.raises(SourceError, match="source 'c' is not in the graph; none was loaded"):
        remove_source(folder, "c")
    for name in ("b", "a"):
        load_source(folder, incoming(name, "1", OLD))
    with pytest.raises(SourceError, match="not in the graph; those that are: a, b"):
        remove_source(folder, "c")
    with pytest.raises(SourceError, match=r"version 2 of source 'a' is not in .*; version 1 is"):
        remove_source(folder, "a", "2")
    assert remove_source(folder, "a", "1").previous == iris.graph("a", "1")


def test_a_folder_without_a_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="no graph here; 'clusterkg build' makes one"):
        load_source(tmp_path, incoming("a", "1", OLD))
    assert not any(tmp_path.iterdir())


def test_a_source_without_a_triple(folder: Path) -> None:
    with pytest.raises(SourceError, match="source 'a' holds no row that could be loaded"):
        load_source(folder, incoming("a", "1", []))
    assert content(folder) == reference(bundled_1=BUNDLED)


@pytest.mark.parametrize("line", ["<https://a.eu/ <b> <c>", '<https://a.eu/> <b:p> "x', "nothing"])
def test_what_is_no_rdf_leaves_the_graph(folder: Path, line: str) -> None:
    with pytest.raises(BuildError, match="a loader wrote what is no RDF"):
        load_source(folder, incoming("a", "1", [*OLD, line, *NEW]))
    assert content(folder) == reference(bundled_1=BUNDLED)
    assert len(list((folder / "versions").iterdir())) == 1


def test_inferences_go(folder: Path, way: str) -> None:
    load_source(folder, incoming("a", "1", OLD))
    add_inferences(folder)
    assert load_source(folder, incoming("b", "1", triples([900]))).inferences_gone
    assert content(folder) == reference(bundled_1=BUNDLED, a_1=OLD, b_1=triples([900]))
    assert "inferred" not in summary(folder)
    add_inferences(folder)
    assert remove_source(folder, "b").inferences_gone
    assert not remove_source(folder, "a").inferences_gone
    assert content(folder) == reference(bundled_1=BUNDLED)


def add_inferences(folder: Path) -> None:
    """Add a graph of inferences as 'clusterkg infer' does, which the union does not hold."""
    with builder.replacing(folder) as (_, staged):
        store = pyoxigraph.Store(staged / builder.STORE)
        name = pyoxigraph.NamedNode(iris.graph("inferred", "1"))
        text = "".join(f"{line} .\n" for line in triples([900, 901], "inferred"))
        store.load(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
        store.flush()
        del store
        noted = {**builder.read_summary(staged), "inferred": {}}
        builder.write_summary(staged, noted)
        versions.swap(folder, staged)


def test_a_reader_keeps_its_version(folder: Path, way: str) -> None:
    load_source(folder, incoming("a", "1", OLD))
    before = content(folder)
    with open_graph(folder) as reader:
        load_source(folder, incoming("a", "2", NEW))
        remove_source(folder, "a")
        found = sorted(str(q.triple) for q in reader.store if not hasattr(q.graph_name, "value"))
        assert found == before[""]
        assert len(list((folder / "versions").iterdir())) == 2
    versions.tidy(folder)
    assert len(list((folder / "versions").iterdir())) == 1


def test_files_are_shared_with_the_version_before(folder: Path) -> None:
    with open_graph(folder) as reader:
        old = reader.version / builder.STORE
        before = {path.name: path.read_bytes() for path in old.iterdir()}
        with builder.replacing(folder) as (_, staged):
            shared = [path for path in (staged / builder.STORE).glob("*.sst")
                      if path.stat().st_nlink == 2]
            assert len(shared) == len(list(old.glob("*.sst")))
        load_source(folder, incoming("a", "1", triples(range(100_000, 130_000))))
        assert {path.name: path.read_bytes() for path in old.iterdir()} == before


def test_a_disk_without_hard_links(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NoLinks:
        def __init__(self, version: Path) -> None:
            self._store = pyoxigraph.Store.read_only(str(version / builder.STORE))

        def backup(self, place: str) -> None:
            Path(place).mkdir()
            raise OSError(1, "Operation not permitted")

        def __getattr__(self, name: str) -> object:
            return getattr(self._store, name)

    monkeypatch.setattr(builder, "opened", NoLinks)
    with open_graph(folder) as reader:
        load_source(folder, incoming("a", "1", OLD))
        assert {path.stat().st_nlink for path in folder.rglob("*.sst")} == {1}
        assert reader.version != versions.current(folder)
    assert content(folder) == reference(bundled_1=BUNDLED, a_1=OLD)


def test_the_summary_knows_the_sources(folder: Path) -> None:
    load_source(folder, incoming("a", "1", OLD))
    noted = json.loads((versions.current(folder) / builder.SUMMARY).read_text())
    assert noted["sources"]["a"]["graph"] == iris.graph("a", "1")
    assert [count["source"] for count in noted["counts"]] == ["bundled", "a"]
