from itertools import permutations

import networkx as nx
import numpy as np
import polars as pl
import pytest

from clusterkg.graph.arrays import sparse
from clusterkg.graph.multilayer.layers import (
    layer_degrees,
    layer_overlap,
    multiplex_participation,
    overlapping_degree_z,
)
from clusterkg.graph.multilayer.multiplex import Multiplex, layers_by, layers_of
from clusterkg.graph.network import Network, TwoMode, from_networkx
from tests.graph.degenerate import NETWORKS, TWO_MODES

from .test_multiplex import florentine


def _multiplex(*layers: list[list[int]]) -> Multiplex:
    nodes = pl.DataFrame({"id": [str(i) for i in range(len(layers[0]))]})
    names = tuple(f"layer {i}" for i in range(len(layers)))
    return Multiplex(nodes, names, tuple(sparse(np.array(layer)) for layer in layers))


def test_participation_as_braph() -> None:
    """The example in the tests of BRAPH 2, _MultiplexParticipation.gen.m."""
    found = multiplex_participation(
        _multiplex([[0, 1, 1], [1, 0, 0], [1, 0, 0]], [[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    )
    assert found == pytest.approx([8 / 9, 8 / 9, 1.0])


def test_participation_and_z_equal_the_definition() -> None:
    """Battiston et al. (2014), equations for P and z, node by node."""
    layered = florentine()
    graphs = [nx.from_scipy_sparse_array(layer) for layer in layered.layers]
    degrees = [[graph.degree[i] for graph in graphs] for i in range(layered.nodes.height)]
    assert layer_degrees(layered).tolist() == degrees
    totals = [sum(own) for own in degrees]
    mean = sum(totals) / len(totals)
    spread = (sum((total - mean) ** 2 for total in totals) / len(totals)) ** 0.5
    assert min(totals) > 0
    assert overlapping_degree_z(layered) == pytest.approx(
        [(total - mean) / spread for total in totals], abs=1e-12
    )
    expected = [
        2 * (1 - sum((k / total) ** 2 for k in own))
        for own, total in zip(degrees, totals, strict=True)
    ]
    assert multiplex_participation(layered) == pytest.approx(expected, abs=1e-12)


def test_overlap_equals_sets_of_ties() -> None:
    layered = florentine()
    a, b = (
        {frozenset(tie) for tie in nx.from_scipy_sparse_array(layer).edges}
        for layer in layered.layers
    )
    row = layer_overlap(layered, 19).row(0, named=True)
    assert (row["ties_a"], row["ties_b"], row["ties_both"]) == (len(a), len(b), len(a & b))
    assert row["nodes_both"] == len(set().union(*a) & set().union(*b))
    assert row["jaccard"] == pytest.approx(len(a & b) / len(a | b))
    assert row["share_of_a"] == pytest.approx(len(a & b) / len(a))
    assert row["share_of_b"] == pytest.approx(len(a & b) / len(b))


def test_the_null_is_that_of_all_permutations() -> None:
    """Against all 120 orders of five nodes: the mean exactly, p within four standard errors."""
    a = from_networkx(nx.path_graph(5))
    b = from_networkx(nx.star_graph(4))
    layered = layers_of([a, Network("star", a.nodes, b.weights)])
    ours = {frozenset(tie) for tie in nx.path_graph(5).edges}
    counts = []
    for order in permutations(range(5)):
        theirs = {frozenset({order[0], order[leaf]}) for leaf in range(1, 5)}
        counts.append(len(ours & theirs))
    drawn = 2000
    row = layer_overlap(layered, drawn, seed=1).row(0, named=True)
    assert row["expected"] == pytest.approx(np.mean(counts), abs=1e-12)
    p = float((np.array(counts) >= row["ties_both"]).mean())
    assert abs(row["p"] - p) <= 4 * (p * (1 - p) / drawn) ** 0.5 + 1 / drawn
    assert (row["null_low"], row["null_high"]) == (min(counts), max(counts))


def test_the_same_seed_says_the_same() -> None:
    first, second = (layer_overlap(florentine(), 30, seed=2) for _ in range(2))
    assert first.equals(second)


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_networks_at_the_edge(network: Network) -> None:
    """Undefined: participation without a tie or a second layer; z where nothing differs."""
    one = layers_of([network])
    assert np.isnan(multiplex_participation(one)).all()
    assert layer_overlap(one).is_empty()
    two = Multiplex(network.nodes, ("a", "b"), (network.weights, network.weights))
    tied = np.diff(network.weights.indptr) > 0
    found = multiplex_participation(two)
    assert (np.isnan(found) == ~tied).all()
    assert found[tied] == pytest.approx(np.ones(tied.sum()))
    z = overlapping_degree_z(two)
    regular = len(set(layer_degrees(two)[tied].sum(axis=1))) < 2
    assert (np.isnan(z) == (~tied | regular)).all()
    row = layer_overlap(two, 5).row(0, named=True)
    assert row["ties_both"] == row["ties_a"] == network.weights.nnz // 2
    assert row["jaccard"] == (1.0 if tied.any() else None)
    assert (row["p"] is None) == (not tied.any())


@pytest.mark.parametrize("found", TWO_MODES.values(), ids=TWO_MODES)
def test_two_modes_at_the_edge(found: TwoMode) -> None:
    layered = layers_by(found, "id")
    n, count = found.rows.height, found.columns.height
    assert layer_degrees(layered).shape == (n, count)
    table = layer_overlap(layered, 3)
    assert table.height == count * (count - 1) // 2
    assert table.schema == layer_overlap(layers_of([NETWORKS["star"]])).schema


def test_nothing_permuted_leaves_the_expectation() -> None:
    row = layer_overlap(florentine(), 0).row(0, named=True)
    assert row["expected"] is not None
    assert row["p"] is None
