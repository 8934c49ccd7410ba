"""Which sectors meet more often than the themes of partnerships explain.

Most partnerships keep to one sector or two. A null in which members of all sectors mix
(`clusterkg.graph.linkage`) therefore expects more joins than there are for nearly every pair, and
could find a link only where two sectors meet as often as if there were no themes at all. Here
the number of sectors that each partnership brings together is kept, and the number of
partnerships that each sector is in; all ways in which sectors and partnerships have those numbers
are equally likely (fixed degree sequence model). So the question is: given how mixed partnerships
are, which two sectors are mixed more often than by chance?

An organisation with several sectors would join them in every partnership that it is in, all by
itself, and be found. Only organisations with exactly one sector are counted: two sectors meet
where two different organisations carry them.
"""

import numpy as np
import polars as pl

from ..allocation import indicator
from ..arrays import binary, sparse
from ..network import TwoMode
from .backbone import backbone


def of_one_sector(two_mode: TwoMode) -> TwoMode:
    """Return the members with exactly one sector, and all partnerships."""
    if "sectors" not in two_mode.rows.columns:
        return TwoMode(two_mode.rows.clear(), two_mode.columns, two_mode.incidence[:0])
    single = two_mode.rows["sectors"].list.n_unique().fill_null(0) == 1
    at = np.flatnonzero(single.to_numpy())
    return TwoMode(two_mode.rows.filter(single), two_mode.columns, two_mode.incidence[at])


def themed_links(two_mode: TwoMode, samples: int = 5000, seed: int = 0) -> pl.DataFrame:
    """Test each pair of sectors that meet, with the themes of partnerships kept.

    Parameters
    ----------
    two_mode : TwoMode
        Members (``sectors``) by partnerships.
    samples, seed : int
        Of the fixed degree sequence model.

    Returns
    -------
    polars.DataFrame
        A row a pair, by p: ``sector_a`` < ``sector_b``, ``observed`` partnerships in which both
        are, ``expected``, ``p`` (with ``p_error``, its standard error), ``q_bh`` and ``q_by``
        over all pairs of sectors that are in a partnership, ``partnerships`` behind the pair.
        Empty where no two sectors meet.
    """
    present = _present(of_one_sector(two_mode))
    found = backbone(present, "fdsm", samples, seed)
    found = found.rename({"member_a": "sector_a", "member_b": "sector_b"})
    return found.with_columns(_behind(found, present))


def _present(two_mode: TwoMode) -> TwoMode:
    """Sectors by partnerships: which is carried in which."""
    names, carried = indicator(two_mode.rows, "sectors")
    sectors = pl.DataFrame({"id": pl.Series(names, dtype=pl.String)})
    return TwoMode(sectors, two_mode.columns, binary(sparse(carried.T @ two_mode.incidence)))


def _behind(found: pl.DataFrame, present: TwoMode) -> pl.Series:
    """The partnerships in which each pair meets, sorted."""
    rows = {name: row for row, name in enumerate(present.rows["id"])}
    ids = present.columns["id"].to_list()
    cells = present.incidence.toarray() > 0
    pairs = found.select("sector_a", "sector_b").iter_rows()
    both = [np.flatnonzero(cells[rows[a]] & cells[rows[b]]) for a, b in pairs]
    lists = [sorted(ids[column] for column in own) for own in both]
    return pl.Series("partnerships", lists, dtype=pl.List(pl.String))
