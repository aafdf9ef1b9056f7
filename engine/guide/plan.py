"""The lesson on one page: what happens from minute to minute.

May import floors 0 to 2, `languages`, `pages`, and from its own room `matter`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from engine.guide.matter import Matter
from engine.languages.messages import _, ngettext
from engine.pages.parts import paragraph, table

OF: Final = 45
AT: Final = (0, 5, 8, 23, 35, 40, 44, 45)
"""From which minute to which each part goes in a lesson of 45; in proportion in any other."""


def times(minutes: int) -> list[tuple[int, int]]:
    """Return from which minute to which each part of a lesson goes; the last may be over when it begins."""
    return list(pairwise((2 * each * minutes + OF) // (2 * OF) for each in AT))


def plan(of: Matter) -> Iterator[str]:
    """Yield the plan: from when to when, what, and what is needed for it."""
    total = of.lesson.minutes
    yield paragraph(_("{minutes} minutes, from the first word to the last.").format(minutes=total))
    spans = (f"{start}\N{EN DASH}{end}" if end > start else str(end) for start, end in times(total))
    rows = ((span, what, needed) for span, (what, needed) in zip(spans, _rows(of), strict=True))
    yield from table((_("Minutes"), _("What happens"), _("What you need")), rows, caption=_("The lesson on one page"))


def _rows(of: Matter) -> Iterator[tuple[str, str]]:
    yield (
        _(
            "Say what this is for: a story to choose in, and a talk about it. Nobody is graded. Read out the content "
            "notes and the norms, and say that everyone may pass. Whoever plays takes an alias, never a name."
        ),
        _("Content notes; norms; letter home, sent some days before"),
    )
    yield _("Read the opening scene aloud, and choose nothing yet. What do you see?"), _("Warm-up; the first scene")
    yield _playing(of), _("The story, or its booklet; handout 1 (observation sheet); handout 4 (cards) for votes")
    yield (
        _("Talk: what happened, how it felt, why choices differed, so what, now what."),
        _("Talking about it; the questions at the decisions; the class report, if you made one"),
    )
    yield _("Write, everyone alone. Nobody else reads it."), _("Handout 2 (journal)")
    yield _("Exit ticket, and one small safe act to choose."), _("Handout 3 (exit ticket)")
    yield _("Say whom a pupil can talk to in your school, by name and place."), _("That name")


def _playing(of: Matter) -> str:
    said = _("Play.")
    for pause in of.lesson.pauses:
        title = of.title(pause.scene) if pause.scene in of.story.scenes else pause.scene
        there = ngettext(
            'Pause at "{scene}" ({minutes} minute).', 'Pause at "{scene}" ({minutes} minutes).', pause.minutes
        )
        said += " " + there.format(scene=title, minutes=pause.minutes)
    return said
