"""Sector links with themes kept: by enumeration, by hand, and with what would mislead it."""

import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp
from scipy.stats import binomtest

from clusterkg.graph.linkage import cross_sector
from clusterkg.graph.network import TwoMode
from clusterkg.graph.significance.sectors import of_one_sector, themed_links

from ..degenerate import TWO_MODES
from .enumeration import with_margins

SCHEMA = {
    "sector_a": pl.String, "sector_b": pl.String, "observed": pl.Int64, "expected": pl.Float64,
    "p": pl.Float64, "p_error": pl.Float64, "q_bh": pl.Float64, "q_by": pl.Float64,
    "partnerships": pl.List(pl.String),
}


def network(sectors: list[list[str]], members: list[list[int]]) -> TwoMode:
    incidence = np.zeros((len(sectors), len(members)))
    for column, own in enumerate(members):
        incidence[own, column] = 1.0
    ids = [f"o{i}" for i in range(len(sectors))]
    rows = pl.DataFrame({"id": ids, "sectors": pl.Series(sectors, dtype=pl.List(pl.String))})
    columns = pl.DataFrame({"id": [f"p{i}" for i in range(len(members))]})
    columns = columns.with_columns(instrument=pl.lit("escp-4i"))
    return TwoMode(rows, columns, sp.csr_array(incidence))


SMALL = network(
    [["a"], ["a"], ["b"], ["c"], ["b", "c"], []],
    [[0, 2, 4], [1, 2], [0, 1, 5], [2, 3], [3, 4], [0, 3, 2]],
)
PRESENT = np.array([[1, 1, 1, 0, 0, 1], [1, 1, 0, 1, 0, 1], [0, 0, 0, 1, 1, 1]])


def test_links_and_what_is_behind_them_by_hand() -> None:
    """The organisation of two sectors is left out: b and c meet in p3 and p5, not in p0 or p4."""
    found = {(r["sector_a"], r["sector_b"]): r for r in themed_links(SMALL, 50).to_dicts()}
    behind = {pair: row["partnerships"] for pair, row in found.items()}
    assert behind == {("a", "b"): ["p0", "p1", "p5"], ("a", "c"): ["p5"], ("b", "c"): ["p3", "p5"]}
    assert all(row["observed"] == len(row["partnerships"]) for row in found.values())
    assert of_one_sector(SMALL).rows["id"].to_list() == ["o0", "o1", "o2", "o3"]


def test_p_and_expectation_by_enumeration() -> None:
    every, samples = with_margins(PRESENT), 2000
    for row in themed_links(SMALL, samples, seed=3).to_dicts():
        i, k = "abc".index(row["sector_a"]), "abc".index(row["sector_b"])
        meet = np.array([(one[i] & one[k]).sum() for one in every])
        share = float((meet >= row["observed"]).mean())
        hits = round(row["p"] * (samples + 1)) - 1
        assert binomtest(hits, samples, share).pvalue > 1e-3
        assert row["expected"] == pytest.approx(meet.mean(), abs=4 * meet.std() / 40 + 1e-9)


def themed(pairs: int, seed: int = 0) -> TwoMode:
    """Six sectors of ten; 60 partnerships of one sector, and some of a and b, and of any two."""
    rng = np.random.default_rng(seed)
    members = [list(home * 10 + rng.choice(10, 3, replace=False)) for home in range(6)] * 10
    for number in range(20):
        s, t = (0, 1) if number < pairs else rng.choice(6, 2, replace=False)
        members.append([int(s * 10 + rng.integers(10)), int(t * 10 + rng.integers(10))])
    return network([[s] for s in "abcdef" for _ in range(10)], members)


def test_a_planted_link_is_found_where_the_null_of_mixing_members_finds_none() -> None:
    given = themed(pairs=10)
    table = themed_links(given, 1000)
    assert table.select("sector_a", "sector_b").row(0) == ("a", "b")
    assert table["q_bh"][0] <= 0.05
    assert cross_sector(given).significant().is_empty()
    assert (themed_links(themed(pairs=0), 1000)["q_bh"] > 0.05).all()


def test_an_organisation_of_two_sectors_makes_no_link() -> None:
    """It is in all partnerships, so that its two sectors would always meet."""
    rest = themed(pairs=0)
    both = pl.DataFrame({"id": ["both"], "sectors": [["c", "d"]]})
    incidence = sp.csr_array(sp.vstack([rest.incidence, np.ones((1, rest.columns.height))]))
    given = TwoMode(pl.concat([rest.rows, both]), rest.columns, incidence)
    assert themed_links(given, 100).equals(themed_links(rest, 100))


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    given = TWO_MODES[name]
    table = themed_links(given, 20)
    assert table.schema == SCHEMA
    assert table.equals(themed_links(given, 20))
    assert (table["p"] <= 1.0).all()
    bare = TwoMode(given.rows.drop("sectors"), given.columns, given.incidence)
    assert themed_links(bare, 20).schema == SCHEMA
    assert themed_links(bare, 20).is_empty()
