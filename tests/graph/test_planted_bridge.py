"""A planted bridge comes first by the default order, and a hub with more contacts does not."""

from collections.abc import Callable

import polars as pl
import pytest

from clusterkg.graph import bridging
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import project

from . import planted

NETWORKS = {"by hand": planted.by_hand} | {
    f"variant {seed}": lambda link=True, seed=seed: planted.variant(seed, link)
    for seed in range(20)
}


@pytest.fixture(params=NETWORKS.values(), ids=NETWORKS.keys())
def network(request: pytest.FixtureRequest) -> Callable[..., TwoMode]:
    made: Callable[..., TwoMode] = request.param
    return made


def _of(table: pl.DataFrame, node: str) -> dict[str, object]:
    return table.row(by_predicate=pl.col("id") == node, named=True)


def test_the_bridge_comes_first_and_not_by_degree(network: Callable[..., TwoMode]) -> None:
    table = bridging.profile(project(network()))
    bridge, hub = _of(table, planted.BRIDGE), _of(table, planted.HUB)
    assert hub["degree"] >= 3 * bridge["degree"]  # type: ignore[operator]
    assert table["id"][0] == planted.BRIDGE
    assert bridge["rank"] == 1
    by_degree = table.sort("degree", descending=True)
    assert by_degree["id"][0] == planted.HUB


def test_without_the_planted_link_the_bridge_is_gone(network: Callable[..., TwoMode]) -> None:
    bridge = _of(bridging.profile(project(network(link=False))), planted.BRIDGE)
    assert bridge["rank"] > 10  # type: ignore[operator]
    assert bridge["cross_sector_brokerage"] == 0


def test_the_isolate_is_profiled_and_bridges_nothing(network: Callable[..., TwoMode]) -> None:
    isolate = _of(bridging.profile(project(network())), planted.ISOLATE)
    assert isolate["degree"] == isolate["sector_brokerage"] == 0
    assert isolate["constraint"] is isolate["cross_sector_z"] is None
    assert isolate["rank"] > 10  # type: ignore[operator]


def test_roles_of_the_planted_bridge_by_hand() -> None:
    """In sector a, tied to a10-a12 and b01-b03, none of which are tied across: 9 pairs."""
    bridge = _of(bridging.profile(project(planted.by_hand())), planted.BRIDGE)
    assert bridge["degree"] == 6
    assert bridge["open_triples"] == bridge["cross_sector_brokerage"] == 18
    assert bridge["sector_representative"] == bridge["sector_gatekeeper"] == 9
    assert bridge["sector_coordinator"] == bridge["sector_liaison"] == 0
    assert bridge["articulation_point"]
    assert bridge["participation_sectors"] == pytest.approx(0.5)
