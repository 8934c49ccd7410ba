"""Years, periods, who comes and goes: by hand, and by sets."""

from dataclasses import replace
from itertools import combinations

import polars as pl
import pytest
from scipy.stats import binomtest

from clusterkg.graph.changing.dating import dated
from clusterkg.graph.changing.digits import rounded, significant
from clusterkg.graph.changing.turnover import SCHEMA, Period, generations, turnover, windows
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.proportion import wilson
from tests.graph.degenerate import TWO_MODES
from tests.graph.planted import variant
from tests.graph.recommending.futures import dated as made

HAND = made(
    {
        "P": (2016, ["a", "b", "c"]), "Q": (2018, ["b", "c"]), "R": (2019, ["d", "e"]),
        "S": (2020, ["a", "b", "d"]), "T": (None, ["a", "e"]),
    }
)


@pytest.mark.parametrize(("hits", "of"), [(0, 5), (5, 5), (3, 10), (1, 400), (0, 1)])
def test_wilson_as_scipy(hits: int, of: int) -> None:
    expected = binomtest(hits, of).proportion_ci(method="wilson")
    assert wilson(hits, of) == pytest.approx((expected.low, expected.high), abs=1e-9)


def test_wilson_without_a_trial() -> None:
    assert all(bound != bound for bound in wilson(0, 0))


def test_digits() -> None:
    table = rounded(pl.DataFrame({"a": [1.234567891234], "n": [3], "s": ["x"]}))
    assert table.row(0) == (1.2345679, 3, "x")
    values = significant(pl.Series([1e-12 / 3, 0.0]).to_numpy().reshape(1, 2))
    assert values.tolist() == [[3.3333333e-13, 0.0]]


def test_years_by_hand() -> None:
    """Stated; by the generation's start; by the first of the generation; not at all."""
    columns = pl.DataFrame(
        {"id": list("abcdefg"), "start": ["2016-05", None, None, "2019", "2018-01-01", None, None]}
    )
    said = pl.DataFrame(
        {
            "id": list("abcdef"), "generation": ["g", "g", "h", "h", "h", "i"],
            "generation_label": ["G", "G", "H", "H", "H", "I"],
            "generation_start": ["2015", "2015", None, None, None, None],
        }
    )
    found = dated(columns, said)
    assert found["year"].to_list() == [2016, 2015, 2018, 2019, 2018, None, None]
    assert found["dated_by"].to_list() == [
        "stated", "generation", "generation", "stated", "stated", None, None
    ]
    assert found["id"].to_list() == list("abcdefg")


def test_nothing_to_date() -> None:
    columns = pl.DataFrame({"id": ["a"], "start": [None]})
    nothing = pl.DataFrame(
        schema=dict.fromkeys("id generation generation_label generation_start".split(), pl.String)
    )
    assert dated(columns, nothing)["year"].to_list() == [None]
    assert dated(columns.head(0), nothing).height == 0


def test_windows_by_hand() -> None:
    found = windows(HAND, 2)
    assert [(p.name, p.columns) for p in found] == [
        ("2016-2017", (0,)), ("2018-2019", (1, 2)), ("2020", (3,))
    ]
    with pytest.raises(NetworkError, match="0 years"):
        windows(HAND, 0)


def test_generations_by_hand() -> None:
    columns = HAND.columns.with_columns(
        pl.Series("instrument", ["I", "I", "J", "I", "I"]),
        pl.Series("generation", ["i1", "i2", "j1", "i2", "i3"]),
        pl.Series("generation_label", ["I 1", "I 2", "J 1", "I 2", "I 3"]),
    )
    found = generations(replace(HAND, columns=columns))
    assert found == [
        Period("I", "I 1", 2016, (0,)), Period("I", "I 2", 2018, (1, 3)),
        Period("J", "J 1", 2019, (2,)),
    ]


def test_turnover_by_hand() -> None:
    """abc; then bc and de; then abd: a comes back, b and d stay, c and e go."""
    table = turnover(HAND, windows(HAND, 2))
    said = table.select("members", "entered", "returned", "stayed", "left").rows()
    assert said == [(3, 3, 0, 0, 0), (4, 2, 0, 2, 1), (3, 0, 1, 2, 2)]
    ties = table.select("ties", "new_ties", "returned_ties", "kept_ties", "lost_ties").rows()
    # ab ac bc; bc de; ab ad bd
    assert ties == [(3, 3, 0, 0, 0), (2, 1, 0, 1, 2), (3, 2, 1, 0, 2)]
    assert table["survival"].to_list() == [None, 2 / 3, 0.5]
    assert table["tie_survival_low"][1] == pytest.approx(wilson(1, 3)[0])


def _ties(found: TwoMode, period: Period) -> set[frozenset[str]]:
    ids, dense = found.rows["id"].to_list(), found.incidence.toarray()
    held = [[ids[i] for i in range(len(ids)) if dense[i, j]] for j in period.columns]
    return {frozenset(pair) for members in held for pair in combinations(members, 2)}


@pytest.mark.parametrize("seed", [0, 1])
def test_turnover_by_sets(seed: int) -> None:
    found = variant(seed)
    years = [2014 + j % 7 for j in range(found.columns.height)]
    found = replace(found, columns=found.columns.with_columns(pl.Series("year", years)))
    periods = windows(found, 2)
    table = turnover(found, periods)
    before: list[set[frozenset[str]]] = []
    for period, row in zip(periods, table.iter_rows(named=True), strict=True):
        now, last = _ties(found, period), before[-1] if before else set()
        ever = set().union(*before)
        assert row["ties"] == len(now)
        assert row["new_ties"] == len(now - ever)
        assert row["returned_ties"] == len((now & ever) - last)
        assert (row["kept_ties"], row["lost_ties"]) == (len(now & last), len(last - now))
        assert row["members"] == row["entered"] + row["returned"] + row["stayed"]
        before.append(now)


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """One period where there is a member, none else; nobody stays from nothing."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    known = replace(found, columns=columns)
    table = turnover(known, windows(known, 2))
    assert table.schema == pl.Schema(SCHEMA)
    assert table.height == int(found.incidence.nnz > 0)
    assert table["survival"].null_count() == table.height
    undated = replace(found, columns=columns.with_columns(pl.lit(None, pl.Int64).alias("year")))
    assert turnover(undated, windows(undated, 2)).is_empty()
