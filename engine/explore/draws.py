"""Every way in which chance may decide within one step.

May import floors 0 and 1.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from engine.model import Fork
from engine.play.rules import Draw, Step


class Outcome(NamedTuple):
    """One outcome of a step: it comes `weight` times out of `of`."""

    step: Step
    weight: int
    of: int


def outcomes(make: Callable[[Draw], Step]) -> Iterator[Outcome]:
    """Yield every outcome of a step, in the order of the first draw, then of the second, and so on.

    `make` makes the step, asking what it is handed at each fork.
    """
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        script = _Script(waiting.pop())
        step = make(script.draw)
        waiting += script.others
        yield Outcome(step, script.weight, script.of)


class _Script:
    """Draws as they are written first, then the first way of each fork; `others` are not taken yet, the next last."""

    def __init__(self, written: tuple[str, ...]) -> None:
        self.written = written
        self.made: tuple[str, ...] = ()
        self.others: list[tuple[str, ...]] = []
        self.weight = self.of = 1

    def draw(self, fork: Fork) -> str:
        if len(self.made) < len(self.written):
            drawn = self.written[len(self.made)]
        else:
            drawn = fork.chances[0].to
            self.others += ((*self.made, chance.to) for chance in reversed(fork.chances[1:]))
        self.made = (*self.made, drawn)
        self.weight *= next(chance.weight for chance in fork.chances if chance.to == drawn)
        self.of *= sum(chance.weight for chance in fork.chances)
        return drawn
