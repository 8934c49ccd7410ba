"""The triangles of a network, listed once for all that is counted over them."""

from dataclasses import dataclass

import numpy as np

from .arrays import Floats, Ints, Sparse

_AT_ONCE = 1 << 22


@dataclass(frozen=True)
class Triangles:
    """m ties and the t triangles they make."""

    n: int
    """Number of nodes."""
    ties: Ints
    """The two nodes of each tie, shape (2, m)."""
    corners: Ints
    """The nodes a, b and c of each triangle, shape (3, t)."""
    sides: Ints
    """Its ties a-b, a-c and b-c, each with its nodes in this order, shape (3, t)."""

    def on_ties(self, matrix: Sparse) -> Floats:
        """Return the values of ``matrix``, (n, n), on the ties, (m,): zero where it has none."""
        return np.asarray(matrix[self.ties[0], self.ties[1]], dtype=np.float64).reshape(-1)

    def at_corners(self, of_a: Floats, of_b: Floats, of_c: Floats) -> Floats:
        """Sum values of the corners of triangles, shape (t,) each, by node: (n,)."""
        values = np.concatenate([of_a, of_b, of_c])
        return np.bincount(self.corners.reshape(-1), values, self.n)

    def beside(self, on_ties: Floats) -> Floats:
        """For a tie u-v: the sum over third corners w of the values, (m,), of u-w and of v-w.

        Returns
        -------
        ndarray, shape (2, m)
            From the first node of the tie, and from the second.
        """
        ab, ac, bc = on_ties[self.sides]
        of, m = self.sides.reshape(-1), on_ties.size
        first, second = np.concatenate([ac, ab, ab]), np.concatenate([bc, bc, ac])
        return np.stack([np.bincount(of, first, m), np.bincount(of, second, m)])


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
    corners = np.stack([low[sides[0]], high[sides[0]], high[sides[1]]])
    return Triangles(n, order[np.stack([low, high])], order[corners], sides)


def _sides(n: int, keys: Ints, low: Ints, high: Ints) -> Ints:
    """Pairs of ties from one node whose other ends are tied, and that tie: (3, t)."""
    later = np.searchsorted(low, low, side="right") - np.arange(low.size) - 1
    found = [np.empty((3, 0), dtype=np.int64)]
    pieces = np.searchsorted(np.cumsum(later), np.arange(0, max(later.sum(), 1), _AT_ONCE), side="right")
    for start, end in zip(pieces, [*pieces[1:], later.size], strict=True):
        some = later[start:end]
        one = np.repeat(np.arange(start, end), some)
        other = np.arange(one.size) - np.repeat(np.cumsum(some) - some, some) + one + 1
        wanted = high[one] * n + high[other]
        place = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        closed = keys[place] == wanted
        found.append(np.stack([one[closed], other[closed], place[closed]]))
    return np.concatenate(found, axis=1)
