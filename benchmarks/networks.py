"""How much faster the network measures are than networkx alone, on seeded networks.

    python benchmarks/networks.py [RUNS] [LIMIT]

With about 1,000 clusters and 13,000 ties: medians over RUNS runs (3) of each measure by clusterkg
and by networkx, or for brokerage by a plain count in Python, in turns in one process, after their
results have been compared. Then with 10,000 clusters: the bridging profile with its default
columns and the peak memory of the process that makes it, against the same columns by networkx,
which is stopped after LIMIT times as long (25); the ratio is then a lower bound. Columns that
networkx has no function for (roles, z, participation, modules) are left out on its side.
"""

import math
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from itertools import permutations

import networkx as nx
import numpy as np
import polars as pl
import scipy.sparse as sp
from networkx.algorithms import bipartite

from clusterkg.graph import bridging
from clusterkg.graph.allocation import allocation
from clusterkg.graph.brokerage import ROLES, brokerage
from clusterkg.graph.centrality import betweenness, closeness
from clusterkg.graph.network import Network, TwoMode
from clusterkg.graph.projection import project

SECTORS, COUNTRIES = 14, 30
Timed = Callable[[], object]


def made(clusters: int, seed: int = 0) -> TwoMode:
    """Return clusters by partnerships: everyone in one at least, few in many, themes shared."""
    random = np.random.default_rng(seed)
    partnerships = clusters // 3
    sector = random.integers(0, SECTORS, clusters)
    activity = random.pareto(2.5, clusters) + 0.2
    inside = np.zeros((clusters, partnerships), dtype=bool)
    inside[np.arange(clusters), random.integers(0, partnerships, clusters)] = True
    for p in range(partnerships):
        chance = activity * np.where(sector == random.integers(SECTORS), 10.0, 1.0)
        drawn = random.choice(clusters, 2 + random.poisson(4.3), False, chance / chance.sum())
        inside[drawn, p] = True
    countries = random.integers(0, COUNTRIES, clusters)
    rows = pl.DataFrame(
        {
            "id": [f"c{i:05d}" for i in range(clusters)],
            "label": [f"Cluster {i}" for i in range(clusters)],
            "country": [f"{c:02d}" for c in countries],
            "sectors": [[f"s{s:02d}"] for s in sector],
        }
    )
    columns = pl.DataFrame({"id": [f"p{p:05d}" for p in range(partnerships)]})
    return TwoMode(rows, columns, sp.csr_array(inside, dtype=np.float64))


