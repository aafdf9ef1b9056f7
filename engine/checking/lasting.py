"""Whether a lesson leaves time for its story.

May import floors 0 and 1, and `beside`, `lesson`, `sampled` and `fits`. Looks at a few plays only, in a moment; which
play is the shortest and which the longest, the explorer knows.
"""

from collections.abc import Iterator
from typing import Final

from engine.checking.beside import Beside
from engine.checking.fits import A_MINUTE, Lengths, fits
from engine.checking.lesson import Lesson
from engine.checking.sampled import samples
from engine.diagnostics import Diagnostic
from engine.model import Story
from engine.reading.values import Map

PLAYS: Final = 25
"""How many plays are made: an odd number, so that one stands in the middle."""


def lasting(story: Story, beside: Beside[Lesson]) -> Iterator[Diagnostic]:
    """Yield a note where half of some plays take longer than a lesson has for playing."""
    of = beside.document.root
    if beside.value is None or not isinstance(of, Map):
        return
    held = [each.words for each in samples(story, PLAYS)]
    words = held[PLAYS // 2]
    fit = fits(Lengths(held[0], words, held[-1], is_exact=False), beside.value)
    if not fit.median:
        room = fit.words // A_MINUTE
        long = round(words / A_MINUTE)
        message = f"this lesson leaves {room} minutes for reading, and half of some plays take {long} or more"
        hint = "give the lesson more minutes:, or the story fewer words on its way"
        span = beside.document.value(of, "minutes") if "minutes" in of else beside.document.first(of)
        yield Diagnostic(code="W306", span=span, message=message, hint=hint)
