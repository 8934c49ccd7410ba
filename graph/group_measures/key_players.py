"""Sets of key players: whose loss breaks the network up most, and who reach most of it.

The members of a set matter together: two nodes that break the same tie, or reach the same
contacts, are worth little more than one. Borgatti's two aims are here: ``fragment`` (KPP-Neg),
the fragmentation of what is left without the set, and ``reach`` (KPP-Pos), how near the set is
to everybody. To reach takes no time; to fragment takes some ten seconds a member in a network of
1,000 nodes with 13,000 ties, less where most are in one partnership only.

References
----------
Borgatti, S. P. (2006). Identifying sets of key players in a social network. Computational and
Mathematical Organization Theory 12, 21-34.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np

from ..arrays import Floats, Ints, Sparse
from ..brokerage import open_triples
from ..network import NetworkError
from .distances import Disconnection, reach_of_each

Aim = Literal["fragment", "reach"]
AIMS: tuple[Aim, ...] = ("fragment", "reach")
LIMIT = 5_000  # nodes
EXACT = 2_000  # sets: as many are all tried
_ROUNDING = 1e-12
Score = Callable[[list[int], Ints], Floats]  # of a set with each of some nodes added


@dataclass(frozen=True)
class KeyPlayers:
    """A set of nodes and what it is worth.

    Attributes
    ----------
    members : tuple of int
        Rows, sorted.
    value : float
        Fragmentation without the set, or reach of the set.
    exact : bool
        Whether all sets were tried; otherwise better ones may exist.
    """

    members: tuple[int, ...]
    value: float
    exact: bool


def fragmentation(weights: Sparse, removed: Collection[int] = ()) -> float:
    """Return the distance-weighted fragmentation of the network without some nodes.

    ``F = 1 - Σ_{i≠j} (1 / d_ij) / (m (m - 1))`` over the m nodes that are left, at distances
    ``d_ij`` without the removed ones: 0 where all are tied to all, 1 where none are tied.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; every tie has length one.
    removed : collection of int
        Rows.

    Returns
    -------
    float
        ``nan`` where fewer than two nodes are left.

    Raises
    ------
    NetworkError
        A node is no row, or the network has more than `LIMIT` nodes.
    """
    _check(weights, removed)
    return Disconnection(weights).fragmentation(np.array(sorted(set(removed)), dtype=np.int64))


def reach(weights: Sparse, members: Collection[int]) -> float:
    """Return the distance-weighted reach of a set of nodes.

    ``R = Σ_j (1 / d_Sj) / n`` with ``d_Sj`` the distance from node j to its nearest member,
    1 for the members themselves: 1 where everybody is a member or tied to one.

    Parameters and errors
        As in `fragmentation`.

    Returns
    -------
    float
        0 for an empty set; ``nan`` for an empty network.
    """
    _check(weights, members)
    n = weights.shape[0]
    if not n:
        return float("nan")
    nearest = reach_of_each(weights)[:, sorted(set(members))]
    return float(nearest.max(axis=1, initial=0.0).sum()) / n


def key_players(
    weights: Sparse, size: int, aim: Aim = "fragment", restarts: int = 1, seed: int = 0
) -> KeyPlayers:
    """Find a set of ``size`` nodes that is best for ``aim``.

    Where no more than `EXACT` sets are possible, all are tried. Otherwise a set is built node by
    node, each the best to add; then members are replaced one at a time by the best other node,
    until no replacement gains; the same from ``restarts`` sets drawn at random; the best set
    found is kept, the first of equals. To ``fragment``, only nodes with two contacts that are not
    tied are tried, the others being on no shortest path (all nodes are where those are too few).

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; every tie has length one.
    size : int
        Members of the set, from 1.
    aim : {"fragment", "reach"}
        Highest `fragmentation` without the set, or highest `reach` of it.
    restarts, seed : int
        How many random sets to begin from as well, and the seed of their drawing.

    Returns
    -------
    KeyPlayers

    Raises
    ------
    NetworkError
        No such aim; ``size`` is below 1, or leaves fewer than two nodes to ``fragment`` (none
        to ``reach``); the network has more than `LIMIT` nodes.
    """
    _check(weights, ())
    _check_search(weights.shape[0], size, aim)
    score = _score(weights, aim)
    if comb(weights.shape[0], size) <= EXACT:
        return _best_of_all(score, weights.shape[0], size)
    return _best_found(score, _candidates(weights, size, aim), size, restarts, seed)


def _check(weights: Sparse, nodes: Collection[int]) -> None:
    n = weights.shape[0]
    if n > LIMIT:
        raise NetworkError(f"the network has {n} nodes; key players are found in up to {LIMIT}")
    if wrong := sorted(node for node in nodes if not 0 <= node < n):
        raise NetworkError(f"the set has node {wrong[0]}; the network has rows 0 to {n - 1}")


def _check_search(n: int, size: int, aim: str) -> None:
    if aim not in AIMS:
        raise NetworkError(f"aim {aim!r}: use 'fragment' or 'reach'")
    most = n - 2 if aim == "fragment" else n
    if not 1 <= size <= most:
        raise NetworkError(f"a set of {size} among {n} nodes: to {aim}, use 1 to {max(most, 0)}")


def _score(weights: Sparse, aim: Aim) -> Score:
    """The value of a set (list of rows) with each of some nodes added to it."""
    if aim == "reach":
        each = reach_of_each(weights)

        def reaches(members: list[int], added: Ints) -> Floats:
            nearest = each[:, members].max(axis=1, initial=0.0)
            total = np.maximum(nearest, each[added]).sum(axis=1)
            return np.asarray(total / nearest.size, dtype=np.float64)

        return reaches
    network = Disconnection(weights)

    def fragments(members: list[int], added: Ints) -> Floats:
        sets = (np.array([*members, node], dtype=np.int64) for node in added.tolist())
        return np.array([network.fragmentation(removed) for removed in sets])

    return fragments


def _best_of_all(score: Score, n: int, size: int) -> KeyPlayers:
    best: tuple[int, ...] = ()
    value = -np.inf
    for members in combinations(range(n), size):
        worth = score(list(members[:-1]), np.array(members[-1:]))[0]
        if worth > value + _ROUNDING:
            best, value = members, worth
    return KeyPlayers(best, float(value), True)


def _best_found(
    score: Score, candidates: Ints, size: int, restarts: int, seed: int
) -> KeyPlayers:
    best, value = _improved(score, candidates, _greedy(score, candidates, size))
    random = np.random.default_rng(seed)
    for _ in range(restarts):
        start = random.choice(candidates, size, replace=False).tolist()
        found, worth = _improved(score, candidates, start)
        if worth > value + _ROUNDING:
            best, value = found, worth
    return KeyPlayers(tuple(sorted(best)), value, False)


def _candidates(weights: Sparse, size: int, aim: Aim) -> Ints:
    everybody = np.arange(weights.shape[0])
    between = np.flatnonzero(open_triples(weights) > 0)
    return everybody if aim == "reach" or between.size < size else between


def _greedy(score: Score, candidates: Ints, size: int) -> list[int]:
    members: list[int] = []
    for _ in range(size):
        members.append(_best(score, members, candidates)[0])
    return members


def _improved(score: Score, candidates: Ints, members: list[int]) -> tuple[list[int], float]:
    """Replace members one at a time until none can be replaced by a better node."""
    value = float(score(members[:-1], np.array(members[-1:]))[0])
    tried = 0
    while tried < len(members):
        others = members[1:]
        node, worth = _best(score, others, candidates)
        better = worth > value + _ROUNDING
        members = [*others, node if better else members[0]]
        value, tried = (worth, 0) if better else (value, tried + 1)
    return members, value


def _best(score: Score, members: list[int], candidates: Ints) -> tuple[int, float]:
    """The node that is best to add to ``members``, the first of equals."""
    added = candidates[~np.isin(candidates, members)]
    values = score(members, added)
    best = int(np.flatnonzero(values >= values.max() - _ROUNDING)[0])
    return int(added[best]), float(values[best])
