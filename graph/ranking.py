"""The default order of bridging nodes: brokerage across sectors, and few ways around.

The score is a node's cross-sector brokerage times its bridging coefficient: how much it joins
what is not tied, discounted where it has many contacts, or contacts with few others. It is
Hwang's bridging centrality with brokerage across sectors in the place of betweenness.

Chosen by trial on networks with a planted bridge: undisturbed, and with partnerships of random
members, pairs of sectors, more contacts in the bridge's own sector, a hub that crosses once, or
several of these. In 360 others, drawn after the choice, the bridge is first in 236
(``python -m tests.graph.run_default_order`` counts). By brokerage alone it is in 92, as hubs come
first; by its z under permuted sectors in 155, as that z is a member's lack of open pairs in its
own sector and has a ceiling; by betweenness in 116, by bridging centrality in 138. Under the null
that keeps themes (`membership_null`) all members of a mixed partnership are equally surprising,
so its z does not order them. The score says how much is bridged, not that it is more than chance:
for that there are the two z.
"""

import numpy as np

from .arrays import Bools, Floats, Ints, Sparse
from .bridging_centrality import bridging_coefficient

UNRANKED = 0


def cross_bridging(weights: Sparse, cross: Floats) -> Floats:
    """Return the score of the default order.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric, zero diagonal; only whether a tie exists matters.
    cross : ndarray, shape (n,)
        Brokerage across sectors, ``nan`` for nodes without a sector (`brokerage.Brokerage`).

    Returns
    -------
    ndarray, shape (n,)
        Zero for isolates and for all that broker nothing across sectors; ``nan`` without a
        sector.
    """
    return cross * np.nan_to_num(bridging_coefficient(weights))


def ranks(score: Floats, betweenness: Floats, ids: list[str], eligible: Bools) -> Ints:
    """Rank the eligible nodes: score descending, then betweenness descending, then id.

    Parameters
    ----------
    score, betweenness : ndarray, shape (n,)
        Nodes whose ``score`` is ``nan`` come after all others. Both are compared to nine
        decimals, so that rounding decides nothing.
    ids : list of str, length n
    eligible : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
        From 1; `UNRANKED` for nodes that are not eligible.
    """
    known = np.where(np.isnan(score), -np.inf, np.round(score, 9))
    order = np.lexsort((np.array(ids), -np.round(betweenness, 9), -known))
    chosen = order[eligible[order]]
    result = np.full(len(ids), UNRANKED, dtype=np.int64)
    result[chosen] = np.arange(1, chosen.size + 1)
    return result
