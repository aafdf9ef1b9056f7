"""Paragraphs as lines of styled pieces, and styles as the terminal's own named colours.

May import floors 0 and 1. Knows escape sequences and no prompt_toolkit, so that the first words stand on the screen
before that is imported. The sixteen named colours only: the reader's own palette decides what they look like.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.model import Run
from engine.width import wrap

Piece = tuple[str, str]
"""A style and words in it. A style is a name in `STYLES`, or several with a space between them."""

Line = list[Piece]

STYLES: Final = {"soft": "3", "strong": "1", "speaker": "1", "title": "1;35", "accent": "35"}
"""Select Graphic Rendition parameters. Magenta is the one named colour that is legible on black and on white alike."""


def laid_out(runs: Iterable[Run], width: int) -> Iterator[Line]:
    """Yield a paragraph as lines of pieces, each line at most `width` columns wide."""
    letters = [(letter, run.style) for run in runs for letter in run.text if not letter.isspace()]
    text = "".join(run.text for run in runs)
    at = 0
    for line in wrap(text, width):
        pieces: Line = []
        for word in line.split(" "):
            if pieces:
                pieces.append(("" if at >= len(letters) else _shared(letters[at - 1][1], letters[at][1]), " "))
            pieces += [(style, letter) for letter, style in letters[at : at + len(word)]]
            at += len(word)
        yield _joined(pieces)


def _shared(left: str, right: str) -> str:
    return left if left == right else ""


def _joined(pieces: Line) -> Line:
    """Return pieces with neighbours of one style made one."""
    joined: Line = []
    for style, text in pieces:
        if joined and joined[-1][0] == style:
            joined[-1] = style, joined[-1][1] + text
        else:
            joined.append((style, text))
    return joined


def painted(pieces: Iterable[Piece], *, colour: bool) -> str:
    """Return pieces as text with escape sequences. Without `colour` only bold and italics are left."""
    return "".join(_paint(style, text, colour=colour) for style, text in pieces)


def _paint(style: str, text: str, *, colour: bool) -> str:
    codes = ";".join(STYLES[name] for name in style.split())
    if not colour:
        codes = ";".join(code for code in codes.split(";") if code in ("1", "3"))
    return f"\x1b[{codes}m{text}\x1b[0m" if codes and text.strip() else text
