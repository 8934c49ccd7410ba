"""The categories of research of Online-S3."""

import json
from pathlib import Path

from clusterkg.loaders import categories
from clusterkg.ontology import iris

from .loads import file, loaded
from .outside import shared


def test_the_objectives_of_nabs_are_concepts() -> None:
    found = loaded(categories.NABS, shared("s3/NABS.json"))
    assert found.counts == [("NABS.json", 24, 24, 0, 0)]
    for row in json.loads(shared("s3/NABS.json").read_text(encoding="utf-8")):
        about = found.things[iris.resolve(f"nabs/{row['id']}")]
        assert (about["skos:notation"], about["skos:prefLabel"]) == ([row["id"]], [row["name"]])
        assert about["skos:inScheme"] == [iris.resolve("scheme/nabs")]
        assert "ckg:certainty" not in about


def test_the_lost_zero_of_nano_technology_is_put_back_and_marked() -> None:
    found = loaded(categories.OECD, shared("s3/OECD.json"))
    assert found.counts == [("OECD.json", 42, 42, 0, 0)]
    civil, nano = (found.things[iris.resolve(f"oecd-fields/{code}")] for code in ("2.1", "2.10"))
    assert civil["skos:prefLabel"] == ["Civil Engineering"]
    assert "ckg:certainty" not in civil
    assert (nano["skos:notation"], nano["skos:prefLabel"]) == (["2.10"], ["Nano-Technology"])
    assert nano["ckg:certainty"] == [iris.resolve("certainty/inferred")]
    assert len(found.things) == 42 + 1


def test_any_other_repeated_code_is_a_fault(tmp_path: Path) -> None:
    rows = [("1.1", "Mathematics"), ("1.2", "Computers"), ("1.1", "Physics"), ("1.9", "Nine"),
            ("1.1", "Ten?"), ("1.2", "Computers"), ("one", "Odd"), ("2", "")]
    text = json.dumps([{"id": code, "name": name} for code, name in rows], indent=0)
    found = loaded(categories.OECD, file(tmp_path, "fields.json", text))
    assert [(reject.column, reject.rule, reject.value) for reject in found.rejects] == [
        ("name", "conflict", "1.1"), ("name", "conflict", "1.1"), ("id", "pattern", "one"),
        ("name", "required", ""),
    ]
    assert found.counts == [("fields.json", 8, 3, 4, 1)]
