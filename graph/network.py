"""Networks as arrays: who is in what, and who is tied to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import InitVar, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.ontology.errors import ClusterkgError

from .arrays import Sparse, sparse

if TYPE_CHECKING:
    import networkx as nx

Groups = Mapping[str, Mapping[Any, str | Sequence[str] | None]]
_ATTRIBUTES = ("label", "kind", "country", "region", "sectors")
_LISTS = frozenset({"sectors"})
_COLUMN_OF = {"sector": "sectors"}


class NetworkError(ClusterkgError):
    """A network, or what it is made from, is not of the form the analyses need."""


@dataclass(frozen=True)
class TwoMode:
    """Who is in what: members (rows) by partnerships (columns).

    Attributes
    ----------
    rows, columns : polars.DataFrame
        One row a member or partnership, each with a unique ``id`` (a CURIE), a ``label`` and
        attributes, which are scalars or lists of strings.
    incidence : scipy.sparse.csr_array, shape (rows, columns)
        One where the row is in the column; float64 zeros and ones.
    """

    rows: pl.DataFrame
    columns: pl.DataFrame
    incidence: Sparse

    def __post_init__(self) -> None:
        _check_ids(self.rows, "rows")
        _check_ids(self.columns, "columns")
        expected = (self.rows.height, self.columns.height)
        if self.incidence.shape != expected:
            raise NetworkError(f"incidence is {self.incidence.shape}, its tables say {expected}")
        if not np.all(np.isin(self.incidence.data, (0.0, 1.0))):
            raise NetworkError("incidence holds values other than 0 and 1: count each pair once")


@dataclass(frozen=True)
class Network:
    """An undirected network without self-loops.

    Attributes
    ----------
    name : str
        What the network is called.
    nodes : polars.DataFrame
        One row a node: unique ``id``, and attributes (``label``, ``kind``, ``country``,
        ``sectors`` are those the analyses know).
    weights : scipy.sparse.csr_array, shape (n, n)
        Tie weights: symmetric, positive where stored, zero diagonal.
    evidence : TwoMode, optional
        The memberships the ties come from, its rows in the order of ``nodes``.
    loops_dropped : int
        How many self-loops were left out.

    Parameters
    ----------
    symmetric : bool
        Whether the ties are known to be symmetric, as a projection's are; looked at if not.
    """

    name: str
    nodes: pl.DataFrame
    weights: Sparse
    evidence: TwoMode | None = None
    loops_dropped: int = 0
    symmetric: InitVar[bool] = False

    def __post_init__(self, symmetric: bool) -> None:
        _check_ids(self.nodes, "nodes")
        _check_weights(self.weights, self.nodes.height)
        if not symmetric:
            _check_symmetry(self.weights)
        if self.evidence is not None and not self._rests_on(self.evidence.rows):
            raise NetworkError("the rows of the evidence are not the nodes, in their order")

    def _rests_on(self, rows: pl.DataFrame) -> bool:
        return rows is self.nodes or rows["id"].to_list() == self.ids

    @property
    def ids(self) -> list[str]:
        """The node ids, in the order of the rows of ``weights``."""
        return self.nodes["id"].to_list()

    def to_networkx(self) -> "nx.Graph":
        """Return a NetworkX graph.

        Nodes are the ids, node attributes scalars (lists joined by ``;``, missing values left
        out), the edge attribute is ``weight``.
        """
        import networkx as nx

        graph = nx.Graph(name=self.name)
        for row in self.nodes.iter_rows(named=True):
            graph.add_node(row.pop("id"), **_scalars(row))
        upper = self.weights.tocoo()
        ids = self.ids
        for i, j, weight in zip(upper.row, upper.col, upper.data.tolist(), strict=True):
            if i < j:
                graph.add_edge(ids[i], ids[j], weight=weight)
        return graph


def as_network(source: "Network | nx.Graph", groups: Groups | None = None) -> Network:
    """Return ``source`` as a `Network`; what every analysis calls first.

    Parameters
    ----------
    source : Network or networkx.Graph
        A network, or any undirected NetworkX graph (see `from_networkx`).
    groups : mapping, optional
        ``{"sector": {node: label or list of labels}, "country": {node: label}}``: replaces what
        the nodes say.
    """
    if not isinstance(source, Network):
        return from_networkx(source, groups)
    return with_groups(source, groups) if groups else source


def from_networkx(graph: "nx.Graph", groups: Groups | None = None) -> Network:
    """Build a `Network` from an undirected NetworkX graph.

    Nodes are sorted by id (``str`` of the node). Ties without ``weight`` weigh one, parallel
    ties of a multigraph are summed, self-loops are dropped and counted. Of the node attributes
    ``label``, ``kind``, ``country``, ``region`` and ``sectors`` are kept.

    Raises
    ------
    NetworkError
        If the graph is directed, two nodes have the same ``str``, a weight is not a positive
        number, or ``groups`` names a node that is not in the graph.
    """
    if graph.is_directed():
        raise NetworkError("the graph is directed; decide what a tie is, e.g. .to_undirected()")
    order = sorted(graph.nodes, key=str)
    ids = [str(node) for node in order]
    weights, loops = _weights_of(graph, {node: i for i, node in enumerate(order)})
    data = {"id": ids} | _attributes_of(graph, order)
    network = Network(str(graph.name or "network"), _frame(data), weights, None, loops)
    return with_groups(network, groups) if groups else network


def with_groups(network: Network, groups: Groups) -> Network:
    """Return ``network`` with the group columns replaced by ``groups`` (see `as_network`)."""
    known = set(network.ids)
    nodes = network.nodes
    for name, labels in groups.items():
        by_id = {str(node): label for node, label in labels.items()}
        if unknown := sorted(by_id.keys() - known):
            raise NetworkError(f"groups[{name!r}] names {unknown[0]!r}, which is not a node")
        column = _COLUMN_OF.get(name, name)
        values = [by_id.get(node) for node in network.ids]
        nodes = nodes.with_columns(_series(column, values))
    return replace(network, nodes=nodes)


def _weights_of(graph: "nx.Graph", index: dict[Any, int]) -> tuple[Sparse, int]:
    edges = [(index[u], index[v], w) for u, v, w in graph.edges(data="weight", default=1.0)]
    ties = [edge for edge in edges if edge[0] != edge[1]]
    for _, _, weight in ties:
        if not isinstance(weight, int | float | np.number) or not weight > 0:
            raise NetworkError(f"a tie has weight {weight!r}; weights are positive numbers")
    i, j, w = np.array(ties, dtype=np.float64).reshape(-1, 3).T
    pairs = np.concatenate([i, j]).astype(np.int64), np.concatenate([j, i]).astype(np.int64)
    shape = (len(index), len(index))
    matrix = sp.coo_array((np.concatenate([w, w]), pairs), shape=shape)
    return sparse(matrix), len(edges) - len(ties)


def _attributes_of(graph: "nx.Graph", order: list[Any]) -> dict[str, list[Any]]:
    held = {key for _, data in graph.nodes(data=True) for key in data}
    renamed = {_COLUMN_OF.get(key, key): key for key in sorted(held)}
    return {
        name: [graph.nodes[node].get(renamed[name]) for node in order]
        for name in _ATTRIBUTES
        if name in renamed
    }


def _frame(data: dict[str, list[Any]]) -> pl.DataFrame:
    return pl.DataFrame([_series(name, values) for name, values in data.items()])


def _series(name: str, values: list[Any]) -> pl.Series:
    if name in _LISTS or any(isinstance(value, list | tuple | set) for value in values):
        lists = [_as_list(value) for value in values]
        return pl.Series(name, lists, dtype=pl.List(pl.String))
    texts = [None if value is None else str(value) for value in values]
    return pl.Series(name, texts, dtype=pl.String)


def _as_list(value: str | Sequence[str] | None) -> list[str] | None:
    if value is None:
        return None
    parts = value.split(";") if isinstance(value, str) else list(value)
    return sorted({part.strip() for part in parts if part.strip()})


def _scalars(row: dict[str, Any]) -> dict[str, str | int | float | bool]:
    joined = {k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()}
    return {k: _scalar(v) for k, v in joined.items() if v is not None}


def _scalar(value: Any) -> str | int | float | bool:
    return value if isinstance(value, str | int | float | bool) else str(value)


def _check_ids(table: pl.DataFrame, what: str) -> None:
    if "id" not in table.columns:
        raise NetworkError(f"{what}: no column 'id' among {table.columns}")
    if table["id"].n_unique() < table.height:
        repeated = table["id"].filter(table["id"].is_duplicated())
        raise NetworkError(f"{what}: id {repeated[0]!r} is there {repeated.len()} times")


def _check_weights(weights: Sparse, n: int) -> None:
    if weights.shape != (n, n):
        raise NetworkError(f"weights are {weights.shape} for {n} nodes")
    if np.any(weights.diagonal()):
        raise NetworkError("weights have self-loops; drop and count them first")
    if weights.nnz and not (weights.data.min() > 0 and np.isfinite(weights.data.max())):
        raise NetworkError("weights must be positive numbers where they are stored")


def _check_symmetry(weights: Sparse) -> None:
    if weights.nnz and _asymmetry(weights) > 1e-12 * max(1.0, weights.max()):
        raise NetworkError("weights are not symmetric")


def _asymmetry(weights: Sparse) -> float:
    turned = sp.csr_array(weights.T)
    if np.array_equal(turned.indptr, weights.indptr) and np.array_equal(
        turned.indices, weights.indices
    ):
        return float(np.abs(turned.data - weights.data).max())
    return float(abs(weights - turned).max())
