"""Does the test of cross-sector links keep its word? Its errors and its power, by simulation.

    python benchmarks/calibration_links.py [--graph build/kg] [--runs 1000] [--seed 0]

The populations: the bundled organisations and partnerships (networks and S3 platforms left out)
with their sectors, and a synthetic one. From the observed numbers of memberships the null model
gives each membership its probability; these are the truth that data are drawn from. In each run
one pair of sectors, chosen before the data are drawn among those with at least five joins
expected, is tested. Printed are

- with the true probabilities known: the Kolmogorov-Smirnov p-value of uniformity of the
  randomised p-values u P(=) + P(>), which are exactly uniform if the test is right;
- with the margins refitted to each draw, as the test does with real data: rejections at 5 %;
- the same where every draw has exactly the observed margins (curveball samples);
- with a lift of 2 and of 3 planted: how often the pair is found at 5 %, refitted. In brackets:
  95 % Wilson intervals.

How a lift is planted: each partnership's column is drawn from the null, which gives its number of
members. Whether it joins the pair is then drawn anew, with the lift times the probability that a
column of its kind with so many members does (at most one), and a column of that kind, that
number of members and that outcome takes its place. Partnerships so keep the distribution of
their sizes; the organisations that carry the pair's sectors gain memberships, others lose as
many, and refitting ascribes a part of the lift to that, as it would in real data. Where half of
all partnerships or more join a pair by chance, there is no room for the lift: what was realised
is printed.

Exit status 1 if the randomised p-values are not uniform (KS p at most 0.01), more than 6.5 % are
rejected where nothing is planted, or power at a lift of 3 is below 0.8.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import binomtest, kstest

from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.joining import join_probabilities, join_probability
from clusterkg.graph.linkage import NOT_PARTNERSHIPS
from clusterkg.graph.poisson_binomial import upper_tail
from clusterkg.graph.significance.curveball import samples as curveball

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
LEAST_EXPECTED = 5.0
LEVEL = 0.05
MOST_REJECTED = 0.065
LEAST_POWER = 0.8
LEAST_KS = 0.01
LIFTS = (2.0, 3.0)
_POOL = 4000
_SIZES = ((5.0, 10.0), (10.0, 20.0), (20.0, np.inf))


@dataclass(frozen=True)
class Population:
    """What is true: each organisation's chance in each partnership, and who carries what."""

    name: str
    observed: Bools
    carries: Bools

    @cached_property
    def chances(self) -> Floats:
        """Probability of each membership, organisations × partnerships."""
        return connection_probabilities(csr_array(self.observed.astype(float)))

    @cached_property
    def pairs(self) -> list[tuple[int, int]]:
        """Pairs of sectors with enough joins expected: the rule by which they are chosen."""
        every = list(combinations(range(self.carries.shape[1]), 2))
        expected = join_probabilities(self.chances, self.carries, every).sum(axis=1)
        return [pair for pair, mean in zip(every, expected, strict=True) if mean >= LEAST_EXPECTED]

    @cached_property
    def nulls(self) -> Floats:
        """Probability that each partnership joins each of the pairs, pairs × partnerships."""
        return join_probabilities(self.chances, self.carries, self.pairs)

    def drawn(self, rng: np.random.Generator, more: float = 1.0) -> Bools:
        """Memberships under the null, or ``more`` times as likely."""
        return rng.random(self.chances.shape) < self.chances * more

    def carriers(self, number: int) -> tuple[Bools, Bools]:
        """Who carries the first, and the second sector of a pair."""
        a, b = self.pairs[number]
        return self.carries[:, a], self.carries[:, b]


@dataclass(frozen=True)
class Runs:
    """Which pair each run tested, how many joins there were, and the p-values."""

    pair: Ints
    observed: Ints
    p: Floats
    randomised: Floats

    def rejected(self, among: Bools | None = None) -> tuple[int, int]:
        """How many p-values are at most 5 %, of how many."""
        p = self.p if among is None else self.p[among]
        return int((p <= LEVEL).sum()), p.size

    def uniform(self) -> float:
        """KS p-value of the randomised p-values against the uniform distribution."""
        return float(kstest(self.randomised, "uniform").pvalue)


def bundled(graph: str) -> Population:
    """Return the population with the margins and carriers of a built graph."""
    from clusterkg.graph import open_graph

    with open_graph(graph) as kg:
        members = kg.two_mode(leave_out=NOT_PARTNERSHIPS)
    sectors = [set(own or ()) for own in members.rows["sectors"].to_list()]
    names = sorted(set().union(*sectors))
    carries = np.array([[name in own for name in names] for own in sectors])
    return Population("bundled", members.incidence.toarray() > 0, carries)


