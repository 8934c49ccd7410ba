"""The commands of docs/sources.md, run as they stand there on the real files."""

import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph
from tests.conftest import made_once, require

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared/data"
PAGE = ROOT / "docs/sources.md"
COMMANDS = re.findall(r"^clusterkg (?:load|places) .*/.*$", PAGE.read_text("utf-8"), re.MULTILINE)
# The largest of the files: what two tests need of it is loaded once.
(LARGEST,) = (command for command in COMMANDS if " cordis-participations " in command)


def words(command: str) -> list[str]:
    """The words of a command after its name, with * spelled out as a shell does."""
    found = shlex.split(command)[1:]
    return [name for word in found
            for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]


def run(command: str, *place: str) -> int:
    """Run a command where the files lie; return its status, which says whether rows were lost."""
    require("shared data", DATA.is_dir(), "the files of docs/sources.md lie there")
    with chdir(DATA):
        result = CliRunner().invoke(cli, [*words(command), *place])
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code


def loaded(command: str, kg: KnowledgeGraph, folder: Path) -> tuple[int, Path]:
    """Load a source into a copy of the bundled graph; return the status and the graph."""
    graph, noted = folder / "kg", folder / "status"
    if not noted.exists():
        shutil.copytree(kg.version.parents[1], graph)
        noted.write_text(str(run(command, "-g", str(graph))), encoding="utf-8")
    return int(noted.read_text("utf-8")), graph


def largest(kg: KnowledgeGraph, factory: pytest.TempPathFactory) -> Path:
    """Return the folder in which the largest of the files was loaded."""
    return made_once(factory, "largest", lambda folder: loaded(LARGEST, kg, folder))
