"""Another way to find the partnerships that alone join two sectors: from the table of links.

A pair of sectors hangs on a partnership when no other partnership joins the pair
(`clusterkg.graph.linkage` says when one does). Its end then parts the two sectors directly; they
are cut off from each other altogether where no way through other sectors is left either.
"""

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import networkx as nx

_SCHEMA = {
    "partnership": pl.String, "sector_a": pl.String, "sector_b": pl.String, "cut_off": pl.Boolean,
}


def sole_links(links: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of sectors that a single partnership joins.

    Parameters
    ----------
    links : polars.DataFrame
        A row a pair of sectors: ``sector_a``, ``sector_b``, ``partnerships`` (list of ids), such
        as the table of :func:`clusterkg.graph.linkage.cross_sector`.

    Returns
    -------
    polars.DataFrame
        ``partnership sector_a sector_b cut_off``, sorted: the only partnership of a pair, and
        whether its end leaves no way between the two sectors.
    """
    joined = links.filter(pl.col("partnerships").list.len() > 0)
    sole = joined.filter(pl.col("partnerships").list.len() == 1)
    rows = [
        (behind[0], a, b, _cut_off(joined, behind[0], a, b))
        for a, b, behind in sole.select("sector_a", "sector_b", "partnerships").iter_rows()
    ]
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row").sort(list(_SCHEMA)[:3])


def _cut_off(joined: pl.DataFrame, partnership: str, a: str, b: str) -> bool:
    import networkx as nx

    rest = _sectors(joined, without=partnership)
    return not (a in rest and b in rest and nx.has_path(rest, a, b))


def _sectors(joined: pl.DataFrame, without: str) -> "nx.Graph":
    """The sectors as a graph, with the pairs that another partnership joins."""
    import networkx as nx

    left = joined.filter(pl.col("partnerships").list.set_difference([without]).list.len() > 0)
    return nx.Graph(left.select("sector_a", "sector_b").iter_rows())
