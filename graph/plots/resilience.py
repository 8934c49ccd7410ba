"""Plots of what would be left: single points of failure, removals, added partnerships."""

from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import dots, lines
from .lines import Point
from .reading import FIRST, chosen, ends, names, numbers, pairs, texts
from .words import caption, name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SHOWN = "largest_share"
_SAYS = "share of members in the largest component"


def failures(result: Result) -> "Figure":
    """Draw how surely each single point of failure is one, with unlisted members filled in."""
    table = result.table.with_row_index("_place").sort(
        ["still_single", "_place"], descending=[True, False], nulls_last=True).head(FIRST)
    joined = pairs(table, ("sector_a_label", "sector_a"), ("sector_b_label", "sector_b"), " – ")
    shown = [f"{name(thing, 26)}: {both}" for thing, both in zip(
        names(table, "thing_label", "thing"), joined, strict=True)]
    low, high = ends(table, "still_single")
    return dots.draw(
        dots.Dots(shown, numbers(table, "still_single"),
                  "share of completed networks in which nothing else joins them", low, high,
                  texts(table, "kind")),
        "What alone joins two sectors, and how surely",
        caption(result, table.height, "single points of failure"))


def removal(result: Result) -> "Figure":
    """Draw what is left of the largest component as more is taken away."""
    table = result.table.filter(pl.col("outcome") == _SHOWN)
    title = "What is left of the network when parts are taken away"
    title += chosen(result, ["what", "by"])
    says = caption(result, table.height, "rows")
    low, high = numbers(table, "low"), numbers(table, "high")
    if result.parameters.get("what") == "instruments":
        return dots.draw(
            dots.Dots(texts(table, "strategy"), numbers(table, "value"), _SAYS, low, high),
            title, says)
    points = [
        Point(strategy, float(removed), *values) for strategy, removed, *values in zip(
            texts(table, "strategy"), table["removed"].to_list(), numbers(table, "value"), low,
            high, strict=True)
    ]
    across = "budget (euros)" if result.parameters.get("what") == "budget" else "removed (number)"
    return lines.draw(lines.Lines(points, across, f"{_SAYS}, with band"), title, says)


def additions(result: Result) -> "Figure":
    """Draw what each added partnership gains, less what is likely to be there already."""
    table = result.table.head(FIRST)
    both = pairs(table, ("organisation_a_label", "organisation_a"),
                 ("organisation_b_label", "organisation_b"), " + ")
    shown = [f"{step}. {pair}" for step, pair in zip(table["step"].to_list(), both, strict=True)]
    gains = numbers(table, "gain")
    # What is there already for sure is nothing gained: the ends change places.
    new, high, low = (
        [None if gain is None or there is None else gain * (1 - there)
         for gain, there in zip(gains, numbers(table, column), strict=True)]
        for column in ("already", "already_low", "already_high")
    )
    nothing: list[float | None] = [None] * table.height
    return dots.draw(
        dots.Dots([*shown, *shown], gains + new, "pairs of groups that come to meet (number)",
                  nothing + low, nothing + high,
                  ["as listed"] * table.height + ["less those likely to be there already"]
                  * table.height, shared=True),
        "Partnerships of two that would let most groups meet"
        + chosen(result, ["of", "objective"]), caption(result, table.height, "added partnerships"))
