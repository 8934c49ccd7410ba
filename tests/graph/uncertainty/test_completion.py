"""Completions against what they must be, and against all that can be, counted one by one."""

from collections import Counter, defaultdict
from itertools import product

import numpy as np
import pytest

from clusterkg.graph.centrality import degree
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import tie_weights
from clusterkg.graph.uncertainty.companions import companions
from clusterkg.graph.uncertainty.completion import completions
from clusterkg.graph.uncertainty.gaps import gaps
from clusterkg.graph.uncertainty.measures import Measure, named, of_each
from clusterkg.graph.uncertainty.rank_intervals import Drawing, draws, ranks_in
from clusterkg.graph.uncertainty.urn import fit
from tests.graph.degenerate import TWO_MODES

from .small import everyone, two_mode

MEMBERS = {"P": "ab", "Q": "bc", "R": "cd"}
ONE_MISSING = two_mode(MEMBERS, {"P": 3, "Q": 2, "R": 2})
MANY = two_mode(
    {"P": "abcd", "Q": "abe", "R": "cdf", "S": "g", "T": ""},
    {"P": 6, "Q": 3, "R": 8, "S": 4, "T": 2},
)


@pytest.mark.parametrize("seed", range(5))
def test_every_partnership_has_what_it_states(seed: int) -> None:
    for sample in completions(MANY, gaps(MANY), 10, np.random.default_rng(seed)):
        assert sample.incidence.sum(axis=0).tolist() == [6, 3, 8, 4, 2]
        assert set(sample.incidence.data) == {1.0}
        assert sample.incidence.shape[0] == sample.rows.size
        before = sample.incidence[: MANY.rows.height].toarray()
        assert (before >= MANY.incidence.toarray()).all()


def test_added_members_only_raise_degree() -> None:
    before = degree(tie_weights(MANY.incidence, np.ones(5)))
    for sample in completions(MANY, gaps(MANY), 30, np.random.default_rng(1)):
        after = degree(tie_weights(sample.incidence, sample.times))
        assert (after[: before.size] >= before).all()


def test_unseen_members_are_as_a_listed_member_of_the_partnership() -> None:
    of = two_mode({"P": "ab", "Q": "cd"}, {"P": 4, "Q": 2}, sectors="xxyy")
    for sample in completions(of, gaps(of), 50, np.random.default_rng(2)):
        assert set(of.rows["sectors"].list.first()[sample.rows[4:]]) <= {"x"}


def test_companions_by_hand() -> None:
    # P and Q share a and b. Without a, P and Q share b alone, and a is in Q: found; so with b,
    # and so in Q. Without c, P and Q share two, and c is not in Q; nor is d in P. Nobody shares
    # with R: its two are tried with nothing in common.
    found = companions(two_mode({"P": "abc", "Q": "abd", "R": "ef"}).incidence)
    assert found.tried.tolist() == [2, 4, 2, 0]
    assert found.found.tolist() == [0, 4, 0, 0]
    assert found.shared == [{1: 2}, {0: 2}, {}]
    assert found.share() == pytest.approx(4 / 8)


def _chances() -> dict[str, float]:
    """Who fills the missing place of P: c, d, or somebody new as a or as b; with sets."""
    tried = found = 0.0
    for p, i in [(p, i) for p, letters in MEMBERS.items() for i in letters]:
        rest = set(MEMBERS[p]) - {i}
        common = {q: len(rest & set(MEMBERS[q])) for q in MEMBERS if q != p}
        nearest = [q for q, n in common.items() if n == max(common.values())]
        if max(common.values()):
            tried += 1
            found += sum(i in MEMBERS[q] for q in nearest) / len(nearest)
    by_companion = (found + 0.5) / (tried + 1.0)  # of the posterior; P and Q have b in common
    urn = fit(np.array([1, 2, 2, 1]))
    new = (urn.strengths + urn.discounts * 4) / (urn.strengths + 6)
    new = np.minimum(new / (1.0 - found / 6), 1.0)
    c = (2 - urn.discounts) / (3 - 2 * urn.discounts)
    of_c, of_new = ((urn.probability * x).sum() for x in ((1 - new) * c, new))
    left = 1.0 - by_companion
    half = left * float(of_new) / 2
    return {"c": by_companion + left * float(of_c), "d": left * float(1 - of_c - of_new),
            "new as a": half, "new as b": half}


