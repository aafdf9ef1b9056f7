"""A walk: a play-through as somebody wrote it down, and what it is expected to have come to.

May import `diagnostics`, for places, and `model`. Values only: whether a walk arrives is for `trying` to find out.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from engine.diagnostics import Span
from engine.model import Value


@dataclass(frozen=True, slots=True)
class Chosen:
    """The step of a walk that takes a choice, by its `scene.choice`."""

    choice: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The step of a walk that says what chance brings: a scene, or `here`. It follows the choice that draws."""

    scene: str
    span: Span = field(compare=False)


Move: TypeAlias = Chosen | Drawn


@dataclass(frozen=True, slots=True)
class Ends:
    """The walk ends at the ending `scene`."""

    scene: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Stands:
    """The walk ends in `scene`."""

    scene: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Remembers:
    """At the end `moment` has happened; or, where `happened` is false, it has not."""

    moment: str
    happened: bool
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Has:
    """At the end `variable` has just this value."""

    variable: str
    value: Value
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Practised:
    """On the way `dimension` was taken so often, at most once in each stay in a scene."""

    dimension: str
    times: int
    span: Span = field(compare=False)


Expected: TypeAlias = Ends | Stands | Remembers | Has | Practised


@dataclass(frozen=True, slots=True)
class Walk:
    """A play-through from the start of the story, and all that is expected at its end."""

    id: str
    moves: tuple[Move, ...]
    expects: tuple[Expected, ...]
    span: Span = field(compare=False)
