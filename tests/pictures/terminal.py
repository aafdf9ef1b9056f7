"""A terminal with a program in it: keys go in, and what stands on the screen and in its scrollback is read back."""

import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import chain, groupby
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

import pexpect
import pyte
import wcwidth

ROOT: Final = Path(__file__).parent.parent.parent
CURBSIDE: Final = (sys.executable, "-m", "engine")
PATIENCE: Final = 30.0  # seconds before a test gives up; a busy machine may need many, an idle one needs none

ENTER, ESCAPE, UP, DOWN, HOME, END, TAB = "\r", "\x1b", "\x1b[A", "\x1b[B", "\x1b[H", "\x1b[F", "\t"
CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"

_LIVE, _GONE = b"\x1b[?2004h", b"\x1b[?2004l"  # bracketed paste: on while something waits for keys
_DRAWN, _DRAWING = b"\x1b[?7h", b"\x1b[?7l"  # line wrap: off while it is drawn


class Size(NamedTuple):
    """How large a terminal is."""

    columns: int
    rows: int


class Cell(NamedTuple):
    """A character on the screen. `text` is empty in the second column of a wide one."""

    text: str
    colour: str
    bold: bool
    italic: bool


class _Screen(pyte.HistoryScreen):
    """A screen that keeps what takes no room with the character before it: pyte drops it, and the rest with it."""

    def draw(self, data: str) -> None:
        """Show characters where the cursor is."""
        for marks, group in groupby(data, lambda char: wcwidth.wcwidth(char) == 0 and not unicodedata.combining(char)):
            if marks:
                self._mark("".join(group))
            else:
                super().draw("".join(group))

    def _mark(self, marks: str) -> None:
        line, column = self.buffer[self.cursor.y], self.cursor.x - 1
        while column > 0 and not line[column].data:  # the second column of a wide character
            column -= 1
        if column >= 0:
            line[column] = line[column]._replace(data=line[column].data + marks)


class Terminal:
    """A program in a pseudo-terminal. Whatever is awaited is awaited for long, and nothing sleeps."""

    def __init__(
        self, command: Sequence[str], size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None
    ) -> None:
        self.size = Size(*size)
        self.screen = _Screen(*self.size, history=100_000)
        self.stream = pyte.ByteStream(self.screen)
        self.written = b""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}
        fixed = {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}
        fixed |= {"CURBSIDE_CACHE": "off", "CURBSIDE_DATA": "off"}
        self.child = pexpect.spawn(
            command[0], list(command[1:]), env=kept | fixed | dict(env or {}), dimensions=(self.size.rows, self.size[0])
        )
        self.child.delaybeforesend = None
        self.child.delayafterclose = self.child.delayafterterminate = 0.02

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.child.close(force=True)

    @property
    def sent(self) -> str:
        """All that the program has written."""
        return self.written.decode(errors="replace")

    @property
    def lines(self) -> list[str]:
        """What stands on the screen, without the blanks at the ends of lines."""
        return [_words(row) for row in self.cells()]

    @property
    def whole(self) -> list[str]:
        """What stands in the scrollback and below it on the screen."""
        return [*(_words(self._cells(line)) for line in self.screen.history.top), *self.lines]

    @property
    def here(self) -> str:
        """The line in which the terminal's cursor stands, from the cursor on."""
        return _words(self.cells()[self.screen.cursor.y][self.screen.cursor.x :])

    @property
    def menu(self) -> bool:
        """Whether something waits for a key, and stands there whole."""
        live = self.written.rpartition(_LIVE)[2]
        return _GONE not in live and live.rfind(_DRAWN) > live.rfind(_DRAWING)

    def cells(self) -> list[list[Cell]]:
        """Return the screen, row by row."""
        return [self._cells(self.screen.buffer[row]) for row in range(self.size.rows)]

    def _cells(self, line: Mapping[int, pyte.screens.Char]) -> list[Cell]:
        shown = (line[column] for column in range(self.size.columns))
        return [Cell(each.data, each.fg, each.bold, each.italics) for each in shown]

    def press(self, *keys: str) -> None:
        """Type keys."""
        self.child.send("".join(keys))

    def answer(self, *keys: str) -> None:
        """Type keys, and wait until the next thing that waits for a key stands there."""
        before = self.written.count(_LIVE)
        self.press(*keys)
        self.until(lambda: self.menu and self.written.count(_LIVE) > before)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size, as its user would; the system tells the program, once."""
        self.size = Size(columns, rows)
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def until(self, what: str | Callable[[], object]) -> None:
        """Wait until words stand on the screen, wrapped or not, or until something is so; never amid a drawing."""
        so = what if callable(what) else lambda: _one(what) in _one(" ".join(self.lines))

        def holds() -> bool:
            return self.written.rfind(_DRAWN) >= self.written.rfind(_DRAWING) and bool(so())

        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(self._report(what, "in time"))
            try:
                self._feed(self.child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except (pexpect.EOF, OSError):
                if holds():
                    return
                raise AssertionError(self._report(what, "before the program ended")) from None

    def ended(self) -> int:
        """Wait until the program has ended; return its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self._feed(self.child.read_nonblocking(65536, timeout=0.1))
            except pexpect.TIMEOUT:
                continue
            except (pexpect.EOF, OSError):
                break
        else:
            raise AssertionError(self._report("its end", "in time"))
        self.child.wait()
        if self.child.exitstatus is None:
            return -int(self.child.signalstatus)
        return int(self.child.exitstatus)

    def _feed(self, data: bytes) -> None:
        self.written += data
        self.stream.feed(data)

    def _report(self, what: object, when: str) -> str:
        shown = "\n".join(chain(("-" * self.size.columns,), self.lines, ("-" * self.size.columns,)))
        return f"{what!r} did not come {when}; the screen:\n{shown}\nlast written: {self.sent[-300:]!r}"


def curbside(
    *arguments: str, size: tuple[int, int] = (80, 24), env: Mapping[str, str] | None = None, python: Sequence[str] = ()
) -> Terminal:
    """Start `curbside` in a terminal. `python` are options for the interpreter."""
    return Terminal([CURBSIDE[0], *python, *CURBSIDE[1:], *arguments], size, env)


def _words(row: Sequence[Cell]) -> str:
    return "".join(cell.text for cell in row).rstrip()


def _one(text: str) -> str:
    """Return text on one line."""
    return re.sub(r"\s+", " ", text).strip()
