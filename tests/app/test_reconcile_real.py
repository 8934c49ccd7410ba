"""The registers as they are: profiles of ECCP and participants of CORDIS, linked and measured."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph
from tests.conftest import require

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
SAMPLES = ROOT / "tests" / "samples"
SOURCES = {
    "eccp": "eccp/cluster_organisations.csv",
    "cordis-organisations-2017": "cordis/h2020_2017_organisations_odfest.csv",
}


def run(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


@pytest.fixture(scope="module")
def folder(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    require("shared data", SHARED.is_dir(), "files of ECCP and CORDIS are no part of the project")
    place = tmp_path_factory.mktemp("registers") / "kg"
    shutil.copytree(kg.version.parents[1], place)
    for source, file in SOURCES.items():
        run("load", "-g", str(place), source, str(SHARED / file), "--allow-rejects")
    return place


@pytest.mark.slow
def test_profiles_members_and_participants_are_linked(folder: Path) -> None:
    printed = run("reconcile", "-g", str(folder))
    links = {
        tuple(pair): int(count.replace(",", ""))
        for *pair, count in re.findall(r"^(\w+) and (\w+) .* ([\d,]+) links", printed, re.M)}
    assert links["clusterkg", "eccp"] > 200
    assert links["clusterkg", "cordis"] > 150
    assert links["cordis", "eccp"] > 40


@pytest.mark.slow
def test_the_half_that_nothing_was_tuned_on(folder: Path) -> None:
    printed = run("reconcile", "-g", str(folder), "--evaluate", str(SAMPLES), "--half", "test")
    _, links = printed.split("links of ")
    found = {
        name: (float(value), float(low)) for name, value, low in re.findall(
            r"^  (precision|recall)  +(\S+) \(.*95 %: (\S+) to", links, re.M)}
    assert found["precision"][0] >= 0.98
    assert found["precision"][1] >= 0.95
    assert found["recall"][0] >= 0.85
