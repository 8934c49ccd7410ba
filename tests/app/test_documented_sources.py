"""The commands of docs/sources.md, as they stand there, on the real files."""

from contextlib import chdir
from pathlib import Path

import pytest

from clusterkg.graph import KnowledgeGraph, open_graph
from tests.conftest import require
from tests.documented import COMMANDS, DATA, LARGEST, largest, loaded, run, words


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS, ids=[" ".join(c.split()[1:4]) for c in COMMANDS])
def test_each_command_accounts_for_every_row(
    command: str, kg: KnowledgeGraph, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if " load " in command:
        place = largest(kg, tmp_path_factory) if command == LARGEST else tmp_path
        _accounted(command.split()[2], *loaded(command, kg, place))
    else:
        run(command, "-o", str(tmp_path / "out.csv"))
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
