"""``clusterkg reconcile``: the same organisation in several sources."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from clusterkg.loaders.reconciliation.matching import LOWEST, THRESHOLD

from .. import options

if TYPE_CHECKING:
    from clusterkg.loaders.reconciliation.evaluation import Quality, Share
    from clusterkg.loaders.reconciliation.matching import Match

    from ..reconciling import Reconciled

_SHOWN = 20


@click.command()
@options.graph
@click.option("--threshold", type=click.FloatRange(LOWEST, 1), default=THRESHOLD, show_default=True,
              help="Probability from which a pair is linked.")
@click.option("--review", "review_file", type=click.Path(path_type=Path, dir_okay=False),
              metavar="FILE", help="The file in which people decide "
              "[default: review.sssom.tsv in the graph's folder].")
@click.option("--dry-run", is_flag=True, help="Print what would be linked; write nothing.")
@click.option("--exhaustive", is_flag=True,
              help="Compare with all pairs of a country, too; takes minutes.")
@click.option("--evaluate", type=click.Path(exists=True, file_okay=False, path_type=Path),
              metavar="FOLDER", help="Measure on the labelled sample of a folder (pairs.csv, "
              "pair_labels.csv) instead; names and countries are enough, a graph is not needed.")
@click.option("--half", type=click.Choice(["test", "tune", "all"]), default="test",
              show_default=True, help="Which half of the sample to measure on.")
def command(
    graph_place: Path, threshold: float, review_file: Path | None, dry_run: bool,
    exhaustive: bool, evaluate: Path | None, half: str,
) -> None:
    """Link the organisations that are the same in several sources.

    Links are skos:exactMatch in a named graph of their own, with their evidence, and stand in
    links.sssom.tsv in the graph's folder. Pairs that are neither clear nor hopeless go to a review
    file: write 'accept' or 'reject' into its column 'decision', your name and the day, and the
    next run honours it, before and after a new build.
    """
    from .. import reconciling
    from ..output import say

    if evaluate:
        _evaluate(graph_place, evaluate, half, threshold)
        return
    done = reconciling.reconcile(graph_place, review_file, threshold=threshold, write=not dry_run)
    _print(done)
    if exhaustive:
        _print_exhaustive(done, reconciling.unblocked(
            done.records, threshold, done.reviewed).links)
    verb = "would be linked" if dry_run else "linked"
    click.echo(f"{graph_place}: {len(done.outcome.links):,} pairs {verb}, "
               f"{len(done.outcome.band):,} for review")
    if done.inferences_gone:
        say(options.INFER_AGAIN)
    if not dry_run:
        place = review_file or graph_place / reconciling.REVIEW
        table = f"links: {graph_place / reconciling.LINKS}; " if done.outcome.links else ""
        click.echo(f"{table}review: {place}")


def _print(done: "Reconciled") -> None:
    from ..output import say

    outcome = done.outcome
    links, band = (_by_sources(matches) for matches in (outcome.links, outcome.band))
    counts = Counter(record.source for record in done.records)
    for source, count in sorted(counts.items()):
        click.echo(f"{source:<32} {count:>7,} organisations")
    for pair, compared in sorted(outcome.candidates.items()):
        click.echo(f"{' and '.join(pair):<32} {compared:>7,} candidates {links[pair]:>7,} links "
                   f"{band[pair]:>7,} for review")
    click.echo(f"{'decisions of the review file':<32} {len(done.reviewed.decisions):>7,}")
    for said in (outcome.contradictions, done.gone):
        for sentence in said[:_SHOWN]:
            say(sentence)
        if len(said) > _SHOWN:
            say(f"… and {len(said) - _SHOWN:,} more")


def _by_sources(matches: "list[Match]") -> Counter[tuple[str, str]]:
    return Counter((match.first.source, match.second.source) for match in matches)


def _print_exhaustive(done: "Reconciled", everything: "list[Match]") -> None:
    from clusterkg.loaders.reconciliation.evaluation import wilson

    found = {match.key for match in done.outcome.links}
    share = wilson(len({match.key for match in everything} & found), len(everything))
    click.echo(f"blocking keeps {_said(share)} of the links of all pairs of a country")


def _evaluate(graph_place: Path, folder: Path, half: str, threshold: float) -> None:
    from clusterkg.graph.versions import GraphFolderError
    from clusterkg.loaders.reconciliation import evaluation

    from .. import reconciling

    sample = evaluation.read_sample(folder, half)
    same = sum(pair.same for pair in sample)
    click.echo(f"{len(sample)} labelled pairs ({half}), {same} of them matches")
    _print_quality("names and countries alone", evaluation.quality(
        sample, evaluation.by_names(sample, threshold)))
    try:
        done = reconciling.reconcile(graph_place, threshold=threshold, write=False)
    except GraphFolderError:
        click.echo(f"links of a graph: not measured; there is none at {graph_place}")
        return
    held = {at: yes for at, yes in enumerate(reconciling.chosen(sample, done)) if yes is not None}
    _print_quality(f"links of {graph_place}, which holds both records of {len(held)} pairs",
                   evaluation.quality([sample[at] for at in held], list(held.values())))


def _print_quality(title: str, found: "Quality") -> None:
    click.echo(title)
    for name, share in (("precision", found.precision), ("recall", found.recall)):
        click.echo(f"  {name:<32} {_said(share)}")
    for name, share in (("precision", found.weighted_precision), ("recall", found.weighted_recall)):
        click.echo(f"  {name + ', weighted by stratum':<32} {share.value:.3f} (95 %: "
                   f"{share.low:.3f} to {share.high:.3f}; as good as {share.of:.0f} pairs)")


def _said(share: "Share") -> str:
    return (f"{share.value:.3f} ({share.hits:,.0f} of {share.of:,.0f}; "
            f"95 %: {share.low:.3f} to {share.high:.3f})")
