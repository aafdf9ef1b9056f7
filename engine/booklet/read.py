"""What of all that a story remembers somebody has to know who reads it on paper.

May import floors 0 and 1, `explore/reads` and `map/coming_back`. Views through other eyes are not printed.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.conditions import Chose, Compare, Holds, IsWord
from engine.explore.reads import Leaf, leaves
from engine.map.coming_back import paragraphs
from engine.model import Block, Choice, Condition, Cycle, First, Fork, Scene, Sequence, Shuffle, Story, Text, Way


class Read(NamedTuple):
    """The values and counts that are read, by their places in a state, and the bits of choices.

    `rounds` are counts that words go round by, each with the number of these words.
    """

    values: frozenset[int]
    counts: frozenset[int]
    rounds: frozenset[tuple[int, int]]
    bits: frozenset[int]


def read(story: Story) -> Read:
    """Return what conditions ask of, what blocks count by, and which numbers are shown, anywhere on paper."""
    values, counts, bits = set[int](), set[int](), set[int]()
    rounds = set[tuple[int, int]]()
    for leaf in _leaves(story):
        match leaf:
            case Holds(slot) | IsWord(slot, _):
                values.add(slot)
            case Compare(of_counts, slot):
                (counts if of_counts else values).add(slot)
            case Chose(bit):
                bits.add(bit)
            case _:
                pass
    for text in _texts(story):
        for block in text.blocks:
            match block.content:
                case Sequence(items, slot) if len(items) > 1:
                    counts.add(slot)
                case Cycle(items, slot) | Shuffle(items, slot) if len(items) > 1:
                    rounds.add((slot, len(items)))
                case _:
                    pass
        values.update(run.slot for each in paragraphs(text) for run in each.runs if run.slot is not None)
    return Read(frozenset(values), frozenset(counts), frozenset(rounds), frozenset(bits))


def _leaves(story: Story) -> Iterator[Leaf]:
    for condition in _conditions(story):
        yield from leaves(condition.tree)


def _conditions(story: Story) -> Iterator[Condition]:
    for scene in story.scenes.values():
        yield from _on(scene.to)
        for choice in scene.choices:
            yield from _on(choice.to)
            if choice.when is not None:
                yield choice.when
    for text in _texts(story):
        for block in text.blocks:
            yield from _within(block)


def _on(way: Way | None) -> Iterator[Condition]:
    if way is not None and not isinstance(way, str | Fork):
        yield from (branch.when for branch in way if branch.when is not None)


def _within(block: Block) -> Iterator[Condition]:
    if block.when is not None:
        yield block.when
    if isinstance(block.content, First):
        for item in block.content.items:
            yield from _within(item)


def _texts(story: Story) -> Iterator[Text]:
    for scene in story.scenes.values():
        yield from _words_of(scene)
        for choice in scene.choices:
            yield from _words_of(choice)


def _words_of(holder: Scene | Choice) -> Iterator[Text]:
    found = (holder.text, holder.locked, holder.reply) if isinstance(holder, Choice) else (holder.text,)
    yield from (text for text in found if text is not None)
