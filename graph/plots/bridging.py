"""Plots of bridging: roles of brokers, and what holds the network together."""

from typing import TYPE_CHECKING

import polars as pl

from ..result import Result
from . import bars
from .reading import FIRST, chosen, names, numbers
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_ROLES = ("liaison", "itinerant", "gatekeeper", "representative", "coordinator")
_NONE = "of no role, for want of a group"
_GROUPINGS = ("sector", "ecosystem", "country", "region", "instrument")


def profile(result: Result) -> "Figure":
    """Draw the brokerage roles of the first organisations, and their ranks with intervals."""
    columns = result.table.columns
    grouping = next((one for one in _GROUPINGS if f"{one}_liaison" in columns), "")
    ranked = result.table.filter(pl.col("rank").is_not_null()).sort("rank").head(FIRST)
    shown = [f"{place} {one}" for place, one in zip(
        _ranks(ranked), names(ranked, "label", "id"), strict=True)]
    parts = {role: numbers(ranked, f"{grouping}_{role}") for role in _ROLES if grouping}
    return bars.draw(
        bars.Bars(shown, parts or {"degree": numbers(ranked, "degree")},
                  f"brokerage by {grouping} (open triples)" if grouping else "degree (contacts)"),
        "The first bridging organisations by rank, and the roles in which they broker"
        + chosen(result, ["groups"]), caption(result, ranked.height, "organisations"))


def cohesion(result: Result) -> "Figure":
    """Draw the largest bicomponents, with those of their members that hold others on."""
    whole = result.table.filter(pl.col("size") > 2)
    counts = whole.group_by("bicomponent").agg(
        pl.col("articulation_point").sum().alias("hold"), pl.len().alias("all"))
    counts = counts.sort(["all", "bicomponent"], descending=[True, False]).head(FIRST)
    rest = counts.with_columns(pl.col("all") - pl.col("hold"))
    bridges = result.table.filter(pl.col("size") == 2)["bicomponent"].n_unique()
    return bars.draw(
        bars.Bars([f"bicomponent {one}" for one in counts["bicomponent"].to_list()],
                  {"without whom the network falls apart": numbers(rest, "hold"),
                   "others": numbers(rest, "all")}, "organisations (number)"),
        "Bicomponents: groups that stay connected whoever leaves",
        f"Besides, {bridges:,} ties join two organisations that nothing else joins. "
        + caption(result, int(counts["all"].sum()), "places in bicomponents"))


def two_mode(result: Result) -> "Figure":
    """Draw the chains that the first brokers join through partnerships, by role."""
    table = result.table.head(FIRST)
    roles = [
        one for one, kind in table.schema.items()
        if kind.is_numeric() and one != "chains" and not one.endswith(("_mixed", "_z"))
    ]
    parts = {role: numbers(table, role) for role in roles}
    parts[_NONE if roles else "chains"] = [
        None if chains is None else chains - sum(part[row] or 0.0 for part in parts.values())
        for row, chains in enumerate(numbers(table, "chains"))
    ]
    return bars.draw(
        bars.Bars(names(table, "label", "id"), parts, "chains brokered (number)"),
        "Who brokers most chains through partnerships"
        + chosen(result, ["brokers", "groups", "types"]),
        caption(result, table.height, "brokers"))


def _ranks(table: pl.DataFrame) -> list[str]:
    places = [str(int(rank)) for rank in table["rank"].to_list()]
    if "rank_low" not in table.columns:
        return places
    return [
        f"{place} ({low:.0f} to {high:.0f})" for place, low, high in zip(
            places, table["rank_low"].to_list(), table["rank_high"].to_list(), strict=True)
    ]
