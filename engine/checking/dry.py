"""Whether the choices of a scene may run out where it has no way on of its own.

May import floors 0 and 1, and what stands before it in its room. Looks at each scene by itself, never at what can
really have happened before: so it says "may", and where it says nothing a choice is always left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from engine.checking.menus import Menu, ground, menu
from engine.checking.ways import Ways
from engine.diagnostics import Diagnostic
from engine.explore.circles import circles
from engine.model import HERE, Choice, Scene, Story

CASES: Final = 50_000
"""How many cases of what some choices depend on are looked at; where there are more, they may run out."""
EFFORT: Final = 4_000_000
"""How many single answers are looked at for a whole story; where there are more, as above."""


def dry(story: Story, ways: Ways) -> Iterator[Diagnostic]:
    """Yield L233 for each scene of `story` that may be left without a choice and without a way on."""
    search, below = _Search(EFFORT), ground(story, ways)
    for scene in story.scenes.values():
        if not scene.choices or scene.to not in (None, HERE):
            continue
        if any(choice.when is None and not choice.once for choice in scene.choices):
            continue  # the quick answer for most scenes
        if search.may_run_dry(menu(below, scene)):
            yield _told(scene)


def _told(scene: Scene) -> Diagnostic:
    message = "the choices of this scene may run out, and then the story is stuck"
    hint = "add to: with where the story goes then, or one choice that is always there"
    if scene.to == HERE:
        hint = "let the scene's own to: lead on, or add one choice that is always there"
    return Diagnostic(code="L233", span=scene.span, message=message, hint=hint)


@dataclass(slots=True)
class _Search:
    """The search through the menus of a story, as long as patience lasts."""

    patience: int

    def may_run_dry(self, menu: Menu) -> bool:
        """Tell whether there is a case in which no choice is there: one for each group, which go their own ways."""
        return all(self.may_be_empty(menu, group) for group in sorted(_groups(menu), key=len))

    def may_be_empty(self, menu: Menu, group: Sequence[Choice]) -> bool:
        """Tell whether there is a case in which no choice of `group` is there."""
        asked = tuple(dict.fromkeys(question for choice in group for question in menu.asked[choice.name]))
        answers = [menu.answers[question] for question in asked]
        effort = len(menu.ground.domains) + sum(len(menu.asked[choice.name]) + 1 for choice in group)
        cases = prod(map(len, answers))
        if cases > CASES or cases * effort > self.patience:
            return True
        for given in product(*answers):
            self.patience -= effort
            case = dict(zip(asked, given, strict=True))
            if all(case.get(other, True) for one, other in menu.follows if case.get(one)):
                state = menu.state(case)
                if not any(menu.is_there(choice, state) for choice in group):
                    return True
        return False


def _groups(menu: Menu) -> list[list[Choice]]:
    """Return the choices of a menu, together where they depend on the same."""
    links: dict[object, list[object]] = {each: [] for each in (*menu.asked, *menu.answers)}
    asking = [(name, question) for name, questions in menu.asked.items() for question in questions]
    for one, other in (*asking, *menu.follows):
        links[one].append(other)
        links[other].append(one)
    group = circles(links)
    found: dict[int, list[Choice]] = {}
    for choice in menu.scene.choices:
        found.setdefault(group[choice.name], []).append(choice)
    return list(found.values())
