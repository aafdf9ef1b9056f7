"""What is typed where a whole class votes: a letter, or how many were for each. Pure: it shows and keeps nothing.

May import `messages` and, from its own room, `typed` and `face`.
"""

import re
from collections.abc import Sequence
from typing import Final

from engine.languages.messages import _, ngettext
from engine.terminal.face import COMMANDS, Answer, Pick, Times
from engine.terminal.typed import answer, command

MOST: Final = 999
"""How many votes a choice has at most."""

Votes = tuple[int, ...]
"""How many were for each choice, in the order of the menu."""

_COUNT: Final = re.compile(r"([A-Za-z]{1,2})[\s:=]*([0-9]+)[\s,;]*")
_LETTER: Final = re.compile(r"[A-Za-z]")


class Refused(ValueError):  # noqa: N818 - named for what happened
    """A line that cannot be taken; the message says why, in a sentence for whoever typed it."""


def letter(row: int) -> str:
    """Return the letter of a row, counted from 0: A to Z, then AA, AB and so on."""
    return (letter(row // 26 - 1) if row >= 26 else "") + chr(ord("A") + row % 26)  # noqa: PLR2004 - the alphabet


def meant(line: str, most: int) -> Answer | Votes:
    """Return what a line means to a menu of so many open rows: one row, the votes for all, or something asked for.

    A letter of the menu goes before the command of that letter; behind a dot it is the command.

    Raises:
        Refused: it means nothing here.

    """
    letters = [letter(row) for row in range(most)]
    if line.upper() in letters:
        return Pick(letters.index(line.upper()))
    try:
        if (votes := _votes(line, letters)) is not None:
            return votes
    except Refused:
        if (known := _known(line, most)) is None:
            raise
        return known
    if (known := _known(line, most)) is not None:
        return known
    if _LETTER.fullmatch(line):
        raise _unknown(line.upper(), letters)
    raise Refused(_("Type one letter, or how many are for each, as in: A 12 B 9 C 4. ? tells what else you can type."))


def leaders(votes: Votes) -> tuple[int, ...]:
    """Return the rows with the most votes; several where it is a tie."""
    return tuple(row for row, count in enumerate(votes) if count == max(votes))


def result(votes: Votes) -> str:
    """Return what came of a vote, in words."""
    first = leaders(votes)
    if len(first) == 1:
        said = _("{letter} has {count} of {total}.")
        return said.format(letter=letter(first[0]), count=votes[first[0]], total=sum(votes))
    *some, last = map(letter, first)
    said = _("{letters} and {last} have {count} each. Type the letter that the class goes with.")
    return said.format(letters=", ".join(some), last=last, count=votes[first[0]])


def outside(row: int, votes: Votes) -> str:
    """Return what is said to a letter that does not decide a tie."""
    *some, last = map(letter, leaders(votes))
    said = _("{letter} has fewer votes. Type {letters} or {last}, or the votes again.")
    return said.format(letter=letter(row), letters=", ".join(some), last=last)


def _known(line: str, most: int) -> Answer | None:
    """Return the number or the command that a line is."""
    if line.startswith("."):
        found = command(line[1:].strip()) if line[1:].strip() else None
        return found if (found.command if isinstance(found, Times) else found) in COMMANDS else None
    return answer(line, most)


def _votes(line: str, letters: Sequence[str]) -> Votes | None:
    """Return the votes in a line, 0 for what is not named; None where there are none. Raises Refused."""
    line, at = line.lstrip(" ,;"), 0
    found: dict[str, int] = {}
    while at < len(line) or not at:
        if (count := _COUNT.match(line, at)) is None:
            return None
        at, name = count.end(), count[1].upper()
        _check(name, count[2], letters, found)
        found[name] = int(count[2])
    if not any(found.values()):
        raise Refused(_("Nobody is for anything so far. Type the votes, or one letter."))
    return tuple(found.get(each, 0) for each in letters)


def _check(name: str, digits: str, letters: Sequence[str], found: dict[str, int]) -> None:
    if name not in letters:
        raise _unknown(name, letters)
    if name in found:
        raise Refused(_("{letter} stands there twice. Type each letter once.").format(letter=name))
    if len(digits.lstrip("0")) > len(str(MOST)):
        raise Refused(_("{letter} has too many: up to {most} are counted.").format(letter=name, most=MOST))


def _unknown(name: str, letters: Sequence[str]) -> Refused:
    said = ngettext(
        "There is no {letter} here. The only letter is {last}.",
        "There is no {letter} here. The letters go from A to {last}.",
        len(letters),
    )
    return Refused(said.format(letter=name, last=letters[-1]))
