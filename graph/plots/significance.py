"""Plots of what is beyond chance: links of sectors, pairs of clusters and regions, bridges."""

import math
from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import dots, matrix, scatter
from .reading import FIRST, LEVEL, chosen, names, numbers, pairs, starred, texts
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_STAR = "★ q ≤ 0.05, Benjamini and Hochberg"
_TWO_SD = 1.96


def links(result: Result) -> "Figure":
    """Draw sectors by sectors: how many partnerships join them, against expectation."""
    table = result.table.drop_nulls(["observed", "expected"])
    places = list(zip(texts(table, "sector_a"), texts(table, "sector_b"), strict=True))
    counts = starred([f"{count:.0f}" for count in table["observed"].to_list()], table)
    colours = [
        math.log2((seen + 0.5) / (thought + 0.5)) for seen, thought in
        zip(table["observed"].to_list(), table["expected"].to_list(), strict=True)
    ]
    labels = dict(zip(texts(table, "sector_a"), names(table, "label_a", "sector_a"), strict=True))
    labels |= zip(texts(table, "sector_b"), names(table, "label_b", "sector_b"), strict=True)
    both = sorted(labels, key=lambda one: (labels[one], one))
    turned = [(b, a) for a, b in places]
    return matrix.draw(
        matrix.Matrix(both, both, dict(zip([*places, *turned], colours * 2, strict=True)),
                      "log2 of (observed + ½) / (expected + ½)",
                      dict(zip([*places, *turned], counts * 2, strict=True)), 0.0, labels),
        f"Partnerships that join two sectors, against chance{chosen(result, ['null'])}; {_STAR}",
        caption(result, table.height, "pairs of sectors"))


def backbone(result: Result) -> "Figure":
    """Draw how many partnerships the most significant pairs share, against expectation."""
    table = result.table.head(FIRST)
    shown = pairs(table, ("label_a", "member_a"), ("label_b", "member_b"), " – ")
    return _against(result, table, starred(shown, table), "partnerships shared (number)",
                    f"Pairs that share more partnerships than chance explains"
                    f"{chosen(result, ['model', 'kind'])}; {_STAR}", "pairs")


def region_links(result: Result) -> "Figure":
    """Draw how often regions work together, against sizes and distance."""
    table = result.table
    sure = [
        f"q ≤ {LEVEL}" if q is not None and q <= LEVEL else f"q > {LEVEL}"
        for q in numbers(table, "q_bh")
    ]
    shown = pairs(table, ("label_a", "region_a"), ("label_b", "region_b"), " – ")
    return scatter.draw(
        scatter.Scatter(numbers(table, "distance_km"), numbers(table, "ratio"), shown,
                        "distance (km)", "observed over expected (ratio)", groups=sure,
                        logarithmic=True),
        "Regions that work together, against what their sizes and distance explain",
        caption(result, table.height, "pairs of regions"))


def bridging_null(result: Result) -> "Figure":
    """Draw the brokerage of the first bridges against what their themes explain."""
    table = result.table.head(FIRST)
    shown = starred(names(table, "label", "id"), table)
    return _against(result, table, shown, "brokerage across sectors (open triples)",
                    "Who bridges sectors more than the themes of their partnerships explain; "
                    f"bars: 95 % of the null; {_STAR}", "organisations", "sd")


def _against(
    result: Result, table: pl.DataFrame, shown: list[str], across: str, title: str, what: str,
    spread: str = "",
) -> "Figure":
    """Draw what is observed and what is expected, line by line."""
    expected = numbers(table, "expected")
    reach = [None if sd is None else _TWO_SD * sd for sd in numbers(table, spread)] if spread \
        else [None] * table.height
    ends = list(zip(expected, reach, strict=True))
    nothing: list[float | None] = [None] * table.height
    low = [None if e is None or r is None else max(e - r, 0.0) for e, r in ends]
    high = [None if e is None or r is None else e + r for e, r in ends]
    return dots.draw(
        dots.Dots([*shown, *shown], numbers(table, "observed") + expected, across,
                  nothing + low, nothing + high,
                  ["observed"] * table.height + ["expected"] * table.height, shared=True),
        title, caption(result, table.height, what))
