"""Betweenness on paths of at most k ties (k-path centrality): exact, and by random paths.

"k-path centrality" names several measures. This module has two of them: the share of *shortest*
paths of at most k ties that pass a node (k-betweenness, Borgatti and Everett 2006; bounded-distance
betweenness, Brandes 2008), which is exact, and the share of *random* simple paths of at most k
ties that do (Alahakoon et al. 2011), which is sampled. Sade's (1989) count of the simple paths
that begin at a node is a degree, not a betweenness, and is not here.
"""

from bisect import bisect
from itertools import accumulate, pairwise

import numpy as np

from ..arrays import Floats, Sparse, binary
from ..network import NetworkError
from .geodesics import chunks, geodesics

LIMIT = 20_000  # nodes
MOST_WALKS = 10_000_000  # where they begin is held in memory


def bounded_betweenness(weights: Sparse, longest: int) -> Floats:
    """Return the betweenness of every node on shortest paths of at most ``longest`` ties.

    The share of shortest paths between two other nodes, no further apart than ``longest``, that
    pass through it, summed over pairs and divided by ``(n - 1)(n - 2) / 2``, so that it equals
    `centrality.betweenness` once ``longest`` is the diameter; isolates count in ``n``.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; every tie has length one.
    longest : int
        At least 1. With 1 all values are zero, with 2 only contacts of contacts count.

    Returns
    -------
    ndarray, shape (n,)
        Zeros where no node has two others (n below 3).

    Raises
    ------
    NetworkError
        ``longest`` is below 1, or the network has more than `LIMIT` nodes.

    References
    ----------
    Borgatti, S. P. and Everett, M. G. (2006). A graph-theoretic perspective on centrality.
    Social Networks 28(4), 466-484.
    Brandes, U. (2008). On variants of shortest-path betweenness centrality and their generic
    computation. Social Networks 30(2), 136-145.
    """
    n = weights.shape[0]
    _check(n, longest)
    ties, total = binary(weights), np.zeros(n)
    for sources in chunks(np.arange(n)):
        hops, paths = geodesics(ties, sources, longest)
        received = _dependencies(ties, hops, paths)
        received[sources, np.arange(sources.size)] = 0.0
        total += received.sum(axis=1)
    return total / max((n - 1) * (n - 2), 1)


def random_path_share(
    weights: Sparse, longest: int, walks: int = 20_000, seed: int = 0
) -> tuple[Floats, Floats]:
    """Return how likely a random simple path passes each node, with its standard error.

    A path begins at a node drawn at random; its length is drawn from 1 to ``longest``; it goes
    on to a contact where it has not been, drawn by tie weight, and ends early where there is
    none. The node where it begins is not counted.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal.
    longest, walks, seed : int
        How many paths are drawn, 1 to `MOST_WALKS`, and the seed of their drawing.

    Returns
    -------
    share, error : ndarray, shape (n,)
        The share of the paths drawn, and ``sqrt(share (1 - share) / walks)``. Empty for an
        empty network.

    Raises
    ------
    NetworkError
        ``longest`` is below 1, ``walks`` out of bounds, or the network has more than `LIMIT`
        nodes.

    References
    ----------
    Alahakoon, T., Tripathi, R., Kourtellis, N., Simha, R. and Iamnitchi, A. (2011). K-path
    centrality: a new centrality measure in social networks. SNS '11. Its value of a node is
    summed, not averaged, over where paths begin.
    """
    _check(weights.shape[0], longest)
    if not 1 <= walks <= MOST_WALKS:
        raise NetworkError(f"{walks} paths are drawn; draw 1 to {MOST_WALKS}")
    share = _passes(weights, longest, walks, np.random.default_rng(seed)) / walks
    return share, np.sqrt(share * (1.0 - share) / walks)


def _check(n: int, longest: int) -> None:
    if longest < 1:
        raise NetworkError(f"paths of at most {longest} ties: at least 1 is needed")
    if n > LIMIT:
        raise NetworkError(f"the network has {n} nodes; paths are followed in up to {LIMIT}")


def _dependencies(ties: Sparse, hops: Floats, paths: Floats) -> Floats:
    """What each node is given of the paths from each source that go on beyond it: (n, s)."""
    received = np.zeros_like(paths)
    furthest = int(np.max(hops, where=np.isfinite(hops), initial=0.0))
    for step in range(furthest, 0, -1):
        here = hops == step
        onward = np.divide(1.0 + received, paths, out=np.zeros_like(paths), where=here)
        received += np.where(hops == step - 1, paths * (ties @ onward), 0.0)
    return received


def _passes(weights: Sparse, longest: int, walks: int, random: np.random.Generator) -> Floats:
    """How many of the paths drawn pass each node, (n,)."""
    n = weights.shape[0]
    passed = np.zeros(n)
    if n:
        starts = random.integers(n, size=walks)
        lengths = random.integers(1, longest + 1, size=walks)
        spans, held = list(pairwise(weights.indptr.tolist())), (weights.indices, weights.data)
        contacts, pulls = ([values[a:b].tolist() for a, b in spans] for values in held)
        for start, length in zip(starts.tolist(), lengths.tolist(), strict=True):
            passed[_path(contacts, pulls, start, length, random)[1:]] += 1.0
    return passed


def _path(
    contacts: list[list[int]], pulls: list[list[float]], start: int, length: int,
    random: np.random.Generator,
) -> list[int]:
    path = [start]
    for _ in range(length):
        all_of = zip(contacts[path[-1]], pulls[path[-1]], strict=True)
        new = [(contact, pull) for contact, pull in all_of if contact not in path]
        if not new:
            break
        upto = list(accumulate(pull for _, pull in new))
        path.append(new[min(bisect(upto, random.random() * upto[-1]), len(new) - 1)][0])
    return path
