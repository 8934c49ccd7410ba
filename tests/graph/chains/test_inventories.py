"""The inventory model: against itself written node by node, worked examples, and limits.

The rules are those described at https://spjuhel.github.io/BoARIO/boario-math.html for the models
of Hallegatte, but for what buyers order, which the module says.
"""

import numpy as np
import pytest

from clusterkg.graph.arrays import Floats
from clusterkg.graph.chains.inventories import Behaviour, Step, steps
from clusterkg.graph.chains.supply import (
    Supply,
    both_ways,
    drawn_shares,
    equal_shares,
    flows,
    supply,
)
from tests.graph.chains.test_supply import drawn, nodes
from tests.graph.degenerate import NETWORKS


def run(
    found: Supply, moved: Floats, output: Floats, left: Floats, outage: int, length: int,
    behaviour: Behaviour, demand: Floats | None = None,
) -> list[Step]:
    """Return all steps of one scenario."""
    capacity = left[:, None]
    return list(steps(found, moved, output, capacity, outage, length, behaviour, demand))


def production(*given: object) -> Floats:
    """Return what each node produced in each step, (steps, n)."""
    return np.array([step.production[:, 0] for step in run(*given)])  # type: ignore[arg-type]


def chain(length: int) -> tuple[Supply, Floats, Floats]:
    """Return a chain of suppliers, with what flows in it."""
    found = supply(nodes(length), [(i, i + 1) for i in range(length - 1)])
    return found, *flows(found, equal_shares(found), 0.5)


def plain(
    found: Supply, moved: Floats, output: Floats, left: Floats, outage: int, length: int,
    b: Behaviour,
) -> Floats:
    """The model node by node."""
    n, links, inputs = found.size, range(found.buyers.size), range(found.slot_buyers.size)
    of_slot = [[e for e in links if found.slots[e] == s] for s in inputs]
    base = [sum(moved[e] for e in of_slot[s]) for s in inputs]
    need = [base[s] / output[found.slot_buyers[s]] for s in inputs]
    sales = [sum(moved[e] for e in links if found.suppliers[e] == i) for i in range(n)]
    stock, order = [(1 + b.buffer) * base[s] for s in inputs], list(moved)
    extra, made = [1.0] * n, np.zeros((length, n))

    def reach(i: int, want: float) -> float:
        mine = [s for s in inputs if found.slot_buyers[s] == i and want > 0]
        return min([min(stock[s] / (need[s] * want), 1.0) for s in mine], default=1.0)

    for t in range(length):
        rate, want = [0.0] * n, [0.0] * n
        for i in range(n):
            asked = sum(order[e] for e in links if found.suppliers[e] == i)
            demand = asked + found.demand[i] + b.substitution * max(sales[i] - asked, 0.0)
            want[i] = min(demand, extra[i] * output[i] * (left[i] if t < outage else 1.0))
            made[t, i] = want[i] * reach(i, want[i])
            rate[i] = made[t, i] / demand
        for s in inputs:
            for e in of_slot[s]:
                given = order[e] * rate[found.suppliers[e]]
                stock[s] += given + b.substitution * (order[e] - given)
            stock[s] = max(stock[s] - need[s] * made[t, found.slot_buyers[s]], 0.0)
        for s in inputs:
            i = int(found.slot_buyers[s])
            lack = max((1 + b.buffer) * need[s] * want[i] - stock[s], 0.0) / b.restocking
            for e in of_slot[s]:
                order[e] = (need[s] * want[i] * reach(i, want[i]) + lack) * moved[e] / base[s]
        for i in range(n):
            short = 0.0 if rate[i] > 1.0 - 1e-12 else 1.0 - rate[i]
            most = b.overproduction if short else 1.0
            extra[i] += (most - extra[i]) * (short or 1.0) / b.adaptation
    return made


@pytest.mark.parametrize("seed", range(6))
def test_production_is_that_of_the_model_node_by_node(seed: int) -> None:
    found, random = drawn(seed, 6)
    moved, output = flows(found, drawn_shares(found, random), 0.6)
    left = np.where(random.random(found.size) < 0.4, random.random(found.size), 1.0)
    behaviour = Behaviour(
        buffer=3.0 * random.random(), substitution=random.random() * 0.5,
        restocking=1.0 + 4.0 * random.random(), overproduction=1.2, adaptation=5.0,
    )
    given = (found, moved, output, left, 8, 25, behaviour)
    assert np.allclose(production(*given), plain(*given), rtol=0, atol=1e-9)


@pytest.mark.parametrize("buffer", [0, 1, 2, 4])
def test_without_substitution_an_outage_goes_down_the_chain_shorter_by_each_buffer(
    buffer: int,
) -> None:
    # By hand: a node d links below stands still once its suppliers' stocks and its own are used
    # up, d (buffer + 1) steps after the outage begins, and for outage - d buffer steps.
    (found, moved, output), outage = chain(4), 6
    left = np.array([0.0, 1.0, 1.0, 1.0])
    made = production(found, moved, output, left, outage, 40, Behaviour(buffer=float(buffer)))
    for distance in range(4):
        still = np.flatnonzero(made[:, distance] < 1e-12)
        first, count = distance * (buffer + 1), max(outage - distance * buffer, 0)
        assert still.tolist() == list(range(first, first + count))


