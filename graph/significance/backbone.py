"""Which pairs of members share more partnerships than chance explains: the backbone.

Three models say what chance is. In all of them the statistic is the number of partnerships that
two members share, and p is the probability of at least as many.

``sdsm``, the stochastic degree sequence model: members and partnerships keep their *expected*
numbers of memberships, with the largest entropy otherwise (`clusterkg.graph.bicm`). The number is
Poisson-binomial, and p is exact under the model.
``fdsm``, the fixed degree sequence model: all ways in which members and partnerships have exactly
the observed numbers are equally likely. p is sampled by curveball: (1 + samples with at least as
many) / (1 + samples), with ``p_error`` for its standard error.
``hypergeometric``: each member keeps its number of partnerships, and has them anywhere with equal
chance; large and small partnerships are alike. p is exact under the model.

All pairs of members that have a membership are tested. Pairs that share no partnership have p = 1
and are not listed, but counted in the q-values.

References
----------
Neal, Z. (2014). The backbone of bipartite projections: inferring relationships from
co-authorship, co-sponsorship, co-attendance and other co-behaviors. Social Networks 39, 84-97.
Zweig, K. A., Kaufmann, M. (2011). A systematic approach to the one-mode projection of bipartite
graphs. Social Network Analysis and Mining 1, 187-218.
Tumminello, M., Miccichè, S., Lillo, F., Piilo, J., Mantegna, R. N. (2011). Statistically
validated networks in bipartite complex systems. PLoS ONE 6, e17994.
Neal, Z. (2013). Identifying statistically significant edges in one-mode projections. Social
Network Analysis and Mining 3, 915-924.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
import scipy.sparse as sp
from scipy.stats import hypergeom

from ..arrays import Floats, Ints, Sparse, row_sums, sparse
from ..bicm import connection_probabilities
from ..network import NetworkError, TwoMode
from ..poisson_binomial import upper_tail
from ..projection import tie_weights
from .curveball import samples as curveball
from .false_discovery import q_values

MODELS = ("sdsm", "fdsm", "hypergeometric")
Test = tuple[Floats, Floats, Floats]
_AT_ONCE = 2048


@dataclass(frozen=True)
class Pairs:
    """Rows ``first`` < ``second`` that share columns, and how many; (k,) each."""

    first: Ints
    second: Ints
    observed: Ints


def backbone(
    two_mode: TwoMode, model: str = "sdsm", samples: int = 1000, seed: int = 0
) -> pl.DataFrame:
    """Test each pair of members that share a partnership.

    Parameters
    ----------
    two_mode : TwoMode
        Members by partnerships; any rows will do, such as regions by partnerships (the
        ``evidence`` of a network of groups).
    model : {"sdsm", "fdsm", "hypergeometric"}
        See the module.
    samples, seed : int
        Of ``fdsm``. With m pairs tested, no q-value is below about m / samples.

    Returns
    -------
    polars.DataFrame
        A row a pair, by p, then the most observed first: ``member_a`` < ``member_b``,
        ``observed``, ``expected``, ``p``, ``p_error`` (null where p is exact), ``q_bh``,
        ``q_by``. Empty where no two members share a partnership.

    Raises
    ------
    NetworkError
        If the model is unknown.
    """
    if model not in MODELS:
        raise NetworkError(f"model {model!r}: use one of {', '.join(MODELS)}")
    incidence = two_mode.incidence
    pairs = pairs_of(incidence)
    if model == "fdsm":
        test = fixed_degrees(incidence, pairs, samples, seed)
    else:
        test = _EXACT[model](incidence, pairs)
    active = int(np.count_nonzero(row_sums(incidence)))
    return _table(two_mode.rows["id"].to_list(), pairs, test, active)


def fixed_degrees(incidence: Sparse, pairs: Pairs, samples: int, seed: int) -> Test:
    """Return expectation, p and its standard error among curveball samples."""
    total = np.zeros(pairs.observed.size)
    as_many = np.ones(pairs.observed.size)
    for drawn in curveball(incidence, samples, seed):
        found = row_sums(sparse(drawn[pairs.first].multiply(drawn[pairs.second])))
        total += found
        as_many += found >= pairs.observed
    p = as_many / (samples + 1)
    expected = total / samples if samples else np.full(total.size, np.nan)
    return expected, p, np.sqrt(p * (1.0 - p) / (samples + 1))


def stochastic_degrees(incidence: Sparse, pairs: Pairs) -> Test:
    """Return expectation and exact p where degrees are kept on average; no error."""
    cells = connection_probabilities(incidence)
    degrees = row_sums(incidence).astype(np.int64)
    # Rows of one degree have the same probabilities: one test for each kind of pair.
    low, high = np.sort([degrees[pairs.first], degrees[pairs.second]], axis=0)
    kinds, kind = np.unique([low, high, pairs.observed], axis=1, return_inverse=True)
    row_of = {int(degree): row for row, degree in enumerate(degrees)}
    expected, p = np.empty(kinds.shape[1]), np.empty(kinds.shape[1])
    for start in range(0, kinds.shape[1], _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        rows = [[row_of[int(degree)] for degree in side[part]] for side in kinds[:2]]
        both = cells[rows[0]] * cells[rows[1]]
        expected[part], p[part] = both.sum(axis=1), upper_tail(both, kinds[2, part])
    kind = kind.reshape(-1)
    return expected[kind], p[kind], np.full(kind.size, np.nan)


def hypergeometric(incidence: Sparse, pairs: Pairs) -> Test:
    """Return expectation and exact p where members alone keep their degrees; no error."""
    columns = int(np.count_nonzero(row_sums(sparse(incidence.T))))
    degrees = row_sums(incidence).astype(np.int64)
    first, second = degrees[pairs.first], degrees[pairs.second]
    p = np.asarray(hypergeom.sf(pairs.observed - 1, columns, first, second), dtype=np.float64)
    return first * second / max(columns, 1), p, np.full(p.size, np.nan)


_EXACT: dict[str, Callable[[Sparse, Pairs], Test]] = {
    "sdsm": stochastic_degrees, "hypergeometric": hypergeometric,
}


def pairs_of(incidence: Sparse) -> Pairs:
    """Return the pairs of rows that share a column."""
    shared = sp.triu(tie_weights(incidence, np.ones(incidence.shape[1])), k=1).tocoo()
    first, second = (np.asarray(side, dtype=np.int64) for side in (shared.row, shared.col))
    return Pairs(first, second, np.asarray(shared.data, dtype=np.int64))


def _table(ids: list[str], pairs: Pairs, test: Test, active: int) -> pl.DataFrame:
    expected, p, error = test
    sides = [[ids[i] for i in side] for side in (pairs.first, pairs.second)]
    tests = active * (active - 1) // 2
    table = pl.DataFrame(
        {
            "member_a": pl.Series(list(map(min, *sides)), dtype=pl.String),
            "member_b": pl.Series(list(map(max, *sides)), dtype=pl.String),
            "observed": pairs.observed,
            "expected": expected,
            "p": p,
            "p_error": error,
            "q_bh": q_values(p, "bh", tests),
            "q_by": q_values(p, "by", tests),
        }
    )
    # By ten digits of p, so that rounding in the last ones does not decide the order.
    return table.with_columns(pl.selectors.float().fill_nan(None)).sort(
        pl.col("p").round_sig_figs(10), -pl.col("observed"), "member_a", "member_b"
    )
