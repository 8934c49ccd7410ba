"""Outcomes against networkx, orders and curves by taking things away, robustness by hand."""

import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.resilience import removal
from clusterkg.graph.resilience.joins import without_members, without_partnerships
from clusterkg.graph.resilience.outcomes import OUTCOMES, efficiency, outcomes
from tests.graph import planted
from tests.graph.degenerate import PROJECTED, TWO_MODES, two_mode
from tests.graph.resilience.test_failures import sector_graph
from tests.graph.resilience.test_joins import NETWORKS, held_together

each = pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))


def star(leaves: int) -> TwoMode:
    """Return a centre in a partnership with each leaf."""
    names = [f"m{i:02d}" for i in range(leaves)]
    return two_mode({f"P{n}": ["c", n] for n in names}, ["c", *names], [2] * leaves)


def complete(n: int) -> TwoMode:
    """Return n members of one partnership."""
    names = [f"m{i:02d}" for i in range(n)]
    return two_mode({"P": names}, names, [n])


def brokered(network: TwoMode) -> float:
    """Mean cross-sector brokerage: open triples i-j-k in order, each by its shares of sectors."""
    graph = project(network).to_networkx()
    own = {
        name: {s: 1 / len(sectors) for s in sectors} if sectors else {}
        for name, sectors in network.rows.select("id", "sectors").iter_rows()
    }
    total = 0.0
    for j in graph:
        for i in graph[j]:
            for k in graph[j]:
                if i != k and not graph.has_edge(i, k) and own[i] and own[j] and own[k]:
                    within = sum(
                        own[j].get(s, 0) * own[i].get(s, 0) * own[k].get(s, 0) for s in own[j]
                    )
                    total += 1 - within
    return total / len(graph)


@each
def test_outcomes_are_those_of_networkx_and_of_the_definitions(network: TwoMode) -> None:
    found = outcomes(network)
    graph = project(network).to_networkx()
    assert list(found) == list(OUTCOMES)
    if not len(graph):
        assert np.isnan(found["largest_share"])
        assert np.isnan(found["efficiency"])
        assert np.isnan(found["cross_brokerage"])
        assert found["components"] == found["pairs_joined"] == found["pairs_connected"] == 0
        return
    parts = [len(part) for part in nx.connected_components(graph)]
    assert found["largest_share"] == max(parts) / len(graph)
    assert found["components"] == len(parts)
    assert found["efficiency"] == pytest.approx(nx.global_efficiency(graph), abs=1e-9)
    assert found["pairs_joined"] == sector_graph(network).number_of_edges()
    assert found["pairs_connected"] == len(held_together(network))
    assert found["cross_brokerage"] == pytest.approx(brokered(network), abs=1e-9)


@pytest.mark.parametrize("name", PROJECTED)
def test_members_that_are_gone_count_as_isolates(name: str) -> None:
    graph = PROJECTED[name].to_networkx()
    graph.add_nodes_from(["gone", "too"])
    found = efficiency(PROJECTED[name].weights, len(graph))
    assert found == pytest.approx(nx.global_efficiency(graph), abs=1e-9)


def test_robustness_of_a_complete_network_and_of_a_star_by_hand() -> None:
    # Complete: after Q of N, N - Q are left in one: R = (N - 1) / 2N. A star whose centre goes
    # first leaves single members: R = (N - 1) / N².
    order = removal.order(complete(8), "organisations", "degree")
    assert removal.robustness(complete(8), order) == pytest.approx(7 / 16, abs=1e-12)
    order = removal.order(star(7), "organisations", "degree")
    assert removal.robustness(star(7), order) == pytest.approx(7 / 64, abs=1e-12)


@each
def test_robustness_is_the_mean_share_of_the_largest_component(network: TwoMode) -> None:
    n = network.rows.height
    order = np.random.default_rng(2).permutation(n)
    if not n:
        assert np.isnan(removal.robustness(network, order))
        return
    graph, ids, shares = project(network).to_networkx(), network.rows["id"].to_list(), []
    for member in order:
        graph.remove_node(ids[member])
        shares.append(max(map(len, nx.connected_components(graph)), default=0) / n)
    assert removal.robustness(network, order) == pytest.approx(sum(shares) / n, abs=1e-12)


def test_the_highest_degree_goes_first_and_may_be_measured_again() -> None:
    network = planted.by_hand()
    graph = project(network).to_networkx()
    first = removal.order(network, "organisations", "degree")
    degrees = [graph.degree(network.rows["id"][int(row)]) for row in first]
    assert degrees == sorted(degrees, reverse=True)
    again = removal.order(network, "organisations", "degree", recalculated=True, most=12)
    for row in again:
        name = network.rows["id"][int(row)]
        top = max(degree for _, degree in graph.degree)
        assert name == min(node for node, degree in graph.degree if degree == top)
        graph.remove_node(name)


