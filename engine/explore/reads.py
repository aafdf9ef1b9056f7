"""What each part of a story reads and changes of what a state remembers.

May import floors 0 and 1. A *field* is one thing that a state remembers: a variable, a moment, a count, that a choice
was taken. Sets of fields are whole numbers with a bit for each, so that joining two costs nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, assert_never

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.model import Block, Choice, Condition, Cycle, First, Fork, Scene, Sequence, Set, Shuffle, Story, Text, Way

Fields: TypeAlias = int
"""A set of fields: bit `n` stands for field `n`."""

Leaf = Always | Holds | IsWord | Compare | Chose


def leaves(tree: Tree) -> list[Leaf]:
    """Return every single question that a condition asks, in their order."""
    found, waiting = list[Leaf](), [tree]
    while waiting:
        match waiting.pop():
            case Not(inner):
                waiting.append(inner)
            case All(parts) | Any(parts):
                waiting += parts[::-1]
            case leaf:
                found.append(leaf)
    return found


def holders(story: Story) -> Iterator[Scene | Choice]:
    """Yield every scene and every choice: what holds effects, words and ways on."""
    for scene in story.scenes.values():
        yield scene
        yield from scene.choices


@dataclass(frozen=True)
class Reads:
    """What parts of `story` read and change, with the fields numbered: values, then counts, then what was taken.

    `groups` are sets of choices that need not be told apart: each has one field, behind all others, in the place of
    those of its members. With `words`, what decides which words are shown counts as read. `keeps` are values all of
    which are told apart.
    """

    story: Story
    groups: tuple[tuple[str, ...], ...] = ()
    words: bool = False
    keeps: frozenset[int] = frozenset()

    @cached_property
    def counts(self) -> int:
        """The field of the first count."""
        return len(self.story.variables) + len(self.story.moments)

    @cached_property
    def bits(self) -> int:
        """The field of the first choice whose having been taken matters."""
        return self.counts + len(self.story.counters)

    @cached_property
    def grouped(self) -> int:
        """The field of the first group."""
        return self.bits + len(self.story.bits)

    def members(self) -> Mapping[str, int]:
        """Return the group of each choice that is in one."""
        return {name: number for number, group in enumerate(self.groups) for name in group}

    def taken(self) -> Mapping[str, Fields]:
        """Return the field that says whether a choice was taken, for each of which that matters."""
        of = self.members()
        fields = {name: self.bits + bit.bit_length() - 1 for name, bit in self.story.bits.items() if bit}
        return {name: 1 << (self.grouped + of[name] if name in of else field) for name, field in fields.items()}

    def condition(self, condition: Condition | None) -> Fields:
        """Return what a condition reads."""
        if condition is None:
            return 0
        known = self._known.get(id(condition))
        if known is None:
            known = self._known[id(condition)] = condition, self._asked(condition)
        return known[1]

    @cached_property
    def _known(self) -> dict[int, tuple[Condition, Fields]]:
        """What conditions read, by their `id`: they are kept with it, so that no other gets the same."""
        return {}

    def _asked(self, condition: Condition) -> Fields:
        fields = 0
        for leaf in leaves(condition.tree):
            match leaf:
                case Always():
                    pass
                case Holds(slot) | IsWord(slot, _):
                    fields |= 1 << slot
                case Compare(counts, slot):
                    fields |= 1 << (self.counts + slot if counts else slot)
                case Chose(bit):
                    fields |= 1 << self.bits + bit.bit_length() - 1
                case _:
                    assert_never(leaf)
        return fields

    def way(self, way: Way | None) -> Fields:
        """Return what the conditions of a way on read."""
        match way:
            case None | str() | Fork():
                return 0
            case branches:
                fields = 0
                for branch in branches:
                    fields |= self.condition(branch.when)
                return fields

    def told(self, holder: Scene | Choice) -> Fields:
        """Return what decides which words of a scene, or of a reply, are shown: nothing unless words are asked for."""
        if not self.words:
            return 0
        words = holder.text if isinstance(holder, Scene) else holder.reply
        return self._texts((words, *holder.seen_by.values()))

    def reasons(self, choices: Iterable[Choice]) -> Fields:
        """Return what decides which reasons for closed choices are told, and in which words."""
        return self._texts([choice.locked for choice in choices]) if self.words else 0

    def menu(self, choices: Iterable[Choice]) -> Fields:
        """Return what the words of a menu show."""
        return self._texts([choice.text for choice in choices]) if self.words else 0

    def _texts(self, texts: Iterable[Text | None]) -> Fields:
        fields = 0
        for text in texts:
            for block in text.blocks if text and text.fixed is None else ():
                fields |= self._block(block)
        return fields

    def _block(self, block: Block) -> Fields:
        fields = self.condition(block.when)
        match block.content:
            case First(items):
                for item in items:
                    fields |= self._block(item)
            case Sequence(_, slot) | Cycle(_, slot) | Shuffle(_, slot):
                fields |= 1 << self.counts + slot
            case _:
                pass
        return fields


@dataclass(frozen=True, slots=True)
class Changes:
    """What a part of a story changes: `put` are fields that get a value whatever they held, `moved` all the others."""

    put: Fields = 0
    moved: Fields = 0

    @property
    def all(self) -> Fields:
        """Everything that is changed."""
        return self.put | self.moved

    def before(self, read: Fields) -> Fields:
        """Return what matters before the change, where `read` matters behind it."""
        return read & ~self.put


def changes(reads: Reads, holder: Scene | Choice, taken: Mapping[str, Fields]) -> Changes:
    """Return what arriving at a scene, or taking a choice, changes. `taken` is that of `reads`."""
    put = moved = 0
    for effect in holder.effects:
        if isinstance(effect, Set):
            put |= 1 << effect.slot
        else:
            moved |= 1 << effect.slot
    if holder.counter is not None:
        moved |= 1 << reads.counts + holder.counter
    if isinstance(holder, Choice) and (bit := taken.get(holder.name)):
        if bit >= 1 << reads.grouped:
            moved |= bit
        else:
            put |= bit
    return Changes(put & ~moved, moved)
