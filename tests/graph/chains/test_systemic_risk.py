"""The economic systemic risk index against published values and independent solutions.

The worked example and its values are ``data/test_list.csv`` and ``data/test_esri.csv`` of the
implementation at https://github.com/vitelot/Economic-Systemic-Risk (commits d50fc5f and 8201330).
What is worked out by hand is worked out below.
"""

import numpy as np
import polars as pl
import pytest

from clusterkg.graph.arrays import Floats, Ints
from clusterkg.graph.chains.supply import (
    Supply,
    both_ways,
    drawn_shares,
    equal_shares,
    flows,
    supply,
)
from clusterkg.graph.chains.systemic_risk import (
    ESSENTIAL,
    IRRELEVANT,
    OTHER,
    closures,
    levels,
    systemic_risk,
)
from tests.graph.chains.test_supply import drawn, nodes
from tests.graph.degenerate import NETWORKS

# supplier, customer, industry of the supplier, of the customer, kind of input
EXAMPLE = """A X 1 1 2; B X 2 1 2; C X 2 1 2; D X 2 1 2; E X 3 1 1; F X 3 1 1; G X 5 1 1;
H X 99 1 0; X I 1 1 2; X J 1 3 1; X K 1 4 2; K L 4 2 2"""
PUBLISHED = {
    "A": 0.4166666666666667, "X": 1.0, "B": 0.1369047619047619, "C": 0.1369047619047619,
    "D": 0.1369047619047619, "E": 0.12320402298850575, "F": 0.12320402298850575,
    "G": 0.12320402298850575, "H": 0.08333333333333333, "I": 0.30555555555555564,
    "J": 0.30555555555555564, "K": 0.388888888888889, "L": 0.388888888888889,
}


def test_the_worked_example_has_the_published_values() -> None:
    links = [line.split() for line in EXAMPLE.replace("\n", " ").split(";")]
    names = sorted(PUBLISHED)
    at = {name: i for i, name in enumerate(names)}
    products = np.zeros(len(names), dtype=np.int64)
    kind_of = {}
    for a, b, product_a, product_b, kind in links:
        products[at[a]], products[at[b]] = int(product_a), int(product_b)
        kind_of[at[a], at[b]] = int(kind)
    table = pl.DataFrame({"id": names})
    found = supply(table, list(kind_of), products, np.zeros(len(names)))
    kinds = np.zeros(found.slot_buyers.size, dtype=np.int64)
    for a, b, slot in zip(found.suppliers, found.buyers, found.slots, strict=True):
        kinds[slot] = kind_of[a, b]
    moved = np.ones(len(links))
    output = found.to_suppliers @ moved
    risk = systemic_risk(found, moved, output, kinds, closures(len(names)))
    expected = np.array([PUBLISHED[name] for name in names])
    assert np.allclose(risk, expected, rtol=0, atol=1e-9)


def plain(
    found: Supply, moved: Floats, output: Floats, kinds: Ints, psi: Floats
) -> tuple[Floats, Floats]:
    """The definition of Diem et al. (2022), node by node."""
    n = found.size
    down, up = np.ones(n), np.ones(n)
    for _ in range(5_000):
        market = [
            output[found.products == found.products[j]] @ down[found.products == found.products[j]]
            for j in range(n)
        ]
        sigma = [min(output[j] / market[j], 1.0) if market[j] > 0 else 1.0 for j in range(n)]
        new_down, new_up = psi.copy(), psi.copy()
        for i in range(n):
            mine = np.flatnonzero(found.buyers == i)
            together = 0.0
            for slot in np.unique(found.slots[mine]):
                edges = [e for e in mine if found.slots[e] == slot]
                lost = sum(
                    sigma[found.suppliers[e]] * moved[e] * (1 - down[found.suppliers[e]])
                    for e in edges
                )
                if kinds[slot] == ESSENTIAL:
                    new_down[i] = min(new_down[i], 1 - lost / moved[edges].sum())
                elif kinds[slot] == OTHER:
                    together += lost / moved[mine].sum()
            new_down[i] = min(new_down[i], 1 - together)
            sales = sum(
                moved[e] * (1 - up[found.buyers[e]]) for e in np.flatnonzero(found.suppliers == i)
            )
            new_up[i] = min(new_up[i], 1 - sales / output[i])
        if max(np.abs(new_down - down).max(), np.abs(new_up - up).max()) < 1e-14:
            break
        down, up = new_down, new_up
    return down, up


