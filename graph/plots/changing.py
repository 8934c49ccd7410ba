"""Plots of change in time: who and which ties come and stay."""

from typing import TYPE_CHECKING

from ..result import Result
from . import dots, lines
from .lines import Point
from .reading import FIRST, ends, names, numbers, texts
from .words import caption, name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_KEPT = {"survival": "members", "tie_survival": "ties"}


def change(result: Result) -> "Figure":
    """Draw which share of members and ties of each period is there in the next."""
    table, points = result.table.drop_nulls("start"), []
    one = table["sequence"].n_unique() < 2
    for column, says in _KEPT.items():
        low, high = ends(table, column)
        points += [
            Point(says if one else f"{sequence}: {says}", float(start), *values)
            for sequence, start, *values in zip(
                texts(table, "sequence"), table["start"].to_list(), numbers(table, column), low,
                high, strict=True)
        ]
    return lines.draw(
        lines.Lines(points, "beginning of the period (year)",
                    "share there in the next period, 95 % interval"),
        "Which share of members and of ties stays from period to period",
        caption(result, table.height, "periods"))


def persistence(result: Result) -> "Figure":
    """Draw which share of ties comes again after a partnership has ended."""
    table = result.table
    low, high = ends(table, "share")
    spans = [f"within {years} years" for years in table["within_years"].to_list()]
    return dots.draw(
        dots.Dots([name(one) for one in texts(table, "instrument")], numbers(table, "share"),
                  "share of ties that come again, 95 % interval", low, high, spans, shared=True),
        "Ties that come again after the partnership that made them has ended",
        caption(result, table.height, "instruments and spans of years"))


def lineage(result: Result) -> "Figure":
    """Draw which share of members and ties of an instrument is in the next one."""
    table = result.table.head(FIRST)
    links = [
        f"{name(one, 24)} → {name(after, 24)}" for one, after in
        zip(texts(table, "instrument"), names(table, "next_label", "next"), strict=True)
    ]
    values = numbers(table, "members_share") + numbers(table, "ties_share")
    low = numbers(table, "members_share_low") + numbers(table, "ties_share_low")
    high = numbers(table, "members_share_high") + numbers(table, "ties_share_high")
    groups = ["members"] * table.height + ["ties"] * table.height
    return dots.draw(
        dots.Dots([*links, *links], values, "share that is in the next instrument, 95 % interval",
                  low, high, groups, shared=True),
        "Members and ties that go on from one instrument to the next",
        caption(result, table.height, "links"))


def broker_stability(result: Result) -> "Figure":
    """Draw how far brokers of one period are those of the next."""
    table = result.table
    shown = [
        f"{sequence}: {period} → {after}" for sequence, period, after in zip(
            texts(table, "sequence"), texts(table, "period"), texts(table, "next_period"),
            strict=True)
    ]
    low, high = ends(table, "correlation")
    return dots.draw(
        dots.Dots(shown, numbers(table, "correlation"),
                  "rank correlation (Spearman, -1 to 1), 95 % interval", low, high,
                  texts(table, "measure"), at=0.0, shared=True),
        "Whether those who broker in one period broker in the next",
        caption(result, table.height, "pairs of periods"))
