"""A state as one whole number: the scene in its lowest bits, then a few bits for each thing that can matter.

May import floors 0 and 1, and `reads`. What cannot matter takes no bits. A whole number that only grows, or only
shrinks, is kept as far as conditions can tell it apart: all that is beyond the last of them is one and the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, assert_never

from engine.conditions import Compare, Tree
from engine.explore.reads import Fields, Reads, holders, leaves
from engine.model import Add, OneOf, State, Story, Value, Variable, Whole, YesNo


class Kept(NamedTuple):
    """How a value is kept: the bits it takes, and what each number in them stands for.

    A whole number below or above all that can be told apart is kept as the first or the last.
    """

    offset: int
    width: int
    stands: Sequence[Value]

    @property
    def mask(self) -> int:
        """Its bits."""
        return (1 << self.width) - 1 << self.offset

    def code(self, value: Value) -> int:
        """Return the bits that stand for a value."""
        if isinstance(self.stands, range):
            return max(0, min(int(value) - self.stands[0], len(self.stands) - 1)) << self.offset
        return self.stands.index(value) << self.offset

    def value(self, number: int) -> Value:
        """Return the value that a state has."""
        return self.stands[(number & self.mask) >> self.offset]


_Place = tuple[int, int, Sequence[Value]]


@dataclass(frozen=True)
class Layout:
    """Where everything of a state stands in its number. Built by `laid_out`."""

    reads: Reads
    scenes: tuple[str, ...]
    kept: Mapping[int, Kept]
    """By field."""
    members: tuple[tuple[int, ...], ...]
    """Of each group the bits of its members in `State.taken`."""

    @cached_property
    def low(self) -> int:
        """The bits that hold the scene."""
        return (1 << len(self.scenes).bit_length()) - 1

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each scene."""
        return {name: number for number, name in enumerate(self.scenes)}

    @property
    def bits(self) -> int:
        """How many bits a state takes."""
        return max((kept.offset + kept.width for kept in self.kept.values()), default=self.low.bit_length())

    def mask(self, fields: Fields) -> int:
        """Return the bits of some fields."""
        found = 0
        for number, kept in self.kept.items():
            if fields >> number & 1:
                found |= kept.mask
        return found

    def packed(self, state: State, fields: Fields) -> int:
        """Return the bits of some fields of a state, and its scene."""
        found = self.numbers[state.scene]
        for number, kept in self.kept.items():
            if fields >> number & 1:
                found |= kept.code(self._held(state, number))
        return found

    def _held(self, state: State, number: int) -> Value:
        reads = self.reads
        if number < reads.counts:
            return state.values[number]
        if number < reads.bits:
            return state.counts[number - reads.counts]
        if number < reads.grouped:
            return state.taken >> number - reads.bits & 1
        return sum(1 for bit in self.members[number - reads.grouped] if state.taken & bit)

    def unpacked(self, number: int) -> State:
        """Return a state that `number` stands for: what cannot matter has the first value of its domain.

        Of a group, the first members are taken.
        """
        taken = 0
        for mask, bit in self._single:
            if number & mask:
                taken |= bit
        for place, members in self._grouped:
            taken |= sum(members[: int(place.value(number))])
        values, counts = (tuple([of[number >> at & mask] for at, mask, of in each]) for each in self._places)
        return State(self.scenes[number & self.low], values, counts, taken)  # type: ignore[arg-type]  # counts are whole numbers

    @cached_property
    def _places(self) -> tuple[list[_Place], list[_Place]]:
        """Where each value and each count stands: its offset, the bits it has there, and what they stand for."""
        first = self._first
        values = [self._place(slot, first[slot]) for slot in range(self.reads.counts)]
        return values, [self._place(slot, 0) for slot in range(self.reads.counts, self.reads.bits)]

    def _place(self, field: int, otherwise: Value) -> _Place:
        kept = self.kept.get(field)
        return (kept.offset, (1 << kept.width) - 1, kept.stands) if kept else (0, 0, (otherwise,))

    @cached_property
    def _single(self) -> list[tuple[int, int]]:
        """Of each choice by itself the bit in a number, and that in `State.taken`."""
        first = self.reads.bits
        fields = [field for field in range(first, self.reads.grouped) if field in self.kept]
        return [(self.kept[field].mask, 1 << field - first) for field in fields]

    @cached_property
    def _grouped(self) -> list[tuple[Kept, tuple[int, ...]]]:
        """Of each group how it is kept, and its members."""
        groups = enumerate(self.members, self.reads.grouped)
        return [(self.kept[field], members) for field, members in groups if field in self.kept]

    @cached_property
    def _first(self) -> tuple[Value, ...]:
        """A value of each domain."""
        story = self.reads.story
        return (*(domain(each)[0] for each in story.variables.values()), *(False for _ in story.moments))


