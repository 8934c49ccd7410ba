"""The report in headless Chromium with the network blocked: one request, no console error."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from clusterkg.app.report import page
from clusterkg.graph import KnowledgeGraph

from ..conftest import require

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--enable-logging=stderr --virtual-time-budget=4000 --dump-dom"
).split()

TELL = """<script>addEventListener("load", () => { document.body.dataset.loads =
JSON.stringify(performance.getEntriesByType("resource").map(entry => entry.name)) })</script>"""


@pytest.fixture(scope="module")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or ""
    require("Chromium", bool(found), "Debian's package chromium is not installed")
    return found


@contextmanager
def serving(html: str, asked: list[str]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode() if self.path == "/" else b"")

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def opened(chromium: str, html: str, profile: Path) -> tuple[str, list[str], list[str]]:
    """Return the page's DOM, the console lines, and the addresses that the page asked for.

    The browser asks for things of its own; what the page asks for, it tells itself.
    """
    asked: list[str] = []
    with serving(html + TELL, asked) as address:
        done = subprocess.run(
            [chromium, *FLAGS, f"--user-data-dir={profile}",
             "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", address],
            capture_output=True, text=True, check=True, timeout=120,
        )
    told = re.search(r'data-loads="([^"]*)"', done.stdout)
    assert told is not None
    loads = json.loads(unescape(told[1]))
    console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
    return done.stdout, console, sorted({*asked, *(url for url in loads if address not in url)})


@pytest.mark.slow
def test_the_report_opens_cleanly(chromium: str, kg: KnowledgeGraph, tmp_path: Path) -> None:
    dom, console, asked = opened(chromium, page.make(kg).html, tmp_path)
    assert "How these numbers are made" in dom
    assert console == []
    assert asked == ["/"]


@pytest.mark.slow
def test_a_failed_request_would_be_seen(chromium: str, tmp_path: Path) -> None:
    broken = (
        '<link rel="icon" href="data:,"><img src="/gone.png"><img src="http://example.org/x">'
        "<script>missing()</script>"
    )
    _, console, asked = opened(chromium, broken, tmp_path)
    assert asked == ["/", "/gone.png", "http://example.org/x"]
    assert len(console) == 1
    assert "missing is not defined" in console[0]
