"""A load from its files to its triples: what is written once, twice or not at all."""

import gzip
import hashlib
import io
import random
from pathlib import Path

import polars as pl
import pyoxigraph as ox
import pytest

from clusterkg.loaders.columnar import csv_rows, rejects
from clusterkg.loaders.columnar.load import LoadError, load, loading, write_nquads
from clusterkg.loaders.columnar.mapping import Node
from clusterkg.loaders.columnar.rejects import Rejects
from clusterkg.loaders.columnar.rows import ReadError
from clusterkg.loaders.columnar.source import Column, RowCheck
from clusterkg.loaders.columnar.terms import column, constant, decimal, ref, text
from clusterkg.loaders.reject import Reject
from clusterkg.ontology import iris
from tests.loaders.columnar.table import THING, faults, loaded, names, source, table, taken

KEYED = table(key=("id",))
PROJECT = Node(ref("project", column("project")), (("ckg:totalCost", decimal(column("cost"))),),
               once=True)
PARTS = table(Column("project"), Column("cost", rule="decimal"), nodes=(THING, PROJECT))


def test_an_identical_row_is_a_duplicate_and_the_same_key_otherwise_is_rejected(
    tmp_path: Path,
) -> None:
    found = loaded("id,name\n1,a\n2,b\n1,a\n1,c\n2, b \n3,\n", tmp_path, KEYED)
    assert names(found) == ["a", "b"]
    assert found.counts[0][1:] == (6, 3, 1, 2)
    assert faults(found) == [(5, "id", "key")]
    assert next(iter(found.rejects)).value == "1"


def test_without_a_key_the_whole_row_is_one(tmp_path: Path) -> None:
    found = loaded("id,name\n1,a\n1,a\n1,b\n1,\n1,\n", tmp_path)
    assert found.counts[0][1:] == (5, 3, 0, 2)


def test_what_many_rows_tell_is_written_once_and_a_contradiction_is_rejected(
    tmp_path: Path,
) -> None:
    text = "id,name,project,cost\n1,a,p,5\n2,b,p,5\n3,c,p,6\n4,d,q,6\n5,e,,7\n6,f,p,\n"
    found = loaded(text, tmp_path, PARTS)
    assert names(found) == ["a", "b", "d", "e", "5", "6"]
    assert faults(found) == [(4, "cost", "conflict"), (7, "cost", "conflict")]
    assert found.counts[0][1:] == (6, 4, 2, 0)


def test_what_a_rejected_row_says_counts_against_no_other_row(tmp_path: Path) -> None:
    # The second row contradicts the first on the key: what it says of q is not said at all.
    settings = table(Column("project"), Column("cost"), nodes=(THING, PROJECT), key=("id",))
    text = "id,name,project,cost\n1,a,p,5\n1,b,q,6\n2,c,q,7\n2,c,q,7\n"
    found = loaded(text, tmp_path, settings)
    assert names(found) == ["a", "c", "5", "7"]
    assert faults(found) == [(3, "id", "key")]
    assert found.counts[0].duplicate == 1


def test_where_rows_may_differ_the_first_one_is_written(tmp_path: Path) -> None:
    first = Node(ref("project", column("project")), PROJECT.pairs, first=True)
    settings = table(Column("project"), Column("cost"), nodes=(first,))
    found = loaded("id,name,project,cost\n1,a,p,5\n2,b,p,6\n3,c,q,6\n", tmp_path, settings)
    assert names(found) == ["5", "6"]
    assert found.counts[0][1:] == (3, 3, 0, 0)


