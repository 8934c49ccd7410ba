"""Measuring: intervals from the literature, shares by hand, and the labelled sample itself."""

from pathlib import Path

import pytest

from clusterkg.loaders.reconciliation import evaluation
from clusterkg.loaders.reconciliation.evaluation import SampleError, quality, wilson
from clusterkg.loaders.reconciliation.matching import THRESHOLD

SAMPLES = Path(__file__).parents[2] / "samples"


def test_wilson_agrees_with_an_independent_program() -> None:
    from scipy.stats import binomtest

    for hits, of in ((0, 10), (1, 29), (81, 263), (148, 148), (126, 130)):
        theirs = binomtest(hits, of).proportion_ci(method="wilson")
        ours = wilson(hits, of)
        assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


def test_nothing_chosen_is_known_of_nothing() -> None:
    found = wilson(0, 0)
    assert (found.low, found.high) == (0, 1)
    assert found.value != found.value  # nan


def test_precision_and_recall_by_hand() -> None:
    sample = evaluation.read_sample(SAMPLES, "tune")[:4]
    labelled = [pair._replace(same=same, weight=weight) for pair, same, weight in zip(
        sample, (True, True, False, False), (1.0, 3.0, 2.0, 10.0), strict=True)]
    found = quality(labelled, [True, False, True, False])
    assert (found.precision.value, found.recall.value) == (0.5, 0.5)
    assert found.weighted_precision.value == pytest.approx(1 / 3)
    assert found.weighted_recall.value == pytest.approx(1 / 4)
    # Kish: (1 + 3)² / (1² + 3²) = 1.6 pairs.
    assert found.weighted_recall.of == pytest.approx(1.6)


def test_the_sample_is_as_large_as_it_must_be() -> None:
    everything = evaluation.read_sample(SAMPLES)
    halves = [evaluation.read_sample(SAMPLES, half) for half in ("tune", "test")]
    assert len(everything) == sum(map(len, halves)) >= 400
    assert sum(pair.same for pair in everything) >= 80
    assert sum(pair.stratum.startswith("apart") for pair in everything) >= 100
    # Each half stands for all pairs of a country.
    totals = [sum(pair.weight for pair in half) for half in halves]
    assert totals[0] == pytest.approx(totals[1])


def test_the_half_for_tuning_is_told_apart() -> None:
    sample = evaluation.read_sample(SAMPLES, "tune")
    found = quality(sample, evaluation.by_names(sample, THRESHOLD))
    assert found.precision.low >= 0.95
    assert found.recall.value >= 0.95


@pytest.mark.parametrize(("file", "text", "words"), [
    ("pairs.csv", None, "cannot be read"),
    ("pairs.csv", "pair,name\n1,x\n", "are missing"),
    ("pair_labels.csv", "pair,label\n1,perhaps\n", "pair 1 has the label 'perhaps'"),
])
def test_a_bad_sample_is_named(
    tmp_path: Path, file: str, text: str | None, words: str
) -> None:
    for name in ("pairs.csv", "pair_labels.csv"):
        (tmp_path / name).write_bytes((SAMPLES / name).read_bytes())
    if text is None:
        (tmp_path / file).unlink()
    else:
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(SampleError, match=words):
        evaluation.read_sample(tmp_path)
