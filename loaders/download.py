"""Downloading one file: resumed, checked, bounded, and whole or not there at all.

HTTP as RFC 9110 has it: a download that was cut is taken up again with ``Range`` and ``If-Range``,
so that a file that changed in between begins anew; ``Retry-After`` is kept.
"""

import json
import os
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urljoin, urlsplit

from clusterkg.ontology.errors import ClusterkgError

from . import retrying

if TYPE_CHECKING:
    from requests import Response, Session

_BLOCK = 1 << 16
_REDIRECTS = {301, 302, 303, 307, 308}
_HOPS = 5
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


class FetchError(ClusterkgError):
    """A file that cannot be had; the message says what to do by hand."""


@dataclass(frozen=True)
class Limits:
    """How much a download may cost.

    ``size`` is in bytes, all else in seconds: ``total`` for everything, ``silence`` for the
    longest wait for a byte, ``pause`` before the second try, doubled before each further one.
    """

    size: int = 2 << 30
    total: float = 3600.0
    silence: float = 60.0
    tries: int = 5
    pause: float = 1.0


@dataclass(frozen=True)
class Validators:
    """What tells one state of a file from another: the server's ETag and Last-Modified."""

    etag: str = ""
    modified: str = ""

    def for_range(self) -> str:
        """Return what ``If-Range`` may hold: never a weak ETag (RFC 9110, 13.1.5)."""
        return self.modified if self.etag.startswith("W/") else self.etag or self.modified

    def agree(self, other: "Validators") -> bool:
        """Say whether both may be of one state; a part need not repeat the date (15.3.7)."""
        pairs = ((self.etag, other.etag), (self.modified, other.modified))
        return all(ours == theirs or not theirs for ours, theirs in pairs)

    def conditions(self) -> dict[str, str]:
        """Return the headers that ask for the file only where it changed."""
        if self.etag:
            return {"If-None-Match": self.etag}
        return {"If-Modified-Since": self.modified} if self.modified else {}


@dataclass(frozen=True)
class Got:
    """What came of a download; ``fresh`` is false where the server said that nothing changed."""

    validators: Validators
    media_type: str = ""
    fresh: bool = True
    sized: bool = True


class _BrokenOffError(Exception):
    """The connection ended too early; another try may go on from there."""


def is_address(place: str) -> bool:
    """Say whether ``place`` is an address and no path.

    Raises
    ------
    FetchError
        It is an address of another kind than http and https, a broken one, or holds a password.
    """
    scheme = _SCHEME.match(place)
    if scheme and scheme[1].lower() not in ("http", "https"):
        raise FetchError(f"{place}: only http and https addresses are fetched; give a path")
    try:
        parts = urlsplit(place)
    except ValueError as error:
        raise FetchError(f"{place}: this is no address ({error})") from error
    if scheme and "@" in parts.netloc:
        host = parts.netloc.rpartition("@")[2]
        hint = "an address with a name or password would be kept with the file; fetch it by hand"
        raise FetchError(f"{host}: {hint}")
    return scheme is not None



def download(address: str, target: Path, limits: Limits, known: Validators) -> Got:
    """Download ``address`` to ``target``, which appears whole or not at all.

    Parameters
    ----------
    address : str
        An http or https address.
    target : Path
        The file to write; ``target`` with ``.part`` holds what came so far.
    limits : Limits
        What the download may cost.
    known : Validators
        Those of the ``target`` that is there, or empty ones.

    Raises
    ------
    FetchError
        The server cannot be reached, refuses, or sends something else than it announced.
    """
    import requests

    waits = retrying.Waits(address, limits.tries, limits.pause, limits.total, FetchError)
    with requests.Session() as session:
        session.headers.update({"User-Agent": retrying.AGENT, "Accept-Encoding": "identity"})
        while True:
            try:
                got = _attempt(session, address, target, limits, known, waits)
                if got:
                    return got
            except (requests.ConnectionError, requests.Timeout, _BrokenOffError) as error:
                waits.wait(retrying.reason(error))
            except (requests.RequestException, ValueError) as error:
                # ValueError is what Python says of a broken address or an endless number.
                raise FetchError(f"{address}: {retrying.reason(error)}") from error


def _attempt(
    session: "Session", address: str, target: Path, limits: Limits, known: Validators,
    waits: retrying.Waits,
) -> Got | None:
    part = _Part(target)
    headers = part.headers() if part.size else known.conditions()
    with _open(session, address, headers, limits) as response:
        status = response.status_code
        if status in retrying.STATUSES:
            waits.wait(f"status {status}", response.headers.get("Retry-After", ""))
        elif status == 416 and part.size:
            part.drop()
        elif status == 304 and not part.size:
            return Got(known, fresh=False)
        elif status in (200, 206):
            return _receive(response, part, limits, waits)
        else:
            _refused(address, status)
    return None


