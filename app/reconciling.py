"""Reconciliation from end to end: organisations of a graph become links, a table and a review."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path

from clusterkg.graph import open_graph
from clusterkg.graph.loading import Account, Incoming, load_source, remove_source, sources
from clusterkg.loaders.reconciliation import blocking, matching, names, reading, review, sssom
from clusterkg.loaders.reconciliation.evaluation import Labelled
from clusterkg.loaders.reconciliation.matching import Outcome
from clusterkg.loaders.reconciliation.scoring import Organisation
from clusterkg.ontology import iris, provenance, rdf

REVIEW, LINKS = "review.sssom.tsv", "links.sssom.tsv"


@dataclass(frozen=True)
class Reconciled:
    """What came of a reconciliation.

    Attributes
    ----------
    records : list of Organisation
        All organisations with a name.
    outcome : Outcome
        Links, pairs for review and contradictions.
    reviewed : Reviewed
        What the review file says.
    gone : list of str
        Decisions about organisations that no source holds any more, in sentences.
    inferences_gone : bool
        Whether the graph held inferences, which went with its previous version.
    """

    records: list[Organisation]
    outcome: Outcome
    reviewed: review.Reviewed
    gone: list[str]
    inferences_gone: bool = False


def organisations(folder: Path) -> list[Organisation]:
    """Return the organisations of a graph that have a name, sorted by register and IRI."""
    import polars as pl

    with open_graph(folder) as graph:
        facts = graph.query("organisations_to_reconcile").to_polars()
    ids = facts["id"].unique().to_list()
    full = facts.with_columns(
        pl.col("id").replace_strict(ids, [_expanded(name) for name in ids]), pl.col("value"))
    return matching.organisations(reading.table(full))


def reconcile(
    folder: Path, review_file: Path | None = None, *, threshold: float = matching.THRESHOLD,
    write: bool = True,
) -> Reconciled:
    """Link the organisations of a graph, and write links, their table and the review file.

    Parameters
    ----------
    folder : Path
        The graph's folder, such as ``build/kg``.
    review_file : Path, optional
        The review file; by default ``review.sssom.tsv`` in the graph's folder.
    threshold : float
        Probability from which a pair is a link.
    write : bool
        Whether to write anything at all.

    Raises
    ------
    ReviewError
        The review file breaks a rule; nothing is written.
    GraphFolderError, BuildError
        There is no graph, or the new version could not be written; the previous one stays.
    """
    place = review_file or folder / REVIEW
    reviewed = review.read(place)
    records = organisations(folder)
    outcome = matching.reconcile(records, reviewed.decisions, threshold)
    gone, dropped = review.gone(reviewed, (record.id for record in records)), False
    if write:
        place.parent.mkdir(parents=True, exist_ok=True)
        dropped = _write(folder, outcome)
        review.write(place, outcome.band, reviewed)
    return Reconciled(records, outcome, reviewed, gone, dropped)


def unblocked(
    records: Sequence[Organisation], threshold: float, reviewed: review.Reviewed
) -> Outcome:
    """Return what a comparison of all pairs of a country finds, without blocking."""
    return matching.reconcile(
        records, reviewed.decisions, threshold, propose=blocking.all_pairs)


def chosen(sample: Sequence[Labelled], reconciled: Reconciled) -> list[bool | None]:
    """Say of each labelled pair whether links join it; ``None`` where a record is not there.

    A record of the sample is the organisation of its register with that name and country. Links
    join a pair by a third organisation, too.
    """
    named: dict[tuple[str, str, str], set[str]] = {}
    for record in reconciled.records:
        for label in record.labels:
            named.setdefault((record.source, label, record.country), set()).add(record.id)
    joined = matching.identities(reconciled.outcome.links)
    found: list[bool | None] = []
    for pair in sample:
        first, second = (named.get(_named(side)) for side in (pair.first, pair.second))
        together = (joined.get(a, "") == joined.get(b) for a in first or () for b in second or ())
        found.append(any(together) if first and second else None)
    return found


def software() -> str:
    """Return the name and version of this program."""
    return f"clusterkg {installed('clusterkg')}"


def _named(record: Organisation) -> tuple[str, str, str]:
    source = reading.OWN if record.source == "bundled" else record.source
    return source, names.mended(record.labels[0]), record.country


def _expanded(name: str) -> str:
    return name if "://" in name else iris.expand(name)


def _write(folder: Path, outcome: Outcome) -> bool:
    """Put the links into their named graph, in place of those of an earlier run.

    Say whether inferences went with the previous version.
    """
    if not outcome.links:
        (folder / LINKS).unlink(missing_ok=True)
        there = sssom.SOURCE in sources(folder)
        return there and remove_source(folder, sssom.SOURCE).inferences_gone
    text, digest = sssom.content(outcome.links), sssom.digest(outcome.links)
    number = len(outcome.links)
    counts = {"read": number, "written": number, "rejected": 0, "duplicate": 0}
    described = list(_description(folder, digest, counts))
    # The same links, found in other graphs, have another description.
    found_in = hashlib.sha256("\n".join(described).encode()).hexdigest()[: sssom.VERSION]
    change = load_source(folder, Incoming(
        sssom.SOURCE, digest[: sssom.VERSION], digest, f"{software()} {found_in}", [text],
        lambda _: Account(described, [{"source": sssom.SOURCE, "table": LINKS, **counts}])))
    table = sssom.links_table(outcome.links, software())
    (folder / LINKS).write_text(table, encoding="utf-8", newline="")
    return change.inferences_gone


def _description(folder: Path, digest: str, counts: dict[str, int]) -> Iterator[str]:
    """Yield what the catalogue says of the links, with the graphs that they were found in."""
    graph = iris.graph(sssom.SOURCE, digest[: sssom.VERSION])
    yield from provenance.describe_graph(graph, {
        "name": sssom.SOURCE, "version": digest[: sssom.VERSION], "title": sssom.TITLE,
        "origin": iris.BASE + "reconciliation", "licence": sssom.LICENCE, "scope": "all",
        "sha256": digest, "loader_version": installed("clusterkg"),
    }, counts, software())
    with open_graph(folder) as kg:
        for row in kg.query("graphs_of_organisations").rows():
            source = rdf.iri(_expanded(row["graph"]))
            yield rdf.triple(rdf.iri(graph), "prov:wasDerivedFrom", source)
