"""A build from end to end: loaders' batches become a new version of the graph."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from importlib.metadata import version as installed
from pathlib import Path

from clusterkg.graph import builder, loading, versions
from clusterkg.graph.carrying import carry
from clusterkg.loaders.batch import Batch
from clusterkg.loaders.registry import batches, digest
from clusterkg.loaders.reject import Reject, read_csv, write_csv
from clusterkg.ontology import provenance

from .loading import description

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Built:
    """What came of a build; ``kept`` are sources that were loaded earlier, with their versions."""

    version: Path
    counts: list[dict[str, object]]
    rejects: list[Reject]
    reused: bool
    inferences_gone: bool = False
    kept: dict[str, str] = field(default_factory=dict)


def build(
    folder: Path, data: Path, *, force: bool = False, bundled_only: bool = False,
    progress: Progress = lambda _: None,
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
    bundled_only : bool
        Leave out the sources that were loaded into the current version.
    progress : callable
        Told the name of each source before it is loaded.
    """
    number = installed("clusterkg")
    print_of_inputs = digest(data, number)
    fewer = bundled_only and bool(_noted(folder, loading.SOURCES))
    if not force and not fewer and _noted(folder, "digest") == print_of_inputs:
        return _reused(folder)
    loaded = list(_announced(batches(data, number), progress))
    graphs: dict[str, Iterable[str]] = {batch.source.graph: batch.triples for batch in loaded}
    graphs[provenance.CATALOGUE] = _catalogue(loaded)
    rejects = [reject for batch in loaded for reject in batch.rejects]
    counts = [{"source": b.source.name, **count._asdict()} for b in loaded for count in b.counts]
    summary = {"digest": print_of_inputs, "software": f"clusterkg {number}", "counts": counts}
    progress("store")
    files, inferred = {"rejected.csv": write_csv(rejects)}, bool(_noted(folder, "inferred"))
    version = builder.build(
        folder, graphs, summary, files,
        lambda staged: {} if bundled_only else carry(folder, staged),
    )
    kept = {name: known["version"] for name, known in loading.sources(folder).items()}
    return Built(version, _counts(version), rejects, False, inferred, kept)


def _announced(loaded: Iterable[Batch], progress: Progress) -> Iterable[Batch]:
    for batch in loaded:
        progress(batch.source.name)
        yield batch


def _catalogue(loaded: list[Batch]) -> list[str]:
    lines: list[str] = []
    for batch in loaded:
        # The bundled graphs are made of several files each: what they hold has one digest.
        content = "".join(f"{triple} .\n" for triple in sorted(set(batch.triples)))
        sha256 = hashlib.sha256(content.encode()).hexdigest()
        lines += description(replace(batch.source, sha256=sha256), batch.counts)
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
    return Built(version, _counts(version), rejects, reused=True)


def _counts(version: Path) -> list[dict[str, object]]:
    counts: list[dict[str, object]] = builder.read_summary(version)["counts"]
    return counts
