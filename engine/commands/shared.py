"""What all commands share: exit codes, and how something is said beside the results.

May import floors 0 to 3, where it is used.
"""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

FINE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130


class Command(NamedTuple):
    """A command: what runs it, what adds its arguments, what it does in a few words, and what its help ends with."""

    run: Callable[[argparse.Namespace], int]
    add: Callable[[argparse.ArgumentParser], None]
    help: str
    ends: Callable[[], str] | None = None


def say(message: str) -> None:
    """Write a message to standard error, behind all that was written to standard output."""
    from engine.diagnostics import showable  # noqa: PLC0415

    sys.stdout.flush()
    sys.stderr.write("".join(f"{showable(line)}\n" for line in message.split("\n")))


def speak(code: str = "") -> bool:
    """Let our own sentences be in a language; without one, in that of the settings or of the system.

    Where there is no translation, say which there are, and return False.
    """
    from engine.languages.speaking import languages, speak_in  # noqa: PLC0415
    from engine.plays.settings import settings  # noqa: PLC0415

    if code and not speak_in(code):
        say(f"There is no translation {code!r} yet; there are: {', '.join(languages())}, and xx for trying out.")
        return False
    if not code and not speak_in(settings()[0].language):
        speak_in()
    return True


def speak_utf8() -> None:
    """Write what programs read as UTF-8 with plain line ends, whatever the machine's own habit is."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def nothing_called(name: str) -> int:
    """Say that there is no such story, and return the exit code."""
    from engine.diagnostics import did_you_mean, quoted  # noqa: PLC0415
    from engine.reading.files import shelf  # noqa: PLC0415

    near = [path.name for path in shelf()]
    with suppress(OSError):  # a folder that may not be read
        found = islice(Path().iterdir(), 1000)
        near += [path.name for path in found if path.suffix == ".yaml" or (path / "story.yaml").exists()]
    hint = did_you_mean(name, near)
    say(f"There is no file, folder or bundled story called {quoted(name)}" + (f"; {hint}" if hint else "."))
    return USAGE
