"""What is left when members or partnerships go: targeted, at random, by instrument, by budget."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
import polars as pl

from ..allocation import allocation
from ..arrays import Floats, Ints, row_sums, sparse
from ..brokerage import brokerage
from ..centrality import betweenness, degree, strength
from ..network import NetworkError, TwoMode
from ..projection import project
from .joins import without_members, without_partnerships
from .outcomes import OUTCOMES, outcomes

What = Literal["organisations", "partnerships"]
Measure = Callable[[TwoMode], Floats]
RANDOM, ROBUSTNESS = "random", "robustness"
SCHEMA = {
    "strategy": pl.String, "removed": pl.Float64, "outcome": pl.String, "value": pl.Float64,
    "low": pl.Float64, "high": pl.Float64,
}
BOUNDS = (0.5, 0.05, 0.95)


def _cross_brokerage(two_mode: TwoMode) -> Floats:
    shares = allocation(two_mode.rows, "sectors")[1]
    return np.nan_to_num(brokerage(project(two_mode).weights, shares).cross)


MEASURES: dict[str, dict[str, Measure]] = {
    "organisations": {
        "degree": lambda found: degree(project(found).weights).astype(np.float64),
        "betweenness": lambda found: betweenness(project(found).weights),
        "brokerage": _cross_brokerage,
        "memberships": lambda found: row_sums(found.incidence),
        "strength": lambda found: strength(project(found, "newman").weights),
    },
    "partnerships": {
        "size": lambda found: row_sums(sparse(found.incidence.T)),
    },
}


def order(
    two_mode: TwoMode, what: What, by: str | Measure, recalculated: bool = False,
    most: int | None = None,
) -> Ints:
    """Return who goes first, second, and so on: the highest measure first, ties by id.

    Parameters
    ----------
    two_mode : TwoMode
    what : {"organisations", "partnerships"}
    by : str or callable
        A name in ``MEASURES[what]``, or a function of a `TwoMode` that gives a value for each of
        its rows or columns.
    recalculated : bool
        Measure again after each removal.
    most : int, optional
        How many go; all by default.

    Returns
    -------
    ndarray of int
        Rows or columns of ``two_mode``.

    Raises
    ------
    NetworkError
        No measure has that name.
    """
    measure, ids = _measure(what, by), _ids(two_mode, what)
    count = ids.size if most is None else min(most, ids.size)
    if not recalculated:
        return _descending(measure(two_mode), ids)[:count]
    left, kept, gone = two_mode, np.arange(ids.size), []
    for _ in range(count):
        first = _descending(measure(left), ids[kept])[0]
        gone.append(int(kept[first]))
        left, kept = _without(left, what, np.array([first])), np.delete(kept, first)
    return np.array(gone, dtype=np.int64)


def _measure(what: What, by: str | Measure) -> Measure:
    if not isinstance(by, str):
        return by
    if by not in MEASURES[what]:
        raise NetworkError(f"{what} by '{by}': use one of {', '.join(MEASURES[what])}")
    return MEASURES[what][by]


def random_order(two_mode: TwoMode, what: What, random: np.random.Generator) -> Ints:
    """Return members or partnerships in random order."""
    return random.permutation(_ids(two_mode, what).size).astype(np.int64)


def curve(two_mode: TwoMode, what: What, gone: Ints, stops: Sequence[int]) -> Floats:
    """Return the outcomes after each number of removals, (stops, outcomes).

    Parameters
    ----------
    two_mode : TwoMode
    what : {"organisations", "partnerships"}
    gone : ndarray of int
        The order of removal.
    stops : sequence of int
        Numbers of removals; all go where there are fewer.
    """
    n = two_mode.rows.height
    rows = [outcomes(_without(two_mode, what, gone[:stop]), n) for stop in stops]
    found = [[row[name] for name in OUTCOMES] for row in rows]
    return np.array(found, dtype=np.float64).reshape(len(stops), len(OUTCOMES))


def robustness(two_mode: TwoMode, gone: Ints) -> float:
    """Return the robustness of the network of members against an order of removal.

    R is the mean over 1 to N removals of the share of the N members in the largest component:
    between 1/N (a star whose centre goes first, in the limit) and, for a complete network,
    (1 - 1/N) / 2. ``nan`` without members.

    Parameters
    ----------
    two_mode : TwoMode
    gone : ndarray of int, shape (N,)
        Every member, in the order of removal.

    References
    ----------
    Schneider, C. M., Moreira, A. A., Andrade, J. S., Havlin, S., Herrmann, H. J. (2011).
    Mitigation of malicious attacks on networks. PNAS 108, 3838-3841.
    """
    n = two_mode.rows.height
    if gone.size != n:
        raise NetworkError(f"the order has {gone.size} of {n} members: give all")
    return float(sum(_largest(two_mode, gone)[1:])) / n**2 if n else float("nan")


def _largest(two_mode: TwoMode, gone: Ints) -> list[int]:
    """Size of the largest component after 0 to n removals.

    Members are put back from the last to the first, and components merged: of each, a member or
    partnership points to another one of the same, up to a root, which knows the number of members.
    """
    n = two_mode.rows.height
    root, size = list(range(n + two_mode.columns.height)), [1] * n + [0] * two_mode.columns.height
    largest, rows = [0], two_mode.incidence
    for member in gone[::-1].tolist():
        for column in rows.indices[rows.indptr[member] : rows.indptr[member + 1]].tolist():
            a, b = _root(root, member), _root(root, n + column)
            if a != b:
                root[b] = a
                size[a] += size[b]
        largest.append(max(largest[-1], size[_root(root, member)]))
    return largest[::-1]


def _root(root: list[int], start: int) -> int:
    while root[start] != start:
        root[start] = root[root[start]]
        start = root[start]
    return start


def targeted(
    two_mode: TwoMode, what: What, by: str | Measure, stops: Sequence[int],
    recalculated: bool = False,
) -> pl.DataFrame:
    """Return what is left when the highest by a measure go first.

    Parameters
    ----------
    two_mode, what, by, recalculated
        As in `order`.
    stops : sequence of int
        Numbers of removals.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``: ``strategy`` is the measure; ``low`` and ``high`` are null, as
        nothing is random.
    """
    gone = order(two_mode, what, by, recalculated, max(stops, default=0))
    called = by if isinstance(by, str) else getattr(by, "__name__", "measure")
    name = f"{called}, recalculated" if recalculated else called
    return _table(name, stops, curve(two_mode, what, gone, stops))


def at_random(
    two_mode: TwoMode, what: What, stops: Sequence[int], replicates: int, seed: int = 0
) -> pl.DataFrame:
    """Return what is left when any go, all equally likely.

    Parameters
    ----------
    two_mode, what, stops
        As in `targeted`.
    replicates, seed : int
        Random orders.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``: the median over the orders, and their middle 90 %.
    """
    random = np.random.default_rng(seed)
    orders = [random_order(two_mode, what, random) for _ in range(replicates)]
    found = [curve(two_mode, what, gone, stops) for gone in orders]
    return _summary(RANDOM, stops, found)


def by_instrument(two_mode: TwoMode) -> pl.DataFrame:
    """Return what is left when all partnerships of one instrument go, each in turn.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``: ``strategy`` is the instrument, ``removed`` the number of its
        partnerships; and ``none``, zero, as it is.
    """
    n = two_mode.rows.height
    named = two_mode.columns["instrument"].fill_null("")
    parts = [_table("none", [0], curve(two_mode, "partnerships", _nothing(), [0]))]
    for name in sorted(set(named) - {""}):
        gone = (named == name).arg_true().to_numpy().astype(np.int64)
        left = outcomes(without_partnerships(two_mode, gone), n)
        values = np.array([[left[outcome] for outcome in OUTCOMES]])
        parts.append(_table(name, [gone.size], values))
    return pl.concat(parts)


def by_budget(
    two_mode: TwoMode, contributions: Floats, budgets: Sequence[float], replicates: int,
    seed: int = 0,
) -> pl.DataFrame:
    """Return what is left when partnerships worth a budget go.

    Partnerships go in an order, each as long as it fits in what is left of the budget.

    Parameters
    ----------
    two_mode : TwoMode
        n members by m partnerships.
    contributions : ndarray, shape (m,)
        In euros; ``nan`` where none is known: those stay.
    budgets : sequence of float
        In euros.
    replicates, seed : int
        Random orders.

    Returns
    -------
    polars.DataFrame
        Columns of ``SCHEMA``: ``removed`` is the budget; ``strategy`` is ``dearest first``,
        ``cheapest first`` or ``random``, the latter with the middle 90 % of the orders.
    """
    known = np.flatnonzero(np.isfinite(contributions))
    ids = _ids(two_mode, "partnerships")
    dear = known[_descending(contributions[known], ids[known])]
    cheap = known[_descending(-contributions[known], ids[known])]
    random = np.random.default_rng(seed)
    orders = [dear, cheap, *(random.permutation(known) for _ in range(replicates))]
    found = [_spent(two_mode, gone, contributions, budgets) for gone in orders]
    return pl.concat(
        [
            _table("dearest first", budgets, found[0]),
            _table("cheapest first", budgets, found[1]),
            _summary(RANDOM, budgets, found[2:]),
        ]
    )


def _spent(
    two_mode: TwoMode, gone: Ints, contributions: Floats, budgets: Sequence[float]
) -> Floats:
    """Outcomes after each budget, (budgets, outcomes)."""
    sets = [_within(gone, contributions, budget) for budget in budgets]
    parts = [curve(two_mode, "partnerships", kept, [kept.size]) for kept in sets]
    return np.concatenate(parts) if parts else np.zeros((0, len(OUTCOMES)))


def _within(gone: Ints, contributions: Floats, budget: float) -> Ints:
    """Those of the order that fit in the budget."""
    taken, left = [], budget
    for partnership in gone.tolist():
        if contributions[partnership] <= left:
            taken.append(partnership)
            left -= contributions[partnership]
    return np.array(taken, dtype=np.int64)


def _table(strategy: str, stops: Sequence[float], values: Floats) -> pl.DataFrame:
    rows = [
        (strategy, float(stop), outcome, float(value), None, None)
        for stop, row in zip(stops, values, strict=True)
        for outcome, value in zip(OUTCOMES, row, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").fill_nan(None)


def _summary(strategy: str, stops: Sequence[float], found: list[Floats]) -> pl.DataFrame:
    if not found:
        return pl.DataFrame(schema=SCHEMA)
    middle, low, high = np.quantile(np.stack(found), BOUNDS, axis=0)
    bounds = pl.DataFrame({"low": low.reshape(-1), "high": high.reshape(-1)}).fill_nan(None)
    return _table(strategy, stops, middle).with_columns(bounds["low"], bounds["high"])


def _without(two_mode: TwoMode, what: What, gone: Ints) -> TwoMode:
    if what == "organisations":
        return without_members(two_mode, gone)
    return without_partnerships(two_mode, gone)


def _ids(two_mode: TwoMode, what: What) -> np.ndarray:
    table = two_mode.rows if what == "organisations" else two_mode.columns
    return np.array(table["id"].to_list(), dtype=object)


def _descending(values: Floats, ids: np.ndarray) -> Ints:
    # By ten digits: rounding in the last ones does not decide who goes first.
    return np.lexsort((ids, -np.round(values, 10))).astype(np.int64)


def _nothing() -> Ints:
    return np.zeros(0, dtype=np.int64)
