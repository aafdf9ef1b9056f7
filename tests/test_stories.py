"""The golden stories: one for each feature of the language, played as a person would, line by line.

Each folder of `tests/stories/` holds a story, `input.txt` (what is typed; the first line may hold options behind a `#`)
and `transcript.txt`, the exact standard output. `pytest --update-expected` writes the latter anew, for review by diff.
"""

import json
import random
import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import wcwidth
from jsonschema import Draft202012Validator

from engine.reading import load
from tests.screens import ROOT, Shown, shown

FOLDERS = sorted(path.parent for path in (ROOT / "tests" / "stories").glob("*/story.yaml"))
BUNDLED = sorted(path.parent for path in (ROOT / "scenes").glob("*/story.yaml"))
WIDTHS = (20, 21, 37, 72, 200)
STUCK = {"dead-end", "second-arrival"}  # the stories that are at fault, to show how that is told: exit code 1
UNSHOWN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

LINE = Draft202012Validator(json.loads((ROOT / "schemas" / "transcript.schema.json").read_text(encoding="utf-8")))

golden = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


class Script(NamedTuple):
    """What stands in an `input.txt`."""

    options: list[str]
    typed: list[str]


def script(folder: Path) -> Script:
    """Return the options and the typed lines of a golden story."""
    first, *rest = (folder / "input.txt").read_text(encoding="utf-8").splitlines()
    return Script(shlex.split(first[1:]), rest) if first.startswith("#") else Script([], [first, *rest])


def played(folder: Path, options: Sequence[str], typed: Sequence[str] = ()) -> Shown:
    """Play a story on lines."""
    return shown(["play", str(folder), "--plain", *options], typed)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each story once for all the tests: they are about playing."""
    monkeypatch.setattr(load, "load", _load)


_load = cache(load.load)


def written(file: Path) -> list[dict[str, Any]]:
    """Return the lines of a transcript."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def moves(file: Path) -> list[dict[str, Any]]:
    """Return what a transcript says was done, without the times."""
    return [{key: value for key, value in line.items() if key != "after"} for line in written(file)[1:]]


def test_there_are_stories() -> None:
    """The loops below have something to go over, and each folder is whole."""
    assert len(FOLDERS) >= 12
    assert {folder.name for folder in FOLDERS} >= STUCK
    assert BUNDLED
    for folder in (ROOT / "tests" / "stories").iterdir():
        assert {"story.yaml", "input.txt", "transcript.txt"} <= {path.name for path in folder.iterdir()}, folder


@golden
def test_is_told_as_expected(folder: Path, request: pytest.FixtureRequest) -> None:
    """The whole screen is what the language page says, and nothing is said elsewhere."""
    options, typed = script(folder)
    screen = played(folder, options, typed)
    expected = folder / "transcript.txt"
    if request.config.getoption("--update-expected", default=False):
        expected.write_text(screen.out, encoding="utf-8", newline="\n")
    assert screen.out == expected.read_text(encoding="utf-8")
    assert screen.err == ""
    assert screen.code == (1 if folder.name in STUCK else 0)


@golden
def test_is_written_down_and_shown_again(folder: Path, tmp_path: Path) -> None:
    """The transcript keeps to its schema, and `--replay` shows the play again, byte for byte.

    A transcript holds choices, undo and redo; not the page turns, nor what was only asked (help, where I stand, a
    typing mistake). So a replay is what a player would have seen who typed just what the replay shows behind each `>`:
    that player's screen begins with the whole replay, and only what is said as the input ends may follow. Where the
    golden input is that already, this is the golden play itself. Both plays leave the same moves in their transcripts.
    """
    options, typed = script(folder)
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    seeded = ["--seed", "5", *options]
    first = played(folder, [*seeded, "--transcript", str(once)], typed)
    for line in written(once):
        LINE.validate(line)
    replay = played(folder, [*options, "--replay", str(once)])
    assert (replay.code, replay.err) == (0, "")

    behind = re.findall(r"^> ?(.*)$", replay.out, re.MULTILINE)
    second = played(folder, [*seeded, "--transcript", str(twice)], behind)
    assert second.out.startswith(replay.out)
    assert re.fullmatch(r"|\n1\. (.*\n)+> \n", second.out.removeprefix(replay.out))
    assert moves(twice) == moves(once)
    if behind == typed:
        assert first == second


@pytest.mark.parametrize("name", ["My Story!", "a" * 80, "2 Thursdays", "さむい"])
def test_a_story_without_an_id_is_written_down_too(name: str, tmp_path: Path) -> None:
    """Whatever its folder is called, the transcript keeps to its schema and can be shown again."""
    folder, file = tmp_path / name, tmp_path / "play.jsonl"
    shutil.copytree(ROOT / "tests" / "stories" / "hub", folder)
    screen = played(folder, ["--transcript", str(file)], ["1"])
    for line in written(file):
        LINE.validate(line)
    replay = played(folder, ["--replay", str(file)])
    assert (replay.code, replay.err) == (0, "")
    assert screen.out.startswith(replay.out)


@pytest.mark.parametrize("asked", ["a", "h", "s"])
def test_no_page_is_told_before_it_is_turned(asked: str) -> None:
    """At the end of a page, `a`, `h` and `s` speak of what was read, not of the pages to come."""
    pages = ROOT / "tests" / "stories" / "silent-scenes"
    screen = played(pages, [], [asked])
    assert "The first page." in screen.out
    assert "The second page." not in screen.out
    gate = ROOT / "tests" / "stories" / "passed-by"
    assert "The lane" not in played(gate, [], [asked]).out


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("folder", [*FOLDERS, *BUNDLED], ids=lambda folder: folder.name)
def test_keeps_to_the_width(folder: Path, width: int) -> None:
    """No line is wider than the screen, and nothing is sent that a terminal would obey."""
    typed = list(_typed(folder, width))
    screen = played(folder, ["--seed", "5", "--width", str(width)], typed)
    assert UNSHOWN.search(screen.out) is None
    for line in screen.out.splitlines():
        assert wcwidth.wcswidth(line) <= width, line
        assert line == line.rstrip() or line == "> "


def _typed(folder: Path, width: int) -> Iterator[str]:
    """Yield the golden input, and behind it numbers at random, and things that are no numbers."""
    if folder in FOLDERS:
        yield from script(folder).typed
    dice = random.Random(width)  # noqa: S311 - the same at each run
    yield "no number at all, and wider than a narrow screen; さむい 🥪"
    for _ in range(150):
        yield dice.choice(["1", "2", "3", "4", "s", "", "?"])
