"""What has happened in a play, and the conditions that ask about it: the second writing of the page's `Conditions`.

A condition is read and answered in one go, by recursive descent. It imports nothing from the engine.
"""

import operator
import re
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Value = bool | int | str


@dataclass
class Memory:
    """All that has happened, without limits; takings are counted by `scene.choice`."""

    scene: str
    variables: dict[str, Value]
    moments: dict[str, bool]
    visits: Counter[str] = field(default_factory=Counter)
    takings: Counter[str] = field(default_factory=Counter)


#   either:   together { "or" together }
#   together: negated { "and" negated }          ("and" and "or" side by side need parentheses: valid stories have them)
#   negated:  "not" negated | compared
#   compared: operand [ operator operand ]
#   operand:  "(" either ")" | number | true | false | visits(s) | visited(s) | chose(s.c) | variable | moment | word

TOKENS = re.compile(r"\s*(<=|>=|[()<>]|-?\d+|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)")
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.eq,
    "is not": operator.ne,
}


def holds(condition: str, memory: Memory) -> bool:
    """Whether a condition is true now."""
    tokens = tokenized(condition)
    value = _either(tokens, memory)
    if tokens or not isinstance(value, bool):
        raise ValueError(condition)
    return value


def tokenized(condition: str) -> deque[str]:
    """Part a condition into its words, numbers, places and signs. ValueError where there is something else."""
    found, position = [], 0
    while position < len(condition.rstrip()):
        match = TOKENS.match(condition, position)
        if match is None:
            raise ValueError(condition)
        found.append(match[1])
        position = match.end()
    return deque(found)


def _either(tokens: deque[str], memory: Memory) -> Value:
    value = _together(tokens, memory)
    while _taken(tokens, "or"):
        other = _together(tokens, memory)
        value = bool(value) or bool(other)
    return value


def _together(tokens: deque[str], memory: Memory) -> Value:
    value = _negated(tokens, memory)
    while _taken(tokens, "and"):
        other = _negated(tokens, memory)
        value = bool(value) and bool(other)
    return value


def _negated(tokens: deque[str], memory: Memory) -> Value:
    if _taken(tokens, "not"):
        return not _negated(tokens, memory)
    return _compared(tokens, memory)


def _compared(tokens: deque[str], memory: Memory) -> Value:
    left = _operand(tokens, memory)
    if not tokens or tokens[0] not in OPERATORS:
        return left
    sign = tokens.popleft()
    if sign == "is" and _taken(tokens, "not"):
        sign = "is not"
    return OPERATORS[sign](left, _operand(tokens, memory))


def _operand(tokens: deque[str], memory: Memory) -> Value:
    first = tokens.popleft()
    if first == "(":
        value = _either(tokens, memory)
        _expect(tokens, ")")
        return value
    if first in {"visits", "visited", "chose"}:
        _expect(tokens, "(")
        place = tokens.popleft()
        _expect(tokens, ")")
        count = memory.takings[place] if first == "chose" else memory.visits[place]
        return count if first == "visits" else count > 0
    if first in {"true", "false"}:
        return first == "true"
    if first in memory.variables:
        return memory.variables[first]
    if first in memory.moments:
        return memory.moments[first]
    return int(first) if first.lstrip("-").isdigit() else first


def _taken(tokens: deque[str], word: str) -> bool:
    """Whether this word stands next; if it does, it is taken off."""
    if tokens and tokens[0] == word:
        tokens.popleft()
        return True
    return False


def _expect(tokens: deque[str], word: str) -> None:
    if not _taken(tokens, word):
        raise ValueError(word)
