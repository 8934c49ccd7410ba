"""Shortest paths over ties of length one, from many nodes at a time.

Nodes that have the same contacts and are tied to each other (members of one partnership and of no
other, say) are alike to every path, and no shortest path passes through two of them. They are
therefore put together and counted by their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from .arrays import Bools, Floats, Ints, Sparse, binary, sparse

Words = NDArray[np.uint64]
_SOURCES_AT_ONCE = 32
_WORDS_AT_ONCE = 16
_BITS = 64
_ONES = np.array([value.bit_count() for value in range(256)], dtype=np.int64)


@dataclass(frozen=True)
class Alike:
    """Nodes put together: q sets of nodes that are tied to each other and to the same others."""

    of: Ints
    """The set of every node, shape (n,)."""
    sizes: Floats
    """How many nodes each set has, shape (q,)."""
    ties: Sparse
    """Zeros and ones: which sets are tied, shape (q, q), zero diagonal."""


def alike(weights: Sparse) -> Alike:
    """Put together the nodes of ``weights``, (n, n), that no path tells apart."""
    ties = binary(weights)
    around = sparse(ties + sp.eye_array(ties.shape[0]))
    rows = zip(around.indptr[:-1], around.indptr[1:], strict=True)
    number: dict[bytes, int] = {}
    keys = (around.indices[start:end].tobytes() for start, end in rows)
    of = np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)
    first = np.unique(of, return_index=True)[1]
    sizes = np.bincount(of, minlength=len(number)).astype(np.float64)
    return Alike(of, sizes, sparse(ties[first][:, first]))


def steps_across(ties: Sparse, limit: int) -> int:
    """Return the most steps from the first node of a component to another, at most ``limit``."""
    component = sp.csgraph.connected_components(ties, directed=False)[1]
    reached = np.zeros(ties.shape[0], dtype=np.bool_)
    reached[np.unique(component, return_index=True)[1]] = True
    for steps in range(limit):
        further = reached | (ties @ reached.astype(np.float64) > 0)
        if np.array_equal(further, reached):
            return steps
        reached = further
    return limit


def passing(weights: Sparse) -> Floats:
    """Return, for every node, the shortest paths that pass through it.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.

    Returns
    -------
    ndarray, shape (n,)
        Over ordered pairs of other nodes, the share of their shortest paths through the node.

    References
    ----------
    Brandes, U. (2001). A faster algorithm for betweenness centrality. J. Math. Sociology 25.
    Sariyüce, A. E. et al. (2013). Shattering and compressing networks for betweenness centrality.
    SIAM International Conference on Data Mining: nodes that are alike, put together.
    """
    sets = alike(weights)
    total = np.zeros(sets.sizes.size)
    for start in range(0, sets.sizes.size, _SOURCES_AT_ONCE):
        sources = np.arange(start, min(start + _SOURCES_AT_ONCE, sets.sizes.size))
        total += (_dependency(sets, sources) * sets.sizes[sources]).sum(axis=1)
    return total[sets.of]


def _dependency(sets: Alike, sources: Ints) -> Floats:
    """For a node of each set: its share in the shortest paths from each source, (q, sources)."""
    size = sets.sizes[:, None]
    paths, levels = _paths(sets, sources)
    share = np.zeros_like(paths)
    for here, further in zip(levels[-2:0:-1], levels[:1:-1], strict=True):
        passed_on = np.zeros_like(paths)
        np.divide(size * (1.0 + share), paths, out=passed_on, where=further)
        np.multiply(paths, np.asarray(sets.ties @ passed_on), out=share, where=here)
    return share


def _paths(sets: Alike, sources: Ints) -> tuple[Floats, list[Bools]]:
    """Number of shortest paths to a node of each set, and which are 0, 1, 2 … steps away."""
    paths = np.zeros((sets.sizes.size, sources.size))
    paths[sources, np.arange(sources.size)] = 1.0
    levels, leading = [paths > 0], paths
    while True:
        arriving = np.asarray(sets.ties @ leading, dtype=np.float64)
        new = (arriving > 0) & (paths == 0)
        if not new.any():
            return paths, levels
        levels.append(new)
        np.copyto(paths, arriving, where=new)
        leading = np.where(new, arriving * sets.sizes[:, None], 0.0)


def distances(weights: Sparse) -> tuple[Floats, Floats]:
    """Return how many other nodes every node reaches, and the sum of the steps to them.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.

    Returns
    -------
    reached, steps : ndarray, shape (n,)
    """
    sets = alike(weights)
    around = sparse(sets.ties + sp.eye_array(sets.sizes.size))
    reached, steps = np.zeros(sets.sizes.size), np.zeros(sets.sizes.size)
    for bits in _bits(sets.of, sets.sizes.size):
        before = np.zeros(sets.sizes.size)
        for step, count in enumerate(_reaching(around, bits), start=1):
            steps += step * (count - before)
            before = count
        reached += before
    # Each node has reached itself, which is at step one with those that are alike.
    return reached[sets.of] - 1.0, steps[sets.of] - 1.0


def _reaching(around: Sparse, bits: Words) -> Iterator[Floats]:
    """How many of the targets in ``bits`` each set reaches in one step, in two, ….

    ``bits`` is (q, words): which targets a set holds.
    """
    starts = around.indptr[:-1]
    while True:
        further = np.bitwise_or.reduceat(bits[around.indices], starts, axis=0)
        yield _ONES[further.view(np.uint8)].sum(axis=1).astype(np.float64)
        if np.array_equal(further, bits):
            return
        bits = further


def _bits(of: Ints, q: int) -> Iterator[Words]:
    """The nodes of each set as bits, some words of nodes at a time, each (q, words)."""
    at_once = _BITS * _WORDS_AT_ONCE
    for start in range(0, of.size, at_once):
        members = of[start : start + at_once]
        held = np.zeros((q, _WORDS_AT_ONCE), dtype=np.uint64)
        word, bit = np.divmod(np.arange(members.size), _BITS)
        np.bitwise_or.at(held, (members, word), np.uint64(1) << bit.astype(np.uint64))
        yield held
