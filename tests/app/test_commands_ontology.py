"""The commands that compare versions of the ontology and write them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import OWL, RDF, Graph

from clusterkg.app.cli import cli
from clusterkg.ontology import archive


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, ["ontology", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_difference_marks_what_breaks_users() -> None:
    lines = run("diff", "0.1.0").splitlines()
    assert lines[0].startswith(f"From 0.1.0 to {archive.read().name}: ")
    marked = [line for line in lines[1:] if line.startswith("! ")]
    assert f"{len(marked)} of them break users." in lines[0]
    assert all("This breaks" in line for line in marked)
    assert not [line for line in lines[1:] if line.startswith("  ") and "This breaks" in line]


def test_the_difference_as_json_says_the_same() -> None:
    found = json.loads(run("diff", "0.1.0", "installed", "-f", "json"))
    lines = run("diff", "0.1.0").splitlines()[1:]
    assert [f"{'!' if one['breaks'] else ' '} {one['sentence']}" for one in found] == lines


def test_a_version_is_no_different_from_itself() -> None:
    assert run("diff", "0.1.0", "0.1.0") == "0.1.0 and 0.1.0 say the same.\n"


def test_a_version_that_does_not_exist_is_refused() -> None:
    with pytest.raises(archive.VersionError, match=r"'7\.0\.0' is no version of the ontology"):
        CliRunner().invoke(cli, ["ontology", "diff", "7.0.0"], catch_exceptions=False)


def test_a_merged_version_is_one_ontology(tmp_path: Path) -> None:
    file = tmp_path / "merged.ttl"
    run("merge", "-o", str(file))
    graph = Graph().parse(file)
    assert len(list(graph.subjects(RDF.type, OWL.Ontology))) == 1
    assert run("merge") == file.read_text(encoding="utf-8")
