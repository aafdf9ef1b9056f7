"""A story as a booklet that a class reads without devices, as a page that prints.

May import floors 0 to 2, `languages`, `map/markup`, `pages`, and what stands before it in its own room.
"""

from collections.abc import Iterator
from importlib.resources import files

from engine.booklet.entries import letter, printed
from engine.booklet.handouts import handouts
from engine.booklet.pages import goes
from engine.booklet.printed import Booklet, Throw
from engine.booklet.sheet import sheet
from engine.booklet.telling import entry
from engine.checking.lesson import Lesson
from engine.languages.messages import _
from engine.model import Story
from engine.pages.page import page
from engine.pages.parts import listed, paragraph, section

_FEWEST = 4
"""How many cards to vote with there are at least: A to D."""


def booklet(story: Story, lesson: Lesson | None) -> str:
    """Return the booklet of `story` as a page of HTML; the handouts are those of its lesson, where it has one."""
    made = printed(story)
    style = files("engine.booklet").joinpath("booklet.css").read_text(encoding="utf-8")
    title = _("{title}: a booklet").format(title=story.title)
    return page(title, _body(story, lesson, made), language=story.language, style=style)


def _body(story: Story, lesson: Lesson | None, made: Booklet) -> Iterator[str]:
    if story.summary:
        yield paragraph(" ".join(story.summary.split()), "summary")
    yield from section(_("How to read this booklet"), _how(made))
    if story.content_notes:
        yield from section(_("Good to know beforehand"), listed(story.content_notes.values()))
    if lesson and lesson.pauses:
        yield from section(_("Where the class stops"), _pauses(lesson, made))
    yield from section(_("Tally sheet"), sheet(made), kind="sheet")
    yield from section(_("The story"), _entries(made), kind="sheet story")
    most = max(len(each.options) for each in made.entries)
    yield from handouts(lesson, map(letter, range(max(_FEWEST, most))))


def _how(made: Booklet) -> Iterator[str]:
    yield from listed(_rules(made), ordered=True)


def _rules(made: Booklet) -> Iterator[str]:
    yield _("Begin at number 1. The numbers are in no order: read on only where you are told to turn.")
    if made.marks:
        yield _("What the story has to remember, you mark on the tally sheet: each reading needs a clean one.")
        yield _("Where words stand behind “If”, look at the tally sheet, and read them only if it is so.")
    yield _("At a choice, take any that you may. Then turn to its number, and do first what stands there.")
    if any(option.when is not None for each in made.entries for option in each.options):
        yield _("On paper you also see choices that a screen would hide: take none whose “Only if” is not so.")
    if any(option.once for each in made.entries for option in each.options):
        yield _(
            "A choice with a little box can be taken once: cross the box when you take it. From then on it is gone."
        )
    yield _("Where you go back to choose again, read only the choices, and mark nothing twice.")
    if any(isinstance(way, Throw) for each in made.entries for way in (*(o.way for o in each.options), each.foot)):
        yield _("Sometimes chance decides. What to toss, throw or draw stands there.")
    yield _("In a class, one reads aloud and keeps the tally sheet. All vote with their cards. No card is wrong.")


def _pauses(lesson: Lesson, made: Booklet) -> Iterator[str]:
    at = {each.scene: each.number for each in made.entries if each.choice is None}
    said = _("At {number}: {prompt} ({minutes} min)")
    yield from listed(
        said.format(number=at[pause.scene], prompt=pause.prompt, minutes=pause.minutes)
        for pause in lesson.pauses
        if pause.scene in at
    )


def _entries(made: Booklet) -> Iterator[str]:
    ways = [option.way for each in made.entries for option in each.options]
    ways += [each.foot for each in made.entries if each.foot is not None]
    hosts = {go.entry for way in ways for go in goes(way) if go.part == "foot"}
    yield '<div class="entries">'
    for each in made.entries:
        yield from entry(made, each, has_guests=each.number in hosts)
    yield "</div>"
