"""A play-through as choices and draws: made from a path of a graph, and played again by the rules of the player.

May import floors 0 and 1, and what stands before it in its room. Nothing that the explorer says of a path is said
before the ordinary rules have walked it.
"""

from collections import Counter
from collections.abc import Container, Iterable
from typing import NamedTuple, TypeAlias

from engine.explore.graph import Edge, Graph
from engine.model import Fork, Story
from engine.play.rules import ChoiceNotOffered, DrawNotOffered
from engine.play.transcript import Play, started


class Brought(NamedTuple):
    """What chance brought: a scene, or `here`."""

    scene: str


Made: TypeAlias = str | Brought
"""A choice, as `scene.choice`, or what chance brought behind it."""

Moves: TypeAlias = tuple[Made, ...]


class NotPlayed(AssertionError):  # noqa: N818 - named for what happened
    """The player's rules did not accept what the explorer found: a fault of ours, never the story's."""


def moves(graph: Graph, path: Iterable[Edge], wanted: Container[str] = ()) -> Moves:
    """Return the choices and draws of a path. Of equal choices those `wanted` come first, then as they are written."""
    made, used = list[Made](), Counter[int]()
    for edge in path:
        slot = edge.passage.slot
        if slot is not None:
            names = graph.slots[slot].names
            if len(names) > 1:
                names = tuple(sorted(names, key=lambda name: name not in wanted))
                used[slot] += 1
            made.append(names[used[slot] - 1 if len(names) > 1 else 0])
        made += map(Brought, edge.passage.drew)
    return tuple(made)


def played(story: Story, made: Moves) -> Play:
    """Return the play that these choices and draws make, by the rules of the player.

    Raises:
        NotPlayed: they make none.

    """
    left = list(made)[::-1]

    def draw(fork: Fork) -> str:
        if not left or not isinstance(left[-1], Brought):
            message = f"{fork.place} draws, and nothing is drawn"
            raise NotPlayed(message)
        brought = left.pop()
        assert isinstance(brought, Brought)  # noqa: S101 - it was asked above
        return brought.scene

    try:
        play = started(story, 0, draw)
        while left:
            name = left.pop()
            if isinstance(name, Brought):
                message = f"nothing draws {name.scene} there"
                raise NotPlayed(message)
            play = play.choose(name, draw)
    except (ChoiceNotOffered, DrawNotOffered) as refused:
        raise NotPlayed(*refused.args) from refused
    return play


def choices(made: Moves) -> int:
    """Return how many choices there are among moves."""
    return sum(isinstance(each, str) for each in made)


def as_json(made: Moves) -> list[object]:
    """Return moves as they stand in JSON: `"scene.choice"` and `{"drew": "scene"}`."""
    return [each if isinstance(each, str) else {"drew": each.scene} for each in made]


def takes(made: Moves, names: Container[str]) -> bool:
    """Tell whether one of `names` is among the choices."""
    return any(each in names for each in made if isinstance(each, str))
