"""What each act of a realistic story is about, and the conditions that stand in it."""

import random
from collections.abc import Sequence
from typing import Final, NamedTuple

ACTS: Final = 4
COUNTS: Final = ("trust", "courage", "patience", "warmth", "worry")
WORDS: Final = {
    "day": ("morning", "noon", "evening"),
    "mood": ("closed", "wary", "open"),
    "weather": ("dry", "drizzle", "rain"),
    "letter": ("lost", "found", "read"),
    "distance": ("far", "near", "beside"),
}
FLAGS: Final = ("knows_name", "has_umbrella", "phoned_home", "told_truth", "stayed_late")


class Act(NamedTuple):
    """What an act is about: what its choices change, and what else its conditions ask for. Counts go `upto`."""

    number: int
    upto: int
    counts: Sequence[str]
    words: Sequence[str]
    flags: Sequence[str]
    before: Sequence[str]


def act_of(number: int, upto: int) -> Act:
    """Return what an act is about; counts go as far as `upto`."""
    words = [*WORDS][1:]
    before = [COUNTS[number], words[number - 1]] if number else []
    if number == ACTS - 1:
        before += [FLAGS[0], "letter"]
    return Act(number, upto, ("trust", COUNTS[1 + number]), ("day", words[number]), FLAGS[number : number + 2], before)


class Asking:
    """Writes conditions. `met` are the scenes that one may look back to, `done` the once-only choices."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.met: list[str] = []
        self.done: list[str] = []

    def asks(self, act: Act, count: int) -> str:
        """Return a condition that asks for so many things: all of them, or now and then one of them."""
        pool = (*act.counts, *act.words, *act.flags, *act.before, *act.before)
        parts = dict.fromkeys(self._asks(act, name) for name in self.chance.sample(pool, count))
        return (" or " if self.chance.random() < 0.2 else " and ").join(parts)

    def _asks(self, act: Act, name: str) -> str:
        kind = self.chance.random()
        if kind < 0.02 and self.met:
            return f"visited({self.chance.choice(self.met[-40:])})"
        if kind < 0.04:
            return f"visits(act{act.number}_place0) >= {self.chance.randint(2, 3)}"
        if kind < 0.06 and self.done:
            return f"chose({self.chance.choice(self.done)})"
        return self._asks_of(name, act.upto)

    def _asks_of(self, name: str, upto: int) -> str:
        if name in WORDS:
            return f"{name} {self.chance.choice(('is', 'is', 'is not'))} {self.chance.choice(WORDS[name])}"
        if name in FLAGS:
            return self.chance.choice((name, name, f"not {name}"))
        return f"{name} >= {self.chance.randint(1, upto // 2)}"
