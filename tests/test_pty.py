"""The plain player in a real terminal: what a person sees, types and is left with.

A pseudo-terminal gives the keyboard and the screen (pexpect), and pyte reads the screen as eyes would.
"""

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import wcwidth

from tests.screens import BARE, ROOT

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that pexpect can drive", allow_module_level=True)

import pexpect
import pyte

PLAY = ["-m", "engine", "play", "boy-on-the-curb", "--plain"]
CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"


class Terminal:
    """A terminal in which a story is played.

    `written` is all that ever came, `news` what came since something was typed, `screen` what stands there now.
    """

    def __init__(self, child: "pexpect.spawn[str]", columns: int, rows: int) -> None:
        self.child = child
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.written = self.news = ""

    def read(self, until: object) -> None:
        """Read up to something, and put it on the screen."""
        self.child.expect(until)
        self.seen(self.child.before + (self.child.after if isinstance(self.child.after, str) else ""))

    def seen(self, text: str) -> None:
        """Put on the screen what came."""
        self.written += text
        self.news += text
        self.stream.feed(text)

    def prompted(self) -> None:
        """Wait until the story asks."""
        self.read(r"(?:\A|\n)> \Z")

    def types(self, line: str) -> None:
        """Type a line, and wait until the story asks again."""
        self.news = ""
        self.child.send(f"{line}\r")
        self.prompted()

    def leaves(self, keys: str) -> int | None:
        """Type the last keys, and return the exit code."""
        self.child.send(keys)
        self.read(pexpect.EOF)
        self.child.close()
        code: int | None = self.child.exitstatus
        return code

    def sees(self, text: str) -> bool:
        """Say whether words stand on the screen, wherever its lines break."""
        return text in " ".join(" ".join(self.screen.display).split())

    def reads(self, text: str) -> bool:
        """Say whether words came since something was typed; on a small screen they may have gone off the top."""
        return text in " ".join(self.news.split())

    def menu(self) -> dict[str, str]:
        """Return the last menu that came: each number with its label."""
        _before, _start, rows = self.written.replace("\r", "").rpartition("\n1. ")
        rows = f"1. {rows}".partition("\n> ")[0].partition("\n-  ")[0]
        found = [row.partition(". ") for row in re.split(r"\n(?! )", rows)]
        return {number: " ".join(label.split()) for number, _dot, label in found}

    def plays_on(self) -> None:
        """Take the first choice and turn the pages, until there is an ending."""
        for _turn in range(200):
            if self.reads("The end."):
                return
            self.types("" if self.sees_a_page_turn() else "1")
        pytest.fail("no ending")

    def sees_a_page_turn(self) -> bool:
        """Say whether the line above the prompt asks for Enter."""
        lines = [row.rstrip() for row in self.screen.display if row.strip()]
        return lines[-2] == "(Enter to go on)"


@contextmanager
def terminal(columns: int, rows: int, command: str = sys.executable, arguments: list[str] = PLAY) -> Iterator[Terminal]:
    """Open a terminal of that size, with a story that asks for the first time."""
    child = pexpect.spawn(
        command,
        arguments,
        cwd=str(ROOT),
        env={**BARE, "TERM": "xterm", "PS1": "$ "},
        dimensions=(rows, columns),
        encoding="utf-8",
        timeout=20,
    )
    child.delaybeforesend = None
    try:
        yield Terminal(child, columns, rows)
    finally:
        child.close(force=True)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 10)])
