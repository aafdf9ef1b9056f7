"""Whether the plays of a story fit into the time that a lesson has for playing.

May import `lesson`.
"""

from typing import Final, NamedTuple

from engine.checking.lesson import Lesson

A_MINUTE: Final = 110
"""How many words are read in a minute: slowly, as with a class. Children of nine or ten read so many aloud (Hasbrouck
and Tindal)."""
SHARE: Final = 3
"""The part of a lesson that is for playing: a third."""


class Lengths(NamedTuple):
    """How many words the shortest play tells, the one in the middle, and the longest (None: there is no longest).

    `is_exact` tells whether shortest and longest are those of all plays, or only of some that were made.
    """

    shortest: int
    median: int
    longest: int | None
    is_exact: bool = True


class Fit(NamedTuple):
    """The minutes for playing, those that pauses take of them, and how many words are left time for.

    `shortest`, `median`, `longest` tell whether such a play fits.
    """

    playing: float
    pauses: int
    words: int
    shortest: bool
    median: bool
    longest: bool


def fits(words: Lengths, lesson: Lesson) -> Fit:
    """Return whether plays of so many words fit: a third of the lesson, less its pauses, at 110 words a minute."""
    pauses = sum(pause.minutes for pause in lesson.pauses)
    room = max(0, (lesson.minutes - SHARE * pauses) * A_MINUTE // SHARE)
    longest = words.longest is not None and words.longest <= room
    return Fit(lesson.minutes / SHARE, pauses, room, words.shortest <= room, words.median <= room, longest)
