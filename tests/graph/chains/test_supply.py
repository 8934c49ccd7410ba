"""Who supplies whom, in which shares; checked against numpy's dense solution and by hand."""

import numpy as np
import polars as pl
import pytest

from clusterkg.graph.chains.supply import (
    Supply,
    both_ways,
    drawn_shares,
    equal_shares,
    flows,
    supply,
)
from clusterkg.graph.network import NetworkError
from tests.graph.degenerate import NETWORKS


def nodes(n: int) -> pl.DataFrame:
    """Return n nodes."""
    return pl.DataFrame({"id": pl.Series([f"n{i}" for i in range(n)], dtype=pl.String)})


def drawn(seed: int, n: int = 8) -> tuple[Supply, np.random.Generator]:
    """Return a random network of suppliers, with cycles."""
    random = np.random.default_rng(seed)
    links = [(i, j) for i in range(n) for j in range(n) if i != j and random.random() < 0.4]
    products = random.integers(0, 4, n)
    return supply(nodes(n), links, products, random.random(n) + 0.1), random


def test_links_are_sorted_by_buyer_product_and_supplier() -> None:
    found = supply(nodes(4), [(3, 0), (2, 1), (1, 0), (2, 0)], np.array([0, 5, 7, 5]))
    assert list(zip(found.buyers.tolist(), found.suppliers.tolist(), strict=True)) == [
        (0, 1), (0, 3), (0, 2), (1, 2),
    ]
    assert found.slots.tolist() == [0, 0, 1, 2]
    assert found.slot_buyers.tolist() == [0, 0, 1]
    assert found.product_of.tolist() == [0, 1, 2, 1]


def test_equal_shares_are_one_over_the_number_of_suppliers() -> None:
    found = supply(nodes(3), [(0, 2), (1, 2), (0, 1)])
    assert equal_shares(found).tolist() == [1.0, 0.5, 0.5]


@pytest.mark.parametrize("concentration", [0.3, 1.0, 5.0])
def test_drawn_shares_have_the_moments_of_a_dirichlet_distribution(concentration: float) -> None:
    # Mean 1/k and variance (k - 1) / (k² (k c + 1)): Johnson, Kotz and Balakrishnan's formulas.
    found, k, draws = supply(nodes(4), [(0, 3), (1, 3), (2, 3)]), 3, 20_000
    random = np.random.default_rng(0)
    shares = np.array([drawn_shares(found, random, concentration) for _ in range(draws)])
    assert np.allclose(shares.sum(axis=1), 1.0, rtol=0, atol=1e-12)
    variance = (k - 1) / (k**2 * (k * concentration + 1))
    assert np.allclose(shares.mean(axis=0), 1 / k, rtol=0, atol=5 * np.sqrt(variance / draws))
    assert np.allclose(shares.var(axis=0), variance, rtol=0.1)


@pytest.mark.parametrize("seed", range(5))
def test_output_is_the_leontief_inverse_times_demand(seed: int) -> None:
    found, random = drawn(seed)
    shares = drawn_shares(found, random)
    moved, output = flows(found, shares, 0.6)
    technical = np.zeros((found.size, found.size))
    for supplier, buyer, share in zip(found.suppliers, found.buyers, shares, strict=True):
        technical[supplier, buyer] = 0.6 * share
    inverse = np.linalg.inv(np.eye(found.size) - technical)
    assert np.allclose(output, inverse @ found.demand, rtol=0, atol=1e-9)
    sold = np.zeros(found.size)
    np.add.at(sold, found.suppliers, moved)
    assert np.allclose(sold + found.demand, output, rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", NETWORKS)
def test_ties_without_direction_supply_both_ways(name: str) -> None:
    network = NETWORKS[name]
    n = network.nodes.height
    found = both_ways(network, np.zeros(n, dtype=np.int64), np.ones(n))
    assert found.buyers.size == network.weights.nnz
    moved, output = flows(found, equal_shares(found), 0.5)
    assert output.shape == (n,)
    assert np.all(moved > 0)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(NetworkError, match="supplies itself"):
        supply(nodes(2), [(0, 0)])
    with pytest.raises(NetworkError, match="there twice"):
        supply(nodes(2), [(0, 1), (0, 1)])
    with pytest.raises(NetworkError, match="negative"):
        supply(nodes(2), [], demand=np.array([1.0, -1.0]))
    with pytest.raises(NetworkError, match="use 0 to below 1"):
        flows(supply(nodes(2), [(0, 1)]), np.ones(1), 1.0)
