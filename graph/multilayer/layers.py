"""How much layers have in common, and over how many of them a node's ties are spread.

References
----------
Battiston, F., Nicosia, V. and Latora, V. (2014). Structural measures for multiplex networks.
Physical Review E 89, 032804.
"""

from itertools import combinations

import numpy as np
import polars as pl

from ..arrays import Floats, Ints, Sparse
from ..resampling import TAILS
from .multiplex import Multiplex

_SCHEMA = {
    "layer_a": pl.String, "layer_b": pl.String, "nodes_a": pl.Int64, "nodes_b": pl.Int64,
    "nodes_both": pl.Int64, "ties_a": pl.Int64, "ties_b": pl.Int64, "ties_both": pl.Int64,
    "jaccard": pl.Float64, "share_of_a": pl.Float64, "share_of_b": pl.Float64,
    "expected": pl.Float64, "null_low": pl.Float64, "null_high": pl.Float64, "p": pl.Float64,
}


def layer_degrees(multiplex: Multiplex) -> Ints:
    """Return the contacts of every node in every layer, shape (n, layers)."""
    n = multiplex.nodes.height
    degrees = [np.diff(layer.indptr).astype(np.int64) for layer in multiplex.layers]
    return np.array(degrees, dtype=np.int64).reshape(len(degrees), n).T


def overlapping_degree_z(multiplex: Multiplex) -> Floats:
    """Return the z-score of every node's overlapping degree.

    Its contacts summed over layers, less the mean, over the standard deviation (of a whole
    population) among the nodes that have a tie in any layer.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for nodes without a tie, and where all others have equally many.
    """
    degrees = layer_degrees(multiplex).sum(axis=1).astype(np.float64)
    tied = degrees > 0
    spread = degrees[tied].std() if tied.any() else 0.0
    if not spread > 0:
        return np.full(degrees.size, np.nan)
    return np.where(tied, (degrees - degrees[tied].mean()) / spread, np.nan)


def multiplex_participation(multiplex: Multiplex) -> Floats:
    """Return the multiplex participation coefficient of every node.

    ``l / (l - 1) [1 - Σ_a (k_ia / o_i)²]`` with l layers, ``k_ia`` contacts in layer a and
    ``o_i`` their sum: 0 where all are in one layer, 1 where each layer has equally many.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes.

    Returns
    -------
    ndarray, shape (n,)
        ``nan`` for nodes without a tie, and for all where there are fewer than two layers.
    """
    degrees = layer_degrees(multiplex).astype(np.float64)
    total, count = degrees.sum(axis=1), degrees.shape[1]
    if count < 2:
        return np.full(total.size, np.nan)
    parts = degrees / np.where(total > 0, total, 1.0)[:, None]
    spread = (1.0 - (parts**2).sum(axis=1)) * count / (count - 1)
    return np.where(total > 0, spread, np.nan)


def layer_overlap(multiplex: Multiplex, permutations: int = 199, seed: int = 0) -> pl.DataFrame:
    """Return what each pair of layers has in common.

    Parameters
    ----------
    multiplex : Multiplex
        n nodes in l layers.
    permutations, seed : int
        Of the nodes of the second layer (quadratic assignment): the null in which both layers
        keep their form and it does not matter who is where in it. None if 0.

    Returns
    -------
    polars.DataFrame
        A row a pair, in the order of the layers: ``layer_a layer_b``; nodes with a tie in each
        (``nodes_a nodes_b``) and in both; ties likewise; ``jaccard``, ties in both over ties in
        either; ``share_of_a`` of the ties of a that are in b too, ``share_of_b``; ``expected``
        ties in both under the null, exact; ``null_low null_high``, 95 % of the permutations;
        ``p``, of at least as many in common, ``(1 + count) / (1 + permutations)``. Null where a
        layer has no tie, or nothing was permuted. Empty with fewer than two layers.

    References
    ----------
    Battiston et al. (2014) for the shares; Krackhardt, D. (1988). Predicting with networks:
    nonparametric multiple regression analysis of dyadic data. Social Networks 10, 359-381.
    """
    n, random = multiplex.nodes.height, np.random.default_rng(seed)
    orders = [random.permutation(n) for _ in range(permutations)]
    pairs = combinations(zip(multiplex.names, multiplex.layers, strict=True), 2)
    rows = [{"layer_a": a, "layer_b": b, **_overlap(x, y, orders)} for (a, x), (b, y) in pairs]
    return pl.DataFrame(rows, schema=_SCHEMA)


def _overlap(a: Sparse, b: Sparse, orders: list[Ints]) -> dict[str, float | int | None]:
    first, (i, j) = _codes(*_ties(a), a.shape[0]), _ties(b)
    both = _common(first, _codes(i, j, a.shape[0]))
    ends_a, ends_b = np.diff(a.indptr) > 0, np.diff(b.indptr) > 0
    counts: dict[str, float | int | None] = {
        "nodes_a": int(ends_a.sum()), "nodes_b": int(ends_b.sum()),
        "nodes_both": int((ends_a & ends_b).sum()),
        "ties_a": first.size, "ties_b": i.size, "ties_both": both,
    }
    if not (first.size and i.size):
        return counts
    shares = {
        "jaccard": both / (first.size + i.size - both),
        "share_of_a": both / first.size, "share_of_b": both / i.size,
    }
    null = [_common(first, _codes(order[i], order[j], a.shape[0])) for order in orders]
    return counts | shares | _against(both, np.array(null), a.shape[0], first.size * i.size)


def _against(both: int, null: Ints, n: int, product: int) -> dict[str, float | None]:
    expected = {"expected": product / (n * (n - 1) / 2)}
    if not null.size:
        return dict(expected)
    low, high = np.quantile(null, TAILS)
    p = (1 + int((null >= both).sum())) / (1 + null.size)
    return {**expected, "null_low": float(low), "null_high": float(high), "p": p}


def _ties(layer: Sparse) -> tuple[Ints, Ints]:
    coo = layer.tocoo()
    upper = coo.row < coo.col
    return coo.row[upper].astype(np.int64), coo.col[upper].astype(np.int64)


def _codes(i: Ints, j: Ints, n: int) -> Ints:
    """A number for every tie, the same in both directions."""
    return np.minimum(i, j) * n + np.maximum(i, j)


def _common(a: Ints, b: Ints) -> int:
    return int(np.intersect1d(a, b, assume_unique=True).size)
