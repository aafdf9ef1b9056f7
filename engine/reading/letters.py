"""The letters of a file: what is no UTF-8, and characters that no story may hold.

May import `diagnostics` and `values`.
"""

import re
from collections.abc import Iterator
from typing import Final

from engine.diagnostics import UNSHOWABLE, Diagnostic, Span
from engine.reading.values import Document

_HARD_SPACES: Final = "\u00a0\u2007\u202f"
_HARD: Final = re.compile(rf" *(?:- *)*(?:\w+:)?[{_HARD_SPACES}]")
"""Finds an unbreakable space, as word processors give it, in front of a key or behind its colon."""


def not_utf_8(file: str, data: bytes, error: UnicodeDecodeError) -> Document:
    """Return a document that says where the first byte stands that is no UTF-8."""
    before = data[: error.start].decode("utf-8", "replace")
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    lines = data[: error.start + 200].decode("utf-8", "replace").split("\n")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        line, column, lines = 1, 1, []
    span = Span(file, line, column, line, column + 1)
    message = "this file is not saved as UTF-8, so its letters cannot be told"
    return Document(file, lines, None, [Diagnostic(code="Y001", span=span, message=message, hint="save it as UTF-8")])


def unshowable(document: Document, text: str) -> Iterator[Diagnostic]:
    """Yield every character that no story may hold; of the lines indented with tabs, only the first."""
    if not UNSHOWABLE.search(text) and not any(space in text for space in _HARD_SPACES):
        return
    indented = [
        row for row, line in enumerate(document.lines) if line[: -len(line.lstrip(" \t")) or None].find("\t") >= 0
    ]
    if indented:
        column = document.lines[indented[0]].index("\t")
        more = len(indented) - 1
        also = f", and so {'is 1 more' if more == 1 else f'are {more:,} more'}" if more else ""
        yield _in_line(document, "Y003", indented[0], column, f"this line is indented with a tab{also}", "use spaces")
    for row, line in enumerate(document.lines):
        if found := _HARD.match(line):
            message, hint = "this line holds a hard space where a plain one belongs", "type a plain space instead"
            yield _in_line(document, "Y002", row, found.end() - 1, message, hint)
        for found in UNSHOWABLE.finditer(line, len(line) - len(line.lstrip(" \t"))):
            if found[0] != "\t":
                message = f"this line holds the invisible character U+{ord(found[0]):04X}"
                yield _in_line(document, "Y002", row, found.start(), message, "delete it, or retype the line")
            else:
                yield _in_line(document, "Y003", row, found.start(), "this line holds a tab", "use a space")
                break


def _in_line(document: Document, code: str, row: int, column: int, message: str, hint: str) -> Diagnostic:  # noqa: PLR0913, PLR0917 - one character, and what to say of it
    span = document.span(((row, column), (row, column + 1)))
    return Diagnostic(code=code, span=span, message=message, hint=hint)
