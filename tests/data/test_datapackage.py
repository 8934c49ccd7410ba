"""The bundled package: described in full, and good by frictionless and by our own reader."""

import json
import re
import warnings
from pathlib import Path

import pytest

from clusterkg.loaders import bundled, nace, nuts, registry, vocabularies
from clusterkg.loaders.schema import read_package

DATA = Path(__file__).parents[2] / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
NO_GRAPH = {"addresses"}  # where sources are, for downloading
TABLES = [resource for resource in PACKAGE["resources"] if "schema" in resource]
NO_DATA = {"LICENSE", "__init__.py", "py.typed", "datapackage.json"}


def test_every_file_is_described() -> None:
    files = {path.name for path in DATA.iterdir() if path.is_file()}
    assert files - NO_DATA == {resource["path"] for resource in PACKAGE["resources"]}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table["name"])
def test_every_column_is_described(table: dict[str, object]) -> None:
    lines = (DATA / str(table["path"])).read_text(encoding="utf-8").splitlines()
    header = next(line for line in lines if not line.startswith("#"))
    fields = table["schema"]["fields"]  # type: ignore[index]
    assert [field["name"] for field in fields] == re.split("[,\t]", header)
    assert all(field["description"] and field["type"] for field in fields)
    assert table["title"]
    assert table["sources"]


def test_the_standard_s_own_program_finds_it_valid() -> None:
    with warnings.catch_warnings():
        # frictionless and what it imports warn of their own deprecations.
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package("datapackage.json", basepath=str(DATA)).validate()
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "note"]) == []
    assert report.stats["tasks"] == len(PACKAGE["resources"])


def test_our_reader_takes_every_row() -> None:
    things = vocabularies.things() | {f"nace/{code}" for code in registry.codes(nace.load())}
    tables = bundled.read(DATA, "test", registry.codes(nuts.load()), things)
    described = {table["name"] for table in TABLES}
    assert set(tables.readings) | NO_GRAPH == described == set(read_package(DATA))
    rejects = [r for reading in tables.readings.values() for r in reading.rejects]
    assert [reject.sentence() for reject in rejects] == []
    for reading in tables.readings.values():
        assert reading.count.read == reading.count.written > 0
