"""Plots of value chains: who works in stages, what crosses chains, what a disruption does."""

from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import bars, dots
from .reading import FIRST, chosen, largest, names, numbers, pairs, texts
from .words import caption, name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_CERTAINTIES = ("stated", "inferred", "possible")
_STAGES = 30


def stages(result: Result) -> "Figure":
    """Draw how many organisations may work in each stage, by how surely."""
    table = largest(result, "organisations", _STAGES)
    shown = [f"{name(stage, 30)} ({name(chain, 20)})" for stage, chain in zip(
        names(table, "stage_label", "stage"), names(table, "chain_label", "chain"), strict=True)]
    parts = {one: numbers(table, one) for one in _CERTAINTIES}
    return bars.draw(
        bars.Bars(shown, parts, "organisations (number)"),
        "Who works in the stages of value chains: stated, inferred or only possible",
        caption(result, table.height, "stages"))


def chains(result: Result) -> "Figure":
    """Draw what joins pairs of chains, by the kind of what joins them."""
    table = largest(result, "count")
    shown = pairs(table, ("chain_a_label", "chain_a"), ("chain_b_label", "chain_b"), " – ")
    kinds = texts(table, "kind")
    parts = {
        kind: [value if one == kind else None for value, one in
               zip(numbers(table, "count"), kinds, strict=True)]
        for kind in dict.fromkeys(kinds)
    }
    return bars.draw(bars.Bars(shown, parts, "sectors or partnerships in common (number)"),
                     "Value chains that cross sectors, and what joins them",
                     caption(result, table.height, "links between chains"))


def disruption(result: Result) -> "Figure":
    """Draw what is lost when each thing is hit, with intervals."""
    whole = result.table.filter(pl.col("affected").is_in(["all", "elsewhere"]))
    several = whole["hit"].n_unique() > 1
    most = whole.filter(pl.col("affected") == "all").sort(
        "loss", descending=True, nulls_last=True, maintain_order=True).select("hit").head(FIRST)
    table = most.join(whole, on="hit", maintain_order="left_right") if several \
        else result.table.head(FIRST)
    hit = names(table, "hit_label", "hit")
    affected = names(table, "affected_label", "affected")
    return dots.draw(
        dots.Dots(hit if several else affected, numbers(table, "loss"),
                  "loss (share of output over the time simulated), with interval",
                  numbers(table, "low"), numbers(table, "high"),
                  texts(table, "affected") if several else (), shared=several),
        f"What a disruption loses{chosen(result, ['of', 'hit', 'outage', 'days'])}",
        caption(result, table.height, "pairs of hit and affected"))


def systemic_risk(result: Result) -> "Figure":
    """Draw the systemic risk of the first things, with intervals."""
    table = largest(result, "risk")
    return dots.draw(
        dots.Dots(names(table, "label", "id"), numbers(table, "risk"),
                  "systemic risk index (share of output lost), with interval",
                  numbers(table, "low"), numbers(table, "high")),
        f"On what most depends{chosen(result, ['of'])}", caption(result, table.height, "things"))
