"""``clusterkg remove``: a source out of a graph."""

from pathlib import Path

import click

from .. import options


@click.command()
@options.graph
@click.argument("source")
@click.option("--version", default="", metavar="NAME", help="Remove this version alone.")
def command(graph_place: Path, source: str, version: str) -> None:
    """Remove a source that 'clusterkg load' brought into a graph.

    Its named graph goes with its description and its rejected rows. Triples that another source
    holds stay. Inferences are dropped, since they were drawn from what was there.
    """
    from clusterkg.graph.loading import remove_source

    from ..output import say

    change = remove_source(graph_place, source, version)
    older = change.previous.rpartition("/")[2]
    removed = change.difference.removed
    click.echo(f"{graph_place}: {source} {older} removed; {removed:,} triples")
    if change.inferences_gone:
        say(options.INFER_AGAIN)
    for sentence in options.outdated(change.outdated):
        say(sentence)