def synthetic(seed: int = 0) -> Population:
    """Return 300 organisations, 90 partnerships and 8 sectors of unequal size.

    One organisation in five has no sector, one in eight has two; degrees have heavy tails.
    """
    rng = np.random.default_rng(seed)
    activity, size = rng.pareto(2.5, 300) + 1.0, rng.pareto(3.0, 90) + 1.0
    chance = np.outer(activity, size)
    chance = np.minimum(chance * 600 / chance.sum(), 0.9)
    share = np.linspace(1.0, 3.0, 8)
    first, second = rng.choice(8, size=(2, 300), p=share / share.sum())
    carries = np.zeros((300, 8), dtype=bool)
    carries[np.arange(300), first] = True
    two = np.flatnonzero(rng.random(300) < 0.125)
    carries[two, second[two]] = True
    carries[rng.random(300) < 0.2] = False
    return Population("synthetic", rng.random(chance.shape) < chance, carries)


def known(population: Population, runs: int, seed: int, more: float = 1.0) -> Runs:
    """Test draws from the null with the true probabilities; or from ``more`` times those."""
    rng = np.random.default_rng(seed)
    numbers = _chosen(population, runs, rng)
    found = [_joins(population, population.drawn(rng, more), number) for number in numbers]
    return _runs(numbers, found, population.nulls[numbers], rng)


def refitted(population: Population, runs: int, seed: int) -> Runs:
    """Test draws from the null, with the margins of each draw."""
    rng = np.random.default_rng(seed)
    numbers = _chosen(population, runs, rng)
    return _tested(population, numbers, (population.drawn(rng) for _ in numbers), rng)


def fixed(population: Population, runs: int, seed: int) -> Runs:
    """Test curveball samples: every draw has exactly the observed margins."""
    rng = np.random.default_rng(seed)
    numbers = _chosen(population, runs, rng)
    matrices = curveball(csr_array(population.observed.astype(float)), runs, seed)
    found = [
        _joins(population, matrix.toarray() > 0, number)
        for number, matrix in zip(numbers, matrices, strict=True)
    ]
    return _runs(numbers, found, population.nulls[numbers], rng)


def planted(population: Population, lift: float, runs: int, seed: int) -> Runs:
    """Test draws in which the pair is joined ``lift`` times as often, with margins refitted."""
    rng = np.random.default_rng(seed)
    numbers = np.sort(_chosen(population, runs, rng))
    pool = Pool.of(population, rng)
    return _tested(population, numbers, _lifted(pool, numbers, lift, rng), rng)


@dataclass(frozen=True)
class Pool:
    """Columns drawn from the null: many of each kind, a kind for equal chances."""

    population: Population
    kind: Ints
    columns: list[NDArray[np.float32]]

    @classmethod
    def of(cls, population: Population, rng: np.random.Generator) -> "Pool":
        """Draw a pool."""
        kinds, kind = np.unique(population.chances, axis=1, return_inverse=True)
        columns = [(rng.random((_POOL, one.size)) < one).astype(np.float32) for one in kinds.T]
        return cls(population, kind.reshape(-1).astype(np.int64), columns)

    def outcomes(self, number: int) -> list["Outcomes"]:
        """Sort the columns of each kind by their size and whether they join a pair."""
        a, b = self.population.carriers(number)
        return [Outcomes.of(own, _join(own, a, b)) for own in self.columns]


@dataclass(frozen=True)
class Outcomes:
    """Places of a kind's columns by size and outcome, and the share that joins by size."""

    size: Ints
    places: dict[tuple[int, bool], Ints]
    share: dict[int, float]

    @classmethod
    def of(cls, columns: NDArray[np.float32], joined: Bools) -> "Outcomes":
        size = columns.sum(axis=1).astype(np.int64)
        sizes = [int(one) for one in np.unique(size)]
        places = {
            (one, way): np.flatnonzero((size == one) & (joined == way))
            for one in sizes
            for way in (False, True)
        }
        share = {one: float(joined[size == one].mean()) for one in sizes}
        return cls(size, places, share)

    def replaced(self, lift: float, rng: np.random.Generator) -> int:
        """Return the place of a column of the null's size, joined ``lift`` times as often."""
        size = int(self.size[rng.integers(self.size.size)])
        joined = bool(rng.random() < min(1.0, lift * self.share[size]))
        return int(rng.choice(self.places[size, joined]))


