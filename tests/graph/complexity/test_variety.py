"""Entropy and Herfindahl against econcomplex and scipy, variety against Frenken's definition."""

from math import log2

import econcomplex
import numpy as np
import polars as pl
import pytest
from scipy.stats import entropy as reference

from clusterkg.graph.complexity.employed import employed_variety, section
from clusterkg.graph.complexity.matrix import ComplexityError
from clusterkg.graph.complexity.variety import entropy, herfindahl, variety
from tests.loaders.outside import shared

from .matrices import EDGES, amounts


@pytest.mark.parametrize("seed", range(3))
def test_entropy_is_scipys(seed: int) -> None:
    values = amounts(seed)
    values = values[values.sum(axis=1) > 0]
    np.testing.assert_allclose(entropy(values), reference(values, base=2, axis=1), atol=1e-12)


@pytest.mark.parametrize("seed", range(3))
def test_concentration_is_econcomplexs(seed: int) -> None:
    values = amounts(seed)
    values = values[values.sum(axis=1) > 0]
    expected = econcomplex.herfindahl(values, normalize=False)
    np.testing.assert_allclose(herfindahl(values), expected, atol=1e-12)


def test_variety_by_frenkens_equations() -> None:
    values, groups = amounts(4, 6, 8), list("aabbbcdd")
    found = variety(values, groups)
    for r, row in enumerate(values):
        shares = row / row.sum()
        unrelated, related = 0.0, 0.0
        for group in "abcd":
            inside = [p for p, g in zip(shares, groups, strict=True) if g == group]
            total = sum(inside)
            if total:
                unrelated += total * log2(1 / total)
                related += total * sum(p / total * log2(total / p) for p in inside if p)
        assert found.unrelated[r] == pytest.approx(unrelated, abs=1e-12)
        assert found.related[r] == pytest.approx(related, abs=1e-12)
        assert found.total[r] == pytest.approx(unrelated + related, abs=1e-12)


def test_even_shares_have_the_logarithm_of_their_number() -> None:
    found = variety(np.ones((1, 8)), list("aaaabbbb"))
    assert (found.total[0], found.unrelated[0], found.related[0]) == (3.0, 1.0, 2.0)


@pytest.mark.parametrize("name", EDGES)
def test_a_region_of_which_there_is_nothing_has_no_variety(name: str) -> None:
    values = EDGES[name]
    nothing = values.sum(axis=1) == 0
    found = variety(values, ["a"] * values.shape[1])
    measures = (found.total, found.unrelated, found.related, entropy(values), herfindahl(values))
    for measure in measures:
        np.testing.assert_array_equal(np.isnan(measure), nothing)


def test_groups_are_one_an_activity() -> None:
    with pytest.raises(ComplexityError, match="but 2 groups"):
        variety(np.ones((1, 3)), ["a", "b"])


def test_sections_of_divisions_are_those_of_nace_rev_2() -> None:
    rows = pl.read_csv(shared("nace/Nace2_long.csv"), infer_schema=False)
    divisions = rows.filter(pl.col("Level") == "2").select("nace2", "Parent").rows()
    assert len(divisions) == 88
    assert {code: section(code) for code, _ in divisions} == dict(divisions)


def _figures(rows: list[tuple[str, str, float | None]]) -> pl.DataFrame:
    schema = {"region": pl.String, "activity": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_variety_of_employment_is_that_of_divisions_in_sections() -> None:
    found = employed_variety(_figures([
        ("GR", "C", 200.0), ("GR", "G", 200.0), ("GR", "10", 100.0), ("GR", "13", 100.0),
        ("GR", "45", 100.0), ("GR", "47", 100.0),
    ]))
    assert found.rows() == [("EL", 1.0, 1.0)]


def test_a_region_that_withholds_much_has_no_variety() -> None:
    found = employed_variety(_figures([
        ("AT", "C", 200.0), ("AT", "10", 100.0), ("AT", "13", None), ("BE", "C", 100.0),
        ("BE", "10", 96.0), ("BE", "13", None),
    ]))
    assert found.rows() == [("BE", 0.0, 0.0)]


def test_without_figures_there_is_no_variety() -> None:
    found = employed_variety(_figures([]))
    assert found.is_empty()
    assert found.columns == ["region", "unrelated_variety", "related_variety"]
