"""``clusterkg network``: export a network."""

from pathlib import Path

import click

from .. import options

_NAMES = ("clusters_by_partnership", "sectors_by_partnership", "regions_by_partnership",
          "countries_by_partnership")
_FORMATS = ("graphml", "gexf", "pajek", "vosviewer", "csv")


@click.command()
@click.argument("name", type=click.Choice(_NAMES), default=_NAMES[0])
@click.option("--weighting", type=click.Choice(["counts", "newman"]), default="counts",
              show_default=True, help="How a shared partnership counts between clusters.")
@options.selection
@options.scope
@options.graph
@options.formats(*_FORMATS)
@options.output
def command(
    name: str, weighting: str, scope: str, graph_place: Path, form: str, output: str,
    **selection: object,
) -> None:
    """Export a network: what is tied by being in the same partnership."""
    from clusterkg.graph import open_graph
    from clusterkg.graph.export import FORMATS

    from ..output import say, write_bytes

    with open_graph(graph_place) as graph:
        network = graph.network(name, weighting=weighting, scope=scope, **selection)
        say(f"{network.nodes.height:,} nodes, {network.weights.nnz // 2:,} edges")
        write_bytes(FORMATS[form](network), output)
