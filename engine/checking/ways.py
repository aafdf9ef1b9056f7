"""Where each scene leads, whatever the conditions say.

May import floors 0 and 1. What really happens, conditions and all, is for the explorer to find.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from engine.model import HERE, Choice, Scene, Story
from engine.reading.whole import targets

T = TypeVar("T")


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
        _reached(self.story.start, self.on, found)
        return frozenset(self.on).difference(found)


def ways(story: Story) -> Ways:
    """Return the ways of `story`."""
    return Ways(story, {name: tuple(dict.fromkeys(_from(scene))) for name, scene in story.scenes.items()})


def _from(scene: Scene) -> Iterator[str]:
    for way in (scene.to, *(choice.to for choice in scene.choices)):
        yield from (to for to in targets(way) if to != HERE)


def circles(on: Mapping[T, Iterable[T]]) -> dict[T, int]:
    """Return each key of `on` with a number: those that lead to each other, by whatever detours, have the same one.

    After Kosaraju: what is left last on the ways on is taken up first on the ways back.
    """
    back: dict[T, list[T]] = {name: [] for name in on}
    for name, after in on.items():
        for to in after:
            back[to].append(name)
    seen: set[T] = set()
    left = [name for start in on for name in _reached(start, on, seen)]
    seen.clear()
    return {name: number for number, start in enumerate(reversed(left)) for name in _reached(start, back, seen)}


def _reached(start: T, on: Mapping[T, Iterable[T]], seen: set[T]) -> list[T]:
    """Return what is reached from `start` and was not `seen`, in the order in which it is left; it is seen then."""
    if start in seen:
        return []
    seen.add(start)
    left, path = list[T](), [(start, iter(on[start]))]
    while path:  # depth first, without recursion: a story may have 50,000 scenes in a row
        name, ahead = path[-1]
        to = next((each for each in ahead if each not in seen), None)
        if to is None:
            left.append(name)
            path.pop()
        else:
            seen.add(to)
            path.append((to, iter(on[to])))
    return left
