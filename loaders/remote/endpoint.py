"""One SPARQL endpoint: asked by POST, within bounds, and believed only where its answer is whole.

SPARQLWrapper makes the request (SPARQL 1.1 Protocol); the connection is opened here, since an
answer must be bounded and an address may lead nowhere else.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urlsplit

from clusterkg.ontology.errors import ClusterkgError

from .. import retrying

Row = dict[str, str]
_BLOCK = 1 << 16
_SHOWN = 80
_JSON = ("application/sparql-results+json", "application/json")
_AGAIN = frozenset({429, 502, 503, 504})
_DEFAULT_PORTS = {"http": 80, "https": 443}


class EndpointError(ClusterkgError):
    """An endpoint that cannot be asked, or an answer that cannot be believed."""


class TooMuchError(EndpointError):
    """The server failed over this query or answered in part; one that asks for less may do."""


@dataclass(frozen=True)
class Profile:
    """How a server wants to be asked.

    ``rows`` a page; ``pause`` between pages, ``wait`` before a second try, ``silence`` for the
    longest wait for a byte, ``answer`` for one answer and ``total`` for all, in seconds; ``size``
    of an answer and ``all_sizes`` in bytes.
    """

    rows: int = 1_000
    pause: float = 0.0
    wait: float = 2.0
    tries: int = 5
    silence: float = 60.0
    answer: float = 300.0
    total: float = 6 * 3600.0
    size: int = 100_000_000
    all_sizes: int = 4_000_000_000


# Virtuoso sorts at most 10,000 rows. Wikidata stops a query after 60 seconds, and gives a client
# 60 seconds of work a minute (mediawiki.org, Wikidata Query Service, user manual).
VIRTUOSO = Profile(rows=5_000)
WIKIDATA = Profile(rows=500, pause=1.0, silence=90.0, answer=90.0)


class Endpoint:
    """A SPARQL endpoint.

    Parameters
    ----------
    address : str
        Its http or https address; nothing else is contacted.
    profile : Profile
        How it wants to be asked.

    Raises
    ------
    EndpointError
        The address is none of http or https.
    """

    def __init__(self, address: str, profile: Profile | None = None) -> None:
        if urlsplit(address).scheme not in _DEFAULT_PORTS or not urlsplit(address).hostname:
            hint = "a SPARQL endpoint has an address that begins with http:// or https://"
            raise EndpointError(f"{address}: {hint}")
        self.address = address
        self.profile = profile or Profile()
        self._ends = time.monotonic() + self.profile.total
        self._received = 0
        self._opener = _opener()

    def select(self, query: str, columns: Sequence[str]) -> list[Row]:
        """Ask a SELECT query; each row has a text for each column, empty where unbound.

        Parameters
        ----------
        query : str
            A whole query.
        columns : sequence of str
            The variables that the answer must have, in any order.

        Raises
        ------
        TooMuchError
            The server fails over the query.
        EndpointError
            The server cannot be reached or refuses, too often, too late, too much; its answer is
            cut, no JSON, partial, or has other variables.
        """
        data, kind = self._ask(query)
        if kind.partition(";")[0].strip().lower() not in _JSON:
            raise self._malformed(f"no SPARQL results in JSON but '{kind}'", data)
        try:
            answer = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise self._malformed(f"JSON that is broken or cut ({error})", data) from error
        return self._rows(answer, columns, data)

    def _rows(self, answer: Any, columns: Sequence[str], data: bytes) -> list[Row]:
        try:
            found, bindings = answer["head"]["vars"], answer["results"]["bindings"]
            if sorted(found) != sorted(columns):
                hint = f"the variables {', '.join(found)}, not {', '.join(columns)}"
                raise self._malformed(hint, data)
            return [
                {name: _text(row[name]["value"]) if name in row else "" for name in columns}
                for row in bindings
            ]
        except (KeyError, TypeError, AttributeError) as error:
            raise self._malformed("JSON that holds no SPARQL results", data) from error

    def _ask(self, query: str) -> tuple[bytes, str]:
        profile = self.profile
        left = self._ends - time.monotonic()
        waits = retrying.Waits(self.address, profile.tries, profile.wait, left, EndpointError)
        while True:
            try:
                return self._try(query)
            except urllib.error.HTTPError as error:
                self._status(error, waits)
            except (OSError, http.client.HTTPException) as error:
                # URLError, time-outs and connections that end too early.
                waits.wait(retrying.reason(error))

    def _try(self, query: str) -> tuple[bytes, str]:
        request = _request(self.address, query, self.profile)
        ends = min(self._ends, time.monotonic() + self.profile.answer)
        with self._opener.open(request, timeout=self.profile.silence) as response:
            data = self._read(response, ends)
            if response.status == 206 or response.headers.get("X-SQL-State"):
                # Virtuoso cuts off for lack of time, with 206 or, as it is set up or older, 200.
                message = response.headers.get("X-SQL-Message") or f"status {response.status}"
                raise TooMuchError(f"{self.address}: only a part of the answer came; {message}")
            return data, response.headers.get("Content-Type", "")

    def _read(self, response: http.client.HTTPResponse, ends: float) -> bytes:
        data = bytearray()
        while block := response.read1(_BLOCK):
            data += block
            self._received += len(block)
            if len(data) > self.profile.size or self._received > self.profile.all_sizes:
                raise EndpointError(f"{self.address}: sends more than is allowed, "
                                    f"{self._received:,} bytes")
            if time.monotonic() > ends:
                raise EndpointError(f"{self.address}: the answer does not end in time")
        if response.length:
            # read1 does not tell of a connection that ended before the announced length.
            raise http.client.IncompleteRead(bytes(data[:_SHOWN]), response.length)
        return bytes(data)

    def _status(self, error: urllib.error.HTTPError, waits: retrying.Waits) -> None:
        with error:
            data = _beginning(error)
            told = f"status {error.code}{_quoted(data)}"
            if error.code in _AGAIN:
                waits.wait(told, error.headers.get("Retry-After", ""))
                return
        kind = TooMuchError if error.code == 500 else EndpointError
        raise kind(f"{self.address}: {told}") from error

    def _malformed(self, found: str, data: bytes) -> EndpointError:
        hint = "is this the address of a SPARQL endpoint?"
        return EndpointError(
            f"{self.address}: status 200, but {found}{_quoted(data)}; {hint}"
        )


def _request(address: str, query: str, profile: Profile) -> urllib.request.Request:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    wrapper = SPARQLWrapper(address, agent=retrying.AGENT)
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(JSON)
    wrapper.setOnlyConneg(True)
    wrapper.setTimeout(round(profile.silence))
    wrapper.setQuery(query)
    request: urllib.request.Request = wrapper._createRequest()
    return request


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    # Half a surrogate pair is no character; the rule 'encoding' rejects the row by U+FFFD.
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _beginning(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(4 * _SHOWN)
    except (OSError, http.client.HTTPException):
        return b""


def _quoted(data: bytes) -> str:
    text = " ".join(data[: 4 * _SHOWN].decode("utf-8", errors="replace").split())
    shown = "".join(letter for letter in text if letter.isprintable())[:_SHOWN]
    return f", which begins '{shown}'" if shown else ""


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Goes where the same server sends it, with the query; nowhere else."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: Message, newurl: str,
    ) -> urllib.request.Request:
        if code == 303 or not _same_server(req.full_url, newurl):
            raise EndpointError(f"{req.full_url}: leads to {newurl}, which is not followed; "
                                "give the address where the endpoint is")
        return urllib.request.Request(newurl, data=req.data, headers=dict(req.header_items()))


def _same_server(old: str, new: str) -> bool:
    before, after = urlsplit(old), urlsplit(new)
    upgrade = (before.scheme, after.scheme) == ("http", "https")
    if before.hostname != after.hostname or not (upgrade or before.scheme == after.scheme):
        return False
    try:
        ports = [part.port or _DEFAULT_PORTS[part.scheme] for part in (before, after)]
    except ValueError:  # no number of a port
        return False
    return ports[0] == ports[1] or (upgrade and ports == [80, 443])


def _opener() -> urllib.request.OpenerDirector:
    # urllib's own opener would also open file:, ftp: and data: addresses.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(), _SameHost(), urllib.request.HTTPErrorProcessor(),
        urllib.request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    opener.addheaders = []
    return opener
