"""``clusterkg ontology``: its documentation page, its versions, and what changed between them."""

import json
from pathlib import Path

import click

from .. import options


@click.group()
def command() -> None:
    """Document the ontology and compare its versions."""


@command.command()
@options.graph
@click.option("-o", "--output", default="build/ontology.html", show_default=True, metavar="FILE",
              help="Where to write the page; - is standard output.")
def page(graph_place: Path, output: str) -> None:
    """Write the documentation page: every term, with examples from the graph."""
    from clusterkg.graph import open_graph

    from ..ontology_page.page import make
    from ..output import say, write_bytes

    with open_graph(graph_place) as graph:
        html = make(graph)
    if output != "-":
        Path(output).parent.mkdir(parents=True, exist_ok=True)
    write_bytes(html.encode(), output)
    if output != "-":
        say(f"page: {output}")


@command.command()
@click.argument("old")
@click.argument("new", default="installed")
@options.formats("text", "json")
@options.output
def diff(old: str, new: str, form: str, output: str) -> None:
    """Say in sentences what changed from OLD to NEW, and what of it breaks users.

    OLD and NEW are numbers of versions (0.1.0), Turtle files or folders of them; without NEW, OLD
    is compared with the ontology in use. A line that begins with ! breaks users.
    """
    from clusterkg.ontology import archive
    from clusterkg.ontology.diff import difference

    from ..output import write_bytes

    found = difference(archive.read(old), archive.read(new))
    if form == "json":
        changes = [change._asdict() for change in found.changes]
        text = json.dumps(changes, indent=1, ensure_ascii=False) + "\n"
    else:
        lines = [f"{'!' if change.breaks else ' '} {change.sentence}" for change in found.changes]
        text = "\n".join([found.sentence(), *lines]) + "\n"
    write_bytes(text.encode(), output)


@command.command()
@click.argument("version", default="installed")
@options.output
def merge(version: str, output: str) -> None:
    """Write a version as one Turtle file, without imports, as each is archived."""
    from clusterkg.ontology import archive

    from ..output import write_bytes

    write_bytes(archive.turtle(archive.read(version)).encode(), output)
