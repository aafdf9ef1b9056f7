"""The promises of a story: what is to hold on every path through it.

May import `diagnostics`, for places, and `model`. Values only: whether a promise holds is for others to find out.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.diagnostics import Span
from engine.model import Condition


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: a scene, a tag or `endings`, and the scenes that it stands for, in the story's order."""

    name: str
    scenes: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Reachable:
    """The promise that to every scene of `goal` some play comes."""

    id: str
    goal: Goal
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Never:
    """The promise that `condition` holds at no menu and no ending of the story that watches for it."""

    id: str
    condition: Condition
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class CanAlwaysReach:
    """The promise that from every menu some play gets to a scene of `goal`, but for those at which `unless` holds."""

    id: str
    goal: Goal
    unless: Condition | None
    span: Span = field(compare=False)


Promise: TypeAlias = Reachable | Never | CanAlwaysReach
