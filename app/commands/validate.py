"""``clusterkg validate``: shapes, counts, coverage, admission, agreement of the mappings."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options

if TYPE_CHECKING:
    from clusterkg.graph import KnowledgeGraph

    from ..validation import Check


@click.command()
@options.graph
@click.option("--shapes/--no-shapes", default=True, show_default=True,
              help="Check the SHACL shapes.")
@click.option("--engine", type=click.Choice(["shacl", "pyshacl"]), default=None,
              help="The SHACL engine: the fast one (default, where it is installed) or the "
                   "reference. They agree.")
@click.option("--inferred", is_flag=True,
              help="Check the shapes with what 'clusterkg infer' added, too.")
@click.option("--reasoning", is_flag=True,
              help="Check consistency and OWL 2 DL instead; needs Java and clusterkg[reasoning]. "
                   "Java gets 2000 MB, or what CLUSTERKG_JAVA_MEMORY says, such as 4g.")
@click.option("--ontology", is_flag=True,
              help="Check the ontology instead: the rules of its guide, and that terms are used.")
@click.option("--competency", type=click.Path(exists=True, file_okay=False, path_type=Path),
              metavar="FOLDER", help="Competency questions to count for --ontology "
              "[default: tests/competency where there is one].")
def command(
    graph_place: Path, shapes: bool, engine: str | None, inferred: bool, reasoning: bool,
    ontology: bool, competency: Path | None,
) -> None:
    """Check shapes, and print counts, coverage and the agreement of the theme mappings.

    Exit status 1 where a shape is violated, or where what is checked instead has a fault. That a
    cluster organisation does not meet one of ECCP's rules for admission is remarked, and violates
    nothing.
    """
    from clusterkg.graph import open_graph

    from ..output import say
    from ..validation import check_shapes

    with open_graph(graph_place) as graph:
        if reasoning:
            sys.exit(_print_reasoning(graph))
        if ontology:
            sys.exit(_print_ontology(graph, competency))
        _print_counts(graph)
        _print_admission(graph)
        _print_agreement()
        if not shapes:
            return
        say("checking shapes …")
        check = check_shapes(graph, engine or "", inferred=inferred)
    _print_check(check)
    sys.exit(1 if check.violations else 0)


def _print_reasoning(graph: "KnowledgeGraph") -> int:
    from ..validation_reasoning import report

    problems = False
    for wrong, line in report(graph.union()):
        click.echo(line)
        problems = problems or wrong
    return int(problems)


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


def _print_admission(graph: "KnowledgeGraph") -> None:
    from ..validation import COMPLETE, RULES, admission

    click.echo("\nECCP's rules for admission, by cluster organisation")
    for rule, states in admission(graph).items():
        counts = "  ".join(f"{state} {count:>6,}" for state, count in states.items())
        click.echo(f"  {RULES[rule]:<36} {counts}")
    click.echo(f"  {COMPLETE}")


def _print_agreement() -> None:
    from ..validation import mapping_agreement

    click.echo("\nTheme mappings, the two bundled ones (not read from this graph)")
    click.echo(f"  {mapping_agreement().sentence()}")


def _print_check(check: "Check") -> None:
    counted = ", ".join(_counted(found, word) for found, word in (
        (check.violations, "violation"), (check.remarks, "remark")))
    click.echo(f"\nShapes\n  {counted} ({check.engine}, {check.seconds:.1f} s)")
    for title, found in (("Violations", check.violations), ("Remarks", check.remarks)):
        if found:
            click.echo(title)
        for result in found:
            click.echo(f"  {result.message}")


def _counted(found: Sequence[object], word: str) -> str:
    return f"{len(found):,} {word}{'' if len(found) == 1 else 's'}"
