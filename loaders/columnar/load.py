"""Loading a source: files become chunks of N-Triples, with what was counted and rejected."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version as installed
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import polars as pl

from clusterkg.loaders import fetching
from clusterkg.loaders.batch import Source, TableCount
from clusterkg.loaders.reject import Reject
from clusterkg.ontology import rdf
from clusterkg.ontology.errors import ClusterkgError

from .judging import judged
from .kept import Flags, Kept, Verdict
from .mapping import said
from .reading import tables
from .rejects import Rejects
from .rows import Rows
from .source import OutsideSource, Table

_VERSION_DIGITS = 12
_LINES = 20_000
_THREADS, _WAITING = 2, 2
Place = str | Path


class LoadError(ClusterkgError):
    """A source that cannot be loaded from the files given."""


@dataclass
class Load:
    """A source on its way: take :meth:`chunks` once; counts and rejects are whole after that.

    Parameters
    ----------
    source : Source
        What the named graph is, with version, sha256 and day of retrieval.
    outside : OutsideSource
        How its tables are read.
    files : sequence of (str, Path)
        What to call each file, and where it is.
    counts : list of TableCount
        Rows by file: read = written + rejected + duplicate.
    rejects : Rejects
        The rows that were not written, and why.
    """

    source: Source
    outside: OutsideSource
    files: Sequence[tuple[str, Path]]
    counts: list[TableCount] = field(default_factory=list)
    rejects: Rejects = field(default_factory=Rejects)
    _kept: dict[str, Kept] = field(default_factory=dict)

    def chunks(self, graph: str = "") -> Iterator[bytes]:
        """Yield N-Triples, some megabytes at a time; N-Quads if a graph (an IRI) is given.

        Raises
        ------
        ClusterkgError
            A file is no such table, is damaged, or was changed since its digest was taken.
        """
        yield from _joined(self.outside.facts(), graph)
        if self.outside.whole:
            yield from _joined(self.outside.whole(self), graph)
        yield from _at_once(() if self.outside.whole else self._made(graph))
        if _digest(path for _, path in self.files) != self.source.sha256:
            raise LoadError(f"{self.files[0][0]}: changed while it was read; load it again")

    def _made(self, graph: str) -> Iterator[Callable[[], list[bytes]]]:
        for _, table, frame, first in self._batches():
            yield partial(_chunks, table, frame, first, graph)

    def rows(self) -> Iterator[tuple[str, Table, pl.DataFrame]]:
        """Yield the file, the table and the rows to write of each batch, with their ``#line``."""
        for name, table, frame, first in self._batches():
            yield name, table, frame.filter(pl.Series(first[-1]))

    def reject(self, rejects: Sequence[Reject]) -> None:
        """Reject rows that :meth:`rows` has given, of files that have been read."""
        self.rejects.extend(rejects)
        for reject in rejects:
            at = next(at for at, count in enumerate(self.counts) if count.table == reject.file)
            count = self.counts[at]
            self.counts[at] = count._replace(
                written=count.written - 1, rejected=count.rejected + 1
            )

    def _batches(self) -> Iterator[tuple[str, Table, pl.DataFrame, dict[int, Flags]]]:
        """Yield batches with the rows that each node is written from; -1 stands for all."""
        for name, path in self.files:
            for table, batches in tables(path, name, self.outside.tables):
                # Files that are read as a whole may say the same of several editions.
                scope = f"{name} " if self.outside.whole else ""
                kept = self._kept.setdefault(scope + table.name, Kept(table))
                at = len(self.counts)
                self.counts.append(TableCount(name, 0, 0, 0, 0))
                for rows in batches:
                    frame, verdict, rejects = judged(rows, table, kept, name)
                    self.rejects.extend(rejects)
                    self.counts[at] = _added(self.counts[at], rows, verdict)
                    accepted = verdict.accepted
                    places = range(-1, len(table.nodes))
                    yield name, table, frame, {
                        place: verdict.first.get(place, accepted) for place in places
                    }


