"""Partnerships to add: against all choices of organisations, and the bound on the greedy one."""

from itertools import combinations
from math import e

import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.resilience.adding import Objective, already, exact, greedy
from tests.graph import planted
from tests.graph.degenerate import TWO_MODES, two_mode
from tests.graph.resilience.test_failures import sector_graph
from tests.graph.resilience.test_joins import held_together

OBJECTIVES: tuple[Objective, ...] = ("joined", "connected")


def grown(network: TwoMode, pairs: list[tuple[str, str]]) -> TwoMode:
    """Return the network with partnerships of two."""
    at = {name: i for i, name in enumerate(network.rows["id"])}
    more = np.zeros((network.rows.height, len(pairs)))
    for column, pair in enumerate(pairs):
        more[[at[name] for name in pair], column] = 1.0
    ids = [f"new{i}" for i in range(len(pairs))]
    columns = pl.DataFrame({"id": pl.Series([*network.columns["id"], *ids], dtype=pl.String)})
    incidence = sp.csr_array(sp.hstack([network.incidence, sp.csr_array(more)]))
    return TwoMode(network.rows, columns, incidence)


def reached(network: TwoMode, objective: Objective) -> int:
    """Count what the objective counts, by the definition."""
    if objective == "connected":
        return len(held_together(network))
    graph: nx.Graph = sector_graph(network)
    return int(graph.number_of_edges())


def drawn(seed: int) -> TwoMode:
    """Return a small network with several sectors a member, and several components."""
    random = np.random.default_rng(seed)
    members = [f"m{i}" for i in range(7)]
    partnerships = {
        f"P{p}": sorted(random.choice(members, 2, replace=False).tolist()) for p in range(2)
    }
    network = two_mode(partnerships, members, [2, 2])
    sizes = random.integers(0, 4, len(members))
    groups = [sorted({str(group) for group in random.integers(0, 6, size)}) for size in sizes]
    rows = network.rows.with_columns(pl.Series("sectors", groups, dtype=pl.List(pl.String)))
    return TwoMode(rows, network.columns, network.incidence)


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", range(6))
def test_the_exact_choice_is_the_best_of_all(seed: int, objective: Objective) -> None:
    network = drawn(seed)
    pairs = list(combinations(network.rows["id"].to_list(), 2))
    best = max(
        reached(grown(network, list(chosen)), objective) for chosen in combinations(pairs, 2)
    )
    table = exact(network, 2, objective=objective)
    chosen = table.select("organisation_a", "organisation_b").rows()
    assert reached(grown(network, chosen), objective) == best
    if table.height:
        assert table["total"][-1] == best


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("seed", range(12))
def test_the_greedy_choice_is_what_it_says_and_no_better_than_the_exact(
    seed: int, objective: Objective
) -> None:
    network = drawn(seed)
    before = reached(network, objective)
    table = greedy(network, 3, objective=objective)
    chosen = table.select("organisation_a", "organisation_b").rows()
    after = [reached(grown(network, chosen[:step]), objective) for step in range(len(chosen) + 1)]
    assert table["total"].to_list() == after[1:]
    assert table["gain"].to_list() == np.diff(after).tolist()
    best = exact(network, 3, objective=objective)
    most = (best["total"][-1] if best.height else before) - before
    assert after[-1] - before <= most
    if objective == "joined":
        assert after[-1] - before >= (1 - 1 / e) * most - 1e-9


def test_each_step_gains_the_most_that_one_partnership_can() -> None:
    network = drawn(3)
    pairs = list(combinations(network.rows["id"].to_list(), 2))
    most = max(reached(grown(network, [pair]), "joined") for pair in pairs)
    first = greedy(network, 1)
    assert first["total"].to_list() == [most]


def test_two_sectors_without_any_partnership_are_connected_by_one() -> None:
    network = two_mode({}, ["m1", "m2"], [])
    table = greedy(network, 3, objective="connected")
    assert table.select("organisation_a", "organisation_b", "gain").rows() == [("m1", "m2", 1)]


def test_gains_that_completions_have_already_are_counted() -> None:
    network = two_mode({"P": ["m1"]}, ["m1", "m2", "m3"], [1])
    table = greedy(network, 1)
    assert table.select("organisation_a", "organisation_b", "gain").rows() == [("m1", "m2", 1)]
    there = two_mode({"P": ["m1", "m2"]}, ["m1", "m2", "m3"], [2])
    for objective in OBJECTIVES:
        found = already(table, [network, there, there, there], objective=objective)
        assert found["already"].to_list() == [0.75]
    assert already(table, [])["already"].to_list() == [None]


def test_the_one_with_most_memberships_stands_for_its_like() -> None:
    # m1 and m4 carry sector a, m2 b, m3 c: m4 is in two partnerships, m1 in none.
    network = two_mode({"P": ["m4"], "Q": ["m4"]}, ["m1", "m2", "m3", "m4"], [1, 1])
    table = greedy(network, 3)
    assert {*table["organisation_a"], *table["organisation_b"]} == {"m2", "m3", "m4"}


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("name", TWO_MODES)
def test_degenerate_networks_have_an_answer(name: str, objective: Objective) -> None:
    network = TWO_MODES[name]
    table = greedy(network, 2, objective=objective)
    assert (table["gain"] > 0).all()
    assert table["step"].to_list() == list(range(1, table.height + 1))
    found = already(table, [network], objective=objective)
    assert found["already"].to_list() == [0.0] * table.height
    assert exact(network, 2, "region", objective).schema == table.schema
    assert greedy(network, 2, "nothing", objective).is_empty()


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(NetworkError, match="use 'joined' or 'connected'"):
        greedy(planted.by_hand(), 1, objective="else")  # type: ignore[arg-type]
    with pytest.raises(NetworkError, match="are tried"):
        exact(planted.by_hand(), 2, limit=2)
