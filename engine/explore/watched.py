"""A story that notes what its conditions are found to be.

May import floors 0 and 1. The plays of such a story are those of the story.
"""

from collections.abc import Callable
from dataclasses import replace

from engine.conditions import Remembered, Test
from engine.model import Branch, Choice, Condition, Fork, Scene, Story, Way

Note = Callable[[tuple[str, int], bool], None]


def watched(story: Story, asked: dict[tuple[str, int], set[bool]]) -> Story:
    """Return `story`; whenever the rules ask a condition of it, what they are told is added to `asked`.

    The key is the place of the condition: a `scene.choice` and -1 for its `when`, a scene or a `scene.choice` and the
    number of the branch for those of a way on.
    """
    return replace(story, scenes={name: _scene(scene, asked) for name, scene in story.scenes.items()})


def _scene(scene: Scene, asked: dict[tuple[str, int], set[bool]]) -> Scene:
    if all(each.when is None and not isinstance(each.to, tuple) for each in scene.choices) and _plain(scene.to):
        return scene
    choices = tuple(_choice(each, asked) for each in scene.choices)
    return replace(scene, choices=choices, to=_way(scene.id, scene.to, asked))


def _plain(way: Way | None) -> bool:
    return way is None or isinstance(way, str | Fork)


def _choice(choice: Choice, asked: dict[tuple[str, int], set[bool]]) -> Choice:
    when = _condition(choice.when, (choice.name, -1), asked)
    return replace(choice, when=when, to=_way(choice.name, choice.to, asked))


def _way(holder: str, way: Way | None, asked: dict[tuple[str, int], set[bool]]) -> Way | None:
    match way:
        case None | str() | Fork():
            return way
        case branches:
            noted = (_condition(each.when, (holder, number), asked) for number, each in enumerate(branches))
            return tuple(Branch(when, each.to) for when, each in zip(noted, branches, strict=True))


def _condition(
    condition: Condition | None, place: tuple[str, int], asked: dict[tuple[str, int], set[bool]]
) -> Condition | None:
    if condition is None:
        return None
    found = asked.setdefault(place, set())
    return replace(condition, holds=_noting(condition.holds, found))


def _noting(holds: Test, found: set[bool]) -> Test:
    def test(state: Remembered) -> bool:
        answer = holds(state)
        found.add(answer)
        return answer

    return test
