"""``clusterkg analyse``: lists, tables, plots, and results kept as RDF."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, analyses, open_graph
from clusterkg.graph.registry import ANALYSES
from clusterkg.graph.results import read_result, stored
from clusterkg.ontology.errors import ClusterkgError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["analyse", *arguments])


@pytest.fixture(scope="module")
def place(kg: KnowledgeGraph) -> Path:
    return kg.version.parents[1]


def test_without_a_name_all_analyses_are_listed_with_their_options() -> None:
    done = run()
    assert done.exit_code == 0
    for analysis in ANALYSES:
        assert f"{analysis.name}  " in done.stdout
        assert all(f"{option.name}={option.default}" in done.stdout for option in analysis.options)


def test_the_table_goes_to_standard_output_and_what_it_rests_on_to_standard_error(
    kg: KnowledgeGraph, place: Path
) -> None:
    done = run("stages", "-f", "csv", "-g", str(place))
    result = analyses.run(kg, "stages")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["stage"] for row in rows] == result.table["stage"].to_list()
    assert "rests on: " in done.stderr
    assert all(note in done.stderr for note in result.notes)


def test_options_reach_the_analysis(place: Path) -> None:
    done = run("atlas", "--set", "region=ES", "-f", "csv", "-g", str(place))
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows
    assert {row["region"][:2] for row in rows} == {"ES"}


def test_top_keeps_the_first_rows(place: Path) -> None:
    done = run("cohesion", "--top", "3", "-f", "csv", "-g", str(place))
    assert len(done.stdout.splitlines()) == 4


@pytest.mark.parametrize(("name", "begins"), [("p.svg", b"<?xml"), ("p.png", b"\x89PNG\r\n")])
def test_a_plot_is_written_in_the_format_of_its_name(
    place: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    done = run("stages", "--plot", str(tmp_path / name), "-g", str(place))
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_a_result_is_kept_in_the_graph_and_read_back(
    kg: KnowledgeGraph, place: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(place, tmp_path / "kg")
    done = run("stages", "--save", "-g", str(folder))
    assert done.exit_code == 0, done.stderr
    expected = analyses.run(kg, "stages")
    with open_graph(folder) as graph:
        assert stored(graph) == ["stages"]
        found = read_result(graph, "stages")
        told = graph.query("results").rows()
    assert found.table.equals(expected.table)
    assert found.notes == expected.notes
    assert [row["analysis"] for row in told] == ["stages"]
    assert "kept as https://w3id.org/clusterkg/graph/result/stages/" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nonsense"], "no analysis is called 'nonsense'"),
        (["stages", "--set", "colour=red"], "has no option 'colour'; it has none"),
        (["ranks", "--set", "k=many"], "k=many: a whole number was expected"),
        (["stages", "--plot", "p.gif"], ".gif"),
    ],
)
def test_wrong_use_is_refused_in_a_sentence(
    place: Path, arguments: list[str], sentence: str
) -> None:
    done = run(*arguments, "-g", str(place))
    assert isinstance(done.exception, ClusterkgError)
    assert sentence in str(done.exception)


def test_a_setting_without_a_value_is_wrong_use(place: Path) -> None:
    done = run("ranks", "--set", "k", "-g", str(place))
    assert done.exit_code == 2
    assert "'k' is not NAME=VALUE" in done.stderr
