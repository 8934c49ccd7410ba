"""What a tie brings, on what way, and which pairs are recommended."""

from dataclasses import replace
from itertools import pairwise, permutations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import sparse
from clusterkg.graph.brokerage import brokerage
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.recommending.evidence import Ways
from clusterkg.graph.recommending.holdout import split
from clusterkg.graph.recommending.recommendations import (
    SCHEMA,
    best,
    candidates,
    reachable,
    with_evidence,
)
from clusterkg.graph.recommending.recommender import Plausibility
from clusterkg.graph.recommending.value import bridging_gain, new_share, value
from tests.graph.degenerate import NETWORKS, TWO_MODES
from tests.graph.planted import variant
from tests.graph.recommending.futures import dated

# a-b-c in a row, d with e apart; sectors a to e: a, b, c, a, b.
ROW = dated({"P": (2018, ["a", "b"]), "Q": (2019, ["b", "c"]), "R": (2019, ["d", "e"])})


def _gain(found: TwoMode, i: int, j: int) -> float:
    """Brokerage across sectors of i with the tie less that without."""
    weights, shares = project(found).weights, allocation(found.rows, "sectors")[1]
    dense = weights.toarray()
    dense[i, j] = dense[j, i] = 1.0
    with_tie, without = brokerage(sparse(dense), shares), brokerage(weights, shares)
    return float(with_tie.cross[i] - without.cross[i])


@pytest.mark.parametrize("seed", [0, 1])
def test_gain_is_what_brokerage_grows_by(seed: int) -> None:
    found = variant(seed)
    weights, shares = project(found).weights, allocation(found.rows, "sectors")[1]
    gain = bridging_gain(weights, shares)
    for i, j in list(permutations(range(found.rows.height), 2))[:: 97 + seed]:
        expected = 0.0 if weights[i, j] else _gain(found, i, j)
        assert gain[i, j] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("name", NETWORKS)
def test_gain_at_the_edge(name: str) -> None:
    """Nothing between tied ones, in one group, or without any."""
    network = NETWORKS[name]
    gain = bridging_gain(network.weights, allocation(network.nodes, "sectors")[1])
    assert gain.shape == network.weights.shape
    assert np.all(gain >= 0)
    assert not np.any(gain[network.weights.toarray() > 0])
    if name in ("empty", "single", "isolates", "pair", "complete", "no groups"):
        assert not np.any(gain)


def test_value_by_hand() -> None:
    """a (sector a) and c (sector c) both know b (sector b): no contact of a is new to c."""
    table = value(ROW)
    of = {(m, p): row for m, p, *row in table.iter_rows()}
    ids = ROW.rows["id"].to_list()
    a, b, c, d, e = range(5)
    assert set(of) == {(i, j) for i, j in permutations(range(5), 2)
                       if {ids[i], ids[j]} not in ({"a", "b"}, {"b", "c"}, {"d", "e"})}
    gain, share, complement, sectors, regions, worth = of[a, e]
    assert (gain, share) == (2.0, 1.0)
    # Sectors a and b meet in P and in R; a is in P and R, b in P, Q and R.
    assert complement == pytest.approx(2 / np.sqrt(2 * 3))
    assert worth == pytest.approx(np.sqrt(share * complement))
    assert (sectors, regions) == (0.0, 1.0)
    assert of[a, c][0] == 0.0
    assert of[a, c][3] == 1.0
    assert of[b, d][3] == 0.0
    assert of[d, c][3] == 1.0


def test_new_share_without_the_column() -> None:
    assert not np.any(new_share(ROW, "nothing of the kind"))


@pytest.mark.parametrize("seed", [0, 1])
def test_ways_are_shortest(seed: int) -> None:
    """As long as networkx finds them, of memberships that exist."""
    found = variant(seed)
    members, columns = found.rows["id"].to_list(), found.columns["id"].to_list()
    i, j = found.incidence.nonzero()
    graph = nx.Graph([(("m", members[a]), ("p", columns[b])) for a, b in zip(i, j, strict=True)])
    ways = Ways(found)
    for one, other in list(permutations(members, 2))[::53]:
        way = ways.ids(ways.between(one, other))
        if ("m", one) not in graph or ("m", other) not in graph or not nx.has_path(
            graph, ("m", one), ("m", other)
        ):
            assert way == []
            continue
        assert len(way) - 1 == nx.shortest_path_length(graph, ("m", one), ("m", other))
        kinds = [("m" if place % 2 == 0 else "p", name) for place, name in enumerate(way)]
        assert all(graph.has_edge(*edge) for edge in pairwise(kinds))


