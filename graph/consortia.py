"""Consortia that stand in the graph under two names, counted once."""

import polars as pl

# A standing network lends its name to a consortium less than a funded partnership does.
_LAST = "Network"


def merge(
    pairs: pl.DataFrame, columns: pl.DataFrame, same: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Merge the partnerships that are one consortium.

    Parameters
    ----------
    pairs : polars.DataFrame
        ``organisation``, ``partnership``.
    columns : polars.DataFrame
        The selected partnerships: ``id``, ``instrument`` and more.
    same : polars.DataFrame
        ``a``, ``b``: pairs of partnerships that are one consortium.

    Returns
    -------
    tuple of polars.DataFrame
        The pairs, each once, with merged partnerships under one id, and the columns without the
        others. Only selected partnerships are merged: a name that was left out lends no members.
    """
    kept = {row["id"]: row["instrument"] for row in columns.iter_rows(named=True)}
    name: dict[str, str] = {}
    for a, b in same.select("a", "b").iter_rows():
        if a in kept and b in kept:
            first, second = _root(name, a), _root(name, b)
            stay, go = sorted((first, second), key=lambda x: (kept[x] == _LAST, x))
            if stay != go:
                name[go] = stay
    roots = {gone: _root(name, gone) for gone in name}
    merged = pairs.with_columns(pl.col("partnership").replace(roots)).unique(maintain_order=True)
    return merged, columns.filter(~pl.col("id").is_in(list(roots)))


def _root(name: dict[str, str], partnership: str) -> str:
    while partnership in name:
        partnership = name[partnership]
    return partnership
