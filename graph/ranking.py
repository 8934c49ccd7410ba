"""The default order of bridging nodes."""

import numpy as np

from .arrays import Bools, Floats, Ints

UNRANKED = 0


def ranks(z: Floats, betweenness: Floats, ids: list[str], eligible: Bools) -> Ints:
    """Rank the eligible nodes: z descending, then betweenness descending, then id.

    Parameters
    ----------
    z, betweenness : ndarray, shape (n,)
        Nodes whose ``z`` is ``nan`` come after all others. Both are compared to nine decimals,
        so that rounding decides nothing.
    ids : list of str, length n
    eligible : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
        From 1; `UNRANKED` for nodes that are not eligible.
    """
    known = np.where(np.isnan(z), -np.inf, np.round(z, 9))
    order = np.lexsort((np.array(ids), -np.round(betweenness, 9), -known))
    chosen = order[eligible[order]]
    result = np.full(len(ids), UNRANKED, dtype=np.int64)
    result[chosen] = np.arange(1, chosen.size + 1)
    return result
