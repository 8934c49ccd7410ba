"""Which sectors are joined by partnerships more often than chance explains.

Two sectors are *joined* by a partnership when two **different** members carry them: one carries
the first, another one the second. The statistic of a pair is the number of partnerships that join
it. Under the null model (`clusterkg.graph.bicm`) organisations keep their sectors, and
organisations and partnerships keep their expected numbers of memberships. Memberships are then
independent, so that partnerships join a pair independently of each other, each with a probability
that `join_probability` gives in closed form; their number is Poisson-binomial, and its
expectation, variance and upper tail are exact. The q-value controls the false discovery rate over
all pairs that could be joined.

References
----------
Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G., Squartini, T. (2017).
Inferring monopartite projections of bipartite networks: an entropy-based approach.
New Journal of Physics 19, 053022.
Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful
approach to multiple testing. Journal of the Royal Statistical Society B 57, 289-300.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.network import TwoMode
from clusterkg.graph.poisson_binomial import upper_tail
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.stats import false_discovery_control

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

NOT_PARTNERSHIPS = ("Network", "S3-platform")


@dataclass(frozen=True)
class Coverage:
    """What the test rests on.

    Attributes
    ----------
    organisations, with_sector
        Organisations with a membership in a partnership used, and those that carry a sector.
    partnerships, left_out, without_members
        Partnerships used, left out by instrument, and left out because no member is known.
    memberships
        Memberships used.
    listed, stated
        Members listed, of members stated, over the partnerships used that state a number.
    """

    organisations: int
    with_sector: int
    partnerships: int
    left_out: int
    without_members: int
    memberships: int
    listed: int
    stated: int


@dataclass(frozen=True)
class LinkageResult:
    """Sector links with their test.

    Attributes
    ----------
    table
        One row a pair of sectors that could be joined, by p-value, then by sectors:
        ``sector_a`` < ``sector_b``; ``observed`` partnerships that join them; ``expected`` and
        ``variance`` of that number under the null model; ``p``, of at least that many; ``q``
        (Benjamini-Hochberg); ``significant`` (q at most alpha); ``fractional`` count;
        ``partnerships`` behind the link, sorted.
    coverage
        What the test rests on.
    alpha
        False discovery rate.
    """

    table: pl.DataFrame
    coverage: Coverage
    alpha: float

    @property
    def tested(self) -> int:
        """Number of pairs of sectors that could be joined."""
        return self.table.height

    def significant(self) -> pl.DataFrame:
        """The rows of the table whose q-value is at most alpha."""
        return self.table.filter("significant")

    def sentence(self) -> str:
        """Say the outcome in one plain sentence."""
        if not self.tested:
            return "No two sectors could be joined: too few organisations carry one."
        found = self.significant()
        if found.is_empty():
            return self._nothing()
        names = "; ".join(
            f"{a} – {b} ({n} partnerships, {e:.1f} expected, q = {q:.2g})"
            for a, b, n, e, q in found.select(
                "sector_a", "sector_b", "observed", "expected", "q"
            ).iter_rows()
        )
        return (
            f"{found.height} of {self.tested} pairs of sectors are joined by more partnerships "
            f"than chance explains (false discovery rate {self.alpha:g}): {names}."
        )

    def _nothing(self) -> str:
        a, b, q = self.table.select("sector_a", "sector_b", "q").row(0)
        return (
            f"No pair of sectors is joined by significantly more partnerships than chance explains:"
            f" of {self.tested} pairs tested, none has a q-value of at most {self.alpha:g}"
            f" (the smallest is {q:.2g}, {a} – {b})."
        )


def cross_sector(
    two_mode: TwoMode,
    leave_out: Iterable[str] = NOT_PARTNERSHIPS,
    alpha: float = 0.05,
) -> LinkageResult:
    """Test for each pair of sectors whether partnerships join it more often than by chance.

    Parameters
    ----------
    two_mode
        Organisations (``sectors``) × partnerships (``instrument``, and ``stated``, the number of
        members, where known). Consortia under two names are one column.
    leave_out
        Instruments whose rows are no partnerships, by notation or CURIE, in any case.
    alpha
        False discovery rate.

    Returns
    -------
    LinkageResult
        The table, what it rests on, and the outcome as a sentence.

    Raises
    ------
    DegreeError
        If the incidence matrix holds anything but 0 and 1.
    ConvergenceError
        If the null model misses its tolerance.
    """
    kept = _kept(two_mode.columns, leave_out)
    incidence = csr_array(two_mode.incidence[:, np.flatnonzero(kept)])
    columns = two_mode.columns.filter(pl.Series(kept, dtype=pl.Boolean))
    sectors, carries = _carriers(two_mode.rows)
    pairs = list(combinations(range(len(sectors)), 2))
    observed = _by_pair(incidence.toarray(), carries, pairs) > 0.5
    null = _by_pair(connection_probabilities(incidence), carries, pairs)
    table = pl.DataFrame(
        {
            "sector_a": pl.Series([sectors[a] for a, _ in pairs], dtype=pl.String),
            "sector_b": pl.Series([sectors[b] for _, b in pairs], dtype=pl.String),
            **_statistics(observed, null),
            "fractional": fractional_counts(incidence, carries, pairs),
            "partnerships": _behind(observed, columns["id"].to_list()),
        }
    )
    coverage = _coverage(incidence, carries, _stated(columns), left_out=int((~kept).sum()))
    return LinkageResult(_tested(table, alpha), coverage, alpha)


def join_probability(membership: FloatArray, a: BoolArray, b: BoolArray) -> FloatArray:
    """Probability that two different members of a partnership carry sector a and sector b.

    Let A, B and X be the numbers of members that carry only a, only b, and both. A pair of
    different members with a and b exists in exactly three cases, which exclude each other:

    - X ≥ 2: one of them gives a, another one b;
    - X = 1, and A + B ≥ 1: the one that carries both gives the sector that the other lacks;
    - X = 0, A ≥ 1 and B ≥ 1.

    (What is left: nobody carries a, or nobody carries b, or the only carrier of either is a
    single member with both, who cannot be joined to itself.) Members are independent and the
    three classes are disjoint, hence

    ``P = P(X≥2) + P(X=1) (1 - P(A=0) P(B=0)) + P(X=0) P(A≥1) P(B≥1)``.

    Nothing is subtracted that cancels, so that small probabilities keep their digits. With
    memberships that are 0 or 1 the result is 0 or 1: whether the partnership does join them.

    Parameters
    ----------
    membership
        Probability that an organisation is a member, organisations × partnerships.
    a, b
        Whether each organisation carries the sector, of length organisations.

    Returns
    -------
    numpy.ndarray
        Of length partnerships.
    """
    none, one, more = _none_one_more(membership[a & b])
    _, one_a, more_a = _none_one_more(membership[a & ~b])
    _, one_b, more_b = _none_one_more(membership[b & ~a])
    some_a, some_b = one_a + more_a, one_b + more_b
    some_either = some_a + (1.0 - some_a) * some_b
    joined: FloatArray = more + one * some_either + none * some_a * some_b
    return np.minimum(joined, 1.0)


def fractional_counts(
    incidence: csr_array, carries: BoolArray, pairs: list[tuple[int, int]]
) -> FloatArray:
    """Number of partnerships that join each pair, organisations split over their sectors.

    The weight of an organisation, one, is split equally over its sectors: w_ia = 1 / |sectors of
    i|. A partnership of n members adds to the pair (a, b)

    ``sum over ordered pairs of different members (i, j) of w_ia w_jb, over n (n - 1) / 2``,

    so that it adds at most one over all pairs of sectors: each of its pairs of members is divided
    among the pairs of sectors that it joins. Members without a sector count among the n.

    Parameters
    ----------
    incidence
        0/1, organisations × partnerships.
    carries
        Whether each organisation carries each sector, organisations × sectors.
    pairs
        Columns of ``carries``, a pair each.

    Returns
    -------
    numpy.ndarray
        Of length pairs.
    """
    weights = carries / np.maximum(carries.sum(axis=1, keepdims=True), 1)
    sums = incidence.T @ weights
    members = incidence.sum(axis=0)
    scale = np.where(members > 1, 2.0 / np.maximum(members * (members - 1), 1.0), 0.0)
    across = sums.T @ (scale[:, None] * sums)
    alone = weights.T @ ((incidence @ scale)[:, None] * weights)
    first, second = _columns(pairs)
    counts: FloatArray = np.maximum(across - alone, 0.0)[first, second]
    return counts


def _kept(columns: pl.DataFrame, leave_out: Iterable[str]) -> BoolArray:
    dropped = {_slug(name) for name in leave_out}
    return np.array([_slug(name or "") not in dropped for name in columns["instrument"]], bool)


def _slug(instrument: str) -> str:
    return instrument.rpartition("/")[2].casefold()


def _carriers(rows: pl.DataFrame) -> tuple[list[str], BoolArray]:
    """All sectors, sorted, and which organisation carries which."""
    carried = [set(sectors or ()) for sectors in rows["sectors"].to_list()]
    sectors = sorted(set().union(*carried))
    carries = [[sector in own for sector in sectors] for own in carried]
    return sectors, np.array(carries, dtype=bool).reshape(len(carried), len(sectors))


def _columns(pairs: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _by_pair(
    membership: FloatArray, carries: BoolArray, pairs: list[tuple[int, int]]
) -> FloatArray:
    """Probability of joining, pairs × partnerships."""
    joined = [join_probability(membership, carries[:, a], carries[:, b]) for a, b in pairs]
    return np.array(joined).reshape(len(pairs), membership.shape[1])


def _none_one_more(membership: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Probability of no, one, and several members of a class, for each partnership."""
    none, one = np.ones(membership.shape[1]), np.zeros(membership.shape[1])
    more = np.zeros(membership.shape[1])
    for p in membership:
        more += one * p
        one = one * (1.0 - p) + none * p
        none = none * (1.0 - p)
    return none, one, more


