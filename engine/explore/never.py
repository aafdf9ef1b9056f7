"""What never happens, and what is always so: scenes, choices, conditions.

May import floors 0 and 1, and what stands before it in its room. It is said only where everything was looked at.
"""

from collections.abc import Collection, Container, Iterator, Mapping, Sequence

from engine.diagnostics import quoted
from engine.explore.findings import OWN, Finding, about, finding
from engine.explore.reads import holders
from engine.model import HERE, Choice, Condition, Fork, Scene, Story, Way


def never_reached(story: Story, scenes: Container[str], offered: Container[str]) -> Iterator[Finding]:
    """Yield the scenes that no play arrives at, and the choices that no play is offered in those that are reached.

    `scenes` and `offered` are all those that some play meets.
    """
    leading = _leading(story)
    for scene in story.scenes.values():
        if scene.id not in scenes:
            message = f"no play ever comes to the scene {quoted(scene.id)}"
            yield finding("A103", scene, message, _unreached(scenes, scene, leading[scene.id]))
            continue
        for choice in scene.choices:
            if choice.name not in offered:
                yield _never_offered(choice)


def _leading(story: Story) -> Mapping[str, Sequence[str]]:
    """Return for each scene those that lead to it, itself aside."""
    found: dict[str, list[str]] = {name: [] for name in story.scenes}
    for scene in story.scenes.values():
        for name in leads_to(scene) - {HERE, scene.id}:
            found[name].append(scene.id)
    return found


def _unreached(scenes: Container[str], scene: Scene, leading: Sequence[str]) -> str:
    """Say why, as far as that can be said in a few words."""
    met = [name for name in leading if name in scenes]
    if not leading:
        return f"nothing leads there: write to: {scene.id} where it should come, or leave it out"
    if not met:
        return f"{leading[0]} leads there, and no play comes to {leading[0]} either"
    return f"{met[0]} leads there, but no play ever takes that way: open it, or leave the scene out"


def leads_to(scene: Scene) -> set[str]:
    """Return what a scene and its choices may lead to, `here` included."""
    ways: list[Way | None] = [scene.to, *(each.to for each in scene.choices)]
    found = set[str]()
    for way in ways:
        match way:
            case None:
                pass
            case str():
                found.add(way)
            case Fork():
                found.update(each.to for each in way.chances)
            case _:
                found.update(each.to for each in way)
    return found


def _never_offered(choice: Choice) -> Finding:
    asks = f": {quoted(choice.when.text)} never holds there" if choice.when else ""
    branch = OWN if choice.when else None
    if choice.locked is not None:
        message = f"the locked choice {quoted(choice.id)} never opens{asks}"
        return about("A105", choice, branch, message, "let it open on some path, or leave it out")
    message = f"the choice {quoted(choice.id)} is never offered{asks}"
    return about("A104", choice, branch, message, "mend the condition, or leave the choice out")


Asked = Mapping[tuple[str, int], Collection[bool]]
"""What each condition is ever found to be: by its holder, and `OWN` or the number of the branch."""


def conditions(story: Story, found: Asked) -> Iterator[Finding]:
    """Yield the conditions that are the same whenever they are asked; those of choices that are never offered aside."""
    for holder in holders(story):
        name = holder.name if isinstance(holder, Choice) else holder.id
        if isinstance(holder, Choice) and holder.when is not None and set(found.get((name, OWN), ())) == {True}:
            yield _needless(holder, holder.when)
        match holder.to:
            case None | str() | Fork():
                continue
            case branches:
                pass
        for number, branch in enumerate(branches):
            asked = set(found.get((name, number), ()))
            if branch.when is not None and len(asked) == 1:
                if asked == {True}:
                    message = f"under to: of {quoted(name)}, {quoted(branch.when.text)} holds whenever its turn comes"
                    hint = "the ways below it are never taken: mend the condition, or leave them out"
                    yield about("A106", holder, number, message, hint)
                else:
                    message = f"under to: of {quoted(name)}, {quoted(branch.when.text)} never holds when its turn comes"
                    hint = f"this way to {branch.to} is never taken: mend the condition, or leave the way out"
                    yield about("A107", holder, number, message, hint)


def _needless(choice: Choice, asks: Condition) -> Finding:
    message = f"the choice {quoted(choice.id)} needs no condition: {quoted(asks.text)} always holds there"
    keys = "when:" if choice.locked is None else "when: and locked:"
    return about("A106", choice, OWN, message, f"leave {keys} out, or mend the condition")
