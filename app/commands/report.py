"""``clusterkg report``: what was found and how sure it is, as one self-contained page."""

import sys
from pathlib import Path

import click

from .. import options


@click.command()
@options.graph
@click.option("-o", "--output", default="build/report.html", show_default=True, metavar="FILE",
              help="Where to write the page; - is standard output.")
@options.seed
def command(graph_place: Path, output: str, seed: int) -> None:
    """Write what was found and how sure it is, as one HTML page.

    Bridging clusters, links between sectors, single points of failure, priorities of regions and
    recommended partners, with figures, intervals and what the data cannot say. The ten first
    bridging clusters and the significant sector links are printed.
    """
    from clusterkg.graph import open_graph

    from ..output import say, write_bytes
    from ..report.page import make

    if sys.stderr.isatty():
        say("  networks, rank intervals, null model …")
    with open_graph(graph_place) as graph:
        report = make(graph, seed)
    if output != "-":
        Path(output).parent.mkdir(parents=True, exist_ok=True)
    write_bytes(report.html.encode(), output)
    # With the page on standard output, what is for people goes to standard error.
    aside = output == "-"
    click.echo("First bridging clusters (rank, 95 % interval, cross-sector score):", err=aside)
    for row in report.first:
        interval, score = f"[{row['rank_low']}–{row['rank_high']}]", row["cross_sector_bridging"]
        shown = "–" if score is None else f"{score:.2f}"
        click.echo(
            f"  {row['rank']:>2}  {interval:<10} {shown:>6}  {row['label']}"
            f" ({row['country'] or 'country unknown'})", err=aside,
        )
    click.echo(f"Links between sectors: {report.links.sentence()}", err=aside)
    if not aside:
        click.echo(f"report: {output}")
