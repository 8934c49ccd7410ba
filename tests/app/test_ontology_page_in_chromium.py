"""The documentation page and the report in a real browser, audited by axe, light and dark.

axe-core: https://github.com/dequelabs/axe-core; all of its rules but the experimental ones.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clusterkg.app.ontology_page import page
from clusterkg.app.report import page as report
from clusterkg.graph import KnowledgeGraph

from ..conftest import require
from .browser import CHROMIUM, Browser, browser
from .test_report_in_chromium import DESK, PHONE, asked, complaints

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
SCHEMES = ("light", "dark")
AUDIT = """axe.run(document, {resultTypes: ["violations"]}).then(done => JSON.stringify({
  address: done.url, passed: done.passes.length,
  violations: done.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)])
}))"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    require("Chromium", bool(CHROMIUM), "Debian's package chromium is not installed")
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def axe() -> str:
    require("axe-core", AXE.exists(), "run npm install in web/")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def addresses(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, found = tmp_path_factory.mktemp("pages"), {}
    for name, html in (("ontology", page.make(kg)), ("report", report.make(kg).html)):
        file = folder / f"{name}.html"
        file.write_text(html, encoding="utf-8")
        found[name] = file.as_uri()
    return found


def audited(chromium: Browser, axe: str, address: str, scheme: str, width: int) -> dict[str, Any]:
    """Return axe's answer on a page with everything that can be opened open."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.call("Emulation.setEmulatedMedia", features=features)
    chromium.open(address, width)
    chromium.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    chromium.evaluate(axe)
    answer = chromium.call(
        "Runtime.evaluate", expression=AUDIT, awaitPromise=True, returnByValue=True
    )
    found: dict[str, Any] = json.loads(answer["result"]["value"])
    # The browser's own page of errors has no violations either.
    assert found["address"] == address
    return found


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["ontology", "report"])
def test_axe_finds_nothing(
    chromium: Browser, axe: str, addresses: dict[str, str], name: str, scheme: str
) -> None:
    found = audited(chromium, axe, addresses[name], scheme, DESK)
    assert found["violations"] == []
    assert found["passed"] > 15


@pytest.mark.slow
def test_axe_finds_nothing_on_a_phone(
    chromium: Browser, axe: str, addresses: dict[str, str]
) -> None:
    assert audited(chromium, axe, addresses["ontology"], "light", PHONE)["violations"] == []


@pytest.mark.slow
def test_axe_would_find_what_is_wrong(chromium: Browser, axe: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(
        '<!DOCTYPE html><html><title>Bad</title><main><h1>Bad</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">faint</p></main></html>', encoding="utf-8",
    )
    found = audited(chromium, axe, file.as_uri(), "light", DESK)
    rules = {rule for rule, _ in found["violations"]}
    assert {"color-contrast", "html-has-lang", "image-alt"} <= rules


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_asks_for_nothing_and_complains_of_nothing(
    chromium: Browser, addresses: dict[str, str], width: int
) -> None:
    chromium.open(addresses["ontology"], width)
    assert asked(chromium) == [addresses["ontology"]]
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
def test_words_of_the_diagrams_are_inside_their_boxes(
    chromium: Browser, addresses: dict[str, str]
) -> None:
    chromium.open(addresses["ontology"], DESK)
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
def test_no_label_of_a_diagram_lies_on_another(
    chromium: Browser, addresses: dict[str, str]
) -> None:
    chromium.open(addresses["ontology"], DESK)
    overlaps = chromium.evaluate(
        "JSON.stringify([...document.querySelectorAll('.diagram svg')].flatMap(svg => {"
        "const all = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBBox()]);"
        "return all.flatMap(([one, a], n) => all.slice(n + 1).filter(([, b]) =>"
        "a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height"
        " && b.y + 2 < a.y + a.height).map(([other]) => `${one} / ${other}`))}))"
    )
    assert overlaps == "[]"
