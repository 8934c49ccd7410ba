"""The catalogue describes the graphs that are there, also where one was derived from another."""

from dataclasses import replace
from pathlib import Path

import pytest

from clusterkg.graph.builder import build as build_version
from clusterkg.graph.carrying import carry
from clusterkg.graph.loading import Account, load_source, remove_source
from clusterkg.ontology import iris, provenance, rdf
from tests.graph.sources import build, content, described, incoming, triples

DERIVED = rdf.triple(
    rdf.iri(iris.graph("links", "1")), "prov:wasDerivedFrom", rdf.iri(iris.graph("a", "1")))
FROM_BUNDLED = DERIVED.replace("/a/1>", "/bundled/1>")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph with a source, and one that says it was derived from it and the bundled one."""
    build(tmp_path / "kg", triples(range(9)))
    load_source(tmp_path / "kg", incoming("a", "1", triples(range(20))))
    lines = [*described("links", "1"), DERIVED, FROM_BUNDLED]
    links = incoming("links", "1", triples([7], "same"))
    load_source(tmp_path / "kg", replace(links, finish=lambda _: Account(lines, [])))
    return tmp_path / "kg"


def catalogue(folder: Path) -> set[str]:
    found = content(folder)
    assert set(found[provenance.CATALOGUE]) <= set(found[""])
    return set(found[provenance.CATALOGUE])


def of_links(*others: str) -> set[str]:
    named = [other.split("/") for other in others]
    lines = [line for name, version in named for line in described(name, version)]
    return {*lines, *described("links", "1"), DERIVED, FROM_BUNDLED}


def test_what_another_graph_was_derived_from_is_described_while_it_is_there(folder: Path) -> None:
    assert catalogue(folder) == of_links("bundled/1", "a/1")
    change = load_source(folder, incoming("a", "2", triples(range(5))))
    assert change.outdated == [iris.graph("links", "1")]
    assert catalogue(folder) == of_links("bundled/1", "a/2")
    # What is left of the links was not found in this version.
    assert remove_source(folder, "a").outdated == []
    assert catalogue(folder) == of_links("bundled/1")


def test_a_rebuild_carries_no_description_of_older_bundled_data(folder: Path) -> None:
    graphs = {iris.graph("bundled", "2"): triples([3]),
              provenance.CATALOGUE: described("bundled", "2")}
    build_version(folder, graphs, {"counts": []}, {}, lambda staged: carry(folder, staged))
    assert catalogue(folder) == of_links("bundled/2", "a/1")