@pytest.mark.parametrize("recalculated", [False, True])
def test_partnerships_go_by_size(recalculated: bool) -> None:
    network = planted.by_hand()
    order = removal.order(network, "partnerships", "size", recalculated)
    assert sorted(order.tolist()) == list(range(network.columns.height))
    assert network.columns["id"][int(order[0])] == "a6"  # six members; the next have five


def test_any_measure_can_say_who_goes_first() -> None:
    network = planted.by_hand()

    def letters(left: TwoMode) -> np.ndarray:
        return left.rows["id"].str.len_chars().to_numpy().astype(float)

    order = removal.order(network, "organisations", letters)
    assert network.rows["id"][int(order[0])] == "isolate"
    table = removal.targeted(network, "organisations", letters, [0, 2], recalculated=True)
    assert table["strategy"].unique().to_list() == ["letters, recalculated"]


@pytest.mark.parametrize("what", ["organisations", "partnerships"])
def test_a_curve_is_the_outcomes_of_what_is_left(what: removal.What) -> None:
    network = planted.by_hand()
    order = removal.random_order(network, what, np.random.default_rng(1))
    values = removal.curve(network, what, order, [0, 3, 9])
    take = without_members if what == "organisations" else without_partnerships
    for row, stop in zip(values, [0, 3, 9], strict=True):
        left = outcomes(take(network, order[:stop]), network.rows.height)
        assert np.allclose(row, list(left.values()), rtol=0, atol=1e-12)


def test_random_orders_have_an_interval_and_a_seed() -> None:
    network = planted.by_hand()
    first, again = (removal.at_random(network, "organisations", [0, 8], 9, 3) for _ in range(2))
    assert first.equals(again)
    assert first.schema == removal.SCHEMA
    assert (first["low"] <= first["value"]).all()
    assert (first["value"] <= first["high"]).all()
    whole = outcomes(network)
    begun = first.filter(removed=0.0)
    assert dict(begun.select("outcome", "value").iter_rows()) == pytest.approx(whole)
    assert removal.at_random(network, "organisations", [0], 0).is_empty()


def test_each_instrument_is_taken_away_alone() -> None:
    network = two_mode(
        {"P": ["m1", "m2"], "Q": ["m2", "m3"], "R": ["m3", "m4"]}, ["m1", "m2", "m3", "m4"], [2] * 3
    )
    columns = network.columns.with_columns(instrument=pl.Series(["I", "II", "I"]))
    table = removal.by_instrument(TwoMode(network.rows, columns, network.incidence))
    largest = table.filter(outcome="largest_share").select("strategy", "removed", "value").rows()
    assert largest == [("none", 0.0, 1.0), ("I", 2.0, 0.5), ("II", 1.0, 0.5)]


def test_a_budget_buys_the_partnerships_that_fit() -> None:
    # Contributions 5, 3, 2 and an unknown one. With 5: dearest first takes the 5; cheapest first
    # the 2 and the 3. With 4: dearest first skips the 5 and takes the 3.
    members = ["m1", "m2", "m3", "m4", "m5"]
    network = two_mode(
        {"P": ["m1", "m2"], "Q": ["m2", "m3"], "R": ["m3", "m4"], "S": ["m4", "m5"]}, members,
        [2] * 4,
    )
    given = np.array([5.0, 3.0, 2.0, np.nan])
    table = removal.by_budget(network, given, [0.0, 4.0, 5.0, 99.0], replicates=5, seed=1)
    parts = table.filter(outcome="components")
    columns = parts.select("strategy", "removed", "value")
    values = {(strategy, budget): value for strategy, budget, value in columns.iter_rows()}
    assert [values["dearest first", b] for b in (0.0, 4.0, 5.0, 99.0)] == [1, 2, 2, 4]
    assert [values["cheapest first", b] for b in (0.0, 4.0, 5.0, 99.0)] == [1, 2, 3, 4]
    assert values["random", 99.0] == 4
    assert table.filter(strategy="random")["low"].null_count() == 0


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(NetworkError, match="use one of degree"):
        removal.order(planted.by_hand(), "organisations", "size")
    with pytest.raises(NetworkError, match="give all"):
        removal.robustness(planted.by_hand(), np.array([0]))


@pytest.mark.parametrize("name", TWO_MODES)
def test_degenerate_networks_have_an_answer(name: str) -> None:
    network = TWO_MODES[name]
    for what, measures in removal.MEASURES.items():
        for by in measures:
            table = removal.targeted(network, what, by, [0, 1])  # type: ignore[arg-type]
            assert table.height == 2 * len(OUTCOMES)
            assert table.schema == removal.SCHEMA
    assert removal.by_instrument(network).schema == removal.SCHEMA
    unknown = np.full(network.columns.height, np.nan)
    assert removal.by_budget(network, unknown, [0.0], 2).height == 3 * len(OUTCOMES)
