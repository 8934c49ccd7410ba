"""Small networks of members and partnerships for the tests of this folder."""

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.graph.network import TwoMode


def two_mode(
    members: dict[str, str], stated: dict[str, int | None] | None = None, sectors: str = ""
) -> TwoMode:
    """Return members, one letter each, by partnerships: ``{"P": "abc"}``.

    ``sectors``: one letter a member, in the order of the members; all ``s`` if not given.
    """
    ids = sorted({letter for letters in members.values() for letter in letters})
    own = sectors or "s" * len(ids)
    rows = pl.DataFrame(
        {
            "id": pl.Series(ids, dtype=pl.String),
            "label": pl.Series(ids, dtype=pl.String),
            "kind": pl.Series(["cluster"] * len(ids), dtype=pl.String),
            "country": pl.Series(["XX"] * len(ids), dtype=pl.String),
            "sectors": pl.Series([[letter] for letter in own], dtype=pl.List(pl.String)),
        }
    )
    incidence = np.array([[float(i in members[p]) for p in members] for i in ids])
    sizes = [len(members[p]) if stated is None else stated.get(p) for p in members]
    columns = pl.DataFrame(
        {
            "id": pl.Series(list(members), dtype=pl.String),
            "instrument": pl.Series(["I"] * len(members), dtype=pl.String),
            "stated": pl.Series(sizes, dtype=pl.Int64),
            "listed": pl.Series([len(members[p]) for p in members], dtype=pl.Int64),
        }
    )
    return TwoMode(rows, columns, sp.csr_array(incidence.reshape(len(ids), len(members))))


def everyone(of: TwoMode) -> np.ndarray:
    """Return that all members are ranked."""
    return np.ones(of.rows.height, dtype=np.bool_)
