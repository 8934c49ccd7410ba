"""Plots of key players and of what passes organisations."""

from typing import TYPE_CHECKING

from ..result import Result
from . import dots, scatter
from .reading import largest, names, numbers, texts
from .words import caption, name

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def key_players(result: Result) -> "Figure":
    """Draw what each set of key players would lose without each of its members."""
    table = result.table
    kept = numbers(table, "kept")
    shown = [
        one if share is None else f"{name(one, 34)} ({share:.0%})"
        for one, share in zip(names(table, "label", "id"), kept, strict=True)
    ]
    return dots.draw(
        dots.Dots(shown, numbers(table, "lost"),
                  "what the set's value loses without the member (share, 0 to 1)",
                  groups=texts(table, "aim")),
        "Key players: whose loss breaks the network up most (fragment), and who reach most of it "
        "(reach); in brackets, the share of resamples that choose them again",
        caption(result, table.height, "members of sets"))


def flow(result: Result) -> "Figure":
    """Draw betweenness by current flow against betweenness on shortest paths."""
    table = largest(result, "current_flow", 200)
    sure = [
        "not resampled" if share is None else
        "among the first ten in most resamples" if share > 0.5 else "in fewer"
        for share in numbers(table, "first_ten")
    ]
    return scatter.draw(
        scatter.Scatter(numbers(table, "betweenness"), numbers(table, "current_flow"),
                        names(table, "label", "id"), "betweenness on shortest paths (share)",
                        "betweenness by current flow (share)", groups=sure, diagonal=True),
        "What passes organisations: on shortest paths, and on all paths",
        caption(result, table.height, "organisations"))
