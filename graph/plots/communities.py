"""Plots of communities and of layers."""

from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import bars, dots, matrix
from .reading import FIRST, chosen, largest, names, numbers, texts
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_CERTAINTY = ("at least 90 % of runs", "50 to 90 %", "less", "one member")


def draw(result: Result) -> "Figure":
    """Draw the size of each community, by how surely its members belong to it."""
    known = result.table.filter(pl.col("community").is_not_null())
    sure = pl.col("certainty")
    kinds = known.select("community", pl.when(sure.is_null()).then(pl.lit(_CERTAINTY[3]))
                         .when(sure >= 0.9).then(pl.lit(_CERTAINTY[0]))
                         .when(sure >= 0.5).then(pl.lit(_CERTAINTY[1]))
                         .otherwise(pl.lit(_CERTAINTY[2])).alias("part"))
    return _sizes(result, kinds, _CERTAINTY, "organisations",
                  "Communities of organisations, and how surely members belong together")


def two_mode(result: Result) -> "Figure":
    """Draw the size of each community of organisations and partnerships."""
    kinds = result.table.filter(pl.col("community").is_not_null()).select(
        "community", pl.col("mode").alias("part"))
    return _sizes(result, kinds, ("organisation", "partnership"), "organisations and partnerships",
                  "Communities of organisations and partnerships together")


def agreement(result: Result) -> "Figure":
    """Draw how far communities are sectors, countries, regions or kinds, against chance."""
    table = result.table
    shown = [f"{one}, {measure.upper()}" for one, measure in
             zip(texts(table, "attribute"), texts(table, "measure"), strict=True)]
    both = [numbers(table, "value"), numbers(table, "value_low"), numbers(table, "value_high")]
    null = [numbers(table, "null_mean"), numbers(table, "null_low"), numbers(table, "null_high")]
    value, low, high = (one + other for one, other in zip(both, null, strict=True))
    groups = ["communities"] * len(shown) + ["attribute permuted"] * len(shown)
    return dots.draw(
        dots.Dots([*shown, *shown], value, "agreement (1: the same), 95 % interval", low, high,
                  groups, at=0.0, shared=True),
        "How far communities agree with attributes of their members, and with permuted ones",
        caption(result, table.height, "comparisons"))


def layers(result: Result) -> "Figure":
    """Draw which ties layers share: layers by layers."""
    table = result.table
    ends = list(zip(texts(table, "layer_a"), texts(table, "layer_b"), strict=True))
    values = {place: value for place, value in zip(ends, numbers(table, "jaccard"), strict=True)
              if value is not None}
    sure = {place: f"{values[place]:.2g}*" for place, p in
            zip(ends, numbers(table, "p"), strict=True)
            if p is not None and p <= 0.05 and place in values}
    both = list(dict.fromkeys(one for place in ends for one in place))
    mirrored = {(b, a): value for (a, b), value in values.items()}
    return matrix.draw(
        matrix.Matrix(both, both, {**mirrored, **values}, "ties in both, of those in either",
                      {**{(b, a): text for (a, b), text in sure.items()}, **sure}),
        f"Ties that layers share{chosen(result, ['by'])}; * p ≤ 0.05 when the organisations of "
        "one layer are permuted", caption(result, table.height, "pairs of layers"))


def versatility(result: Result) -> "Figure":
    """Draw the organisations that are central over all layers together."""
    table = largest(result, "pagerank")
    often = numbers(table, "first_ten")
    groups = [
        "not resampled" if share is None else
        "among the first ten in most resamples" if share > 0.5 else "in fewer" for share in often
    ]
    return dots.draw(
        dots.Dots(names(table, "label", "id"), numbers(table, "pagerank"),
                  "PageRank versatility (adds up to 1)", groups=groups),
        f"The organisations most central over all layers{chosen(result, ['by'])}",
        caption(result, table.height, "organisations"))


def _sizes(
    result: Result, kinds: pl.DataFrame, parts: tuple[str, ...], what: str, title: str
) -> "Figure":
    counts = kinds.group_by("community", "part").len()
    shown = sorted(set(counts["community"].to_list()))[:FIRST]
    found = {(row["community"], row["part"]): row["len"] for row in counts.to_dicts()}
    lengths = {
        part: [float(found.get((one, part), 0)) for one in shown] for part in parts
        if any((one, part) in found for one in shown)
    }
    drawn = sum(int(sum(length)) for length in lengths.values())
    return bars.draw(bars.Bars([f"community {one}" for one in shown], lengths, f"{what} (number)"),
                     title, caption(result, drawn, what))
