"""A load from end to end: what a loader yields becomes the named graph of its source."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version as installed
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from clusterkg.graph import builder, loading, versions
from clusterkg.loaders.batch import Source, TableCount
from clusterkg.loaders.reject import Reject, write_rows
from clusterkg.ontology import iris, provenance, rdf

if TYPE_CHECKING:
    from clusterkg.loaders.columnar.load import Load
    from clusterkg.loaders.columnar.source import OutsideSource

SHOWN = 20


class Choices(NamedTuple):
    """How a source is loaded, beyond its files.

    Attributes
    ----------
    version : str
        The version of the named graph; the default is made of the content.
    name : str
        What to call it, so that it stands beside others of its kind: the source is then
        ``SOURCE-NAME``.
    mapping : Path, optional
        The CSVW file that says what a table of one's own means, if that is the source.
    boundaries : Path, optional
        Outlines of regions, by which ``eccp`` finds them; another file makes another load.
    """

    version: str = ""
    name: str = ""
    mapping: Path | None = None
    boundaries: Path | None = None


PLAIN = Choices()


@dataclass(frozen=True)
class Loaded:
    """What came of a load.

    Attributes
    ----------
    source : Source
        What was loaded.
    counts : list of TableCount
        Rows by table.
    sentences : list of str
        What is wrong with the first rows that were rejected.
    change : Change, optional
        What became of the graph; nothing where N-Quads were written instead.
    rejected : Path, optional
        Where the rejected rows stand, if there are any.
    """

    source: Source
    counts: list[TableCount]
    sentences: list[str] = field(default_factory=list)
    change: loading.Change | None = None
    rejected: Path | None = None

    @property
    def lost(self) -> int:
        """How many rows were rejected."""
        return sum(count.rejected for count in self.counts)


def load(
    folder: Path, name: str, places: Sequence[str], choices: Choices = PLAIN
) -> Loaded:
    """Load a source from outside into a graph, in place of an older version of it.

    Parameters
    ----------
    folder : Path
        The graph's folder.
    name : str
        A source of :data:`clusterkg.loaders.outside.SOURCES`.
    places : sequence of str
        Paths, addresses or ``-`` for standard input; several files make one source.
    choices : Choices, optional
        How to load it.

    Raises
    ------
    ClusterkgError
        There is no such source or file, it is not what its name says, there is no graph, or the
        new version could not be written; the graph stays as it was.
    """
    versions.current(folder)
    with _opened(name, places, choices) as found:
        begun, source = _now(), found.source
        loader = source.loader_version or installed("clusterkg")
        incoming = loading.Incoming(
            source.name, source.version, source.sha256, loader,
            found.chunks(), lambda place: _account(found, place, begun),
        )
        change = loading.load_source(folder, incoming)
        counts = _noted(folder, source.name) if change.unchanged else found.counts
        place = loading.rejects(versions.current(folder), source.name)
        rejected = place if place.exists() else None
        return Loaded(source, counts, _sentences(found.rejects), change, rejected)


def to_nquads(
    name: str, places: Sequence[str], out: BinaryIO, choices: Choices = PLAIN
) -> Loaded:
    """Write the named graph of a source as N-Quads; no graph is needed or changed.

    Raises
    ------
    ClusterkgError
        There is no such source or file, or it is not what its name says.
    """
    from clusterkg.loaders.columnar.load import write_nquads

    with _opened(name, places, choices) as found:
        write_nquads(found, out)
        return Loaded(found.source, found.counts, _sentences(found.rejects))


def description(
    source: Source, counts: Iterable[TableCount], **times: str
) -> Iterator[rdf.Triple]:
    """Yield what the catalogue says about the named graph of a source."""
    number, listed = installed("clusterkg"), list(counts)
    facts = {key: str(value) for key, value in asdict(source).items() if value}
    totals = {
        name: sum(getattr(count, name) for count in listed)
        for name in ("read", "written", "rejected", "duplicate")
    }
    return provenance.describe_graph(
        source.graph, {"loader_version": number, **facts, **times}, totals, f"clusterkg {number}"
    )


@contextmanager
def _opened(name: str, places: Sequence[str], choices: Choices) -> "Iterator[Load]":
    from .output import say

    version = choices.version
    if version and not loading.VERSION.fullmatch(version):
        raise loading.SourceError(f"'{version}' is no version of a source: {loading.VERSION_HINT}")
    if choices.mapping:
        from clusterkg.loaders.csvw import loading as mapped

        with mapped(choices.mapping, places, choices.name, version) as found:
            yield found
        return
    from clusterkg.loaders.columnar.load import loading as prepared

    with prepared(_outside(name, choices.boundaries), places, version, say) as found:
        found.source = _called(found.source, choices)
        yield found


def _outside(name: str, boundaries: Path | None) -> "OutsideSource":
    from clusterkg.loaders import eccp, outside

    return eccp.source(boundaries) if boundaries else outside.find(name).source()


def _called(source: Source, choices: Choices) -> Source:
    """Say in the name what it is called, and in the loader's version which boundaries it had."""
    if choices.name:
        slug = iris.slug(choices.name)
        if not slug:
            hint = "write words such as horizon-europe"
            raise loading.SourceError(f"'{choices.name}' is no name of a source: {hint}")
        source = replace(source, name=f"{source.name}-{slug}")
    if choices.boundaries:
        from clusterkg.loaders.fetching import sha256

        # Others give other regions.
        with_them = f"{source.loader_version} with boundaries {sha256(choices.boundaries)[:12]}"
        source = replace(source, loader_version=with_them)
    return source


def _account(found: "Load", place: Path, begun: str) -> loading.Account:
    if len(found.rejects):
        with place.open("w", encoding="utf-8", newline="") as file:
            write_rows(file, found.rejects)
    lines = description(found.source, found.counts, started=begun, ended=_now())
    name = found.source.name
    counts: list[dict[str, object]] = [{"source": name, **c._asdict()} for c in found.counts]
    return loading.Account(lines, counts)


def _noted(folder: Path, name: str) -> list[TableCount]:
    """Return the counts of a source's tables as the graph's summary has them."""
    summary = builder.read_summary(versions.current(folder))
    return [
        TableCount(count["table"], *(int(count[key]) for key in TableCount._fields[1:]))
        for count in summary["counts"] if count["source"] == name
    ]


def _sentences(rejects: Iterable[Reject]) -> list[str]:
    return [reject.sentence() for reject in islice((r for r in rejects if r.lost), SHOWN)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
