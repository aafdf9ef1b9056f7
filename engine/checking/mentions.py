"""What a story says of the names that it declares: who reads them, changes them, speaks, sees.

May import floors 0 and 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.conditions import Compare, Holds, IsWord, Tree
from engine.explore.reads import leaves
from engine.model import Block, Choice, Condition, Cycle, First, Fork, Paragraph, Scene, Sequence, Shuffle, Story
from engine.reading.values import Map, items, words

Holder = Scene | Choice


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


def conditions(story: Story) -> Iterator[Condition]:
    """Yield every condition of `story`."""
    for holder in _holders(story):
        yield from (each for each in _of_ways(holder) if each)
        yield from (block.when for block in _blocks(holder, changing=True) if block.when)


def mentions(story: Story, trees: Iterable[Tree], written: Iterable[Map]) -> Mentions:
    """Return what `story` says of the names that it declares.

    `trees` are those of its conditions, `written` its blocks as they were written.
    """
    holders = list(_holders(story))
    paragraphs = [each for holder in holders for block in _blocks(holder) for each in _paragraphs(block)]
    read = {slot for tree in trees for slot in _slots(tree)}
    scenes = story.scenes.values()
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


def _holders(story: Story) -> Iterator[Holder]:
    for scene in story.scenes.values():
        yield scene
        yield from scene.choices


def _slots(tree: Tree) -> Iterator[int]:
    for leaf in leaves(tree):
        if isinstance(leaf, Holds | IsWord) or (isinstance(leaf, Compare) and not leaf.counts):
            yield leaf.slot


def _of_ways(holder: Holder) -> Iterator[Condition | None]:
    """Yield the conditions of a choice and of ways on."""
    if isinstance(holder, Choice):
        yield holder.when
    match holder.to:
        case None | str() | Fork():
            pass
        case branches:
            yield from (branch.when for branch in branches)


def _blocks(holder: Holder, *, changing: bool = False) -> Iterator[Block]:
    """Yield every block of words, and the items of `first` as well; if `changing`, only where words may change."""
    texts = [holder.text, *holder.seen_by.values()]
    if isinstance(holder, Choice):
        texts += [holder.locked, holder.reply]
    for text in texts:
        for block in text.blocks if text and not (changing and text.fixed is not None) else ():
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
