"""Questions 31 to 33 of the inventory, which are answered by calls.

Expected values: small networks by hand; on the bundled data, by other programs written here from
the definitions alone (fixed-point iteration, inclusion and exclusion, triples one by one, paths).
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from clusterkg.graph import KnowledgeGraph, bridging, linkage
from clusterkg.graph.linkage import LinkageResult
from clusterkg.graph.network import Network, TwoMode
from clusterkg.graph.networks import funded
from clusterkg.graph.resilience.failures import PARTNERSHIP, single_points
from tests.graph.test_linkage import network

Pair = tuple[str, str]
Groups = Mapping[str, str | list[str]]
FloatArray = NDArray[np.float64]
# The roles of Gould and Fernandez (1989) across groups.
ROLES = ("itinerant", "representative", "gatekeeper", "liaison")


@pytest.fixture(scope="module")
def members(kg: KnowledgeGraph) -> TwoMode:
    """Who is in what."""
    return kg.two_mode()


@pytest.fixture(scope="module")
def links(members: TwoMode) -> LinkageResult:
    """The test of all pairs of sectors."""
    return linkage.cross_sector(members)


def joined_by(two_mode: TwoMode) -> dict[Pair, set[str]]:
    """Return the partnerships of each pair of sectors, by looking at every pair of members."""
    found: dict[Pair, set[str]] = {}
    sectors = two_mode.rows["sectors"].to_list()
    for number, (name, instrument) in enumerate(two_mode.columns.select("id", "instrument").rows()):
        if instrument not in linkage.NOT_PARTNERSHIPS:
            column = two_mode.incidence[:, [number]].toarray().ravel()
            listed = [sectors[row] or [] for row in column.nonzero()[0]]
            for one, other in combinations(listed, 2):
                for a, b in product(one, other):
                    if a != b:
                        found.setdefault((min(a, b), max(a, b)), set()).add(name)
    return found


# --- 31: pairs of sectors that partnerships join more than chance

# Eight organisations in four partnerships each, sixteen partnerships of two: each of the first two
# with each of the next two, twice; the fifth with the sixth, the seventh with the eighth.
EVEN = [[0, 2], [0, 3], [1, 2], [1, 3]] * 2 + [[4, 5]] * 4 + [[6, 7]] * 4


def chance_of_at_least(joined: int) -> float:
    """The p-value in the network above, where equal degrees make every membership as likely, 1/4.

    Two sectors of two organisations each are joined by a partnership in (1 - (3/4)²)² of cases.
    """
    p = (1 - Fraction(3, 4) ** 2) ** 2
    return float(sum(comb(16, k) * p**k * (1 - p) ** (16 - k) for k in range(joined, 17)))


def test_31_a_planted_pair_is_joined_more_than_chance() -> None:
    found = linkage.cross_sector(network([[s] for s in "aabbccdd"], EVEN))
    assert found.significant().select("sector_a", "sector_b", "observed").rows() == [("a", "b", 8)]
    row = found.significant().row(0, named=True)
    assert row["expected"] == pytest.approx(16 * 49 / 256)
    assert row["p"] == pytest.approx(chance_of_at_least(8), rel=1e-9)
    assert row["q"] == pytest.approx(6 * chance_of_at_least(8), rel=1e-9)
    assert found.table.filter(pl.col("observed") == 0)["p"].to_list() == [1.0] * 5


def test_31_the_same_partnerships_join_other_sectors_no_more_than_chance() -> None:
    found = linkage.cross_sector(network([[s] for s in "acbdacbd"], EVEN))
    p = {(a, b): p for a, b, p in found.table.select("sector_a", "sector_b", "p").rows()}
    four, two = chance_of_at_least(4), chance_of_at_least(2)
    by_hand = {"ab": two, "ac": four, "ad": two, "bc": two, "bd": four, "cd": two}
    assert p == pytest.approx({tuple(pair): value for pair, value in by_hand.items()}, rel=1e-9)
    assert found.significant().is_empty()


def chances(incidence: FloatArray) -> FloatArray:
    """Memberships under the null model, by fixed-point iteration (Squartini, Garlaschelli 2011)."""
    rows, columns = incidence.sum(axis=1), incidence.sum(axis=0)
    x, y = rows / np.sqrt(rows.sum()), columns / np.sqrt(rows.sum())
    for _ in range(2000):
        x = rows / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = columns / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    both = np.outer(x, y)
    expected: FloatArray = both / (1 + both)
    np.testing.assert_allclose(expected.sum(axis=1), rows, rtol=1e-9)
    np.testing.assert_allclose(expected.sum(axis=0), columns, rtol=1e-9)
    return expected


def chance_of_joining(p: FloatArray, a: NDArray[np.bool_], b: NDArray[np.bool_]) -> FloatArray:
    """By exclusion: nobody has a, or nobody b, or one member alone is all who has either."""
    no_a, no_b, neither = ((1 - p[who]).prod(axis=0) for who in (a, b, a | b))
    one_alone = (p[a & b] / (1 - p[a & b])).sum(axis=0) * neither
    joined: FloatArray = 1 - no_a - no_b + neither - one_alone
    return joined


def test_31_p_values_of_the_bundled_pairs_equal_another_computation(
    members: TwoMode, links: LinkageResult
) -> None:
    used = ~members.columns["instrument"].is_in(linkage.NOT_PARTNERSHIPS).to_numpy()
    incidence = members.incidence.toarray()[:, used]
    null = np.zeros(incidence.shape)
    tied = incidence.sum(axis=1) > 0, incidence.sum(axis=0) > 0
    null[np.ix_(*tied)] = chances(incidence[np.ix_(*tied)])
    sectors = members.rows["sectors"].to_list()
    for a, b, observed, p in links.table.select("sector_a", "sector_b", "observed", "p").rows():
        carry_a, carry_b = (np.array([s in (own or ()) for own in sectors]) for s in (a, b))
        mass = np.ones(1)
        for chance in chance_of_joining(null, carry_a, carry_b):
            mass = np.convolve(mass, [1 - chance, chance])
        assert p == pytest.approx(mass[observed:].sum(), rel=1e-6), (a, b)


def test_31_pairs_and_partnerships_behind_them(members: TwoMode, links: LinkageResult) -> None:
    pairs = links.table.select("sector_a", "sector_b", "partnerships").rows()
    assert {(a, b): set(behind) for a, b, behind in pairs if behind} == joined_by(members)


# --- 32: clusters that bridge two regions and two sectors, and in which role


def role(one: str, own: str, other: str) -> str:
    """Gould and Fernandez (1989), figure 1: the role between one and the other."""
    if one == other:
        return "coordinator" if own == one else "itinerant"
    if own == one:
        return "representative"
    return "gatekeeper" if own == other else "liaison"


def profile(
    graph: Network | nx.Graph, region: dict[str, str], sector: Groups
) -> dict[str, dict[str, Any]]:
    """Return the profile of every node; its columns of countries are by regions here."""
    table = bridging.profile(graph, groups={"country": region, "sector": sector})
    return {row["id"]: row for row in table.iter_rows(named=True)}


def roles(row: dict[str, Any], grouping: str) -> dict[str, float]:
    """Return the roles of a node that it has at all."""
    return {name: row[f"{grouping}_{name}"] for name in ROLES if row[f"{grouping}_{name}"]}


def test_32_roles_by_hand() -> None:
    # t - m - u, and v - n - w: m joins two sectors and two regions from a third of both; n joins
    # its own region to another, and two members of one sector from outside of it.
    ties = nx.Graph([("t", "m"), ("m", "u"), ("v", "n"), ("n", "w")])
    region = {"t": "ITC1", "m": "FRL0", "u": "ES51", "v": "ITC1", "n": "ITC1", "w": "SE23"}
    sector = {"t": "textile", "m": "digital", "u": "health", "v": "health", "n": "digital",
              "w": "health"}
    found = profile(ties, region, sector)
    assert roles(found["m"], "country") == {"liaison": 2}
    assert roles(found["m"], "sector") == {"liaison": 2}
    assert roles(found["n"], "country") == {"representative": 1, "gatekeeper": 1}
    assert roles(found["n"], "sector") == {"itinerant": 2}
    assert not any(roles(found[end], "sector") or roles(found[end], "country") for end in "tuvw")


def by_triples(ties: nx.Graph, node: str, groups: dict[str, list[str]]) -> dict[str, float]:
    """Count the roles of a node over pairs of its ties that are not tied themselves."""
    counts = dict.fromkeys(ROLES, 0.0)
    for one, other in permutations(ties[node], 2):
        shown = list(product(groups[one], groups[node], groups[other]))
        for triple in [] if ties.has_edge(one, other) else shown:
            if (name := role(*triple)) in counts:
                counts[name] += 1 / len(shown)
    return {name: count for name, count in counts.items() if count}


def listed(ids: Iterable[str], values: Iterable[str | list[str] | None]) -> dict[str, list[str]]:
    """Return the groups of every node as a list."""
    both = zip(ids, values, strict=True)
    return {node: [own] if isinstance(own, str) else own or [] for node, own in both}


def test_32_clusters_that_bridge_regions_and_sectors_and_in_which_role(kg: KnowledgeGraph) -> None:
    net = kg.network()
    region = listed(net.ids, net.nodes["region"].to_list())
    sector = listed(net.ids, net.nodes["sectors"].to_list())
    found = profile(net, dict(net.nodes.select("id", "region").iter_rows()), sector)
    ties = net.to_networkx()
    both: dict[str, tuple[str, ...]] = {}
    for node in net.nodes.filter(pl.col("kind") == "cluster")["id"]:
        regions, sectors = by_triples(ties, node, region), by_triples(ties, node, sector)
        assert roles(found[node], "country") == pytest.approx(regions), node
        assert roles(found[node], "sector") == pytest.approx(sectors), node
        if regions and sectors:
            both[node] = tuple(max(own, key=own.__getitem__) for own in (regions, sectors))
    assert both["id:organisation/pole-scs"] == ("liaison", "liaison")
    assert 0 < len(both) < len(found)


# --- 33: the partnership whose end parts two sectors


def sole_links(members: TwoMode) -> list[tuple[str, str, str, bool]]:
    points = single_points(members).filter(kind=PARTNERSHIP)
    return points.select("thing", "sector_a", "sector_b", "cut_off").rows()


def parted(joined: dict[Pair, set[str]]) -> set[tuple[str, str, str, bool]]:
    """Return pairs that one partnership joins, and whether no path is left without it."""
    found = set()
    for pair, (only, *more) in joined.items():
        if not more:
            rest = nx.Graph(other for other, behind in joined.items() if behind - {only})
            rest.add_nodes_from(pair)
            found.add((only, *pair, pair[1] not in nx.node_connected_component(rest, pair[0])))
    return found


def test_33_a_planted_partnership_alone_joins_two_sectors() -> None:
    # a - b by partnership 0 alone, b - c by two, so that its end cuts a off.
    sectors = [["a"], ["b"], ["c"], ["b"], ["c"]]
    cut = network(sectors, [[0, 1], [1, 2], [3, 4]])
    assert sole_links(cut) == [("partnership/0", "a", "b", True)]


def test_33_a_detour_over_a_third_sector_keeps_two_sectors_together() -> None:
    sectors = [["a"], ["b"], ["c"], ["b"], ["c"]]
    members = [[0, 1], [1, 2], [3, 4], [0, 2], [0, 4]]
    kept = network(sectors, members)
    assert sole_links(kept) == [("partnership/0", "a", "b", False)]


def test_33_the_bundled_partnerships_whose_end_parts_two_sectors(kg: KnowledgeGraph) -> None:
    members = funded(kg)
    rows = sole_links(members)
    assert set(rows) == parted(joined_by(members))
    assert {cut for *_, cut in rows} == {True, False}
