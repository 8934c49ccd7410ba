"""What is known before a cut, and how scores are judged by what comes after it."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import polars as pl
import pytest
from scipy.stats import mannwhitneyu

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.recommending import baselines
from clusterkg.graph.recommending.comparison import OURS, chosen, compare, verdict
from clusterkg.graph.recommending.evaluation import FIRST, drawings, parts
from clusterkg.graph.recommending.features import features
from clusterkg.graph.recommending.holdout import NEVER, Holdout, split
from clusterkg.graph.recommending.neighbours import adamic_adar
from clusterkg.graph.resampling import interval
from tests.graph.degenerate import TWO_MODES
from tests.graph.recommending.futures import dated, pairs_at_random

# a-b, b-c before 2020; then R ties a-c first, S ties a-c again and c-d; e comes later.
SMALL = dated(
    {
        "P": (2018, ["a", "b"]), "Q": (2019, ["b", "c", "d"]),
        "S": (2021, ["a", "c", "d", "e"]), "R": (2020, ["a", "c"]), "T": (None, ["a", "d"]),
    }
)


def _named(held: Holdout) -> dict[tuple[str, str], str]:
    ids, later = held.past.rows["id"].to_list(), [*held.later, ""]
    found = zip(held.first, held.second, held.tied_by, strict=True)
    return {(ids[i], ids[j]): later[by] for i, j, by in found}


def test_split_by_hand() -> None:
    held = split(SMALL, 2020)
    assert held.past.columns["id"].to_list() == ["P", "Q"]
    assert held.years.tolist() == [2018, 2019]
    assert held.later == ["R", "S"]
    assert _named(held) == {("a", "c"): "R", ("a", "d"): "S"}


def test_newcomers_are_there_without_a_partnership() -> None:
    held = split(SMALL, 2020, newcomers=True)
    assert held.past.rows["id"].to_list() == ["a", "b", "c", "d", "e"]
    assert _named(held) == {
        ("a", "c"): "R", ("a", "d"): "S", ("a", "e"): "S", ("b", "e"): "", ("c", "e"): "S",
        ("d", "e"): "S",
    }


def test_until_leaves_out_what_comes_later() -> None:
    held = split(SMALL, 2020, 2021)
    assert held.later == ["R"]
    assert _named(held) == {("a", "c"): "R", ("a", "d"): ""}
    assert held.positive.tolist() == [True, False]
    assert held.tied_by.tolist() == [0, NEVER]


def test_years_are_needed() -> None:
    columns = SMALL.columns.drop("year")
    with pytest.raises(NetworkError, match="no column 'year'"):
        split(replace(SMALL, columns=columns), 2020)


def _changed_after(found: TwoMode, cut: int) -> TwoMode:
    """Everything that began in the cut or after it has other members."""
    year = found.columns["year"].fill_null(9999).to_numpy()
    dense = found.incidence.toarray()
    dense[:, year >= cut] = 1.0 - dense[:, year >= cut]
    return TwoMode(found.rows, found.columns, type(found.incidence)(dense))


@pytest.mark.parametrize("seed", range(3))
def test_nothing_after_the_cut_changes_what_is_known(seed: int) -> None:
    found = pairs_at_random(seed, closing=True)
    one, other = (split(each, 2020) for each in (found, _changed_after(found, 2020)))
    assert _same(one.past, other.past)
    for known in (features, baselines.scores):
        for a, b in zip(known(one.past).values(), known(other.past).values(), strict=True):
            assert np.array_equal(a, b)


def _same(one: TwoMode, other: TwoMode) -> bool:
    tables = one.rows.equals(other.rows) and one.columns.equals(other.columns)
    return tables and np.array_equal(one.incidence.toarray(), other.incidence.toarray())


@pytest.mark.parametrize("seed", range(5))
def test_auc_is_the_rank_sum(seed: int) -> None:
    """Against scipy's Mann-Whitney U over the number of pairs of pairs, with ties."""
    held = split(pairs_at_random(seed, closing=False), 2020)
    scores = np.random.default_rng(seed).integers(0, 6, held.first.size).astype(float)
    everybody = np.ones(held.past.rows.height, dtype=bool)
    found = parts(held, scores, everybody).auc(np.ones((1, len(held.later))))[0]
    tied = held.positive
    u = mannwhitneyu(scores[tied], scores[~tied]).statistic
    assert found == pytest.approx(u / (tied.sum() * (~tied).sum()), abs=1e-12)


def test_precision_over_every_order_of_ties() -> None:
    """Equal scores at the tenth place: the mean over all orders, listed one by one."""
    names = [f"m{i:02d}" for i in range(14)]
    alone = {f"p{name}": (2019, [name, f"x{name}"]) for name in names}
    found = dated({**alone, "R": (2020, ["m00", "m01", "m02", "m11", "m12"])}, None)
    held = split(found, 2020)
    ids = held.past.rows["id"].to_list()
    kept = [(ids[i], ids[j]) for i, j in zip(held.first, held.second, strict=True)]
    given = [0, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 0]
    value = {f"m{i:02d}": float(v) for i, v in enumerate(given)}
    scores = np.array([value.get(b, -1.0) if a == "m00" else -2.0 for a, b in kept])
    ranked = np.array([name == "m00" for name in ids])
    made = parts(held, scores, ranked)
    # Eight above; m09 to m12 share two places; m01, m02 are in, m11 and m12 by chance.
    orders = list(permutations(["m09", "m10", "m11", "m12"]))
    hits = np.mean([2 + len({"m11", "m12"} & set(order[:2])) for order in orders])
    assert made.precision(np.ones((1, 1)))[0] == pytest.approx(hits / FIRST, abs=1e-12)
    assert made.members.tolist() == [1.0]


