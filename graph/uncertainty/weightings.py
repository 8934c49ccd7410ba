"""How far ranks depend on how a shared partnership counts as a tie."""

from collections.abc import Callable, Mapping
from itertools import combinations

import numpy as np
import polars as pl
from scipy import stats

from clusterkg.graph import centrality, structural_holes
from clusterkg.graph.allocation import allocation
from clusterkg.graph.arrays import Bools, Floats, Ints, Sparse, binary, row_sums, sparse
from clusterkg.graph.network import NetworkError, TwoMode
from clusterkg.graph.participation import participation
from clusterkg.graph.projection import column_weights, tie_weights

from .tied_ranks import tied_ranks

WEIGHTINGS = ("unweighted", "counts", "newman", "full")
"""A tie is there or not; every shared partnership adds 1; 1 / (n - 1), with n members; 1 / n.

``newman`` (Newman 2001) is also called hyperbolic; ``full`` shares one partnership out over its
members, each one's tie to itself included.
"""
_SMALLEST_FIRST = frozenset({"constraint"})


def ranks_by_weighting(
    two_mode: TwoMode, measure: str, eligible: Bools
) -> tuple[pl.DataFrame, Mapping[str, Floats]]:
    """Rank members under each of `WEIGHTINGS`.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships.
    measure : str
        One of `WEIGHTED`, each with the tie weights: strength, closeness and betweenness (with
        ties of length 1 / weight), constraint, effective size, participation in sectors.
    eligible : ndarray of bool, shape (n,)
        Which members are ranked.

    Returns
    -------
    table : polars.DataFrame
        By the middle of the smallest and the largest rank, then id: ``id``, a rank under each
        weighting (the first that it shares, where there are ties), ``smallest``, ``largest`` and
        their difference, ``range``. Empty without eligible members.
    middles : mapping of str to ndarray, shape (eligible,)
        For each weighting, the middle of the ranks that each eligible member shares, in the
        order of ``two_mode``.

    Raises NetworkError if there is no such measure.
    """
    if measure not in WEIGHTED:
        raise NetworkError(f"no weighted measure {measure!r}; there are {', '.join(WEIGHTED)}")
    ranks = {name: _ranks(two_mode, measure, eligible, name) for name in WEIGHTINGS}
    table = pl.DataFrame(
        {"id": two_mode.rows["id"].filter(pl.Series(eligible, dtype=pl.Boolean))}
        | {name: low for name, (low, _) in ranks.items()}
    ).with_columns(
        smallest=pl.min_horizontal(WEIGHTINGS), largest=pl.max_horizontal(WEIGHTINGS)
    ).with_columns(range=pl.col("largest") - pl.col("smallest"))
    table = table.sort(pl.col("smallest") + pl.col("largest"), "id")
    return table, {name: (low + high) / 2.0 for name, (low, high) in ranks.items()}


def agreement(middles: Mapping[str, Floats], first: int = 10) -> pl.DataFrame:
    """Compare the orders of each two weightings.

    Parameters
    ----------
    middles : mapping of str to ndarray, shape (k,)
        Ranks of the same members, ties in the middle.
    first : int
        How many first ranks to compare.

    Returns
    -------
    polars.DataFrame
        ``one``, ``other``; ``kendall`` (tau-b, Kendall 1945) and ``spearman``, null where all
        members tie in one of the two or there is but one; ``shared_first_k``, members with a rank
        not beyond ``first`` in both of those with one in either, null without members.
    """
    rows = [
        (one, other, *_correlations(middles[one], middles[other]),
         _shared(middles[one], middles[other], first))
        for one, other in combinations(middles, 2)
    ]
    schema = {"one": pl.String, "other": pl.String, "kendall": pl.Float64, "spearman": pl.Float64,
              "shared_first_k": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def tie_weights_by(incidence: Sparse, weighting: str) -> Sparse:
    """Return the tie weights of one of `WEIGHTINGS`, csr_array of shape (n, n)."""
    if weighting == "full":
        sizes = row_sums(sparse(incidence.T))
        return tie_weights(incidence, 1.0 / np.maximum(sizes, 1.0))
    if weighting == "newman":
        return tie_weights(incidence, column_weights(incidence, "newman"))
    counts = tie_weights(incidence, np.ones(incidence.shape[1]))
    return binary(counts) if weighting == "unweighted" else counts


def _ranks(two_mode: TwoMode, measure: str, eligible: Bools, weighting: str) -> tuple[Ints, Ints]:
    weights = tie_weights_by(two_mode.incidence, weighting)
    values = WEIGHTED[measure](weights, two_mode.rows)
    return tied_ranks(values, eligible, measure not in _SMALLEST_FIRST)


def _correlations(one: Floats, other: Floats) -> tuple[float | None, float | None]:
    if min(np.unique(one).size, np.unique(other).size) < 2:
        return None, None
    kendall = stats.kendalltau(one, other).statistic
    return float(kendall), float(np.corrcoef(one, other)[0, 1])


def _shared(one: Floats, other: Floats, first: int) -> float | None:
    either = (one <= first) | (other <= first)
    both = (one <= first) & (other <= first)
    return float(both.sum() / either.sum()) if either.any() else None


def _strength(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.strength(weights)


def _closeness(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.closeness(weights, weighted=True)


def _betweenness(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return centrality.betweenness(weights, weighted=True)


def _constraint(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return structural_holes.constraint(weights, weighted=True)


def _effective_size(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return structural_holes.effective_size(weights, weighted=True)


def _participation(weights: Sparse, nodes: pl.DataFrame) -> Floats:
    return participation(weights, allocation(nodes, "sectors")[1], weighted=True)


WEIGHTED: Mapping[str, Callable[[Sparse, pl.DataFrame], Floats]] = {
    "strength": _strength,
    "closeness": _closeness,
    "betweenness": _betweenness,
    "constraint": _constraint,
    "effective_size": _effective_size,
    "participation": _participation,
}