def _filler(sample_rows: np.ndarray, incidence: np.ndarray) -> str:
    if sample_rows.size > 4:
        return f"new as {'abcd'[sample_rows[4]]}"
    return next(i for i, held in zip("abcd", incidence[:, 0], strict=True)
                if held and i not in "ab")


def test_one_missing_member_is_drawn_as_the_definition_says() -> None:
    number = 6000
    random = np.random.default_rng(11)
    drawn = Counter(
        _filler(sample.rows, sample.incidence.toarray())
        for sample in completions(ONE_MISSING, gaps(ONE_MISSING), number, random)
    )
    for who, chance in _chances().items():
        error = 4.0 * np.sqrt(chance * (1 - chance) / number)
        assert drawn[who] / number == pytest.approx(chance, abs=error)


def _degrees(filler: str) -> list[int]:
    """Degrees of a, b, c, d and perhaps x, when ``filler`` is in P too."""
    letter = "x" if filler.startswith("new") else filler
    members = MEMBERS | {"P": MEMBERS["P"] + letter}
    everybody = sorted(set("".join(members.values())))
    tied = {frozenset(pair) for p in members.values() for pair in product(p, p)}
    return [sum(len(pair) == 2 and i in pair for pair in tied) for i in everybody]


def test_ranks_are_spread_as_over_all_completions() -> None:
    number = 3000
    samples = list(draws(ONE_MISSING, Drawing(samples=number, seed=5)))
    lows, highs = ranks_in(ONE_MISSING, samples, [named("degree")], everyone(ONE_MISSING))["degree"]
    expected: defaultdict[tuple[int, int, int], float] = defaultdict(float)
    for filler, chance in _chances().items():
        degrees = _degrees(filler)
        for i in range(4):
            better = sum(d > degrees[i] for d in degrees)
            expected[i, better + 1, better + degrees.count(degrees[i])] += chance
    for (i, low, high), chance in expected.items():
        share = float(np.mean((lows[:, i] == low) & (highs[:, i] == high)))
        error = 4.0 * np.sqrt(chance * (1 - chance) / number) + 1e-9
        assert share == pytest.approx(chance, abs=error)
    assert sum(expected.values()) == pytest.approx(4.0)


@pytest.mark.parametrize("name", ["no partnerships", "single", "pair", "full", "disconnected",
                                  "with an isolate"])
def test_networks_at_the_edge(name: str) -> None:
    of: TwoMode = TWO_MODES[name]
    missing = gaps(of).draw(np.random.default_rng(0))
    for sample in completions(of, gaps(of), 3, np.random.default_rng(0)):
        added = sample.incidence.toarray().sum(axis=0) - of.incidence.toarray().sum(axis=0)
        assert added.tolist() == missing.tolist()


def test_nothing_missing_is_the_network_itself() -> None:
    of = two_mode(MEMBERS)
    for sample in completions(of, gaps(of), 2, np.random.default_rng(0)):
        assert np.array_equal(sample.incidence.toarray(), of.incidence.toarray())
        assert sample.rows.tolist() == [0, 1, 2, 3]


def test_any_function_of_weights_and_nodes_is_a_measure() -> None:
    counted = Measure("counted", of_each(lambda weights, nodes: np.diff(weights.indptr) * 1.0))
    samples = list(draws(MANY, Drawing(samples=7, seed=1)))
    found = ranks_in(MANY, samples, [counted, named("degree")], everyone(MANY))
    assert np.array_equal(found["counted"][0], found["degree"][0])