def test_first_ten_by_hand() -> None:
    held = split(pairs_at_random(0, closing=False), 2020)
    scores = held.positive.astype(float)
    everybody = np.ones(held.past.rows.height, dtype=bool)
    assert parts(held, scores, everybody).first_ten == 1.0
    assert parts(held, -scores, everybody).first_ten == 0.0
    flat = parts(held, np.zeros(scores.size), everybody)
    assert flat.first_ten == pytest.approx(scores.mean())
    assert flat.auc(np.ones((1, len(held.later))))[0] == 0.5


def test_drawings_leave_out_what_ties_nothing() -> None:
    held = split(SMALL, 2020)
    times = drawings(held, 50, 1)
    assert times.shape == (50, 2)
    assert np.all(times.sum(axis=1) == 2)
    assert np.array_equal(times, drawings(held, 50, 1))
    untied = split(SMALL, 2022)
    assert drawings(untied, 3).shape == (3, 0)
    assert np.isnan(interval(np.array([np.nan]))).all()
    assert np.isnan(interval(np.array([1.0, np.nan, np.nan]))).all()


def test_a_single_later_partnership_has_no_interval() -> None:
    """Drawn again it is the same each time: an interval without width would say too much."""
    held = split(SMALL, 2021)
    assert np.unique(held.tied_by[held.positive]).size == 1
    table = compare(SMALL, 2021, resamples=20)
    assert table["auc"].null_count() == 0
    for name in ("auc", "auc_gain", "precision_at_10"):
        assert table[f"{name}_low"].null_count() == table.height


def _adamic_adar(found: TwoMode) -> tuple[float, float, float]:
    held = split(found, 2020)
    scores = held.of_pairs(adamic_adar(project(held.past).weights).toarray())
    made = parts(held, scores, np.ones(held.past.rows.height, dtype=bool))
    one = np.ones((1, len(held.later)))
    return made.auc(one)[0], *interval(made.auc(drawings(held, 400, 0)))


@pytest.mark.parametrize("seed", range(4))
def test_a_planted_future_is_foreseen(seed: int) -> None:
    """Where ties close triangles, Adamic-Adar tells them; its interval leaves out chance."""
    auc, low, _ = _adamic_adar(pairs_at_random(seed, closing=True))
    assert auc > 0.85
    assert low > 0.5


def test_a_random_future_is_not() -> None:
    """Where ties are random, about one half: within the interval in nearly all of 40 runs."""
    runs = [_adamic_adar(pairs_at_random(seed, closing=False)) for seed in range(40)]
    assert np.mean([auc for auc, _, _ in runs]) == pytest.approx(0.5, abs=0.03)
    assert sum(low <= 0.5 <= high for _, low, high in runs) >= 33


def test_compare_by_hand() -> None:
    found = compare(SMALL, 2020, resamples=20)
    assert set(found["method"]) == {OURS, *baselines.NAMES}
    assert found["new_ties"].unique().to_list() == [2]
    assert found["partnerships"].unique().to_list() == [2]


def test_without_a_past_to_learn_from_the_best_baseline_is_chosen() -> None:
    """All that is known began in one year: which ties follow which was never seen."""
    found = compare(pairs_at_random(0, closing=True), 2020, resamples=20)
    assert set(found["method"]) == set(baselines.NAMES)
    assert found["auc_gain"].null_count() == found.height
    assert chosen(found) == found["method"][0]
    assert "no recommender" in verdict(found)


def test_the_recommender_is_compared_with_itself() -> None:
    ties = pairs_at_random(1, closing=True)
    year = ties.columns["year"].to_list()
    between = [2017 if y == 2015 and i % 3 == 0 else y for i, y in enumerate(year)]
    columns = ties.columns.with_columns(pl.Series("year", between))
    found = compare(replace(ties, columns=columns), 2020, resamples=50)
    ours = found.filter(pl.col("method") == OURS)
    assert ours.select("auc_gain", "auc_gain_low", "precision_gain_high").row(0) == (0, 0, 0)
    others = found.filter(pl.col("method") != OURS)
    assert others["expected_ties"].null_count() == others.height
    gains = ours["auc"][0] - others["auc"]
    assert others["auc_gain"].to_list() == pytest.approx(gains.to_list(), abs=1e-7)
    assert "13 baselines" in verdict(found)
    assert found.equals(compare(replace(ties, columns=columns), 2020, resamples=50))


@pytest.mark.parametrize("name", TWO_MODES)
@pytest.mark.parametrize("cut", [2017, 2018, 2019])
def test_at_the_edge(name: str, cut: int) -> None:
    """All began in 2018: nothing is known before it, and nothing comes later after it."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    table = compare(replace(found, columns=columns), cut, resamples=5)
    assert table.is_empty()
    assert chosen(table) == OURS
    assert "Nothing could be learnt" in verdict(table)
