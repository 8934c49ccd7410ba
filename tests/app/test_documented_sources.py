"""The commands of docs/sources.md, as they stand there, on the real files."""

import re
import shlex
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner

from clusterkg.app.cli import cli
from clusterkg.graph import KnowledgeGraph, open_graph
from tests.conftest import require

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared/data"
PAGE = ROOT / "docs/sources.md"
COMMANDS = re.findall(r"^clusterkg (?:load|places) .*/.*$", PAGE.read_text("utf-8"), re.MULTILINE)


@pytest.fixture
def folder(kg: KnowledgeGraph, tmp_path: Path) -> Path:
    """A copy of the bundled graph for one source."""
    require("shared data", DATA.is_dir(), "the files of docs/sources.md lie there")
    return Path(shutil.copytree(kg.version.parents[1], tmp_path / "kg"))


def words(command: str) -> list[str]:
    """The words of a command after its name, with * spelled out as a shell does."""
    found = shlex.split(command)[1:]
    return [name for word in found
            for name in (sorted(map(str, Path().glob(word))) if "*" in word else [word])]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(c.split()[1:4]) for c in COMMANDS])
def test_each_command_accounts_for_every_row(
    command: str, folder: Path, tmp_path: Path
) -> None:
    place = ["-g", str(folder)] if " load " in command else ["-o", str(tmp_path / "out.csv")]
    with chdir(DATA):
        result = CliRunner().invoke(cli, [*words(command), *place])
    assert result.exit_code in (0, 1), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    if " load " in command:
        _accounted(command.split()[2], result.exit_code, folder)
    else:
        lines = (tmp_path / "out.csv").read_text("utf-8").count("\n")
        assert lines == (DATA / command.split()[2]).read_text("utf-8").count("\n")


def _accounted(source: str, status: int, folder: Path) -> None:
    with open_graph(folder) as kg:
        counts = [row for row in kg.summary["counts"] if row["source"] == source]
        rejected = kg.version / f"rejected-{source}.csv"
        lost = sum(int(row["rejected"]) for row in counts)
        assert (status == 1) <= (lost > 0)
        assert lost == 0 or rejected.exists()
    for row in counts:
        assert row["read"] == row["written"] + row["rejected"] + row["duplicate"]


def test_every_real_file_is_in_a_command() -> None:
    require("shared data", DATA.is_dir(), "the files of docs/sources.md lie there")
    with chdir(DATA):
        named = {word for command in COMMANDS for word in words(command)}
        files = {str(path) for path in Path().rglob("*") if path.is_file()}
    bundled = {path for path in files if path.startswith("curated/")}
    assert files - named - bundled - OTHER_OUTLINES == {"SOURCES.md"}


# The same option takes them; tests/loaders/locating reads them all.
OTHER_OUTLINES = {
    *(f"nuts/nuts2json_20M_{level}.topo.json" for level in (0, 1, 2)),
    *(f"nuts/nuts2json_nutspt_{level}.json" for level in (1, 2, 3)),
}
