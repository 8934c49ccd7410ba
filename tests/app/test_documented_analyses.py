"""docs/analyses.md names every analysis, and nothing that is not one."""

import re
from pathlib import Path

from clusterkg.graph.registry import ANALYSES

PAGE = (Path(__file__).parents[2] / "docs" / "analyses.md").read_text(encoding="utf-8")


def test_every_analysis_is_in_the_table_and_no_other() -> None:
    cells = re.findall(r"^\| (`[^|]+`) \|", PAGE, re.M)
    named = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    assert sorted(named) == sorted(analysis.name for analysis in ANALYSES)


def test_commands_name_analyses_and_their_options() -> None:
    options = {analysis.name: {o.name for o in analysis.options} for analysis in ANALYSES}
    commands = re.findall(r"^clusterkg analyse (\S+)(.*)$", PAGE, re.M)
    assert commands
    for name, rest in commands:
        assert set(re.findall(r"--set (\w+)=", rest)) <= options[name]