def _statistics(observed: BoolArray, null: FloatArray) -> dict[str, NDArray[np.generic]]:
    count = observed.sum(axis=1).astype(np.int64)
    return {
        "observed": count,
        "expected": null.sum(axis=1),
        "variance": (null * (1.0 - null)).sum(axis=1),
        "p": upper_tail(null, count),
    }


def _behind(observed: BoolArray, partnerships: list[str]) -> pl.Series:
    lists = [sorted(partnerships[i] for i in np.flatnonzero(joined)) for joined in observed]
    return pl.Series(lists, dtype=pl.List(pl.String))


def _tested(table: pl.DataFrame, alpha: float) -> pl.DataFrame:
    """Keep the pairs that could be joined, add q, sort."""
    possible = table.filter(pl.col("expected") > 0.0)
    p = possible["p"].to_numpy()
    q = false_discovery_control(p) if p.size else p
    return (
        possible.with_columns(pl.Series("q", q, dtype=pl.Float64))
        .with_columns(significant=pl.col("q") <= alpha)
        .select(*table.columns[:6], "q", "significant", "fractional", "partnerships")
        .sort("p", "sector_a", "sector_b")
    )


def _stated(columns: pl.DataFrame) -> FloatArray:
    """Members that each partnership is stated to have; nan where that is not known."""
    if "stated" not in columns.columns:
        return np.full(columns.height, np.nan)
    return columns["stated"].cast(pl.Float64).fill_null(np.nan).to_numpy()


def _coverage(
    incidence: csr_array, carries: BoolArray, stated: FloatArray, left_out: int
) -> Coverage:
    active, members = incidence.sum(axis=1) > 0, incidence.sum(axis=0)
    known = (members > 0) & np.isfinite(stated)
    return Coverage(
        organisations=int(active.sum()),
        with_sector=int((active & carries.any(axis=1)).sum()),
        partnerships=int((members > 0).sum()),
        left_out=left_out,
        without_members=int((members == 0).sum()),
        memberships=int(members.sum()),
        listed=int(members[known].sum()),
        stated=int(stated[known].sum()),
    )
