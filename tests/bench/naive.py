"""A search as a straightforward author of a checker writes it: the peer that our explorer is compared with.

Breadth first over the values that YAML gives. A state is a dictionary, copied for each step; what was seen is a
dictionary of sorted tuples, so that a shortest way to each can be told; a condition is evaluated from its text, each
time it is asked. It knows what the stories of `searched` use, and nothing else. Imports nothing of the engine, and at
the top nothing that it does not search with.
"""

import operator
from collections import deque
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType
from typing import Any, Final

State = dict[str, Any]
Key = tuple[tuple[str, Any], ...]
Evaluator = Callable[[str, State], bool]

_SIGNS: Final[dict[str, Callable[[int, int], bool]]] = {"<": operator.lt, ">=": operator.ge}


def by_words(condition: str, state: State) -> bool:
    """Evaluate a condition split at its words: comparisons joined by `and`, and these by `or`."""
    return any(
        all(_compared(comparison, state) for comparison in part.split(" and ")) for part in condition.split(" or ")
    )


def _compared(comparison: str, state: State) -> bool:
    name, sign, number = comparison.split()
    return _SIGNS[sign](state[name], int(number))


def by_eval(condition: str, state: State) -> bool:
    """Hand the text to Python: the stories are our own, and what they ask is also Python."""
    return bool(eval(condition, {}, state))  # noqa: S307


def by_kept_code(condition: str, state: State) -> bool:
    """Do as `by_eval` does, and translate each text only once: no longer a search that evaluates text."""
    return bool(eval(_code(condition), {}, state))  # noqa: S307


@cache
def _code(condition: str) -> CodeType:
    return compile(condition, "story", "eval")


def search(story: dict[str, Any], holds: Evaluator) -> dict[Key, Key | None]:
    """Search all of a story, and return every state that a play can rest in with the one that it was come to from."""
    first = begin(story)
    came: dict[Key, Key | None] = {key(first): None}
    waiting = deque([first])
    while waiting:
        state = waiting.popleft()
        source = key(state)
        for after in steps(story, state, holds):
            known = key(after)
            if known not in came:
                came[known] = source
                waiting.append(after)
    return came


def count(story: dict[str, Any], holds: Evaluator) -> int:
    """Return how many play-throughs a story without circles has: each choice by itself, whichever are like it."""
    ways: dict[Key, int] = {}
    path = [begin(story)]
    while path:  # depth first, without recursion
        state = path[-1]
        behind = list(steps(story, state, holds))
        missing = [after for after in behind if key(after) not in ways]
        if missing:
            path += missing
        else:
            ways[key(path.pop())] = sum(ways[key(after)] for after in behind) if behind else 1
    return ways[key(begin(story))]


def begin(story: dict[str, Any]) -> State:
    """Return the state in which a story begins."""
    values = {name: variable["start"] for name, variable in story["variables"].items()}
    return {**values, "scene": next(iter(story["scenes"]))}


def key(state: State) -> Key:
    """Return what stands for a state in a set."""
    return tuple(sorted(state.items()))


def steps(story: dict[str, Any], state: State, holds: Evaluator) -> Iterator[State]:
    """Yield the states that the choices of a state lead to."""
    place = state["scene"]
    for choice in story["scenes"][place].get("choices", ()):
        name = f"{place}.{choice['id']}"
        if choice.get("once") and name in state:
            continue
        if "when" in choice and not holds(choice["when"], state):
            continue
        after = state.copy()
        if choice.get("once"):
            after[name] = True
        for changed, amount in choice.get("add", {}).items():
            variable = story["variables"][changed]
            after[changed] = min(max(after[changed] + amount, variable["min"]), variable["max"])
        if choice["to"] != "here":
            after["scene"] = choice["to"]
        yield after
