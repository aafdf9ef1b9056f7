"""How large the window is: the terminal's word counts, and the environment's only where there is none to ask."""

import io
import os
import struct
import sys
from pathlib import Path

import pytest

from engine.terminal.sizes import NARROWEST, WIDTH, width, window

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import fcntl
import termios


class Wide(io.StringIO):
    """A stream that calls itself a terminal and has none behind it."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment tell a size that no terminal here has."""
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("LINES", "7")


@pytest.mark.parametrize(
    ("rows", "columns", "expected"), [(40, 100, (100, 40)), (0, 0, (33, 7)), (0, 100, (100, 7)), (40, 0, (33, 40))]
)
def test_a_terminal_is_asked_first(rows: int, columns: int, expected: tuple[int, int]) -> None:
    """Also one that was made another size since the environment was told; one that does not know says 0."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    with os.fdopen(master, "rb"), os.fdopen(slave, "w") as terminal:
        assert window(terminal) == expected
        for wish in (None, 12, 50, 500):
            assert width(terminal, wish) == max(NARROWEST, min(wish or WIDTH, expected[0]))


def test_a_pipe_has_no_edge(tmp_path: Path) -> None:
    """What is piped looks alike everywhere."""
    with (tmp_path / "out.txt").open("w", encoding="utf-8") as file:
        for stream in (file, io.StringIO()):
            assert window(stream) == (33, 7)
            assert [width(stream, wish) for wish in (None, 12, 50, 500)] == [72, NARROWEST, 50, 500]


@pytest.mark.parametrize("nonsense", ["", "0", "-3", "wide", "8" * 30])
def test_an_environment_that_makes_no_sense_is_not_believed(nonsense: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual window then."""
    monkeypatch.setenv("COLUMNS", nonsense)
    monkeypatch.setenv("LINES", nonsense)
    assert window(Wide()) == (72, 24)
    assert width(Wide(), None) == 72
