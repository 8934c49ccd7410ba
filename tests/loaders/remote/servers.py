"""Real SPARQL servers on this machine: Virtuoso, one over pyoxigraph, and a gate that fails."""

import json
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox

JSON = "application/sparql-results+json"
CAP = 10_000
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 40
CheckpointInterval = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = {cap}
"""


@contextmanager
def virtuoso(folder: Path, triples: Iterable[str]) -> Iterator[str]:
    """Run a Virtuoso that answers with at most 10,000 rows; yield its endpoint's address.

    It is a process of its own in a folder of its own, and is ended by its id.
    """
    sql, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(sql=sql, http=http, cap=CAP))
    with (folder / "data.nt").open("w", encoding="utf-8") as file:
        file.writelines(triple + "\n" for triple in triples)
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with (folder / "output.txt").open("w") as output, subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output
    ) as process:
        try:
            address = f"http://127.0.0.1:{http}/sparql"
            _wait(process, address, folder)
            _load(folder, sql)
            yield address
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()
    shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends and process.poll() is None:
        try:
            with urllib.request.urlopen(address + "?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError((folder / "virtuoso.log").read_text(errors="replace")[-2000:])


def _load(folder: Path, sql: int) -> None:
    # Without log_enable the loader's threads wait for each other's locks.
    script = ("log_enable(2, 1); "
              "DB.DBA.TTLP(file_open('data.nt'), '', 'http://example.org/graph', 0);")
    done = subprocess.run(
        ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={script}"],
        cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
        check=False,
    )
    if done.returncode or "Error" in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class _Server(ThreadingHTTPServer):
    """A server that says nothing of clients that went away, as some of the tests want them to."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def query(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def end(self, status: int, headers: dict[str, str], data: bytes, length: int = -1) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data) if length < 0 else length))
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def oxigraph(turtle: str, cap: int = 10**9) -> Iterator[str]:
    """Serve Turtle with SPARQL 1.1 by pyoxigraph; yield the endpoint's address.

    Answers end after ``cap`` rows without a word, as Virtuoso's do.
    """
    data = turtle.encode()

    class Handler(_Quiet):
        def do_POST(self) -> None:
            store = ox.Store()
            store.load(data, format=ox.RdfFormat.TURTLE)
            text = urllib.parse.parse_qs(self.query().decode())["query"][0]
            found = store.query(text)
            assert isinstance(found, ox.QuerySolutions)
            names = [name.value for name in found.variables]
            rows = [row for row, _ in zip(found, range(cap), strict=False)]
            self.end(200, {"Content-Type": JSON}, _json(names, rows))

    with _serving(Handler) as address:
        yield address


def _json(names: list[str], rows: list[ox.QuerySolution]) -> bytes:
    bindings = [
        {name: {"type": "literal", "value": row[name].value} for name in names
         if row[name] is not None}
        for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


@dataclass
class Gate:
    """A server before another one; ``faults`` are taken one a request, and the last one stays.

    A fault is a status, ``cut`` (JSON ends in the middle), ``drop`` (fewer bytes than announced),
    ``html``, ``xml``, ``names`` (other variables), ``text`` (a wrong media type), ``partial``
    (Virtuoso's header for that), ``slow``, ``large``, ``deep`` (lists in lists), ``count`` (an
    endless number), ``half`` (of a pair of surrogates) or an address to lead to; empty lets the
    request pass.
    """

    behind: str
    faults: list[str] = field(default_factory=list)
    retry_after: str = "0"
    seen: list[str] = field(default_factory=list)
    address: str = ""


@contextmanager
def gate(behind: str, *faults: str) -> Iterator[Gate]:
    """Run a gate before the server at an address."""
    given = Gate(behind, list(faults))

    class Handler(_Quiet):
        def do_POST(self) -> None:
            query = self.query()
            fault = given.faults[0] if given.faults else ""
            if len(given.faults) > 1:
                del given.faults[0]
            given.seen.append(fault)
            _answer(self, given, query, fault)

    with _serving(Handler) as address:
        given.address = address
        yield given


def _answer(handler: _Quiet, given: Gate, query: bytes, fault: str) -> None:
    if fault.isdigit():
        headers = {"Retry-After": given.retry_after, "Content-Type": "text/plain"}
        return handler.end(int(fault), headers, b"Service is taking a rest\n")
    if "://" in fault:
        return handler.end(307, {"Location": fault}, b"")
    status, data = _passed(given.behind, query)
    kind, length, extra = JSON, -1, {}
    if fault == "cut":
        data = data[: len(data) // 2]
    elif fault == "drop":
        data, length = data[: len(data) // 2], len(data)
    elif fault == "html":
        data, kind = b"<!DOCTYPE html><html><title>Sign in</title>", "text/html; charset=utf-8"
    elif fault == "xml":
        data, kind = b'<?xml version="1.0"?><sparql/>', JSON
    elif fault == "names":
        data = data.replace(b'"key"', b'"other"').replace(b'"count"', b'"other"')
    elif fault == "text":
        kind = "text/plain"
    elif fault == "partial":
        extra = {"X-SQL-State": "S1TAT", "X-SQL-Message": "RC...: Returning incomplete results"}
    elif fault == "half":
        data = data.replace(b"@en", rb"\ud800@en", 1)
    elif fault == "deep":
        data = b"[" * 100_000
    elif fault == "count":
        data = re.sub(rb'"value": *"[0-9]+"', b'"value": "%s"' % (b"9" * 5_000), data)
    elif fault == "large":
        data += b" " * 2_000_000
    elif fault == "slow":
        time.sleep(1.5)
    if length >= 0:
        handler.close_connection = True
    return handler.end(status, {"Content-Type": kind, **extra}, data, length)


def _passed(address: str, query: bytes) -> tuple[int, bytes]:
    request = urllib.request.Request(address, data=query, headers={"Accept": JSON})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
