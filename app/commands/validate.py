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
@click.option("--ontology", is_flag=True,
              help="Check the ontology instead: the rules of its guide, and that terms are used.")
@click.option("--competency", type=click.Path(exists=True, file_okay=False, path_type=Path),
              metavar="FOLDER", help="Competency questions to count for --ontology "
              "[default: tests/competency where there is one].")
def command(graph_place: Path, shapes: bool, ontology: bool, competency: Path | None) -> None:
    """Check shapes, and print counts, coverage and the agreement of the theme mappings.

    Exit status 1 where a shape is violated, or the ontology has a fault or an unused term.
    """
    from clusterkg.graph import open_graph

    from ..output import say
    from ..validation import mapping_agreement, shape_violations

    with open_graph(graph_place) as graph:
        if ontology:
            sys.exit(_print_ontology(graph, competency))
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


def _print_ontology(graph: "KnowledgeGraph", competency: Path | None) -> int:
    from ..ontology_check import report

    usual = Path("tests/competency")
    lines, well = report(graph, competency or (usual if usual.is_dir() else None))
    click.echo("Ontology")
    for line in lines:
        click.echo(f"  {line}")
    return 0 if well else 1


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
