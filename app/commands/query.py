"""``clusterkg query``: ask a question of the catalogue."""

from pathlib import Path

import click

from .. import options, output


@click.command()
@click.argument("name")
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE",
              help="A parameter: an IRI, CURIE or slug for a thing; 'any' leaves it free.")
@options.scope
@options.inferred
@options.graph
@options.formats(*output.ANSWER_FORMATS)
@options.output
def command(
    name: str, parameters: tuple[str, ...], scope: str, inferred: bool, graph_place: Path,
    form: str, output: str,
) -> None:
    """Ask a question of the catalogue; 'clusterkg queries' lists them."""
    from clusterkg.graph import open_graph

    from ..output import write_answer

    with open_graph(graph_place) as graph:
        answer = graph.query(name, scope=scope, inferred=inferred, **options.pairs(parameters))
        write_answer(answer, form, output)
