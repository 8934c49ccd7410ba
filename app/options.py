"""Options that several commands share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

DEFAULT_GRAPH = Path("build/kg")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

graph = click.option(
    "-g", "--graph", "graph_place", type=click.Path(path_type=Path), default=DEFAULT_GRAPH,
    show_default=True, metavar="PATH", help="The graph: a folder that 'clusterkg build' made.",
)
scope = click.option(
    "--scope", type=click.Choice(["all", "documents"]), default="all", show_default=True,
    help="Read everything, or the five source documents alone.",
)
seed = click.option(
    "--seed", type=int, default=0, show_default=True, help="Seed of everything random."
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


def pairs(values: tuple[str, ...]) -> dict[str, str]:
    """Return ``NAME=VALUE`` texts as a dictionary."""
    split = [value.partition("=") for value in values]
    for name, equals, _ in split:
        if not equals or not name:
            raise click.BadParameter(f"'{name}' is not NAME=VALUE", param_hint="--param")
    return {name: value for name, _, value in split}
