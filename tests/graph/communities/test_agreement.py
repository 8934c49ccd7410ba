from collections.abc import Sequence
from itertools import combinations, permutations
from math import log

import numpy as np
import polars as pl
import pytest

from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Sparse
from clusterkg.graph.communities.agreement import (
    adjusted_rand,
    contingency,
    mutual_information,
    permuted_agreement,
)
from clusterkg.graph.communities.louvain import louvain
from clusterkg.graph.network import Network
from tests.graph.degenerate import NETWORKS


def _shares(labels: Sequence[Sequence[str]]) -> Sparse:
    column = pl.Series("group", labels, dtype=pl.List(pl.String))
    return allocation(pl.DataFrame({"group": column}), "group")[1]


def _nmi(communities: Sequence[int], labels: Sequence[str]) -> float:
    """From counts: twice the mutual information over the sum of the entropies."""
    n = len(labels)
    a, b = list(communities), list(labels)
    pairs = list(zip(a, b, strict=True))
    joint = {pair: pairs.count(pair) / n for pair in set(pairs)}
    p, q = ({x: v.count(x) / n for x in set(v)} for v in (a, b))
    shared = sum(share * log(share / (p[x] * q[y])) for (x, y), share in joint.items())
    entropies = -sum(s * log(s) for part in (p, q) for s in part.values())
    return 2 * shared / entropies


def _ari(communities: Sequence[int], labels: Sequence[str]) -> float:
    """From pairs of nodes, each seen one by one (Hubert and Arabie 1985, equation 5)."""
    pairs = list(combinations(range(len(labels)), 2))
    same_a = [communities[i] == communities[j] for i, j in pairs]
    same_b = [labels[i] == labels[j] for i, j in pairs]
    both = sum(a and b for a, b in zip(same_a, same_b, strict=True))
    expected = sum(same_a) * sum(same_b) / len(pairs)
    return (both - expected) / ((sum(same_a) + sum(same_b)) / 2 - expected)


@pytest.mark.parametrize("seed", range(8))
def test_single_labels_equal_the_definitions(seed: int) -> None:
    random = np.random.default_rng(seed)
    communities = random.integers(0, 4, 25)
    labels = [str(label) for label in random.integers(0, 3, 25)]
    shares = _shares([[label] for label in labels])
    found = mutual_information(contingency(communities, shares))
    assert found == pytest.approx(_nmi(communities.tolist(), labels), abs=1e-12)
    found = adjusted_rand(communities, shares)
    assert found == pytest.approx(_ari(communities.tolist(), labels), abs=1e-12)


def test_several_labels_agree_as_pairs_that_show_one_each_do() -> None:
    """Over all ways to show one label each: pairs that agree, counted one by one."""
    communities = [0, 0, 1, 1, 1]
    labels = [["x", "y"], ["x"], ["y"], ["y", "z", "x"], ["z"]]
    own = [{label: 1 / len(held) for label in held} for held in labels]
    pairs = list(combinations(range(5), 2))
    alike = [sum(own[i].get(s, 0) * own[j].get(s, 0) for s in "xyz") for i, j in pairs]
    same = [communities[i] == communities[j] for i, j in pairs]
    both = sum(a for a, b in zip(alike, same, strict=True) if b)
    expected = sum(alike) * sum(same) / len(pairs)
    rand = (both - expected) / ((sum(alike) + sum(same)) / 2 - expected)
    assert adjusted_rand(np.array(communities), _shares(labels)) == pytest.approx(rand, abs=1e-12)


def test_full_agreement_and_none() -> None:
    communities = np.array([0, 0, 1, 1])
    same, other = _shares([["x"], ["x"], ["y"], ["y"]]), _shares([["x"], ["y"], ["x"], ["y"]])
    assert mutual_information(contingency(communities, same)) == pytest.approx(1.0)
    assert adjusted_rand(communities, same) == pytest.approx(1.0)
    assert mutual_information(contingency(communities, other)) == pytest.approx(0.0, abs=1e-12)
    assert adjusted_rand(communities, other) == pytest.approx(-0.5)


def test_nodes_without_a_community_or_a_group_do_not_count() -> None:
    shares = _shares([["x"], ["x"], ["y"], ["y"], [], ["y"]])
    communities = np.array([0, 0, 1, 1, 1, -1])
    assert contingency(communities, shares).tolist() == [[2, 0], [0, 2]]
    assert adjusted_rand(communities, shares) == pytest.approx(1.0)


def test_the_null_is_that_of_all_permutations() -> None:
    """Mean and p of sampled permutations against all 720, within four standard errors."""
    communities = np.array([0, 0, 0, 1, 1, 1])
    labels = ["x", "x", "y", "y", "y", "z"]
    drawn = 2000
    found = permuted_agreement(communities, _shares([[x] for x in labels]), drawn, seed=2)
    for name, measure in (("nmi", _nmi), ("ari", _ari)):
        value = measure(communities.tolist(), labels)
        every = np.array([measure(communities.tolist(), p) for p in permutations(labels)])
        p = float((every >= value - 1e-9).mean())
        assert found[name].value == pytest.approx(value, abs=1e-12)
        assert abs(found[name].null_mean - every.mean()) < 4 * every.std() / drawn**0.5
        assert abs(found[name].p - p) < 4 * (p * (1 - p) / drawn) ** 0.5 + 1 / drawn
        assert found[name].null_low <= found[name].null_mean <= found[name].null_high


def test_the_same_seed_says_the_same() -> None:
    communities, shares = np.arange(12) % 3, _shares([[x] for x in "aabbccabcabc"])
    first, second = (permuted_agreement(communities, shares, 50, seed=3) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("column", ["sectors", "country"])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_at_the_edge(network: Network, column: str) -> None:
    """Undefined without nodes that have both, and with one community and one group."""
    communities, shares = louvain(network.weights), allocation(network.nodes, column)[1]
    table = contingency(communities, shares)
    found = permuted_agreement(communities, shares, 20)
    undefined = table.sum() == 0 or (table.shape[0] == 1 and (table.sum(axis=0) > 0).sum() == 1)
    assert np.isnan(found["nmi"].value) == undefined
    assert np.isnan(found["nmi"].p) == undefined
    if not np.isnan(found["ari"].value):
        assert -1.0 <= found["ari"].value <= 1.0


def test_everybody_alone_in_both_is_undefined() -> None:
    communities, shares = np.arange(3), _shares([["x"], ["y"], ["z"]])
    assert np.isnan(adjusted_rand(communities, shares))
    assert np.isnan(permuted_agreement(communities, shares, 0)["ari"].p)
