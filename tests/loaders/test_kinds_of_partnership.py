"""Which partnerships are projects and meta-clusters, and under what those of the documents are.

Expected sets are counted from the tables themselves: the rule for projects stands in the ontology's
definition, the meta-clusters are those of their table.
"""

import csv
from pathlib import Path

import pytest

from clusterkg.loaders import curated, documents
from clusterkg.loaders.bundled import bundled_folder, describe
from clusterkg.loaders.tables import Reading, Row
from clusterkg.ontology import rdf

DATA = Path(__file__).parents[2] / "data"
TYPE = rdf.iri("rdf:type")


def reading(name: str) -> Reading:
    """Return all rows of a bundled table, read by Python's own reader."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [Row(line, cells) for line, cells in enumerate(csv.DictReader(file), start=2)]
    return Reading(describe(bundled_folder())[name], rows)


def typed(triples: list[rdf.Triple], name: str) -> set[str]:
    """Return the subjects of a class."""
    ending = f" {TYPE} {rdf.iri(f'ckg:{name}')}"
    return {triple.removesuffix(ending) for triple in triples if triple.endswith(ending)}


@pytest.mark.parametrize("table", ["partnerships", "entities"])
def test_projects_are_those_with_a_grant_agreement_and_those_of_innosup(table: str) -> None:
    found = reading(table)
    mapper = curated.partnerships if table == "partnerships" else documents.entities
    column = "partnership_id" if table == "partnerships" else "entity_id"
    ids = {row.cells[column].removeprefix("partnership/"): row.cells for row in found.rows}
    expected = {
        rdf.ref(f"partnership/{name}") for name, cells in ids.items()
        if name.startswith("innosup-1/") or cells.get("grant_agreement")
    }
    assert typed(list(mapper(found)), "Project") == expected
    assert len(expected) == (42 if table == "partnerships" else 22)


def test_meta_clusters_are_those_of_their_table_with_their_pages() -> None:
    triples = list(curated.meta_clusters(reading("meta_clusters")))
    assert len(typed(triples, "MetaCluster")) == 6
    page = rdf.iri("https://bioxclusters.eu/who-we-are/")
    assert any("bioxclusters-plus" in triple and triple.endswith(page) for triple in triples)


def test_partnerships_of_the_documents_are_under_the_instrument_of_their_id() -> None:
    triples = list(documents.entities(reading("entities")))
    under = rdf.iri("ckg:underInstrument")
    pairs = {tuple(triple.split(f" {under} ")) for triple in triples if f" {under} " in triple}
    assert len(pairs) == 47
    sentinel = rdf.ref("partnership/escp-4i/sentinel")
    assert (sentinel, rdf.ref("instrument/escp-4i")) in pairs
    for partnership, instrument in pairs:
        slug = instrument.rpartition("/")[2].removesuffix(">")
        assert f"partnership/{slug}/" in partnership
