"""Plots of ranks, and of how far they can be relied on."""

from typing import TYPE_CHECKING

from ..result import Result
from . import dots
from .reading import FIRST, chosen, names, numbers, texts
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WEIGHTINGS = ("unweighted", "counts", "newman", "full")
_SAYS = {"yes": "interval reliable", "no": "interval not reliable"}


def ranks(result: Result) -> "Figure":
    """Draw the ranks of the first clusters with intervals; hollow where these are not reliable."""
    table = result.table.head(FIRST)
    said = texts(table, "reliable")
    shown = [
        one if chance is None else f"{one} ({chance:.0%})" for one, chance in zip(
            names(table, "label", "id"), numbers(table, "probability_first_k"), strict=True)
    ]
    level, first = result.parameters.get("level", 0.95), result.parameters.get("k", 10)
    return dots.draw(
        dots.Dots(shown, numbers(table, "rank"),
                  f"rank (1 is first), {float(level):.0%} interval", numbers(table, "low"),
                  numbers(table, "high"), [_SAYS.get(one, one) for one in said],
                  logarithmic=True, reliable=[one == "yes" for one in said]),
        f"The ranks of the first clusters, and in brackets the chance of being among the first "
        f"{first}{chosen(result, ['measure', 'source'])}",
        caption(result, table.height, "clusters"))


def weightings(result: Result) -> "Figure":
    """Draw the ranks of the first clusters under each way to weigh a shared partnership."""
    table = result.table.head(FIRST)
    shown, nothing = names(table, "label", "id"), [None] * table.height
    span = "smallest to largest"
    series = [*_WEIGHTINGS[:2], span, *_WEIGHTINGS[2:]]
    low, high = (
        [rank for one in series
         for rank in (numbers(table, end) if one == span else nothing)]
        for end in ("smallest", "largest")
    )
    values = [rank for one in series
              for rank in (nothing if one == span else numbers(table, one))]
    return dots.draw(
        dots.Dots(shown * len(series), values,
                  "rank (1 is first), with the smallest and the largest", low, high,
                  [one for one in series for _ in shown], logarithmic=True, shared=True),
        "How far ranks depend on how a shared partnership counts"
        + chosen(result, ["measure"]), caption(result, table.height, "clusters"))


def agreement(result: Result) -> "Figure":
    """Draw how far the orders under two ways to weigh a shared partnership agree."""
    table = result.table
    shown = [f"{one} and {other}" for one, other in
             zip(texts(table, "one"), texts(table, "other"), strict=True)]
    kinds = ("kendall", "spearman")
    return dots.draw(
        dots.Dots(shown * len(kinds), [value for kind in kinds for value in numbers(table, kind)],
                  "rank correlation (-1 to 1)", groups=[kind for kind in kinds for _ in shown],
                  shared=True),
        "How far orders agree when a shared partnership counts otherwise"
        + chosen(result, ["measure"]), caption(result, table.height, "pairs of weightings"))
