"""``clusterkg build``: the graph from the bundled data or a folder like it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options

if TYPE_CHECKING:
    from ..building import Built

_SHOWN = 20


@click.command()
@options.graph
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="A folder shaped like the bundled data; the default is the bundled data.")
@click.option("--force", is_flag=True, help="Build even where nothing changed.")
@click.option("--source", "loads", multiple=True, metavar="NAME=FILE",
              help="Load this source, too, as 'clusterkg load' does; may be repeated, and files of "
              "one name are loaded together.")
@click.option("--bundled-only", is_flag=True, help="Leave out the sources that were loaded before.")
def command(
    graph_place: Path, data: Path | None, force: bool, loads: tuple[str, ...], bundled_only: bool
) -> None:
    """Build the graph from the bundled data, or from a folder like it.

    Sources that 'clusterkg load' or --source brought into the graph stay in it.

    Rows that break a rule are written aside (rejected.csv beside the store) and counted; with
    --data they make the exit status 1. In rejected.csv an apostrophe stands before what a
    spreadsheet would run as a formula. A build that fails leaves the previous graph as it was.
    """
    from clusterkg.loaders.bundled import bundled_folder

    from ..building import build
    from ..output import say

    sources = _sources(loads)
    built = build(
        graph_place, data or bundled_folder(), force=force, bundled_only=bundled_only,
        progress=lambda name: say(f"  {name} …") if sys.stderr.isatty() else None,
    )
    lost = [reject for reject in built.rejects if reject.lost]
    for reject in lost[:_SHOWN]:
        say(reject.sentence())
    if len(lost) > _SHOWN:
        say(f"… and {len(lost) - _SHOWN:,} more")
    click.echo(f"{graph_place}: {_outcome(built, len(lost))}")
    if built.inferences_gone:
        say(options.INFER_AGAIN)
    if built.kept:
        say(f"kept: {', '.join(f'{name} {version}' for name, version in built.kept.items())}")
    if built.rejects:
        click.echo(f"rejected rows, with line, column and rule: {built.version}/rejected.csv")
    rejected = [_loaded(graph_place, name, files) for name, files in sources.items()]
    if (data and lost) or any(rejected):
        sys.exit(1)


def _sources(loads: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in loads:
        name, equals, file = text.partition("=")
        if not (name and equals and file):
            raise click.BadParameter(f"'{text}' is not NAME=FILE", param_hint="--source")
        found.setdefault(name, []).append(file)
    return found


def _loaded(place: Path, name: str, files: list[str]) -> int:
    from ..loading import load
    from .load import report

    loaded = load(place, name, files)
    report(loaded, place)
    return loaded.lost


def _outcome(built: "Built", lost: int) -> str:
    rows = sum(int(str(c["written"])) for c in built.counts if c["source"] != "ontology")
    unplaced = len(built.rejects) - lost
    return (
        f"{'up to date' if built.reused else 'built'}; {rows:,} rows loaded, {lost:,} rejected; "
        f"{unplaced:,} organisations are on no map, their city being unknown or ambiguous"
    )
