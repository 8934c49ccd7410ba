"""Questions 31 to 33 of the inventory, which are answered by calls.

Expected values: counted again from the bundled tables (31, 33), and by the definition of the roles
over the ties themselves (32).
"""

from itertools import combinations

import pytest

from clusterkg.graph import KnowledgeGraph, bridging, linkage
from clusterkg.graph.linkage import LinkageResult
from clusterkg.graph.sole_links import sole_links


@pytest.fixture(scope="module")
def links(kg: KnowledgeGraph) -> LinkageResult:
    """The test of all pairs of sectors."""
    return linkage.cross_sector(kg.two_mode())


def joined_by(kg: KnowledgeGraph) -> dict[tuple[str, str], set[str]]:
    """Return the partnerships of each pair of sectors, by looking at every pair of members."""
    found: dict[tuple[str, str], set[str]] = {}
    two_mode = kg.two_mode()
    sectors = two_mode.rows["sectors"].to_list()
    for number, (name, instrument) in enumerate(two_mode.columns.select("id", "instrument").rows()):
        if instrument not in linkage.NOT_PARTNERSHIPS:
            column = two_mode.incidence[:, [number]].toarray().ravel()
            members = [sectors[row] or [] for row in column.nonzero()[0]]
            for one, other in combinations(members, 2):
                for a in one:
                    for b in other:
                        if a != b:
                            found.setdefault((min(a, b), max(a, b)), set()).add(name)
    return found


def test_31_pairs_of_sectors_joined_more_than_chance(
    kg: KnowledgeGraph, links: LinkageResult
) -> None:
    pairs = links.table.select("sector_a", "sector_b", "partnerships").rows()
    assert {(a, b): set(behind) for a, b, behind in pairs if behind} == joined_by(kg)
    assert links.tested == len(pairs)
    assert links.significant().height == (links.table["q"] <= links.alpha).sum()


def test_32_clusters_that_bridge_regions_and_sectors_and_in_which_role(kg: KnowledgeGraph) -> None:
    table = bridging.profile(kg.network())
    roles = ("gatekeeper", "representative", "itinerant", "liaison")
    for grouping in ("country", "sector"):
        total = sum(table[f"{grouping}_{role}"] for role in roles)
        outside = table[f"{grouping}_brokerage"] - table[f"{grouping}_coordinator"]
        assert abs(total - outside).max() < 1e-9
    both = table.filter((table["country_liaison"] > 0) & (table["sector_liaison"] > 0))
    assert 0 < both.height < table.height
    assert both["open_triples"].min() > 0


def test_33_the_partnership_whose_end_parts_two_sectors(
    kg: KnowledgeGraph, links: LinkageResult
) -> None:
    alone = {pair: next(iter(found)) for pair, found in joined_by(kg).items() if len(found) == 1}
    rows = sole_links(links.table).rows()
    assert {(a, b): partnership for partnership, a, b, _ in rows} == alone
    assert len(rows) > 0
