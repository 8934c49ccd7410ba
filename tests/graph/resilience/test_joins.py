"""What joins and holds together groups, against the projection and networkx."""

from itertools import combinations

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.linkage import cross_sector
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.resilience.joins import (
    components,
    connected_pairs,
    joined_pairs,
    joins,
    without_members,
    without_partnerships,
)
from tests.graph import planted, real
from tests.graph.degenerate import TWO_MODES

NETWORKS = {**TWO_MODES, "planted": planted.by_hand(), "variant": planted.variant(3)}
each = pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))


def held_together(two_mode: TwoMode) -> set[tuple[str, str]]:
    """Pairs of sectors held together, by networkx and the definition."""
    graph = project(two_mode).to_networkx()
    sectors = dict(two_mode.rows.select("id", "sectors").iter_rows())
    return {
        (s, t)
        for part in nx.connected_components(graph)
        for a, b in combinations(sorted(part), 2)
        for x in sectors[a] or () for y in sectors[b] or ()
        for s, t in [sorted((x, y))] if s != t
    }


def named(two_mode: TwoMode, pairs: np.ndarray) -> set[tuple[str, str]]:
    """Return pairs of groups by name."""
    groups = joins(two_mode).groups
    return {(groups[a], groups[b]) for a, b in np.argwhere(np.triu(pairs))}


@each
def test_pairs_are_those_of_the_linkage_test(network: TwoMode) -> None:
    table = cross_sector(with_instrument(network), leave_out=()).table
    expected = {
        (a, b): set(behind)
        for a, b, behind in table.select("sector_a", "sector_b", "partnerships").iter_rows()
        if behind
    }
    found = joins(network)
    ids = network.columns["id"].to_list()
    own = {
        (found.groups[a], found.groups[b]): {ids[p] for p in np.flatnonzero(found.joined[:, a, b])}
        for a, b in np.argwhere(np.triu(found.counts))
    }
    assert own == expected
    assert named(network, joined_pairs(network)) == set(expected)


@each
def test_what_is_left_without_a_member_or_partnership_is_what_is_joined_then(
    network: TwoMode,
) -> None:
    found = joins(network)
    for member in range(network.rows.height):
        left = without_members(network, np.array([member]))
        assert named(network, found.without_member(member)) == named(left, joined_pairs(left))
    for partnership in range(network.columns.height):
        left = without_partnerships(network, np.array([partnership]))
        expected = named(left, joined_pairs(left))
        assert named(network, found.without_partnership(partnership)) == expected


@each
def test_components_are_those_of_networkx(network: TwoMode) -> None:
    label = components(network)
    parts = {frozenset(np.flatnonzero(label == one).tolist()) for one in np.unique(label)}
    graph = nx.relabel_nodes(
        project(network).to_networkx(), {name: i for i, name in enumerate(network.rows["id"])}
    )
    assert parts == {frozenset(part) for part in nx.connected_components(graph)}
    assert named(network, connected_pairs(network)) == held_together(network)


def test_the_bundled_network_holds_together_as_networkx_says() -> None:
    network = real.two_mode()
    assert named(network, connected_pairs(network)) == held_together(network)


def with_instrument(network: TwoMode) -> TwoMode:
    """Return the network with an instrument, which the linkage test asks for."""
    if "instrument" in network.columns.columns:
        return network
    columns = network.columns.with_columns(instrument=network.columns["id"])
    return TwoMode(network.rows, columns, network.incidence)