def test_a_whole_play(columns: int, rows: int) -> None:
    """From the title to an ending, with every key on the way; nothing is sent but words."""
    with terminal(columns, rows) as seen:
        seen.prompted()
        menu = seen.menu()
        assert len(menu) > 1
        for mistake in ("nonsense", "", "99", "0", "1 2"):
            seen.types(mistake)
            assert seen.sees(f"Type a number (1 to {len(menu)})")
        seen.types("?")
        assert seen.reads("u take back the last choice r make it again b go back to a choice s where I stand")
        assert seen.menu() == menu
        seen.types("u")
        assert seen.reads("There is nothing to take back.")
        seen.types("s")
        assert seen.reads("You are here: ")
        assert seen.reads("You have made 0 choices.")
        seen.types("1")
        assert seen.reads(f"You chose: {menu['1']}")
        after = seen.menu()
        assert after != menu
        seen.types("s")
        assert seen.reads("You have made 1 choice.")
        seen.types("u")
        assert seen.reads(f"Taken back: {menu['1']}")
        assert seen.menu() == menu
        seen.types("r")
        assert seen.reads(f"You chose: {menu['1']}")
        told = seen.news.partition("You chose")[2]
        seen.types("a")
        assert seen.news.partition("You chose")[2] == told
        seen.types("h")
        assert seen.reads("What was said so far:")
        assert seen.news.partition("You chose")[2].startswith(told[:80])
        assert seen.reads("That was all, up to now.")
        assert seen.menu() == after
        seen.plays_on()
        assert seen.reads("The end.")
        assert seen.sees("Play again from the start")
        assert seen.leaves("q\r") == 0
        _is_only_words(seen, columns)


def _is_only_words(seen: Terminal, columns: int) -> None:
    assert re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", seen.written) is None
    for line in seen.written.replace("\r", "").split("\n"):
        assert wcwidth.wcswidth(line) <= columns, line


def test_the_first_screen() -> None:
    """A screen of the usual size holds what one needs to begin, and what one should know first came before it."""
    with terminal(80, 24) as seen:
        seen.prompted()
        assert seen.sees("Type the number of what you want to do")
        for label in seen.menu().values():
            assert seen.sees(label)
        assert seen.screen.display[seen.screen.cursor.y].rstrip() == ">"
        assert seen.screen.cursor.x == 2
        assert seen.reads("The Boy on the Curb")
        assert seen.reads("A child alone")


def test_play_again_and_the_shelf() -> None:
    """After an ending the story can be played again, and the shelf is one choice away."""
    with terminal(80, 24) as seen:
        seen.prompted()
        first = seen.menu()
        seen.plays_on()
        after = {label: number for number, label in seen.menu().items()}
        seen.types(after["Play again from the start"])
        assert seen.menu() == first
        seen.types("s")
        assert seen.reads("You have made 0 choices.")
        seen.plays_on()
        seen.types("u")
        assert seen.reads("Taken back: ")
        assert "Choose another story" not in seen.menu().values()
        seen.types("r")
        assert seen.reads("The end.")
        seen.types(after["Choose another story"])
        assert seen.sees("Which story?")
        assert seen.sees("The Boy on the Curb")
        assert seen.leaves("q\r") == 0


def test_ctrl_d_leaves() -> None:
    """The end of input leaves without a fault, and the next prompt of the shell stands on a line of its own."""
    with terminal(80, 24) as seen:
        seen.prompted()
        seen.types("1")
        assert seen.leaves(CTRL_D) == 0
        assert "Traceback" not in seen.written
        assert seen.written.endswith("\n")


def test_ctrl_c_leaves_the_terminal_as_it_was() -> None:
    """In a shell: the play is gone with 130, and the shell reads and echoes as before."""
    line = " ".join(f'"{word}"' for word in [sys.executable, *PLAY])
    with terminal(80, 24, "/bin/sh", ["-i"]) as seen:
        seen.read(r"\$ \Z")
        seen.child.send(f"{line}\r")
        seen.prompted()
        seen.child.send(f"1{CTRL_C}")
        seen.read(r"\$ \Z")
        seen.child.send("echo code $? and usable\r")
        seen.read(r"\r\ncode 130 and usable\r\n")
        assert "Traceback" not in seen.written
        assert not seen.screen.cursor.hidden
        seen.leaves("exit\r")


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_is_set_aside_and_comes_back() -> None:
    """Control and Z give the shell its terminal; `fg` goes on where the play stood."""
    line = " ".join(f'"{word}"' for word in [sys.executable, *PLAY])
    with terminal(80, 24, "bash", ["--norc", "--noprofile", "-i"]) as seen:
        seen.read(r"\$ \Z")
        seen.child.send(f"{line}\r")
        seen.prompted()
        menu = seen.menu()
        seen.child.send(CTRL_Z)
        seen.read(r"Stopped[^$]*\$ \Z")
        seen.child.send("echo $((6 * 7)) meanwhile\r")
        seen.read(r"42 meanwhile\r\n.*\$ \Z")
        seen.child.send("fg\r")
        seen.read(r"engine.*\r\n")
        seen.types("1")
        assert seen.reads(f"You chose: {menu['1']}")
        seen.child.send("q\r")
        seen.read(r"\$ \Z")
        seen.leaves("exit\r")


