"""The pseudo-language `xx`: our own words with accents and a third longer, to see which sentence never came this way.

May import the standard library. Whoever looks at a screen in it still understands it; what stands there in plain
letters does not pass through `messages`, and what breaks will break in many a real language.
"""

import re
from typing import Final

CODE: Final = "xx"
"""What the pseudo-language is asked for by; no real language has this code."""

_PLAIN: Final = "abcdefghijklmnopqrstuvwxyz"
_ACCENTED: Final = "åƀçđéƒĝĥíĵķļṁñöṕɋŕšţúṽŵẋýž"
_ACCENTS: Final = str.maketrans(_PLAIN + _PLAIN.upper(), _ACCENTED + _ACCENTED.upper())
_PARTS: Final = r"(\{\{|\}\}|\{[^{}]*\}|[A-Za-z]+)"


def pseudo(message: str) -> str:
    """Return a sentence with each of its letters accented, one column wide as before, and words drawn out.

    What stands in braces stays as it is. All else is a third longer, by letters at the ends of words, so that it can
    be broken at the same spaces.
    """
    pieces = re.split(_PARTS, message)  # pieces between two parts, then a part, in turn
    ours = [0 if _is_filled_in(piece) else len(piece) for piece in pieces]
    words = [index for index, piece in enumerate(pieces) if piece.isalpha() and piece.isascii()]
    added = 0
    for index in words:
        due = sum(ours if index == words[-1] else ours[: index + 1]) // 3
        word = pieces[index].translate(_ACCENTS)
        pieces[index] = word + word[-1].lower() * (due - added)
        added = due
    return "".join(pieces)


def _is_filled_in(piece: str) -> bool:
    return piece.startswith("{") and piece != "{{"


def pseudo_of_count(singular: str, plural: str, count: int) -> str:
    """Return the sentence that fits a count, in the pseudo-language."""
    return pseudo(singular if count == 1 else plural)
