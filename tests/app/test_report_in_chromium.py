"""The report in a real browser, asked over the DevTools protocol; nothing resolves. axe audits it.

The browser's own traffic is not the page's, so the page's requests are taken from the protocol.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterkg.app.report import page
from clusterkg.graph import KnowledgeGraph

from ..conftest import require
from .auditing import SCHEMES, assert_nothing_found
from .browser import CHROMIUM, Browser, browser

PHONE, DESK = 390, 1280


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require("Chromium", bool(CHROMIUM), "Debian's package chromium is not installed")
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(kg: KnowledgeGraph, quick: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(page.make(kg).html, encoding="utf-8")
    return file.as_uri()


def complaints(chromium: Browser) -> list[str]:
    entries = [entry["entry"]["text"] for entry in chromium.named("Log.entryAdded")]
    failures = [failed["errorText"] for failed in chromium.named("Network.loadingFailed")]
    calls = [call["type"] for call in chromium.named("Runtime.consoleAPICalled")]
    return [*entries, *failures, *calls, *map(str, chromium.named("Runtime.exceptionThrown"))]


def asked(chromium: Browser) -> list[str]:
    requests = [sent["request"]["url"] for sent in chromium.named("Network.requestWillBeSent")]
    return [url for url in requests if not url.startswith("data:")]


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    chromium: Browser, address: str, width: int
) -> None:
    chromium.open(address, width)
    assert asked(chromium) == [address]
    assert complaints(chromium) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_no_wider_than_the_window(
    chromium: Browser, address: str, width: int
) -> None:
    chromium.open(address, width)
    assert chromium.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.slow
def test_no_words_of_a_drawing_are_cut(chromium: Browser, address: str) -> None:
    chromium.open(address, DESK)
    cut = chromium.evaluate(
        "JSON.stringify([...document.querySelectorAll('svg text')].filter(t => {"
        "const a = t.getBoundingClientRect(), b = t.ownerSVGElement.getBoundingClientRect();"
        "return a.left < b.left - 1 || a.right > b.right + 1 || a.top < b.top - 1"
        " || a.bottom > b.bottom + 1}).map(t => t.textContent))"
    )
    assert cut == "[]"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: str) -> None:
    assert_nothing_found(chromium, address, scheme, DESK)


@pytest.mark.slow
def test_a_failed_request_and_a_console_error_would_be_seen(
    chromium: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "broken.html"
    file.write_text(
        '<img src="gone.png"><img src="http://example.org/x"><script>console.error(1)</script>',
        encoding="utf-8",
    )
    chromium.open(file.as_uri(), DESK)
    assert sorted(asked(chromium)) == sorted(
        [file.as_uri(), (tmp_path / "gone.png").as_uri(), "http://example.org/x"]
    )
    assert "error" in complaints(chromium)
    assert len(chromium.named("Network.loadingFailed")) == 2
