"""What a guide is made of: the story, its lesson, and what is known of its plays.

May import floors 0 to 2, and the room `map`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from engine.checking.fits import Fit, Lengths, fits
from engine.checking.lesson import Lesson
from engine.checking.sampled import Sample
from engine.explore.explored import Explored
from engine.map.chart import Chart, chart
from engine.map.entries import Entry, entries
from engine.map.known import Known
from engine.map.saying import Names, names
from engine.model import Scene, Story


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a guide is made of.

    `called` is what the story is called on the command line. `lesson` is an empty one where `has_lesson` is not so.
    `numbers` gives each decision (a scene with two choices or more) its number, in the order of the story. `scenes`
    are those of a chapter that have choices or questions, by the chapter's title.
    """

    story: Story
    called: str
    lesson: Lesson
    has_lesson: bool
    found: Explored | None
    sample: Sequence[Sample]
    lengths: Lengths
    fit: Fit
    chart: Chart
    names: Names
    numbers: Mapping[str, int]
    scenes: Mapping[str, Sequence[Scene]]
    entries: Mapping[str, Entry]

    def title(self, scene: str) -> str:
        """Return what a scene is called, with its number if it is a decision."""
        title = self.story.scenes[scene].title or scene
        return f"{self.numbers[scene]}. {title}" if scene in self.numbers else title


def matter(  # noqa: PLR0913 - what it is made of
    story: Story,
    lesson: Lesson | None,
    found: Explored | None,
    sample: Sequence[Sample],
    *,
    called: str = "",
    minutes: int | None = None,
) -> Matter:
    """Return what a guide is made of; `minutes` says how long the lesson is, else the lesson does.

    `found` is what the explorer found, with words, if it was asked. `sample` is what some plays tell, as
    `sampled.samples` gives it.
    """
    held = lesson or Lesson(title=story.title)
    taken = replace(held, minutes=minutes or held.minutes)
    words = found.words if found else None
    middle = sample[len(sample) // 2].words
    known = Lengths(sample[0].words, middle, sample[-1].words, is_exact=False)
    if words is not None:
        known = Lengths(words.least, middle, words.most)
    drawn = _without_folders(chart(story, "", _known(found)))
    numbered = [scene.id for scene in story.scenes.values() if len(scene.choices) > 1]
    by_chapter: dict[str, list[Scene]] = {}
    for scene in story.scenes.values():
        if scene.choices or scene.discuss:
            by_chapter.setdefault(scene.chapter, []).append(scene)
    return Matter(
        story,
        called or story.id,
        taken,
        lesson is not None,
        found,
        sample,
        known,
        fits(known, taken),
        drawn,
        names(story),
        {name: number for number, name in enumerate(numbered, 1)},
        by_chapter,
        {entry.place.id: entry for entry in entries(drawn)},
    )


def _without_folders(drawn: Chart) -> Chart:
    """Return a map that tells of files only their names: a guide is handed on, and says nothing of who made it."""
    places = {name: replace(place, where=PurePath(place.where).name) for name, place in drawn.places.items()}
    return replace(drawn, places=places)


def _known(found: Explored | None) -> Known | None:
    if found is None or "reached" in found.withheld:
        return None
    choices = {choice.name for scene in found.story.scenes.values() for choice in scene.choices}
    return Known(
        scenes_never=frozenset(found.story.scenes.keys() - found.scenes),
        choices_never=frozenset(choices - found.choices),
    )
