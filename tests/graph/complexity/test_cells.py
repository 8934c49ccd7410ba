"""Clusters counted by region and sector."""

import polars as pl
import pytest

from clusterkg.graph.complexity.cells import cells, clusters
from clusterkg.graph.complexity.matrix import ComplexityError

COLUMNS = ["id", "name", "country", "region", "sector"]


def _rows(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def test_two_ids_of_one_name_in_one_country_are_one_cluster() -> None:
    found = clusters(_rows(
        ("b", "silicon", "FR", "FRK2", "chips"), ("a", "silicon", "FR", None, "energy"),
        ("c", "silicon", "DE", None, "chips"),
    ))
    assert found.rows() == [(["a", "b"], "FRK2", ["chips", "energy"]), (["c"], "DE", ["chips"])]


def test_clusters_without_a_name_or_country_stay_apart() -> None:
    found = clusters(_rows(("a", None, "FR", None, "x"), ("b", None, "FR", None, "x"),
                           ("c", "n", None, None, None)))
    assert found["ids"].to_list() == [["a"], ["b"], ["c"]]
    assert found["region"].to_list() == ["FR", "FR", None]


def test_the_finest_region_counts_and_codes_are_those_of_nuts() -> None:
    found = clusters(_rows(("a", "n", "GR", "EL3", "x"), ("a", "n", "GR", "EL303", "x"),
                           ("b", "m", "GB", None, "x")))
    assert found["region"].to_list() == ["EL303", "UK"]


def test_cells_count_clusters_by_the_region_above_them() -> None:
    table = clusters(_rows(
        ("a", "a", "FR", "FRK21", "x"), ("a", "a", "FR", "FRK21", "y"),
        ("b", "b", "FR", "FRK22", "x"), ("c", "c", "FR", "FRK", "x"),
        ("d", "d", "IT", "ITC11", None), ("e", "e", "IT", "ITC12", "y"),
    ))
    found = cells(table, 2)
    assert (found.regions, found.sectors) == (["FRK2", "ITC1"], ["x", "y"])
    assert found.counts.tolist() == [[2.0, 1.0], [0.0, 1.0]]
    assert found.clusters.tolist() == [2.0, 1.0]
    assert cells(table, 0).counts.tolist() == [[3.0, 1.0], [0.0, 1.0]]
    assert cells(table, 2, least=2).regions == ["FRK2"]


def test_nothing_has_no_cells() -> None:
    found = cells(clusters(_rows()), 2)
    assert (found.regions, found.sectors, found.counts.shape) == ([], [], (0, 0))


def test_a_level_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ComplexityError, match="no level 4"):
        cells(clusters(_rows()), 4)
