"""What the program shows, and the README's two screens made from it: `python -m tests.screens` writes both anew.

`shown` runs the command line in this process, with typed lines for a keyboard; the tests of the player use it too.
"""

import io
import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest.mock import patch

from engine.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"

BARE = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("PYTHON") and name not in {"ACCESSIBLE", "COLUMNS", "LANGUAGE", "LINES", "NO_COLOR"}
}
"""An environment for processes of our own: without what a developer's shell or a CI runner changes about Python."""
BARE["CURBSIDE_DATA"] = os.environ["CURBSIDE_DATA"] = "off"  # nothing is kept, and nothing that was kept is met


class Shown(NamedTuple):
    """What a run of the command left: its exit code, and what stands on its two outputs."""

    code: int
    out: str
    err: str


def shown(arguments: Sequence[str], typed: Sequence[str] = ()) -> Shown:
    """Run `curbside` with arguments, typing these lines; then the input ends."""
    read = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in typed).encode()), encoding="utf-8")
    written, said = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(raw, encoding="utf-8", newline="\n") for raw in (written, said))
    with patch("sys.stdin", read), patch("sys.stdout", out), patch("sys.stderr", err):
        try:
            code = main(arguments)
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        out.flush()
        err.flush()
        return Shown(code, written.getvalue().decode(), said.getvalue().decode())


class Screen(NamedTuple):
    """A `text` block of a page, and the comment before it that says how the program shows it."""

    how: str
    block: str


_SCREEN = re.compile(
    r"<!-- (?P<how>(?:played|screen): .+?) -->\n+```text\n(?P<block>.*?)^```$", re.DOTALL | re.MULTILINE
)
_YAML = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def screens(page: str) -> list[Screen]:
    """Return the blocks of a page that are screens, in their order."""
    return [Screen(found["how"], found["block"]) for found in _SCREEN.finditer(page)]


def example(page: str) -> str:
    """Return the first YAML block of a page; empty where there is none."""
    found = _YAML.search(page)
    return found[1] if found else ""


def output(page: str, how: str) -> str:
    """Return all that the program shows when it is run as a comment of the page says.

    `screen: COMMAND, INPUT, INPUT` runs a command; `played: INPUT INPUT` plays the page's first YAML block.
    """
    kind, _colon, rest = how.partition(": ")
    if kind == "screen":
        command, *typed = (part.strip() for part in rest.split(","))
        return shown(shlex.split(command)[1:], typed).out
    with TemporaryDirectory() as folder:
        story = Path(folder) / "story.yaml"
        story.write_text(example(page), encoding="utf-8", newline="\n")
        return shown(["play", str(story), "--plain"], rest.split()).out


def piece(whole: str, old: str) -> str:
    """Return the piece of `whole` that takes the place of `old`: from its first line to its last, where they still are.

    Where the first is gone, or there was nothing, it is what follows the last choice.
    """
    lines, before = whole.splitlines(), old.splitlines()
    if not before or before[0] not in lines:
        last = max((index for index, line in enumerate(lines) if line.startswith("You chose: ")), default=0)
        return _joined(lines[last:])
    start = lines.index(before[0])
    wanted = start + len(before) - 1
    ends = [index for index, line in enumerate(lines) if line == before[-1] and index >= start]
    end = min(ends, key=lambda index: abs(index - wanted), default=wanted)
    return _joined(lines[start : end + 1])


def _joined(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def rewritten(page: str) -> str:
    """Return the page with every screen as the program shows it today."""

    def fresh(found: re.Match[str]) -> str:
        whole = output(page, found["how"])
        new = whole if found["how"].startswith("played") else piece(whole, found["block"])
        return found[0].replace(f"```text\n{found['block']}", f"```text\n{new}")

    return _SCREEN.sub(fresh, page)


if __name__ == "__main__":
    before = README.read_text(encoding="utf-8")
    README.write_text(rewritten(before), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(screens(before))} screens in {README.name} written anew\n")
