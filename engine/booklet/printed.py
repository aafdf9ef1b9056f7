"""What a booklet holds, as values: boxes and rows to mark, entries, and ways from entry to entry.

May import floor 0. A condition is a tree of `engine.conditions` in which every place is the number of a box or row:
`Holds` is a box that is crossed, `IsWord` a word that is ringed, `Compare` a row whose mark stands at a number.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from engine.conditions import Tree
from engine.model import Prose


class Box(NamedTuple):
    """A box that is crossed or empty; `crossed` is how it begins."""

    number: int
    label: str
    crossed: bool = False


class Words(NamedTuple):
    """A row of words, one of them with a ring; `start` has it at the beginning."""

    number: int
    label: str
    words: tuple[str, ...]
    start: str


class Numbers(NamedTuple):
    """A row of numbers with a mark on one of them.

    One that `is_count` is only ever counted on: from the last back to `round_to`, or it stays there.
    """

    number: int
    label: str
    low: int
    high: int
    start: int
    is_count: bool = False
    round_to: int | None = None


Mark = Box | Words | Numbers


class Cross(NamedTuple):
    """Cross a box."""

    mark: int


class Rub(NamedTuple):
    """Rub out the cross in a box."""

    mark: int


class Ring(NamedTuple):
    """Ring a word in a row, and no other."""

    mark: int
    word: str


class Put(NamedTuple):
    """Put the mark of a row on a number."""

    mark: int
    at: int


class Move(NamedTuple):
    """Move the mark of a row so many numbers on (or back, below 0), as far as the row goes."""

    mark: int
    by: int


class Count(NamedTuple):
    """Move the mark of a row one number on; from the last back to where the row goes round, or not at all."""

    mark: int


Act = Cross | Rub | Ring | Put | Move | Count


class Item(NamedTuple):
    """Words that are read when `when` holds (or is None); `time` says when that is, where that is short to say."""

    when: Tree | None
    words: Prose
    time: str = ""


class Piece(NamedTuple):
    """Words of an entry: when `when` holds (or is None), the first of its items that holds, if any.

    A number in the words is shown by a run whose `slot` is the number of its row.
    """

    items: tuple[Item, ...]
    when: Tree | None = None


class Go(NamedTuple):
    """Turn to an entry: to its beginning, back to its choices only, or to what stands below them."""

    entry: int
    part: Literal["top", "choices", "foot"] = "top"


class Branch(NamedTuple):
    """A way that is taken when `when` holds (or is None), if none before it is."""

    when: Tree | None
    go: Go


class Lot(NamedTuple):
    """A way that is taken when a throw gives a number from `low` to `high`."""

    low: int
    high: int
    go: Go


class Throw(NamedTuple):
    """Ways by chance: something gives each number from 1 to `of` as often as every other."""

    by: Literal["coin", "die", "dice", "slips", "figures"]
    of: int
    lots: tuple[Lot, ...]


Way = Go | tuple[Branch, ...] | Throw


class Option(NamedTuple):
    """A choice: it may be taken when `when` holds, and only once where it says so; `locked` is read while it may not.

    Where `way` leads to an entry of the choice's own, that entry says what to mark; else `acts` does.
    """

    letter: str
    words: Prose
    when: Tree | None
    locked: Prose
    once: bool
    acts: tuple[Act, ...]
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A numbered piece of the booklet: a scene, or what follows a choice (then `choice` is its `scene.choice`).

    First what to mark, then the words, then the choices. `foot` is the way on where none of them may be taken, and for
    those that lead to it.
    """

    number: int
    scene: str
    choice: str | None = None
    chapter: str = ""
    title: str = ""
    acts: tuple[Act, ...] = ()
    pieces: tuple[Piece, ...] = ()
    options: tuple[Option, ...] = ()
    foot: Way | None = None
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class Booklet:
    """A whole story on paper: what to mark, and the entries in the order of their numbers, which begin with 1."""

    marks: tuple[Mark, ...]
    entries: tuple[Entry, ...]

    def mark(self, number: int) -> Mark:
        """Return a box or row by its number."""
        return self.marks[number - 1]

    def entry(self, number: int) -> Entry:
        """Return an entry by its number."""
        return self.entries[number - 1]
