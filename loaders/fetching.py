"""Getting the file of a source: from a path, from standard input, or from the web into a cache.

The cache is ``CLUSTERKG_CACHE`` or the user's cache folder. Each file has a record beside it
(``NAME.json``): address, sha256, date, licence, ETag and Last-Modified. A file is asked for
again each time, and downloaded only where the server says that it changed.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from clusterkg.ontology.errors import ClusterkgError

from .addresses import Address, of_source
from .download import FetchError, Got, Limits, Validators, download, is_address
from .unpacking import unpack

if TYPE_CHECKING:
    from .columnar.source import OutsideSource

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
Notice = Callable[[str], None]
SERVICE = "application/sparql-results+json"
_LOCK = "~lock"  # no name of a file that _safe makes


@dataclass(frozen=True)
class Record:
    """What is known of a fetched file; ``retrieved`` is the day, ISO 8601, in UTC."""

    address: str
    sha256: str
    size: int
    retrieved: str
    licence: str = ""
    media_type: str = ""
    etag: str = ""
    last_modified: str = ""


@contextmanager
def local(place: str | Path, notice: Notice = lambda _: None) -> Iterator[Path]:
    """Yield a path for a path, an address or ``-`` (standard input).

    Parameters
    ----------
    place : str or Path
        What the user gave. Behind the ``#`` of an address of a zip file stands a member of it.
    notice : callable, optional
        Is told what the user should know, such as that a cached copy is used.

    Raises
    ------
    FetchError
        Nothing is there, or the address cannot be had.
    """
    text = str(place)
    if text == "-":
        with _standard_input() as path:
            yield path
    elif isinstance(place, str) and is_address(text):
        address, _, member = text.partition("#")
        yield fetch(address, unquote(member), notice=notice)
    elif not Path(text).is_file():
        raise FetchError(f"{text}: no such file; give a path, an http address or -")
    else:
        yield Path(text)


def fetch(
    address: str, member: str = "", *, licence: str = "", limits: Limits | None = None,
    notice: Notice = lambda _: None,
) -> Path:
    """Download a file to the cache, where it is not there already, and return where it is.

    Parameters
    ----------
    address : str
        An http or https address.
    member : str, optional
        The file to take out of the zip file at the address.
    licence : str, optional
        What the record says of the licence.
    limits : Limits, optional
        What the download and the unpacked file may cost.
    notice : callable, optional
        Is told when a copy is used that cannot be compared with the server's.

    Raises
    ------
    FetchError
        The file cannot be had, and no copy of it is in the cache.
    """
    if not is_address(address):
        raise FetchError(f"{address}: this is no address")
    limits = limits or Limits()
    folder = cache_folder() / hashlib.sha256(address.encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _name(address)
    with _locked(folder, address):
        _refresh(address, target, licence, limits, notice)
        return _unpacked(target, member, limits) if member else target


def fetch_source(
    source: str, folder: Path | None = None, notice: Notice = lambda _: None
) -> tuple[list[Path], list[Address]]:
    """Fetch the files of a source that have an address.

    Parameters
    ----------
    source : str
        A source of the table of addresses.
    folder : Path, optional
        Where to put the files and their records; the default is to leave them in the cache.
    notice : callable, optional
        As in :func:`fetch`.

    Returns
    -------
    tuple
        The paths, in the table's order, and the rows that a person must get by hand.

    Raises
    ------
    FetchError, UnknownSourceError
        A file cannot be had; the table has no such source.
    """
    rows = of_source(source)
    paths = [path for row in rows if row.address for path in _fetched(row, notice)]
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        paths = [_put(path, folder / path.name) for path in paths]
    return paths, [row for row in rows if not row.address]


def record(path: Path) -> Record | None:
    """Return what is known of a fetched file; ``None`` for a file that was not fetched."""
    try:
        found = json.loads(_record_path(path).read_text(encoding="utf-8"))
        return Record(**{field.name: found[field.name] for field in fields(Record)})
    except (OSError, ValueError, LookupError, TypeError):
        return None


def cache_folder() -> Path:
    """Return the folder of the cache; it need not be there."""
    import platformdirs

    given = os.environ.get("CLUSTERKG_CACHE")
    return Path(given) if given else platformdirs.user_cache_path("clusterkg")


def sha256(path: Path) -> str:
    """Return the sha256 of a file's content in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def served(
    source: "OutsideSource", places: Sequence[str | Path], stack: ExitStack,
    notice: Notice = lambda _: None,
) -> Sequence[str | Path]:
    """Return the places of a source's files, after its SPARQL endpoint is asked where it has one.

    Parameters
    ----------
    source : OutsideSource
        What is to be loaded.
    places : sequence of str or Path
        What the user gave; without any, a source with an endpoint is asked where it is known to be.
    stack : ExitStack
        Takes the answers away when it closes.
    notice : callable, optional
        Is told how far it went.

    Raises
    ------
    ClusterkgError
        The endpoint does not answer in full.
    """
    if source.service is None:
        return places
    known = [] if places else [row.address for row in of_source(source.name)]
    files: list[str | Path] = []
    for place in places or known:
        if is_address(str(place)):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="clusterkg-"))
            files += source.service(str(place), Path(folder), notice)
        else:
            files.append(place)
    return files


