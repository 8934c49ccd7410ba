"""Single points of failure: by hand, and by taking every thing away in turn."""

import networkx as nx
import numpy as np
import pytest

from clusterkg.graph.linkage import cross_sector
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.resilience.completing import completed
from clusterkg.graph.resilience.failures import (
    ARTICULATION,
    ORGANISATION,
    PARTNERSHIP,
    separations,
    single_points,
    with_probability,
)
from clusterkg.graph.resilience.joins import without_members, without_partnerships
from tests.graph import planted
from tests.graph.degenerate import TWO_MODES, two_mode
from tests.graph.resilience.test_joins import NETWORKS, held_together, with_instrument
from tests.graph.sole_links import sole_links

each = pytest.mark.parametrize("network", NETWORKS.values(), ids=list(NETWORKS))


def sector_graph(network: TwoMode) -> nx.Graph:
    """Sectors, with the pairs that are joined, by the definition."""
    graph = nx.Graph()
    sectors = network.rows["sectors"].to_list()
    for p in range(network.columns.height):
        inside = np.flatnonzero(network.incidence[:, [p]].toarray()[:, 0])
        graph.add_edges_from(
            (s, t) for a in inside for b in inside if a != b
            for s in sectors[a] or () for t in sectors[b] or () if s != t
        )
    return graph


def removed(network: TwoMode) -> set[tuple[str, str, str, str, bool]]:
    """All single points, by taking every thing away in turn."""
    found = set()
    before = sector_graph(network)
    things = [
        (network.rows["id"][i], ORGANISATION, without_members(network, np.array([i])))
        for i in range(network.rows.height)
    ] + [
        (network.columns["id"][p], PARTNERSHIP, without_partnerships(network, np.array([p])))
        for p in range(network.columns.height)
    ]
    for thing, kind, left in things:
        after = sector_graph(left)
        for a, b in before.edges:
            if not after.has_edge(a, b):
                ways = a in after and b in after and nx.has_path(after, a, b)
                found.add((thing, kind, *sorted((a, b)), not ways))
    return found


@each
def test_points_are_what_is_missed_when_it_is_taken_away(network: TwoMode) -> None:
    table = single_points(network)
    own = [row for row in table.rows() if row[1] != ARTICULATION]
    assert set(own) == removed(network)
    assert len(own) == len(set(own))
    assert table.equals(table.sort("kind", "thing", "sector_a", "sector_b"))


@each
def test_partnerships_are_those_of_the_table_of_sole_links(network: TwoMode) -> None:
    links = cross_sector(with_instrument(network), leave_out=()).table
    own = single_points(network).filter(kind=PARTNERSHIP)
    assert own.select("thing", "sector_a", "sector_b", "cut_off").rows() == sole_links(links).rows()


@each
def test_separations_are_what_networkx_no_longer_holds_together(network: TwoMode) -> None:
    before, expected = held_together(network), set()
    for i in range(network.rows.height):
        after = held_together(without_members(network, np.array([i])))
        expected |= {(network.rows["id"][i], *pair) for pair in before - after}
    assert set(separations(network).rows()) == expected


def test_articulation_points_alone_part_sectors_that_others_carry() -> None:
    network = planted.by_hand()
    points = set(nx.articulation_points(project(network).to_networkx()))
    assert set(separations(network)["thing"]) <= points
    assert planted.BRIDGE in separations(network)["thing"].to_list()


def test_the_planted_bridge_alone_joins_its_sectors() -> None:
    rows = single_points(planted.by_hand()).filter(kind=ORGANISATION).rows()
    assert rows == [(planted.BRIDGE, ORGANISATION, "a", "b", True)]
    assert single_points(planted.by_hand(link=False)).is_empty()


def test_a_second_partnership_in_every_completion_ends_a_single_point() -> None:
    # Sectors a, b, c, a, b. P alone joins a and b; a completion that adds m5 (b) to Q, where m4
    # (a) is, joins them again; the other completion changes nothing.
    rows = ["m1", "m2", "m3", "m4", "m5"]
    now = two_mode({"P": ["m1", "m2"], "Q": ["m4"]}, rows, [2, 2])
    fuller = two_mode({"P": ["m1", "m2"], "Q": ["m4", "m5"]}, rows, [2, 2])
    table = with_probability(single_points(now), [now, fuller, fuller, now])
    assert table.filter(thing="P", kind=PARTNERSHIP)["still_single"].to_list() == [0.5]
    # Wilson's interval of 2 of 4: (2 + z²/2 ± z sqrt(4 / 4 + z²/4)) / (4 + z²), z = 1.959964.
    z = 1.959963984540054
    half = z * np.sqrt(1.0 + z * z / 4) / (4 + z * z)
    bounds = table.filter(kind=PARTNERSHIP).select("still_single_low", "still_single_high")
    assert bounds.row(0) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-9)


def test_the_interval_holds_those_of_all_models() -> None:
    rows = ["m1", "m2", "m3", "m4", "m5"]
    now = two_mode({"P": ["m1", "m2"], "Q": ["m4"]}, rows, [2, 2])
    fuller = two_mode({"P": ["m1", "m2"], "Q": ["m4", "m5"]}, rows, [2, 2])
    points = single_points(now).filter(kind=PARTNERSHIP)
    one, other = with_probability(points, [now] * 5), with_probability(points, [fuller] * 9)
    both = with_probability(points, [now] * 5, [fuller] * 9)
    assert both["still_single"].to_list() == [1.0]
    assert both["still_single_high"].to_list() == one["still_single_high"].to_list()
    assert both["still_single_low"].to_list() == other["still_single_low"].to_list()


def test_probabilities_of_articulations_follow_their_definition() -> None:
    network = planted.by_hand()
    filled = list(completed(network_with_gaps(network), 6, seed=4))
    table = with_probability(single_points(network), filled).filter(kind=ARTICULATION)
    for thing, _, a, b, _, share, *_ in table.rows():
        alone = [(thing, a, b) in separations(one).rows() for one in filled]
        assert share == pytest.approx(sum(alone) / 6, abs=1e-12)


def network_with_gaps(network: TwoMode) -> TwoMode:
    """Return the network with one member more stated than listed."""
    listed = np.asarray(network.incidence.sum(axis=0)).reshape(-1)
    columns = network.columns.with_columns(stated=listed.astype(np.int64) + 1)
    return TwoMode(network.rows, columns, network.incidence)


@pytest.mark.parametrize("name", TWO_MODES)
def test_completions_keep_what_is_listed_and_fill_what_is_stated(name: str) -> None:
    network = TWO_MODES[name]
    n = network.rows.height
    drawn = list(completed(network, 3, seed=1))
    assert len(drawn) == (3 if n else 0)
    for one in drawn:
        assert one.rows["id"].to_list()[:n] == network.rows["id"].to_list()
        kept = one.incidence[:n].toarray()
        assert np.all(kept >= network.incidence.toarray())
        sizes = np.asarray(one.incidence.sum(axis=0)).reshape(-1)
        for size, stated in zip(sizes, network.columns["stated"], strict=True):
            assert stated is None or size >= stated


@pytest.mark.parametrize("name", TWO_MODES)
def test_degenerate_networks_have_an_answer(name: str) -> None:
    table = with_probability(single_points(TWO_MODES[name]), completed(TWO_MODES[name], 2))
    assert table.columns[:5] == ["thing", "kind", "sector_a", "sector_b", "cut_off"]
    assert table["still_single"].null_count() == 0
    without = with_probability(single_points(TWO_MODES[name]), [])
    assert without["still_single"].null_count() == without.height
    assert without.schema == table.schema
