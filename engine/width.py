"""How many columns words take on a screen, and wrapping to a width.

May import wcwidth, and does so only when a text holds something else than ASCII: that import is a tenth of a start.
Never writes anything.
"""

from collections.abc import Iterator
from typing import Final


def columns(text: str) -> int:
    """Return how many columns `text`, one line without control characters, takes on a terminal."""
    if text.isascii():
        return len(text)
    import wcwidth  # noqa: PLC0415 - see the module's docstring

    return wcwidth.width(text)


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield `text` as lines of at most `width` columns, broken at spaces where there are any.

    A word longer than a whole line is cut. Runs of spaces count as one. An empty text yields one empty line.
    Characters of two columns are never cut in half; `width` is at least 2, or they could not be shown at all.
    """
    if text.isascii():
        yield from _ascii(" ".join(text.split()), width)
        return
    line, used = "", 0
    for unit, glue in _units(text):
        size = columns(unit)
        if line and used + len(glue) + size <= width:
            line, used = line + glue + unit, used + len(glue) + size
            continue
        if line:
            yield line
        *whole, line = _cut(unit, size, width)
        yield from whole
        used = columns(line)
    yield line


def _ascii(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text in which each character is one column wide, and each gap one space."""
    at = 0
    while len(text) - at > width:
        cut = text.rfind(" ", at, at + width + 1)
        yield text[at : cut if cut >= 0 else at + width]
        at = cut + 1 if cut >= 0 else at + width
    yield text[at:]


def _units(text: str) -> Iterator[tuple[str, str]]:
    """Yield what a line may not break, each with what stands between it and the one before: a space or nothing.

    A unit is a word; of scripts that are written without spaces, a character with the closing mark behind it.
    """
    import wcwidth  # noqa: PLC0415 - see the module's docstring

    for word in text.split():
        unit, glue, wide = "", " ", False
        for cluster in wcwidth.iter_graphemes(word):
            is_wide = columns(cluster) > 1
            if unit and (is_wide or wide) and cluster not in _CLOSING and unit[-1] not in _OPENING:
                yield unit, glue
                unit, glue = "", ""
            unit, wide = unit + cluster, is_wide
        yield unit, glue


_CLOSING: Final = frozenset(
    "\u3001\u3002\uff0c\uff0e\uff01\uff1f\uff1a\uff1b\u300d\u300f\uff09\u3011\u300b\u30fc.,!?;:)\u2019\u201d\u2026"
)
_OPENING: Final = frozenset("\u300c\u300e\uff08\u3010\u300a(\u2018\u201c")
"""Marks that do not begin a line, and marks that do not end one."""


def _cut(word: str, size: int, width: int) -> list[str]:
    """Return a unit in pieces of at most `width` columns."""
    if size <= width:
        return [word]
    import wcwidth  # noqa: PLC0415 - see the module's docstring

    pieces, piece, used = [], "", 0
    for cluster in wcwidth.iter_graphemes(word):
        more = columns(cluster)
        if used + more > width and piece:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + cluster, used + more
    return [*pieces, piece]
