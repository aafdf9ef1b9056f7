"""How large the window is, and how wide words may be in it.

May import the standard library, and nothing that costs time at a start. The terminal itself is asked: what the
environment says of it is stale as soon as somebody drags the window.
"""

import os
import sys
from typing import Final, TextIO

WIDTH: Final = 72
"""How wide words are where nothing else was asked for: longer lines are hard to find back from."""

NARROWEST: Final = 20
_HEIGHT: Final = 24


def window(stream: TextIO) -> os.terminal_size:
    """Return the columns and lines of the terminal that a stream writes to.

    Where there is none to ask, or it does not say, COLUMNS and LINES are believed; without them it is 72 by 24.
    """
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):  # no terminal, or not even a file
        size = os.terminal_size((0, 0))
    return os.terminal_size((size.columns or _told("COLUMNS", WIDTH), size.lines or _told("LINES", _HEIGHT)))


def _told(name: str, usual: int) -> int:
    told = os.environ.get(name, "")
    return (int(told) if told.isdecimal() and len(told) < 6 else 0) or usual  # noqa: PLR2004 - no window is so large


def drop_typing(stream: TextIO) -> None:
    """Forget what was typed at a terminal and not read yet: what it was meant for is no longer there."""
    if sys.platform != "win32" and stream.isatty():
        import termios  # noqa: PLC0415 - not on Windows, and seldom needed

        termios.tcflush(stream.fileno(), termios.TCIFLUSH)


def width(stream: TextIO, wish: int | None) -> int:
    """Return how wide lines may be: as wished or as usual, and never wider than the terminal. A pipe has no edge."""
    most = wish or WIDTH
    if stream.isatty():
        most = min(most, window(stream).columns)
    return max(NARROWEST, most)
