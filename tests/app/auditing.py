"""Pages in a real browser audited by axe, light and dark.

axe-core: https://github.com/dequelabs/axe-core; all of its rules but the experimental ones.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from ..conftest import require
from .browser import Browser

AXE = Path(__file__).parents[2] / "web/node_modules/axe-core/axe.min.js"
SCHEMES = ("light", "dark")
AUDIT = """axe.run(document, {resultTypes: ["violations"]}).then(done => JSON.stringify({
  address: done.url, passed: done.passes.length,
  violations: done.violations.map(rule => [rule.id, rule.nodes.map(node => node.html)])
}))"""


@cache
def axe() -> str:
    """Return the text of axe."""
    require("axe-core", AXE.exists(), "run npm install in web/")
    return AXE.read_text(encoding="utf-8")


def assert_nothing_found(chromium: Browser, address: str, scheme: str, width: int) -> None:
    """Fail where axe finds something, or has hardly looked."""
    found = audited(chromium, address, scheme, width)
    assert found["violations"] == []
    assert found["passed"] > 15


def audited(chromium: Browser, address: str, scheme: str, width: int) -> dict[str, Any]:
    """Return axe's answer on a page with everything that can be opened open."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    chromium.call("Emulation.setEmulatedMedia", features=features)
    chromium.open(address, width)
    chromium.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    chromium.evaluate(axe())
    answer = chromium.call(
        "Runtime.evaluate", expression=AUDIT, awaitPromise=True, returnByValue=True
    )
    found: dict[str, Any] = json.loads(answer["result"]["value"])
    # The browser's own page of errors has no violations either.
    assert found["address"] == address
    return found
