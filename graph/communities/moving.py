"""Moving nodes between communities, the step that Louvain repeats."""

from collections import deque
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from ..arrays import Floats, Ints, Sparse, sparse

_ROUNDING = 1e-10  # of a node's ties: a gain this small is no gain


def moved_up(
    weights: Sparse, out: Floats, into: Floats, scale: float, random: np.random.Generator
) -> Ints:
    """Return communities from which no move of a node or of a whole community gains.

    What a pair of nodes i, j adds when together is ``w_ij - scale (out_i into_j + into_i
    out_j)``; the sum over pairs in one community is raised. Nodes move one by one; communities
    are merged in the same way, as nodes of a smaller network; then nodes move again, until
    nothing is merged. A node may also move to be by itself. It is looked at again when a contact
    has moved elsewhere (Traag et al. 2019), and all are in the end.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Symmetric; what stands on the diagonal changes nothing.
    out, into : ndarray, shape (n,)
        Not negative.
    scale : float
    random : numpy.random.Generator
        Of the order in which nodes are first visited.

    Returns
    -------
    ndarray of int, shape (n,)
        From 0 on, without gaps.
    """
    n = weights.shape[0]
    found = np.arange(n, dtype=np.int64)
    while True:
        found = _settled(weights, (out, into, scale), random.permutation(n), found)
        names, found = np.unique(found, return_inverse=True)
        if names.size == n:
            return found
        gives, takes = (np.bincount(found, mass).astype(np.float64) for mass in (out, into))
        merged = moved_up(joined(weights, found), gives, takes, scale, random)
        if merged.max() + 1 == names.size:
            return found
        found = merged[found]


def joined(weights: Sparse, communities: Ints) -> Sparse:
    """Return tie weights between communities 0 to k - 1 (k × k); inside them, twice."""
    n = communities.size
    belongs = sparse(sp.csr_array((np.ones(n), (np.arange(n), communities))))
    return sparse(belongs.T @ weights @ belongs)


def _settled(weights: Sparse, null: tuple[Floats, Floats, float], order: Ints, at: Ints) -> Ints:
    """Move nodes until none that is looked at in ``order`` gains."""
    while not np.array_equal(found := _moved(weights, null, order, at), at):
        at = found
    return at


def _moved(weights: Sparse, null: tuple[Floats, Floats, float], order: Ints, start: Ints) -> Ints:
    """Move nodes one by one, first in ``order``, until none gains."""
    contacts, values = _lists(weights)
    out, into, scale = null
    own_out, own_into = out.tolist(), into.tolist()
    all_out, all_into = (np.bincount(start, m, start.size).tolist() for m in (out, into))
    members = np.bincount(start, minlength=start.size).tolist()
    empty = [name for name, count in enumerate(members) if not count]
    community, waiting = start.tolist(), [True] * start.size
    queue = deque(order.tolist())
    while queue:
        node = queue.popleft()
        waiting[node] = False
        own, gives, takes = community[node], own_out[node], own_into[node]
        towards = {own: 0.0}
        for contact, value in zip(contacts[node], values[node], strict=True):
            where = community[contact]
            towards[where] = towards.get(where, 0.0) + value
        all_out[own] -= gives
        all_into[own] -= takes
        members[own] -= 1
        if not members[own]:
            empty.append(own)
        towards.setdefault(empty[-1], 0.0)
        best = _best(own, towards, all_out, all_into, (takes * scale, gives * scale))
        all_out[best] += gives
        all_into[best] += takes
        members[best] += 1
        if members[best] == 1:
            empty.pop()
        if best != own:
            community[node] = best
            for contact in contacts[node]:
                if not waiting[contact] and community[contact] != best:
                    waiting[contact] = True
                    queue.append(contact)
    return np.array(community, dtype=np.int64)


def _best(
    own: int, towards: dict[int, float], out: list[float], into: list[float],
    pull: tuple[float, float],
) -> int:
    """The community that a node, taken out of its own, gains most by joining."""
    by_out, by_into = pull
    rounding = _ROUNDING * sum(towards.values())
    best, most = own, towards[own] - by_out * out[own] - by_into * into[own] + rounding
    for community, value in towards.items():
        gain = value - by_out * out[community] - by_into * into[community]
        if gain > most:
            best, most = community, gain
    return best


def _lists(weights: Sparse) -> tuple[list[list[int]], list[list[float]]]:
    """Contacts and tie weights of every node, without itself."""
    rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    others = rows != weights.indices
    counts = np.bincount(rows[others], minlength=weights.shape[0])
    ends = np.concatenate([[0], np.cumsum(counts)]).tolist()
    contacts, values = weights.indices[others].tolist(), weights.data[others].tolist()
    spans = list(pairwise(ends))
    return [contacts[a:b] for a, b in spans], [values[a:b] for a, b in spans]
