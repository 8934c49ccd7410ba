"""The groupings by which brokerage is told: which groups every node is in."""

from collections.abc import Iterable, Mapping

import polars as pl

from .allocation import allocation
from .arrays import Sparse
from .network import Groups, Network, NetworkError, TwoMode, with_groups

SECTOR = "sector"
DEFAULT = ("country", SECTOR)
# A cluster's sectors are the industrial ecosystems it works in: the two are one grouping.
_SAME = {"ecosystem": SECTOR, "sectors": SECTOR}
_COLUMNS = {SECTOR: "sectors"}
_INSTRUMENT = "instrument"
# What a network may lack: nobody is then in a group.
_OPTIONAL = ("country", "region", SECTOR)


def chosen(
    network: Network, groups: Groups | Iterable[str] | str | None
) -> tuple[Network, dict[str, Sparse]]:
    """Return the network with the groups given, and every node's shares in those chosen.

    Parameters
    ----------
    network : Network
        n nodes.
    groups : mapping or iterable of str, optional
        Names of groupings, or a mapping of names to the groups of nodes (None: as the nodes have
        them); one name may stand alone. ``country``, ``region`` (NUTS 2), ``sector`` (or
        ``ecosystem``, which is the same), ``instrument`` (the instruments of the partnerships
        that a node is in, from the network's evidence), or any other column of the nodes. A
        mapping adds to `DEFAULT`; names replace it, except that ``sector`` is always there,
        because the order goes by it.

    Returns
    -------
    network : Network
    shares : dict of str to csr_array, shape (n, g)
        By name of grouping: ``sector`` last, the others as named.

    Raises
    ------
    NetworkError
        A grouping is neither known nor a column of the nodes; instruments without evidence.
    """
    groups = (groups,) if isinstance(groups, str) else groups
    given = groups if isinstance(groups, Mapping) else {}
    replaced = {_SAME.get(name, name): value for name, value in given.items() if value is not None}
    network = with_groups(network, replaced) if replaced else network
    added = (*DEFAULT, *given) if isinstance(groups, Mapping) or groups is None else tuple(groups)
    names = dict.fromkeys(_SAME.get(name, name) for name in added)
    names.pop(SECTOR, None)
    return network, {name: _shares(network, name) for name in (*names, SECTOR)}


def _shares(network: Network, name: str) -> Sparse:
    column = _COLUMNS.get(name, name)
    if column in network.nodes.columns or name in _OPTIONAL:
        return allocation(network.nodes, column)[1]
    if name != _INSTRUMENT:
        known = ", ".join(dict.fromkeys((*_OPTIONAL, _INSTRUMENT, *network.nodes.columns)))
        raise NetworkError(f"no grouping is called '{name}'; there are {known}")
    if network.evidence is None or _INSTRUMENT not in network.evidence.columns.columns:
        raise NetworkError("instruments of nodes: the network has no partnerships as evidence")
    return allocation(instruments(network.evidence), _INSTRUMENT)[1]


def instruments(evidence: TwoMode) -> pl.DataFrame:
    """Return of every row of ``evidence`` its ``id`` and the list of its ``instrument``."""
    row, column = evidence.incidence.nonzero()
    pairs = pl.DataFrame({"row": row, _INSTRUMENT: evidence.columns[_INSTRUMENT][column]})
    lists = pairs.drop_nulls().group_by("row").agg(pl.col(_INSTRUMENT).unique().sort())
    rows = evidence.rows.select("id").with_row_index("row").cast({"row": pl.Int64})
    joined = rows.join(lists.cast({"row": pl.Int64}), on="row", how="left", maintain_order="left")
    return joined.drop("row")
