"""``clusterkg load``, ``remove`` and ``build --source``: what people see, and exit statuses."""

import gzip
import re
import shutil
from pathlib import Path

import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.app.validation import check_shapes
from clusterkg.graph import KnowledgeGraph, loading, open_graph, versions
from clusterkg.loaders.outside import SOURCES
from clusterkg.loaders.reject import read_csv
from clusterkg.ontology import iris, provenance
from tests.conftest import require
from tests.graph.sources import content

NAME = "cordis-participations"
HEAD = ("rcn,role,pic,type,contribution,country,start_date,end_date,max_contribution,"
        "total_cost,start_year,end_year,duration,group,nunique\n")
ROW = "{rcn},participant,{pic},PRC,{money},BE,2019-05-01,2022-04-30,1,2,2019,2022,36,eu15,4\n"


@pytest.fixture
def folder(kg: KnowledgeGraph, tmp_path: Path) -> Path:
    """A copy of the bundled graph."""
    shutil.copytree(kg.version.parents[1], tmp_path / "kg")
    return tmp_path / "kg"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Four participations in two projects."""
    return written(tmp_path / "good.csv", range(4))


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """The same with a row that breaks a rule."""
    path = written(tmp_path / "bad.csv", range(4))
    path.write_text(path.read_text() + ROW.format(rcn="none", pic=1, money=2))
    return path


def written(path: Path, numbers: range) -> Path:
    rows = (ROW.format(rcn=100 + n // 2, pic=900000000 + n, money=n) for n in numbers)
    path.write_text("".join([HEAD, *rows]))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def fails(*arguments: object) -> str:
    """Return the message of a command that fails as the command line shows it."""
    result = run(*arguments)
    assert result.exception is not None
    return str(result.exception)


def test_a_load_prints_counts_and_what_came(folder: Path, good: Path) -> None:
    result = run("load", NAME, good, "-g", folder, "--version", "2020")
    assert result.exit_code == 0, result.output
    assert re.search(r"good\.csv +4 read +4 written +0 rejected +0 duplicate\n", result.stdout)
    assert re.search(rf"{NAME} 2020 loaded; \d+ triples added\n", result.stdout)
    assert result.stderr == ""
    again = run("load", NAME, good, "-g", folder, "--version", "2020")
    assert again.exit_code == 0
    assert again.stdout.endswith(f"{NAME} 2020 unchanged\n")
    assert "4 read" in again.stdout


def test_a_newer_version_says_what_changed(folder: Path, good: Path, tmp_path: Path) -> None:
    run("load", NAME, good, "-g", folder, "--version", "1")
    newer = written(tmp_path / "newer.csv", range(1, 5))
    result = run("load", NAME, newer, "-g", folder, "--version", "2")
    said = r"2 loaded in place of 1; \d+ triples added, \d+ removed, \d+ subjects changed"
    assert re.search(said, result.stdout)


def test_the_catalogue_tells_where_the_graph_comes_from(folder: Path, good: Path) -> None:
    run("load", NAME, good, "-g", folder)
    with open_graph(folder) as graph:
        (known,) = loading.sources(folder).values()
        name = pyoxigraph.NamedNode(known["graph"])
        catalogue = pyoxigraph.NamedNode(provenance.CATALOGUE)
        found = graph.store.quads_for_pattern(name, None, None, catalogue)
        facts = {iris.compact(quad.predicate.value): quad.object.value for quad in found}
        assert re.fullmatch(r"[0-9a-f]{64}", facts["ckg:sha256"])
        assert facts["dcat:version"] == facts["ckg:sha256"][:12]
        assert facts["dcterms:license"].startswith("https://creativecommons.org/")
        assert facts["ckg:rowsRead"] == facts["ckg:rowsWritten"] == "4"
        activity = pyoxigraph.NamedNode(facts["prov:wasGeneratedBy"])
        found = graph.store.quads_for_pattern(activity, None, None, catalogue)
        times = {iris.compact(q.predicate.value): q.object.value for q in found}
        assert times["prov:startedAtTime"] <= times["prov:endedAtTime"]
        assert not check_shapes(graph).violations


def test_rejected_rows_are_said_and_kept(folder: Path, bad: Path, good: Path) -> None:
    result = run("load", NAME, bad, "-g", folder)
    assert result.exit_code == 1
    assert "bad.csv, line 6, column rcn: " in result.stderr
    assert re.search(r"5 read +4 written +1 rejected", result.stdout)
    path = Path(result.stdout.rpartition(": ")[2].strip())
    (reject,) = read_csv(path.read_text(encoding="utf-8"))
    assert (reject.line, reject.column) == (6, "rcn")
    assert run("load", NAME, bad, "-g", folder).exit_code == 1
    assert run("load", NAME, bad, "-g", folder, "--allow-rejects").exit_code == 0
    assert run("load", NAME, good, "-g", folder).exit_code == 0
    assert not loading.rejects(versions.current(folder), NAME).exists()


def test_a_removal_leaves_the_graph_that_was_built(folder: Path, good: Path) -> None:
    before = content(folder)
    run("load", NAME, good, "-g", folder, "--version", "x")
    assert content(folder) != before
    result = run("remove", NAME, "-g", folder)
    assert re.search(rf"{NAME} x removed; \d+ triples\n", result.stdout)
    assert content(folder) == before
    assert "none was loaded" in fails("remove", NAME, "-g", folder)
    assert "is part of the bundled data" in fails("remove", "nuts", "-g", folder)


def test_inferences_are_dropped_with_a_word(
    reasoned: KnowledgeGraph, good: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(reasoned.version.parents[1], tmp_path / "kg")
    for command in (("load", NAME, good), ("remove", NAME)):
        result = run(*command, "-g", folder)
        assert ("'clusterkg infer' draws them again" in result.stderr) == (command[0] == "load")


def test_nquads_need_no_graph(good: Path, tmp_path: Path) -> None:
    packed = tmp_path / "good.csv.gz"
    packed.write_bytes(gzip.compress(good.read_bytes()))
    result = run("load", NAME, packed, "--nquads", "-", "--version", "7", "-g", tmp_path / "none")
    assert result.exit_code == 0
    quads = list(pyoxigraph.parse(result.stdout.encode(), pyoxigraph.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == {iris.graph(NAME, "7")}
    assert "4 read" in result.stderr
    assert run("load", NAME, good, "--nquads", tmp_path / "o.nq", "--version", "7").exit_code == 0
    assert (tmp_path / "o.nq").read_bytes() == result.stdout.encode()
    fails("load", NAME, tmp_path / "none.csv", "--nquads", tmp_path / "o.nq")
    assert (tmp_path / "o.nq").read_bytes() == result.stdout.encode()


def test_boundaries_find_regions_and_make_another_load(folder: Path, tmp_path: Path) -> None:
    outlines = Path(__file__).parents[3] / "shared/data/nuts/nuts2json_20M_3.topo.json"
    require("shared data", outlines.exists(), "outlines of regions")
    table = tmp_path / "profiles.csv"
    table.write_text("name,country,industrial_ecosystem,city\nA Cluster,FR,,Villeurbanne\n")
    regions = []
    for option in ((), ("--boundaries", outlines), ("--boundaries", outlines)):
        result = run("load", "eccp", table, "-g", folder, *option)
        assert result.exit_code == 0, result.output
        (graph,) = (known["graph"] for known in loading.sources(folder).values())
        regions.append([line.split()[-1] for line in content(folder)[graph] if "located" in line])
    assert regions[0] == []
    assert regions[1][-1] == "<http://data.europa.eu/nuts/code/FRK26>"
    assert "unchanged" in result.stdout
    with open_graph(folder) as kg:
        assert " with boundaries " in kg.union().decode()
    wrong = run("load", NAME, table, "-g", folder, "--boundaries", outlines)
    assert wrong.exit_code == 2
    assert "--boundaries belongs to the source 'eccp' alone" in wrong.stderr


def test_the_list_of_sources() -> None:
    result = run("load", "--list")
    assert result.exit_code == 0
    named = [line.split()[0] for line in result.output.splitlines()]
    assert named == [*(source.name for source in SOURCES), "table"]


def test_wrong_use(folder: Path, good: Path, tmp_path: Path) -> None:
    assert "is no source that can be loaded; these are: " in fails("load", "x", good, "-g", folder)
    assert "no file" in fails("load", NAME, "-g", folder)
    assert "'clusterkg build' makes one" in fails("load", NAME, good, "-g", tmp_path / "none")
    assert run("load", NAME, good, "-g", folder, "--version", "1").exit_code == 0
    other = written(tmp_path / "other.csv", range(9))
    assert "--version" in fails("load", NAME, other, "-g", folder, "--version", "1")
    assert run("build", "--source", "x", "-g", folder).exit_code == 2


def test_a_build_loads_and_keeps_sources(good: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    result = run("build", "-g", folder, "--source", f"{NAME}={good}")
    assert result.exit_code == 0, result.output
    assert "4 written" in result.stdout
    kept = run("build", "-g", folder, "--force")
    assert f"kept: {NAME} " in kept.stderr
    again = run("build", "-g", folder, "--source", f"{NAME}={good}")
    assert "unchanged" in again.stdout
    assert list(loading.sources(folder)) == [NAME]
    alone = run("build", "-g", folder, "--bundled-only")
    assert "built; " in alone.stdout
    assert loading.sources(folder) == {}


def test_a_name_keeps_two_files_of_one_kind_apart(folder: Path, good: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.csv", range(4, 6))
    assert run("load", NAME, good, "-g", folder, "--name", "Old ones").exit_code == 0
    assert run("load", NAME, other, "-g", folder, "--name", "new").exit_code == 0
    assert sorted(loading.sources(folder)) == [f"{NAME}-new", f"{NAME}-old-ones"]
    assert run("remove", f"{NAME}-new", "-g", folder).exit_code == 0
    assert sorted(loading.sources(folder)) == [f"{NAME}-old-ones"]
    assert "no name of a source" in fails("load", NAME, good, "-g", folder, "--name", "--")


def test_a_version_is_a_word_for_nquads_too(good: Path) -> None:
    message = fails("load", NAME, good, "--nquads", "-", "--version", "../../x")
    assert "no version of a source" in message
