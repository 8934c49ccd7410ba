"""``clusterkg infer``: what the rules infer, as a named graph of its own."""

from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options

if TYPE_CHECKING:
    from clusterkg.graph.inference import Closure


@click.command()
@options.graph
@click.option("--drop", is_flag=True, help="Drop the inferences and infer nothing.")
def command(graph_place: Path, drop: bool) -> None:
    """Run the rules of inference to a fixpoint and write what they infer.

    Inferences lie in a named graph of their own, which only --inferred of 'clusterkg query' and
    'clusterkg sparql' reads. The next build begins without them. A run that fails leaves the
    previous graph as it was.
    """
    from clusterkg.graph import inference

    if drop:
        had = inference.drop(graph_place)
        click.echo(f"{graph_place}: {'inferences dropped' if had else 'no inferences to drop'}")
        return
    closure = inference.infer(graph_place, installed("clusterkg"))
    _print(closure)
    click.echo(
        f"{graph_place}: {closure.total:,} triples inferred in {closure.rounds} rounds; "
        "--inferred reads them"
    )


def _print(closure: "Closure") -> None:
    from clusterkg.queries.rulebook import GROUPS, rules

    for rule in rules():
        count = closure.counts[rule.name]
        click.echo(f"{rule.name:<28} {GROUPS[rule.group]:<16} {count:>9,}")
