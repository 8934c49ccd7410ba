"""Plots of regions and sectors: the atlas of priorities, relatedness, complexity."""

from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import dots, matrix
from .reading import FIRST, chosen, ends, largest, names, numbers, pairs, texts
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SIGNS = {"supported": "S", "unsupported": "U", "missed": "M", "cannot say": "?"}
_REGIONS = 40


def atlas(result: Result) -> "Figure":
    """Draw the alignment of priorities: regions by sectors, the score as colour, the class as a
    letter; the regions about which most can be said."""
    said = result.table.with_columns((pl.col("class") != "cannot say").alias("said"))
    order = said.group_by("region", maintain_order=True).agg(pl.col("said").sum(), pl.len())
    order = order.sort(["said", "len", "region"], descending=[True, True, False])
    shown = result.table.filter(pl.col("region").is_in(order["region"].head(_REGIONS).to_list()))
    rows = [one for one in order["region"].to_list() if one in set(shown["region"].to_list())]
    places = list(zip(texts(shown, "region"), texts(shown, "sector"), strict=True))
    scores = [score or 0.0 for score in numbers(shown, "score")]
    labels = dict(zip(texts(shown, "region"), names(shown, "region_label", "region"), strict=True))
    labels |= dict(zip(texts(shown, "sector"), names(shown, "sector_label", "sector"), strict=True))
    drawn = matrix.Matrix(
        rows, sorted(set(texts(shown, "sector"))), dict(zip(places, scores, strict=True)),
        "score, -1 to 1 (0: as much as all regions)",
        {place: _SIGNS.get(one, "") for place, one in zip(places, texts(shown, "class"),
                                                         strict=True)},
        middle=0.0, labels=labels,
    )
    return matrix.draw(
        drawn, "Priorities of regions, and what supports them: S supported, U unsupported, "
        "M missed, ? cannot say", caption(result, shown.height, "pairs of region and sector"))


def relatedness(result: Result) -> "Figure":
    """Draw the most related pairs of sectors, with intervals."""
    table = largest(result, "relatedness")
    low, high = ends(table, "relatedness")
    return dots.draw(
        dots.Dots(pairs(table, ("sector_a_label", "sector_a"), ("sector_b_label", "sector_b"),
                        " – "),
                  numbers(table, "relatedness"), "relatedness (no unit), 95 % interval", low,
                  high),
        f"The most related pairs of sectors{chosen(result, ['method'])}",
        caption(result, table.height, "pairs of sectors"))


def complexity(result: Result) -> "Figure":
    """Draw the index of economic complexity of the first regions, with intervals."""
    table = largest(result, "eci", 30)
    low, high = ends(table, "eci")
    return dots.draw(
        dots.Dots(names(table, "region_label", "region"), numbers(table, "eci"),
                  "economic complexity index (standard deviations), 95 % interval", low, high,
                  [f"component {one}" for one in texts(table, "component")], at=0.0),
        "The most complex regions, by the sectors of their clusters",
        caption(result, table.height, "regions"))


def complementarity(result: Result) -> "Figure":
    """Draw the pairs of regions that complement each other most, with intervals."""
    table = largest(result, "complementarity", FIRST)
    low, high = ends(table, "complementarity")
    return dots.draw(
        dots.Dots(pairs(table, ("region_label", "region"), ("partner_label", "partner"), " ← "),
                  numbers(table, "complementarity"),
                  "complementarity (percentage points of density), 95 % interval", low, high),
        f"Regions and the partners that have what they lack{chosen(result, ['sector'])}",
        caption(result, table.height, "pairs of regions"))
