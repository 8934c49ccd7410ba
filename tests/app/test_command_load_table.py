"""``clusterkg load table``: a table of one's own into a graph, again, changed, and refused."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.loaders.csvw import MappingError

MAPPING: dict[str, Any] = {
    "@context": "http://www.w3.org/ns/csvw", "url": "members.csv",
    "dc:title": "Members of a network", "dc:license": "https://creativecommons.org/licenses/by/4.0/",
    "tableSchema": {
        "aboutUrl": "id:organisation/{code}", "primaryKey": "code",
        "columns": [
            {"titles": "code", "required": True, "suppressOutput": True},
            {"titles": "name", "propertyUrl": "skos:prefLabel"},
            {"titles": "staff", "propertyUrl": "ckg:staffFte", "datatype": "decimal"},
            {"name": "type", "virtual": True, "propertyUrl": "rdf:type",
             "valueUrl": "ckg:Organisation"},
        ],
    },
}
TABLE = "code,name,staff\nours,Our cluster,2.5\nbad,Their cluster,many\n"


@pytest.fixture
def here(tmp_path: Path, kg: KnowledgeGraph) -> Path:
    """A folder with a graph, a mapping and a table."""
    shutil.copytree(kg.version.parents[1], tmp_path / "kg")
    (tmp_path / "m.json").write_text(json.dumps(MAPPING), encoding="utf-8")
    (tmp_path / "members.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def run(here: Path, *more: str, source: str = "table") -> Result:
    """Load the table."""
    table = str(here / "members.csv")
    return CliRunner().invoke(cli, ["load", "-g", str(here / "kg"), source, table, *more])


def test_a_table_of_ones_own_is_loaded_with_its_rejects(here: Path) -> None:
    mapping = ("--mapping", str(here / "m.json"), "--name", "My network")
    done = run(here, *mapping)
    assert done.exit_code == 1
    assert "line 3, column staff" in done.stderr
    assert "loaded; 3 triples added" in done.stdout
    with open_graph(here / "kg") as graph:
        names = [str(name.value) for name in graph.store.named_graphs()]
        (ours,) = [name for name in names if "/graph/table-my-network/" in name]
        facts = "\n".join(map(str, graph.store.quads_for_pattern(None, None, None, None)))
    assert "Members of a network" in facts
    assert ours.count("/") == 6
    assert "unchanged" in run(here, *mapping, "--allow-rejects").stdout


def test_another_mapping_of_the_same_table_is_another_version(here: Path) -> None:
    mapping = ("--mapping", str(here / "m.json"), "--allow-rejects")
    assert run(here, *mapping).exit_code == 0
    changed = MAPPING | {"tableSchema": MAPPING["tableSchema"] | {"lang": "en"}}
    (here / "m.json").write_text(json.dumps(changed), encoding="utf-8")
    done = run(here, *mapping)
    assert "loaded in place of" in done.stdout
    assert "1 triples added, 1 removed" in done.stdout


def test_a_wrong_mapping_loads_nothing(here: Path) -> None:
    (here / "m.json").write_text(json.dumps(MAPPING | {"url": ""}), encoding="utf-8")
    done = run(here, "--mapping", str(here / "m.json"))
    assert isinstance(done.exception, MappingError)
    with open_graph(here / "kg") as graph:
        assert not [name for name in graph.store.named_graphs() if "table-" in str(name)]


@pytest.mark.parametrize(("source", "more"), [
    ("table", ()), ("isic4", ("--mapping", "m.json")),
])
def test_mapping_and_table_belong_together(
    here: Path, source: str, more: tuple[str, ...]
) -> None:
    done = run(here, *more, source=source)
    assert done.exit_code == 2
    assert "load table --mapping JSON FILE" in done.stderr


def test_the_list_of_sources_names_it() -> None:
    listed = CliRunner().invoke(cli, ["load", "--list"]).stdout
    assert "a table of your own, as --mapping describes it" in listed
