"""The rich player in a pseudo-terminal: from a key to the new words, and what a choice costs above a bare menu.

Both play the same generated story and take the first choice each time. A pseudo-terminal is the standard library's;
where there is none (Windows), the rows say so.
"""

import contextlib
import json
import os
import select
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from tests.bench.rows import Row, Section, ms
from tests.bench.turns import ROOT, Command, Failed, python

SCENES: Final = 60
PATIENCE: Final = 30.0
_OURS, _BARE = "the rich player", "a bare prompt_toolkit menu"


class Sitting(NamedTuple):
    """A sitting of so many choices: the seconds from each key to the new words, and the processor time of it all."""

    waits: list[float]
    processor: float


class _Terminal:
    """A child in a pseudo-terminal of 100 columns and 40 rows."""

    def __init__(self, command: Command) -> None:
        import fcntl  # noqa: PLC0415 - not everywhere
        import pty  # noqa: PLC0415
        import struct  # noqa: PLC0415
        import termios  # noqa: PLC0415

        self.seen = b""
        self.child, self.screen = pty.fork()
        if self.child == 0:
            os.chdir(ROOT)
            os.execve(command.words[0], command.words, {**command.everything, "TERM": "xterm-256color"})  # noqa: S606
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    def type(self, key: str) -> float:
        """Send a key and return when."""
        self.seen = b""
        os.write(self.screen, key.encode())
        return time.perf_counter()

    def until(self, words: str) -> float:
        """Read on until `words` were written, and return when."""
        end = time.perf_counter() + PATIENCE
        while words.encode() not in self.seen:
            ready, _, _ = select.select([self.screen], [], [], max(0.0, end - time.perf_counter()))
            if not ready:
                message = f"waited for {words!r} and saw {self.seen[-600:]!r}"
                raise Failed(message)
            self.seen += os.read(self.screen, 65536)
        return time.perf_counter()

    def close(self) -> float:
        """Read to the end and return the child's processor time."""
        with contextlib.suppress(OSError):
            while os.read(self.screen, 65536):
                pass
        os.close(self.screen)
        _pid, _status, used = os.wait4(self.child, 0)
        return used.ru_utime + used.ru_stime


def section(folder: Path, rounds: int, choices: int) -> Section:
    """Return the rows of the rich player. A sitting has so many `choices`, another one, to be taken off, has three."""
    title = "The rich player in a pseudo-terminal"
    if sys.platform == "win32":
        return Section(title, (Row(_OURS, "no pseudo-terminal here"),))
    story, rows = folder / f"story-{SCENES}.yaml", folder / f"story-{SCENES}.rows.json"
    seen: list[tuple[str, list[str]]] = json.loads(rows.read_text(encoding="utf-8"))
    commands = {
        _OURS: (python("-m", "engine", "play", str(story), "--seed", "1"), True),
        _BARE: (python("-c", f"from tests.bench.floors import menu; menu({str(rows)!r})"), False),
    }
    waits: dict[str, list[float]] = {name: [] for name in commands}
    each: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, opens) in commands.items():
            short, long = (_sitting(command, seen[: count + 1], opens=opens) for count in (3, choices))
            waits[name] += long.waits
            each[name].append((long.processor - short.processor) / (len(long.waits) - len(short.waits)))
    return Section(title, tuple(_rows(waits, {name: median(costs) for name, costs in each.items()})))


def _sitting(command: Command, seen: list[tuple[str, list[str]]], *, opens: bool) -> Sitting:
    terminal, waits = _Terminal(command), list[float]()
    if opens:
        terminal.until("Enter to begin")
        terminal.type("\r")
    terminal.until(_first(seen[0][1][0]))
    for words, labels in seen[1:]:
        pressed = terminal.type("1")
        waits.append(terminal.until(_first(words)) - pressed)
        terminal.until(_first(labels[0]))
    terminal.type("q")
    return Sitting(waits, terminal.close())


def _first(words: str) -> str:
    """Return the beginning of words, short enough to stand on one line in one style."""
    return words[:20].rpartition(" ")[0] or words[:20]


def _rows(waits: dict[str, list[float]], each: dict[str, float]) -> Iterator[Row]:
    yield Row("one choice, " + _BARE, ms(each[_BARE]))
    yield Row("one choice, " + _OURS, ms(each[_OURS]), _BARE, each[_OURS] / each[_BARE], "<= 2")
    yield Row("key to new words, " + _BARE, ms(median(waits[_BARE])), "50 ms", median(waits[_BARE]) / 0.05)
    yield Row("key to new words, " + _OURS, ms(median(waits[_OURS])), "50 ms", median(waits[_OURS]) / 0.05, "<= 1")
