"""Pages for educators in a real browser, looked through by axe: what WCAG 2.2 AA asks and a program can see.

The gate says where axe-core is (`CURBSIDE_AXE`, its `axe.min.js`).
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from engine.cli import main
from tests.map.browser import CHROMIUM, browser
from tests.screens import ROOT

AXE: Final = os.environ.get("CURBSIDE_AXE", "")
NARROW: Final = 320
RUN: Final = (
    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    ".then(found => JSON.stringify(found.violations.map(each => [each.id, each.nodes[0].html])))"
)

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None or sys.platform == "win32", reason="needs a browser: apt-get install chromium"),
    pytest.mark.skipif(not AXE, reason="needs axe-core: npm install axe-core, and its axe.min.js in CURBSIDE_AXE"),
]

GUIDE: Final = ["guide", str(ROOT / "tests" / "guide" / "gate")]
REPORT: Final = [
    "report",
    str(ROOT / "tests" / "report" / "class"),
    "--story",
    str(ROOT / "tests" / "report" / "story"),
]
PAGES: Final = {
    "guide": ([*GUIDE, "-o", "guide.html"], "guide.html"),
    "booklet": ([*GUIDE, "--booklet", "-o", "booklet.html"], "booklet.html"),
    "report": ([*REPORT, "-o", "out"], "out/report.html"),
    "report to share": ([*REPORT, "--share", "-o", "out"], "out/report.html"),
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No violation, wide or as narrow as a telephone."""
    command, made = PAGES[name]
    monkeypatch.chdir(tmp_path)
    assert main(command) in {0, 1}  # a class folder may hold files that are named and skipped
    with browser(1000, 1400) as page:
        page.open(tmp_path / made)
        page.ask(f"{Path(AXE).read_text(encoding='utf-8')};1")
        for width in (1000, NARROW):
            page.send("Emulation.setDeviceMetricsOverride", width=width, height=1400, deviceScaleFactor=1, mobile=False)
            found: Any = page.send("Runtime.evaluate", expression=RUN, awaitPromise=True, returnByValue=True)
            assert json.loads(found["result"]["value"]) == []
        assert page.ask("document.documentElement.scrollWidth") <= NARROW
