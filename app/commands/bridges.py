"""``clusterkg bridges``: rank the bridging clusters."""

import sys
from pathlib import Path

import click

from .. import options, output

_SHOWN = (
    "rank", "rank_low", "rank_high", "label", "country", "partnerships", "degree",
    "cross_sector_bridging", "cross_sector_z", "cross_sector_brokerage", "betweenness",
    "constraint",
    "participation_sectors", "articulation_point",
)


@click.command()
@options.graph
@options.seed
@click.option("--bootstrap", type=click.IntRange(min=0), default=200, show_default=True,
              metavar="N", help="Resamples behind the rank intervals of the first ten, 39 or more "
              "for 95 %; 0 for none.")
@click.option("--weighted", is_flag=True, help="Count ties by the partnerships that two share.")
@click.option("--top", type=click.IntRange(min=0), default=10, show_default=True, metavar="N",
              help="How many ranked clusters; 0 for all organisations, ranked or not.")
@options.selection
@options.formats(*output.TABLE_FORMATS)
@options.output
def command(
    graph_place: Path, seed: int, bootstrap: int, weighted: bool, top: int,
    form: str, output: str, **selection: object,
) -> None:
    """Rank the bridging clusters by their brokerage across sectors and how few ways are around.

    The table for people shows the main measures; the other formats hold all of them.
    """
    import polars as pl

    from clusterkg.graph import open_graph

    from ..output import say, write_table
    from ..report import tables

    with open_graph(graph_place) as graph:
        network = graph.network("clusters_by_partnership", **selection)
        if sys.stderr.isatty():
            say(f"  {network.nodes.height:,} organisations, {bootstrap} resamples …")
        table = tables.bridges(graph, network, seed=seed, weighted=weighted, resamples=bootstrap)
    if top:
        table = table.filter(pl.col("rank") <= top)
    if form == "table":
        table = table.select([name for name in _SHOWN if name in table.columns])
    write_table(table, form, output)
