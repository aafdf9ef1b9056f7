"""What is typed, as it is meant: a line as an answer, and a line as words of the player's own.

May import floor 0 and, from its own room, `face`.
"""

import re
from collections.abc import Collection
from typing import Final

from engine.diagnostics import UNSHOWABLE
from engine.terminal.face import COMMANDS, Answer, Command, Pick, Times

LETTERS: Final = {each.value: each for each in COMMANDS}
"""What can be asked for, by the letter that asks."""

LONGEST: Final = 500
"""How many characters are taken of words of the player's own."""

_BREAKS: Final = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")


def answer(line: str, most: int, commands: Collection[Command] = COMMANDS) -> Answer | None:
    """Return what a line answers to a menu with so many open rows; None where it means nothing there."""
    number = _number(line)
    if number is not None:
        return Pick(number - 1) if 1 <= number <= most else None
    meant = command(line)
    return meant if (meant.command if isinstance(meant, Times) else meant) in commands else None


def command(line: str) -> Command | Times | None:
    """Return what a letter asks for; behind the ones for undo and redo may stand how many times."""
    found = LETTERS.get("?" if line.lower() == "help" else line[:1].lower())
    if line.lower() == "help":
        return found
    if found is None or len(line) == 1:
        return found
    times = _number(line[1:].strip())
    return Times(found, times) if times and found in (Command.UNDO, Command.REDO) else None


def _number(line: str) -> int | None:
    return int(line) if line.isdecimal() and len(line) < 10 else None  # noqa: PLR2004 - nothing is counted so far


def on_one_line(words: str) -> str:
    """Return words with a space for each break of a line, and without what cannot be shown."""
    return UNSHOWABLE.sub("", _BREAKS.sub(" ", words))


def taken(words: str) -> str | None:
    """Return what is taken of a line of the player's own: nothing around it, nothing too long; None for no words."""
    return on_one_line(words).strip()[:LONGEST].rstrip() or None
