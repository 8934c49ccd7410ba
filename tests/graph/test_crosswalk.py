"""Figures moved between editions of NUTS: by hand, and by the Joint Research Centre's matrices."""

import math
from pathlib import Path

import polars as pl
import pytest

from clusterkg.graph import crosswalk
from clusterkg.graph.crosswalk import CrosswalkError, move
from tests.conftest import require

MATRICES = Path(__file__).parents[3] / "shared" / "data" / "nuts" / "jrc_nutsconverter"
WEIGHTS = ("pop11", "pop21", "artif_surf12", "artif_surf18", "bu_vol", "area_km2")
LEVELS = (1, 2, 3)


def overlaps(*rows: tuple[str, str, float, float | None]) -> pl.DataFrame:
    columns = ("from_region", "to_region", "area_km2", "people")
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None)


def figures(**values: float | None) -> pl.DataFrame:
    return pl.DataFrame({"region": list(values), "value": list(values.values())}, strict=False)


def matrix(level: int, old: int, new: int) -> pl.DataFrame:
    path = MATRICES / f"n{level}_cm_v{old}_v{new}.csv"
    require("shared data", path.exists(), f"{path.name} is where the crosswalks are kept")
    names = {f"code_v{old}": "from_region", f"code_v{new}": "to_region", "areaKm": "area_km2"}
    return pl.read_csv(path).rename(names)


def totals(table: pl.DataFrame, by: str, weight: str) -> pl.DataFrame:
    return table.group_by(region=pl.col(by)).agg(value=pl.col(weight).sum()).sort("region")


def differences(moved: pl.DataFrame, wanted: pl.DataFrame) -> list[float]:
    """How far each region is off, relative to what it should have."""
    both = wanted.join(moved, on="region", how="full", suffix="_moved")
    assert both.null_count().sum_horizontal()[0] == 0
    return [
        abs(row["value_moved"] - row["value"]) / max(abs(row["value"]), 1e-300)
        if row["value"] or row["value_moved"] else 0.0
        for row in both.iter_rows(named=True)
    ]


def test_a_split_region_is_shared_out_by_people_and_not_by_land() -> None:
    # Of A's 100 people 75 live in X; of its 10 km2 4 lie in X. B goes to Y whole.
    table = overlaps(("A", "X", 4.0, 75.0), ("A", "Y", 6.0, 25.0), ("B", "Y", 1.0, 10.0))
    by_people = move(figures(A=8.0, B=3.0), table, "people")
    assert by_people.table.rows() == [("X", 6.0, True), ("Y", 5.0, True)]
    assert by_people.share == 1.0
    assert by_people.sentences() == []
    by_land = move(figures(A=8.0, B=3.0), table, "area_km2")
    assert by_land.table["value"].to_list() == pytest.approx([3.2, 7.8])


def test_a_region_without_a_target_is_listed_and_counts_against_the_share() -> None:
    moved = move(figures(A=30.0, GONE=-10.0), overlaps(("A", "X", 1.0, 1.0)), "people")
    assert moved.without_target == ["GONE"]
    assert moved.share == 0.75
    assert moved.sentences() == ["1 stay behind, for the overlaps do not hold them: GONE"]


def test_a_missing_value_and_nan_are_listed_and_leave_their_targets_incomplete() -> None:
    table = overlaps(
        ("A", "X", 1.0, 1.0), ("B", "X", 1.0, 1.0), ("C", "Y", 1.0, 1.0), ("D", "Z", 1.0, 1.0),
        ("B", "Z", 1.0, 0.0),
    )
    moved = move(figures(A=2.0, B=None, C=math.nan, D=1.0), table, "people")
    assert moved.without_value == ["B", "C"]
    assert moved.table.rows() == [("X", 2.0, False), ("Y", None, False), ("Z", 1.0, True)]
    assert moved.share == 1.0


def test_a_region_without_weight_is_moved_by_area_and_said_to_be() -> None:
    table = overlaps(("A", "X", 3.0, 0.0), ("A", "Y", 1.0, 0.0), ("B", "Y", 0.0, 0.0))
    moved = move(figures(A=8.0, B=8.0), table, "people")
    assert moved.by_area == ["A"]
    assert moved.without_weight == ["B"]
    assert moved.table.rows() == [("X", 6.0, True), ("Y", 2.0, False)]
    assert moved.share == 0.5
    assert moved.sentences() == [
        "1 stay behind, for they have neither weight nor area: B",
        "1 have no weight and were moved by area: A",
    ]


