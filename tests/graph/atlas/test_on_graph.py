"""The atlas of the bundled graph, and of one with priorities and statistics loaded."""

import shutil
from collections.abc import Iterator

import polars as pl
import pytest

from clusterkg.app import loading
from clusterkg.graph import KnowledgeGraph, open_graph
from clusterkg.graph.analyses import run
from clusterkg.graph.atlas.on_graph import COLUMNS, STATED, TAKING_PART
from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.result import Result
from tests.graph import sources
from tests.loaders.outside import shared

PRIORITIES = "s3/eccp_region_ecosystem_priorities_2026-07_clustermanager.csv"
STATISTICS = (
    "regstats/sbs_nuts2_persons_employed_2014_tidy.csv", "nuts/nuts_changes.csv",
    "nuts/datumorphism_nuts_v2013__2015_2017.csv", "nace/NACE.csv",
)


@pytest.fixture(scope="module")
def bundled(kg: KnowledgeGraph) -> Result:
    return run(kg, "atlas")


@pytest.fixture(scope="module")
def outside(
    kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[KnowledgeGraph]:
    """The bundled graph, into which priorities and statistics were loaded as a user does it."""
    files = {"eccp-priorities": [PRIORITIES], "business-statistics": list(STATISTICS)}
    found = {name: [str(shared(file)) for file in those] for name, those in files.items()}
    folder = tmp_path_factory.mktemp("outside") / "kg"
    shutil.copytree(kg.version.parents[1], folder)
    for name, paths in found.items():
        loading.load(folder, name, paths)
    with open_graph(folder) as graph:
        yield graph


def test_columns_are_those_promised(bundled: Result) -> None:
    assert bundled.table.columns == list(COLUMNS)
    assert bundled.keys == ("region", "sector")


def test_the_bundled_data_declare_by_taking_part(kg: KnowledgeGraph, bundled: Result) -> None:
    members = kg.query("region_memberships").to_polars().filter(instrument="S3-platform")
    sectors = kg.query("partnership_sectors").to_polars()
    expected = {(row["region"], row["sector"])
                for row in members.join(sectors, on="partnership").iter_rows(named=True)}
    declared = bundled.table.filter(pl.col("basis").is_not_null())
    assert set(declared.select("region", "sector").rows()) == expected
    assert set(declared["basis"]) == {TAKING_PART}
    assert bundled.coverage["declared pairs"] == len(expected)
    assert bundled.coverage["regions that declare"] == members["region"].n_unique()


def test_partnerships_that_declare_are_no_evidence(kg: KnowledgeGraph, bundled: Result) -> None:
    platform = set(kg.query("region_memberships").to_polars()
                   .filter(instrument="S3-platform")["partnership"])
    for row in bundled.table.iter_rows(named=True):
        shown = {i for i in row["evidence"] if i.startswith("id:partnership/")}
        assert len(shown - platform) == row["partnerships"]


def test_standing_networks_lend_no_members(kg: KnowledgeGraph, bundled: Result) -> None:
    """A consortium is under two names: who is in the network alone is in no funded partnership."""
    partnerships = kg.query("partnerships").to_polars()
    funded = partnerships.filter(~pl.col("instrument").is_in(["Network", "S3-platform"]))["id"]
    sectors = kg.query("partnership_sectors").to_polars()["partnership"]
    members = kg.query("memberships").to_polars().filter(
        pl.col("partnership").is_in(funded.implode())
        & pl.col("partnership").is_in(sectors.implode())
    )
    expected = members["organisation"].n_unique()
    assert bundled.coverage["organisations in a partnership with a sector"] == expected


def test_evidence_names_the_clusters(kg: KnowledgeGraph, bundled: Result) -> None:
    facts = kg.query("cluster_sectors").to_polars()
    where = {(row["id"], row["sector"]): row["region"] for row in facts.iter_rows(named=True)}
    for row in bundled.table.iter_rows(named=True):
        shown = [i for i in row["evidence"] if i.startswith("id:organisation/")]
        assert len(shown) == row["clusters"]
        for one in shown:
            place = where[one, row["sector"]]
            # A cluster without a region lies in its country.
            assert place is None or place.startswith(row["region"])


def test_scores_lie_within_their_intervals_and_say_the_class(bundled: Result) -> None:
    known = bundled.table.drop_nulls("score")
    assert known.filter(~pl.col("score").is_between("score_low", "score_high")).is_empty()
    for name, right in (("supported", pl.col("score_low") > 0), ("missed", pl.col("score_low") > 0),
                        ("unsupported", pl.col("score_high") < 0)):
        assert known.filter((pl.col("class") == name) & ~right).is_empty()
    silent = bundled.table.filter(pl.col("score").is_null())
    assert set(silent["class"]) <= {"cannot say"}


def test_without_statistics_the_notes_say_so(bundled: Result) -> None:
    assert bundled.table["employment_lq"].null_count() == bundled.table.height
    assert any("No statistics of employment" in note for note in bundled.notes)
    assert any("to take part in an S3 partnership stands for" in note for note in bundled.notes)


def test_notes_say_from_how_many_clusters_on_absence_says_anything(bundled: Result) -> None:
    (note,) = (note for note in bundled.notes if "no cluster in a sector says something" in note)
    most = bundled.table["clusters_known"].max()
    fewest = int(note.split(" known clusters")[0].split()[-1])
    assert ("; 0 of " in note) == (most < fewest)


def test_density_is_known_where_clusters_are_and_within_its_interval(bundled: Result) -> None:
    table = bundled.table
    without = table.filter(pl.col("clusters_known") == 0)
    assert without["density"].null_count() == without.height
    known = table.drop_nulls("density")
    assert known["density"].is_between(0, 100 + 1e-9).all()
    inside = known.filter(pl.col("density").is_between("density_low", "density_high"))
    assert inside.height > 0.95 * known.height


def test_level_and_region_choose(kg: KnowledgeGraph, bundled: Result) -> None:
    second = run(kg, "atlas", level="2").table
    assert set(second["region"].str.len_chars()) == {4}
    spain = run(kg, "atlas", region="ES").table
    expected = bundled.table.filter(pl.col("region").str.starts_with("ES"))
    assert spain.equals(expected)
    with pytest.raises(ComplexityError, match="no level '4'"):
        run(kg, "atlas", level="4")
    with pytest.raises(ComplexityError, match=r"begins with 'XX'; there are .*ES"):
        run(kg, "atlas", region="XX")


def test_a_graph_in_which_nobody_declares_says_so(
    bundled: Result, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("nothing") / "kg"
    sources.build(folder, sources.triples([1]))
    with open_graph(folder) as graph:
        found = run(graph, "atlas")
    assert found.table.is_empty()
    assert found.table.schema == bundled.table.schema
    assert any("No region declares" in note for note in found.notes)


@pytest.mark.slow
def test_stated_priorities_take_the_place_of_partnerships(outside: KnowledgeGraph) -> None:
    found = run(outside, "atlas")
    table = found.table
    declared = table.filter(pl.col("basis").is_not_null())
    assert set(declared["basis"]) == {STATED}
    source = outside.query("region_priorities").to_polars()
    assert declared.height == source.select("region", "sector").n_unique()
    assert set(declared["certainty"]) == {"stated", "inferred", "doubtful"}
    assert set(table["region"].str.len_chars()) == {2, 3, 4, 5}
    employed = table.filter(pl.col("speaks") == "employment")
    assert employed.height > 300
    assert set(employed["class"]) == {"supported", "unsupported", "missed", "cannot say"}
    third = table.filter(pl.col("region").str.len_chars() == 5)
    assert third["employment_lq"].null_count() == third.height, "statistics end at level 2"
    assert run(outside, "complexity", resamples=2).table["related_variety"].drop_nulls().len() > 5
