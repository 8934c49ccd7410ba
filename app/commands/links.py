"""``clusterkg links``: which sectors partnerships join more often than chance explains."""

from pathlib import Path

import click

from .. import options, output

_SHOWN = ("label_a", "label_b", "observed", "expected", "p", "q", "significant", "fractional")


@click.command()
@options.graph
@click.option("--alpha", type=click.FloatRange(0.0, 1.0, min_open=True), default=0.05,
              show_default=True, help="False discovery rate.")
@options.formats(*output.TABLE_FORMATS)
@options.output
def command(graph_place: Path, alpha: float, form: str, output: str) -> None:
    """Test every pair of sectors against the null model; the outcome goes to standard error.

    Standing networks and S3 platforms are left out. The table for people leaves out the
    variance and the partnerships behind each pair; the other formats hold them.
    """
    from clusterkg.graph import open_graph

    from ..output import say, write_table
    from ..report import tables

    with open_graph(graph_place) as graph:
        labels = tables.ecosystem_labels(graph)
        result = tables.links(graph, alpha)
    say(tables.named(result, labels).sentence())
    table = tables.with_names(result.table, labels)
    write_table(table.select(_SHOWN) if form == "table" else table, form, output)
