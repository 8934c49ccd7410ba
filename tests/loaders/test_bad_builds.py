"""Bad folders through the real command line: exit status, messages, what is kept, no traceback."""

import csv
import io
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from clusterkg.graph import open_graph
from clusterkg.loaders.reject import read_csv
from tests.loaders import bad_folder
from tests.loaders.bad_folder import content

DDE = "=cmd|' /C calc'!A0"
HUGE = "x" * 200_000


@dataclass(frozen=True)
class Done:
    status: int
    output: str
    errors: str


def build(data: Path, graph: Path) -> Done:
    places = ["-g", str(graph), "--data", str(data)]
    command = [sys.executable, "-m", "clusterkg.app", "build", *places]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one broken row of each kind that matters to the command."""
    folder = bad_folder.copy(tmp_path_factory.mktemp("bad") / "data")
    cells = [("partnerships", 1, {"start_date": "2018-02-30"}), ("memberships", 4, {"role": DDE}),
             ("documents", 1, {"title": HUGE}), ("observations", 5, {"value": "59,50M€"})]
    for table, row, values in cells:
        line = bad_folder.overwrite(table, row, values)
        bad_folder.change(folder, table, row, lambda _, line=line: line)  # type: ignore[misc]
    bad_folder.change(folder, "entities", 2, lambda line: line + b"\xe9\x00")
    return folder


@pytest.fixture(scope="module")
def built(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    graph = tmp_path_factory.mktemp("graph") / "kg"
    return graph, build(bad, graph)


def answers(graph: Path) -> list[str]:
    with open_graph(graph) as kg:
        return sorted(map(str, kg.store))


def test_rejected_rows_make_the_status_1(built: tuple[Path, Done], bad: Path) -> None:
    _, done = built
    assert done.status == 1
    assert done.errors.splitlines()[0] == (
        "partnerships.csv, line 2, column start_date: a year, month or day that exists, such as "
        "2018-11-22 (rule date; found '2018-02-30')"
    )
    assert "memberships.csv, line 5, column role: a value never begins like a sp" in done.errors
    assert all(len(line) < 600 for line in done.errors.splitlines())
    assert "rejected rows, with line, column and rule: " in done.output


def test_rejected_rows_are_kept(built: tuple[Path, Done], bad: Path) -> None:
    graph, _ = built
    with open_graph(graph) as kg:
        text = kg.rejected
    kept = {(r.file, r.line): r for r in read_csv(text) if r.lost}
    for table, row in (("partnerships", 1), ("memberships", 4), ("documents", 1)):
        file, line = bad_folder.FILES[table], content(table).line(row)
        lines = (bad / file).read_text(encoding="utf-8").splitlines()
        assert kept[file, line].row == lines[line - 1]
    assert kept["memberships.csv", 5].value == DDE
    assert kept["documents.csv", 2].value == HUGE
    assert kept["entities.csv", 3].row.endswith(r"\xe9\x00")
    assert f"'{DDE}" in {row[4] for row in cells(text)}


def cells(text: str) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return list(csv.reader(io.StringIO(text, newline="")))


def test_nothing_is_lost_between_read_and_written(built: tuple[Path, Done]) -> None:
    with open_graph(built[0]) as kg:
        counts = kg.summary["counts"]
        rejects = [reject for reject in read_csv(kg.rejected) if reject.lost]
    for count in counts:
        assert count["read"] == count["written"] + count["rejected"] + count["duplicate"]
    for table, file in bad_folder.FILES.items():
        (count,) = (count for count in counts if count["table"] == file)
        assert count["read"] == len(content(table).rows)
        assert count["rejected"] == sum(reject.file == file for reject in rejects)


def test_the_same_again_says_the_same(built: tuple[Path, Done], bad: Path) -> None:
    graph, first = built
    again = build(bad, graph)
    assert (again.status, again.errors) == (1, first.errors)
    assert "up to date" in again.output


@pytest.mark.parametrize("name", ["memberships.csv", "themes.sssom.tsv", "datapackage.json"])
def test_a_missing_file_leaves_the_graph(
    name: str, built: tuple[Path, Done], tmp_path: Path
) -> None:
    graph, _ = built
    before = answers(graph)
    folder = bad_folder.copy(tmp_path / "data")
    (folder / name).unlink()
    done = build(folder, graph)
    assert done.status == 2
    assert done.errors.startswith(f"Error: {folder / name}: cannot be read (No such file")
    assert len(done.errors.splitlines()) == 1
    assert answers(graph) == before


def test_no_folder_at_all(built: tuple[Path, Done], tmp_path: Path) -> None:
    done = build(tmp_path / "none", built[0])
    assert done.status == 2
    assert "datapackage.json: cannot be read" in done.errors


def test_a_description_that_is_no_json(built: tuple[Path, Done], tmp_path: Path) -> None:
    folder = bad_folder.copy(tmp_path / "data")
    (folder / "datapackage.json").write_bytes(b"\xff\xfe{")
    done = build(folder, built[0])
    assert done.status == 2
    assert "datapackage.json: is no JSON in UTF-8" in done.errors


def test_a_good_folder_makes_the_status_0(tmp_path: Path) -> None:
    folder = bad_folder.copy(tmp_path / "data")
    for path in folder.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    done = build(folder, tmp_path / "kg")
    assert done.status == 0, done.errors
    shutil.rmtree(folder)
    assert answers(tmp_path / "kg")
