"""Shell completion, in a real bash: what is offered for the words that stand on a line.

Needs the extra `completion`, which is part of `dev`. Other shells get a script as well; whether it is there is seen.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from engine.codes import CODES
from tests.screens import BARE, ROOT, shown

shtab = pytest.importorskip("shtab", reason="pip install 'curbside[completion]'")

COMMANDS = ("play", "check", "explore", "walk", "map", "guide", "report", "new", "schema", "explain", "data")
ASK = """\
source /dev/stdin
known=$(complete -p curbside)
known=${known##*-F }
COMP_WORDS=("$@")
COMP_CWORD=$(( $# - 1 ))
"${known%% *}"
printf '%s\\n' "${COMPREPLY[@]}"
"""
"""What asks bash: the script comes in, then the words that stand on the line, the last one not yet whole."""


@cache
def script(shell: str = "bash") -> str:
    """Return the script for a shell."""
    screen = shown(["--print-completion", shell])
    assert (screen.code, screen.err) == (0, "")
    return screen.out


def offered(line: str, folder: Path) -> set[str]:
    """Return what bash offers in a folder for a line, whose last word is not yet whole."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    done = subprocess.run(
        [bash, "--norc", "--noprofile", "-c", ASK, "bash", *line.split(" ")],
        input=script(),
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=BARE,
        timeout=60,
    )
    assert done.stderr == ""
    return {line.rstrip() for line in done.stdout.splitlines()} - {""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with stories in it, and other things."""
    for file in ("seat.yaml", "bus.yml", "notes.txt", "play.jsonl"):
        (tmp_path / file).touch()
    for name in ("glove", "my story"):
        (tmp_path / name).mkdir()
    return tmp_path


STORIES = {"boy-on-the-curb", "how-a-story-works", "twenty-three", "seat.yaml", "bus.yml", "glove", "my story"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("curbside ch", {"check"}),
        ("curbside ", {*COMMANDS}),
        ("curbside --plain pl", {"play"}),
        ("curbside --pl", {"--plain"}),
        ("curbside play boy", {"boy-on-the-curb"}),
        ("curbside play ", STORIES),
        ("curbside play m", {"my story"}),
        ("curbside play --seed 7 ", STORIES),
        ("curbside play seat.yaml --tr", {"--transcript"}),
        ("curbside play --replay pl", {"play.jsonl"}),
        ("curbside check ", STORIES),
        ("curbside check glove se", {"seat.yaml"}),
        ("curbside check --form", {"--format"}),
        ("curbside check --format ", {"text", "concise", "json", "github", "sarif"}),
        ("curbside check --format j", {"json"}),
        ("curbside explore --against se", {"seat.yaml"}),
        ("curbside map boy", {"boy-on-the-curb"}),
        ("curbside schema boy", {"boy-on-the-curb"}),
        ("curbside new ", {"glove", "my story"}),
        ("curbside explain S10", {code for code in CODES if code.startswith("S10")}),
        ("curbside --print-completion z", {"zsh"}),
        ("curbside xyzzy", set()),
    ],
)
def test_bash_offers(line: str, expected: set[str], folder: Path) -> None:
    """Commands, options, their values, stories by id, by file and by folder; no file that is no story."""
    assert offered(line, folder) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_there_is_a_script_for(shell: str) -> None:
    """Each names the commands and the bundled stories, as far as the shell can be told of those."""
    for command in COMMANDS:
        assert command in script(shell)
    assert ("boy-on-the-curb" in script(shell)) == (shell != "tcsh")


def test_a_shell_that_is_none() -> None:
    """The shells that there are scripts for are named."""
    screen = shown(["--print-completion", "xyzzy"])
    assert (screen.code, screen.out) == (2, "")
    assert "bash" in screen.err
    assert "zsh" in screen.err


def _without_shtab(*arguments: str) -> Sequence[str]:
    code = f"import sys; sys.modules['shtab'] = None; from engine.cli import main; sys.exit(main({list(arguments)!r}))"
    return [sys.executable, "-c", code]


def test_without_the_extra() -> None:
    """It is said what to install; all else works as ever."""
    done = subprocess.run(
        _without_shtab("--print-completion", "bash"), capture_output=True, text=True, check=False, cwd=ROOT, env=BARE
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'curbside[completion]'" in done.stderr
    assert "Traceback" not in done.stderr
    done = subprocess.run(_without_shtab("--help"), capture_output=True, text=True, check=False, cwd=ROOT, env=BARE)
    assert (done.returncode, done.stderr) == (0, "")
