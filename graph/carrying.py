"""What a rebuild keeps of the previous version: the sources that were loaded into it."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import builder, loading, versions
from .descriptions import describe, description
from .pouring import pour_graph
from .sizes import size

if TYPE_CHECKING:
    import pyoxigraph


def carry(folder: Path, staged: Path) -> Mapping[str, builder.Size]:
    """Add to a new version the sources that were loaded into the current one.

    Parameters
    ----------
    folder : Path
        The graph's folder.
    staged : Path
        The new version, with its store and its summary.

    Returns
    -------
    mapping of str to int or range
        The sizes of the graphs that were added, of the catalogue and of the union.

    Raises
    ------
    SourceError
        The sources were loaded into a version that cannot be read any more.
    """
    old, noted = _noted(folder)
    if not noted.get(loading.SOURCES):
        return {}
    import pyoxigraph

    before, store = _opened(old), pyoxigraph.Store(staged / builder.STORE)
    bundled = size(store, "")
    sizes: dict[str, builder.Size] = {}
    for name, facts in noted[loading.SOURCES].items():
        graph = facts["graph"]
        pour_graph(before, store, graph)
        sizes |= {graph: size(before, graph), **describe(store, (), description(before, graph))}
        if loading.rejects(old, name).exists():
            shutil.copyfile(loading.rejects(old, name), loading.rejects(staged, name))
    store.optimize()
    store.flush()
    _note(staged, noted)
    return {**sizes, "": builder.union((bundled, *sizes.values()))}


def _noted(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return the current version and its summary; nothing of one that is not there or damaged."""
    try:
        old = versions.current(folder)
        return old, builder.read_summary(old)
    except (versions.GraphFolderError, OSError, ValueError):
        return folder, {}


def _opened(old: Path) -> "pyoxigraph.Store":
    try:
        return builder.opened(old)
    except OSError as error:
        hint = "'clusterkg build --bundled-only' builds without the sources that were loaded"
        raise loading.SourceError(f"{old}: its store cannot be read ({error}); {hint}") from error


def _note(staged: Path, noted: dict[str, Any]) -> None:
    summary = builder.read_summary(staged)
    kept = noted[loading.SOURCES]
    counts = [count for count in noted["counts"] if count["source"] in kept]
    summary["counts"] = [*_counts(summary), *counts]
    builder.write_summary(staged, {**summary, loading.SOURCES: kept})


def _counts(summary: dict[str, Any]) -> list[dict[str, object]]:
    return list(summary.get("counts", ()))
