"""The triangles of a network, listed once for all that is counted over them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, Sparse, sums_by

_AT_ONCE = 1 << 15  # pairs, which stay in the cache
_TABLE = 1 << 24  # places: of small networks a table is looked up, not searched


@dataclass(frozen=True)
class Triangles:
    """m ties and the t triangles they make."""

    n: int
    """Number of nodes."""
    ties: Ints
    """The two nodes of each tie, shape (2, m)."""
    sides: Ints
    """The ties a-b, a-c and b-c of each triangle, each with its nodes in this order, (3, t)."""

    def corners(self, some: Ints | None = None) -> Ints:
        """Return the nodes a, b and c of some triangles, shape (3, some); of all by default."""
        ab, ac, _ = self.sides if some is None else self.sides[:, some]
        return np.stack([*self.ties[:, ab], self.ties[1, ac]])

    def on_ties(self, matrix: Sparse) -> Floats:
        """Return the values of ``matrix``, (n, n), on the ties, (m,): zero where it has none."""
        if not self.ties.size:
            return np.zeros(0)  # scipy asks for one place at least
        return np.asarray(matrix[self.ties[0], self.ties[1]], dtype=np.float64).reshape(-1)

    def at_ends(self, values: Floats) -> Floats:
        """Sum values of the two ends of each tie, (2, m), by node: (n,)."""
        return sums_by(self.ties.reshape(-1), values.reshape(-1), self.n)

    def beside(self, on_ties: Floats) -> Floats:
        """For a tie u-v: the sum over third corners w of the values, (m,), of u-w and of v-w.

        Returns
        -------
        ndarray, shape (2, m)
            From the first node of the tie, and from the second.
        """
        m = on_ties.size
        ab, ac, bc = self.sides
        of_ab, of_ac, of_bc = on_ties[ab], on_ties[ac], on_ties[bc]
        return np.stack(
            [
                sums_by(ab, of_ac, m) + sums_by(ac, of_ab, m) + sums_by(bc, of_ab, m),
                sums_by(ab, of_bc, m) + sums_by(ac, of_bc, m) + sums_by(bc, of_ac, m),
            ]
        )


def triangles(weights: Sparse) -> Triangles:
    """List the triangles of the ties in ``weights``, (n, n), symmetric with zero diagonal.

    Every pair of ties from a node to two of more contacts (or as many, and later in the rows) is
    tried, so that few pairs are.

    References
    ----------
    Latapy, M. (2008). Main-memory triangle computations for very large (sparse (power-law))
    graphs. Theoretical Computer Science 407, 458-473.
    """
    n = weights.shape[0]
    order = np.argsort(np.diff(weights.indptr), kind="stable")
    rank = np.empty(n, dtype=np.int64)
    rank[order] = np.arange(n)
    low, high = np.repeat(rank, np.diff(weights.indptr)), rank[weights.indices]
    keys = np.sort((low * n + high)[low < high])
    low, high = np.divmod(keys, max(n, 1))
    sides = _sides(n, keys, low, high)
    return Triangles(n, order[np.stack([low, high])], sides)


def _sides(n: int, keys: Ints, low: Ints, high: Ints) -> Ints:
    """Pairs of ties from one node whose other ends are tied, and that tie: (3, t)."""
    later = np.searchsorted(low, low, side="right") - np.arange(low.size) - 1
    begin, before = np.arange(0, max(later.sum(), 1), _AT_ONCE), np.cumsum(later) - later
    pieces = np.searchsorted(np.cumsum(later), begin, side="right")
    place_of = _places(n, keys)
    found = [np.empty((3, 0), dtype=np.int64)]
    for start, end in zip(pieces, [*pieces[1:], later.size], strict=True):
        some = slice(start, end)
        one = np.repeat(np.arange(start, end), later[some])
        first = np.arange(start, end) + 1 - before[some] + before[start : start + 1].sum()
        other = np.arange(one.size) + np.repeat(first, later[some])
        place = place_of(np.repeat(high[some] * n, later[some]) + high[other])
        closed = np.flatnonzero(place >= 0)
        found.append(np.stack([one[closed], other[closed], place[closed]]))
    return np.concatenate(found, axis=1)


def _places(n: int, keys: Ints) -> Callable[[Ints], Ints]:
    """A function that says which of the sorted ``keys``, below n², each value is; -1 if none."""
    if n * n <= _TABLE:
        table = np.full(n * n, -1, dtype=np.min_scalar_type(-max(keys.size, 1)))
        table[keys] = np.arange(keys.size)
        return lambda wanted: table[wanted].astype(np.int64)

    def searched(wanted: Ints) -> Ints:
        place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        return np.where(keys[place] == wanted, place, -1)

    return searched
