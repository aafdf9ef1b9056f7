"""Conditions as they are tested: a closed tree, and closures over its values.

Imports nothing of the engine. A condition is never given to Python's own evaluator; `grammar` makes the tree.
"""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, Protocol, assert_never


class Remembered(Protocol):
    """What a condition is asked of: `model.State` is one."""

    @property
    def values(self) -> tuple[bool | int | str, ...]:
        """The variables, then the moments."""
        ...

    @property
    def counts(self) -> tuple[int, ...]:
        """The visits that something reads."""
        ...

    @property
    def taken(self) -> int:
        """A bit for each choice that was taken."""
        ...


Test = Callable[[Remembered], bool]


class Always(NamedTuple):
    """`true` or `false`."""

    value: bool


class Holds(NamedTuple):
    """A yes/no that is true, or a moment that is remembered."""

    slot: int


class IsWord(NamedTuple):
    """A variable that has one of its words."""

    slot: int
    word: str


class Compare(NamedTuple):
    """A whole-number variable, or a count of visits, against a number."""

    counts: bool
    slot: int
    sign: str
    number: int


class Chose(NamedTuple):
    """A choice that was taken."""

    bit: int


class Not(NamedTuple):
    """The opposite."""

    inner: "Tree"


class All(NamedTuple):
    """Every one of them."""

    parts: "tuple[Tree, ...]"


class Any(NamedTuple):
    """At least one of them."""

    parts: "tuple[Tree, ...]"


Tree = Always | Holds | IsWord | Compare | Chose | Not | All | Any


def compiled(tree: Tree) -> Test:  # noqa: PLR0911 - one line for each kind
    """Return the test that `tree` stands for."""
    match tree:
        case Always(value):
            return lambda _state: value
        case Holds(slot):
            return lambda state: state.values[slot] is True
        case IsWord(slot, word):
            return lambda state: state.values[slot] == word
        case Compare():
            return _comparison(tree)
        case Chose(bit):
            return lambda state: state.taken & bit != 0
        case Not(inner):
            test = compiled(inner)
            return lambda state: not test(state)
        case All(parts):
            return _all(tuple(map(compiled, parts)))
        case Any(parts):
            return _any(tuple(map(compiled, parts)))
    assert_never(tree)


def _all(tests: tuple[Test, ...]) -> Test:
    def test(state: Remembered) -> bool:
        for each in tests:  # noqa: SIM110 - `all()` over a generator costs twice as much, and this is in every step
            if not each(state):
                return False
        return True

    return test


def _any(tests: tuple[Test, ...]) -> Test:
    def test(state: Remembered) -> bool:
        for each in tests:  # noqa: SIM110 - as in `_all`
            if each(state):
                return True
        return False

    return test


SIGNS: Final[Mapping[str, Callable[[int, int], bool]]] = {
    "is": int.__eq__,
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}


def _comparison(tree: Compare) -> Test:
    sign, slot, number = SIGNS[tree.sign], tree.slot, tree.number
    if tree.counts:
        return lambda state: sign(state.counts[slot], number)
    return lambda state: sign(state.values[slot], number)  # type: ignore[arg-type]  # `Names` said that it is a number
