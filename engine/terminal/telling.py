"""What a play shows, as a list of things to show: the same for the plain and the rich player.

May import floors 0 and 1. Knows no screen: a face shows the things, each in its own way.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.model import Choice, Paragraph, State, Story
from engine.play.rules import Offer, Told
from engine.play.rules import offer as offered
from engine.play.transcript import Move, Play
from engine.play.words import line, words


class Heading(NamedTuple):
    """The title of a scene that the story has come to."""

    text: str


class Chapter(NamedTuple):
    """The title of a chapter that the story has come to."""

    text: str


class Words(NamedTuple):
    """A paragraph."""

    paragraph: Paragraph


class Chosen(NamedTuple):
    """The choice that was made."""

    label: str


class Row(NamedTuple):
    """A row of a menu, and the lines under it. A `closed` one is a choice that cannot be made, and under it why."""

    label: str
    under: str = ""
    closed: bool = False


class Title(NamedTuple):
    """What a player should know before a story begins."""

    title: str
    summary: str
    notes: tuple[str, ...]


class Turn(NamedTuple):
    """The page ends here, and the reader turns it. `state` is where the reader stands until then."""

    state: State


class Ending(NamedTuple):
    """The story is over. `of` is the number of endings that it has."""

    title: str
    of: int


class DeadEnd(NamedTuple):
    """The story cannot go on: a fault of the story. `ring` is the title of a scene that it would come to again."""

    ring: str | None


class Notice(NamedTuple):
    """A word from the program, not from the story. `before` stands in front of its first line."""

    text: str
    before: str = ""


class Frame(NamedTuple):
    """Lines of the program that stand as they are: the frames of what is wrong with a story."""

    text: str


Item = Chapter | Heading | Words | Chosen | Row | Turn | Ending | DeadEnd | Notice | Frame


def move(play: Play, index: int) -> Iterator[Item]:
    """Yield what one move of the play shows."""
    made = play.moves[index]
    before = play.moves[index - 1] if index else None
    if made.choice is not None and before is not None:
        choice = play.story.choice(made.choice)
        assert choice is not None  # noqa: S101 - it was taken, so it exists
        yield Chosen(line(choice.text, before.step.state))
    yield from _told(play, made, before.step.state.scene if before else None)


def _told(play: Play, made: Move, was: str | None) -> Iterator[Item]:
    """Yield the words of a move; `was` is the scene in which the choice was made."""
    told = made.step.told
    for index, each in enumerate(told):
        shown = list(_words(play, each))
        behind = told[index + 1].kind if index + 1 < len(told) else None
        silent = not shown and behind == "scene"  # what has nothing to say is passed without a heading
        if each.kind == "scene" and each.place != was and not silent:
            yield from headings(play.story, each.place, was)
            was = each.place
        yield from shown
        if shown and each.kind != "reply" and behind == "scene":
            yield Turn(each.state)
    offer = offered(play.story, made.step.state)
    if offer.ending is not None:
        yield Ending(offer.ending, len(play.story.endings))
    elif offer.dead_end:
        yield from locked(offer.locked, made.step.state)
        ring = play.story.scenes[made.step.stopped] if made.step.stopped else None
        yield DeadEnd((ring.title or ring.id) if ring else None)


def headings(story: Story, place: str, was: str | None = None) -> Iterator[Item]:
    """Yield the titles of a scene that the story has come to from the scene that `was`, and of its chapter."""
    scene = story.scenes[place]
    if scene.chapter and (was is None or story.scenes[was].chapter != scene.chapter):
        yield Chapter(scene.chapter)
    if scene.title:
        yield Heading(scene.title)


def _words(play: Play, told: Told) -> Iterator[Item]:
    """Yield the words of one place; where the story passes closed choices by, those with their reasons."""
    if told.kind == "locked":
        yield from locked(offered(play.story, told.state).locked, told.state)
        return
    for paragraph in words(play.story, told, play.seed):
        yield Words(paragraph)


def menu(offer: Offer, state: State) -> list[Row]:
    """Return what is offered as rows: what can be chosen, in its order, then what is closed."""
    return [*(Row(line(choice.text, state)) for choice in offer.choices), *locked(offer.locked, state)]


def locked(choices: tuple[Choice, ...], state: State) -> Iterator[Row]:
    """Yield choices that are shown with the reason why they cannot be made."""
    for choice in choices:
        yield Row(line(choice.text, state), line(choice.locked, state) if choice.locked else "", closed=True)
