import networkx as nx
import polars as pl
import pytest

from clusterkg.graph import bridging
from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import ROLES
from clusterkg.graph.groupings import chosen, instruments
from clusterkg.graph.network import Network, NetworkError, TwoMode, from_networkx, with_groups
from clusterkg.graph.projection import project
from tests.graph.degenerate import NETWORKS, PROJECTED
from tests.graph.planted import by_hand
from tests.graph.real import two_mode


@pytest.fixture(scope="module")
def network() -> Network:
    """The planted network; partnerships of sector a are of one instrument, others of another."""
    made = by_hand()
    names = pl.when(pl.col("id").str.starts_with("a")).then(pl.lit("I")).otherwise(pl.lit("J"))
    columns = made.columns.with_columns(instrument=names)
    return project(TwoMode(made.rows, columns, made.incidence))


def _of(grouping: str) -> list[str]:
    return [
        *(f"{grouping}_{role}" for role in ROLES), f"{grouping}_brokerage",
        *(f"{grouping}_{role}_z" for role in ROLES), f"cross_{grouping}_brokerage",
        f"cross_{grouping}_bridging", f"cross_{grouping}_z",
    ]


def test_country_and_sector_by_default(network: Network) -> None:
    columns = bridging.profile(network).columns
    assert [name for name in columns if "_z" in name or "brokerage" in name] == [
        name for name in ["within_community_z", *_of("country"), *_of("sector")]
        if "_z" in name or "brokerage" in name
    ]
    assert len(columns) == len(set(columns))


def test_groupings_by_name_replace_the_default_but_for_sector(network: Network) -> None:
    table = bridging.profile(network, ["instrument", "region", "ecosystem"])
    for grouping in ("instrument", "region", "sector"):
        assert set(_of(grouping)) <= set(table.columns)
    assert not any("country_" in name or "ecosystem" in name for name in table.columns)
    assert table["region_brokerage"].null_count() == table.height  # nobody has a region
    assert table["instrument_brokerage"].null_count() == 1  # the isolate is in no partnership


def test_instruments_are_those_of_the_partnerships(network: Network) -> None:
    assert network.evidence is not None
    found = dict(instruments(network.evidence).iter_rows())
    assert found["bridge"] == ["I", "J"]
    assert found["a01"] == ["I"]
    assert found["c01"] == ["J"]
    assert found["isolate"] is None


def test_a_grouping_of_ones_own(network: Network) -> None:
    halves = {node: "even" if i % 2 else "odd" for i, node in enumerate(network.ids)}
    given = bridging.profile(network, {"half": halves})
    held = bridging.profile(with_groups(network, {"half": halves}), ["half", "country"])
    assert given.select(_of("half")).equals(held.select(_of("half")))
    assert given.select(_of("country")).equals(bridging.profile(network).select(_of("country")))


def test_ecosystem_is_another_name_of_sector(network: Network) -> None:
    sectors = dict.fromkeys(network.ids, "s")
    one, two = (bridging.profile(network, {name: sectors}) for name in ("sector", "ecosystem"))
    assert one.equals(two)


def test_what_is_no_grouping_is_named(network: Network) -> None:
    with pytest.raises(NetworkError, match="no grouping is called 'colour'"):
        bridging.profile(network, ["colour"])
    with pytest.raises(NetworkError, match="no partnerships as evidence"):
        bridging.profile(nx.path_graph(3), ["instrument"])


def test_a_grouping_of_a_real_network_sums_to_the_triples_with_groups() -> None:
    network, shares = chosen(project(two_mode()), ["country", "instrument"])
    assert list(shares) == ["country", "instrument", "sector"]
    table = bridging.profile(network, ["country", "instrument"])
    for grouping in shares:
        told = table[f"{grouping}_brokerage"]
        assert (told <= table["open_triples"] + 1e-6).drop_nulls().all()
        assert told.sum() > 0


@pytest.mark.parametrize("name", NETWORKS)
def test_profiles_at_the_edge(name: str) -> None:
    table = bridging.profile(NETWORKS[name], ["country", "region"])
    assert table.height == NETWORKS[name].nodes.height
    assert table.select(pl.selectors.float().is_nan().any()).sum_horizontal().sum() == 0
    alone = table.filter(degree=0)
    assert alone.select("constraint", "hierarchy", "bridging_centrality").null_count().row(0) == (
        alone.height,
    ) * 3
    assert (alone["closeness"] == 0).all()


@pytest.mark.parametrize("name", PROJECTED)
def test_profiles_of_projections_at_the_edge(name: str) -> None:
    table = bridging.profile(PROJECTED[name], ["instrument"])
    assert table.height == PROJECTED[name].nodes.height
    schema = bridging.profile(PROJECTED["pair"], ["instrument"]).schema
    assert table.schema == schema


def test_columns_that_hold_no_labels_are_refused() -> None:
    nodes = pl.DataFrame({"id": ["a", "b"], "size": [1, 2]})
    with pytest.raises(NetworkError, match="column 'size' holds Int64; groups are told by labels"):
        allocation(nodes, "size")


def test_a_node_may_be_in_two_countries() -> None:
    found = bridging.profile(nx.path_graph(3), {"country": {0: ["DE", "FR"], 1: "DE"}})
    assert found.sort("id")["country"].to_list() == ["DE;FR", "DE", None]


def test_one_grouping_may_be_named_alone() -> None:
    network = from_networkx(nx.path_graph(3))
    alone, listed = (bridging.profile(network, groups) for groups in ("region", ["region"]))
    assert alone.columns == listed.columns


def test_an_unknown_grouping_is_told_each_known_one_once() -> None:
    nodes = {node: {"country": "DE"} for node in range(3)}
    graph = nx.path_graph(3)
    nx.set_node_attributes(graph, nodes)
    with pytest.raises(NetworkError, match=r"there are country, region, sector, instrument, id$"):
        bridging.profile(graph, ["nonsense"])
