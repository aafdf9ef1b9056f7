"""Hostile stories as data: each a name and the bytes of a file, made when they are asked for.

With `CURBSIDE_ALL=1` they are as big as the limits of a story let them be, and beyond; without it a sixteenth of that.
"""

import os
from collections.abc import Callable
from typing import Final, NamedTuple

ALL: Final = os.environ.get("CURBSIDE_ALL") == "1"
PART: Final = 1 if ALL else 16
EIGHT_MIB: Final = 8 * 2**20 // PART

HEADER = "curbside: 1\ntitle: T\n"
STORY = f"{HEADER}scenes:\n  a:\n    ending: A\n"
TEXT = f"{STORY}    text: |\n      "
YES_OR_NO = f"{HEADER}variables:\n  b: {{start: true}}\nscenes:\n"


class Hostile(NamedTuple):
    """A file, and whether there is anything wrong with it: some are only big, and are read. None where that depends."""

    name: str
    make: Callable[[], str | bytes]
    is_wrong: bool | None = True


def many(count: int) -> int:
    """Return so many, or a sixteenth."""
    return count // PART


def full(unit: str, before: str = "", after: str = "", size: int = EIGHT_MIB) -> Callable[[], bytes]:
    """Return what makes a file as big as may be, or of another size, which holds one thing again and again."""

    def make() -> bytes:
        count = (size - len((before + after).encode())) // len(unit.encode())
        return (before + unit * count + after).encode()

    return make


def eighth(unit: str, before: str = "", after: str = "") -> Callable[[], bytes]:
    """Return the same of an eighth of the size: there are many of these."""
    return full(unit, before, after, EIGHT_MIB // 8)


def each(unit: str, count: int, before: str = "", after: str = "") -> Callable[[], str]:
    """Return what makes a file with one thing for each number below `count`, which stands in it for `{0}`."""
    return lambda: before + "".join(unit.replace("{0}", str(number)) for number in range(many(count))) + after


def ring(unit: str, count: int, before: str = "", after: str = "") -> Callable[[], str]:
    """Return the same, with the next number for `{1}`; behind the last is the first."""

    def make() -> str:
        most = many(count)
        units = (unit.replace("{0}", str(at)).replace("{1}", str((at + 1) % most)) for at in range(most))
        return before + "".join(units) + after

    return make


def row(unit: str, count: int, before: str = "", after: str = "") -> Callable[[], str]:
    """Return the same, and behind the last is a number that nothing has."""
    return lambda: before + "".join(unit.format(at, at + 1) for at in range(many(count))) + after.format(many(count))


def condition(text: str, *, is_wrong: bool = True) -> Hostile:
    """Return a story with one condition."""
    quoted = text.replace("'", "''")
    named = f"condition {text[:20]!r} x {len(text):,}"
    return Hostile(named, lambda: f"{YES_OR_NO}  a: {{ending: x, text: [{{when: '{quoted}', text: x}}]}}\n", is_wrong)
