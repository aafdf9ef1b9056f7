"""A condition of a newer version of a story, asked of the older one.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Mapping
from typing import assert_never

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.versions.heirs import Rules


class NotAsked(ValueError):  # noqa: N818 - named for what happened
    """A condition of the newer version asks what the older one does not remember."""


def asked_then(tree: Tree, now: Rules, then: Rules) -> Tree:  # noqa: PLR0911 - one for each kind
    """Return a condition of the newer version as one of the older version, in which it holds in the same plays.

    Raises:
        NotAsked: the older version does not remember what it asks.

    """
    match tree:
        case Always():
            return tree
        case Holds(slot):
            return Holds(_slot(now.slots[slot], then))
        case IsWord(slot, word):
            return IsWord(_slot(now.slots[slot], then), word)
        case Compare(counts, slot, sign, number):
            if not counts:
                return Compare(counts, _slot(now.slots[slot], then), sign, number)
            return Compare(
                counts, _counter(now.counted[slot], number + (sign in {"is", "<=", ">"}), then), sign, number
            )
        case Chose(bit):
            return Chose(_found(now.bits[bit], then.bits))
        case Not(inner):
            return Not(asked_then(inner, now, then))
        case All(parts):
            return All(tuple(asked_then(part, now, then) for part in parts))
        case Any(parts):
            return Any(tuple(asked_then(part, now, then) for part in parts))
    assert_never(tree)


def _slot(name: str, then: Rules) -> int:
    if name not in then.slots:
        raise NotAsked(name)
    return then.slots.index(name)


def _counter(name: str, upto: int, then: Rules) -> int:
    """Return the place of a count that is exact below `upto`."""
    place = _found(name, then.counted)
    if then.story.counters[place].upto < upto:
        raise NotAsked(name)
    return place


def _found(name: str, names: Mapping[int, str]) -> int:
    for place, each in names.items():
        if each == name:
            return place
    raise NotAsked(name)
