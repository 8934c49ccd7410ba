"""Networks of the graph: who is in what, and the one-mode networks that follow."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import scipy.sparse as sp

from clusterkg.ontology import rdf

from . import country_network
from .arrays import sparse
from .consortia import merge
from .linkage import NOT_PARTNERSHIPS
from .network import Network, NetworkError, TwoMode
from .projection import Weighting, project, project_groups

if TYPE_CHECKING:
    from .store import KnowledgeGraph

NAMES = (
    "clusters_by_partnership", "sectors_by_partnership", "regions_by_partnership",
    "countries_by_partnership", country_network.NAME,
)
_GROUPED_BY = {"sectors": "sectors", "regions": "region", "countries": "country"}


def build(
    kg: "KnowledgeGraph", name: str = NAMES[0], *, weighting: Weighting = "counts",
    scope: str = "all", instruments: Iterable[str] = (), leave_out: Iterable[str] = (),
    start: str = "", end: str = "", kinds: Iterable[str] = (),
) -> Network:
    """Build a network from who is in what.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    name : str
        One of ``NAMES``: what is tied by being in the same partnership; for countries tied by
        projects, which have a scope and a period alone, see :mod:`.country_network`.
    weighting : {"counts", "newman"}
        How a shared partnership counts between clusters; groups are always counted.
    scope, instruments, leave_out, start, end, kinds
        See :func:`two_mode`.

    Raises
    ------
    NetworkError
        No network has that name, or this one has no such option.
    """
    if name not in NAMES:
        raise NetworkError(f"no network is called '{name}'; there are {', '.join(NAMES)}")
    if name == country_network.NAME:
        others = {"instruments": instruments, "leave_out": leave_out, "kinds": kinds}
        country_network.refuse(weighting=weighting != "counts", **others)
        _check_period(start, end)
        return country_network.build(kg, scope=scope, start=start, end=end)
    members = two_mode(
        kg, scope=scope, instruments=instruments, leave_out=leave_out, start=start, end=end,
        kinds=kinds,
    )
    tied = name.partition("_")[0]
    if tied == "clusters":
        return project(members, weighting, name)
    return project_groups(members, _GROUPED_BY[tied], name=name)


def two_mode(
    kg: "KnowledgeGraph", *, scope: str = "all", instruments: Iterable[str] = (),
    leave_out: Iterable[str] = (), start: str = "", end: str = "", kinds: Iterable[str] = (),
) -> TwoMode:
    """Return organisations by partnerships; a consortium under two names is one column.

    Parameters
    ----------
    kg : KnowledgeGraph
        The graph.
    scope : {"all", "documents"}
        What to read.
    instruments, leave_out : iterable of str
        Instruments (as the graph notates them) to keep, all if none; and to leave out.
    start, end : str
        Years, months or days: partnerships that run in this period. One without a start date
        cannot be placed and is left out; one without an end date counts as running on.
    kinds : iterable of str
        Kinds of organisation to keep, all if none.

    Returns
    -------
    TwoMode
        Organisations with at least one membership; all selected partnerships.
    """
    rows = _organisations(kg, scope, tuple(kinds))
    columns = _selected(_read(kg, "partnerships", scope), instruments, leave_out, start, end)
    pairs = _read(kg, "memberships", scope)
    pairs, columns = merge(pairs, columns, _read(kg, "same_consortia", scope))
    pairs = pairs.filter(
        pl.col("organisation").is_in(rows["id"].implode())
        & pl.col("partnership").is_in(columns["id"].implode())
    )
    rows = rows.filter(pl.col("id").is_in(pairs["organisation"].unique().implode()))
    return TwoMode(rows, _with_coverage(columns, pairs), _incidence(pairs, rows, columns))


def funded(kg: "KnowledgeGraph") -> TwoMode:
    """Return organisations by partnerships, standing networks and S3 platforms left out.

    They are left out before consortia under two names are merged, so that they lend no members.
    """
    known = set(_read(kg, "partnerships", "all")["instrument"])
    return two_mode(kg, leave_out=[name for name in NOT_PARTNERSHIPS if name in known])


def _organisations(kg: "KnowledgeGraph", scope: str, kinds: tuple[str, ...]) -> pl.DataFrame:
    rows = _read(kg, "organisations", scope)
    sectors = _grouped(_read(kg, "organisation_ecosystems", scope), "ecosystem", "sectors")
    regions = _read(kg, "nuts2_regions", scope).group_by("id").agg(pl.col("nuts2").min())
    rows = rows.join(sectors, on="id", how="left").join(regions, on="id", how="left")
    rows = rows.select(
        "id", "label", "kind", "country", pl.col("nuts2").alias("region"),
        pl.col("region").alias("nuts_code"), "city",
        pl.col("sectors").fill_null(pl.lit([], dtype=pl.List(pl.String))),
    ).sort("id")
    return rows.filter(pl.col("kind").is_in(kinds)) if kinds else rows


def _selected(
    columns: pl.DataFrame, instruments: Iterable[str], leave_out: Iterable[str], start: str,
    end: str,
) -> pl.DataFrame:
    keep, drop = list(instruments), list(leave_out)
    unknown = sorted({*keep, *drop} - set(columns["instrument"]))
    if unknown and columns.height:
        known = ", ".join(sorted(set(columns["instrument"])))
        raise NetworkError(f"no instrument is called {', '.join(unknown)}; there are {known}")
    if keep:
        columns = columns.filter(pl.col("instrument").is_in(keep))
    columns = columns.filter(~pl.col("instrument").is_in(drop))
    _check_period(start, end)
    if start or end:
        columns = columns.filter(pl.col("start").is_not_null())
    if end:
        columns = columns.filter(pl.col("start").str.slice(0, len(end)) <= end)
    if start:
        columns = columns.filter(
            pl.col("end").is_null() | (pl.col("end").str.slice(0, len(start)) >= start)
        )
    return columns.sort("id")


def _check_period(start: str, end: str) -> None:
    for value in filter(None, (start, end)):
        try:
            rdf.date(value)
        except ValueError as error:
            raise NetworkError(f"'{value}' is no year, month or day that exists") from error
    shared = min(len(start), len(end))
    if start[:shared] > end[:shared]:
        raise NetworkError(f"the period ends ({end}) before it begins ({start})")


def _with_coverage(columns: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    listed = pairs.group_by("partnership").len("listed").rename({"partnership": "id"})
    return columns.join(listed, on="id", how="left", maintain_order="left").with_columns(
        pl.col("listed").fill_null(0).cast(pl.Int64),
        # A column without a value reads as text.
        pl.col("stated").cast(pl.Int64),
    ).with_columns((pl.col("listed") / pl.col("stated")).alias("coverage"))


def _incidence(pairs: pl.DataFrame, rows: pl.DataFrame, columns: pl.DataFrame) -> sp.csr_array:
    place = {name: index for index, name in enumerate(rows["id"])}
    column = {name: index for index, name in enumerate(columns["id"])}
    i = [place[name] for name in pairs["organisation"]]
    j = [column[name] for name in pairs["partnership"]]
    return sparse(sp.csr_array((np.ones(len(i)), (i, j)), shape=(rows.height, columns.height)))


def _grouped(table: pl.DataFrame, values: str, name: str) -> pl.DataFrame:
    return table.group_by("id").agg(pl.col(values).sort().alias(name))


def _read(kg: "KnowledgeGraph", query: str, scope: str) -> pl.DataFrame:
    return kg.query(query, scope=scope).to_polars()
