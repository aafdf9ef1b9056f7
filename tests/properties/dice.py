"""Chance for the random stories, out of one string of bytes that hypothesis draws."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Small numbers out of a string of bytes, and zeros after its end; zero always makes the simplest story.

    Hypothesis draws the whole string at once, because it makes five of six examples by copying single draws about
    inside the sixth: with a draw for each decision they would be almost the same story. It is also ten times faster.
    """

    def __init__(self, rolls: bytes) -> None:
        self._rolls = iter(rolls)

    def below(self, count: int) -> int:
        """Give a number from zero on, below a count of at most 65,536."""
        return (next(self._rolls, 0) + (next(self._rolls, 0) << 8 if count > 256 else 0)) % count

    def between(self, low: int, high: int) -> int:
        """Give a number from low to high, both included."""
        return low + self.below(high - low + 1)

    def often(self, tenths: int) -> bool:
        """Answer yes in so many cases out of ten."""
        return self.below(10) >= 10 - tenths

    def pick(self, values: Sequence[T]) -> T:
        """Pick one value; the first is the simplest."""
        return values[self.below(len(values))]

    def sample(self, values: Sequence[T], low: int, high: int) -> list[T]:
        """Pick so many different values, or fewer if there are no more."""
        rest = list(dict.fromkeys(values))
        return [rest.pop(self.below(len(rest))) for _ in range(min(self.between(low, high), len(rest)))]

    def handful(self, count: int) -> "Dice":
        """Give so many rolls away, so that what they decide does not depend on what else is decided."""
        return Dice(bytes(next(self._rolls, 0) for _ in range(count)))
