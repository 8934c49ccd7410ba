"""Single points of failure between sectors: one organisation or partnership that joins them.

A pair of sectors fails with a partnership when no other one joins the pair, and with an
organisation when every partnership that joins the pair would not without that member. The pair is
cut off when no way through other sectors is left either. More loosely, two sectors hold together
when a member with the first and another one with the second are in one component of the
organisations tied by partnerships; an articulation is an organisation whose loss parts a pair
that held together so.

Member lists are incomplete. A pair may hang on one thing only because nobody wrote down who else
was there: the probability that it still does is taken over completions, in which missing members
are filled in at random.
"""

from collections.abc import Iterable, Iterator

import numpy as np
import polars as pl
from scipy.sparse.csgraph import connected_components

from ..allocation import indicator
from ..arrays import Bools, Floats, Ints, sparse
from ..network import TwoMode
from ..proportion import wilson
from .joins import Joins, connected, joins

_POINTS = {
    "thing": pl.String, "kind": pl.String, "sector_a": pl.String, "sector_b": pl.String,
    "cut_off": pl.Boolean,
}
_PROBABLE = {
    "still_single": pl.Float64, "still_single_low": pl.Float64, "still_single_high": pl.Float64,
}
ORGANISATION, PARTNERSHIP, ARTICULATION = "organisation", "partnership", "articulation"


def single_points(two_mode: TwoMode, attribute: str = "sectors") -> pl.DataFrame:
    """Return the pairs of sectors that one organisation or one partnership alone joins or holds.

    Parameters
    ----------
    two_mode : TwoMode
        Organisations by partnerships.
    attribute : str
        A column of its rows: a label or a list of labels a member; members may have none.

    Returns
    -------
    polars.DataFrame
        ``thing kind sector_a sector_b cut_off``, sorted by kind, thing and sectors: the id of the
        organisation or partnership; ``organisation`` and ``partnership`` where it alone joins the
        pair, ``articulation`` where it alone holds the pair together in the network; and whether
        its loss leaves no way between the two through other sectors. Empty where no pair is
        joined, or all are joined more than once over.
    """
    found = joins(two_mode, attribute)
    rows = [
        (thing, kind, found.groups[a], found.groups[b], bool(apart[a, b]))
        for thing, kind, pairs, apart in _things(two_mode, found)
        for a, b in pairs
    ]
    rows += [
        (thing, ARTICULATION, a, b, True)
        for thing, a, b in separations(two_mode, attribute).iter_rows()
    ]
    table = pl.DataFrame(rows, schema=_POINTS, orient="row")
    return table.sort("kind", "thing", "sector_a", "sector_b")


def with_probability(
    table: pl.DataFrame, *models: Iterable[TwoMode], attribute: str = "sectors"
) -> pl.DataFrame:
    """Add how probable it is that each point is still single with missing members filled in.

    Parameters
    ----------
    table : polars.DataFrame
        As `single_points` gives it.
    *models : iterable of TwoMode
        Completions by one model each: the members and partnerships of ``table`` by their ids,
        with further memberships, and further members. None is drawn for an empty table.
    attribute : str
        As in `single_points`.

    Returns
    -------
    polars.DataFrame
        With ``still_single``, the share of the first model's completions in which the pair of
        sectors hangs on the thing alone; ``still_single_low`` and ``still_single_high``, from the
        lowest to the highest end of the 95 % Wilson intervals of all models. Null without
        completions.
    """
    keys = table.select("thing", "kind", "sector_a", "sector_b").rows()
    shares = [_shares(model, keys, attribute) for model in models if keys]
    drawn = [share for share in shares if share]
    rows = [
        (drawn[0][i][0] if drawn else None, *_outer([share[i][1:] for share in drawn]))
        for i in range(len(keys))
    ]
    probable = pl.DataFrame(rows, schema=_PROBABLE, orient="row")
    return pl.concat([table, probable], how="horizontal")


