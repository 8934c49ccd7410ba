"""``clusterkg sparql``: ask any SPARQL query."""

from pathlib import Path

import click

from .. import options, output


@click.command()
@click.argument("text", required=False)
@click.option("-i", "--input", "source", type=click.File("r", encoding="utf-8"), metavar="FILE",
              help="A file with the query; - is standard input.")
@options.scope
@options.graph
@options.formats(*output.ANSWER_FORMATS)
@options.output
def command(
    text: str | None, source: click.utils.LazyFile | None, scope: str, graph_place: Path,
    form: str, output: str,
) -> None:
    """Ask any SPARQL query, given as TEXT or in a file."""
    from clusterkg.graph import open_graph

    from ..output import write_answer

    if (text is None) == (source is None):
        raise click.UsageError("give the query as one argument, or in a file with --input")
    query = text if source is None else source.read()
    with open_graph(graph_place) as graph:
        write_answer(graph.sparql(str(query), scope=scope), form, output)
