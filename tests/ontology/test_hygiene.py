"""The rules of the guide: ours keeps them, and each finds the fault that is planted for it.

``hygiene/<rule>.ttl`` holds, for each rule, a term that breaks it and one like it that does not.
"""

from pathlib import Path

import pytest

from clusterkg.app.ontology_check import core_files, faults
from clusterkg.ontology import iris
from clusterkg.queries.catalogue import hygiene

HERE = Path(__file__).parent / "hygiene"
PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in iris.PREFIXES.items())


def test_the_ontology_keeps_the_rules() -> None:
    assert faults() == []


def test_the_rules_read_all_core_files() -> None:
    names = {path.parent.name for path in core_files()}
    assert {"modules", "vocabularies"} < names
    assert "alignments" not in names


def test_every_rule_has_a_planted_fault() -> None:
    assert {path.stem for path in HERE.glob("*.ttl")} == set(hygiene())


@pytest.mark.parametrize("rule", sorted(hygiene()))
def test_the_planted_fault_is_found_and_said(rule: str, tmp_path: Path) -> None:
    planted = tmp_path / "planted.ttl"
    text = (HERE / f"{rule}.ttl").read_text(encoding="utf-8")
    planted.write_text(PREFIXES + text, encoding="utf-8")
    expected = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    found = sentences(rule, planted)
    assert found == expected
    assert set(found) <= set(faults([planted]))
    assert all(sentence.endswith(".") for sentence in found)


def sentences(rule: str, path: Path) -> list[str]:
    """Return what one rule says of a file."""
    import pyoxigraph

    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    return [str(row["sentence"].value) for row in store.query(hygiene()[rule].text)]
