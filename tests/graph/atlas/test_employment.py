"""Quotients of employment against their definition."""

import polars as pl
import pytest

from clusterkg.graph.atlas.employment import SCHEMA, employment_quotients
from clusterkg.graph.complexity.matrix import ComplexityError

FIGURES = {"id": pl.String, "region": pl.String, "activity": pl.String, "value": pl.Float64}
DIVISIONS = pl.DataFrame({"sector": ["textile", "textile", "farming"],
                          "activity": ["13", "14", "01"]})


def _figures(regions: dict[str, dict[str, float]]) -> pl.DataFrame:
    rows = [(f"{region}-{activity}", region, activity, value)
            for region, values in regions.items() for activity, value in values.items()]
    return pl.DataFrame(rows, schema=FIGURES, orient="row")


TWO = {
    "GR": {"C": 300.0, "G": 700.0, "13": 100.0, "14": 50.0, "47": 700.0},
    "AT": {"C": 500.0, "G": 2500.0, "13": 30.0, "14": 20.0, "47": 2500.0},
}


def test_by_its_definition() -> None:
    found = employment_quotients(_figures(TWO), DIVISIONS, 1.5)
    usual = (130 + 70) / 4000
    expected = {"AT": 50 / 3000 / usual, "EL": 150 / 1000 / usual}
    for region, lq, low, high, ids in found.drop("sector").iter_rows():
        assert lq == pytest.approx(expected[region], abs=1e-12)
        assert (low, high) == pytest.approx((lq / 1.5, lq * 1.5), abs=1e-12)
        # Greece is GR in statistics, and EL in regions' codes.
        assert ids == [f"{'GR' if region == 'EL' else region}-{d}" for d in ("13", "14")]
    assert found["region"].to_list() == ["AT", "EL"]
    assert set(found["sector"]) == {"textile"}, "no figure is of farming"


def test_levels_are_compared_among_themselves() -> None:
    finer = {f"{code}1": {a: v / 2 for a, v in values.items()} for code, values in TWO.items()}
    found = employment_quotients(_figures(TWO | finer), DIVISIONS)
    for level in (2, 3):
        some = found.filter(pl.col("region").str.len_chars() == level).sort("region")
        assert some["lq"].to_list() == pytest.approx([1 / 3, 3.0], abs=1e-12)


def test_a_region_that_withholds_a_division_has_no_quotient() -> None:
    less = {"GR": TWO["GR"], "AT": {k: v for k, v in TWO["AT"].items() if k != "14"}}
    found = employment_quotients(_figures(less), DIVISIONS)
    assert found["region"].to_list() == ["EL"]


def test_a_region_that_withholds_much_of_its_sections_has_no_quotient() -> None:
    less = {"GR": TWO["GR"], "AT": {k: v for k, v in TWO["AT"].items() if k != "G"}}
    assert employment_quotients(_figures(less), DIVISIONS)["region"].to_list() == ["EL"]


def test_without_figures_there_is_none() -> None:
    found = employment_quotients(_figures({}), DIVISIONS)
    assert found.is_empty()
    assert found.schema == SCHEMA


def test_an_error_below_one_is_refused() -> None:
    with pytest.raises(ComplexityError, match=r"0\.5 is a factor"):
        employment_quotients(_figures(TWO), DIVISIONS, 0.5)
