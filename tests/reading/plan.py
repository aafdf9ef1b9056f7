"""The plays of a story's proofreading plan, and what is read in each.

Of the engine it uses the explorer's door, plays, and words. What is read in a play is what the explorer counts: all
that is told, but no titles, and the choices that are taken. Through other eyes it is what they saw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from engine import Play, Story, words
from engine.afterwards.eyes import seen
from engine.checking.check import whole
from engine.engines.choosing import explore
from engine.explore.explored import Ask, Explored
from engine.explore.moves import played
from engine.explore.reads import holders
from engine.explore.telling import parts, texts
from engine.exploring.witnesses import witnesses
from engine.level.grade import Counted, counted, sentences
from engine.level.grade import words as split
from engine.model import Choice, Prose
from engine.play.words import line
from engine.reading.files import find
from engine.reading.load import load
from engine.reading.source import paused_collector

MOST: Final = 5.0
"""The highest grade of a play in the stories that are held to one: all that are bundled but for these."""
TUTORIALS: Final = frozenset({"how-a-story-works"})
FEW: Final = 6
"""Sentences of fewer words are not called hard: there one long word is all."""


class Passage(NamedTuple):
    """A paragraph, or the words of a choice, and where it stands: a scene, or `scene.choice`.

    `speaker` is who is named before it: those words are read, but they are no part of a sentence.
    """

    place: str
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Read:
    """A play of the plan and what is read in it, perhaps through somebody's eyes."""

    id: str
    play: Play
    passages: tuple[Passage, ...]
    eyes: str = ""

    @property
    def ending(self) -> str:
        """The title of its ending; without one, where it stops."""
        return self.play.offer.ending or f"(stops in {self.play.step.state.scene})"

    @property
    def choices(self) -> int:
        """How many choices are made."""
        return len(self.play.moves) - 1

    @property
    def words(self) -> int:
        """How many words are read, as the explorer counts them: what stands between spaces."""
        return sum(len((each.speaker + each.text).split()) for each in self.passages)

    @property
    def counted(self) -> Counted:
        """What its grade is made of."""
        return counted(each.text for each in self.passages)

    @property
    def longest(self) -> str:
        """The longest sentence, the first of them."""
        every = (each for passage in self.passages for each in sentences(passage.text))
        return max(every, key=lambda each: len(split(each)), default="")


def is_too_hard(read: Read) -> bool:
    """Tell whether a play is harder than its story may be."""
    return read.counted.grade > MOST and read.play.story.id not in TUTORIALS


def story_at(name: str) -> Story | None:
    """Return the story at a path, or the bundled one of that id; None where none is, or none that can be played."""
    found = find(name)
    return load(whole(found)).story if found else None


def explored(story: Story, *, words: bool = True) -> Explored:
    """Return what the explorer finds out, as `curbside explore` asks it: once."""
    with paused_collector():
        return explore(story, Ask(words=words))


def reads(found: Explored) -> list[Read]:
    """Return the plays of the plan by the ids that `curbside explore` gives them; none where there is no plan."""
    plays = ((each.id, played(found.story, each.moves)) for each in witnesses(found).covering)
    return [read(name, play) for name, play in plays]


def read(name: str, play: Play) -> Read:
    """Return what is read in a play."""
    return Read(name, play, tuple(_told(play)))


def through_eyes(read: Read) -> list[Read]:
    """Return what each of the cast saw of a play, in the order of the cast: those who saw anything."""
    every = (Read(read.id, read.play, tuple(_seen(read.play, who)), who) for who in read.play.story.cast)
    return [each for each in every if each.passages]


def _told(play: Play) -> Iterator[Passage]:
    before = None
    for move in play.moves:
        if before and move.choice and (choice := play.story.choice(move.choice)):
            yield Passage(move.choice, line(choice.text, before.state))
        for told in move.step.told:
            yield from _passages(told.place, words(play.story, told, play.seed))
        before = move.step


def _seen(play: Play, who: str) -> Iterator[Passage]:
    for index in range(len(play.moves)):
        for told, prose in seen(play, index, who):
            yield from _passages(told.place, prose)


def _passages(place: str, prose: Prose) -> Iterator[Passage]:
    for paragraph in prose:
        speaker, text = (
            "".join(run.text for run in paragraph.runs if (run.style == "speaker") is is_speaker)
            for is_speaker in (True, False)
        )
        yield Passage(place, text, speaker)


def hardest(story: Story, many: int = 10, *, eyes: bool = False) -> list[Passage]:
    """Return the sentences of a whole story that have the highest grades, each with where it stands.

    All that may be told and all choices are looked at; what other eyes see instead of it, if `eyes`.
    """
    found = {
        Passage(place, each): counted([each]).grade
        for place, text, _speaker in _written(story, eyes=eyes)
        for each in sentences(text)
        if len(split(each)) >= FEW
    }
    return sorted(found, key=lambda each: (-found[each], each))[:many]


def _written(story: Story, *, eyes: bool) -> Iterator[Passage]:
    for holder in holders(story):
        place = holder.name if isinstance(holder, Choice) else holder.id
        if isinstance(holder, Choice) and not eyes:
            for block in holder.text.blocks:
                yield from _passages(place, block.content if isinstance(block.content, tuple) else ())
        for key, text in texts(holder):
            if key.startswith("seen_by.") == eyes:
                yield from _passages(place, text.fixed or ())
        for part, prose in parts(holder):
            if part.key.startswith("seen_by.") == eyes:
                yield from _passages(place, prose)
