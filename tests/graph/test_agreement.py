"""Cohen's kappa by hand."""

import pytest

from clusterkg.graph.agreement import kappa

Judgement = dict[str, str]


def judged(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> tuple[Judgement, Judgement]:
    pairs = [("yes", "yes")] * yes_yes + [("yes", "no")] * yes_no
    pairs += [("no", "yes")] * no_yes + [("no", "no")] * no_no
    names = [str(place) for place in range(len(pairs))]
    return dict(zip(names, (a for a, _ in pairs), strict=True)), dict(
        zip(names, (b for _, b in pairs), strict=True)
    )


def test_two_readers_of_fifty_proposals() -> None:
    # By hand: observed 35/50 = 0.7; yes 25 and 30 of 50, so chance 0.5*0.6 + 0.5*0.4 = 0.5.
    found = kappa(*judged(20, 5, 10, 15))
    assert (found.things, found.observed, found.expected) == (50, 0.7, 0.5)
    assert found.kappa == pytest.approx(0.4)


def test_full_agreement_and_none_beyond_chance() -> None:
    assert kappa(*judged(3, 0, 0, 3)).kappa == 1.0
    assert kappa(*judged(1, 1, 1, 1)).kappa == 0.0
    assert kappa({"a": "x"}, {"a": "x"}).kappa == 1.0


def test_only_what_both_judged_counts() -> None:
    assert kappa({"a": "x", "b": "y"}, {"a": "x", "c": "y"}).things == 1
    with pytest.raises(ValueError, match="nothing was judged by both"):
        kappa({"a": "x"}, {"b": "x"})
