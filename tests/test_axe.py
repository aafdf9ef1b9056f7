"""Pages for educators in a real browser: looked through by axe (what WCAG 2.2 AA asks and a program can see), printed.

The gate says where axe-core is (`CURBSIDE_AXE`, its `axe.min.js`).
"""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode
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

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or sys.platform == "win32", reason="needs a browser: apt-get install chromium"
)
needs_axe = pytest.mark.skipif(
    not AXE, reason="needs axe-core: npm install axe-core, and its axe.min.js in CURBSIDE_AXE"
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext: apt-get install poppler-utils"
)

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


SEEN: Final = (
    "(walker => { const found = []; while (walker.nextNode()) found.push(walker.currentNode); return found; })"
    "(document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT))"
    ".filter(each => !each.parentNode.closest('title, desc')).map(each => each.textContent).join(' ')"
)
"""What is shown, each piece apart: words of a picture's title and description are not."""
PAPERS: Final = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
"""In inches."""


@needs_axe
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


@needs_pdftotext
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", PAGES)
def test_what_is_printed_holds_every_word(
    name: str, paper: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is clipped: each word that the page shows stands in the printed one."""
    command, made = PAGES[name]
    monkeypatch.chdir(tmp_path)
    assert main(command) in {0, 1}
    width, height = PAPERS[paper]
    with browser(1000, 1400) as page:
        page.open(tmp_path / made)
        shown: str = page.ask(SEEN)
        pdf = page.send("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=False)["data"]
    Path("printed.pdf").write_bytes(b64decode(pdf))
    done = subprocess.run(["pdftotext", "printed.pdf", "-"], capture_output=True, check=True)  # noqa: S607 - wherever it is
    printed = "".join(done.stdout.decode("utf-8").split()).replace("-", "")  # which may end a line
    assert [word for word in dict.fromkeys(shown.split()) if word.replace("-", "") not in printed] == []
