"""Mappings and tables changed at random: a clear refusal, or triples that a strict parser takes."""

import copy
import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from clusterkg.loaders import csvw
from clusterkg.ontology.errors import ClusterkgError

from .test_csvw_faults import GOOD

NAMES = (
    "aboutUrl", "propertyUrl", "valueUrl", "datatype", "default", "lang", "null", "required",
    "separator", "name", "titles", "virtual", "suppressOutput", "primaryKey", "@id", "notes",
)
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1.5, "", "x", "{", "}", "{code}", "id:a/{name}", "{+name}", "#a", "//x",
    "https://e.org/{+name}", "https://e.org/{#name}", "schema:name", "rdf:type", "ckg:", "://",
    "http://[::1", "urn:x:y", "{%zz}", "{_name}", "a" * 300, "\0", "é", "en", "NA", ";",
    [], {}, ["a"], "date", "integer", "anyURI", "decimal", "boolean", "gYear",
    {"base": "date", "format": "d.M.yyyy"}, {"base": "string", "format": "[a-z]+"},
    {"base": "decimal", "format": {"decimalChar": ","}}, {"base": None}, {"format": 5},
)
CELLS = (
    "", "a", "a;b", "NA", "https://e.org/x", "https://e.org/a b", "<>", '"', "\\", "é", "1", "1,5",
    "2.1.2019", "{x}", "%", "%41", "..", "true", "2018", "\u202e", "x" * 50, "a\tb", "a\nb",
)


def mapping(chance: random.Random) -> dict[str, Any]:
    """Return the good mapping with up to five values changed."""
    content = copy.deepcopy(GOOD)
    places = [content["tableSchema"], *content["tableSchema"]["columns"]]
    for _ in range(chance.randint(0, 5)):
        chance.choice(places)[chance.choice(NAMES)] = copy.deepcopy(chance.choice(VALUES))
    return content


def table(chance: random.Random, header: list[str]) -> str:
    """Return a table of some rows with cells by chance."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    for _ in range(chance.randint(1, 6)):
        writer.writerow([chance.choice(CELLS) for _ in header])
    return text.getvalue()


@pytest.mark.parametrize("seed", range(20))
def test_no_mapping_and_no_table_breaks_the_loader(tmp_path: Path, seed: int) -> None:
    chance, loaded = random.Random(seed), 0
    for _ in range(40):
        (tmp_path / "m.json").write_text(json.dumps(mapping(chance)), encoding="utf-8")
        try:
            source = csvw.source(tmp_path / "m.json")
        except csvw.MappingError:
            continue
        text = table(chance, [column.name for column in source.tables[0].columns])
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        try:
            with csvw.loading(tmp_path / "m.json", [tmp_path / "t.csv"]) as load:
                lines = b"".join(load.chunks())
        except ClusterkgError:
            continue
        loaded += 1
        ((_, read, written, rejected, duplicate),) = load.counts
        assert read == written + rejected + duplicate
        assert rejected == len(load.rejects)
        assert sum(1 for _ in pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES)) == \
            lines.count(b"\n")
    assert loaded
