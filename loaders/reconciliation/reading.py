"""Organisations of all sources as one table, from a table of single facts."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from clusterkg.ontology import iris

from .matching import COLUMNS

if TYPE_CHECKING:
    import polars as pl

OWN, CORDIS = "clusterkg", "cordis"
_NAMES = ("name", "other", "printed")
_CELLS = ("country", "city", "website", "pic", "vat")
_ORGANISATION = iris.PREFIXES["id"] + "organisation/"
# A register's folder among our IRIs, where it has another name.
_FOLDERS = {"pic": CORDIS}


def register(iri: str) -> str:
    """Return the register that an organisation comes from, by its IRI.

    Organisations of registers have IRIs such as ``organisation/eccp/...``; those of our own
    dataset stand directly below ``organisation/``. Others belong to the host of their IRI.
    """
    if not iri.startswith(_ORGANISATION):
        return urlsplit(iri).hostname or OWN
    folder, slash, _ = iri.removeprefix(_ORGANISATION).partition("/")
    return _FOLDERS.get(folder, folder) if slash else OWN


def table(facts: "pl.DataFrame") -> "pl.DataFrame":
    """Return one row an organisation that has a name.

    Parameters
    ----------
    facts : polars.DataFrame
        Columns ``id`` (an IRI), ``what`` (name, other, printed, country, city, website, pic or
        vat) and ``value``.

    Returns
    -------
    polars.DataFrame
        Columns of :data:`matching.COLUMNS`; of several values of one kind the first in
        alphabetical order counts, cities are joined by slashes.
    """
    import polars as pl

    held = facts.unique().sort("id", "what", "value")
    names = held.filter(pl.col("what").is_in(_NAMES)).sort(
        "id", pl.col("what").replace_strict(_NAMES, range(len(_NAMES)), default=None), "value")
    found = names.group_by("id", maintain_order=True).agg(
        pl.col("value").unique(maintain_order=True).alias("names"))
    for kind in _CELLS:
        of_kind = held.filter(pl.col("what") == kind).group_by("id", maintain_order=True)
        one = pl.col("value").str.join("/") if kind == "city" else pl.col("value").first()
        found = found.join(of_kind.agg(one.alias(kind)), on="id", how="left", maintain_order="left")
    source = pl.col("id").map_elements(register, return_dtype=pl.String).alias("source")
    return found.with_columns(source).select(COLUMNS)
