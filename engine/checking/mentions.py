"""What a story says of the names that it declares: who reads them, changes them, speaks, sees.

May import floors 0 and 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.grammar import parse
from engine.model import Block, Choice, Condition, Cycle, First, Fork, Paragraph, Scene, Sequence, Shuffle, Story
from engine.reading.names import Names
from engine.reading.values import Map, items, words

Leaf = Always | Holds | IsWord | Compare | Chose
Holder = Scene | Choice


@dataclass(slots=True)
class Trees:
    """The trees of the conditions of a sound story, each made once."""

    names: Names
    found: dict[str, Tree] = field(default_factory=dict)

    def of(self, condition: str) -> Tree:
        """Return the tree of a condition of the story."""
        tree = self.found.get(condition)
        if tree is None:
            tree, _faults = parse(condition, self.names)
            assert tree is not None  # noqa: S101 - it was read without a fault before; this tells the type checker
            self.found[condition] = tree
        return tree


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Yield every single question that a condition asks."""
    match tree:
        case Not(inner):
            yield from leaves(inner)
        case All(parts) | Any(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield tree


@dataclass(frozen=True, slots=True)
class Mentions:
    """What is said of names, anywhere in a story. `read` and `changed` are places in `State.values`.

    `rippling` are the moments that something is a consequence of, `present` the members of the cast who say something
    or through whose eyes something is seen.
    """

    read: frozenset[int]
    changed: frozenset[int]
    rippling: frozenset[str]
    present: frozenset[str]
    practised: frozenset[str]
    tags: frozenset[str]


def mentions(story: Story, written: Iterable[Map], trees: Trees) -> Mentions:
    """Return what `story` says of the names that it declares. `written` are its blocks as they were written."""
    scenes = tuple(story.scenes.values())
    holders: list[Holder] = [holder for scene in scenes for holder in (scene, *scene.choices)]
    blocks = [block for holder in holders for block in _blocks(holder)]
    paragraphs = [paragraph for block in blocks for paragraph in _paragraphs(block)]
    asked = {condition.text for condition in (*_conditions(holders), *(block.when for block in blocks)) if condition}
    read = {slot for condition in asked for slot in _slots(trees.of(condition))}
    ripples = [*(scene.ripple_of for scene in scenes), *(paragraph.ripple_of for paragraph in paragraphs)]
    seeing = {eyes for holder in holders for eyes in holder.seen_by}
    return Mentions(
        read=frozenset(read.union(run.slot for each in paragraphs for run in each.runs if run.slot is not None)),
        changed=frozenset(effect.slot for holder in holders for effect in holder.effects),
        rippling=frozenset(moment for moments in ripples for moment in moments),
        present=frozenset(seeing.union(_speakers(written))),
        practised=frozenset(name for scene in scenes for choice in scene.choices for name in choice.empathy),
        tags=frozenset(tag for scene in scenes for tag in scene.tags),
    )


def _slots(tree: Tree) -> Iterator[int]:
    for leaf in leaves(tree):
        if isinstance(leaf, Holds | IsWord) or (isinstance(leaf, Compare) and not leaf.counts):
            yield leaf.slot


def _conditions(holders: Iterable[Holder]) -> Iterator[Condition | None]:
    """Yield the conditions of choices and of ways on."""
    for holder in holders:
        if isinstance(holder, Choice):
            yield holder.when
        match holder.to:
            case None | str() | Fork():
                pass
            case branches:
                yield from (branch.when for branch in branches)


def _blocks(holder: Holder) -> Iterator[Block]:
    """Yield every block of words, and the items of `first` as well."""
    texts = [holder.text, *holder.seen_by.values()]
    if isinstance(holder, Choice):
        texts += [holder.locked, holder.reply]
    for text in texts:
        for block in text.blocks if text else ():
            yield block
            if isinstance(block.content, First):
                yield from block.content.items


def _paragraphs(block: Block) -> Iterator[Paragraph]:
    match block.content:
        case First():
            pass  # its items are blocks themselves
        case Sequence() | Cycle() | Shuffle():
            for item in block.content.items:
                yield from item
        case paragraphs:
            yield from paragraphs
            yield from block.otherwise


def _speakers(written: Iterable[Map]) -> Iterator[str]:
    """Yield who says something; a story keeps only their names for people, which two of them may share."""
    for block in written:
        for holder in (block, *items(block, "first")):
            if isinstance(holder, Map) and (name := words(holder, "say")):
                yield name
