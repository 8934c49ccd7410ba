"""RDF files as they are: Turtle, N-Triples, RDF/XML or JSON-LD; triples in are triples out.

What a file holds is told by how it begins, not by its name; it may be packed with gzip. Blank nodes
get names out of the file's digest and their order in it, so that loading a file twice changes
nothing. Against triples that come twice, 16 bytes a triple are kept (some 100 with the set that
holds them).
"""

import gzip
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from clusterkg.ontology import iris, rdf
from clusterkg.ontology.errors import ClusterkgError

from . import fetching
from .batch import TableCount
from .columnar.source import OutsideSource
from .safe_xml import check_xml

if TYPE_CHECKING:
    import pyoxigraph

    from .columnar.load import Load

_HEAD = 4096
_DEEPEST = 200
_MARKS = re.compile(rb'\\.|["\[\]{}]', re.S)
_XML = re.compile(rb"\s*<(\?xml|!|([\w.-]+:)?RDF[\s>])")
_JSON = re.compile(rb"\s*(\{|\[\s*\{)")
_BOM, _GZIP = b"\xef\xbb\xbf", b"\x1f\x8b"
_FAULTS = (SyntaxError, ValueError, EOFError, OSError)


class RdfFileError(ClusterkgError):
    """A file that is no RDF, or that holds what no named graph may hold."""


def triples(load: "Load") -> Iterator[rdf.Triple]:
    """Yield the triples of all files, each once, and count them by file.

    Raises
    ------
    ClusterkgError
        A file is no RDF (with the line), or has named graphs, triples inside triples, or XML
        entities that are long, nested or outside the file.
    """
    seen: set[bytes] = set()
    for name, path in load.files:
        read, before = 0, len(seen)
        for read, triple in enumerate(_triples(name, path), start=1):  # noqa: B007 - counts
            mark = hashlib.blake2b(triple.encode(), digest_size=16).digest()
            if mark not in seen:
                seen.add(mark)
                yield triple
        written = len(seen) - before
        load.counts.append(TableCount(name, read, written, 0, read - written))


def _triples(name: str, path: Path) -> Iterator[rdf.Triple]:
    import pyoxigraph

    nodes: dict[str, str] = {}
    start = f"_:b{fetching.sha256(path)[:12]}-"
    for quad in _quads(name, path):
        if isinstance(quad.object, pyoxigraph.Triple):
            what = f"'{quad.object}' is a triple inside a triple, as only RDF 1.2 has it"
            raise RdfFileError(f"{name}: {what}")
        if getattr(quad.object, "direction", None):
            what = f"{quad.object} has a direction of text, as only RDF 1.2 has it"
            raise RdfFileError(f"{name}: {what}")
        subject, value = (
            nodes.setdefault(term, f"{start}{len(nodes)}") if term.startswith("_:") else term
            for term in (str(quad.subject), str(quad.object))
        )
        yield f"{subject} {quad.predicate} {value}"


def _quads(name: str, path: Path) -> Iterator["pyoxigraph.Quad"]:
    import pyoxigraph

    kind = _format(name, path)
    try:
        if kind == pyoxigraph.RdfFormat.RDF_XML:
            with _unpacked(path) as file:
                check_xml(file, name)
        if kind == pyoxigraph.RdfFormat.JSON_LD:
            with _unpacked(path) as file:
                _check_depth(file, name)
        with _unpacked(path) as file:
            yield from pyoxigraph.parse(file, kind, without_named_graphs=True)
    except _FAULTS as error:
        line = getattr(error, "lineno", None) or _line_of_fault(path, kind)
        raise RdfFileError(f"{name}, line {line}: this is no {kind.name}: {error}") from error


def _format(name: str, path: Path) -> "pyoxigraph.RdfFormat":
    import pyoxigraph

    try:
        with _unpacked(path) as file:
            head = file.read(_HEAD).removeprefix(_BOM)
    except _FAULTS as error:
        raise RdfFileError(f"{name}: cannot be read: {error}") from error
    if not head.strip():
        raise RdfFileError(f"{name}: the file is empty; triples are wanted")
    if _XML.match(head):
        return pyoxigraph.RdfFormat.RDF_XML
    return pyoxigraph.RdfFormat.JSON_LD if _JSON.match(head) else pyoxigraph.RdfFormat.TURTLE


@contextmanager
def _unpacked(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
        file.seek(0)
        yield cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file


def _check_depth(file: BinaryIO, name: str) -> None:
    """Refuse JSON so deep that the parser would overflow its stack, and end the process."""
    depth, quoted = 0, False
    while block := file.read(1 << 16):
        while block.endswith(b"\\") and (more := file.read(1)):
            block += more
        for mark in _MARKS.findall(block):
            if mark == b'"':
                quoted = not quoted
            elif not quoted and len(mark) == 1:
                depth += 1 if mark in b"[{" else -1
            if depth > _DEEPEST:
                raise RdfFileError(f"{name}: is nested more than {_DEEPEST} levels deep")


class _LineByLine:
    """A file that gives one line at a time, so that a parser stops at the line of the fault."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.line = file, 0

    def read(self, size: int = -1) -> bytes:
        found = self._file.readline(size)
        self.line += found.endswith(b"\n")
        return found


def _line_of_fault(path: Path, kind: "pyoxigraph.RdfFormat") -> int:
    """Return the line at which the parser gives up, for formats whose errors do not say it."""
    import pyoxigraph

    with _unpacked(path) as file:
        reader = _LineByLine(file)
        try:
            for _ in pyoxigraph.parse(cast(BinaryIO, reader), kind, without_named_graphs=True):
                pass
        except _FAULTS:
            pass
    return max(reader.line, 1)


def _source(name: str, title: str, origin: str, licence: str, attribution: str) -> OutsideSource:
    return OutsideSource(name, title, origin, licence, (), attribution, whole=triples)


RDF = _source(
    "rdf", "An RDF file of a user's own", iris.resolve("origin/a-file-of-the-user"),
    iris.resolve("licence/not-stated"), "",
)
EURIO = _source(
    "eurio-ontology", "EURIO, the ontology of European research information",
    "https://op.europa.eu/en/web/eu-vocabularies/ontologies",
    "https://creativecommons.org/licenses/by/4.0/", "Publications Office of the European Union",
)
COUNTRIES = _source(
    "countries-authority", "Countries and territories, the authority table of the EU",
    "http://publications.europa.eu/resource/authority/country",
    "https://creativecommons.org/licenses/by/4.0/", "Publications Office of the European Union",
)