Way = Callable[[Population, int, int], Runs]


def _lifted(
    pool: Pool, numbers: Ints, lift: float, rng: np.random.Generator
) -> Iterator[Bools]:
    outcomes, last = [], -1
    for number in numbers:
        if number != last:
            outcomes, last = pool.outcomes(int(number)), number
        drawn = [pool.columns[kind][outcomes[kind].replaced(lift, rng)] for kind in pool.kind]
        yield np.array(drawn).T > 0.5


def _tested(
    population: Population, numbers: Ints, draws: Iterator[Bools], rng: np.random.Generator
) -> Runs:
    found, nulls = [], []
    for number, memberships in zip(numbers, draws, strict=True):
        found.append(_joins(population, memberships, number))
        chances = connection_probabilities(csr_array(memberships.astype(float)))
        nulls.append(join_probability(chances, *population.carriers(number)))
    return _runs(numbers, found, np.array(nulls), rng)


def _chosen(population: Population, runs: int, rng: np.random.Generator) -> Ints:
    return rng.integers(len(population.pairs), size=runs)


def _joins(population: Population, memberships: Bools, number: int) -> int:
    return int(_join(memberships.T, *population.carriers(number)).sum())


def _join(columns: Bools | NDArray[np.float32], a: Bools, b: Bools) -> Bools:
    """Whether two different members carry the two sectors, for each row of ``columns``."""
    own = columns.astype(np.float32, copy=False)
    first, second, both = (own @ who.astype(np.float32) for who in (a & ~b, b & ~a, a & b))
    return np.asarray(
        (both > 1.5) | ((both > 0.5) & (first + second > 0.5)) | ((first > 0.5) & (second > 0.5))
    )


def _runs(numbers: Ints, found: list[int], nulls: Floats, rng: np.random.Generator) -> Runs:
    observed = np.array(found, dtype=np.int64)
    at_least, more = upper_tail(nulls, observed), upper_tail(nulls, observed + 1)
    return Runs(numbers, observed, at_least, more + rng.random(observed.size) * (at_least - more))


def interval(hits: int, runs: int) -> str:
    """Return a share with its Wilson interval."""
    low, high = binomtest(hits, runs).proportion_ci(method="wilson")
    return f"{hits / runs:.3f} [{low:.3f}, {high:.3f}] of {runs}"


def _power(population: Population, lift: float, runs: int, seed: int) -> float:
    """Print the power by expected joins; return the power over all."""
    made = planted(population, lift, runs, seed)
    expected = population.nulls.sum(axis=1)[made.pair]
    realised = made.observed.sum() / expected.sum()
    print(f"  lift {lift:g} planted, {realised:.2f} realised: found {interval(*made.rejected())}")
    for low, high in _SIZES:
        among = (expected >= low) & (expected < high)
        if among.any():
            real = made.observed[among].sum() / expected[among].sum()
            found = interval(*made.rejected(among))
            span = f"{low:g} to {high:g}" if np.isfinite(high) else f"{low:g} or more"
            print(f"    {span} joins expected, {real:.2f} realised: {found}")
    hits, of = made.rejected()
    return hits / of


def _size(population: Population) -> str:
    organisations, partnerships = population.chances.shape
    return (
        f"{organisations} organisations, {partnerships} partnerships, {len(population.pairs)} "
        f"pairs of sectors with at least {LEAST_EXPECTED:g} joins expected"
    )


def report(population: Population, runs: int, seed: int) -> bool:
    """Print all figures of a population; return whether all hold."""
    print(f"{population.name}: {_size(population)}")
    right, own = known(population, runs, seed), refitted(population, runs, seed + 1)
    exact = fixed(population, runs, seed + 2)
    print(f"  probabilities known: KS p {right.uniform():.3f}, {interval(*right.rejected())}")
    print(f"  margins refitted: rejected {interval(*own.rejected())}")
    print(f"  margins exactly held: rejected {interval(*exact.rejected())}")
    powers = [_power(population, lift, runs, seed + 3 + i) for i, lift in enumerate(LIFTS)]
    rejected = [made.rejected()[0] / runs for made in (own, exact)]
    return (
        right.uniform() > LEAST_KS and max(rejected) <= MOST_REJECTED and powers[-1] >= LEAST_POWER
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", default="build/kg")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    held = [
        report(population, given.runs, given.seed)
        for population in (bundled(given.graph), synthetic(given.seed))
    ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
