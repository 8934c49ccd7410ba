"""The stored calibration, and that it can be had again."""

from math import sqrt

import numpy as np
import polars as pl
import pytest

from clusterkg.graph import KnowledgeGraph
from clusterkg.graph.network import TwoMode
from clusterkg.graph.proportion import wilson
from clusterkg.graph.uncertainty import calibration
from clusterkg.graph.uncertainty.calibration import (
    CHOSEN,
    NOT_RELIABLE,
    calibrate,
    fully_listed,
    hide,
    ranked_of,
    reliability,
    reliable,
    stored,
)
from clusterkg.graph.uncertainty.measures import NAMES, named
from clusterkg.graph.uncertainty.rank_intervals import Drawing

from .small import two_mode

SHARES = (0.1, 0.25, 0.4, 0.5)


@pytest.fixture(scope="module")
def truth(kg: KnowledgeGraph) -> TwoMode:
    return fully_listed(kg.two_mode(instruments=["ESCP-4i", "ESCP-4x"], kinds=["cluster"]))


def test_every_measure_was_calibrated_at_every_share() -> None:
    table = stored()
    for name in NAMES:
        own = table.filter(measure=name)
        pairs = set(own.select("missing", "chosen").iter_rows())
        assert pairs >= {(share, chosen) for share in SHARES for chosen in CHOSEN}
    assert (table["runs"] >= 1000).all()
    assert not table.select("measure", "missing", "chosen").is_duplicated().any()


def test_stored_intervals_are_wilsons() -> None:
    for row in stored().iter_rows(named=True):
        assert wilson(row["covered"], row["runs"]) == pytest.approx((row["low"], row["high"]),
                                                                    abs=6e-5)


@pytest.mark.slow
@pytest.mark.parametrize("share", SHARES)
def test_fewer_runs_agree_with_the_stored_table(truth: TwoMode, share: float) -> None:
    runs, everyone = 40, np.ones(truth.rows.height, dtype=np.bool_)
    measures = [named(name) for name in ("bridging", "degree", "constraint")]
    # Another seed than the stored runs: draws of their own.
    drawing = Drawing(samples=39, seed=2)
    found = [held for run in range(runs)
             for held in calibrate(truth, everyone, measures, share, run, drawing)]
    for measure in measures:
        for chosen in CHOSEN:
            held = [hit for name, how, hit in found if (name, how) == (measure.name, chosen)]
            row = stored().filter(measure=measure.name, missing=share, chosen=chosen)
            kept = row["covered"][0] / row["runs"][0]
            error = 4.0 * sqrt(max(kept * (1 - kept), 0.02) * (1 / runs + 1 / row["runs"][0]))
            assert len(held) == runs
            assert sum(held) / runs == pytest.approx(kept, abs=error)


def test_the_same_run_asks_and_draws_the_same() -> None:
    of = two_mode({"P": "abcd", "Q": "abe", "R": "cdf", "S": "gh"})
    everyone = np.ones(8, dtype=np.bool_)
    one, two = (
        calibrate(of, everyone, [named("degree")], 0.4, 7, Drawing(samples=39)) for _ in range(2)
    )
    assert one == two
    assert [chosen for _, chosen, _ in one] == list(CHOSEN)


def test_hiding_takes_away_a_share_and_keeps_what_is_stated() -> None:
    of = two_mode({"P": "abcd", "Q": "abe", "R": "f"})
    left, seen = hide(of, 0.5, np.random.default_rng(0))
    assert left.incidence.nnz == 4
    assert left.columns["stated"].to_list() == [4, 3, 1]
    assert left.rows["id"].to_list() == [of.rows["id"][int(i)] for i in seen]
    assert (np.diff(left.incidence.indptr) > 0).all()


def test_places_among_the_ranked() -> None:
    eligible = np.array([True, False, True, True, False, True])
    assert ranked_of(eligible, np.array([1, 2, 4, 5])).tolist() == [1, 3]


def test_fully_listed_partnerships() -> None:
    of = two_mode({"P": "ab", "Q": "bc", "R": "d", "S": "e"}, {"P": 2, "Q": 3, "R": None, "S": 1})
    found = fully_listed(of)
    assert found.columns["id"].to_list() == ["P", "S"]
    assert found.rows["id"].to_list() == ["a", "b", "e"]


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ("m", 0.1, "any", 1000, 0.95, 920), ("m", 0.1, "first ten", 1000, 0.95, 990),
        ("m", 0.25, "any", 1000, 0.95, 960), ("m", 0.25, "first ten", 1000, 0.95, 919),
    ]
    columns = ["measure", "missing", "chosen", "runs", "nominal", "covered"]
    made = pl.DataFrame(rows, schema=columns, orient="row")
    monkeypatch.setattr(calibration, "stored", lambda: made)


@pytest.mark.parametrize(("share", "expected"), [
    (0.0, True), (0.05, True), (0.1, True), (0.11, False), (0.25, False), (0.6, False),
])
@pytest.mark.usefixtures("table")
def test_reliable_at_the_next_share_that_was_tried(share: float, expected: bool) -> None:
    assert reliable("m", share) is expected
    assert reliability("m", share) == ("yes" if expected else NOT_RELIABLE)


@pytest.mark.usefixtures("table")
def test_a_measure_that_was_not_tried() -> None:
    assert reliable("other", 0.1) is None
    assert reliability("other", 0.1) == "not calibrated"
