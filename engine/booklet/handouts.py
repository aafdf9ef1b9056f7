"""What goes round in a class that reads a booklet: cards to vote with, an observation sheet, a journal, an exit ticket.

May import floors 0 to 2, `languages`, `map/markup` and `pages/parts`. What to write about comes from the lesson; where
there is none, from here. Nothing asks for a name.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.checking.lesson import Lesson
from engine.languages.messages import _
from engine.languages.sentences import safety
from engine.map.markup import attribute, text
from engine.pages.parts import listed, paragraph, section

_LARGE, _SMALL = 4, 9
"""How many cards stand on the first page, and on each page after it: most choices are among four."""
_SEEN, _LINES, _TICKET = 7, 20, 3
"""How many rows there are to observe in; lines to write on, in the whole journal and behind a question."""


def handouts(lesson: Lesson | None, letters: Iterable[str]) -> Iterator[str]:
    """Yield all handouts, each on a page of its own; `letters` are those of the choices that can be voted for."""
    yield from _ballots(tuple(letters))
    yield from section(_("Observation sheet"), _observation(), kind="sheet")
    yield from section(_("Journal"), _journal(lesson), kind="sheet")
    yield from section(_("Exit ticket"), _ticket(lesson), kind="sheet")


def _ballots(letters: tuple[str, ...]) -> Iterator[str]:
    said = _("Cut along the lines: one set for each reader. All hold up their card at once, then somebody counts.")
    yield from section(_("Cards to vote with"), (paragraph(said), *_cards(letters[:_LARGE], "cards")), kind="sheet")
    for start in range(_LARGE, len(letters), _SMALL):
        more = _("More cards, for places with many choices")
        yield from section(more, _cards(letters[start : start + _SMALL], "cards small"), kind="sheet")


def _cards(letters: tuple[str, ...], kind: str) -> Iterator[str]:
    yield f'<div class="{kind}">'
    yield from (f'<div class="card">{letter}</div>' for letter in letters)
    yield "</div>"


def _observation() -> Iterator[str]:
    yield paragraph(_("First what you see and hear, then what you guess. Your guesses may differ, and often do."))
    head = (
        _("At which number?"),
        _("Who is there, and what do they do?"),
        _("What might they be thinking or feeling?"),
        _("What did we choose, and why?"),
    )
    yield f'<div class="wide" tabindex="0" role="group" aria-label={attribute(_("Observation sheet"))}>'
    yield '<table class="seen"><thead><tr>' + "".join(f'<th scope="col">{text(each)}</th>' for each in head)
    yield "</tr></thead><tbody>"
    yield from ["<tr><td></td><td></td><td></td><td></td></tr>"] * _SEEN
    yield "</tbody></table></div>"


def _journal(lesson: Lesson | None) -> Iterator[str]:
    yield paragraph(_("This page is yours. Nobody else reads it, and it needs no name. Choose one."))
    prompts = lesson.journal if lesson else ()
    prompts = prompts or (_("Write what somebody in the story might write about that day."),)
    yield from _written(prompts, max(_TICKET, _LINES // len(prompts)))


def _ticket(lesson: Lesson | None) -> Iterator[str]:
    yield paragraph(_("No name is needed. Hand it in as you leave, or pass."))
    asked = (_("Something that stays with me from this story."), _("A question that I would still like to ask in it."))
    yield from _written((lesson.exit_ticket if lesson else ()) or asked, _TICKET)
    if lesson and lesson.call_to_action:
        yield '<div class="own">'
        yield paragraph(_("One small thing, if you like. You need not say which."))
        yield from listed(lesson.call_to_action)
        yield paragraph(safety())
        yield "</div>"


_LINE: Final = '<span class="line"></span>'


def _written(prompts: Iterable[str], lines: int) -> Iterator[str]:
    """Yield prompts, each with lines to write on."""
    for prompt in prompts:
        yield f'<div class="together prompt"><p>{text(prompt)}</p>{_LINE * lines}</div>'
