"""What a reader on paper marks, in the place of what a story remembers.

May import floors 0 and 1, and `printed` and `boxes` from its own room.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.booklet.boxes import boxes
from engine.booklet.printed import Act, Box, Count, Cross, Mark, Move, Put, Ring, Rub
from engine.conditions import SIGNS, All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.model import (
    Add,
    Condition,
    Effects,
    Paragraph,
    Prose,
    Run,
    Set,
    Story,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The boxes and rows of a story, and the number of each by the place in a state that it stands for.

    `rounds` are rows of their own for words that go round: by the place of the count, and how many words.
    """

    marks: tuple[Mark, ...]
    values: Mapping[int, int]
    counts: Mapping[int, int]
    rounds: Mapping[tuple[int, int], int]
    bits: Mapping[int, int]

    def condition(self, condition: Condition | None) -> Tree | None:
        """Return a condition on boxes and rows; None where it always holds."""
        return None if condition is None else self._of(condition.tree)

    def _of(self, tree: Tree) -> Tree:  # noqa: PLR0911 - one line for each kind
        match tree:
            case Not(inner):
                return Not(self._of(inner))
            case All(parts):
                return All(tuple(map(self._of, parts)))
            case Any(parts):
                return Any(tuple(map(self._of, parts)))
            case Holds(slot):
                return Holds(self.values[slot])
            case IsWord(slot, word):
                return IsWord(self.values[slot], word)
            case Chose(bit):
                return Holds(self.bits[bit])
            case Compare():
                return self._compared(tree)
            case Always():
                return tree

    def _compared(self, tree: Compare) -> Tree:
        if not tree.counts:
            return tree._replace(slot=self.values[tree.slot])
        number = self.counts[tree.slot]
        if not isinstance(self.marks[number - 1], Box):
            return Compare(False, number, tree.sign, tree.number)  # noqa: FBT003 - a row is a row
        match tuple(SIGNS[tree.sign](count, tree.number) for count in (0, 1)):
            case (False, True):
                return Holds(number)
            case (True, False):
                return Not(Holds(number))
            case both:
                return Always(both[0])

    def effects(self, effects: Effects) -> Iterator[Act]:
        """Yield what to mark for what a story changes; nothing for what nobody asks about."""
        for effect in effects:
            mark = self.values.get(effect.slot)
            if mark is not None:
                yield self._act(mark, effect)

    def _act(self, mark: int, effect: Set | Add) -> Act:
        if isinstance(effect, Add):
            return Move(mark, effect.amount)
        if isinstance(effect.value, bool):
            return Cross(mark) if effect.value else Rub(mark)
        return Put(mark, effect.value) if isinstance(effect.value, int) else Ring(mark, effect.value)

    def counted(self, counter: int | None) -> Iterator[Act]:
        """Yield what to mark when a scene is come to, or a choice taken, whose times are counted."""
        mark = None if counter is None else self.counts.get(counter)
        if mark is not None:
            yield Cross(mark) if isinstance(self.marks[mark - 1], Box) else Count(mark)
        yield from (Count(row) for (slot, _size), row in self.rounds.items() if slot == counter)

    def took(self, bit: int | None) -> Iterator[Act]:
        """Yield what to mark when a choice is taken that is asked about later."""
        if bit is not None and bit in self.bits:
            yield Cross(self.bits[bit])

    def words(self, words: Prose) -> Prose:
        """Return words whose numbers are those on rows."""
        return tuple(Paragraph(tuple(self._run(run) for run in each.runs)) for each in words)

    def _run(self, run: Run) -> Run:
        return run if run.slot is None else Run(run.text, run.style, self.values[run.slot])


def tally(story: Story) -> Tally:
    """Return what has to be marked on the way through `story`: moments, variables, visits, and choices, in this order.

    What nothing printed asks about has no box.
    """
    marks: list[Mark] = []
    values, counts, bits = dict[int, int](), dict[int, int](), dict[int, int]()
    rounds: dict[tuple[int, int], int] = {}
    for place, made in boxes(story):
        marks.append(made(len(marks) + 1))
        match place:
            case ("value", slot):
                values[slot] = len(marks)
            case ("count", slot):
                counts[slot] = len(marks)
            case ("bit", bit):
                bits[bit] = len(marks)
            case ("round", slot, size):
                rounds[slot, size] = len(marks)
    return Tally(tuple(marks), values, counts, rounds, bits)
