"""How many columns words take on a screen, and wrapping to a width.

May import wcwidth, and does so only when a text holds something else than ASCII: that import is a tenth of a start.
Never writes anything.
"""

from collections.abc import Iterator


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
    line, used = "", 0
    for word in text.split():
        size = columns(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            yield line
        *whole, line = _cut(word, size, width)
        yield from whole
        used = columns(line)
    yield line


def _cut(word: str, size: int, width: int) -> list[str]:
    """Return `word` in pieces of at most `width` columns; CJK, which has no spaces, is cut between characters."""
    if size <= width:
        return [word]
    if word.isascii():
        return [word[at : at + width] for at in range(0, size, width)]
    import wcwidth  # noqa: PLC0415 - see the module's docstring

    pieces, piece, used = [], "", 0
    for cluster in wcwidth.iter_graphemes(word):
        more = columns(cluster)
        if used + more > width and piece:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + cluster, used + more
    return [*pieces, piece]
