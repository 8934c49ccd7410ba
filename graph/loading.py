"""Sources that come into a graph and leave it, each as one named graph, in one swap.

A load works on a copy of the current version that shares the store's files with it, so that what
does not change costs nothing. The default graph stays the union: a triple leaves it with the last
named graph that holds it. Inferences were drawn from what was there, so they go.
"""

import re
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from clusterkg.ontology import iris, rdf
from clusterkg.ontology.errors import ClusterkgError
from clusterkg.queries.binding import bind
from clusterkg.queries.catalogue import updates

from . import builder, versions
from .descriptions import derived, describe
from .difference import NONE, Difference, difference
from .pouring import pour_graph, pouring
from .sizes import sizes

if TYPE_CHECKING:
    import pyoxigraph

SOURCES = "sources"
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
VERSION_HINT = "letters, digits, points, hyphens and underscores make a version"
_INFERRED = iris.graph("inferred", "")
# The store deletes a triple in more time than it takes to load two in bulk, and keeps a deletion
# in memory until it is done (about 1.5 kB a triple): more than so many, and the store is rewritten.
_DELETED = 100_000
# Tidying the store costs as much as all of it is large; it pays where this share of it is new.
_TIDIED = 0.05


class SourceError(ClusterkgError):
    """A source that cannot be loaded into this graph, or is not there to be removed."""


class Account(NamedTuple):
    """What a loader says at its end: the source's description and the counts of its tables."""

    description: Iterable[rdf.Triple]
    counts: Sequence[dict[str, object]]


@dataclass(frozen=True)
class Incoming:
    """A source on its way into a graph.

    Attributes
    ----------
    name, version : str
        They make the IRI of the named graph.
    sha256 : str
        Digest of the content of the source's file.
    loader : str
        Version of the loader, which may write other triples of the same content.
    chunks : iterable of bytes
        N-Triples, each chunk read once.
    finish : callable
        Called once all chunks are read, with a path for the rows that were rejected.
    """

    name: str
    version: str
    sha256: str
    loader: str
    chunks: Iterable[bytes]
    finish: Callable[[Path], Account]

    @property
    def graph(self) -> str:
        """The IRI of the named graph."""
        return iris.graph(self.name, self.version)

    @property
    def facts(self) -> dict[str, str]:
        """What the graph's summary keeps."""
        return {"graph": self.graph, "version": self.version, "sha256": self.sha256,
                "loader": self.loader}


@dataclass(frozen=True)
class Change:
    """What a load or a removal changed.

    ``previous`` is the graph that left, if one did; ``outdated`` are those that stay although they
    were derived from it.
    """

    graph: str
    previous: str = ""
    difference: Difference = NONE
    inferences_gone: bool = False
    unchanged: bool = False
    outdated: Sequence[str] = ()


def load_source(folder: Path, incoming: Incoming) -> Change:
    """Write a new version of a graph that holds a source, in place of an older version of it.

    Parameters
    ----------
    folder : Path
        The graph's folder, such as ``build/kg``.
    incoming : Incoming
        The source. Where the graph holds the same content by the same loader, nothing is read.

    Raises
    ------
    SourceError
        The name or the version is not free or no name, or the source holds no triple.
    GraphFolderError, BuildError
        There is no graph, another build is running here, or the new version could not be written
        or failed its check; the previous version stays.
    """
    with builder.replacing(folder) as (old, staged):
        summary, before = builder.read_summary(old), builder.opened(old)
        known = _known(summary).get(incoming.name, {})
        if _is_there(incoming, known, before):
            return Change(incoming.graph, unchanged=True)
        previous, sized = known.get("graph", ""), sizes(before)
        gone = _leaving(sized, previous)
        store = _without(before, staged, gone, sized)
        lines = _poured(store, incoming)
        rejects(staged, incoming.name).unlink(missing_ok=True)
        account = incoming.finish(rejects(staged, incoming.name))
        catalogue = describe(store, gone, account.description)
        _close(store, lines + _moved(sized, gone), sized[""] + lines)
        del store
        _note(staged, summary, incoming.name, incoming.facts, account.counts)
        changed: dict[str, builder.Size] = {**catalogue, incoming.graph: range(1, lines + 1)}
        held = builder.check(staged, _expected(sized, gone, changed))[incoming.graph]
        found = difference(before, builder.opened(staged), previous, incoming.graph, held)
        versions.swap(folder, staged)
    return Change(incoming.graph, previous, found, any(map(_is_inferred, gone)),
                  outdated=_outdated(before, gone, previous))


def remove_source(folder: Path, name: str, version: str = "") -> Change:
    """Write a new version of a graph without a source: its graph, description and rejected rows.

    Parameters
    ----------
    folder : Path
        The graph's folder.
    name : str
        The source's name.
    version : str, optional
        The version that must be there.

    Raises
    ------
    SourceError
        No such source was loaded, or not this version of it.
    GraphFolderError, BuildError
        As for :func:`load_source`.
    """
    with builder.replacing(folder) as (old, staged):
        summary, before = builder.read_summary(old), builder.opened(old)
        graph, sized = _to_remove(summary, before, name, version), sizes(before)
        gone = _leaving(sized, graph)
        store = _without(before, staged, gone, sized)
        catalogue = describe(store, gone, ())
        _close(store, _moved(sized, gone), sized[""])
        del store
        rejects(staged, name).unlink(missing_ok=True)
        _note(staged, summary, name, {})
        builder.check(staged, _expected(sized, gone, {**catalogue}))
        versions.swap(folder, staged)
    lost = Difference(0, sized.get(graph, 0), 0)
    return Change("", graph, lost, any(map(_is_inferred, gone)),
                  outdated=_outdated(before, gone, graph))


