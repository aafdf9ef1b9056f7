"""Every way that is written in a scene, one by one, with what it depends on.

May import floors 0 and 1.
"""

from collections.abc import Iterator
from typing import NamedTuple

from engine.model import HERE, Choice, Condition, Fork, Scene, Way


class Lead(NamedTuple):
    """One way on: by a choice, or by the scene itself (then `choice` is None); `to` is a scene or `here`.

    `when` is the branch's own condition; a branch that is `otherwise` stands behind others and has none. `odds` are its
    weight and the weight of all, where it goes by chance. `passing` goes on where none of the scene's choices is open.
    """

    choice: Choice | None
    to: str
    when: Condition | None = None
    otherwise: bool = False
    odds: tuple[int, int] | None = None
    passing: bool = False

    @property
    def is_conditional(self) -> bool:
        """Whether something has to hold for it."""
        return self.when is not None or self.passing or (self.choice is not None and self.choice.when is not None)


def leads(scene: Scene) -> Iterator[Lead]:
    """Yield the ways on from `scene`: those of its choices in their order, then its own where it can be taken."""
    for choice in scene.choices:
        way = scene.to if choice.to is None else choice.to
        yield from _along(HERE if way is None else way, choice)
    if scene.to is not None and all(choice.when is not None or choice.once for choice in scene.choices):
        yield from _along(scene.to, None, passing=bool(scene.choices))


def _along(way: Way, choice: Choice | None, *, passing: bool = False) -> Iterator[Lead]:
    match way:
        case str():
            yield Lead(choice, way, passing=passing)
        case Fork(_, chances):
            whole = sum(chance.weight for chance in chances)
            yield from (Lead(choice, to, odds=(weight, whole), passing=passing) for weight, to in chances)
        case branches:
            for at, branch in enumerate(branches):
                otherwise = branch.when is None and at > 0
                yield Lead(choice, branch.to, branch.when, otherwise, passing=passing)