def separations(two_mode: TwoMode, attribute: str = "sectors") -> pl.DataFrame:
    """Return which pairs of sectors come apart in the network without one organisation.

    Two sectors hold together when a member with the first and another one with the second are in
    one component of the organisations tied by partnerships. Articulation points alone can part
    them, and the only organisations of a sector.

    Parameters
    ----------
    two_mode : TwoMode
    attribute : str
        As in `single_points`.

    Returns
    -------
    polars.DataFrame
        ``thing sector_a sector_b``, sorted: without the organisation the pair, held together
        before, is not.
    """
    groups, carried = indicator(two_mode.rows, attribute)
    own = carried.toarray()
    before = connected(two_mode.incidence, own)
    members = np.unique(two_mode.incidence.nonzero()[0])
    rows = [
        (two_mode.rows["id"][int(member)], groups[a], groups[b])
        for member in members
        for a, b in _pairs(before & ~_without(two_mode, int(member), own))
    ]
    schema = dict.fromkeys(("thing", "sector_a", "sector_b"), pl.String)
    return pl.DataFrame(rows, schema=schema, orient="row").sort(list(schema))


def _things(
    two_mode: TwoMode, found: Joins
) -> Iterator[tuple[str, str, list[tuple[int, int]], Bools]]:
    """Each thing with the pairs that hang on it alone, and which pairs are apart without it."""
    for p, alone in enumerate(found.on_one_partnership()):
        if alone.any():
            name = two_mode.columns["id"][p]
            yield name, PARTNERSHIP, _pairs(alone), _apart(found.without_partnership(p))
    for i, alone in enumerate(found.on_one_member(two_mode.rows.height)):
        if alone.any():
            name = two_mode.rows["id"][i]
            yield name, ORGANISATION, _pairs(alone), _apart(found.without_member(i))


def _shares(
    completed: Iterable[TwoMode], keys: list[tuple[str, ...]], attribute: str
) -> list[tuple[float, float, float]]:
    """Share of completions in which each point is single, with its interval; none without any."""
    found = [_still(network, keys, attribute) for network in completed]
    n = len(found)
    times = np.sum(found, axis=0).tolist() if found else []
    return [(hits / n, *wilson(hits, n)) for hits in times]


def _outer(bounds: list[tuple[float, float]]) -> tuple[float | None, float | None]:
    if not bounds:
        return None, None
    return min(low for low, _ in bounds), max(high for _, high in bounds)


def _still(two_mode: TwoMode, keys: list[tuple[str, ...]], attribute: str) -> Ints:
    """Whether each point is single in this completion, (rows,)."""
    found = joins(two_mode, attribute)
    group = {name: i for i, name in enumerate(found.groups)}
    member = {name: i for i, name in enumerate(two_mode.rows["id"])}
    column = {name: i for i, name in enumerate(two_mode.columns["id"])}
    by_member, by_column = found.on_one_member(two_mode.rows.height), found.on_one_partnership()
    own = indicator(two_mode.rows, attribute)[1].toarray()
    held = connected(two_mode.incidence, own)

    def alone(thing: str, kind: str) -> Bools:
        if kind == PARTNERSHIP:
            return np.asarray(by_column[column[thing]])
        if kind == ORGANISATION:
            return np.asarray(by_member[member[thing]])
        return held & ~_without(two_mode, member[thing], own)

    pairs = {key: alone(*key) for key in dict.fromkeys(key[:2] for key in keys)}
    single = [pairs[thing, kind][group[a], group[b]] for thing, kind, a, b in keys]
    return np.array(single, dtype=np.int64)


def _without(two_mode: TwoMode, member: int, own: Floats) -> Bools:
    """Pairs of groups that hold together without the member."""
    left = np.arange(own.shape[0]) != member
    return connected(sparse(two_mode.incidence[left]), own[left])


def _apart(joined: Bools) -> Bools:
    """Which pairs have no way between them, (g, g)."""
    if not joined.size:
        return joined
    label = connected_components(joined, directed=False)[1]
    return np.asarray(label[:, None] != label[None, :])


def _pairs(which: Bools) -> list[tuple[int, int]]:
    a, b = np.nonzero(np.triu(which))
    return list(zip(a.tolist(), b.tolist(), strict=True))