def test_nothing_to_move_is_moved_whole() -> None:
    empty = figures().cast({"region": pl.String, "value": pl.Float64})
    moved = move(empty, overlaps(("A", "X", 1.0, 1.0)), "people")
    assert (moved.share, moved.without_value) == (1.0, ["A"])


@pytest.mark.parametrize(("values", "table", "weight", "message"), [
    (figures(A=1.0), overlaps(("A", "X", 1.0, 1.0)), "cows", "the column 'cows' is missing"),
    (figures(A=math.inf), overlaps(("A", "X", 1.0, 1.0)), "people", "A is infinite"),
    (
        pl.DataFrame({"region": ["A", "A"], "value": [1.0, 2.0]}),
        overlaps(("A", "X", 1.0, 1.0)), "people", "A is there more than once",
    ),
    (
        figures(A=1.0), overlaps(("A", "X", 1.0, 1.0), ("A", "X", 1.0, 1.0)), "people",
        "A to X is there more than once",
    ),
    (figures(A=1.0), overlaps(("A", "X", 1.0, -1.0)), "people", "people of A to X is -1.0"),
    (figures(A=1.0), overlaps(("A", "X", 1.0, math.nan)), "people", "people of A to X is nan"),
    (
        figures(A=1.0), overlaps(("A", "X", 1.0, None), ("A", "Y", 1.0, 1.0)), "people",
        "people of A to X is None",
    ),
    (figures(A=1.0), overlaps(("A", "X", math.inf, 1.0)), "people", "area_km2 of A to X is inf"),
    (
        figures(A=1.0),
        overlaps(("A", "X", 1.0, 1.0), ("A", "Y", 1.0, 1.0)).with_columns(
            to_vintage=pl.Series(["2016", "2021"])
        ),
        "people", "to_vintage must be one edition, and these are 2016, 2021",
    ),
])
def test_what_cannot_be_moved_is_said(
    values: pl.DataFrame, table: pl.DataFrame, weight: str, message: str
) -> None:
    with pytest.raises(CrosswalkError, match=message):
        move(values, table, weight)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_weight_moved_by_itself_is_the_same_weight_summed_by_the_new_regions(
    level: int, weight: str
) -> None:
    table = matrix(level, 2013, 2021)
    moved = move(totals(table, "from_region", weight), table, weight)
    wanted = totals(table, "to_region", weight)
    assert max(differences(moved.table.select("region", "value"), wanted)) < 1e-9
    assert moved.share == pytest.approx(1.0, rel=1e-12)
    assert moved.table["complete"].all()
    assert (moved.without_target, moved.without_value, moved.without_weight) == ([], [], [])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("wrong", ["area_km2", "bu_vol"])
def test_people_moved_by_another_weight_are_not_where_people_live(level: int, wrong: str) -> None:
    table = matrix(level, 2013, 2021)
    moved = move(totals(table, "from_region", "pop11"), table, wrong)
    off = differences(moved.table.select("region", "value"), totals(table, "to_region", "pop11"))
    assert max(off) > 0.01
    assert moved.share == pytest.approx(1.0)


@pytest.mark.parametrize("level", LEVELS)
def test_there_and_back_is_where_it_began(level: int) -> None:
    there = matrix(level, 2013, 2021)
    back = there.rename({"from_region": "to_region", "to_region": "from_region"})
    began = totals(there, "from_region", "pop21")
    moved = move(began, there, "pop21").table.select("region", "value")
    returned = move(moved, back, "pop21").table.select("region", "value")
    assert float(returned["value"].sum()) == pytest.approx(float(began["value"].sum()), rel=1e-12)
    # A region that kept its bounds gets its value back; where regions were merged, shares mix.
    one_to_one = there.filter(~pl.col("from_region").is_duplicated()).filter(
        ~pl.col("to_region").is_duplicated()
    )["from_region"]
    kept = began.filter(pl.col("region").is_in(one_to_one.to_list()))
    assert kept.height > 0.6 * began.height
    same = returned.join(kept, on="region", how="semi")
    assert max(differences(same, kept)) < 1e-9


def test_jan_mayen_has_land_and_no_people() -> None:
    # NO0B1 of 2021 has neither people nor built-up land: only its area says where it went.
    table = matrix(3, 2021, 2024)
    values = totals(table, "from_region", "area_km2")
    moved = move(values, table, "pop11")
    assert moved.by_area == ["NO0B1"]
    assert moved.sentences() == ["1 have no weight and were moved by area: NO0B1"]
    assert crosswalk.AREA == "area_km2"
    assert moved.share == pytest.approx(1.0)