@pytest.mark.parametrize("seed", range(8))
def test_levels_are_those_of_the_definition_node_by_node(seed: int) -> None:
    found, random = drawn(seed)
    moved, output = flows(found, drawn_shares(found, random), 0.7)
    kinds = random.integers(0, 3, found.slot_buyers.size)
    capacity = np.where(random.random((found.size, 4)) < 0.3, random.random((found.size, 4)), 1.0)
    down, up = levels(found, moved, output, kinds, capacity, tolerance=1e-14)
    for k in range(4):
        expected = plain(found, moved, output, kinds, capacity[:, k])
        assert np.allclose(down[:, k], expected[0], rtol=0, atol=1e-9)
        assert np.allclose(up[:, k], expected[1], rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_linear_case_is_the_solution_of_a_linear_system(seed: int) -> None:
    # Products of its own, no essential input: losses l of the nodes that are not hit solve
    # l = S l + S_hit l_hit, with S the shares of suppliers in a buyer's inputs (Ghosh's form), and
    # upstream with the shares of buyers in a supplier's output (Leontief's).
    found, random = drawn(seed)
    found = supply(
        found.nodes, list(zip(found.suppliers.tolist(), found.buyers.tolist(), strict=True)),
        demand=found.demand,
    )
    shares = drawn_shares(found, random)
    moved, output = flows(found, shares, 0.5)
    kinds = np.full(found.slot_buyers.size, OTHER)
    hit, size = 2, 0.4
    capacity = np.ones((found.size, 1))
    capacity[hit] = 1 - size
    down, up = levels(found, moved, output, kinds, capacity, tolerance=1e-15)
    inputs, sales = np.zeros((found.size, found.size)), np.zeros((found.size, found.size))
    inputs[found.buyers, found.suppliers] = shares
    sales[found.suppliers, found.buyers] = moved / output[found.suppliers]
    for matrix, level in ((inputs, down), (sales, up)):
        rest = np.delete(np.arange(found.size), hit)
        system = np.eye(rest.size) - matrix[np.ix_(rest, rest)]
        lost = np.linalg.solve(system, matrix[rest, hit] * size)
        assert np.allclose(1 - level[rest, 0], lost, rtol=0, atol=1e-9)
        assert level[hit, 0] == pytest.approx(1 - size, abs=1e-12)


def test_a_chain_of_essential_inputs_stops_as_a_whole() -> None:
    # a → b → c, final demand one each, half of output bought: flows 0.75 and 0.5, output 1.75,
    # 1.5 and 1. Closing a stops all; closing c leaves a and b what they sell outside: upstream
    # b keeps 1 of 1.5, a keeps 1 - 0.75 (1 - 2/3) / 1.75.
    found = supply(nodes(3), [(0, 1), (1, 2)])
    moved, output = flows(found, equal_shares(found), 0.5)
    kinds = np.full(2, ESSENTIAL)
    risk = systemic_risk(found, moved, output, kinds, closures(3))
    assert np.allclose(moved, [0.75, 0.5])
    assert risk[0] == pytest.approx(1.0, abs=1e-12)
    assert risk[1] == pytest.approx((1.5 + 1.0 + 0.75) / 4.25, abs=1e-12)
    assert risk[2] == pytest.approx((1.0 + 0.5 + 0.25) / 4.25, abs=1e-12)


def test_a_loop_that_gets_scarcer_goes_down_as_worked_out_by_hand() -> None:
    # Two of one product; the first closes. The second, half of whose essential input is the
    # first's and half a third node's, of the same product: see the market share at work. With
    # outputs of one each, sigma of the closed node is min(1 / (x + 1), 1), x the second's level.
    found = supply(nodes(3), [(0, 1), (2, 1)], np.zeros(3, dtype=np.int64), np.zeros(3))
    moved, output = np.array([1.0, 1.0]), np.ones(3)
    down, _ = levels(found, moved, output, np.array([ESSENTIAL]), closures(3)[:, :1], 1e-15)
    x = down[1, 0]
    assert x == pytest.approx(1 - 0.5 / (x + 1), abs=1e-12)
    assert x == pytest.approx(np.sqrt(0.5), abs=1e-12)  # x² = 1/2


@pytest.mark.parametrize("kind", [ESSENTIAL, OTHER, IRRELEVANT])
def test_a_greater_loss_never_costs_less(kind: int) -> None:
    found, random = drawn(11)
    moved, output = flows(found, drawn_shares(found, random), 0.6)
    capacity = np.ones((found.size, 6))
    capacity[3] = np.linspace(1.0, 0.0, 6)
    kinds = np.full(found.slot_buyers.size, kind)
    risk = systemic_risk(found, moved, output, kinds, capacity)
    assert risk[0] == pytest.approx(0.0, abs=1e-12)
    assert np.all(np.diff(risk) > 0)


@pytest.mark.parametrize("name", NETWORKS)
def test_degenerate_networks_lose_a_share(name: str) -> None:
    network = NETWORKS[name]
    n = network.nodes.height
    found = both_ways(network, np.arange(n, dtype=np.int64), np.ones(n))
    moved, output = flows(found, equal_shares(found), 0.5)
    kinds = np.full(found.slot_buyers.size, ESSENTIAL)
    risk = systemic_risk(found, moved, output, kinds, closures(n))
    assert risk.shape == (n,)
    assert np.all((risk > 0) & (risk <= 1 + 1e-12))
    if not network.weights.nnz:
        assert np.allclose(risk, output / output.sum() if n else risk)
    if name in ("complete", "star", "pair"):
        assert np.allclose(risk, 1.0, rtol=0, atol=1e-6)
