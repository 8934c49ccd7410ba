"""The answers on 200 cells that were drawn and labelled twice by hand before the code existed."""

import polars as pl
import pytest

from benchmarks import places
from clusterkg.loaders.locating import Boundaries, locate, read_boundaries
from tests.conftest import require


@pytest.fixture(scope="module")
def boundaries() -> Boundaries:
    require("shared data", places.BOUNDARIES.exists(), "the boundaries are not the project's")
    return read_boundaries(places.BOUNDARIES)


def test_the_sample_is_what_was_drawn() -> None:
    sample = places.sample()
    assert sample.height == 200
    assert sample["line"].n_unique() == 200
    assert sample["label"].null_count() == 0
    assert (sample["label"] == "").sum() == 13


def test_of_the_answers_by_names_alone_97_of_100_are_right() -> None:
    verdict = places.judge()
    assert verdict.right / verdict.answered >= 0.97
    assert verdict.answered >= 100
    assert verdict.answered + sum(verdict.reasons.values()) == verdict.rows == 200


def test_of_the_answers_with_boundaries_97_of_100_are_right_and_60_are_given(
    boundaries: Boundaries,
) -> None:
    verdict = places.judge(boundaries)
    assert verdict.right / verdict.answered >= 0.97
    assert verdict.answered / verdict.rows >= 0.6
    assert verdict.answered + sum(verdict.reasons.values()) == verdict.rows == 200


def test_a_wrong_answer_would_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = places.sample().with_columns(
        label=pl.when(pl.col("city") == "Stuttgart").then(pl.lit("DE112")).otherwise("label"))
    monkeypatch.setattr(places, "sample", lambda: changed)
    assert set(places.judge().wrong["city"]) == {"Stuttgart"}


def test_both_modes_agree_where_both_answer(boundaries: Boundaries) -> None:
    sample = places.sample()
    names, outlines = locate(sample)["nuts3"], locate(sample, boundaries)["nuts3"]
    both = names.is_not_null() & outlines.is_not_null()
    assert both.sum() > 100
    assert (names.filter(both) == outlines.filter(both)).all()


def test_the_report_prints_shares_with_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: for 9 of 10, Wilson's interval is (9 + z2/2 -+ z sqrt(0.9 + z2/4)) / (10 + z2)."""
    assert places.interval(9, 10) == "9 of 10 = 0.900 [0.596, 0.982]"
    assert places.interval(0, 0) == "0 of 0"
    places.report("names alone", places.judge())
    printed = capsys.readouterr().out
    assert "answered" in printed
    assert "right" in printed
    assert "country-named 7" in printed
