"""``clusterkg sparql``: ask any SPARQL query."""

from pathlib import Path
from typing import TextIO

import click

from .. import options, output


@click.command()
@click.argument("text", required=False)
@click.option("-i", "--input", "source", type=click.File("r", encoding="utf-8"), metavar="FILE",
              help="A file with the query; - is standard input.")
@options.scope
@options.inferred
@options.graph
@options.formats(*output.ANSWER_FORMATS)
@options.output
def command(
    text: str | None, source: TextIO | None, scope: str, inferred: bool, graph_place: Path,
    form: str, output: str,
) -> None:
    """Ask any SPARQL query, given as TEXT or in a file."""
    from clusterkg.graph import open_graph

    from ..output import write_answer

    given = [text] if text is not None else []
    given += [source.read()] if source is not None else []
    if len(given) != 1:
        raise click.UsageError("give the query as one argument, or in a file with --input")
    with open_graph(graph_place) as graph:
        write_answer(graph.sparql(given[0], scope=scope, inferred=inferred), form, output)