NEWS = """
import sys
from pathlib import Path
from engine.plays.settings import Settings
from engine.terminal.plain import Plain
from engine.terminal.telling import Row
face = Plain(sys.stdin, sys.stdout, Settings())
face.changed = Path(sys.argv[1]).exists
print(face.ask([Row("One"), Row("Two")]))
face.changed = lambda: False
print(face.ask([Row("One"), Row("Two"), Row("Three")]))
face.changed = lambda: True
print(face.turn(asks=True))
"""


def test_news_while_a_line_is_typed(tmp_path: Path) -> None:
    """A number half typed when a story changes is forgotten: in the menu that comes then it might be another choice."""
    saved = tmp_path / "saved"
    with terminal(40, 24, arguments=["-c", NEWS, str(saved)]) as seen:
        seen.prompted()
        seen.child.send("3")
        seen.read("3")
        saved.touch()
        seen.read(r"\r\nCommand.CHANGED\r\n[^>]*3. Three\r\n> \Z")
        seen.child.send("\r")
        seen.read(r"Type a number[^>]*> \Z")
        assert seen.leaves("2\r") == 0
        assert seen.written.replace("\r", "").endswith(
            "> 2\nPick(row=1, waited=False)\n\n(Enter to go on)\n> \nCommand.CHANGED\n"
        )
        assert "\x1b" not in seen.written


def test_several_choices_are_taken_back_at_once() -> None:
    """And made again: a letter and how many times."""
    with terminal(40, 24) as seen:
        seen.prompted()
        first = seen.menu()
        for _choice in range(3):
            while seen.sees_a_page_turn():
                seen.types("")
            seen.types("1")
        while seen.sees_a_page_turn():
            seen.types("")
        after = seen.menu()
        seen.types("u 3")
        assert seen.menu() == first
        seen.types("r 99")
        while seen.sees_a_page_turn():
            seen.types("")
        assert seen.menu() == after


def test_the_shelf_after_a_play_that_was_written_down(tmp_path: Path) -> None:
    """What was asked for one story is not asked for the next: the transcript that is there is left alone."""
    file = tmp_path / "play.jsonl"
    with terminal(80, 24, arguments=[*PLAY, "--transcript", str(file)]) as seen:
        seen.prompted()
        seen.plays_on()
        after = {label: number for number, label in seen.menu().items()}
        written = file.read_bytes()
        seen.types(after["Choose another story"])
        assert seen.sees("Which story?")
        seen.types("1")
        assert seen.reads("The Boy on the Curb")
        assert seen.menu()
        seen.types("1")
        assert seen.leaves("q\r") == 0
        assert file.read_bytes() == written


def test_check_in_a_terminal_has_colours_and_says_where_there_is_more() -> None:
    """On a screen the fault stands out, and the last line tells how to hear more of it; a pipe gets neither."""
    arguments = ["-m", "engine", "check", str(ROOT / "tests" / "diagnostics" / "S103-unknown-key")]
    with terminal(80, 30, arguments=arguments) as seen:
        seen.read(pexpect.EOF)
        seen.child.close()
        assert seen.child.exitstatus == 1
        assert "\x1b[1;31merror[S103]\x1b[0m" in seen.written
        assert seen.sees("More about a fault, with examples: curbside explain S103")
        (row,) = [row for row in range(30) if seen.screen.display[row].rstrip().endswith('did you mean "text"?')]
        column = seen.screen.display[row].index("^")
        assert seen.screen.display[row - 1][column:].startswith("txet: Climb over it.")
        assert seen.screen.buffer[row][column].fg == "red"
