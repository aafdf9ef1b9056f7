"""The README's pictures of a guide and of a report, from a real browser: `python -m tests.pictures.pages`.

What a browser draws differs from version to version, so no test holds these; look at them when they are drawn anew.
"""

import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from engine.cli import main
from tests.map.browser import browser
from tests.pictures.readme import FOLDER
from tests.screens import ROOT

SIZE: Final = (860, 640)
CLASS: Final = ROOT / "tests" / "report"


def draw() -> None:
    """Draw both into the folder of pictures."""
    with TemporaryDirectory() as folder:
        guide, report = Path(folder) / "guide.html", Path(folder) / "report"
        main(["guide", "boy-on-the-curb", "-o", str(guide)])
        main(["report", str(CLASS / "class"), "--story", str(CLASS / "story"), "-o", str(report)])
        _shoot(guide, "plan", FOLDER / "guide.png")
        _shoot(report / "report.html", "", FOLDER / "report.png")


def _shoot(path: Path, anchor: str, to: Path) -> None:
    with browser(*SIZE) as page:
        page.open(path)
        if anchor:
            page.ask(f"document.getElementById({anchor!r}).scrollIntoView()")
        to.write_bytes(b64decode(page.send("Page.captureScreenshot")["data"]))


if __name__ == "__main__":
    draw()
    sys.stdout.write("guide.png and report.png drawn anew\n")
