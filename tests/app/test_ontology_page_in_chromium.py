"""The documentation page in a real browser, audited by axe, light and dark."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from clusterkg.app.ontology_page import page
from clusterkg.graph import KnowledgeGraph

from ..conftest import require
from .auditing import SCHEMES, assert_nothing_found, audited
from .browser import CHROMIUM, Browser, browser
from .test_report_in_chromium import DESK, PHONE, asked, complaints


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require("Chromium", bool(CHROMIUM), "Debian's package chromium is not installed")
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("pages") / "ontology.html"
    file.write_text(page.make(kg), encoding="utf-8")
    return file.as_uri()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(chromium: Browser, address: str, scheme: str) -> None:
    assert_nothing_found(chromium, address, scheme, DESK)


@pytest.mark.slow
def test_axe_finds_nothing_on_a_phone(chromium: Browser, address: str) -> None:
    assert_nothing_found(chromium, address, "light", PHONE)


@pytest.mark.slow
def test_axe_would_find_what_is_wrong(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(
        '<!DOCTYPE html><html><title>Bad</title><main><h1>Bad</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">faint</p></main></html>', encoding="utf-8",
    )
    found = audited(chromium, file.as_uri(), "light", DESK)
    rules = {rule for rule, _ in found["violations"]}
    assert {"color-contrast", "html-has-lang", "image-alt"} <= rules


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    chromium: Browser, address: str, width: int
) -> None:
    chromium.open(address, width)
    assert asked(chromium) == [address]
    assert complaints(chromium) == []
    assert chromium.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.slow
def test_the_policy_keeps_what_is_not_ours_out(chromium: Browser, tmp_path: Path) -> None:
    style = "p { color: red }"
    policy = page.content_policy(style)
    file = tmp_path / "policed.html"
    file.write_text(
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><style>{style}</style>'
        '<p>red</p><script>document.title = "run"</script>', encoding="utf-8",
    )
    chromium.open(file.as_uri(), DESK)
    assert chromium.evaluate("getComputedStyle(document.querySelector('p')).color") == (
        "rgb(255, 0, 0)"
    )
    assert chromium.evaluate("document.title") != "run"


@pytest.mark.slow
def test_words_of_the_diagrams_are_inside_their_boxes(chromium: Browser, address: str) -> None:
    chromium.open(address, DESK)
    outside = chromium.evaluate(
        "JSON.stringify([...document.querySelectorAll('.diagram text')].filter(text => {"
        "const a = text.getBBox(), box = text.parentNode.querySelector('rect');"
        "const b = box ? box.getBBox() : text.ownerSVGElement.viewBox.baseVal;"
        "return a.x < b.x || a.x + a.width > b.x + b.width"
        " || a.y < b.y || a.y + a.height > b.y + b.height}).map(text => text.textContent))"
    )
    assert outside == "[]"
    assert chromium.evaluate("document.querySelectorAll('.diagram text').length") > 100


@pytest.mark.slow
def test_no_label_of_a_diagram_lies_on_another(chromium: Browser, address: str) -> None:
    chromium.open(address, DESK)
    overlaps = chromium.evaluate(
        "JSON.stringify([...document.querySelectorAll('.diagram svg')].flatMap(svg => {"
        "const all = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]);"
        "return all.flatMap(([one, a], n) => all.slice(n + 1).filter(([, b]) =>"
        "a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height"
        " && b.y + 2 < a.y + a.height).map(([other]) => `${one} / ${other}`))}))"
    )
    assert overlaps == "[]"