@pytest.mark.parametrize("block", [40, 200, 1 << 20])
def test_rows_in_any_batches_are_judged_as_one_by_one(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = random.Random("rows")
    rows = [(str(drawn.randrange(60)), drawn.choice("ab"), drawn.choice("pqrs"),
             drawn.choice("5677")) for _ in range(500)]
    settings = table(Column("project"), Column("cost"), nodes=(THING, PROJECT), key=("id",))
    monkeypatch.setattr(csv_rows, "BLOCK", block)
    lines = "\n".join(",".join(row) for row in [("id", "name", "project", "cost"), *rows])
    found = loaded(lines, tmp_path, settings)
    said, costs, expected = {}, {}, []
    for line, (number, name, project, cost) in enumerate(rows, start=2):
        row = (name, project, cost)
        if said.get(number, row) != row:
            expected.append((line, "id", "key"))
        elif number not in said and costs.get(project, cost) != cost:
            expected.append((line, "cost", "conflict"))
        else:
            said[number], costs[project] = row, cost
    assert faults(found) == expected
    assert len(found.lines) == len(said) + len(costs)


def test_values_of_a_cell_are_taken_apart_and_checked(tmp_path: Path) -> None:
    node = Node(THING.subject, (("skos:altLabel", text(column("more"))),), split=("more", ";"))
    settings = table(Column("more", rule="digits", separator=";"), nodes=(node,))
    found = loaded("id,name,more\n1,a,7; 8 ;;9\n2,b,\n3,c,7;x\n4,d,;\n", tmp_path, settings)
    assert names(found) == ["7", "8", "9"]
    assert faults(found) == [(4, "more", "digits")]


def test_nodes_are_said_where_their_condition_holds(tmp_path: Path) -> None:
    node = Node(THING.subject, (("rdf:type", constant("ckg:Project")),),
                when=column("name").str.starts_with("a"))
    found = loaded("id,name\n1,ab\n2,b\n3,\n", tmp_path, table(nodes=(node,)))
    assert len(found.lines) == 1
    assert "thing/1>" in found.lines[0]


def test_the_first_rule_that_a_row_breaks_is_told(tmp_path: Path) -> None:
    check = RowCheck("name", "pair", "a name that repeats the id", pl.col("name") != pl.col("id"))
    settings = table(
        Column("kind", values=("x", "y")), Column("code", pattern="[A-Z]+"), checks=(check,)
    )
    text = "id,name,kind,code\n1,1,x,A\n,1,z,A\n1,,z,a\n1,2,x,a\n1,2,x,\n1,1,,é\n"
    found = loaded(text, tmp_path, settings)
    assert faults(found) == [
        (3, "id", "required"), (4, "kind", "enum"), (5, "code", "pattern"), (6, "name", "pair"),
        (7, "code", "pattern"),
    ]
    assert next(reject.row for reject in found.rejects) == ",1,z,A"


def test_a_huge_cell_is_rejected_and_no_other_row(tmp_path: Path) -> None:
    found = loaded(f"id,name\n1,{'x' * 100_001}\n2,{'y' * 100_000}\n", tmp_path)
    assert faults(found) == [(2, "name", "length")]
    assert found.counts[0].written == 1


def test_zipped_files_are_unpacked_whatever_they_are_called(tmp_path: Path) -> None:
    data = gzip.compress(b"id,name\n1,a\n")
    assert names(loaded(data, tmp_path)) == ["a"]
    for damaged in (data[:-9], data[:12] + b"\xff\xff" + data[14:]):
        with pytest.raises(ReadError, match=r"things\.csv"):
            loaded(damaged, tmp_path)


def test_the_version_is_made_of_the_content(tmp_path: Path) -> None:
    data = b"id,name\n1,a\n"
    found = loaded(data, tmp_path)
    digest = hashlib.sha256(data).hexdigest()
    assert (found.source.sha256, found.source.version) == (digest, digest[:12])
    assert load(found.outside, tmp_path / "things.csv", "2024").source.version == "2024"


def test_several_files_are_one_source_in_any_order(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for at, path in enumerate(paths):
        path.write_text(f"id,name\n1,same\n{at + 2},other{at}\n")
    found = [taken(load(source(table()), order)) for order in (paths, paths[::-1])]
    assert found[0].source.sha256 == found[1].source.sha256
    assert sorted(found[0].lines) == sorted(found[1].lines)
    assert [count[:] for count in found[0].counts] == [
        ("a.csv", 2, 2, 0, 0), ("b.csv", 2, 1, 0, 1)
    ]
    twice = taken(load(source(table()), [paths[0], paths[0]]))
    assert [count[1:] for count in twice.counts] == [(2, 2, 0, 0), (2, 0, 0, 2)]


def test_standard_input_is_a_file_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(b"id,name\n1,a\nx,b\n")

    monkeypatch.setattr("sys.stdin", Input)
    with loading(source(table()), ["-"]) as found:
        taken(found)
        assert found.source.sha256 == hashlib.sha256(Input.buffer.getvalue()).hexdigest()
    assert [reject.file for reject in found.rejects] == ["standard input"]


def test_a_file_that_is_missing_or_changes_meanwhile_is_told(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no file"):
        load(source(table()), [])
    with pytest.raises(LoadError, match="nowhere"):
        load(source(table()), tmp_path / "nowhere.csv")
    path = tmp_path / "things.csv"
    path.write_text("id,name\n1,a\n")
    found = load(source(table()), path)
    path.write_text("id,name\n1,b\n")
    with pytest.raises(LoadError, match="changed while"):
        list(found.chunks())


def test_quads_are_the_triples_in_the_graph_of_the_source(tmp_path: Path) -> None:
    found = loaded("id,name\n1,\"a b\"\n2,c\n", tmp_path)
    out = io.BytesIO()
    written = write_nquads(load(found.outside, tmp_path / "things.csv"), out)
    quads = list(ox.parse(out.getvalue(), format=ox.RdfFormat.N_QUADS))
    assert written == len(out.getvalue())
    assert {quad.graph_name.value for quad in quads} == {found.source.graph}
    assert [str(quad.triple) + " ." for quad in quads] == found.lines
    assert found.source.graph.startswith(f"{iris.BASE}graph/things/")


def test_rejects_beyond_a_bound_lie_on_disk_and_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [Reject("f", at, "c", "r", "\udc80\n\"", "h", f"row {at}") for at in range(1_000)]
    kept = Rejects(bound=5_000)
    for at in range(0, 1_000, 10):
        kept.extend(made[at : at + 10])
        assert len(kept._recent) < 30
    assert list(kept) == made
    assert list(kept) == made
    assert len(kept) == 1_000
    assert rejects._BOUND < 10_000_000


def test_a_row_without_the_thing_contradicts_nothing_about_it(tmp_path: Path) -> None:
    text = "id,name,project,cost\n1,a,,5\n2,b,,6\n3,c,p,6\n4,d,,7\n5,e,p,7\n6,f,,5\n"
    found = loaded(text, tmp_path, PARTS)
    assert names(found) == ["a", "b", "c", "d", "f", "6"]
    assert faults(found) == [(6, "cost", "conflict")]


@pytest.mark.parametrize("block", [30, 1 << 20])
def test_what_is_told_once_is_told_by_the_first_row_that_its_condition_holds_for(
    block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "BLOCK", block)
    project = Node(PROJECT.subject, PROJECT.pairs, when=column("name") == "yes", once=True)
    settings = table(Column("project"), Column("cost"), nodes=(project,))
    text = (
        "id,name,project,cost\n1,no,p,5\n2,yes,p,6\n3,no,p,7\n4,yes,p,6\n5,yes,p,5\n"
        "6,,p,8\n7,no,q,8\n8,yes,q,8\n"
    )
    found = loaded(text, tmp_path, settings)
    assert names(found) == ["6", "8"]
    assert faults(found) == [(6, "cost", "conflict")]


def test_of_values_taken_apart_the_condition_holds_for_any(tmp_path: Path) -> None:
    project = Node(PROJECT.subject, PROJECT.pairs, when=column("project") != "x",
                   split=("project", ";"), once=True)
    settings = table(Column("project", separator=";"), Column("cost"), nodes=(project,))
    text = "id,name,project,cost\n1,a,x,5\n2,b,x,6\n3,c,x;y,7\n4,d,x;y,8\n"
    found = loaded(text, tmp_path, settings)
    assert names(found) == ["7"]
    assert faults(found) == [(5, "cost", "conflict")]
