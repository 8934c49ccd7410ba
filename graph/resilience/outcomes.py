"""What is left of a network of partnerships: the outcomes that removals are judged by.

With N members before anything went:

``largest_share``
    Members in the largest component, of N.
``components``
    Of the members left; one without a contact is one of its own.
``efficiency``
    Global efficiency: the mean of 1 / distance over all pairs of the N members, zero where there
    is no way (Latora and Marchiori 2001).
``pairs_joined``
    Pairs of sectors that a partnership joins.
``pairs_connected``
    Pairs of sectors that hold together in a component.
``cross_brokerage``
    Mean over the N members of their brokerage across sectors (Gould and Fernandez 1989); zero for
    a member without a sector.

References
----------
Latora, V. and Marchiori, M. (2001). Efficient behavior of small-world networks. Physical Review
Letters 87, 198701.
"""

import numpy as np

from ..allocation import allocation
from ..arrays import Floats, Sparse
from ..brokerage import brokerage
from ..network import TwoMode
from ..projection import project
from .joins import components, connected_pairs, joined_pairs

OUTCOMES = (
    "largest_share", "components", "efficiency", "pairs_joined", "pairs_connected",
    "cross_brokerage",
)


def outcomes(left: TwoMode, members: int | None = None) -> dict[str, float]:
    """Measure what is left.

    Parameters
    ----------
    left : TwoMode
        The members and partnerships that are left.
    members : int, optional
        How many members there were, N; by default those of ``left``.

    Returns
    -------
    dict
        The names in ``OUTCOMES``; ``nan`` for means and shares of no member, zero for the
        efficiency of one.
    """
    n = left.rows.height if members is None else members
    label = components(left)
    weights = project(left).weights
    across = brokerage(weights, allocation(left.rows, "sectors")[1]).cross
    return {
        "largest_share": _over(np.bincount(label).max(initial=0), n),
        "components": float(label.max(initial=-1) + 1),
        "efficiency": efficiency(weights, n),
        "pairs_joined": float(joined_pairs(left).sum()) / 2.0,
        "pairs_connected": float(connected_pairs(left).sum()) / 2.0,
        "cross_brokerage": _over(np.nansum(across), n),
    }


def efficiency(weights: Sparse, members: int) -> float:
    """Return the global efficiency of a network, members that are gone counted in.

    Parameters
    ----------
    weights : csr_array, shape (n, n)
        Only whether a tie exists matters.
    members : int
        At least n; pairs of these are averaged over.
    """
    import rustworkx as rx

    if members < 2 or not weights.nnz:
        return 0.0 if members else float("nan")
    graph: rx.PyGraph[None, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from([None] * weights.shape[0])
    ends = weights.tocoo()
    graph.add_edges_from_no_data(list(zip(ends.row.tolist(), ends.col.tolist(), strict=True)))
    distance: Floats = rx.distance_matrix(graph, null_value=np.inf)
    np.fill_diagonal(distance, np.inf)
    return float((1.0 / distance).sum() / (members * (members - 1)))


def _over(count: float, total: int) -> float:
    return float(count) / total if total else float("nan")
