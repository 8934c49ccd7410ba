"""How far a rank depends on which partnerships happen to be in the data.

The partnerships that have members are drawn with replacement, as many as there are; the network
is projected from those drawn and ranked again by the default order. A node that brokers nothing
in a resample (it may have lost all its partnerships) gets the last rank there. Ties of the score
go by unweighted betweenness.

Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7.
"""

import numpy as np
import polars as pl

from .allocation import allocation
from .arrays import Bools, Floats, Ints, Sparse
from .brokerage import brokerage
from .centrality import betweenness
from .network import Network, NetworkError, TwoMode
from .projection import tie_weights
from .ranking import cross_bridging, ranks
from .resampling import times_drawn

TAILS = (0.025, 0.5, 0.975)


def rank_intervals(
    network: Network, eligible: Bools, resamples: int = 200, seed: int = 0, first: int = 10
) -> pl.DataFrame:
    """Return 95 % bootstrap intervals of the first ranks of the default order.

    Parameters
    ----------
    network : Network
        Projected from its evidence.
    eligible : ndarray of bool, shape (n,)
        Which nodes are ranked.
    resamples, seed, first : int
        How many resamples, the seed of their drawing, and how many ranks to report.

    Returns
    -------
    polars.DataFrame
        ``id``, ``rank``, ``rank_low``, ``rank_median``, ``rank_high``, and ``brokering``, the
        share of resamples in which the node brokers at all; by rank.

    Raises NetworkError if the network has no evidence, its ties do not follow from it, or there
    is not at least one resample.
    """
    evidence = _evidence_of(network)
    shares = allocation(network.nodes, "sectors")[1]
    found, _ = _rank(network.weights, shares, network.ids, eligible)
    top = np.flatnonzero((found > 0) & (found <= first))
    top = top[np.argsort(found[top])]
    at, brokering = _resampled(evidence, shares, eligible, top, resamples, seed)
    low, median, high = np.quantile(at, TAILS, axis=0)
    return pl.DataFrame(
        {
            "id": pl.Series([network.ids[i] for i in top], dtype=pl.String),
            "rank": found[top],
            "rank_low": np.floor(low).astype(np.int64),
            "rank_median": median,
            "rank_high": np.ceil(high).astype(np.int64),
            "brokering": brokering.mean(axis=0),
        }
    )


def _resampled(
    evidence: TwoMode, shares: Sparse, eligible: Bools, top: Ints, resamples: int, seed: int
) -> tuple[Floats, Bools]:
    """Ranks of ``top`` in each resample, and whether they broker: (resamples, top) each."""
    if resamples < 1:
        raise NetworkError(f"{resamples} resamples of the partnerships: at least one is needed")
    random = np.random.default_rng(seed)
    ids = evidence.rows["id"].to_list()
    drawable = evidence.incidence[:, np.unique(evidence.incidence.indices)]
    m = drawable.shape[1]
    at = np.empty((resamples, top.size))
    brokering = np.empty((resamples, top.size), dtype=np.bool_)
    for r, times in enumerate(times_drawn(m, resamples, random)):
        found, brokered = _rank(tie_weights(drawable, times), shares, ids, eligible)
        brokering[r] = brokered[top] > 0
        at[r] = np.where(brokering[r], found[top], eligible.sum())
    return at, brokering


def _rank(weights: Sparse, shares: Sparse, ids: list[str], eligible: Bools) -> tuple[Ints, Floats]:
    counts = brokerage(weights, shares)
    score = cross_bridging(weights, counts.cross)
    return ranks(score, betweenness(weights), ids, eligible), counts.total


def _evidence_of(network: Network) -> TwoMode:
    if network.evidence is None:
        raise NetworkError("a bootstrap draws partnerships again: the network has no evidence")
    incidence = network.evidence.incidence
    again = tie_weights(incidence, np.ones(incidence.shape[1]))
    if not np.array_equal(again.indices, network.weights.indices):
        raise NetworkError("the ties of the network are not those its evidence gives")
    return network.evidence