def in_turns(ours: Timed, theirs: Timed, runs: int) -> tuple[float, float]:
    """Return the median seconds of each, in turns: ours, being short, ten times a turn."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(runs):
        for action, taken, times in ((ours, seconds[0], 10), (theirs, seconds[1], 1)):
            for _ in range(times):
                start = time.perf_counter()
                action()
                taken.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])


def compare(name: str, ours: Timed, theirs: Timed, runs: int) -> None:
    mine, other = in_turns(ours, theirs, runs)
    print(f"{name:<24} {mine * 1000:10.1f} ms {other * 1000:12.1f} ms {other / mine:8.0f} times")


def counted(graph: nx.Graph, label: dict[str, str]) -> dict[str, list[int]]:
    """Count the five roles of every node in plain Python."""
    counts = {}
    for j in graph:
        found = dict.fromkeys(ROLES, 0)
        for i, k in permutations(graph[j], 2):
            if i not in graph[k]:
                found[_role(label[i], label[j], label[k])] += 1
        counts[j] = list(found.values())
    return counts


def _role(i: str, j: str, k: str) -> str:
    if i == k:
        return "coordinator" if i == j else "itinerant"
    if i == j:
        return "representative"
    return "gatekeeper" if j == k else "liaison"


def _two_mode_graph(two_mode: TwoMode) -> nx.Graph:
    members, partnerships = two_mode.rows["id"].to_list(), two_mode.columns["id"].to_list()
    graph = nx.Graph()
    graph.add_nodes_from(members)
    rows, columns = two_mode.incidence.nonzero()
    graph.add_edges_from((members[i], partnerships[p]) for i, p in zip(rows, columns, strict=True))
    return graph


def measures(two_mode: TwoMode, runs: int) -> None:
    """Compare the single measures."""
    network, both = project(two_mode), _two_mode_graph(two_mode)
    graph, ids = network.to_networkx(), network.ids
    print(f"{len(ids):,} clusters, {graph.number_of_edges():,} ties")
    print(f"{'':<24} {'clusterkg':>13} {'networkx':>15}")
    for name, ours, theirs in (
        ("betweenness", betweenness, nx.betweenness_centrality),
        ("closeness", closeness, nx.closeness_centrality),
    ):
        expected = theirs(graph)
        np.testing.assert_allclose(
            ours(network.weights), [expected[i] for i in ids], rtol=1e-9, atol=1e-15
        )
        compare(
            name, lambda ours=ours: ours(network.weights),  # type: ignore[misc]
            lambda theirs=theirs: theirs(graph), runs,  # type: ignore[misc]
        )
    for name, weighting, theirs in (
        ("projection, counts", "counts", bipartite.weighted_projected_graph),
        ("projection, Newman", "newman", bipartite.collaboration_weighted_projected_graph),
    ):
        _same(project(two_mode, weighting), theirs(both, ids))  # type: ignore[arg-type]
        compare(
            name, lambda weighting=weighting: project(two_mode, weighting),  # type: ignore
            lambda theirs=theirs: theirs(both, ids), runs,  # type: ignore[misc]
        )
    _weighted(network, graph, runs)
    _roles(network, graph, runs)


def _weighted(network: Network, graph: nx.Graph, runs: int) -> None:
    # In whole numbers: networkx takes one of two equally long sums of fractions for the shorter.
    scale = math.lcm(*(int(weight) for *_, weight in graph.edges(data="weight")))
    for *_, data in graph.edges(data=True):
        data["length"] = scale // int(data["weight"])
    expected = nx.betweenness_centrality(graph, weight="length")
    np.testing.assert_allclose(
        betweenness(network.weights, True), [expected[i] for i in network.ids], 1e-9, 1e-15
    )
    compare(
        "betweenness, weighted", lambda: betweenness(network.weights, True),
        lambda: nx.betweenness_centrality(graph, weight="length"), runs,
    )


def _roles(network: Network, graph: nx.Graph, runs: int) -> None:
    label = dict(network.nodes.select("id", "country").iter_rows())
    shares = allocation(network.nodes, "country")[1]
    found, expected = brokerage(network.weights, shares), counted(graph, label)
    for place, role in enumerate(ROLES):
        by_hand = [expected[i][place] for i in network.ids]
        np.testing.assert_array_equal(getattr(found, role), by_hand)
    compare(
        "brokerage, five roles", lambda: brokerage(network.weights, shares),
        lambda: counted(graph, label), runs,
    )


def _same(found: Network, expected: nx.Graph) -> None:
    by_networkx = nx.to_scipy_sparse_array(expected, nodelist=found.ids, weight="weight")
    assert abs(found.weights - by_networkx).max() < 1e-9


def _profile(two_mode: TwoMode, answer: "multiprocessing.SimpleQueue[tuple[float, float]]") -> None:
    start = time.perf_counter()
    bridging.profile(project(two_mode))
    taken = time.perf_counter() - start
    answer.put((taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6))


def _by_networkx(two_mode: TwoMode, answer: "multiprocessing.SimpleQueue[float]") -> None:
    """The columns of the profile that networkx has a function for."""
    start = time.perf_counter()
    ids = two_mode.rows["id"].to_list()
    graph = bipartite.weighted_projected_graph(_two_mode_graph(two_mode), ids)
    nx.community.louvain_communities(graph, seed=0, weight=None)
    list(nx.articulation_points(graph))
    for measure in (
        nx.closeness_centrality, nx.constraint, nx.effective_size, nx.betweenness_centrality
    ):
        measure(graph)
    answer.put(time.perf_counter() - start)


def whole(two_mode: TwoMode, limit: float) -> None:
    """Compare the profile, each side in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours: multiprocessing.SimpleQueue[tuple[float, float]] = context.SimpleQueue()
    process = context.Process(target=_profile, args=(two_mode, ours))
    process.start()
    process.join()
    seconds, memory = ours.get()
    ties = project(two_mode).weights.nnz // 2
    print(f"profile of {two_mode.rows.height:,} clusters, {ties:,} ties: ", end="")
    print(f"{seconds:.1f} s, peak memory {memory:.2f} GB")
    theirs: multiprocessing.SimpleQueue[float] = context.SimpleQueue()
    other = context.Process(target=_by_networkx, args=(two_mode, theirs))
    other.start()
    other.join(limit * seconds)
    if other.is_alive():
        other.terminate()
        other.join()
        print(f"networkx was stopped after {limit * seconds:.0f} s: more than {limit:.0f} times")
    elif other.exitcode:
        raise SystemExit("networkx failed, see above")
    else:
        taken = theirs.get()
        print(f"networkx {taken:.1f} s: {taken / seconds:.0f} times")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else 25.0
    measures(made(1000), runs)
    whole(made(10_000), limit)


if __name__ == "__main__":
    main()
