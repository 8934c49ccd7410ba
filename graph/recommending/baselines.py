"""What a recommendation has to beat: scores of link prediction, by name."""

from collections.abc import Callable

import numpy as np

from clusterkg.graph.arrays import Floats, Sparse, binary, row_sums
from clusterkg.graph.changing.digits import significant
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import tie_weights

from . import neighbours, two_mode_paths, walks
from .features import shared_sectors

Score = Callable[[Sparse], Sparse | Floats]

ONE_MODE: dict[str, Score] = {
    "common neighbours": neighbours.common_neighbours,
    "Jaccard": neighbours.jaccard,
    "Adamic-Adar": neighbours.adamic_adar,
    "resource allocation": neighbours.resource_allocation,
    "preferential attachment": neighbours.preferential_attachment,
    "Katz": walks.katz,
    "Katz to length 3": walks.truncated_katz,
    "personalised PageRank": walks.personalised_pagerank,
    "normalised L3": two_mode_paths.normalised_l3,
}
TWO_MODE: dict[str, Score] = {
    "two-mode paths": two_mode_paths.shared_partner_paths,
    "two-mode Newman": two_mode_paths.shared_partners_newman,
    "two-mode Adamic-Adar": two_mode_paths.two_mode_adamic_adar,
}
NAMES = (*ONE_MODE, *TWO_MODE, "shared sectors")


def scores(past: TwoMode) -> dict[str, Floats]:
    """Return the score of every pair of members by every baseline.

    Parameters
    ----------
    past : TwoMode
        Who was in what, n members.

    Returns
    -------
    dict of ndarray, shape (n, n)
        By the names in ``NAMES``. Katz has `walks.BETA`, or half of one over the largest
        degree where that is less. To the digits that `significant` leaves,
        so that pairs alike in all but rounding are tied.
    """
    ties = tie_weights(past.incidence, np.ones(past.incidence.shape[1]))
    found = {name: score(ties) for name, score in ONE_MODE.items() if name != "Katz"}
    found |= {name: score(past.incidence) for name, score in TWO_MODE.items()}
    found |= {"Katz": walks.katz(ties, _beta(ties)), "shared sectors": shared_sectors(past)}
    return {name: _dense(found[name]) for name in NAMES}


def _beta(ties: Sparse) -> float:
    """`walks.BETA`, or less: the largest eigenvalue is at most the largest degree."""
    largest = float(row_sums(binary(ties)).max(initial=0.0))
    return min(walks.BETA, 0.5 / largest) if largest else walks.BETA


def _dense(score: Sparse | Floats) -> Floats:
    return significant(score if isinstance(score, np.ndarray) else score.toarray())
