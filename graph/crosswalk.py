"""Moving figures of regions from one edition of NUTS to another.

A figure of an old region is shared out over the new regions that it overlaps, by what they have
in common: land, people, buildings. This is how the matrices of the Joint Research Centre are meant
(https://urban.jrc.ec.europa.eu/tools/nuts-converter), and it is right for totals such as persons
employed, not for rates such as unemployment.
"""

from dataclasses import dataclass

import polars as pl

from clusterkg.ontology.errors import ClusterkgError

AREA = "area_km2"
_PAIR = ("from_region", "to_region")
_EDITIONS = ("from_vintage", "to_vintage")


class CrosswalkError(ClusterkgError):
    """Figures or overlaps by which nothing can be moved."""


@dataclass(frozen=True)
class Moved:
    """What came of moving figures; every list holds codes, sorted.

    Attributes
    ----------
    table : polars.DataFrame
        A row a region of the new edition, sorted by ``region``: its ``value`` (null where nothing
        arrived) and whether it is ``complete`` (all regions that give to it had a value).
    share : float
        How much of the sum of the absolute values was moved, between 0 and 1.
    without_target : list of str
        Regions with a value that the overlaps do not hold; their values are not moved.
    without_value : list of str
        Regions of the overlaps with no value, a null or NaN.
    without_weight : list of str
        Regions whose weight and area are both zero; their values are not moved.
    by_area : list of str
        Regions whose weight is zero and that were moved by area instead.
    """

    table: pl.DataFrame
    share: float
    without_target: list[str]
    without_value: list[str]
    without_weight: list[str]
    by_area: list[str]

    def sentences(self) -> list[str]:
        """Say how many regions, and which, were not moved or not as asked."""
        said = (
            ("stay behind, for the overlaps do not hold them", self.without_target),
            ("have no value", self.without_value),
            ("stay behind, for they have neither weight nor area", self.without_weight),
            ("have no weight and were moved by area", self.by_area),
        )
        return [f"{len(codes)} {what}: {' '.join(codes)}" for what, codes in said if codes]


def move(values: pl.DataFrame, overlaps: pl.DataFrame, weight: str) -> Moved:
    """Move totals of regions to another edition of NUTS.

    Region i has the value v_i, and w_ij is what it has in common with region j of the other
    edition. Region j gets the sum over i of v_i w_ij / sum_k w_ik.

    Parameters
    ----------
    values : polars.DataFrame
        n rows: ``region``, a code or IRI, once each, and ``value``, a total of any unit.
    overlaps : polars.DataFrame
        A row a pair of overlapping regions of one pair of editions, as the query
        ``region_overlaps`` gives it: ``from_region``, ``to_region``, ``area_km2`` and the weights.
    weight : str
        The column of ``overlaps`` to share out by, such as ``population_2011``.

    Returns
    -------
    Moved
        The moved values with what stayed behind.

    Raises
    ------
    CrosswalkError
        A column is missing, a region or pair is there twice, a value is infinite, a weight is
        missing, negative or no number, or the overlaps are of several pairs of editions.
    """
    figures = _figures(values)
    pairs = _pairs(overlaps, weight)
    shared = _shared_out(pairs)
    joined = shared.join(figures, left_on="from_region", right_on="region", how="left")
    moved = joined.with_columns(part=pl.col("value") * pl.col("share"))
    return Moved(_table(moved), _share(figures, moved), *_left(figures, shared))


def _figures(values: pl.DataFrame) -> pl.DataFrame:
    _need(values, ("region", "value"), "values")
    _once(values, ("region",), "values")
    figures = values.select("region", pl.col("value").cast(pl.Float64).fill_nan(None))
    endless = figures.filter(pl.col("value").is_infinite())
    if not endless.is_empty():
        raise CrosswalkError(f"values: {endless['region'][0]} is infinite; a total is a number")
    return figures


def _pairs(overlaps: pl.DataFrame, weight: str) -> pl.DataFrame:
    _need(overlaps, (*_PAIR, AREA, weight), "overlaps")
    for name in _EDITIONS:
        if name in overlaps.columns and overlaps[name].n_unique() > 1:
            found = ", ".join(sorted(map(str, overlaps[name].unique())))
            raise CrosswalkError(f"overlaps: {name} must be one edition, and these are {found}")
    _once(overlaps, _PAIR, "overlaps")
    pairs = overlaps.select(
        *_PAIR,
        area=pl.col(AREA).cast(pl.Float64), weight=pl.col(weight).cast(pl.Float64),
    )
    for name in ("area", "weight"):
        good = pl.col(name).is_finite() & (pl.col(name) >= 0)
        for row in pairs.filter(~good.fill_null(False)).head(1).iter_rows(named=True):
            place = f"{row['from_region']} to {row['to_region']}"
            column = AREA if name == "area" else weight
            raise CrosswalkError(f"overlaps: {column} of {place} is {row[name]}, not 0 or more")
    return pairs


def _shared_out(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs with the share of the old region that goes to the new, null for none."""
    total, land = (pl.col(name).sum().over("from_region") for name in ("weight", "area"))
    by_weight = total > 0
    share = pl.when(by_weight).then(pl.col("weight") / total).when(land > 0).then(
        pl.col("area") / land
    )
    return pairs.with_columns(share=share, by_area=~by_weight & (land > 0))


def _table(moved: pl.DataFrame) -> pl.DataFrame:
    arrived = pl.col("part").is_not_null()
    return moved.group_by(pl.col("to_region").alias("region")).agg(
        value=pl.when(arrived.any()).then(pl.col("part").sum()),
        complete=(arrived | (pl.col("share") == 0).fill_null(False)).all(),
    ).sort("region")


def _share(figures: pl.DataFrame, moved: pl.DataFrame) -> float:
    total = float(figures["value"].abs().sum())
    return float(moved["part"].abs().sum()) / total if total else 1.0


def _left(
    figures: pl.DataFrame, shared: pl.DataFrame
) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return the codes without target, without value, without weight, and moved by area."""
    valued = set(figures.drop_nulls("value")["region"].to_list())
    sources = set(shared["from_region"].to_list())
    lost = set(shared.filter(pl.col("share").is_null())["from_region"].to_list())
    by_area = set(shared.filter("by_area")["from_region"].to_list())
    return (
        sorted(valued - sources), sorted(sources - valued), sorted(lost & valued),
        sorted(by_area & valued),
    )


def _need(table: pl.DataFrame, names: tuple[str, ...], what: str) -> None:
    for name in names:
        if name not in table.columns:
            found = ", ".join(table.columns)
            raise CrosswalkError(f"{what}: the column '{name}' is missing; there are {found}")


def _once(table: pl.DataFrame, names: tuple[str, ...], what: str) -> None:
    twice = table.filter(pl.struct(names).is_duplicated())
    if not twice.is_empty():
        found = " to ".join(str(twice[name][0]) for name in names)
        raise CrosswalkError(f"{what}: {found} is there more than once; each row is another one")
