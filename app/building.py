"""A build from end to end: loaders' batches become a new version of the graph."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version as installed
from pathlib import Path

from clusterkg.graph import builder, versions
from clusterkg.loaders.batch import Batch
from clusterkg.loaders.registry import batches, digest
from clusterkg.loaders.reject import Reject, read_csv, write_csv
from clusterkg.ontology import provenance

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What came of a build."""

    version: Path
    counts: list[dict[str, object]]
    rejects: list[Reject]
    reused: bool
    inferences_gone: bool = False


def build(
    folder: Path, data: Path, *, force: bool = False, progress: Progress = lambda _: None
) -> Built:
    """Build a graph from a data folder, unless the current version was made from the same.

    Parameters
    ----------
    folder : Path
        Where the graph goes.
    data : Path
        The bundled data folder, or one shaped like it.
    force : bool
        Build even where nothing changed.
    progress : callable
        Told the name of each source before it is loaded.
    """
    number = installed("clusterkg")
    print_of_inputs = digest(data, number)
    if not force and _noted(folder, "digest") == print_of_inputs:
        return _reused(folder)
    loaded = list(_announced(batches(data, number), progress))
    graphs: dict[str, Iterable[str]] = {batch.source.graph: batch.triples for batch in loaded}
    graphs[provenance.CATALOGUE] = _catalogue(loaded, number)
    rejects = [reject for batch in loaded for reject in batch.rejects]
    counts = [{"source": b.source.name, **count._asdict()} for b in loaded for count in b.counts]
    summary = {"digest": print_of_inputs, "software": f"clusterkg {number}", "counts": counts}
    progress("store")
    files, inferred = {"rejected.csv": write_csv(rejects)}, bool(_noted(folder, "inferred"))
    version = builder.build(folder, graphs, summary, files)
    return Built(version, counts, rejects, reused=False, inferences_gone=inferred)


def _announced(loaded: Iterable[Batch], progress: Progress) -> Iterable[Batch]:
    for batch in loaded:
        progress(batch.source.name)
        yield batch


def _catalogue(loaded: list[Batch], number: str) -> list[str]:
    lines: list[str] = []
    for batch in loaded:
        facts = {name: str(value) for name, value in asdict(batch.source).items() if value}
        totals = {
            name: sum(getattr(count, name) for count in batch.counts)
            for name in ("read", "written", "rejected", "duplicate")
        }
        lines += provenance.describe_graph(
            batch.source.graph, facts, totals, f"clusterkg {number}"
        )
    return lines


def _noted(folder: Path, name: str) -> object:
    """Return what the summary of the current version notes under a name, if there is any."""
    try:
        return builder.read_summary(versions.current(folder)).get(name)
    except (versions.GraphFolderError, OSError, ValueError):
        return None


def _reused(folder: Path) -> Built:
    versions.tidy(folder)
    version = versions.current(folder)
    rejects = read_csv((version / "rejected.csv").read_text(encoding="utf-8"))
    counts = builder.read_summary(version)["counts"]
    return Built(version, list(counts), rejects, reused=True)  # type: ignore[call-overload]
