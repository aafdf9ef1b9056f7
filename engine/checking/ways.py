"""Where each scene leads, whatever the conditions say.

May import floors 0 and 1, and `explore/circles`. What really happens, conditions and all, is for the explorer to find.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from engine.explore.circles import circles, reached
from engine.model import HERE, Choice, Scene, Story
from engine.reading.whole import targets


@dataclass(frozen=True)
class Ways:
    """Every way of a story: `on` holds, for each scene, those that it or one of its choices leads to."""

    story: Story
    on: Mapping[str, tuple[str, ...]]

    @cached_property
    def circles(self) -> Mapping[str, int]:
        """The circles of scenes."""
        return circles(self.on)

    def comes_back(self, scene: Scene, choice: Choice) -> bool:
        """Tell whether `scene` may offer its choices again once `choice`, one of them, was taken."""
        own = self.circles[scene.id]
        after = targets(scene.to if choice.to is None else choice.to)
        return any(to == HERE or self.circles[to] == own for to in after)

    def islands(self) -> Iterator[tuple[str, ...]]:
        """Yield what no way from the start comes to, in the order of the story.

        An island is one scene, or scenes that lead to each other, to which no other scene leads. What else cannot be
        reached is led to from an island only, and is not told.
        """
        lost = self.lost()
        if not lost:
            return
        entered = {self.circles[to] for name in lost for to in self.on[name] if self.circles[to] != self.circles[name]}
        found: dict[int, list[str]] = {}
        for name in self.story.scenes:
            if name in lost and self.circles[name] not in entered:
                found.setdefault(self.circles[name], []).append(name)
        yield from map(tuple, found.values())

    def lost(self) -> frozenset[str]:
        """Return every scene that no way from the start comes to."""
        found: set[str] = set()
        reached(self.story.start, self.on, found)
        return frozenset(self.on).difference(found)


def ways(story: Story) -> Ways:
    """Return the ways of `story`."""
    return Ways(story, {name: tuple(dict.fromkeys(_from(scene))) for name, scene in story.scenes.items()})


def _from(scene: Scene) -> Iterator[str]:
    for way in (scene.to, *(choice.to for choice in scene.choices)):
        yield from (to for to in targets(way) if to != HERE)
