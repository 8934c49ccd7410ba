"""``clusterkg analyse``: run an analysis; write its table, its plot, or the result as RDF."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import options

if TYPE_CHECKING:
    from clusterkg.graph.result import Result


@click.command()
@click.argument("name", required=False)
@options.graph
@click.option("--set", "settings", multiple=True, metavar="OPTION=VALUE",
              help="An option of the analysis; may be repeated.")
@options.seed
@click.option("--top", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
              help="How many rows of the table; 0 for all.")
@click.option("--plot", metavar="FILE", help="Draw the result too: a file name in .svg or .png.")
@click.option("--save", is_flag=True, help="Keep the result in the graph, as RDF.")
@options.formats("table", "csv", "tsv", "json", "parquet")
@options.output
def command(
    name: str | None, graph_place: Path, settings: tuple[str, ...], seed: int, top: int,
    plot: str | None, save: bool, form: str, output: str,
) -> None:
    """Run the analysis NAME; without a name, list the analyses and their options.

    What a result rests on, and what it cannot say, goes to standard error.
    """
    from clusterkg.graph import analyses, open_graph
    from clusterkg.graph.plots.export import form_of
    from clusterkg.graph.results import basis, store_result

    from ..output import say, write_table

    if name is None:
        click.echo(_list(), nl=False)
        return
    analyses.named(name)
    if plot:
        form_of(Path(plot))
    with open_graph(graph_place) as graph:
        result = analyses.run(graph, name, seed=seed, **options.pairs(settings, "--set"))
        computed_on = basis(graph)
    write_table(result.table.head(top) if top else result.table, form, output)
    for line in _said(result):
        say(line)
    if plot:
        _draw(result, Path(plot))
    if save:
        say(f"kept as {store_result(graph_place, result, computed_on).graph}")


def _list() -> str:
    from clusterkg.graph.registry import ANALYSES

    formatter = click.HelpFormatter()
    for analysis in ANALYSES:
        formatter.write_dl([(analysis.name, analysis.summary)])
        with formatter.indentation():
            formatter.write_dl(
                [(f"{o.name}={o.default}", o.meaning) for o in analysis.options] or [("", "")]
            )
    return formatter.getvalue()


def _said(result: "Result") -> list[str]:
    rests = ", ".join(f"{what} {count:,}" for what, count in result.coverage.items())
    return [f"computed on: {result.network}", f"rests on: {rests}", *result.notes]


def _draw(result: "Result", path: Path) -> None:
    from clusterkg.graph import analyses
    from clusterkg.graph.plots.export import save

    save(analyses.loaded(analyses.named(result.name).plot)(result), path)
