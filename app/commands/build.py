"""``clusterkg build``: the graph from the bundled data or a folder like it."""

import sys
from pathlib import Path

import click

from .. import options


@click.command()
@options.graph
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="A folder shaped like the bundled data; the default is the bundled data.")
@click.option("--force", is_flag=True, help="Build even where nothing changed.")
def command(graph_place: Path, data: Path | None, force: bool) -> None:
    """Build the graph from the bundled data, or from a folder like it.

    Rows that break a rule are written aside (rejected.csv beside the store) and counted; with
    --data they make the exit status 1. In rejected.csv an apostrophe stands before what a
    spreadsheet would run as a formula. A build that fails leaves the previous graph as it was.
    """
    from clusterkg.loaders.bundled import bundled_folder

    from ..building import build
    from ..output import say

    built = build(
        graph_place, data or bundled_folder(), force=force,
        progress=lambda name: say(f"  {name} …") if sys.stderr.isatty() else None,
    )
    rejected = len(built.rejects)
    for reject in built.rejects[:20]:
        say(reject.sentence())
    if rejected > 20:
        say(f"… and {rejected - 20:,} more")
    state = "up to date" if built.reused else "built"
    rows = sum(int(str(count["written"])) for count in built.counts)
    click.echo(f"{graph_place}: {state}; {rows:,} rows and triples loaded, {rejected:,} rejected")
    if rejected:
        click.echo(f"rejected rows, with line, column and rule: {built.version / 'rejected.csv'}")
    if data and any(reject.lost for reject in built.rejects):
        sys.exit(1)
