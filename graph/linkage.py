"""Which sectors are joined by partnerships more often than chance explains.

Two sectors are *joined* by a partnership when two **different** members carry them: one carries
the first, another one the second. The statistic of a pair is the number of partnerships that join
it. Under the null model (`clusterkg.graph.bicm`) organisations keep their sectors, and
organisations and partnerships keep their expected numbers of memberships. Memberships are then
independent, so that partnerships join a pair independently of each other, each with a probability
that `clusterkg.graph.joining` gives in closed form; their number is Poisson-binomial, and its
expectation, variance and upper tail are exact. The q-value controls the false discovery rate over
all pairs that could be joined.

What the null does and does not show. A pair far above expectation is joined more often than the
numbers of memberships explain. A pair below it, as nearly all are, shows only that partnerships
keep to a theme: under the null members of all sectors mix. The p-values are cautious, because the
margins that the model lets vary are those that it was fitted to: in simulated data without any
link about one test in a hundred rejects at 5 %, and a pair joined three times as often as by
chance is found in 95 of 100 (``benchmarks/calibration_links.py``). A null that keeps the sectors
of every partnership and lets only the members vary cannot say anything about sector pairs, since
it never changes which sectors meet; it says which *member* bridges (`membership_null`). What can
be asked of sectors with the themes kept is in `significance.sectors`: given how many sectors each
partnership brings together, do these two meet more than by chance?

References
----------
Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G., Squartini, T. (2017).
Inferring monopartite projections of bipartite networks: an entropy-based approach.
New Journal of Physics 19, 053022.
Benjamini, Y., Hochberg, Y. (1995). Controlling the false discovery rate: a practical and powerful
approach to multiple testing. Journal of the Royal Statistical Society B 57, 289-300.
Benjamini, Y., Yekutieli, D. (2001). The control of the false discovery rate in multiple testing
under dependency. The Annals of Statistics 29, 1165-1188.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from clusterkg.graph.bicm import connection_probabilities
from clusterkg.graph.joining import (
    BoolArray,
    FloatArray,
    fractional_counts,
    join_probabilities,
)
from clusterkg.graph.network import TwoMode
from clusterkg.graph.poisson_binomial import upper_tail
from clusterkg.graph.significance.false_discovery import Method, q_values

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
        (by the method asked for); ``significant`` (q at most alpha); ``fractional`` count;
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
        fewer = self.table.filter(pl.col("observed") < pl.col("expected")).height
        return (
            f"No pair of sectors is joined by significantly more partnerships than chance explains:"
            f" of {self.tested} pairs tested, none has a q-value of at most {self.alpha:g}"
            f" (the smallest is {q:.2g}, {a} – {b}); {fewer} are joined by fewer than expected."
        )


def cross_sector(
    two_mode: TwoMode,
    leave_out: Iterable[str] = NOT_PARTNERSHIPS,
    alpha: float = 0.05,
    method: Method = "bh",
) -> LinkageResult:
    """Test for each pair of sectors whether partnerships join it more often than by chance.

    Parameters
    ----------
    two_mode
        Organisations (``sectors``) × partnerships (``instrument``, and ``stated``, the number of
        members, where known).
    leave_out
        Instruments whose rows are no partnerships, by notation or CURIE, in any case; from a
        graph `networks.funded` leaves them out before they lend members to consortia.
    alpha, method
        False discovery rate; ``bh`` or ``by`` (`false_discovery.q_values`).

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
    NetworkError
        If the method is unknown.
    """
    kept = _kept(two_mode.columns, leave_out)
    incidence = csr_array(two_mode.incidence[:, np.flatnonzero(kept)])
    columns = two_mode.columns.filter(pl.Series(kept, dtype=pl.Boolean))
    sectors, carries = _carriers(two_mode.rows)
    table = _table(incidence, columns["id"].to_list(), sectors, carries)
    coverage = _coverage(incidence, carries, _stated(columns), left_out=int((~kept).sum()))
    return LinkageResult(_tested(table, alpha, method), coverage, alpha)


def _table(
    incidence: csr_array, partnerships: list[str], sectors: list[str], carries: BoolArray
) -> pl.DataFrame:
    """All pairs of sectors, without the q-values."""
    pairs = list(combinations(range(len(sectors)), 2))
    observed = join_probabilities(incidence.toarray(), carries, pairs) > 0.5
    null = join_probabilities(connection_probabilities(incidence), carries, pairs)
    return pl.DataFrame(
        {
            "sector_a": pl.Series([sectors[a] for a, _ in pairs], dtype=pl.String),
            "sector_b": pl.Series([sectors[b] for _, b in pairs], dtype=pl.String),
            **_statistics(observed, null),
            "fractional": fractional_counts(incidence, carries, pairs),
            "partnerships": _behind(observed, partnerships),
        }
    )


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


def _tested(table: pl.DataFrame, alpha: float, method: Method) -> pl.DataFrame:
    """Keep the pairs that could be joined, add q, sort.

    By ten digits of p, so that rounding in the last ones does not decide the order.
    """
    possible = table.filter(pl.col("expected") > 0.0)
    q = q_values(possible["p"].to_numpy(), method)
    return (
        possible.with_columns(pl.Series("q", q, dtype=pl.Float64))
        .with_columns(significant=pl.col("q") <= alpha)
        .select(*table.columns[:6], "q", "significant", "fractional", "partnerships")
        .sort(pl.col("p").round_sig_figs(10), "sector_a", "sector_b")
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
