"""Results in a graph's folder: stored, read, replaced, outdated, carried over and removed."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from clusterkg.app.building import build
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.loading import load_source, remove_source
from clusterkg.graph.result import Result, ResultError
from clusterkg.graph.results import basis, read_result, store_result, stored
from clusterkg.loaders.bundled import bundled_folder
from clusterkg.ontology.shapes_check import validate
from clusterkg.queries.catalogue import catalogue
from tests.graph import sources
from tests.graph.results.made import ALL, EVERYTHING, LINKS

OURS = ("results", "result_values")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small graph of one bundled source."""
    sources.build(tmp_path / "kg", sources.triples(range(20)))
    return tmp_path / "kg"


@pytest.fixture(scope="module")
def with_results(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The bundled graph and all results that are made here."""
    place = tmp_path_factory.mktemp("stored") / "kg"
    shutil.copytree(kg.version.parents[1], place)
    for result in ALL:
        store_result(place, result)
    with open_graph(place) as graph:
        yield graph


def found(folder: Path) -> list[dict[str, object]]:
    with open_graph(folder) as graph:
        return graph.query("results").rows()


def outdated(folder: Path) -> list[object]:
    return [row["outdated"] for row in found(folder)]


@pytest.mark.parametrize("result", ALL, ids=lambda result: result.name)
def test_a_stored_result_is_read_back_equal(with_results: KnowledgeGraph, result: Result) -> None:
    again = read_result(with_results, result.name.replace(" ", "-"))
    assert_frame_equal(again.table, result.table, check_exact=True)
    assert replace(again, table=result.table) == result


def test_the_graph_says_which_results_it_holds(with_results: KnowledgeGraph) -> None:
    assert stored(with_results) == ["every-type", "links", "nothing", "whole"]
    with pytest.raises(ResultError, match=r"no result 'others'.*every-type, links"):
        read_result(with_results, "others")
    row = next(r for r in with_results.query("results").rows() if r["analysis"] == "links")
    assert row["parameters"] == "alpha=0.05, exact=false, model=bicm, samples=1000"
    assert (row["seed"], row["outdated"]) == (7, False)
    assert row["computed_on"] == "members by partnerships"
    assert str(row["software"]).startswith("clusterkg ")
    assert row["digest"] == with_results.summary["digest"] == basis(with_results).digest


def test_values_of_a_thing_come_with_intervals(with_results: KnowledgeGraph) -> None:
    rows = with_results.query("result_values", thing="id:ecosystem/tourism").rows()
    about = "sector_a=ecosystem/textile, sector_b=ecosystem/tourism"
    assert {(row["analysis"], row["about"], row["seed"]) for row in rows} == {("links", about, 7)}
    said = {(row["measure"], str(row["value"]), row["low"], row["high"]) for row in rows}
    assert ("lift", "2.5", 1.5, 4.0) in said
    evidence = {value for measure, value, _, _ in said if measure == "evidence"}
    assert evidence == {"id:partnership/escp-s3/tex4im", "id:partnership/escp-4i/x"}
    none = with_results.query("result_values", thing="id:ecosystem/tourism", analysis="bridging")
    assert none.rows() == []


@pytest.mark.parametrize("name", sorted(set(catalogue()) - set(OURS)))
def test_no_other_question_has_another_answer(
    kg: KnowledgeGraph, with_results: KnowledgeGraph, name: str
) -> None:
    for scope in ("all", "documents"):
        assert with_results.query(name, scope=scope).serialize("tsv") \
            == kg.query(name, scope=scope).serialize("tsv")


def test_networks_and_the_digest_are_the_same(
    kg: KnowledgeGraph, with_results: KnowledgeGraph
) -> None:
    assert basis(with_results) == basis(kg)
    assert_frame_equal(with_results.two_mode().rows, kg.two_mode().rows)
    assert (with_results.network().weights != kg.network().weights).nnz == 0


def test_what_is_stored_fits_the_shapes(with_results: KnowledgeGraph) -> None:
    assert [violation.message for violation in validate(with_results.union())] == []


def test_the_same_result_is_stored_once_and_a_new_one_takes_its_place(folder: Path) -> None:
    first = store_result(folder, LINKS)
    assert store_result(folder, LINKS).unchanged
    second = store_result(folder, replace(LINKS, seed=8))
    assert second.previous == first.graph
    assert [row["seed"] for row in found(folder)] == [8]


def test_a_name_keeps_two_results_of_one_analysis_apart(folder: Path) -> None:
    store_result(folder, LINKS)
    store_result(folder, replace(LINKS, seed=8), name="Links, seed 8")
    with open_graph(folder) as graph:
        assert stored(graph) == ["links", "links-seed-8"]
        assert read_result(graph, "links-seed-8").seed == 8
    with pytest.raises(ResultError, match="is no name of a result"):
        store_result(folder, LINKS, name="!")


def test_a_removal_leaves_what_was_before(folder: Path) -> None:
    before = sources.content(folder)
    store_result(folder, EVERYTHING)
    assert sources.content(folder) != before
    remove_source(folder, "result/every-type")
    assert sources.content(folder) == before


def test_a_result_is_outdated_once_the_graph_is_another(folder: Path) -> None:
    store_result(folder, LINKS)
    assert outdated(folder) == [False]
    load_source(folder, sources.incoming("a", "1", sources.triples([30])))
    assert outdated(folder) == [True], "a graph came"
    store_result(folder, LINKS)
    assert outdated(folder) == [False]
    change = load_source(folder, sources.incoming("a", "2", sources.triples([31])))
    assert outdated(folder) == [True], "a graph is another"
    assert [name.partition("result/")[2].partition("/")[0] for name in change.outdated] == ["links"]
    store_result(folder, LINKS)
    remove_source(folder, "a")
    assert outdated(folder) == [True], "a graph left"


def test_a_result_says_on_what_it_was_computed_even_when_stored_later(folder: Path) -> None:
    with open_graph(folder) as graph:
        before = basis(graph)
    load_source(folder, sources.incoming("a", "1", sources.triples([30])))
    store_result(folder, LINKS, before)
    assert [(row["outdated"], row["digest"]) for row in found(folder)] == [(True, before.digest)]


def test_another_result_does_not_outdate_one(folder: Path) -> None:
    store_result(folder, LINKS)
    store_result(folder, EVERYTHING)
    assert outdated(folder) == [False, False]


def test_a_rebuild_keeps_results(kg: KnowledgeGraph, tmp_path: Path) -> None:
    shutil.copytree(kg.version.parents[1], tmp_path / "kg")
    store_result(tmp_path / "kg", LINKS)
    build(tmp_path / "kg", bundled_folder(), force=True)
    assert [(row["analysis"], row["outdated"]) for row in found(tmp_path / "kg")] == [
        ("links", False)]