def test_without_buffers_and_for_good_everything_below_stops() -> None:
    found, random = drawn(3)
    moved, output = flows(found, drawn_shares(found, random), 0.5)
    left = np.ones(found.size)
    left[0] = 0.0
    made = production(found, moved, output, left, 60, 60, Behaviour())
    below, reached = {0}, {0}
    while reached:
        reached = {
            int(b) for a, b in zip(found.suppliers, found.buyers, strict=True)
            if a in below and b not in below
            # Suppliers of one product stand in for each other only as far as they supply already.
            and sum((found.buyers == b) & (found.products[found.suppliers] == found.products[a]))
            == 1
        }
        below |= reached
    assert len(below) > 1
    assert np.all(made[-1, sorted(below)] == 0.0)


@pytest.mark.parametrize("seed", range(3))
def test_full_substitution_spares_all_others(seed: int) -> None:
    found, random = drawn(seed)
    moved, output = flows(found, drawn_shares(found, random), 0.6)
    left = np.ones(found.size)
    left[2] = 0.0
    made = production(found, moved, output, left, 10, 20, Behaviour(substitution=1.0))
    others = np.delete(np.arange(found.size), 2)
    assert np.allclose(made[:, others], output[others], rtol=0, atol=1e-9)


def test_nothing_moves_without_a_shock() -> None:
    found, random = drawn(5)
    moved, output = flows(found, drawn_shares(found, random), 0.6)
    behaviour = Behaviour(buffer=2.0, restocking=3.0, overproduction=1.2, adaptation=2.0)
    made = production(found, moved, output, np.ones(found.size), 0, 30, behaviour)
    assert np.allclose(made, output, rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_less_demand_ends_at_the_leontief_inverse_times_demand(seed: int) -> None:
    found, random = drawn(seed)
    shares = drawn_shares(found, random)
    moved, output = flows(found, shares, 0.5)
    lower = found.demand * random.random(found.size)
    technical = np.zeros((found.size, found.size))
    technical[found.suppliers, found.buyers] = 0.5 * shares
    expected = np.linalg.inv(np.eye(found.size) - technical) @ lower
    behaviour = Behaviour(buffer=2.0, restocking=2.0)
    made = production(found, moved, output, np.ones(found.size), 0, 200, behaviour, lower)
    assert np.allclose(made[-1], expected, rtol=0, atol=1e-9)


@pytest.mark.parametrize("substitution", [0.0, 0.3])
def test_what_is_produced_is_delivered_or_sold_and_stocks_add_up(substitution: float) -> None:
    found, random = drawn(7)
    moved, output = flows(found, drawn_shares(found, random), 0.6)
    left = np.ones(found.size)
    left[[1, 4]] = 0.2
    behaviour = Behaviour(buffer=1.0, substitution=substitution, restocking=4.0)
    stocks = 2.0 * (found.to_slots @ moved)[:, None]
    per_unit = (found.to_slots @ moved / output[found.slot_buyers])[:, None]
    for step in run(found, moved, output, left, 12, 30, behaviour):
        given = found.to_suppliers @ step.delivered + step.sold
        assert np.allclose(given, step.production, rtol=0, atol=1e-9)
        used = per_unit * step.production[found.slot_buyers]
        stocks = stocks + found.to_slots @ step.delivered + step.bought - used
        assert np.allclose(stocks, step.stocks, rtol=0, atol=1e-9)


@pytest.mark.parametrize("buffer", [0.0, 2.5])
def test_a_greater_shock_never_loses_less_in_a_chain(buffer: float) -> None:
    found, moved, output = chain(5)
    lost = []
    for left in np.linspace(1.0, 0.0, 6):
        capacity = np.array([1.0, left, 1.0, 1.0, 1.0])
        made = production(found, moved, output, capacity, 20, 60, Behaviour(buffer=buffer))
        lost.append(output.sum() * 60 - made.sum())
    assert np.all(np.diff(lost) > 0)


@pytest.mark.parametrize("name", NETWORKS)
def test_degenerate_networks_have_an_answer(name: str) -> None:
    network = NETWORKS[name]
    n = network.nodes.height
    found = both_ways(network, np.arange(n, dtype=np.int64), np.ones(n))
    moved, output = flows(found, equal_shares(found), 0.5)
    made = production(found, moved, output, np.zeros(n), 3, 6, Behaviour())
    assert made.shape == (6, n)
    assert np.all(made[:3] == 0.0)
    if not network.weights.nnz:
        assert np.all(made[3:] == 1.0)