def _open(
    session: "Session", address: str, headers: dict[str, str], limits: Limits
) -> "Response":
    place = address
    for _ in range(_HOPS + 1):
        response = session.get(place, headers=headers, stream=True, allow_redirects=False,
                               timeout=(limits.silence, limits.silence))
        if response.status_code not in _REDIRECTS:
            return response
        response.close()
        place = _next(place, response.headers.get("Location", ""))
    raise FetchError(f"{address}: leads from address to address more than {_HOPS} times")


def _next(place: str, location: str) -> str:
    target = urljoin(place, location)
    scheme = urlsplit(target).scheme
    if not location or scheme not in ("http", "https"):
        hint = "only http and https addresses are followed"
        raise FetchError(f"{place}: leads to '{location}'; {hint}")
    if scheme == "http" and urlsplit(place).scheme == "https":
        raise FetchError(f"{place}: leads from https to '{location}', which anyone may change")
    return target


def _refused(address: str, status: int) -> NoReturn:
    hints = {401: "it asks for a login", 403: "it refuses", 404: "nothing is there",
             410: "it was taken away"}
    raise FetchError(f"{address}: {hints.get(status, 'the server failed')} (status {status})")


class _Part:
    """The beginning of a file, with what tells whether the server still has the same file."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(target.name + ".part")
        self.notes = target.with_name(target.name + ".part.json")
        self.validators = self._read()
        if not self.validators.for_range():
            self.drop()

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def headers(self) -> dict[str, str]:
        return {"Range": f"bytes={self.size}-", "If-Range": self.validators.for_range()}

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.notes.unlink(missing_ok=True)

    def begin(self, validators: Validators) -> None:
        self.drop()
        self.validators = validators
        self.notes.write_text(json.dumps(vars(validators)), encoding="utf-8")

    def finish(self) -> None:
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(self.target)
        self.notes.unlink(missing_ok=True)

    def _read(self) -> Validators:
        try:
            return Validators(**json.loads(self.notes.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Validators()


def _receive(response: "Response", part: _Part, limits: Limits, waits: retrying.Waits) -> Got:
    headers = response.headers
    if headers.get("Content-Encoding", "identity") != "identity":
        hint = f"the server sends it packed as {headers['Content-Encoding']} though asked not to"
        raise FetchError(f"{response.url}: {hint}; fetch it by hand")
    validators = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
    kind = headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind == "text/html":
        raise FetchError(f"{response.url}: a web page came, not a file; look at it in a browser")
    whole = _length(response, part)
    if response.status_code == 200:
        part.begin(validators)
    elif not part.validators.agree(validators):
        part.drop()
        raise _BrokenOffError("the file changed while it was downloaded")
    if whole is not None and whole > limits.size:
        _too_large(response.url, limits)
    _append(response, part, limits, waits)
    if whole is not None and part.size != whole:
        if part.size > whole:
            part.drop()
        raise _BrokenOffError(f"the file is {whole:,} bytes long and {part.size:,} came")
    part.finish()
    return Got(part.validators, kind, sized=whole is not None)


def _length(response: "Response", part: _Part) -> int | None:
    """Return how long the whole file is, as the server says; ``None`` where it does not."""
    if response.status_code == 200:
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isascii() and length.isdigit() else None
    unit, _, rest = response.headers.get("Content-Range", "").partition(" ")
    span, _, whole = rest.partition("/")
    if unit != "bytes" or span.partition("-")[0] != str(part.size):
        part.drop()
        raise _BrokenOffError(f"asked for what follows, the server sent '{unit} {rest}'")
    return int(whole) if whole.isascii() and whole.isdigit() else None


def _append(response: "Response", part: _Part, limits: Limits, waits: retrying.Waits) -> None:
    from urllib3.exceptions import HTTPError

    size = part.size
    with part.path.open("ab") as file:
        try:
            # read1 gives what is there: a server that sends byte by byte does not hold it up.
            while block := response.raw.read1(_BLOCK, decode_content=False):
                size += len(block)
                if size > limits.size:
                    _too_large(response.url, limits)
                file.write(block)
                waits.check(time.monotonic())
        except HTTPError as error:
            raise _BrokenOffError(retrying.reason(error)) from error


def _too_large(address: str, limits: Limits) -> NoReturn:
    hint = f"more than the {limits.size:,} bytes that are allowed for it"
    raise FetchError(f"{address}: {hint}; fetch it by hand if it is what you want")
