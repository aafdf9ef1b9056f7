"""Each decision of a story: how its scene begins, its choices, what they practise and why, where they lead, questions.

May import floors 0 to 2, `languages`, the room `map`, `pages`, and from its own room `marks`, `matter`, `wording`.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from engine.guide.marks import led, led_list
from engine.guide.matter import Matter
from engine.guide.wording import opening, whole
from engine.languages.messages import _
from engine.map.entries import Deed, Goal
from engine.model import Choice, Scene
from engine.pages.parts import listed, paragraph, section

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(number: int) -> str:
    """Return the letter of a choice by its place in its scene, from 0: A to Z, then AA, AB."""
    behind, last = divmod(number, len(LETTERS))
    return (letter(behind - 1) if behind else "") + LETTERS[last]


def decisions(of: Matter) -> Iterator[str]:
    """Yield all scenes with choices or questions, chapter by chapter."""
    yield paragraph(
        _(
            "Letters go by the order in which the choices are written. A choice that is not open in a play is not "
            "shown there, so the letters on a screen may be others."
        )
    )
    level = 4 if any(of.scenes) else 3
    for chapter, scenes in of.scenes.items():
        inside = (line for scene in scenes for line in _scene(of, scene, level))
        yield from section(chapter, inside, level=3) if chapter else inside


def _scene(of: Matter, scene: Scene, level: int) -> Iterator[str]:
    kind = "decision" if scene.id in of.numbers else "passage"
    yield from section(of.title(scene.id), _inside(of, scene), level=level, name=f"at-{scene.id}", kind=kind)


def _inside(of: Matter, scene: Scene) -> Iterator[str]:
    if scene.text is not None:
        begins = opening(scene.text, of.names)
        if begins.words:
            yield paragraph(begins.words, "quoted")
        if not begins.always:
            yield paragraph(_("These words stand there only in some plays."), "soft")
        elif not begins.is_fixed:
            yield paragraph(_("More follows, and some of it changes with what happened before."), "soft")
    entry = of.entries[scene.id]
    pairs = zip(scene.choices, entry.deeds, strict=True)
    yield from led_list(
        (
            (letter(number), whole(choice.text, of.names), _below(of, choice, deed))
            for number, (choice, deed) in enumerate(pairs)
        ),
        "choices",
    )
    if scene.choices and entry.onward and any(not deed.goals for deed in entry.deeds):
        yield paragraph(_("All others lead on to: {scenes}").format(scenes=_goals(of, entry.onward)), "soft")
    if scene.discuss:
        yield led(_("Questions"), "")
        yield from listed(scene.discuss)


def _below(of: Matter, choice: Choice, deed: Deed) -> Iterator[str]:
    """Yield what is said below a choice."""
    for dimension, reason in choice.empathy.items():
        title = of.story.dimensions[dimension].title
        yield _("Practises {dimension}: {reason}").format(dimension=title, reason=reason)
    if deed.terms:
        yield _("Open {terms}.").format(terms="; ".join(deed.terms))
    if deed.never:
        yield _("Never open in any play.")
    if deed.goals:
        yield _("Leads to: {scenes}").format(scenes=_goals(of, deed.goals))


def _goals(of: Matter, goals: Iterable[Goal]) -> str:
    return "; ".join(_goal(of, goal) for goal in goals)


def _goal(of: Matter, goal: Goal) -> str:
    there = of.title(goal.to) if goal.to is not None else _("stays here")
    return f"{there} ({goal.how})" if goal.how else there
