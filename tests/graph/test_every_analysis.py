"""What holds for every analysis in the registry."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rdflib

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import UnknownAnalysisError, loaded, named, run
from clusterkg.graph.analysis import Analysis, Option, OptionError
from clusterkg.graph.registry import ANALYSES
from tests.graph.run_analyses import few, form

_THREADS = ("RAYON_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
_ROOT = Path(__file__).parents[2]
Said = dict[str, dict[str, Any]]
each = pytest.mark.parametrize("analysis", ANALYSES, ids=lambda analysis: analysis.name)


@pytest.fixture(scope="module")
def runs(kg: KnowledgeGraph) -> tuple[Said, Said]:
    """What every analysis says on one thread, and on two."""
    one, two = (_process(kg.version.parents[1], threads) for threads in (1, 2))
    return _collected(one), _collected(two)


def _process(folder: Path, threads: int) -> "subprocess.Popen[str]":
    environment = os.environ | dict.fromkeys(_THREADS, str(threads))
    command = [sys.executable, "-m", "tests.graph.run_analyses", str(folder), "0"]
    return subprocess.Popen(
        command, env=environment, cwd=_ROOT, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _collected(process: "subprocess.Popen[str]") -> Said:
    out, err = process.communicate(timeout=600)
    assert process.returncode == 0, err
    lines = [json.loads(line) for line in out.splitlines()]
    return {said["name"]: said for said in lines}


@pytest.fixture(scope="module")
def notations() -> set[str]:
    """The columns that the vocabulary of measures describes."""
    measures = rdflib.Graph().parse(_ROOT / "ontology" / "vocabularies" / "measures.ttl")
    return {str(notation) for notation in measures.objects(None, rdflib.SKOS.notation)}


@each
def test_same_seed_gives_the_same_bytes_on_one_thread_and_two(
    analysis: Analysis, runs: tuple[Said, Said]
) -> None:
    one, two = runs
    assert one[analysis.name] == two[analysis.name]


@each
def test_a_graph_without_members_gives_a_table_of_the_same_form(
    analysis: Analysis, nothing: KnowledgeGraph, runs: tuple[Said, Said]
) -> None:
    result = run(nothing, analysis.name, **few(analysis))
    assert result.name == analysis.name
    assert set(result.table.select(result.keys).null_count().row(0)) <= {0}
    assert set(result.coverage.values()) <= {0}
    assert form(result) == runs[0][analysis.name]["form"]


@each
def test_ends_of_intervals_are_called_after_what_they_bound(
    analysis: Analysis, runs: tuple[Said, Said]
) -> None:
    # What chance gives has ends and no middle.
    assert {*runs[0][analysis.name]["ends"]} <= {"null_low", "null_high"}


@each
def test_every_column_of_values_has_a_concept(
    analysis: Analysis, runs: tuple[Said, Said], notations: set[str]
) -> None:
    assert {*runs[0][analysis.name]["measures"]} <= notations


@each
def test_what_a_result_rests_on_and_how_it_was_made_are_said(analysis: Analysis) -> None:
    assert analysis.summary.endswith(".")
    for option in analysis.options:
        assert option.read(str(option.default)) == option.default
        assert option.meaning
    assert callable(loaded(analysis.run))
    assert callable(loaded(analysis.plot))


def test_names_are_there_once() -> None:
    names = [analysis.name for analysis in ANALYSES]
    assert len(names) == len(set(names))


def test_an_unknown_analysis_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownAnalysisError, match=f"'nonsense'; there are .*{ANALYSES[0].name}"):
        named("nonsense")


def test_an_unknown_option_is_refused(nothing: KnowledgeGraph) -> None:
    with pytest.raises(UnknownAnalysisError, match="has no option 'colour'"):
        run(nothing, ANALYSES[0].name, colour="red")


@pytest.mark.parametrize(
    ("default", "text", "expected"),
    [(3, "4", 4), (0.5, "1", 1.0), ("", "x", "x"), (False, "yes", True), (True, "no", False)],
)
def test_options_are_read_as_the_kind_of_their_default(
    default: str | int | float, text: str, expected: str | int | float
) -> None:
    found = Option("o", default, "m").read(text)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("default", "text"),
    [(3, "four"), (3, "4.5"), (0.5, "x"), (0.5, "nan"), (0.5, "inf"), (True, "2")],
)
def test_an_option_of_another_kind_is_refused(default: int | float, text: str) -> None:
    with pytest.raises(OptionError, match=f"o={text}: .* was expected"):
        Option("o", default, "m").read(text)
