"""The README: its two commands, its example and its screens are what the program does.

`python -m tests.screens` writes the screens anew.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.screens import BARE, README, ROOT, example, output, rewritten, screens, shown

PLAYING = "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/curbside"
TESTING = "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"


@pytest.fixture
def page() -> str:
    """Return the README as it stands."""
    return README.read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Return the code blocks of a language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


def test_its_two_commands(page: str) -> None:
    """One line to play and one to test, first of all commands, each to be copied whole."""
    assert [block.rstrip("\n") for block in blocks(page, "sh")[:2]] == [PLAYING, TESTING]


def test_begins_with_a_picture_of_a_screen(page: str) -> None:
    """What one will see stands before what one has to type; `test_screens` holds the pictures against the program."""
    before = page[: page.index(PLAYING)]
    pictures = re.findall(r'\b(?:src|srcset)="([^"]+)"', before)
    assert pictures == [".github/screen-dark.svg", ".github/screen-light.svg"]
    assert all((ROOT / picture).is_file() for picture in pictures)
    assert re.search(r'alt="[^"]{40,}"', before)


def test_shows_plain_lines_as_they_are(page: str) -> None:
    """The screen of plain lines is what one will see."""
    [screen, *_more] = [each for each in screens(page) if each.how.startswith("screen: ")]
    assert blocks(page, "text")[0] == screen.block
    assert screen.how.startswith("screen: curbside play boy-on-the-curb --plain --width 72,")
    assert len(screen.block.splitlines()) >= 5
    assert f"\n{screen.block}" in f"\n{output(page, screen.how)}"


def test_its_example_is_a_story(page: str, tmp_path: Path) -> None:
    """Ten lines of scenes or fewer, which check clean."""
    story = example(page)
    assert story == blocks(page, "yaml")[0]
    scenes = story[story.index("scenes:\n") :].splitlines()[1:]
    assert 1 <= len([line for line in scenes if line.strip()]) <= 10
    (tmp_path / "story.yaml").write_text(story, encoding="utf-8")
    check = shown(["check", str(tmp_path)])
    assert (check.code, check.err) == (0, "")
    assert "no faults" in check.out


def test_its_example_is_played(page: str) -> None:
    """The screen behind the example is exactly what playing it shows."""
    [played] = [each for each in screens(page) if each.how.startswith("played: ")]
    behind = page[page.index(example(page)) :]
    assert blocks(behind, "text")[0] == played.block
    assert played.block == output(page, played.how)


def test_what_it_says_to_type_works(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the writer's table, on the story that `curbside new lunch` has made."""
    monkeypatch.chdir(tmp_path)
    assert shown(["new", "lunch"]).code == 0
    shutil.copytree("lunch", "lunch-before")
    typed = re.findall(r"^\| [^|]+ \| `curbside ([^`]+)`", page[: page.index("## Teach")], re.MULTILINE)
    assert len(typed) >= 10
    for command in typed:
        if "--watch" not in command:  # which goes on until somebody leaves
            screen = shown(shlex.split(command))
            assert (screen.code, "Traceback" in screen.err) == (0, False), f"{command}: {screen.err}"


