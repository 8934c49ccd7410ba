"""The guide tells of every rule: those of hygiene, and those of inference with what they say."""

import re

from clusterkg.queries.catalogue import hygiene
from tests.ontology.turtle import FOLDER

GUIDE = (FOLDER / "GUIDE.md").read_text(encoding="utf-8")
RULES = sorted((FOLDER.parent / "queries" / "rules").glob("*.ru"))


def test_the_guide_names_every_rule_of_hygiene() -> None:
    named = {
        name.strip()
        for names in re.findall(r"<!-- hygiene: ([^>]+) -->", GUIDE) for name in names.split(",")
    }
    assert named == set(hygiene())


def test_the_table_of_the_guide_holds_every_rule_of_inference() -> None:
    table = [line.strip("| ").split(" | ") for line in GUIDE.splitlines() if line.startswith("| `")]
    told = {cells[0].strip("`"): cells[2] for cells in table if cells[0][1:3].isdigit()}
    says = {
        path.stem: re.findall(r"#\+ says: (.*)", path.read_text(encoding="utf-8"))[0]
        for path in RULES
    }
    assert told == says