def sources(folder: Path) -> dict[str, dict[str, str]]:
    """Return what is known of each source that was loaded into the current version."""
    return _known(builder.read_summary(versions.current(folder)))


def rejects(version: Path, name: str) -> Path:
    """Return where the rows of a source stand that were rejected, if there are any."""
    return version / f"rejected-{name}.csv"


def _known(summary: dict[str, Any]) -> dict[str, dict[str, str]]:
    return dict(summary.get(SOURCES, {}))


def _is_there(incoming: Incoming, known: dict[str, str], store: "pyoxigraph.Store") -> bool:
    """Say whether the graph is there already; raise where its name is not free or no name."""
    if not VERSION.fullmatch(incoming.version):
        raise SourceError(f"'{incoming.version}' is no version of a source: {VERSION_HINT}")
    if not known and incoming.name in _bundled(store, ()):
        hint = "the bundled data has a source of this name; give another one"
        raise SourceError(f"source '{incoming.name}' cannot be loaded: {hint}")
    if known.get("graph") != incoming.graph:
        return False
    if known["sha256"] != incoming.sha256:
        hint = "a version never changes; give this content another one with --version"
        where = f"version {incoming.version} of source '{incoming.name}'"
        raise SourceError(f"{where} is in the graph with other content: {hint}")
    return known["loader"] == incoming.loader


def _to_remove(
    summary: dict[str, Any], store: "pyoxigraph.Store", name: str, version: str
) -> str:
    known = _known(summary)
    if name not in known:
        if name in _bundled(store, known):
            raise SourceError(f"source '{name}' is part of the bundled data and stays")
        there = f"those that are: {', '.join(sorted(known))}" if known else "none was loaded"
        raise SourceError(f"source '{name}' is not in the graph; {there}")
    if version not in ("", known[name]["version"]):
        there = f"version {known[name]['version']} is"
        raise SourceError(f"version {version} of source '{name}' is not in the graph; {there}")
    return known[name]["graph"]


def _bundled(store: "pyoxigraph.Store", known: Iterable[str]) -> set[str]:
    begins = iris.PREFIXES["graph"]
    named = {str(graph.value) for graph in store.named_graphs()}
    return {name.removeprefix(begins).partition("/")[0] for name in named} - {*known}


def _is_inferred(graph: str) -> bool:
    return graph.startswith(_INFERRED)


def _leaving(sized: dict[str, int], graph: str) -> list[str]:
    return [name for name in sized if name and (name == graph or _is_inferred(name))]


def _outdated(store: "pyoxigraph.Store", gone: list[str], graph: str) -> list[str]:
    return [name for name in derived(store, graph) if name not in gone]


def _without(
    before: "pyoxigraph.Store", staged: Path, gone: list[str], sized: dict[str, int]
) -> "pyoxigraph.Store":
    """Return the staged store, to be written, without some of its graphs."""
    import pyoxigraph

    place = staged / builder.STORE
    if _deleted(sized, gone) <= _DELETED:
        store = pyoxigraph.Store(place)
        for name in gone:
            store.update(bind(updates()["leave_union"], {"gone": name}))
            store.remove_graph(pyoxigraph.NamedNode(name))
        return store
    shutil.rmtree(place)
    store = pyoxigraph.Store(place)
    for name in sized:
        if name and name not in gone:
            pour_graph(before, store, name)
    return store


def _deleted(sized: dict[str, int], gone: list[str]) -> int:
    return sum(sized[name] for name in gone)


def _moved(sized: dict[str, int], gone: list[str]) -> int:
    """Return how many triples had to be touched so that some graphs could leave."""
    deleted = _deleted(sized, gone)
    return deleted if deleted <= _DELETED else sum(sized.values())


def _poured(store: "pyoxigraph.Store", incoming: Incoming) -> int:
    with pouring(store, incoming.graph) as funnel:
        for chunk in incoming.chunks:
            funnel.write(chunk)
    if not funnel.lines:
        raise SourceError(f"source '{incoming.name}' holds no row that could be loaded")
    return funnel.lines


def _close(store: "pyoxigraph.Store", touched: int, whole: int) -> None:
    if touched > _TIDIED * whole:
        store.optimize()
    store.flush()


def _expected(
    sized: dict[str, int], gone: Iterable[str], changed: dict[str, builder.Size]
) -> dict[str, builder.Size]:
    """Return how large each graph may be, the union among them."""
    stay = {name: n for name, n in sized.items() if name and name not in gone}
    expected: dict[str, builder.Size] = {**stay, **changed}
    return {**expected, **dict.fromkeys(gone, 0), **changed, "": builder.union(expected.values())}


def _note(
    staged: Path, summary: dict[str, Any], name: str, known: dict[str, str],
    counts: Iterable[dict[str, object]] = (),
) -> None:
    """Keep in the summary what is known of a source; nothing of one that left."""
    others = {other: facts for other, facts in _known(summary).items() if other != name}
    kept = [count for count in summary.get("counts", ()) if count["source"] != name]
    noted = {key: value for key, value in summary.items() if key not in ("inferred", SOURCES)}
    noted["counts"] = [*kept, *counts]
    if known or others:
        noted[SOURCES] = {**others, name: known} if known else others
    builder.write_summary(staged, noted)
