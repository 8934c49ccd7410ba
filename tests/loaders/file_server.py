"""A web server on this machine that serves files, with ranges, and fails as it is told to."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODIFIED = "Fri, 20 Nov 2026 10:00:00 GMT"


@dataclass
class Files:
    """What is served under each path, and what goes wrong.

    ``faults`` are taken one a request: a status, ``cut`` (half of the bytes, then the connection
    ends), ``drip`` (byte by byte, with pauses) or ``html``; ``seen`` are the headers of the
    requests so far. ``brief`` parts come without the date of the file (RFC 9110, 15.3.7).
    """

    content: dict[str, bytes] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    retry_after: str = ""
    claimed: int = 0
    etags: bool = True
    dated: bool = True
    brief: bool = False
    sized: bool = True
    seen: list[dict[str, str]] = field(default_factory=list)
    address: str = ""


@contextmanager
def serving(files: Files) -> Iterator[Files]:
    """Serve files on a free port until the block ends."""

    class Handler(_Handler):
        given = files

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    files.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield files
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """A server that says nothing of clients that went away, as some of the tests want them to."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    given: Files
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        files = self.given
        files.seen.append(dict(self.headers.items()))
        fault = files.faults.pop(0) if files.faults else ""
        if self.path in files.redirects:
            self._end(302, {"Location": files.redirects[self.path]})
        elif fault.isdigit():
            self._end(int(fault), {"Retry-After": files.retry_after} if files.retry_after else {})
        elif self.path not in files.content:
            self._end(404, {})
        elif fault == "html":
            self._end(200, {"Content-Type": "text/html"}, b"<html>Please log in</html>")
        elif fault == "drip":
            self._drip(files.content[self.path])
        else:
            self._file(files.content[self.path], cut=fault == "cut")

    def _drip(self, data: bytes) -> None:
        self._end(200, {"Content-Type": "text/csv"}, length=len(data))
        for at in range(100):
            self.wfile.write(data[at : at + 1])
            time.sleep(0.1)
        self.close_connection = True

    def _file(self, data: bytes, cut: bool) -> None:
        files, headers = self.given, {}
        etag = f'"{hashlib.sha256(data).hexdigest()[:8]}"'
        if files.etags:
            headers["ETag"] = etag
        if files.dated:
            headers["Last-Modified"] = MODIFIED
        if self.headers.get("If-None-Match") == etag:
            return self._end(304, headers)
        headers["Content-Type"] = files.kinds.get(self.path, "text/csv")
        start = self._start(etag)
        if start >= len(data) > 0:
            return self._end(416, {"Content-Range": f"bytes */{len(data)}"})
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            if files.brief:
                headers.pop("Last-Modified", None)
        return self._end(206 if start else 200, headers, data[start:], cut)

    def _start(self, etag: str) -> int:
        wanted = self.headers.get("Range", "")
        if not wanted or self.headers.get("If-Range") not in (etag, MODIFIED):
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def _end(
        self, status: int, headers: dict[str, str], data: bytes = b"", cut: bool = False,
        length: int = 0,
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304 and self.given.sized:
            self.send_header("Content-Length", str(self.given.claimed or length or len(data)))
        if cut or self.given.claimed or not self.given.sized:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
