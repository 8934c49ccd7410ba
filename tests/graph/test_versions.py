"""Versions of a graph: one builder at a time, readers undisturbed, damage named plainly."""

import os
import stat
from pathlib import Path

import pytest

from clusterkg.graph import builder, open_graph, versions
from clusterkg.graph.builder import BuildError
from clusterkg.graph.versions import GraphFolderError, SweptError

GRAPH = "https://example.org/g"


def triples(*numbers: int) -> list[str]:
    return [f'<https://example.org/{n}> <https://example.org/p> "{n}"' for n in numbers]


def build(folder: Path, *numbers: int) -> Path:
    return builder.build(folder, {GRAPH: triples(*numbers)}, {}, {})


def size(folder: Path) -> int:
    with open_graph(folder) as kg:
        return sum(1 for _ in kg.sparql("SELECT ?s WHERE { ?s ?p ?o }").rows())


def held(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "versions").iterdir())


def test_a_triple_counts_once_in_the_union(tmp_path: Path) -> None:
    other = "https://example.org/other"
    version = builder.build(
        tmp_path / "kg", {GRAPH: triples(1, 2, 2), other: triples(2, 3)}, {"a": 1}, {"x.txt": "x"}
    )
    assert size(tmp_path / "kg") == 3
    assert builder.read_summary(version) == {"a": 1}
    assert (version / "x.txt").read_text() == "x"


def test_two_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    old = build(folder, 1)
    with versions.building(folder) as staged:
        with pytest.raises(GraphFolderError, match="another build is running here; wait for it"):
            build(folder, 1, 2)
        versions.tidy(folder)
        assert staged.is_dir()
    assert held(folder) == [old.name]
    assert size(folder) == 1


def test_a_version_that_a_reader_holds_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    old = build(folder, 1)
    with open_graph(folder) as first, open_graph(folder) as second:
        new = build(folder, 1, 2)
        assert held(folder) == sorted([old.name, new.name])
        first.close()
        versions.tidy(folder)
        assert len(list(second.store)) == 2
    versions.tidy(folder)
    assert held(folder) == [new.name]


def test_what_is_not_ours_is_never_swept(tmp_path: Path) -> None:
    mine = tmp_path / "versions" / "v1.0"
    mine.mkdir(parents=True)
    (mine / "thesis.tex").write_text("years of work")
    (tmp_path / "versions" / "notes.txt").write_text("more")
    build(tmp_path, 1)
    build(tmp_path, 1, 2)
    assert (mine / "thesis.tex").read_text() == "years of work"
    assert "notes.txt" in held(tmp_path)


def test_a_failed_check_leaves_the_old_graph(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "kg"
    old = build(folder, 1)
    load = builder.load
    monkeypatch.setattr(builder, "load", lambda *a: {**load(*a), GRAPH: 3})
    with pytest.raises(BuildError, match=r"example.org/g holds 2 triples instead of 3"):
        build(folder, 1, 2)
    assert held(folder) == [old.name]
    assert size(folder) == 1


def test_what_is_no_rdf_leaves_the_old_graph(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    old = build(folder, 1)
    with pytest.raises(BuildError, match="a loader wrote what is no RDF"):
        builder.build(folder, {GRAPH: ["<https://[bad> <https://a.eu/> 1"]}, {}, {})
    assert held(folder) == [old.name]
    assert size(folder) == 1


def test_a_full_disk_leaves_the_old_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kg"
    old = build(folder, 1)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(BuildError, match=r"cannot be written .*No space left"):
        build(folder, 1, 2)
    assert held(folder) == [old.name]


def test_a_file_where_the_graph_should_go(tmp_path: Path) -> None:
    (tmp_path / "kg").write_text("a file")
    with pytest.raises(GraphFolderError, match="nothing can be written here"):
        build(tmp_path / "kg", 1)
    assert (tmp_path / "kg").read_text() == "a file"


@pytest.mark.parametrize(
    ("pointer", "message"),
    [
        (None, "no graph here; 'clusterkg build' makes one"),
        (b"", "names no version; build it again"),
        (b"\xff\xfe", "names no version; build it again"),
        (b"../../etc", "names no version; build it again"),
        (b"v-0000000000000000\n", "v-0000000000000000 is gone; build it again"),
    ],
)
def test_a_broken_pointer(tmp_path: Path, pointer: bytes | None, message: str) -> None:
    build(tmp_path, 1)
    if pointer is None:
        (tmp_path / "CURRENT").unlink()
    else:
        (tmp_path / "CURRENT").write_bytes(pointer)
    with pytest.raises(GraphFolderError, match=message):
        open_graph(tmp_path)
    new = build(tmp_path, 1, 2)
    assert size(tmp_path) == 2
    assert held(tmp_path) == [new.name]


def test_a_damaged_store(tmp_path: Path) -> None:
    version = build(tmp_path, 1)
    (version / "store" / "CURRENT").unlink()
    with pytest.raises(GraphFolderError, match="its store cannot be read; build it again"):
        open_graph(tmp_path)
    build(tmp_path, 1)
    assert size(tmp_path) == 1


def test_a_version_removed_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = build(tmp_path, 1)
    new = build(tmp_path, 1, 2)
    with pytest.raises(SweptError, match="this version is gone; open the graph again"):
        versions.hold(old)
    answers = iter([old, old, new])
    monkeypatch.setattr(versions, "current", lambda folder: next(answers))
    with open_graph(tmp_path) as kg:
        assert kg.version == new


def test_a_lock_that_went_while_it_was_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = build(tmp_path, 1)
    monkeypatch.setattr(versions.fcntl, "flock", lambda *_: (version / "lock").unlink())
    with pytest.raises(SweptError):
        versions.hold(version)


def test_others_may_read_a_graph(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        version = build(tmp_path, 1)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(version.stat().st_mode) == 0o755
    assert stat.S_IMODE((version / "lock").stat().st_mode) == 0o644
