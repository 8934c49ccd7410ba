"""Which k partnerships to add, so that more sectors or regions meet.

A new partnership has two members. Two objectives:

``joined``
    Pairs of groups that a partnership joins. A new partnership covers the pairs of its members;
    the number covered is monotone and submodular in the set of partnerships, so that the greedy
    choice has at least 1 - 1/e, 63 %, of what the best k can gain (Nemhauser et al. 1978).
``connected``
    Pairs of groups that hold together in one component. This is not submodular, as two
    partnerships may connect what neither does alone: the greedy choice has no such guarantee.

Organisations that carry the same groups (for ``connected``, that are in the same component) are
one candidate; the one with the most memberships stands for them, ties by id.

References
----------
Nemhauser, G. L., Wolsey, L. A., Fisher, M. L. (1978). An analysis of approximations for maximizing
submodular set functions - I. Mathematical Programming 14, 265-294.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, combinations_with_replacement
from math import comb
from typing import Literal

import numpy as np
import polars as pl

from ..allocation import indicator
from ..arrays import Bools, Floats, Ints, row_sums
from ..network import NetworkError, TwoMode
from .joins import choices, components, connected_pairs, joined_pairs

Objective = Literal["joined", "connected"]
EXACT_LIMIT = 200_000
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "step": pl.Int64, "organisation_a": pl.String, "organisation_b": pl.String,
    "gain": pl.Int64, "total": pl.Int64, "groups_a": pl.List(pl.String),
    "groups_b": pl.List(pl.String),
}


@dataclass(frozen=True)
class _State:
    """What is reached, and what a candidate may add to it; c classes of organisations."""

    done: Bools
    """Pairs of groups reached, (g, g)."""
    each: Floats
    """How many members of each class carry each group, (c, g)."""
    both: Floats
    """How many carry both of two groups, (c, g, g)."""
    place: Ints
    """The class that each class has been merged into, (c,)."""


@dataclass(frozen=True)
class _Setting:
    """The classes of organisations, and the pairs of them that are candidates."""

    objective: Objective
    groups: list[str]
    start: _State
    candidates: list[tuple[int, int]]
    stands: dict[tuple[int, int], tuple[int, int]]
    """The two organisations, rows, that stand for a candidate."""

    def new(self, state: _State, candidate: tuple[int, int]) -> Bools:
        """Pairs that the candidate reaches, and nothing did before, (g, g)."""
        x, y = (int(state.place[part]) for part in candidate)
        if self.objective == "joined":
            across = state.each[x][:, None] * state.each[y][None, :] > 0
            reached = across | across.T
            np.fill_diagonal(reached, False)
        else:
            each, both = state.each[x] + state.each[y], state.both[x] + state.both[y]
            reached = choices(each[None], both[None])[0] > 0 if x != y else state.done
        return np.asarray(reached & ~state.done)

    def after(self, state: _State, candidate: tuple[int, int]) -> _State:
        """What is reached with the candidate."""
        done = state.done | self.new(state, candidate)
        x, y = (int(state.place[part]) for part in candidate)
        if self.objective == "joined" or x == y:
            return replace(state, done=done)
        each, both = state.each.copy(), state.both.copy()
        each[x] += each[y]
        both[x] += both[y]
        return _State(done, each, both, np.where(state.place == y, x, state.place))


def greedy(
    two_mode: TwoMode, k: int, attribute: str = "sectors", objective: Objective = "joined"
) -> pl.DataFrame:
    """Return partnerships to add, each the one that gains most after those before it.

    Parameters
    ----------
    two_mode : TwoMode
        Organisations by partnerships.
    k : int
        How many to add; fewer where nothing more can be gained by one.
    attribute : str
        A column of its rows: sectors, regions, countries.
    objective : {"joined", "connected"}

    Returns
    -------
    polars.DataFrame
        ``step organisation_a organisation_b gain total groups_a groups_b``: pairs of groups that
        the partnership gains, and those reached with it and all before; which groups its members
        carry (by ``groups_a[i]`` and ``groups_b[i]``, the pairs it gains). Empty where nothing
        can be gained.
    """
    setting = _setting(two_mode, attribute, objective)
    state, chosen = setting.start, []
    for _ in range(k):
        gains = [int(setting.new(state, c).sum()) for c in setting.candidates]
        if not gains or max(gains) == 0:
            break
        chosen.append(setting.candidates[int(np.argmax(gains))])
        state = setting.after(state, chosen[-1])
    return _table(two_mode, setting, chosen)


def exact(
    two_mode: TwoMode, k: int, attribute: str = "sectors", objective: Objective = "joined",
    limit: int = EXACT_LIMIT,
) -> pl.DataFrame:
    """Return the k partnerships that together gain most, by trying all.

    Parameters
    ----------
    two_mode, k, attribute, objective
        As in `greedy`.
    limit : int
        Most choices of k candidates to try.

    Returns
    -------
    polars.DataFrame
        As in `greedy`; the first of the best choices in the order of their ids.

    Raises
    ------
    NetworkError
        There are more choices than ``limit``.
    """
    setting = _setting(two_mode, attribute, objective)
    size = min(k, len(setting.candidates))
    if (count := comb(len(setting.candidates), size)) > limit:
        raise NetworkError(f"{count} choices of {size} partnerships: at most {limit} are tried")
    best: tuple[int, tuple[tuple[int, int], ...]] = (-1, ())
    for chosen in combinations(setting.candidates, size):
        state = setting.start
        for candidate in chosen:
            state = setting.after(state, candidate)
        reached = int(state.done.sum())
        if reached > best[0]:
            best = reached, chosen
    return _table(two_mode, setting, best[1])


def already(
    table: pl.DataFrame, completed: Iterable[TwoMode], attribute: str = "sectors",
    objective: Objective = "joined",
) -> pl.DataFrame:
    """Add how much of each gain may be there already, unlisted.

    Parameters
    ----------
    table : polars.DataFrame
        As `greedy` or `exact` give it.
    completed : iterable of TwoMode
        Completions (`clusterkg.graph.resilience.completing`); none is drawn for an empty table.
    attribute, objective
        Those of the table.

    Returns
    -------
    polars.DataFrame
        With ``already``, the mean over completions of the share of the pairs gained that are
        reached without the partnership, and the middle 90 % of that share, ``already_low`` and
        ``already_high``; null without completions.
    """
    gained = [list(zip(*row, strict=True)) for row in table.select("groups_a", "groups_b").rows()]
    found = [
        _reached(network, gained, attribute, objective)
        for network in (completed if gained else ())
    ]
    empty = np.full((3, len(gained)), np.nan)
    low, high = np.quantile(found, (0.05, 0.95), axis=0) if found else empty[:2]
    columns = {"already": np.mean(found, axis=0) if found else empty[2]}
    bounds = columns | {"already_low": low, "already_high": high}
    return table.with_columns(
        pl.Series(name, values, dtype=pl.Float64).fill_nan(None) for name, values in bounds.items()
    )


def _reached(
    two_mode: TwoMode, gained: list[list[tuple[str, str]]], attribute: str, objective: Objective
) -> list[float]:
    """Share of each list of pairs that is reached."""
    at = {name: i for i, name in enumerate(indicator(two_mode.rows, attribute)[0])}
    joined = objective == "joined"
    done = joined_pairs(two_mode, attribute) if joined else connected_pairs(two_mode, attribute)
    return [sum(bool(done[at[a], at[b]]) for a, b in pairs) / len(pairs) for pairs in gained]


def _setting(two_mode: TwoMode, attribute: str, objective: Objective) -> _Setting:
    groups, carried = indicator(two_mode.rows, attribute)
    own = carried.toarray()
    if objective == "joined":
        done, label = joined_pairs(two_mode, attribute), _same_groups(own)
    elif objective == "connected":
        done, label = connected_pairs(two_mode, attribute), components(two_mode)
    else:
        raise NetworkError(f"objective '{objective}': use 'joined' or 'connected'")
    stands = _stands(two_mode, label, own)
    start = _State(done, *_carriers(label, own, objective), np.arange(len(stands)))
    pairs = {
        (x, y): (stands[x][0], stands[y][int(x == y)])
        for x, y in combinations_with_replacement(range(len(stands)), 2)
        if (x != y or (objective == "joined" and len(stands[x]) > 1)) and stands[x] and stands[y]
    }
    ids = two_mode.rows["id"].to_list()
    candidates = sorted(pairs, key=lambda pair: [ids[row] for row in pairs[pair]])
    return _Setting(objective, groups, start, candidates, pairs)


def _same_groups(own: Floats) -> Ints:
    """Number the members by the set of groups that they carry, (n,)."""
    if not own.size:
        return np.zeros(own.shape[0], dtype=np.int64)
    return np.unique(own, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _stands(two_mode: TwoMode, label: Ints, own: Floats) -> list[list[int]]:
    """The members of each class that carry a group, those with most memberships first."""
    ids = np.array(two_mode.rows["id"].to_list(), dtype=object)
    ranked = np.lexsort((ids, -row_sums(two_mode.incidence)))
    found: list[list[int]] = [[] for _ in range(int(label.max(initial=-1)) + 1)]
    for row in ranked.tolist():
        if own[row].any():
            found[int(label[row])].append(row)
    return found


def _carriers(label: Ints, own: Floats, objective: Objective) -> tuple[Floats, Floats]:
    total, g = int(label.max(initial=-1)) + 1, own.shape[1]
    each = np.zeros((total, g))
    np.add.at(each, label, own)
    # Only what is connected depends on who carries both groups of a pair.
    both = np.zeros((total, g, g) if objective == "connected" else (0, g, g))
    if objective == "connected":
        np.add.at(both, label, own[:, :, None] * own[:, None, :])
    return each, both


def _table(
    two_mode: TwoMode, setting: _Setting, chosen: Sequence[tuple[int, int]]
) -> pl.DataFrame:
    ids, state, rows = two_mode.rows["id"].to_list(), setting.start, []
    for step, candidate in enumerate(chosen, start=1):
        new = np.argwhere(np.triu(setting.new(state, candidate)))
        state = setting.after(state, candidate)
        a, b = sorted(ids[row] for row in setting.stands[candidate])
        names = [[setting.groups[i] for i in column] for column in new.T.tolist()]
        total = int(state.done.sum()) // 2
        rows.append((step, a, b, len(new), total, *names))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")