def test_what_it_tells_teachers_to_type_works(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of their table, one after the other, on a small story with a lesson."""
    monkeypatch.chdir(tmp_path)
    Path("FOLDER").mkdir()
    shutil.copytree(ROOT / "tests" / "guide" / "gate", "gate")
    typed = re.findall(r"^\| [^|]+ \| `curbside ([^`]+)`", page[page.index("## Teach") :], re.MULTILINE)
    assert len(typed) >= 6
    for command in typed:
        story = " --story gate" if command.startswith("report") else ""
        screen = shown(shlex.split(command.replace("boy-on-the-curb", "gate") + story), ("", "1", "q"))
        assert (screen.code, "Traceback" in screen.err) == (0, False), f"{command}: {screen.err}"
    assert {"guide.html", "booklet.html", "report/report.html", "to-share/report.html"} <= {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    }
    assert not list(Path("FOLDER").iterdir())


def test_its_fault_is_told_so(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example with the slip that the page names is told as the page shows it."""
    (found,) = re.findall(r"<!-- checked: seat.yaml, (.*), (.*) -->\n```text\n(.*?)```\n", page, re.DOTALL)
    right, wrong, said = found
    monkeypatch.chdir(tmp_path)
    assert example(page).count(right) == 1
    Path("seat.yaml").write_text(example(page).replace(right, wrong), encoding="utf-8")
    screen = shown(["check", "seat.yaml"])
    assert (screen.code, screen.out) == (1, said)


def test_nothing_is_left_to_be_written_anew(page: str) -> None:
    """`python -m tests.screens` would change nothing."""
    assert screens(page)
    assert rewritten(page) == page


def test_writing_anew() -> None:
    """The writer of screens finds the same piece again, and mends what has changed in it."""
    page = (
        "<!-- screen: curbside play tests/stories/hub --plain, 1 -->\n```text\n1. Look at the ants.\nwrong\n"
        "   You do not know it yet.\n```\n```yaml\ncurbside: 1\ntitle: A\nscenes:\n  a: {text: B., ending: C}\n```\n\n"
        "<!-- played: 1 -->\n\n```text\n```\n"
    ).replace("tests/stories/hub", shlex.quote(str(ROOT / "tests" / "stories" / "hub")))
    mended = rewritten(page)
    first, second = screens(mended)
    assert first.block.splitlines() == [
        "1. Look at the ants.",
        "2. Ask his name.",
        "3. Go on.",
        "-  Say his name.",
        "   You do not know it yet.",
    ]
    assert second.block.startswith("A\n")
    assert second.block.endswith("B.\n\nThe end.\n\nC\n")
    assert rewritten(mended) == mended


def test_the_gate_tests_as_the_page_says() -> None:
    """What the page tells a newcomer to run is what the gate runs, last, so that it cannot pass by itself."""
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    make, install, test = TESTING.split(" && ")
    program, package = install.split(" ", 1)
    assert f"\n{make}\n" in gate
    assert re.search(rf"^{re.escape(program)} install .*-e '\.\[dev\]'$", gate, re.MULTILINE)
    assert package == "install -e '.[dev]'"
    assert gate.rstrip().splitlines()[-1] == test


def _copied(target: Path) -> None:
    """Copy what a clone would hold, as it stands here."""
    names = [path.name for path in ROOT.iterdir() if not path.name.startswith(".")]
    if (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607 - whichever git there is
        names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()]
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(ROOT / name, target / name)


@pytest.mark.skipif(
    os.environ.get("CURBSIDE_ALL") != "1", reason="makes an environment from the network: set CURBSIDE_ALL=1 to run it"
)
@pytest.mark.skipif(sys.platform == "win32", reason="the command is for a Unix shell")
def test_the_first_command_ends_in_a_play(tmp_path: Path) -> None:
    """In a fresh copy, in a folder with a space, in a real terminal: `1` and Enter lead from nothing to an ending."""
    import pexpect  # noqa: PLC0415 - not on Windows

    folder = tmp_path / "a fresh copy"
    _copied(folder)
    child = pexpect.spawn(
        "/bin/sh", ["-c", PLAYING], cwd=str(folder), env={**BARE, "TERM": "xterm"}, encoding="utf-8", timeout=300
    )
    try:
        child.expect("The Boy on the Curb")
        for _turn in range(400):
            child.send("1\r")
            if child.expect([r"The end\b", pexpect.TIMEOUT, pexpect.EOF], timeout=0.2) != 1:
                break
        assert child.after == "The end", child.before
        while child.isalive() and child.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=0.5):
            child.send("q\r")
        child.close()
        assert child.exitstatus == 0
    finally:
        child.close(force=True)
