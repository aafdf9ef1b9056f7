"""Plain values that know their places: what the reading of YAML gives, and what build walks through.

May import `diagnostics`. Holds no meaning: a map is a map here, whatever it says.
"""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.diagnostics import Diagnostic, Span

Value: TypeAlias = "Map | List | str | int | bool"
Mark = tuple[int, int]
"""A line and a column, from 0, as the parser counts."""


class Map(dict[str, Value]):
    """A YAML map. `keys_at` and `values_at` hold where each key and each value starts and ends."""

    __slots__ = ("keys_at", "values_at")

    def __init__(self) -> None:
        super().__init__()
        self.keys_at: dict[str, tuple[Mark, Mark]] = {}
        self.values_at: dict[str, tuple[Mark, Mark]] = {}


class List(list[Value]):
    """A YAML list. `values_at` holds where each item starts and ends."""

    __slots__ = ("values_at",)

    def __init__(self) -> None:
        super().__init__()
        self.values_at: list[tuple[Mark, Mark]] = []


@dataclass(slots=True)
class Document:
    """One file as read: its value (None when it could not be read), its lines, and what is wrong with it."""

    file: str
    lines: list[str]
    root: "Value | None" = None
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def span(self, marks: tuple[Mark, Mark]) -> Span:
        """Return the place between two marks."""
        (line, column), (end_line, end_column) = marks
        return Span(self.file, line + 1, column + 1, end_line + 1, end_column + 1)

    def key(self, of: Map, key: str) -> Span:
        """Return the place of a key."""
        return self.span(of.keys_at[key])

    def value(self, of: Map | List, key: str | int) -> Span:
        """Return the place of the value behind a key, or of an item."""
        return self.span(of.values_at[key])  # type: ignore[index]  # a Map has words for keys, a List numbers

    def first(self, of: Map | List | None) -> Span:
        """Return the place where a map or list begins: its first key or item, or the start of the file."""
        if isinstance(of, Map) and of:
            return self.key(of, next(iter(of)))
        if isinstance(of, List) and of:
            return self.value(of, 0)
        return Span(self.file, 1, 1, 1, 1)

    def inside(self, span: Span, text: str, at: int, length: int) -> Span:
        """Return the place of `text[at:at+length]` in the scalar at `span` whose value is `text`.

        Where folding or escapes make that impossible to tell, the whole scalar.
        """
        wanted = len(re.sub(r"\s", "", text[:at]))
        for row in range(span.line - 1, min(span.end_line, len(self.lines))):
            line = self.lines[row]
            column = span.column - 1 if row == span.line - 1 else 0
            if row == span.line - 1 and line[column : column + 1] in ("|", ">"):
                continue
            if row == span.line - 1 and line[column : column + 1] in ('"', "'"):
                if "\\" in line or "''" in line or span.end_line > span.line:
                    return span
                column += 1
            for place in range(column, len(line)):
                if line[place].isspace():
                    continue
                if not wanted:
                    return Span(self.file, row + 1, place + 1, row + 1, place + 1 + length)
                wanted -= 1
        return span


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
