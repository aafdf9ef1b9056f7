"""Why a choice is not open: used up, or what it waits for, and how that stands.

May import floors 0 and 1.
"""

from collections.abc import Iterator
from typing import Final, assert_never

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.diagnostics import cut
from engine.model import Choice, Condition, State, Story, Value

LONG: Final = 120
"""The longest piece of a condition that is told, in characters."""


def why_closed(story: Story, state: State, name: str) -> str:
    """Return why the choice `name`, a `scene.choice`, is not open in `state`; nothing where it stands elsewhere."""
    choice = story.choice(name)
    if choice is None:
        return "there is no such choice"
    if state.scene != name.partition(".")[0]:
        return ""
    if choice.once and state.taken & story.bits[name]:
        return "it can be taken once, and was"
    if choice.when is not None and not choice.when.holds(state):
        return _waiting(story, state, choice, choice.when)
    return ""


def as_written(value: Value) -> str:
    """Return a value as it stands in a story's file."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _waiting(story: Story, state: State, choice: Choice, when: Condition) -> str:
    now = ", ".join(_stands(story, state, when.tree))
    because = f"its condition does not hold: {cut(when.text, LONG)}" + (f" ({now})" if now else "")
    return because if choice.locked is None else f"it is shown locked, for {because}"


def _stands(story: Story, state: State, tree: Tree) -> Iterator[str]:
    """Yield how each variable and each moment stands that a condition asks for, in the order of the story."""
    slots = set(_slots(tree))
    for variable in story.variables.values():
        if variable.slot in slots:
            yield f"{variable.name} is {as_written(state.values[variable.slot])}"
    for moment in story.moments.values():
        if moment.slot in slots:
            yield f"{moment.name} {'has' if state.values[moment.slot] else 'has not'} happened"


def _slots(tree: Tree) -> Iterator[int]:
    """Yield the places in `State.values` that a condition asks for."""
    match tree:
        case Holds(slot) | IsWord(slot) | Compare(counts=False, slot=slot):
            yield slot
        case Not(inner):
            yield from _slots(inner)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _slots(part)
        case Always() | Chose() | Compare():
            return
        case _:
            assert_never(tree)