def laid_out(reads: Reads, matters: Fields, trees: Iterable[Tree]) -> Layout:
    """Return a layout for the fields that matter anywhere. `trees` are all conditions that are asked."""
    scenes, kept = tuple(reads.story.scenes), dict[int, Kept]()
    offset = len(scenes).bit_length()
    members = tuple(tuple(reads.story.bits[name] for name in group) for group in reads.groups)
    for number, stands in enumerate(_told_apart(reads, _cuts(trees))):
        if matters >> number & 1:
            kept[number] = Kept(offset, (len(stands) - 1).bit_length(), stands)
            offset += kept[number].width
    return Layout(reads, scenes, kept, members)


def _told_apart(reads: Reads, cuts: Mapping[int, set[int]]) -> Iterator[Sequence[Value]]:
    """Yield, for each field in turn, the values that are told apart."""
    story, amounts = reads.story, _amounts(reads.story)
    for variable in story.variables.values():
        told = set[int]() if variable.slot in reads.keeps else cuts.get(variable.slot, set[int]())
        yield _values(variable, told, amounts.get(variable.slot, set()))
    for _ in story.moments:
        yield (False, True)
    for counter in story.counters:
        yield range(counter.upto + counter.period)
    for _ in range(reads.bits, reads.grouped):
        yield range(2)
    for group in reads.groups:
        yield range(len(group) + 1)


def domain(variable: Variable) -> Sequence[Value]:
    """Return every value that a variable can have."""
    match variable.domain:
        case YesNo():
            return False, True
        case OneOf(words):
            return words
        case Whole(low, high):
            return range(low, high + 1)
    assert_never(variable.domain)


CUTS: Final = {"is": (0, 1), "<": (0,), ">=": (0,), "<=": (1,), ">": (1,)}
"""Which numbers a comparison tells from the ones before them, counted from the number that it names."""


def _cuts(trees: Iterable[Tree]) -> dict[int, set[int]]:
    """Return, for each whole number, the values `n` such that some condition tells `n - 1` from `n`."""
    found = dict[int, set[int]]()
    for tree in trees:
        for leaf in leaves(tree):
            if isinstance(leaf, Compare) and not leaf.counts:
                found.setdefault(leaf.slot, set()).update(leaf.number + each for each in CUTS[leaf.sign])
    return found


def _amounts(story: Story) -> dict[int, set[int]]:
    """Return what is ever added to each whole number."""
    found = dict[int, set[int]]()
    for holder in holders(story):
        for effect in holder.effects:
            if isinstance(effect, Add):
                found.setdefault(effect.slot, set()).add(effect.amount)
    return found


def _values(variable: Variable, cuts: set[int], amounts: set[int]) -> Sequence[Value]:
    """Return the values of a variable that conditions can tell apart, now or after more steps."""
    if not isinstance(variable.domain, Whole) or not cuts:
        return domain(variable)
    low, high = variable.domain
    if all(amount >= 0 for amount in amounts):
        high = max(low, min(high, max(cuts)))
    if all(amount <= 0 for amount in amounts):
        low = min(high, max(low, min(cuts) - 1))
    return range(low, high + 1)
