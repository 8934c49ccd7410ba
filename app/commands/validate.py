"""``clusterkg validate``: shapes, counts, coverage, agreement of the mappings."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph


@click.command()
@options.graph
@click.option("--shapes/--no-shapes", default=True, show_default=True,
              help="Check the SHACL shapes with pyshacl (the slow part).")
def command(graph_place: Path, shapes: bool) -> None:
    """Check shapes, and print counts, coverage and the agreement of the theme mappings.

    Exit status 1 where a shape is violated.
    """
    from clusterkg.graph import open_graph

    from ..output import say
    from ..validation import mapping_agreement, shape_violations

    with open_graph(graph_place) as graph:
        _print_counts(graph)
        click.echo("\nTheme mappings")
        click.echo(f"  {mapping_agreement().sentence()}")
        if not shapes:
            return
        say("checking shapes …")
        violations = shape_violations(graph)
    click.echo(f"\nShapes\n  {len(violations):,} violations")
    for violation in violations:
        click.echo(f"  {violation.message}")
    sys.exit(1 if violations else 0)


def _print_counts(graph: "KnowledgeGraph") -> None:
    click.echo("Rows")
    for count in graph.summary["counts"]:
        click.echo(
            f"  {count['source']:<12} {count['table']:<28} read {count['read']:>6,}"
            f"  written {count['written']:>6,}  rejected {count['rejected']:>4,}"
            f"  duplicate {count['duplicate']:>4,}"
        )
    click.echo("\nThings")
    for row in graph.query("kinds").rows():
        click.echo(f"  {row['class'].removeprefix('ckg:'):<24} {row['count']:>6,}")
    click.echo("\nCoverage")
    for row in graph.query("coverage").rows():
        click.echo(f"  {row['measure']:<46} {row['count']:>6,} of {row['of']:>6,}")
    for row in graph.query("partnerships_without_members").rows():
        click.echo(f"  no member listed: {row['partnership'].removeprefix('id:partnership/')}")
