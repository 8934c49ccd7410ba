"""Regions for a table's cities, one look-up for each distinct pair of country and city."""

from typing import TYPE_CHECKING

from clusterkg.ontology.errors import ClusterkgError

from ..gazetteer import Gazetteer
from . import nations
from .answers import Answer, answer
from .evidence import Evidence
from .known import Known
from .regions import TERRITORIES, prefix, regions

if TYPE_CHECKING:
    import polars as pl

    from .boundaries import Boundaries

COLUMNS = Answer._fields
_kept: dict[frozenset[str], tuple[Gazetteer, Known]] = {}


class LocatingError(ClusterkgError):
    """A table whose cities cannot be located."""


def locate(
    frame: "pl.DataFrame", boundaries: "Boundaries | None" = None,
    *, country: str = "country", city: str = "city",
) -> "pl.DataFrame":
    """Return a table with the region of level 3 of each row's city.

    Parameters
    ----------
    frame : polars.DataFrame
        Has a column of countries (ISO 3166 codes, EL and UK too, or names) and one of cities,
        both of strings; nulls and blanks are no city.
    boundaries : Boundaries, optional
        A user's own, from :func:`read_boundaries`. Without them names alone are evidence.
    country, city : str
        Names of the two columns.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order, with the five columns of an ``Answer`` more.

    Raises
    ------
    LocatingError
        If a column is missing, or one of the new ones is there already.
    """
    import polars as pl

    _check(frame, country, city)
    keys = [pl.col(name).cast(pl.String).fill_null("").alias(f"_{at}")
            for at, name in enumerate((country, city))]
    pairs = frame.select(keys).unique(maintain_order=True)
    evidence = gather(pairs["_0"].unique().to_list(), boundaries)
    found = [(*pair, *answer(evidence, *pair)) for pair in pairs.iter_rows()]
    schema = {"_0": pl.String, "_1": pl.String, **dict.fromkeys(COLUMNS, pl.String),
              "confidence": pl.Float64}
    located = pl.DataFrame(found, schema=schema, orient="row")
    joined = frame.with_columns(keys).join(
        located, on=["_0", "_1"], how="left", maintain_order="left")
    return joined.drop("_0", "_1")


def gather(countries: list[str], boundaries: "Boundaries | None" = None) -> Evidence:
    """Return the evidence for cities of some countries, given by code or name."""
    codes = {nations.code_of(country) for country in countries}
    wanted = frozenset(code for code in codes if regions().of_country.get(prefix(code)))
    parts = {part for part, region in TERRITORIES.items() if region[:2] in wanted}
    gazetteer, known = _known(wanted | parts)
    return Evidence(gazetteer, known, boundaries)


def unfit_countries(countries: list[str], boundaries: "Boundaries") -> list[str]:
    """Return the countries whose outlines are not used, for they contradict names."""
    return sorted(gather(countries, boundaries).unfit)


def _known(countries: frozenset[str]) -> tuple[Gazetteer, Known]:
    """Return what is known of some countries; the last ones stay, for reading takes seconds."""
    if not any(countries <= kept for kept in _kept):
        _kept.clear()
        gazetteer = Gazetteer(countries)
        _kept[countries] = gazetteer, Known(gazetteer, countries)
    return next(found for kept, found in _kept.items() if countries <= kept)


def _check(frame: "pl.DataFrame", country: str, city: str) -> None:
    for name in (country, city):
        if name not in frame.columns:
            raise LocatingError(f"the table has no column '{name}'; it has "
                                f"{', '.join(frame.columns)}")
    taken = [name for name in COLUMNS if name in frame.columns]
    if taken:
        raise LocatingError(f"the table has a column '{taken[0]}' already; rename it first")
