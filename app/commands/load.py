"""``clusterkg load``: one more source from outside into a graph."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from .. import options

if TYPE_CHECKING:
    from clusterkg.graph.loading import Change

    from ..loading import Loaded

_TABLE, _BOUNDED = "table", "eccp"


def _list(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from clusterkg.loaders.outside import SOURCES

    width = max(len(source.name) for source in SOURCES)
    for source in SOURCES:
        click.echo(f"{source.name:<{width}}  {source.description} ({source.formats})")
    own = "a table of your own, as --mapping describes it (csv, xlsx, json)"
    click.echo(f"{_TABLE:<{width}}  {own}")
    context.exit()


@click.command()
@options.graph
@click.argument("source")
@click.argument("files", metavar="FILE...", nargs=-1)
@click.option("--version", default="", metavar="NAME",
              help="The source's version, as its publisher calls it; made of the content if left "
              "out.")
@click.option("--mapping", type=click.Path(dir_okay=False, path_type=Path), metavar="JSON",
              help="What a table of your own means: a CSVW metadata file, for the source 'table'.")
@click.option("--name", default="", metavar="NAME",
              help="What to call it, beside others of its kind; its source is then SOURCE-NAME.")
@click.option("--boundaries", metavar="OUTLINES",
              type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Your own outlines of regions (GeoJSON, TopoJSON), by which the source 'eccp' "
              "finds those of its cities; they are never stored.")
@click.option("--nquads", metavar="OUT",
              help="Write N-Quads to a file (- is standard output); no graph is needed.")
@click.option("--allow-rejects", is_flag=True,
              help="Exit with status 0 although rows were rejected.")
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list,
              help="List the sources that can be loaded, and stop.")
def command(
    graph_place: Path, source: str, files: tuple[str, ...], version: str, nquads: str | None,
    allow_rejects: bool, mapping: Path | None, name: str, boundaries: Path | None,
) -> None:
    """Load a source from outside into a graph that 'clusterkg build' made.

    FILE is a path, an address or - (standard input); several files make one source. Its triples
    become one named graph. The same content again changes nothing; a newer version takes the place
    of the older one. Inferences are dropped, since they were drawn from what was there.

    Rows that break a rule are written aside (rejected-SOURCE.csv beside the store) and counted, and
    make the exit status 1. A load that fails leaves the previous graph as it was.
    """
    from ..loading import Choices, load, to_nquads

    if (source == _TABLE) != bool(mapping):
        raise click.UsageError("a table of your own is loaded by 'load table --mapping JSON FILE';"
                               " --mapping belongs to no other source")
    if boundaries and source != _BOUNDED:
        raise click.UsageError(f"--boundaries belongs to the source '{_BOUNDED}' alone")
    choices = Choices(version, name, mapping, boundaries)
    if nquads:
        with click.open_file(nquads, "wb", lazy=True) as out:
            loaded = to_nquads(source, files, cast(BinaryIO, out), choices)
    else:
        loaded = load(graph_place, source, files, choices)
    report(loaded, graph_place, data_on_stdout=nquads == "-")
    if loaded.lost and not allow_rejects:
        sys.exit(1)


def report(loaded: "Loaded", place: Path, *, data_on_stdout: bool = False) -> None:
    """Print what came of a load: what is wrong with rows, counts, what changed in the graph."""
    from ..output import say

    for sentence in loaded.sentences:
        say(sentence)
    if loaded.sentences and loaded.lost > len(loaded.sentences):
        say(f"… and {loaded.lost - len(loaded.sentences):,} more")
    tell = say if data_on_stdout else click.echo
    for count in loaded.counts:
        tell(f"{count.table:<40} {count.read:>9,} read {count.written:>9,} written "
             f"{count.rejected:>7,} rejected {count.duplicate:>7,} duplicate")
    if loaded.change:
        tell(f"{place}: {loaded.source.name} {loaded.source.version} {outcome(loaded.change)}")
        if loaded.change.inferences_gone:
            say(options.INFER_AGAIN)
        for sentence in options.outdated(loaded.change.outdated):
            say(sentence)
    if loaded.rejected:
        tell(f"rejected rows, with line, column and rule: {loaded.rejected}")


def outcome(change: "Change") -> str:
    """Say what a load changed in the graph."""
    if change.unchanged:
        return "unchanged"
    added, removed, changed = change.difference
    if not change.previous:
        return f"loaded; {added:,} triples added"
    older = change.previous.rpartition("/")[2]
    return (f"loaded in place of {older}; {added:,} triples added, {removed:,} removed, "
            f"{changed:,} subjects changed")
