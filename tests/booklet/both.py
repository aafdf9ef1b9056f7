"""A story played twice at once: by the engine's rules, and by a reader of the booklet."""

import random
from collections.abc import Callable, Iterator

from engine.booklet.entries import printed
from engine.booklet.printed import Entry, Go, Lot, Throw
from engine.booklet.turns import SEED
from engine.model import HERE, Choice, Fork, State, Story
from engine.play.rules import Step, begin, offer, step
from engine.play.words import line, words
from tests.booklet.paper import Reader, Stuck

Read = list[tuple[str, ...]]


def told(story: Story, made: Step) -> Iterator[tuple[str, ...]]:
    """Yield what the engine tells of a step, and then offers."""
    for each in made.told:
        if each.kind == "locked":
            yield from _closed(offer(story, each.state).locked, each.state)
        else:
            yield from (("words", paragraph.plain) for paragraph in words(story, each, SEED))
    offered = offer(story, made.state)
    yield from (("open", line(choice.text, made.state)) for choice in offered.choices)
    yield from _closed(offered.locked, made.state)
    if offered.ending is not None:
        yield ("the end", offered.ending)


def _closed(locked: tuple[Choice, ...], state: State) -> Iterator[tuple[str, ...]]:
    for choice in locked:
        yield ("closed", line(choice.text, state), line(choice.locked, state) if choice.locked else "")


class Both:
    """One play in two places. The choices are the engine's; so is chance, and the reader is told what came."""

    def __init__(self, story: Story, seed: int) -> None:
        self.story, self.dice = story, random.Random(seed)  # noqa: S311 - a play, no secret
        self.booklet = printed(story)
        self.drew: list[tuple[Fork, str]] = []
        self.made = begin(story, self._draw)
        self.reader = Reader(self.booklet, self._thrown)

    def _draw(self, fork: Fork) -> str:
        to = self.dice.choices(fork.chances, [chance.weight for chance in fork.chances])[0].to
        self.drew.append((fork, to))
        return to

    def _thrown(self, entry: Entry, throw: Throw) -> Lot:
        """Return the lot that leads where the engine's draw led."""
        fork, to = self.drew.pop(0)
        assert len(fork.chances) == len(throw.lots)
        lot = throw.lots[[chance.to for chance in fork.chances].index(to)]
        place = self.booklet.entry(lot.go.entry)
        assert place.scene == (entry.scene if to == HERE else to)
        assert place.choice is None
        assert (lot.go == Go(place.number, "choices")) == (to == HERE)
        return lot

    def play(self, choices: int) -> Iterator[tuple[Read, Read]]:
        """Yield what the engine told and what was read on paper, choice by choice, up to an ending or so many."""
        on = self._read(self.reader.begin)
        yield self._told(), self.reader.read
        while on and choices and (offered := offer(self.story, self.made.state).choices):
            choices -= 1
            choice = self.dice.choice(offered)
            option = self.reader.entry.options[self.story.scenes[self.made.state.scene].choices.index(choice)]
            self.made = step(self.story, self.made.state, choice.id, self._draw)
            self.reader.read = []
            on = self._read(lambda option=option: self.reader.choose(option))  # type: ignore[misc]
            yield self._told(), self.reader.read
        assert not self.drew
        assert self.reader.is_over == (offer(self.story, self.made.state).ending is not None)

    def _told(self) -> Read:
        return list(told(self.story, self.made))

    def _read(self, go_on: Callable[[], None]) -> bool:
        """Tell whether the reader can go on; both get stuck together."""
        try:
            go_on()
        except Stuck:
            assert offer(self.story, self.made.state).dead_end or self.made.stopped
            return False
        return True
