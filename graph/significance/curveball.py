"""Who is in what, drawn anew: every 0/1 matrix with the observed margins equally likely.

A *trade* takes two columns, and deals the rows that only one of them has out again at random, so
many to each as before. Both margins stay. Trades lead from any matrix with given margins to any
other, and each is as likely as its way back, so that after many of them all such matrices are
equally likely (Carstens 2015). Where there are fewer rows than columns, rows trade columns.

How many trades are enough is known by trial only: `TRADES` for each row or column that trades
(on the bundled network the share of memberships that are still where they began has levelled off
by then, see the tests). The p-values do not rest on it. The samples are drawn as Besag and Clifford
(1989) do: from the observed matrix so many trades to a hidden one, and from that one, each time
anew, as many to a sample. As trades are reversible, the observed matrix and the samples are
exchangeable under the null however few trades there are, and a rank among them is a valid test.

References
----------
Strona, G., Nappo, D., Boccacci, F., Fattorini, S., San-Miguel-Ayanz, J. (2014). A fast and
unbiased procedure to randomize ecological binary matrices with fixed row and column totals.
Nature Communications 5, 4114.
Carstens, C. J. (2015). Proof of uniform sampling of binary matrices with fixed row sums and
column sums for the fast Curveball algorithm. Physical Review E 91, 042812.
Besag, J., Clifford, P. (1989). Generalized Monte Carlo significance tests. Biometrika 76, 633-642.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..arrays import Ints, Sparse, sparse
from ..network import NetworkError

TRADES = 5


@dataclass(frozen=True)
class _Block:
    """Rows of one class, and what trades there: the fewer of its rows and its columns."""

    rows: Ints
    held: list[set[int]]
    by_row: bool


def samples(
    incidence: Sparse, count: int, seed: int = 0, trades: int = TRADES, classes: Ints | None = None
) -> Iterator[Sparse]:
    """Draw matrices with the margins of ``incidence``.

    Parameters
    ----------
    incidence : csr_array, shape (n, m)
        Zeros and ones.
    count, seed : int
        How many, and the seed of their drawing.
    trades : int
        Trades for each row or column that trades, from the hidden matrix to a sample.
    classes : ndarray of int, shape (n,), optional
        Class of each row. Rows are then dealt within their class alone: every column keeps its
        number of rows of each class.

    Yields
    ------
    csr_array, shape (n, m)
        Where the margins leave no choice (an empty matrix, a nested one), the observed matrix.

    Raises
    ------
    NetworkError
        If the classes are not one a row, or a number of samples or trades is negative.
    """
    kinds = np.zeros(incidence.shape[0], dtype=np.int64) if classes is None else classes
    if kinds.shape != (incidence.shape[0],):
        raise NetworkError(f"{kinds.size} classes for {incidence.shape[0]} rows: one a row")
    if count < 0 or trades < 0:
        raise NetworkError(f"{count} samples by {trades} trades: neither can be negative")
    blocks = [_block(incidence, np.flatnonzero(kinds == kind)) for kind in np.unique(kinds)]
    draw = random.Random(seed)
    hidden = [_traded(block, trades, draw) for block in blocks]
    for _ in range(count):
        yield _joined([_traded(block, trades, draw) for block in hidden], incidence.shape)


def _block(incidence: Sparse, rows: Ints) -> _Block:
    own = sparse(incidence[rows])
    by_row = bool(np.count_nonzero(own.sum(axis=1)) < np.count_nonzero(own.sum(axis=0)))
    lists = own if by_row else sparse(own.T)
    held = np.split(lists.indices.tolist(), lists.indptr[1:-1])
    return _Block(rows, [set(map(int, one)) for one in held], by_row)


def _traded(block: _Block, trades: int, draw: random.Random) -> _Block:
    """Return the block after ``trades`` for each of its holders that has anything."""
    held = list(block.held)
    active = [place for place, own in enumerate(held) if own]
    n = len(active)
    for _ in range(trades * n if n > 1 else 0):
        first = draw.randrange(n)
        second = (first + 1 + draw.randrange(n - 1)) % n
        i, j = active[first], active[second]
        held[i], held[j] = _trade(held[i], held[j], draw)
    return _Block(block.rows, held, block.by_row)


def _trade(one: set[int], other: set[int], draw: random.Random) -> tuple[set[int], set[int]]:
    shared = one & other
    # Sorted, so that the order does not hang on how the sets came about.
    loose = sorted(one ^ other)
    draw.shuffle(loose)
    own = len(one) - len(shared)
    return shared.union(loose[:own]), shared.union(loose[own:])


def _joined(blocks: list[_Block], shape: tuple[int, int]) -> Sparse:
    places = [_places(block) for block in blocks]
    rows = np.concatenate([row for row, _ in places] or [np.empty(0, dtype=np.int64)])
    columns = np.concatenate([column for _, column in places] or [np.empty(0, dtype=np.int64)])
    return sparse(sp.coo_array((np.ones(rows.size), (rows, columns)), shape=shape))


def _places(block: _Block) -> tuple[Ints, Ints]:
    holder = np.repeat(np.arange(len(block.held)), [len(own) for own in block.held])
    item = np.array([one for own in block.held for one in own], dtype=np.int64)
    within, column = (holder, item) if block.by_row else (item, holder)
    return block.rows[within], column