def _fetched(row: Address, notice: Notice) -> list[Path]:
    try:
        return _answers(row, notice) if row.media_type == SERVICE else [_file(row, notice)]
    except ClusterkgError as error:
        raise FetchError(f"{error}. By hand: {row.by_hand}") from error


def _answers(row: Address, notice: Notice) -> list[Path]:
    from .outside import find

    service = find(row.source).source().service
    assert service is not None  # a test holds the table to it
    folder = cache_folder() / row.source
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder, row.address):
        return list(service(row.address, folder, notice))


def _file(row: Address, notice: Notice) -> Path:
    member = row.file if row.packed else ""
    limits = Limits(size=row.size)
    path = fetch(row.address, member, licence=row.licence, limits=limits, notice=notice)
    return path if path.name == row.file else _placed(path, path.with_name(row.file))


def _put(path: Path, target: Path) -> Path:
    ours, theirs = record(path), record(target)
    if target.exists() and (ours is None or theirs is None or ours.address != theirs.address):
        hint = "a file of another origin is there; give another folder, or take it away"
        raise FetchError(f"{target}: {hint}")
    return _placed(path, target)


def _placed(path: Path, target: Path) -> Path:
    for source, copy in ((path, target), (_record_path(path), _record_path(target))):
        part = copy.with_name(copy.name + ".part")
        shutil.copyfile(source, part)
        part.replace(copy)
    return target


def _refresh(address: str, target: Path, licence: str, limits: Limits, notice: Notice) -> None:
    known = record(target)
    if known and not (target.exists() and sha256(target) == known.sha256):
        known = None  # the copy is gone or damaged
    validators = Validators(known.etag, known.last_modified) if known else Validators()
    try:
        got = download(address, target, limits, validators)
    except FetchError as error:
        if known is None:
            raise
        notice(f"{error}; the copy of {known.retrieved} is used")
        return
    if got.fresh:
        write_record(target, _new(address, target, licence, got))
    if not got.sized:
        notice(f"{address}: the server did not say how long the file is; look whether it is whole")


def _new(address: str, target: Path, licence: str, got: Got) -> Record:
    return Record(
        address=address,
        sha256=sha256(target),
        size=target.stat().st_size,
        retrieved=datetime.now(UTC).date().isoformat(),
        licence=licence,
        media_type=got.media_type,
        etag=got.validators.etag,
        last_modified=got.validators.modified,
    )


def _unpacked(archive: Path, member: str, limits: Limits) -> Path:
    whole = record(archive)
    assert whole is not None  # it was written just now
    # Members of one name in several folders of the archive, and their records, stay apart.
    place = hashlib.sha256(member.encode()).hexdigest()[:16]
    folder = archive.parent / whole.sha256[:16] / place
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / _safe(member.rpartition("/")[2])
    known = record(target)
    if not (known and target.exists() and sha256(target) == known.sha256):
        unpack(archive, member, target, limits.size)
        fresh = replace(whole, sha256=sha256(target), size=target.stat().st_size, media_type="")
        write_record(target, replace(fresh, address=f"{whole.address}#{member}"))
    return target


def write_record(target: Path, found: Record) -> None:
    """Write the record of a file beside it."""
    path = _record_path(target)
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(asdict(found), indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def _record_path(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _name(address: str) -> str:
    return _safe(unquote(urlsplit(address).path).rpartition("/")[2])


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).lstrip(".")[-100:] or "file"


@contextmanager
def _standard_input() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="clusterkg-") as folder:
        path = Path(folder) / "standard-input"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield path


@contextmanager
def _locked(folder: Path, address: str) -> Iterator[None]:
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise FetchError(f"{address}: another process is fetching it") from error
        yield
