"""Chance, made from a seed: the same for everyone who has the same seed, on every machine and in every version.

May import `model`. SHA-256 serves as the source because each draw is asked for by name and not in turn: an edit
elsewhere in the story moves no other draw.
"""

from functools import lru_cache
from hashlib import sha256

from engine.model import Fork


def drawn(seed: int, fork: Fork, count: int) -> str:
    """Return where `fork` leads at its `count`-th draw of this play (from 0), by its weights."""
    number = int.from_bytes(sha256(f"{seed}/{fork.place}/{count}".encode()).digest(), "big")
    number %= sum(chance.weight for chance in fork.chances)
    for chance in fork.chances:
        number -= chance.weight
        if number < 0:
            return chance.to
    raise AssertionError(fork)  # the weights are positive and the number is below their sum


@lru_cache(maxsize=1024)
def shuffled(seed: int, place: str, items: tuple[str, ...]) -> tuple[int, ...]:
    """Return the order in which the items of a `shuffle` at `place` are shown, as their positions."""
    return tuple(sorted(range(len(items)), key=lambda at: sha256(f"{seed}/{place}/{items[at]}".encode()).hexdigest()))
