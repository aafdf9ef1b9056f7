"""Plays that somebody makes without looking, and the words that they tell: the same plays every time.

May import `model` and the room `play`. Needs no search, and so it answers for stories of any size, in a moment.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Final, NamedTuple

from engine.model import Story
from engine.play.transcript import Play, started
from engine.play.words import line, words

PLAYS: Final = 101
"""How many plays are made: an odd number, so that one stands in the middle."""
LONGEST: Final = 1000
"""After how many choices a play is left that comes to no end."""


class Sample(NamedTuple):
    """What a play tells, choices taken included: how many words, split at spaces, and its paragraphs."""

    words: int
    paragraphs: tuple[str, ...]


def samples(story: Story, plays: int = PLAYS) -> list[Sample]:
    """Return what some plays tell, those with the fewest words first.

    In each, every choice that is offered is as likely as the others, and draws go by their weights. A play that goes
    on beyond `LONGEST` choices counts as far as it was made.
    """
    told = (tuple(_told(_play(story, seed))) for seed in range(plays))
    return sorted(Sample(sum(len(each.split()) for each in paragraphs), paragraphs) for paragraphs in told)


def _play(story: Story, seed: int) -> Play:
    play = started(story, seed)
    for number in range(LONGEST):
        offered = play.offer.choices
        if not offered:
            break
        drawn = int.from_bytes(sha256(f"{seed} {number}".encode()).digest()[:8], "big")
        play = play.choose(offered[drawn % len(offered)].name)
    return play


def _told(play: Play) -> Iterator[str]:
    yield from _paragraphs(play, 0)
    for number, (before, made) in enumerate(pairwise(play.moves), 1):
        choice = play.story.choice(made.choice or "")
        yield line(choice.text, before.step.state) if choice else ""
        yield from _paragraphs(play, number)


def _paragraphs(play: Play, number: int) -> Iterator[str]:
    for told in play.moves[number].step.told:
        yield from (paragraph.plain for paragraph in words(play.story, told, play.seed))
