"""Plots of recommended partners, and of how well what comes is foreseen."""

from typing import TYPE_CHECKING

from ..result import Result
from . import dots
from .reading import FIRST, chosen, ends, numbers, pairs, texts
from .words import caption

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MEASURES = {
    "auc": "AUC (0.5: no better than chance)", "precision_at_10": "precision at 10",
}


def recommend(result: Result) -> "Figure":
    """Draw the plausibility of the recommended pairs, with intervals."""
    table = result.table.head(FIRST)
    low, high = ends(table, "plausibility")
    return dots.draw(
        dots.Dots(pairs(table, ("cluster_label", "cluster"), ("partner_label", "partner"), " – "),
                  numbers(table, "plausibility"),
                  "plausibility: chance of a first tie within three years, with interval", low,
                  high),
        "Recommended partners, best first by plausibility times value"
        + chosen(result, ["cluster"]),
        caption(result, table.height, "pairs"))


def prediction(result: Result) -> "Figure":
    """Draw how well each method foresees the ties after the last cut, with intervals."""
    table = result.table
    if table.height:
        table = table.filter(table["cut"] == table["cut"].max())
    methods, values, low, high, groups = [], [], [], [], []
    for measure, says in _MEASURES.items():
        methods += texts(table, "method")
        values += numbers(table, measure)
        low += numbers(table, f"{measure}_low")
        high += numbers(table, f"{measure}_high")
        groups += [says] * table.height
    cut = f" from {table['cut'][0]} on" if table.height else ""
    return dots.draw(
        dots.Dots(methods, values, "share (0 to 1), 95 % interval", low, high, groups, at=0.5,
                  shared=True),
        f"How well methods foresee new ties{cut}, from what was known before",
        caption(result, table.height, "methods and cuts"))
