"""Networks at the edge: what every measure must have a documented answer for."""

import networkx as nx
import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.network import Network, TwoMode, from_networkx
from clusterkg.graph.projection import project

SECTORS = ("a", "b", "c")


def _grouped(graph: nx.Graph, name: str) -> Network:
    """Nodes carry sectors a, b, c in turn, and the country XX or YY."""
    order = sorted(graph.nodes, key=str)
    nx.set_node_attributes(graph, {n: [SECTORS[i % 3]] for i, n in enumerate(order)}, "sectors")
    nx.set_node_attributes(graph, {n: ("XX", "YY")[i % 2] for i, n in enumerate(order)}, "country")
    graph.name = name
    return from_networkx(graph)


def _weighted() -> nx.Graph:
    graph = nx.cycle_graph(5)
    graph.add_edge(0, 2)
    for i, (u, v) in enumerate(sorted(graph.edges)):
        graph.edges[u, v]["weight"] = 0.5 + i
    return graph


def _self_loops() -> nx.Graph:
    graph = nx.path_graph(4)
    graph.add_edges_from([(0, 0), (3, 3)])
    return graph


def _disconnected() -> nx.Graph:
    return nx.disjoint_union_all([nx.path_graph(3), nx.cycle_graph(4), nx.path_graph(2)])


NETWORKS: dict[str, Network] = {
    "empty": _grouped(nx.empty_graph(0), "empty"),
    "single": _grouped(nx.empty_graph(1), "single"),
    "isolates": _grouped(nx.empty_graph(4), "isolates"),
    "pair": _grouped(nx.path_graph(2), "pair"),
    "disconnected": _grouped(_disconnected(), "disconnected"),
    "complete": _grouped(nx.complete_graph(5), "complete"),
    "star": _grouped(nx.star_graph(4), "star"),
    "weighted": _grouped(_weighted(), "weighted"),
    "self-loops": _grouped(_self_loops(), "self-loops"),
    "no groups": from_networkx(nx.path_graph(4)),
}


def two_mode(members: dict[str, list[str]], rows: list[str], stated: list[int | None]) -> TwoMode:
    """Return members by partnerships; sectors a, b, c in turn, as in `NETWORKS`."""
    columns = sorted(members)
    matrix = np.array([[float(row in members[c]) for c in columns] for row in rows])
    table = pl.DataFrame(
        {
            "id": pl.Series(rows, dtype=pl.String),
            "label": pl.Series(rows, dtype=pl.String),
            "kind": pl.Series(["cluster"] * len(rows), dtype=pl.String),
            "country": pl.Series([("XX", "YY")[i % 2] for i in range(len(rows))], dtype=pl.String),
            "region": pl.Series([("XX1", "YY1")[i % 2] for i in range(len(rows))], dtype=pl.String),
            "sectors": pl.Series(
                [[SECTORS[i % 3]] for i in range(len(rows))], dtype=pl.List(pl.String)
            ),
        }
    )
    partnerships = pl.DataFrame(
        {
            "id": pl.Series(columns, dtype=pl.String),
            "label": pl.Series(columns, dtype=pl.String),
            "instrument": pl.Series(["I"] * len(columns), dtype=pl.String),
            "start": pl.Series(["2018"] * len(columns), dtype=pl.String),
            "end": pl.Series(["2019"] * len(columns), dtype=pl.String),
            "stated": pl.Series(stated, dtype=pl.Int64),
            "listed": matrix.reshape(len(rows), len(columns)).sum(axis=0).astype(np.int64),
        }
    ).with_columns((pl.col("listed") / pl.col("stated")).alias("coverage"))
    return TwoMode(table, partnerships, sp.csr_array(matrix.reshape(len(rows), len(columns))))


TWO_MODES: dict[str, TwoMode] = {
    "empty": two_mode({}, [], []),
    "no members": two_mode({"P": []}, [], [3]),
    "no partnerships": two_mode({}, ["m1", "m2"], []),
    "single": two_mode({"P": ["m1"]}, ["m1"], [None]),
    "pair": two_mode({"P": ["m1", "m2"]}, ["m1", "m2"], [2]),
    "full": two_mode({p: ["m1", "m2", "m3"] for p in "PQR"}, ["m1", "m2", "m3"], [3, 3, 3]),
    "disconnected": two_mode(
        {"P": ["m1", "m2", "m3"], "Q": ["m4", "m5"]}, ["m1", "m2", "m3", "m4", "m5"], [4, None]
    ),
    "with an isolate": two_mode(
        {"P": ["m1", "m2"], "Q": ["m2", "m3"], "R": []}, ["m1", "m2", "m3", "m4"], [2, 5, 1]
    ),
}
PROJECTED: dict[str, Network] = {name: project(found) for name, found in TWO_MODES.items()}
