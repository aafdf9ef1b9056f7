"""Two versions of a story, side by side: what has become of the plays of the old one, and where that was found.

May import floors 0 and 1, and what stands before it in its room. `pairs` finds it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from engine.explore.moves import Brought, Made, Moves
from engine.versions.steps import Drawn, Steps

LOST: Final = ("choice_gone", "choice_closed", "chance_led_otherwise", "chance_decides_now", "chance_decided_then")
"""Why a play cannot be followed: the choice that came next is not in the story any more, or cannot be made there;
chance brought what it cannot bring now, decides what it did not decide, or decided what it does not decide now."""

GONE, CLOSED, LED, NOW, THEN = range(len(LOST))
EXACT, RENAMED, ELSEWHERE = range(len(LOST), len(LOST) + 3)
"""What else may become of a play: it stands where it stood, by the same names or by a rename, or in another scene."""

NOWHERE: Final = -1
"""The place of the pair before the beginning."""


class Passage(NamedTuple):
    """A step of the old version: its way, by its place there (None: the beginning), and what was drawn."""

    way: int | None
    drew: Drawn = ()


class Spot(NamedTuple):
    """Where something was first met, with the fewest choices: at a pair, or on a step out of it."""

    pair: int
    step: Passage | None = None


class Break(NamedTuple):
    """Where plays are lost: why (a place in `LOST`), at which choice of the old version (None: at the beginning).

    `at` is the scene of the new version in which they stand then, if a choice cannot be made there.
    """

    kind: int
    choice: str | None
    at: str | None = None


class Stray(NamedTuple):
    """Where plays stand in another scene: that of the old version, by its name of today, and that of the new one."""

    expected: str
    at: str


@dataclass(frozen=True, eq=False)
class Beside:
    """What was found: `states` says of each state of the old version what becomes of the plays that come to it.

    It holds a bit for each of `LOST`, and for `EXACT`, `RENAMED`, `ELSEWHERE`. `why` says why not all was looked at,
    and is empty if it was. Of each pair of states, `parents` is the pair that it was come to from, `taken` the step.
    """

    old: Steps
    states: Mapping[int, int]
    breaks: Mapping[Break, Spot]
    strays: Mapping[Stray, Spot]
    parents: Sequence[int]
    taken: Sequence[int]
    passages: Sequence[Passage]
    why: str

    def moves(self, spot: Spot, choice: str | None = None) -> Moves:
        """Return a play of the old version to a spot; `choice` is the one that a step out of a pair is made by."""
        made, used = list[Made](), Counter[int]()
        for way, drew in self._path(spot.pair):
            if way is not None:
                made.append(self._name(way, used[way], choice))
                used[way] += 1
            made += map(Brought, drew)
        if spot.step is not None:
            made += [] if choice is None else [choice]
            made += map(Brought, spot.step.drew)
        return tuple(made)

    def _name(self, way: int, used: int, spared: str | None) -> str:
        """Return the choice of a way that was `used` so often before; of equal ones not the one that is spared."""
        names = self.old.ways[way].names
        if len(names) == 1:
            return names[0]
        return [name for name in names if name != spared][used]

    def _path(self, pair: int) -> list[Passage]:
        """Return the steps to a pair, from the beginning."""
        steps = list[Passage]()
        while pair != NOWHERE:
            steps.append(self.passages[self.taken[pair]])
            pair = self.parents[pair]
        return steps[::-1]