def load(source: OutsideSource, files: Place | Sequence[Place], version: str = "") -> Load:
    """Prepare the loading of a source from local files.

    Parameters
    ----------
    source : OutsideSource
        How to read them.
    files : path or sequence of paths
        The files; several ones are read in this order, as one source.
    version : str, optional
        The version of the graph; the default is made of the content (its sha256).

    Raises
    ------
    LoadError
        There is no file, or one cannot be read.
    """
    places = [files] if isinstance(files, str | Path) else files
    return _prepared(source, [(Path(place).name, Path(place)) for place in places], version)


@contextmanager
def loading(
    source: OutsideSource, places: Sequence[Place], version: str = "",
    notice: fetching.Notice = lambda _: None,
) -> Iterator[Load]:
    """Give the :func:`load` of paths, addresses and ``-`` (standard input), and clean up after it.

    ``notice`` is told how far an endpoint was asked, and what the user should know of a download.

    Raises
    ------
    LoadError, FetchError
        As for :func:`load`; an address cannot be had.
    """
    with ExitStack() as stack:
        asked = fetching.served(source, places, stack, notice)
        files = [(_shown(place), stack.enter_context(fetching.local(place, notice)))
                 for place in asked]
        yield _prepared(source, files, version)


def write_nquads(load: Load, out: BinaryIO) -> int:
    """Write a load as N-Quads of its graph to a binary file; return the number of bytes."""
    return sum(out.write(part) for part in load.chunks(load.source.graph))


def _chunks(
    table: Table, frame: pl.DataFrame, rows: Mapping[int, Flags], graph: str
) -> list[bytes]:
    return [piece for place, node in enumerate(table.nodes)
            for piece in said(_some(frame, rows[place]), node, graph)]


def _some(frame: pl.DataFrame, rows: Flags) -> pl.DataFrame:
    return frame if rows.all() else frame.filter(pl.Series(rows))


def _at_once(actions: Iterable[Callable[[], list[bytes]]]) -> Iterator[bytes]:
    """Yield what actions give, in their order; some are under way while the next batch is read."""
    waiting: deque[Future[list[bytes]]] = deque()
    with ThreadPoolExecutor(_THREADS) as pool:
        for action in actions:
            waiting.append(pool.submit(action))
            if len(waiting) > _WAITING:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _joined(triples: Iterable[rdf.Triple], graph: str) -> Iterator[bytes]:
    end = f" <{graph}> .\n" if graph else " .\n"
    left = iter(triples)
    while lines := [triple + end for triple in islice(left, _LINES)]:
        yield "".join(lines).encode()


def _prepared(
    source: OutsideSource, files: Sequence[tuple[str, Path]], version: str
) -> Load:
    if not files:
        raise LoadError(f"{source.name}: no file; give a path, an address or -")
    sha256 = _digest(path for _, path in files)
    return Load(Source(
        name=source.name, version=version or sha256[:_VERSION_DIGITS], title=source.title,
        origin=source.origin, licence=source.licence, attribution=source.attribution,
        retrieved=_retrieved(files[0][1]), sha256=sha256, loader_version=installed("clusterkg"),
    ), source, files)


def _retrieved(path: Path) -> str:
    known = fetching.record(path)
    return known.retrieved if known else ""


def _shown(place: Place) -> str:
    return "standard input" if str(place) == "-" else str(place).rstrip("/").rpartition("/")[2]


def _digest(paths: Iterable[Path]) -> str:
    """Return the sha256 of a file, or of the sorted sha256 of several ones."""
    found = sorted(_sha256(path) for path in paths)
    return found[0] if len(found) == 1 else hashlib.sha256("\n".join(found).encode()).hexdigest()


def _sha256(path: Path) -> str:
    try:
        return fetching.sha256(path)
    except OSError as error:
        raise LoadError(f"{path}: cannot be read ({error.strerror})") from error


def _added(count: TableCount, rows: Rows, verdict: Verdict) -> TableCount:
    read = rows.frame.height + len(rows.rejects)
    written, duplicate = int(verdict.accepted.sum()), int(verdict.duplicate.sum())
    new = (read, written, read - written - duplicate, duplicate)
    return TableCount(count.table, *(a + b for a, b in zip(count[1:], new, strict=True)))
