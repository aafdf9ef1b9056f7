"""Plain values that know their places: what the reading of YAML gives, and what build walks through.

May import `diagnostics`. Holds no meaning: a map is a map here, whatever it says.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from engine.diagnostics import Diagnostic, Span

Value: TypeAlias = "Map | List | str | int | bool"
Mark = tuple[int, int]
"""A line and a column, from 0, as the parser counts."""

Flat = tuple[int, int, int, int]
"""Two marks, where something starts and ends, in the least room: a big story has a million of them."""


class Map(dict[str, Value]):
    """A YAML map. `keys_at` and `values_at` hold where each key and each value starts and ends."""

    __slots__ = ("keys_at", "values_at")

    def __init__(self) -> None:
        super().__init__()
        self.keys_at: dict[str, Flat] = {}
        self.values_at: dict[str, Flat] = {}

    def rename(self, key: str, better: str) -> None:
        """Read `key` as `better`, in its place and at its place."""
        kept = list(self.items())
        self.clear()
        self.update((better if name == key else name, value) for name, value in kept)
        self.keys_at[better] = self.keys_at.pop(key)
        self.values_at[better] = self.values_at.pop(key)


class List(list[Value]):
    """A YAML list. `values_at` holds where each item starts and ends."""

    __slots__ = ("values_at",)

    def __init__(self) -> None:
        super().__init__()
        self.values_at: list[Flat] = []


def flat(marks: tuple[Mark, Mark]) -> Flat:
    """Return two marks in the least room."""
    (line, column), (end_line, end_column) = marks
    return line, column, line if end_line == line else end_line, end_column  # one number for both lines


@dataclass(slots=True)
class Document:
    """One file as read: its value (None when it could not be read), its lines, and what is wrong with it.

    `doubtful` holds the places of values that are not what the writer meant, which was said: no more is said of them.
    `nodes` is how many keys and values there are.
    """

    file: str
    lines: list[str]
    root: "Value | None" = None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    doubtful: list[tuple[Mark, Mark]] = field(default_factory=list)
    nodes: int = 0

    def is_doubtful(self, span: Span) -> bool:
        """Tell whether anything in a place is not what the writer meant."""
        first, last = (span.line - 1, span.column - 1), (span.end_line - 1, span.end_column - 1)
        return any(start <= first <= end or first <= start < last for start, end in self.doubtful)

    def span(self, marks: tuple[Mark, Mark]) -> Span:
        """Return the place between two marks."""
        (line, column), (end_line, end_column) = marks
        return Span(self.file, line + 1, column + 1, end_line + 1, end_column + 1)

    def key(self, of: Map, key: str) -> Span:
        """Return the place of a key."""
        return self._flat(of.keys_at[key])

    def value(self, of: Map | List, key: str | int) -> Span:
        """Return the place of the value behind a key, or of an item."""
        return self._flat(of.values_at[key])  # type: ignore[index]  # a Map has words for keys, a List numbers

    def _flat(self, place: Flat) -> Span:
        line, column, end_line, end_column = place
        return Span(self.file, line + 1, column + 1, end_line + 1, end_column + 1)

    def first(self, of: Map | List | None) -> Span:
        """Return the place where a map or list begins: its first key or item, or the start of the file."""
        if isinstance(of, Map) and of:
            return self.key(of, next(iter(of)))
        if isinstance(of, List) and of:
            return self.value(of, 0)
        return Span(self.file, 1, 1, 1, 1)

    def inside(self, span: Span, text: str, at: int, length: int) -> Span:
        """Return the place of `text[at:at+length]` in the scalar at `span` whose value is `text`.

        Folding and blocks only move white space, so the other characters are counted. What ends the text is just
        behind its last character; of a text too long to look through, the whole scalar.
        """
        if len(text) > LONG or not text.strip():
            return span
        before, within = _inked(text[:at]), _inked(text[at : at + length])
        if before == _inked(text):
            row, _column, end = next(itertools.islice(self._ink(span), before - 1, None))
            return Span(self.file, row + 1, end + 1, row + 1, end + 1 + length)
        ink = list(itertools.islice(self._ink(span), before, before + max(1, within)))
        row, column, _end = ink[0]
        last, _column, end = ink[-1]
        return Span(self.file, row + 1, column + 1, last + 1, end + 1)

    def _ink(self, span: Span) -> Iterator[tuple[int, int, int]]:
        """Yield the line, column and end of all that gives one visible character of the scalar at `span`."""
        sign = self.lines[span.line - 1][span.column - 1]
        characters = _IN_QUOTES.get(sign, _INK)
        for row in range(span.line - 1, min(span.end_line, len(self.lines))):
            start = 0
            if row == span.line - 1:
                if sign in "|>":
                    continue
                start = span.column - (sign not in _IN_QUOTES)
            for found in characters.finditer(self.lines[row], start):
                if sign != '"' or found[0] not in _BLANK_CODES:
                    yield row, found.start(), found.end()


LONG: Final = 100_000
"""The longest text, in characters, whose inside is looked through for the place of a fault."""
_INK: Final = re.compile(r"\S")
_IN_QUOTES: Final[Mapping[str, re.Pattern[str]]] = {
    "'": re.compile(r"''|\S"),
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|.|$)|\S"),
}
_BLANK_CODES: Final = frozenset({"\\", "\\n", "\\ ", "\\_"})
"""The codes between double quotes that stand for white space, or for a line that goes on."""


def _inked(text: str) -> int:
    return len("".join(text.split()))


def words(of: Map, key: str) -> str | None:
    """Return the words behind `key`, or None where there are none or they are something else."""
    value = of.get(key)
    return value if isinstance(value, str) else None


def below(of: Map, key: str) -> Map:
    """Return the map behind `key`, or an empty one."""
    value = of.get(key)
    return value if isinstance(value, Map) else Map()


def items(of: Map, key: str) -> List:
    """Return the list behind `key`, or an empty one."""
    value = of.get(key)
    return value if isinstance(value, List) else List()


def listed(of: Map, key: str) -> list[tuple[str, Map | List, str | int]]:
    """Return the words behind `key`, one or a list of them, each with what holds it and where."""
    value = of.get(key)
    if isinstance(value, str):
        return [(value, of, key)]
    if isinstance(value, List):
        return [(item, value, index) for index, item in enumerate(value) if isinstance(item, str)]
    return []


def strings(of: Map) -> dict[str, str]:
    """Return what stands in a map of words to words."""
    return {name: value for name, value in of.items() if isinstance(value, str)}
