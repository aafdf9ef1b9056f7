"""What is printed for pupils and sent home, each on a sheet of its own.

May import floors 0 to 2, `languages`, `pages`, and from its own room `marks` and `matter`.
"""

import re
from collections.abc import Iterable, Iterator

from engine.guide.marks import cards, led_list, lines
from engine.guide.matter import Matter
from engine.languages.messages import _
from engine.languages.sentences import honesty, safety
from engine.pages.parts import paragraph, section, table


def handouts(of: Matter) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Yield each handout: its anchor, its title, and what stands on it."""
    yield "observation", _("Handout 1: observation sheet"), _observation()
    yield "journal", _("Handout 2: journal"), _journal(of)
    yield "exit", _("Handout 3: exit ticket"), _exit(of)
    yield "cards", _("Handout 4: cards to vote with"), _cards()
    if of.lesson.letter:
        yield "letter", _("Handout 5: letter home"), _letter(of)


def sheets(of: Matter) -> Iterator[str]:
    """Yield all handouts, each on a sheet of its own."""
    for name, title, body in handouts(of):
        yield from section(title, body, name=name, kind="sheet")


def _observation() -> Iterator[str]:
    yield paragraph(_("For one of a pair, or for whoever watches. Write what is there before what it may mean."))
    head = ("#", _("I see and hear"), _("Somebody there may be thinking or feeling"), _("We chose, because"))
    rows = ((str(number), "", "", "") for number in range(1, 8))
    yield from table(head, rows, caption=_("Observation sheet: a row for each decision"))
    yield paragraph(honesty(), "soft")


def _journal(of: Matter) -> Iterator[str]:
    yield paragraph(_("For you alone. Nobody else reads it, and it is not collected. No name on it."))
    for prompt in of.lesson.journal or (_("Write or draw a moment that you would like to remember."),):
        yield paragraph(prompt, "prompt")
        yield lines(7)
    yield paragraph(honesty(), "soft")


def _exit(of: Matter) -> Iterator[str]:
    yield paragraph(_("No name on it."))
    for prompt in of.lesson.exit_ticket or (_("One thing that I saw today and had never looked at before."),):
        yield paragraph(prompt, "prompt")
        yield lines(3)
    if of.lesson.call_to_action:
        yield paragraph(_("One small thing that I may try. I need not tell which."), "prompt")
        yield from led_list((("\N{BALLOT BOX}", act, ()) for act in of.lesson.call_to_action), "choices")
    yield paragraph(safety(), "own")
    yield paragraph(honesty(), "soft")


def _cards() -> Iterator[str]:
    yield paragraph(
        _("Cut along the lines. Everyone holds up a card at once; counted are cards, not names. A set for each pupil.")
    )
    yield from cards("ABCD")


def _letter(of: Matter) -> Iterator[str]:
    said = " ".join(of.lesson.letter.split())
    for part in re.split(r"\n\s*\n", of.lesson.letter.strip()):
        yield paragraph(" ".join(part.split()))
    for sentence in (honesty(), safety()):
        if sentence not in said:
            yield paragraph(sentence)
