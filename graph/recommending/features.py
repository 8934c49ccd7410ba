"""What is known of a pair of members before a cut: how alike and how active they are.

Each feature is a dense (n, n) matrix: for networks of up to some thousand members.
"""

from collections.abc import Callable

import numpy as np
import polars as pl

from clusterkg.graph.allocation import allocation, indicator
from clusterkg.graph.arrays import Floats, Sparse, binary, row_sums, scaled_rows, sparse
from clusterkg.graph.network import TwoMode
from clusterkg.graph.projection import tie_weights


def features(past: TwoMode) -> dict[str, Floats]:
    """Return every feature of every pair of members.

    Parameters
    ----------
    past : TwoMode
        Who was in what before the cut, n members; ``sectors`` and ``themes`` of its rows and
        ``themes`` of its columns (lists) are used where they are there.

    Returns
    -------
    dict of ndarray, shape (n, n)
        By the name of the feature, symmetric; what is on the diagonal means nothing.
    """
    return {name: feature(past) for name, feature in FEATURES.items()}


def themes(past: TwoMode) -> Floats:
    """Return the likeness of the themes of two members, of their partnerships and partners.

    The square root of the cosine of two profiles. A profile is the sum of three vectors of unit
    length: the member's own themes, those of its partnerships and those of its partners, each
    theme by ln of how rare it is among members and partnerships.
    """
    own, of_partnerships = _themes(past)
    profile = sparse(own + _unit(past.incidence @ of_partnerships) + _unit(_ties(past) @ own))
    return np.sqrt(_cosines(profile))


def sector_surroundings(past: TwoMode) -> Floats:
    """Return the cosine of the sectors of two members and their partners.

    A profile counts each partner, and the member itself, by its shares in sectors.
    """
    shares = allocation(past.rows, "sectors")[1]
    return _cosines(sparse(shares + _ties(past) @ shares))


def shared_sectors(past: TwoMode) -> Floats:
    """Return the sectors that two members share over those that either has, zero without any."""
    carried = indicator(past.rows, "sectors")[1]
    both = np.asarray((carried @ carried.T).toarray(), dtype=np.float64)
    sizes = row_sums(carried)
    either: Floats = np.add.outer(sizes, sizes) - both
    shared: Floats = np.divide(both, np.maximum(either, 1.0))
    return shared


def activity(past: TwoMode) -> Floats:
    """Return the logarithm of the product of the numbers of partnerships of two members.

    A newcomer counts as if it had one: :func:`newcomers` tells it apart.
    """
    counts = np.log(np.maximum(row_sums(past.incidence), 1.0))
    product: Floats = np.add.outer(counts, counts)
    return product


def newcomers(past: TwoMode) -> Floats:
    """Return how many of two members are in no partnership yet: 0, 1 or 2."""
    new = np.where(row_sums(past.incidence) == 0.0, 1.0, 0.0)
    both: Floats = np.add.outer(new, new)
    return both


def sector_nearness(past: TwoMode) -> Floats:
    """Return the cosine of the partnerships that have a member of each sector, (g, g).

    Of two different sectors; zero on the diagonal, since a sector is no other one.
    """
    carried = indicator(past.rows, "sectors")[1]
    nearness = _cosines(binary(sparse(carried.T @ past.incidence)))
    np.fill_diagonal(nearness, 0.0)
    return nearness


FEATURES: dict[str, Callable[[TwoMode], Floats]] = {
    "themes": themes,
    "sector_surroundings": sector_surroundings,
    "shared_sectors": shared_sectors,
    "activity": activity,
    "newcomers": newcomers,
}


def _themes(past: TwoMode) -> tuple[Sparse, Sparse]:
    """Themes of members and of partnerships, rows of unit length, rare themes weighing more."""
    n = past.rows.height
    lists = pl.concat([_list(past.rows, "themes"), _list(past.columns, "themes")])
    carried = indicator(lists.to_frame(), "themes")[1]
    rarity = np.log((1.0 + lists.len()) / (1.0 + row_sums(sparse(carried.T))))
    unit = _unit(sparse(scaled_rows(sparse(carried.T), rarity).T))
    return sparse(unit[:n]), sparse(unit[n:])


def _list(table: pl.DataFrame, name: str) -> pl.Series:
    if name in table.columns:
        return table[name].cast(pl.List(pl.String))
    return pl.Series(name, [None] * table.height, dtype=pl.List(pl.String))


def _ties(past: TwoMode) -> Sparse:
    return binary(tie_weights(past.incidence, np.ones(past.incidence.shape[1])))


def _unit(matrix: Sparse) -> Sparse:
    """Rows of length one; an empty row stays empty."""
    length = np.sqrt(row_sums(sparse(sparse(matrix).power(2))))
    return scaled_rows(sparse(matrix), 1.0 / np.where(length > 0, length, 1.0))


def _cosines(matrix: Sparse) -> Floats:
    unit = _unit(matrix)
    return np.asarray((unit @ unit.T).toarray(), dtype=np.float64)
