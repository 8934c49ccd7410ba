from itertools import permutations

import networkx as nx
import numpy as np
import polars as pl
import pytest
import scipy.sparse as sp

from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import ROLES
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.projection import project
from clusterkg.graph.two_mode_brokerage import turned, two_mode_brokerage
from tests.graph.degenerate import TWO_MODES
from tests.graph.real import two_mode as real_two_mode


def _made(
    inside: dict[str, str], groups: dict[str, list[str]], types: dict[str, str | None]
) -> TwoMode:
    rows = pl.DataFrame({"id": list(groups), "sectors": list(groups.values())})
    columns = pl.DataFrame({"id": list(inside), "instrument": list(types.values())})
    matrix = np.array([[float(m in inside[p]) for p in inside] for m in groups])
    return TwoMode(rows, columns, sp.csr_array(matrix))


def _role(i: str, j: str, k: str) -> str:
    if i == j == k:
        return "coordinator"
    if i == k:
        return "itinerant"
    if i == j:
        return "representative"
    return "gatekeeper" if j == k else "liaison"


def _by_definition(two_mode: TwoMode) -> dict[str, np.ndarray]:
    """Walk every path i-p-j-q-k of the two-mode graph and ask whether i and k meet."""
    members = two_mode.rows.height
    graph = nx.Graph()
    graph.add_nodes_from(("m", i) for i in range(members))
    for i, p in zip(*two_mode.incidence.nonzero(), strict=True):
        graph.add_edge(("m", int(i)), ("p", int(p)))
    groups = [value or [] for value in two_mode.rows["sectors"].to_list()]
    types = two_mode.columns["instrument"].to_list()
    names = ["chains", *ROLES, *(f"{role}_mixed" for role in ROLES)]
    found = {name: np.zeros(members) for name in names}
    for j in range(members):
        for p, q in permutations(graph[("m", j)], 2):
            for i in graph[p]:
                for k in graph[q]:
                    if len({i, ("m", j), k}) < 3 or set(graph[i]) & set(graph[k]):
                        continue
                    found["chains"][j] += 1
                    for gi in groups[i[1]]:
                        for gj in groups[j]:
                            for gk in groups[k[1]]:
                                share = 1 / len(groups[i[1]]) / len(groups[j]) / len(groups[k[1]])
                                role = _role(gi, gj, gk)
                                found[role][j] += share
                                ends = types[p[1]], types[q[1]]
                                if None not in ends and ends[0] != ends[1]:
                                    found[f"{role}_mixed"][j] += share
        if not groups[j]:
            for name in names[1:]:
                found[name][j] = np.nan
    return found


def _equal(two_mode: TwoMode) -> None:
    table = two_mode_brokerage(two_mode)
    for name, values in _by_definition(two_mode).items():
        found = table[name].fill_null(np.nan).to_numpy()
        np.testing.assert_allclose(found, values, rtol=1e-9, atol=1e-9, err_msg=name)


def test_by_hand() -> None:
    """a and b meet in p and in q, b and c in r: b joins a and c by two ways, one of them mixed."""
    network = _made(
        {"p": "ab", "q": "ab", "r": "bc"},
        {"a": ["x"], "b": ["y"], "c": ["z"]}, {"p": "I", "q": "J", "r": "I"},
    )
    table = two_mode_brokerage(network)
    assert table["chains"].to_list() == [0, 4, 0]
    assert table["liaison"].to_list() == [0, 4, 0]
    assert table["liaison_mixed"].to_list() == [0, 2, 0]
    assert table["cross_z"].null_count() == 3  # nobody is ever alike


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_equal_the_definition(seed: int) -> None:
    random = np.random.default_rng(seed)
    matrix = (random.random((12, 9)) < 0.3).astype(float)
    sectors = [sorted(set(random.choice(list("wxyz"), random.integers(1, 4)))) for _ in range(11)]
    rows = pl.DataFrame({"id": list("abcdefghijkl"), "sectors": [*sectors, None]})
    instruments = [*random.choice(["I", "J", "K"], 8), None]
    columns = pl.DataFrame({"id": list("123456789"), "instrument": instruments})
    _equal(TwoMode(rows, columns, sp.csr_array(matrix)))


def test_davis_southern_women_equal_the_definition() -> None:
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    matrix = nx.bipartite.biadjacency_matrix(graph, women, events, dtype=float)
    # The two groups of Davis, Gardner and Gardner; Pearl and Dorothy between them.
    groups = [["first"]] * 7 + [["first", "second"]] * 2 + [["second"]] * 9
    rows = pl.DataFrame({"id": women, "sectors": groups})
    columns = pl.DataFrame({"id": events, "instrument": ["early"] * 7 + ["late"] * 7})
    found = TwoMode(rows, columns, sp.csr_array(matrix))
    _equal(found)
    assert (two_mode_brokerage(found)["chains"] > 0).any()


def test_the_real_network_has_more_chains_than_open_triples() -> None:
    two_mode = real_two_mode()
    table = two_mode_brokerage(two_mode, "country", "instrument")
    graph = project(two_mode).to_networkx()
    for row in table.sort("chains", descending=True).head(20).iter_rows(named=True):
        around = graph.subgraph(graph[row["id"]])
        n = len(around)
        assert row["chains"] >= n * (n - 1) - 2 * around.number_of_edges() > 0
        told = sum(row[role] for role in ROLES)
        assert told <= row["chains"] + 1e-6


def test_partnerships_broker_when_turned() -> None:
    """q joins p and r, which have no member in common, through b and c."""
    network = _made(
        {"p": "ab", "q": "bc", "r": "cd"},
        {m: [s] for m, s in zip("abcd", "xyxy", strict=True)}, {"p": "I", "q": "J", "r": "I"},
    )
    table = two_mode_brokerage(turned(network), "instrument", "sectors")
    assert table["chains"].to_list() == [0, 2, 0]
    assert table["itinerant_mixed"].to_list() == [0, 2, 0]


@pytest.mark.parametrize("name", TWO_MODES)
def test_at_the_edge(name: str) -> None:
    table = two_mode_brokerage(TWO_MODES[name])
    assert table.height == TWO_MODES[name].rows.height
    assert table.schema["chains"] == pl.Float64
    brokers = {"with an isolate": {"m2": 2.0}}.get(name, {})
    assert dict(table.filter(pl.col("chains") > 0).select("id", "chains").rows()) == brokers


def test_no_groups_at_all_leave_chains_alone() -> None:
    network = _made({"p": "ab", "q": "bc"}, {m: [] for m in "abc"}, {"p": "I", "q": "I"})
    rows = network.rows.cast({"sectors": pl.List(pl.String)})
    table = two_mode_brokerage(TwoMode(rows, network.columns, network.incidence))
    assert table["chains"].to_list() == [0, 2, 0]
    assert table["liaison"].null_count() == 3
    assert allocation(rows, "sectors")[1].shape == (3, 0)


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(NetworkError, match="that broker have no column 'sector'; there are id, "):
        two_mode_brokerage(TWO_MODES["pair"], "sector")
    with pytest.raises(NetworkError, match="they broker through have no column 'kind'"):
        two_mode_brokerage(TWO_MODES["pair"], "sectors", "kind")