def test_a_way_in_words() -> None:
    ways = Ways(ROW)
    way = ways.between("a", "c")
    assert ways.ids(way) == ["a", "P", "b", "Q", "c"]
    assert ways.sentence(way) == "A is in P with B; B is in Q with C"
    assert ways.sentence(ways.between("a", "d")) == "no way over partnerships"
    with pytest.raises(NetworkError, match="'z' is not in any partnership"):
        ways.between("a", "z")


def _chances(found: TwoMode, cut: int = 2020) -> tuple[TwoMode, pl.DataFrame]:
    held = split(found, cut)
    chance = np.linspace(0.1, 0.9, held.first.size)
    return found, candidates(found, held, Plausibility(chance, chance / 2, chance))


def test_candidates_by_hand() -> None:
    """Pairs in both directions with something to gain; the score is chance times value."""
    _, table = _chances(ROW)
    worth = {(m, p): v for m, p, v in value(ROW).select("member", "partner", "value").iter_rows()}
    ids = ROW.rows["id"].to_list()
    for row in table.iter_rows(named=True):
        expected = worth[ids.index(row["cluster"]), ids.index(row["partner"])]
        assert row["score"] == pytest.approx(row["plausibility"] * expected, rel=1e-6)
    wanted = {(ids[i], ids[j]) for (i, j), v in worth.items() if v > 0}
    assert set(table.select("cluster", "partner").iter_rows()) == wanted
    assert table["score"].to_list() == sorted(table["score"], reverse=True)
    # Of six pairs, equally spaced: the middles of six equal parts.
    assert sorted(set(table["percentile"]))[-1] == pytest.approx(100 * 6.5 / 7)


def test_only_clusters_are_recommended() -> None:
    kinds = pl.Series("kind", ["cluster", "cluster", "company", "cluster", None])
    found = replace(ROW, rows=ROW.rows.with_columns(kinds))
    _, table = _chances(found)
    assert set(table["cluster"]) | set(table["partner"]) <= {"a", "b", "d"}


def test_best_spreads_over_clusters() -> None:
    pairs = pl.DataFrame(
        {"cluster": list("abaaac"), "partner": list("badeff"), "score": [6.0, 5, 4, 3, 2, 1]}
    )
    found = best(pairs, 10).select("cluster", "partner").rows()
    assert found == [("a", "b"), ("a", "d"), ("c", "f")]
    assert best(pairs, 1).height == 1
    assert best(pairs, 10, at_most=1)["cluster"].to_list() == ["a", "c"]


def test_reachable_leaves_out_other_components() -> None:
    _, table = _chances(ROW)
    kept = reachable(table, ROW)
    assert set(table["partner"]) >= {"d", "e"}
    assert all({a, b} <= set("abc") for a, b in kept.select("cluster", "partner").iter_rows())


def test_evidence_by_hand() -> None:
    found = dated(
        {"P": (2018, ["a", "b"]), "Q": (2019, ["b", "c"]), "S": (2019, ["a", "d"]),
         "T": (2019, ["e", "f", "d"])}
    )
    _, table = _chances(found)
    said = with_evidence(table, found, {"a": "Agri-food"})
    assert said.schema == pl.Schema(SCHEMA)
    row = said.filter((pl.col("cluster") == "a") & (pl.col("partner") == "c")).row(0, named=True)
    assert row["path"] == ["a", "P", "b", "Q", "c"]
    assert row["path_label"] == "A is in P with B; B is in Q with C"
    assert row["sectors_joined"] == ["Agri-food – c"]
    assert row["reason"].startswith("A would stand across sectors between C and 50% of its")
    assert "the tie joins Agri-food – c" in row["reason"]
    assert "chance of a first tie within 3 years" in row["reason"]


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    """No pair, or none with anything to gain: the columns without a row."""
    found = TWO_MODES[name]
    columns = found.columns.with_columns(pl.lit(2018, dtype=pl.Int64).alias("year"))
    known = replace(found, columns=columns)
    _, table = _chances(known, 2019)
    said = with_evidence(best(reachable(table, known), 10), known, {})
    assert said.schema == pl.Schema(SCHEMA)
    assert said.height == 0
