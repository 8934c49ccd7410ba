"""Which share of all output depends on a node: the economic systemic risk index.

The loss of a node goes downstream, to its buyers, and upstream, to its suppliers, until nothing
changes. Downstream, a buyer produces what its inputs allow under a generalised Leontief function:
it falls as far as the scarcest essential input (suppliers of one product together), and as far as
all other inputs together, each by its share in all inputs. A supplier that is hard to replace
weighs more: its loss counts by its share in what is left of the output of its product, at most
one. Upstream, a supplier produces what it still sells. A node is as low as the lower of the two.

References
----------
Diem, C., Borsos, A., Reisch, T., Kertész, J., Thurner, S. (2022). Quantifying firm-level economic
systemic risk from nation-wide supply networks. Scientific Reports 12, 7719.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from ..arrays import Floats, Ints, Sparse, scaled_rows, sparse
from .supply import Supply, added

ESSENTIAL, OTHER, IRRELEVANT = 2, 1, 0


@dataclass(frozen=True)
class _Operators:
    """What a round multiplies by."""

    essential: Sparse
    """Share of each supplier in each essential input, (inputs, n)."""
    buyers: Ints
    """Who has essential inputs, sorted."""
    first: Ints
    """The first essential input of each of these."""
    others: Sparse
    """Share of each supplier of other inputs in all inputs of a buyer, (n, n)."""
    unsold: Sparse
    """Share of each buyer in the output of a supplier, (n, n)."""

    def from_inputs(self, lost: Floats) -> Floats:
        """Level that the inputs of each buyer allow, (n, k)."""
        level = 1.0 - added(self.others, lost)
        if self.buyers.size:
            scarce = np.maximum.reduceat(added(self.essential, lost), self.first, axis=0)
            level[self.buyers] = np.minimum(level[self.buyers], 1.0 - scarce)
        return level


def levels(
    found: Supply, flows: Floats, output: Floats, kinds: Ints, capacity: Floats,
    tolerance: float = 1e-9, most: int = 10_000,
) -> tuple[Floats, Floats]:
    """Return how much of its output each node still makes, downstream and upstream.

    Parameters
    ----------
    found : Supply
        n nodes, e links, s inputs.
    flows : ndarray, shape (e,)
    output : ndarray, shape (n,)
        At least the sum of a node's flows; what is over is sold outside, and goes on being sold.
    kinds : ndarray of int, shape (s,)
        Of each input: 2 essential, 1 other, 0 does not hold up production.
    capacity : ndarray, shape (n, k)
        What is left of each node in k scenarios, 0 to 1; all zero in one row closes that node.
    tolerance : float
        A scenario stops when none of its levels falls by more in a round.
    most : int
        Stop after so many rounds. Levels only fall, so that those returned are too high at most.

    Returns
    -------
    downstream, upstream : ndarray, shape (n, k)
    """
    operators = _operators(found, flows, output, kinds)
    down, up = np.ones_like(capacity), np.ones_like(capacity)
    moving = np.arange(capacity.shape[1])
    for _ in range(most):
        if not moving.size:
            break
        old_down, old_up, limit = down[:, moving], up[:, moving], capacity[:, moving]
        lost = _replaceable(found, output, old_down) * (1.0 - old_down)
        new_down = np.minimum(operators.from_inputs(lost), limit)
        new_up = np.minimum(1.0 - added(operators.unsold, 1.0 - old_up), limit)
        down[:, moving], up[:, moving] = new_down, new_up
        change = np.maximum(old_down - new_down, old_up - new_up)
        moving = moving[change.max(axis=0, initial=0.0) > tolerance]
    return down, up


def systemic_risk(
    found: Supply, flows: Floats, output: Floats, kinds: Ints, capacity: Floats,
    tolerance: float = 1e-9, most: int = 10_000,
) -> Floats:
    """Return the share of all output that is lost in each scenario, shape (k,).

    The index of Diem et al. (2022) of node i is the loss when the capacity of i alone is zero.
    Parameters as in `levels`. Zero where nothing is put out, and for an empty network.
    """
    down, up = levels(found, flows, output, kinds, capacity, tolerance, most)
    lost = (output[:, None] * (1.0 - np.minimum(down, up))).sum(axis=0)
    return np.asarray(lost / (output.sum() or 1.0), dtype=np.float64)


def closures(n: int) -> Floats:
    """Return the scenarios in which one node closes, each in turn: capacity, (n, n)."""
    return 1.0 - np.eye(n)


def _replaceable(found: Supply, output: Floats, down: Floats) -> Floats:
    """Share of each node in what is left of its product, at most one, (n, k)."""
    left = added(found.to_products, output[:, None] * down)[found.product_of]
    safe = np.where(left > 0, left, 1.0)
    return np.where(left > 0, np.minimum(output[:, None] / safe, 1.0), 1.0)


def _operators(found: Supply, flows: Floats, output: Floats, kinds: Ints) -> _Operators:
    bought = added(found.to_slots, flows)
    essential = np.flatnonzero((kinds == ESSENTIAL) & (bought > 0))
    buyers, first = np.unique(found.slot_buyers[essential], return_index=True)
    within = _between(found.slots, found.suppliers, flows, (bought.size, found.size))
    other = np.where((kinds == OTHER)[found.slots], flows, 0.0)
    square, inputs = (found.size, found.size), added(found.to_buyers, flows)
    return _Operators(
        scaled_rows(sparse(within[essential]), 1.0 / bought[essential]), buyers, first,
        _over(_between(found.buyers, found.suppliers, other, square), inputs),
        _over(_between(found.suppliers, found.buyers, flows, square), output),
    )


def _between(rows: Ints, columns: Ints, values: Floats, shape: tuple[int, int]) -> Sparse:
    return sparse(sp.coo_array((values, (rows, columns)), shape=shape))


def _over(matrix: Sparse, totals: Floats) -> Sparse:
    return scaled_rows(matrix, 1.0 / np.where(totals > 0, totals, 1.0))
