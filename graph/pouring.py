"""Triples in any number into a store, each into its named graph and into the union.

The store loads a piece of N-Triples in bulk, sorted, without keeping more than that piece. Two
threads load pieces while the next ones are written: the store lets go of Python's lock meanwhile.
"""

import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

if TYPE_CHECKING:
    import pyoxigraph

_PIECE = 32 << 20
_THREADS = 2
# A piece goes to two graphs: the next one is read while these two loads run and two more wait.
_WAITING = 4
# The store would rename a node without a name in every piece, and in the union once more.
_BLANK = re.compile(rb"^(?:_:|<[^>]*>[ \t]*<[^>]*>[ \t]*_:).*\n", re.MULTILINE)


class Funnel:
    """Takes N-Triples in bytes, however they are cut; see :func:`pouring`.

    Attributes
    ----------
    lines : int
        How many triples went in, those that came twice counted twice.
    """

    def __init__(self, store: "pyoxigraph.Store", graph: str, pool: ThreadPoolExecutor) -> None:
        self.lines = 0
        self._store, self._graph, self._pool = store, graph, pool
        self._held: list[bytes] = []
        self._size = 0
        self._waiting: deque[Future[None]] = deque()

    def write(self, data: bytes) -> int:
        """Take some bytes; waits where the store is slower than what comes."""
        self._held.append(bytes(data))
        self._size += len(data)
        if self._size >= _PIECE:
            text = b"".join(self._held)
            end = text.rfind(b"\n") + 1
            self._held, self._size = [text[end:]], len(text) - end
            self._load(text[:end])
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces go when they are large enough, and the last one at the end."""

    def finish(self) -> None:
        """Load what is left and wait for all loads."""
        text = b"".join(self._held)
        if text:
            self._load(text if text.endswith(b"\n") else text + b"\n")
        while self._waiting:
            self._waiting.popleft().result()

    def _load(self, piece: bytes) -> None:
        self.lines += piece.count(b"\n")
        if b"_:" in piece:
            self._keep_names(b"".join(_BLANK.findall(piece)))
            piece = _BLANK.sub(b"", piece)
        for graph in (self._graph, ""):
            while len(self._waiting) >= _WAITING:
                self._waiting.popleft().result()
            self._waiting.append(self._pool.submit(_bulk_load, self._store, piece, graph))

    def _keep_names(self, piece: bytes) -> None:
        import pyoxigraph

        name, union = pyoxigraph.NamedNode(self._graph), pyoxigraph.DefaultGraph()
        self._store.bulk_extend(
            pyoxigraph.Quad(found.subject, found.predicate, found.object, graph)
            for found in pyoxigraph.parse(piece, pyoxigraph.RdfFormat.N_TRIPLES)
            for graph in (name, union)
        )


@contextmanager
def pouring(store: "pyoxigraph.Store", graph: str) -> Iterator[Funnel]:
    """Give a funnel into a named graph and the union; all is in the store when the block ends.

    Raises
    ------
    OSError, SyntaxError
        The disk is full, or what came is no N-Triples.
    """
    pool = ThreadPoolExecutor(_THREADS)
    try:
        funnel = Funnel(store, graph, pool)
        yield funnel
        funnel.finish()
    finally:
        pool.shutdown(cancel_futures=True)


def pour_graph(source: "pyoxigraph.Store", target: "pyoxigraph.Store", graph: str) -> None:
    """Pour a named graph of one store into another one and its union."""
    import pyoxigraph

    name, form = pyoxigraph.NamedNode(graph), pyoxigraph.RdfFormat.N_TRIPLES
    with pouring(target, graph) as funnel:
        source.dump(cast(IO[bytes], funnel), form, from_graph=name)


def _bulk_load(store: "pyoxigraph.Store", piece: bytes, graph: str) -> None:
    import pyoxigraph

    name = pyoxigraph.NamedNode(graph) if graph else pyoxigraph.DefaultGraph()
    store.bulk_load(input=piece, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
