"""What differs between the first and the second play of one alias: a difference, and nothing more is said of it.

May import floors 0 to 2, `classes/folder` and `cells`. Of each alias no more is kept than the choices of two plays.
"""

from collections import Counter
from typing import NamedTuple

from engine.classes.folder import Found
from engine.report.cells import Made


class Again(NamedTuple):
    """A scene: how many aliases made choices there in both plays, and how many of them made others."""

    both: int
    differ: int


class Replays:
    """The first two plays of each alias, by the numbers that they were given, and else by their files' names."""

    def __init__(self) -> None:
        self._two: dict[tuple[str, str], list[tuple[tuple[int, str], tuple[str, ...]]]] = {}
        self._same: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, found: Found, choices: list[Made]) -> None:
        """Take a play in; one without an alias belongs to nobody."""
        if found.alias:
            names = tuple(sorted(each.name for each in choices))
            two = self._two.setdefault((found.code.casefold(), found.alias), [])
            two.append(((found.nth, found.file), self._same.setdefault(names, names)))
            two.sort()
            del two[2:]

    @property
    def aliases(self) -> int:
        """How many aliases there are."""
        return len(self._two)

    @property
    def twice(self) -> int:
        """How many of them played at least twice."""
        return sum(len(two) > 1 for two in self._two.values())

    def scenes(self) -> dict[str, Again]:
        """Return what differs, by scene; only scenes in which somebody made choices in both plays."""
        both, differ = Counter[str](), Counter[str]()
        for first, *second in self._two.values():
            if second:
                here, there = _by_scene(first[1]), _by_scene(second[0][1])
                both.update(here.keys() & there.keys())
                differ.update(scene for scene in here.keys() & there.keys() if here[scene] != there[scene])
        return {scene: Again(count, differ[scene]) for scene, count in both.items()}


def _by_scene(names: tuple[str, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.partition(".")[0], []).append(name)
    return found
