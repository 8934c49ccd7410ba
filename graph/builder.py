"""Writing a new version of a graph: load, check, swap, clean up."""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clusterkg.ontology import rdf
from clusterkg.ontology.errors import ClusterkgError

from . import versions
from .sizes import size

if TYPE_CHECKING:
    import pyoxigraph

# How many triples a graph holds: a number, or all that are right.
Size = int | range
STORE, SUMMARY = "store", "build.json"


class BuildError(ClusterkgError):
    """A new version that does not hold what was written into it."""


def build(
    folder: Path, graphs: Mapping[str, Iterable[rdf.Triple]], summary: Mapping[str, object],
    files: Mapping[str, str], carry: Callable[[Path], Mapping[str, Size]] = lambda _: {},
) -> Path:
    """Write, check and publish a new version.

    Each triple stands in its named graph, and once in the default graph, the union, which unscoped
    queries read (the store itself counts a triple once per named graph that holds it).

    Parameters
    ----------
    folder : Path
        The graph's folder, such as ``build/kg``.
    graphs : mapping of str to iterable of str
        N-Triples statements by the IRI of their named graph.
    summary : mapping
        What the build read and wrote; kept as ``build.json`` beside the store.
    files : mapping of str to str
        More text files to keep beside the store, by name.
    carry : callable, optional
        Adds to the new version what stays of the previous one; returns the sizes it changed.

    Returns
    -------
    Path
        The folder of the new version.

    Raises
    ------
    BuildError, GraphFolderError
        Another build is running here, or the new version failed; the previous one stays.
    """
    with _kept_apart(folder), versions.building(folder) as staged:
        expected: dict[str, Size] = dict(load(staged, graphs))
        write_summary(staged, summary)
        _write(staged, files)
        expected |= carry(staged)
        check(staged, expected)
        versions.swap(folder, staged)
        return staged


@contextmanager
def replacing(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Give the current version and a copy of it to change; see :func:`versions.building`.

    Raises
    ------
    BuildError, GraphFolderError
        As for :func:`build`; and there is no graph in ``folder``.
    """
    versions.current(folder)
    with _kept_apart(folder), versions.building(folder) as staged:
        old = versions.current(folder)
        # The lock is each version's own: readers of the old one hold the old one's.
        own = shutil.ignore_patterns(versions.LOCK, STORE)
        shutil.copytree(old, staged, ignore=own, dirs_exist_ok=True)
        _copy_store(old, staged)
        yield old, staged


def load(staged: Path, graphs: Mapping[str, Iterable[rdf.Triple]]) -> dict[str, int]:
    """Bulk-load the named graphs and their union; return the number of triples in each."""
    import pyoxigraph

    union: dict[rdf.Triple, None] = {}
    lines: list[str] = []
    expected: dict[str, int] = {}
    for graph, triples in graphs.items():
        distinct = dict.fromkeys(triples)
        lines += rdf.quads(distinct, graph)
        union |= distinct
        expected[graph] = len(distinct)
    lines += [f"{triple} ." for triple in union]
    expected[""] = len(union)
    store = pyoxigraph.Store(staged / STORE)
    store.bulk_load(input="\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    return expected


def check(staged: Path, expected: Mapping[str, Size]) -> dict[str, int]:
    """Open the new version as a reader would, compare the size of every graph, and return it."""
    store = opened(staged)
    sizes = {graph: size(store, graph) for graph in expected}
    for graph, wanted in expected.items():
        found = sizes[graph]
        right = wanted if isinstance(wanted, range) else range(wanted, wanted + 1)
        if found not in right:
            which, bounds = f"graph {graph or 'union'}", dict.fromkeys((right[0], right[-1]))
            count = " to ".join(f"{bound:,}" for bound in bounds)
            raise BuildError(f"{which} holds {found:,} triples instead of {count}")
    return sizes


def union(sizes: Iterable[Size]) -> range:
    """Return how large a union may be: as its largest graph at least, as all of them at most."""
    bounds = [(n[0], n[-1]) if isinstance(n, range) else (n, n) for n in sizes]
    return range(max((low for low, _ in bounds), default=0), sum(high for _, high in bounds) + 1)


def opened(version: Path) -> "pyoxigraph.Store":
    """Open the store of a version for reading."""
    import pyoxigraph

    return pyoxigraph.Store.read_only(str(version / STORE))


def _copy_store(old: Path, new: Path) -> None:
    """Copy a version's store; its sorted files never change and are shared, by hard links."""
    try:
        opened(old).backup(str(new / STORE))
    except OSError:
        # A disk without hard links; what else may be wrong, the copy finds too.
        shutil.rmtree(new / STORE, ignore_errors=True)
        shutil.copytree(old / STORE, new / STORE)


@contextmanager
def _kept_apart(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        # The store tells of files that it cannot read as a RuntimeError.
        raise BuildError(f"{folder}: the new version cannot be written ({error})") from error
    except SyntaxError as error:
        raise BuildError(f"{folder}: a loader wrote what is no RDF ({error})") from error


def _write(version: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (version / name).write_text(text, encoding="utf-8")


def write_summary(version: Path, summary: Mapping[str, object]) -> None:
    """Keep what the build of a version read and wrote beside its store."""
    (version / SUMMARY).write_text(json.dumps(summary, indent=1), encoding="utf-8")


def read_summary(version: Path) -> dict[str, Any]:
    """Return what the build of a version read, wrote and rejected."""
    return dict(json.loads((version / SUMMARY).read_text(encoding="utf-8")))
