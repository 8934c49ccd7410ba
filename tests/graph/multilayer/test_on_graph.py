import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.analyses import run
from clusterkg.graph.network import NetworkError


def test_layers_by_instrument_hold_the_ties_of_its_partnerships(kg: KnowledgeGraph) -> None:
    table = run(kg, "layers", permutations=5).table
    names = sorted(kg.two_mode().columns["instrument"].unique())
    assert sorted({*table["layer_a"], *table["layer_b"]}) == names
    for name in names[:3]:
        ties = kg.network(instruments=[name]).weights.nnz // 2
        as_a, as_b = (table.filter(**{f"layer_{x}": name})[f"ties_{x}"] for x in "ab")
        assert set(as_a) | set(as_b) == {ties}


@pytest.mark.parametrize(
    ("by", "layer"),
    [("sector", "id:ecosystem/health"), ("kind", "same region"), ("kind", "S3 platform")],
)
def test_layers_by_sector_and_kind(kg: KnowledgeGraph, by: str, layer: str) -> None:
    result = run(kg, "layers", by=by, permutations=2)
    assert layer in {*result.table["layer_a"], *result.table["layer_b"]}
    assert by in result.network


def test_other_layers_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(NetworkError, match="layers by 'colour': use instrument, sector, kind"):
        run(kg, "layers", by="colour")


@pytest.mark.parametrize("by", ["instrument", "kind"])
def test_versatility_of_every_organisation(kg: KnowledgeGraph, by: str) -> None:
    table = run(kg, "versatility", by=by, resamples=1).table
    assert table.height == kg.two_mode().rows.height
    assert table["pagerank"].sum() == pytest.approx(1.0)
    assert table["pagerank"].is_sorted(descending=True)
    assert table["eigenvector"].max() == 1.0
    assert table["first_ten"].sum() == 10
    single = table.filter(pl.col("layers") == 1)
    assert single["participation"].abs().max() == pytest.approx(0.0, abs=1e-12)


def test_without_resamples_first_ten_is_null(kg: KnowledgeGraph) -> None:
    table = run(kg, "versatility", resamples=0).table
    assert table["first_ten"].null_count() == table.height
