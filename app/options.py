"""Options that several commands share."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

RESULT = "graph/result/"  # begins the names of graphs that hold results of analyses
DEFAULT_GRAPH = Path("build/kg")
INFER_AGAIN = (
    "the inferences went with the previous version; 'clusterkg infer' draws them again"
)
RECONCILE_AGAIN = (
    "the links between organisations are of before; 'clusterkg reconcile' finds them again"
)
ANALYSE_AGAIN = (
    "results of analyses are of before; 'clusterkg query results' says which are outdated"
)
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

graph = click.option(
    "-g", "--graph", "graph_place", type=click.Path(path_type=Path), default=DEFAULT_GRAPH,
    show_default=True, metavar="PATH", help="The graph: a folder that 'clusterkg build' made.",
)
scope = click.option(
    "--scope", type=click.Choice(["all", "documents"]), default="all", show_default=True,
    help="Read everything, or the five source documents alone.",
)
inferred = click.option(
    "--inferred", is_flag=True, help="Read the inferences too; 'clusterkg infer' writes them.",
)
seed = click.option(
    "--seed", type=click.IntRange(min=0), default=0, show_default=True,
    help="Seed of everything random.",
)
output = click.option(
    "-o", "--output", default="-", show_default=True, metavar="FILE",
    help="Where to write; - is standard output.",
)


def formats(*names: str) -> Decorator:
    """Return the ``-f/--format`` option with the given names; the first is the default."""
    return click.option(
        "-f", "--format", "form", type=click.Choice(names), default=names[0], show_default=True,
        help="Format of the output.",
    )


def pairs(values: tuple[str, ...], hint: str = "--param") -> dict[str, str]:
    """Return ``NAME=VALUE`` texts as a dictionary."""
    split = [value.partition("=") for value in values]
    for name, equals, _ in split:
        if not equals or not name:
            raise click.BadParameter(f"'{name}' is not NAME=VALUE", param_hint=hint)
    return {name: value for name, _, value in split}


def selection(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that select partnerships and organisations for a network."""
    options = (
        click.option("--instrument", "instruments", multiple=True, metavar="NAME",
                     help="Keep partnerships of this instrument alone; may be repeated."),
        click.option("--leave-out", "leave_out", multiple=True, metavar="NAME",
                     help="Leave partnerships of this instrument out; may be repeated."),
        click.option("--start", default="", metavar="DATE", help="Partnerships running from here."),
        click.option("--end", default="", metavar="DATE", help="Partnerships that run up to here."),
        click.option("--kind", "kinds", multiple=True, metavar="KIND",
                     help="Keep organisations of this kind alone; may be repeated."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def outdated(graphs: Iterable[str]) -> list[str]:
    """Say what stays in a graph although it was made from what left, by the IRIs of its graphs."""
    results = [f"/{RESULT}" in graph for graph in graphs]
    return [*([RECONCILE_AGAIN] if not all(results) else ()),
            *([ANALYSE_AGAIN] if any(results) else ())]
