"""Ranks in which nodes with one value share the whole range of ranks between them."""

import numpy as np

from clusterkg.graph.arrays import Bools, Floats, Ints

_DIGITS = 10


def tied_ranks(
    values: Floats, eligible: Bools, largest_first: bool = True
) -> tuple[Ints, Ints]:
    """Return the first and the last of the ranks that each eligible node shares.

    Parameters
    ----------
    values : ndarray, shape (n,)
        ``nan`` is undefined: those nodes share the last ranks. Values that differ by less than
        1e-10 of the largest are the same.
    eligible : ndarray of bool, shape (n,)
        Which nodes are ranked.
    largest_first : bool
        Whether the largest value has rank one.

    Returns
    -------
    first, last : ndarray of int, shape (eligible,)
        From one. Equal where no other eligible node has the value.
    """
    chosen = values[eligible]
    known = chosen[np.isfinite(chosen)]
    scale = np.abs(known).max(initial=0.0) or 1.0
    keys = np.round(chosen / scale, _DIGITS)
    keys = np.where(np.isnan(chosen), np.inf, -keys if largest_first else keys)
    order = np.sort(keys)
    first = np.searchsorted(order, keys, "left") + 1
    last = np.searchsorted(order, keys, "right")
    return first.astype(np.int64), last.astype(np.int64)
