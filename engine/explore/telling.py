"""Which words are told in a step: how many, in whose eyes none, and which parts of a text.

May import floors 0 and 1, and `reads`. Counts the words of what is told and of the choice that is taken, split at
spaces. A *part* is what is shown or not: a block, its `else`, an item.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.explore.reads import holders
from engine.model import (
    Block,
    Choice,
    Condition,
    Cycle,
    First,
    Fork,
    Prose,
    Scene,
    Sequence,
    Shuffle,
    State,
    Story,
    Text,
)
from engine.play.rules import Step, Told, offer
from engine.play.words import line


class Part(NamedTuple):
    """A part of a text: whose, under which key, in which block (from 0), and there which item; -1 for its `else`."""

    place: str
    key: str
    block: int
    item: int = 0


def texts(holder: Scene | Choice) -> Iterator[tuple[str, Text]]:
    """Yield the texts of a scene or a choice with the keys that they stand under: but for the words in a menu."""
    words = holder.text if isinstance(holder, Scene) else holder.reply
    if words is not None:
        yield "text" if isinstance(holder, Scene) else "reply", words
    if isinstance(holder, Choice) and holder.locked is not None:
        yield "locked", holder.locked
    for eyes, seen in holder.seen_by.items():
        yield f"seen_by.{eyes}", seen


def conditions(story: Story, *, words: bool) -> Iterator[Condition]:
    """Yield every condition that decides where a story goes; if `words`, also those that decide what is told."""
    for holder in holders(story):
        if isinstance(holder, Choice) and holder.when:
            yield holder.when
        match holder.to:
            case None | str() | Fork():
                pass
            case branches:
                yield from (branch.when for branch in branches if branch.when)
        for _key, text in texts(holder) if words else ():
            for block in text.blocks:
                yield from _asked(block)


def _asked(block: Block) -> Iterator[Condition]:
    yield from [block.when] if block.when else []
    if isinstance(block.content, First):
        yield from (item.when for item in block.content.items if item.when)


def parts(holder: Scene | Choice) -> Iterator[tuple[Part, Prose]]:
    """Yield everything in the texts of a scene or a choice that may be shown or not."""
    place = holder.name if isinstance(holder, Choice) else holder.id
    for key, text in texts(holder):
        for number, block in enumerate(text.blocks if text.fixed is None else ()):
            for item, prose in enumerate(_items(block)):
                yield Part(place, key, number, item), prose
            if block.otherwise:
                yield Part(place, key, number, -1), block.otherwise


def _items(block: Block) -> tuple[Prose, ...]:
    match block.content:
        case First(items):
            return tuple(item.content if isinstance(item.content, tuple) else () for item in items)
        case Sequence(items) | Cycle(items) | Shuffle(items):
            return items
        case prose:
            return (prose,)


@dataclass
class Telling:
    """What is told in the steps that are looked at; `shown` grows."""

    story: Story
    shown: set[Part] = field(default_factory=set)
    _fixed: dict[int, int] = field(default_factory=dict)

    def told(self, step: Step, choice: Choice | None) -> tuple[tuple[int, int], frozenset[str]]:
        """Return how many words a step tells, at least and at most, and the eyes for which it tells none."""
        least = most = len(line(choice.text, step.state).split()) if choice else 0
        seen = set[str]()
        for told in step.told:
            for place, key, text in self._texts(told):
                few, many = self._words(place, key, text, told.state)
                if not key.startswith("seen_by."):
                    least, most = least + few, most + many
                elif many:
                    seen.add(key.removeprefix("seen_by."))
        return (least, most), frozenset(self.story.cast) - seen

    def closed(self, choice: Choice, state: State) -> None:
        """Note the reason for a closed choice that a menu shows."""
        if choice.locked is not None:
            self._words(choice.name, "locked", choice.locked, state)

    def _texts(self, told: Told) -> Iterator[tuple[str, str, Text]]:
        """Yield what is told with the place and the key that it stands under."""
        if told.kind == "locked":
            for each in offer(self.story, told.state).locked:
                yield from [(each.name, "locked", each.locked)] if each.locked else []
            return
        holder = self.story.scenes[told.place] if told.kind == "scene" else self.story.choice(told.place)
        for key, text in texts(holder) if holder else ():
            if key != "locked":
                yield told.place, key, text

    def _words(self, place: str, key: str, text: Text, state: State) -> tuple[int, int]:
        if text.fixed is not None:
            known = self._fixed.get(id(text))
            if known is None:
                known = self._fixed[id(text)] = length(text.fixed)
            return known, known
        least = most = 0
        for number, block in enumerate(text.blocks):
            shown = [(item, length(prose)) for item, prose in _shown(block, state)]
            self.shown.update(Part(place, key, number, item) for item, _words in shown)
            least += min((words for _item, words in shown), default=0)
            most += max((words for _item, words in shown), default=0)
        return least, most


def length(prose: Prose) -> int:
    """Return how many words there are."""
    # a number that is shown is as much as a digit: it holds no space
    shown = ("".join(run.text if run.slot is None else "0" for run in paragraph.runs) for paragraph in prose)
    return sum(len(words.split()) for words in shown)


def _shown(block: Block, state: State) -> Iterator[tuple[int, Prose]]:
    """Yield which items of a block are shown in a state: any of a shuffle may be."""
    if block.when is not None and not block.when.holds(state):
        yield -1, block.otherwise
        return
    items = _items(block)
    match block.content:
        case First(blocks):
            held = (number for number, item in enumerate(blocks) if item.when is None or item.when.holds(state))
            yield from ((number, items[number]) for number in [next(held, None)] if number is not None)
        case Sequence(_, slot):
            number = min(state.counts[slot], len(items)) - 1
            yield number, items[number]
        case Cycle(_, slot):
            number = (state.counts[slot] - 1) % len(items)
            yield number, items[number]
        case Shuffle():
            yield from enumerate(items)
        case _:
            yield 0, items[0]
