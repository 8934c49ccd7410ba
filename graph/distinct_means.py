"""Means over distinct nodes of products of their shares in groups.

The mean of ``Σ_s q_a(s) q_b(s) …`` over all ways to put distinct nodes at a, b, …, and of products
of two such sums. Sums over distinct nodes follow from power sums, ``Σ_v q_v(s)^x q_v(t)^y``, by
inclusion and exclusion over the ways in which places could fall on one node.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import factorial, perm, prod

import numpy as np

from .arrays import Floats, Sparse, row_sums, sparse

Exponents = tuple[tuple[int, int], ...]  # of q(s) and of q(t), a place each
Terms = tuple[str, ...]  # a sum of products; a letter a place: ("ji", "jk") is q_j q_i + q_j q_k
_HIGHEST = 3  # places in one product


class DistinctMeans:
    """Means over the rows of ``shares``, (n, g), at distinct places."""

    def __init__(self, shares: Sparse) -> None:
        self._n = shares.shape[0]
        raised = [sparse(shares.power(x)) for x in range(1, _HIGHEST + 1)]
        self._single = [row_sums(sparse(power.T)) for power in raised]
        # Two groups count together only if a node is in both.
        both = {
            (x, y): sparse(raised[x - 1].T @ raised[y - 1]).tocoo()
            for x, y in product(range(1, _HIGHEST + 1), repeat=2)
        }
        self._s, self._t = both[1, 1].coords
        self._both = {key: matrix.data for key, matrix in both.items()}
        self._known: dict[Exponents, float] = {}

    def mean(self, terms: Terms) -> float:
        """Return the mean of ``Σ_s Π q(s)``, summed over ``terms``."""
        return sum(self._mean(tuple((1, 0) for _ in places)) for places in terms)

    def mean_of_both(self, first: Terms, second: Terms, renamed: Mapping[str, str]) -> float:
        """Return the mean of the product of two such sums, the places of the second renamed."""
        return sum(
            self._mean(_exponents(a, "".join(renamed[place] for place in b)))
            for a, b in product(first, second)
        )

    def _mean(self, exponents: Exponents) -> float:
        if exponents not in self._known:
            arrangements = perm(self._n, len(exponents))
            total = sum(self._signed(blocks) for blocks in _partitions(list(exponents)))
            self._known[exponents] = total / arrangements if arrangements else 0.0
        return self._known[exponents]

    def _signed(self, blocks: list[list[tuple[int, int]]]) -> float:
        sign: int = prod((-1) ** (len(block) - 1) * factorial(len(block) - 1) for block in blocks)
        return sign * self._product([(sum(x for x, _ in b), sum(y for _, y in b)) for b in blocks])

    def _product(self, keys: list[tuple[int, int]]) -> float:
        """Sum over s (and t) of a product of power sums."""
        left: list[Floats] = [self._single[x - 1] for x, y in keys if not y]
        right: list[Floats] = [self._single[y - 1] for x, y in keys if not x]
        both: list[Floats] = [self._both[key] for key in keys if all(key)]
        if both:
            at = [values[self._s] for values in left] + [values[self._t] for values in right]
            return float(np.prod(both + at, axis=0).sum())
        sums = [float(np.prod(values, axis=0).sum()) for values in (left, right) if values]
        return prod(sums)


def _exponents(first: str, second: str) -> Exponents:
    places = sorted(set(first + second))
    return tuple(sorted((int(place in first), int(place in second)) for place in places))


def _partitions(items: list[tuple[int, int]]) -> Iterator[list[list[tuple[int, int]]]]:
    """All ways to put ``items`` into blocks."""
    if not items:
        yield []
        return
    first, *rest = items
    for blocks in _partitions(rest):
        yield [[first], *blocks]
        for i, block in enumerate(blocks):
            yield [*blocks[:i], [first, *block], *blocks[i + 1 :]]
