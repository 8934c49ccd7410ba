"""Expected values: by hand, by enumeration of all memberships, and by sampling the null model."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import scipy.stats
from numpy.typing import NDArray
from scipy.sparse import csr_array

from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.joining import fractional_counts
from clusterkg.graph.linkage import LinkageResult, cross_sector
from clusterkg.graph.network import TwoMode

DATA = Path(__file__).parents[2] / "data"
CARRIED = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch")
FloatArray = NDArray[np.float64]


def network(
    sectors: list[list[str]], members: list[list[int]], instruments: list[str] | None = None
) -> TwoMode:
    """Organisations ``organisation/0`` … with these sectors, partnerships with these members."""
    incidence = np.zeros((len(sectors), len(members)))
    for column, own in enumerate(members):
        incidence[own, column] = 1.0
    rows = pl.DataFrame(
        {
            "id": [f"organisation/{i}" for i in range(len(sectors))],
            "sectors": pl.Series(sectors, dtype=pl.List(pl.String)),
        }
    )
    columns = pl.DataFrame(
        {
            "id": [f"partnership/{i}" for i in range(len(members))],
            "instrument": instruments or ["escp-4i"] * len(members),
        }
    )
    return TwoMode(rows, columns, csr_array(incidence))


def sectors_of_themes() -> dict[str, list[str]]:
    path = DATA / "themes.sssom.tsv"
    table = pl.read_csv(
        path, separator="\t", comment_prefix="#", quote_char=None, infer_schema=False
    ).filter(
        pl.col("object_id").str.starts_with("id:ecosystem/"),
        pl.col("predicate_id").is_in(CARRIED),
        pl.col("confidence").cast(pl.Float64) >= 0.5,
    )
    found: dict[str, list[str]] = {}
    for theme, ecosystem in table["subject_label", "object_id"].iter_rows():
        found.setdefault(theme, []).append(ecosystem.removeprefix("id:"))
    return found


@pytest.fixture(scope="module")
def real() -> TwoMode:
    """The bundled network, read from the tables without the graph."""
    tables = {
        name: pl.read_csv(DATA / f"{name}.csv", infer_schema=False)
        for name in ("organisations", "partnerships", "memberships")
    }
    known = sectors_of_themes()
    organisations = tables["organisations"]
    places = {name: i for i, name in enumerate(organisations["organisation_id"])}
    members: dict[str, list[int]] = {name: [] for name in tables["partnerships"]["partnership_id"]}
    for partnership, organisation in tables["memberships"][
        "partnership_id", "organisation_id"
    ].iter_rows():
        members[partnership].append(places[organisation])
    themes = [(text or "").split(";") for text in organisations["themes"]]
    sectors = [[s for theme in own for s in known.get(theme, ())] for own in themes]
    return network(sectors, list(members.values()), tables["partnerships"]["instrument"].to_list())


def joins(members: Iterable[int], sectors: list[list[str]], a: str, b: str) -> bool:
    """The definition, word for word."""
    return any(a in sectors[i] and b in sectors[j] for i, j in permutations(members, 2))


def by_pair(result: LinkageResult) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["sector_a"], row["sector_b"]): row for row in result.table.iter_rows(named=True)}


# --- observed links, by hand

SMALL = network(
    [["ecosystem/a"], ["ecosystem/b"], ["ecosystem/a", "ecosystem/b"], ["ecosystem/c"], []],
    [[0, 1], [2, 4], [2, 3], [0, 2], [0, 1, 2, 3, 4]],
)


def test_links_and_partnerships_behind_them() -> None:
    rows = by_pair(cross_sector(SMALL))
    behind = {pair: row["partnerships"] for pair, row in rows.items()}
    assert behind == {
        ("ecosystem/a", "ecosystem/b"): ["partnership/0", "partnership/3", "partnership/4"],
        ("ecosystem/a", "ecosystem/c"): ["partnership/2", "partnership/4"],
        ("ecosystem/b", "ecosystem/c"): ["partnership/2", "partnership/4"],
    }
    assert all(row["observed"] == len(row["partnerships"]) for row in rows.values())


def test_fractional_counts_by_hand() -> None:
    # a–b: {0,1}: 1 over 1; {2,4}: none; {0,2}: w_0a w_2b = 1/2 over 1; in the five, ordered pairs
    # (0,1) 1, (0,2) 1/2, (2,1) 1/2 = 2 over 10. a–c: {2,3} 1/2; five: (0,3) 1, (2,3) 1/2 over 10.
    rows = by_pair(cross_sector(SMALL))
    assert {pair: row["fractional"] for pair, row in rows.items()} == pytest.approx(
        {
            ("ecosystem/a", "ecosystem/b"): 1.7,
            ("ecosystem/a", "ecosystem/c"): 0.65,
            ("ecosystem/b", "ecosystem/c"): 0.65,
        }
    )


def test_fractional_counts_equal_the_double_sum_and_stay_within_one() -> None:
    rng = np.random.default_rng(4)
    carries = rng.random((12, 5)) < 0.35
    incidence = (rng.random((12, 9)) < 0.4).astype(float)
    incidence[:, 0] = np.arange(12) == 3
    weights = carries / np.maximum(carries.sum(axis=1, keepdims=True), 1)
    pairs = list(combinations(range(5), 2))
    total = np.zeros(len(pairs))
    for column in incidence.T:
        members = np.flatnonzero(column)
        own = [
            sum(weights[i, a] * weights[j, b] for i, j in permutations(members, 2))
            for a, b in pairs
        ]
        share = np.array(own) / max(len(members) * (len(members) - 1) / 2, 1)
        assert share.sum() <= 1.0 + 1e-12
        total += share
    np.testing.assert_allclose(fractional_counts(csr_array(incidence), carries, pairs), total)


@pytest.mark.parametrize(
    "spelling",
    [("Network", "S3-platform"), ("instrument/network", "instrument/s3-platform")],
)
def test_networks_and_platforms_are_left_out(spelling: tuple[str, str]) -> None:
    instruments = ["escp-4i", *spelling, "INNOSUP-1", "escp-s3"]
    result = cross_sector(
        replace(SMALL, columns=SMALL.columns.with_columns(pl.Series("instrument", instruments)))
    )
    behind = set(result.table["partnerships"].explode(empty_as_null=False))
    assert behind == {"partnership/0", "partnership/3", "partnership/4"}
    assert (result.coverage.partnerships, result.coverage.left_out) == (3, 2)


def test_instruments_can_be_chosen_and_may_be_unknown() -> None:
    columns = SMALL.columns.with_columns(
        pl.Series("instrument", ["Network", None, "i3", "I3", "x"])
    )
    result = cross_sector(replace(SMALL, columns=columns), leave_out=["I3"])
    assert (result.coverage.partnerships, result.coverage.left_out) == (3, 2)


def test_coverage_by_hand() -> None:
    wider = network(
        [*SMALL.rows["sectors"].to_list(), ["ecosystem/a"]], [[0, 1], [2, 4], [], [0, 2]]
    )
    stated = pl.Series("stated", [4, None, 7, 3])
    coverage = cross_sector(replace(wider, columns=wider.columns.with_columns(stated))).coverage
    assert (coverage.organisations, coverage.with_sector) == (4, 3)
    assert (coverage.partnerships, coverage.without_members, coverage.memberships) == (3, 1, 6)
    assert (coverage.listed, coverage.stated) == (4, 7)


# --- the test


def test_expectation_variance_and_p_by_enumeration() -> None:
    # Every 0/1 matrix of this shape, weighted by its probability under the null model.
    sectors = [["a"], ["b"], ["a", "b"], []]
    small = network(sectors, [[0, 1], [1, 2], [0, 2, 3]])
    chances = connection_probabilities(small.incidence)
    mass = np.zeros(4)
    for cells in product((0, 1), repeat=12):
        matrix = np.array(cells).reshape(4, 3)
        count = sum(joins(np.flatnonzero(m).tolist(), sectors, "a", "b") for m in matrix.T)
        mass[count] += np.prod(np.where(matrix, chances, 1.0 - chances))
    row = cross_sector(small).table.row(0, named=True)
    mean = float(mass @ np.arange(4))
    assert row["observed"] == 3
    assert row["expected"] == pytest.approx(mean, rel=1e-12)
    assert row["variance"] == pytest.approx(float(mass @ (np.arange(4) - mean) ** 2), rel=1e-12)
    assert row["p"] == pytest.approx(mass[3], rel=1e-12)


def test_q_values_by_hand(real: TwoMode) -> None:
    # Benjamini and Hochberg 1995: the smallest of m p_(j) / j over all j from its rank upwards.
    table = cross_sector(real).table
    p = table["p"].to_list()
    assert p == pytest.approx(sorted(p), rel=1e-9)
    q = [min(1.0, *(len(p) * p[j] / (j + 1) for j in range(i, len(p)))) for i in range(len(p))]
    assert table["q"].to_list() == pytest.approx(q, rel=1e-12)
    assert table["significant"].to_list() == [value <= 0.05 for value in q]


def test_pairs_that_cannot_be_joined_are_not_tested() -> None:
    # b and c are carried by one and the same organisation, d by one without partnership.
    result = cross_sector(network([["a"], ["b", "c"], ["d"]], [[0, 1], [0], [1]]))
    assert list(by_pair(result)) == [("a", "b"), ("a", "c")]
    assert result.tested == 2


def planted(sectors: list[list[str]]) -> TwoMode:
    """Six groups of twelve: a third of 72 partnerships take one member of each of the first two
    groups, the others two members of one other group; and each takes one member of any group.
    """
    rng = np.random.default_rng(1)
    members = []
    for number in range(72):
        home = 24 + number % 4 * 12
        one, other = (0, 12) if number < 24 else (home, home)
        own = {one + number % 12, other + (number + 5) % 12, int(rng.integers(72))}
        members.append(sorted(own))
    return network(sectors, members)


SIX = [[s] for s in "abcdef" for _ in range(12)]


def test_planted_link_is_found_and_gone_when_sectors_are_shuffled() -> None:
    found = cross_sector(planted(SIX))
    assert found.significant()["sector_a", "sector_b"].rows() == [("a", "b")]
    assert "1 of 15 pairs of sectors are joined" in found.sentence()
    assert "a – b" in found.sentence()
    rng = np.random.default_rng(2)
    for _ in range(5):
        shuffled = cross_sector(planted([SIX[i] for i in rng.permutation(len(SIX))]))
        assert shuffled.significant().is_empty()
        assert "none has a q-value of at most 0.05" in shuffled.sentence()


def test_alpha_decides_what_is_significant() -> None:
    smallest = cross_sector(planted(SIX)).table["q"].min()
    assert isinstance(smallest, float)
    assert cross_sector(planted(SIX), alpha=smallest).significant().height == 1
    assert cross_sector(planted(SIX), alpha=smallest / 2).significant().is_empty()


@pytest.mark.parametrize(
    "nothing",
    [network([], []), network([[], []], [[0, 1]]), network([["a"]], [[0]]), network([["a"]], [])],
)
def test_nothing_to_test_is_said(nothing: TwoMode) -> None:
    result = cross_sector(nothing)
    assert result.tested == 0
    assert result.table.columns == cross_sector(SMALL).table.columns
    assert result.table.schema == cross_sector(SMALL).table.schema
    assert result.sentence() == "No two sectors could be joined: too few organisations carry one."


# --- invariants, on the real network


def test_same_twice_and_in_any_order(real: TwoMode) -> None:
    table = cross_sector(real).table
    assert cross_sector(real).table.equals(table)
    rng = np.random.default_rng(6)
    rows, columns = rng.permutation(real.rows.height), rng.permutation(real.columns.height)
    shuffled = TwoMode(
        real.rows[rows], real.columns[columns], csr_array(real.incidence[rows][:, columns])
    )
    other = cross_sector(shuffled).table
    exact = ["sector_a", "sector_b", "observed", "significant", "partnerships"]
    assert other[exact].equals(table[exact])
    for column in ("expected", "variance", "p", "q", "fractional"):
        np.testing.assert_allclose(other[column].to_numpy(), table[column].to_numpy(), rtol=1e-9)


def test_an_isolate_changes_nothing(real: TwoMode) -> None:
    isolate = real.rows.head(1).with_columns(id=pl.lit("organisation/alone"))
    wider = csr_array(np.vstack([real.incidence.toarray(), np.zeros(real.columns.height)]))
    more = cross_sector(TwoMode(pl.concat([real.rows, isolate]), real.columns, wider))
    assert more.table.equals(cross_sector(real).table)
    assert more.coverage == cross_sector(real).coverage


def test_observed_links_follow_the_definition(real: TwoMode) -> None:
    result = cross_sector(real)
    used = ~real.columns["instrument"].is_in(["Network", "S3-platform"]).to_numpy()
    sectors = real.rows["sectors"].to_list()
    members = [np.flatnonzero(column).tolist() for column in real.incidence.toarray().T[used]]
    for (a, b), row in by_pair(result).items():
        assert row["observed"] == sum(joins(own, sectors, a, b) for own in members)


def sampled(network: TwoMode, pairs: list[tuple[str, str]], rounds: int) -> NDArray[np.int64]:
    """Partnerships that join each pair in random matrices of the null model, pairs × rounds."""
    carriers = network.rows["sectors"].list.len().to_numpy() > 0
    chances = connection_probabilities(network.incidence)[carriers].astype(np.float32)
    own = network.rows["sectors"].to_list()
    kept = [set(s) for s, used in zip(own, carriers, strict=True) if used]
    sectors = sorted({sector for pair in pairs for sector in pair})
    carried = np.array([[sector in s for s in kept] for sector in sectors])
    a, b = (np.array([sectors.index(pair[side]) for pair in pairs]) for side in (0, 1))
    masks = np.concatenate([carried, carried[a] & carried[b]]).astype(np.float32)
    rng = np.random.default_rng(20)
    found = []
    for _ in range(rounds // 100):
        drawn = rng.random((100, *chances.shape), dtype=np.float32) < chances
        counted = np.tensordot(masks, drawn.astype(np.float32), axes=(1, 1))
        each, both = np.split(counted, [len(sectors)])
        # Choices of one member with each sector, but of the same one for both.
        joined = each[a] * each[b] > both
        found.append(joined.sum(axis=-1))
    return np.concatenate(found, axis=1).astype(np.int64)


@pytest.mark.slow
@pytest.mark.parametrize("shuffled", [False, True])
def test_p_values_agree_with_samples_of_the_null(real: TwoMode, shuffled: bool) -> None:
    # Shuffled among the organisations, sectors give p-values all over the unit interval.
    used = ~real.columns["instrument"].is_in(["Network", "S3-platform"]).to_numpy()
    order = np.random.default_rng(9).permutation(real.rows.height)
    own = real.rows["sectors"][order] if shuffled else real.rows["sectors"]
    kept = TwoMode(
        real.rows.with_columns(own),
        real.columns.filter(used),
        csr_array(real.incidence[:, np.flatnonzero(used)]),
    )
    rows, rounds = by_pair(cross_sector(kept)), 10_000
    counts = sampled(kept, list(rows), rounds)
    for count, row in zip(counts, rows.values(), strict=True):
        # Two-sided binomial test of the number of samples at least as large as observed.
        hits = int((count >= row["observed"]).sum())
        below = scipy.stats.binom.cdf(hits, rounds, row["p"])
        above = scipy.stats.binom.sf(hits - 1, rounds, row["p"])
        assert min(below, above) > 1e-5
        expected, variance = row["expected"], row["variance"]
        assert abs(count.mean() - expected) <= 4.5 * np.sqrt(variance / rounds)
        # The sample variance of counts that are nearly Poisson has itself this variance.
        spread = np.sqrt((variance + 2 * variance**2) / rounds)
        assert abs(count.var() - variance) <= 5 * spread
