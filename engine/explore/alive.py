"""What can still matter, scene by scene: what nothing behind a scene reads is forgotten there.

May import floors 0 and 1, and `reads`. The classic analysis of live variables (Kildall 1973), on scenes. It is exact:
two states that differ only in what is never read again have the same future.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from engine.explore.reads import Changes, Fields, Reads, changes, holders
from engine.model import HERE, Choice, Scene, Way
from engine.reading.whole import targets


@dataclass(frozen=True)
class Alive:
    """What matters where.

    `resting` holds what matters while the story waits at a scene, `arriving` what matters just before it is arrived
    at; `asks` what decides whether a choice is available, `steps` what its whole step depends on if it is, both by
    `scene.choice`; `changed` what a scene or a choice changes.
    """

    resting: Mapping[str, Fields]
    arriving: Mapping[str, Fields]
    asks: Mapping[str, Fields]
    steps: Mapping[str, Fields]
    changed: Mapping[str, Changes]


def alive(reads: Reads, always: Fields = 0) -> Alive:
    """Return what can still matter in each scene of a story; `always` are fields that matter wherever it waits."""
    scenes, taken = reads.story.scenes, reads.taken()
    changed = {
        each.name if isinstance(each, Choice) else each.id: changes(reads, each, taken) for each in holders(reads.story)
    }
    read = {name: _read(reads, scene, taken, changed) for name, scene in scenes.items()}
    future, within = _Flow(read, always=always, whole=True), _Flow(read, always=0, whole=False)
    future.solve()
    within.solve()
    rows = [(own, row) for own in read.values() for row in own.rows]
    asks = {row.name: row.asks | row.reasons for _own, row in rows}
    steps = {row.name: changed[row.name].moved | within.taking(own, row) for own, row in rows}
    return Alive(future.resting, future.arriving, asks, steps, changed)


class _Led(NamedTuple):
    """A way on: what decides where it leads, the scenes that it may lead to, and whether it may stay."""

    read: Fields
    to: tuple[str, ...]
    here: bool


class _Row(NamedTuple):
    """What is read of a choice: `asks` decide whether it is available, `reasons` which reason is told if it is not."""

    name: str
    asks: Fields
    reasons: Fields
    told: Fields
    keeps: Fields
    """All but what it puts."""
    way: _Led


class _Read(NamedTuple):
    """What is read of a scene. `on` is where it leads when there may be nothing to choose."""

    scene: str
    rows: tuple[_Row, ...]
    menu: Fields
    """What decides the words of the menu and the reasons in it."""
    reasons: Fields
    asks: Fields
    told: Fields
    keeps: Fields
    """All but what arriving puts."""
    moved: Fields
    on: _Led | None
    leads: frozenset[str]
    """Every scene that something leads to from here."""


def _read(reads: Reads, scene: Scene, taken: Mapping[str, Fields], changed: Mapping[str, Changes]) -> _Read:
    rows, asks, own = list[_Row](), 0, changed[scene.id]
    on = None if scene.to is None else _led(reads, scene.to)
    for choice in scene.choices:
        way = on if choice.to is None else _led(reads, choice.to)
        asked = reads.condition(choice.when) | (taken[choice.name] if choice.once else 0)
        told, reasons = reads.told(choice), reads.reasons((choice,))
        rows.append(_Row(choice.name, asked, reasons, told, ~changed[choice.name].put, way or _Led(0, (), here=True)))
        asks |= asked
    reasons = reads.reasons(scene.choices)
    leads = frozenset(to for way in (on, *(row.way for row in rows)) if way for to in way.to)
    if any(each.when is None and not each.once for each in scene.choices):
        on = None
    menu = reads.menu(scene.choices) | reasons
    return _Read(scene.id, tuple(rows), menu, reasons, asks, reads.told(scene), ~own.put, own.moved, on, leads)


def _led(reads: Reads, way: Way) -> _Led:
    to = tuple(targets(way))
    return _Led(reads.way(way), tuple(each for each in to if each != HERE), HERE in to)


@dataclass
class _Flow:
    """The equations of one analysis and its solution so far, which only grows.

    If `whole`, all that comes is looked at; otherwise only the step that is being made, up to where the story waits.
    """

    read: Mapping[str, _Read]
    always: Fields
    whole: bool
    resting: dict[str, Fields] = field(default_factory=dict)
    arriving: dict[str, Fields] = field(default_factory=dict)

    def solve(self) -> None:
        """Find the least solution: a scene is looked at again when something that it leads to has grown."""
        before = defaultdict[str, list[str]](list)
        for name, own in self.read.items():
            self.resting[name] = self.arriving[name] = 0
            for to in own.leads:
                before[to].append(name)
        waiting = dict.fromkeys(self.read)  # a set that knows an order; the last scenes of a story are looked at first
        while waiting:
            name, _ = waiting.popitem()
            if self._grown(self.read[name]):
                waiting.update(dict.fromkeys((*before[name], name)))

    def _grown(self, own: _Read) -> bool:
        known = self.resting[own.scene], self.arriving[own.scene]
        if self.whole:
            self.resting[own.scene] = self._rest(own)
        self.arriving[own.scene] = (own.told | self._behind(own)) & own.keeps | (0 if self.whole else own.moved)
        return known != (self.resting[own.scene], self.arriving[own.scene])

    def _rest(self, own: _Read) -> Fields:
        fields = self.always | own.menu | own.asks
        for row in own.rows:
            fields |= self.taking(own, row)
        return fields

    def taking(self, own: _Read, row: _Row) -> Fields:
        """Return what matters when a choice is taken, before its effects."""
        return (row.told | self._way(own, row.way, stays=True)) & row.keeps

    def _behind(self, own: _Read) -> Fields:
        """Return what matters at a scene once it was arrived at and its words are told."""
        fields = self.resting[own.scene]
        if own.on is None:
            return fields
        return fields | own.asks | own.reasons | self._way(own, own.on, stays=False)

    def _way(self, own: _Read, way: _Led, *, stays: bool) -> Fields:
        """Return what matters where `way` is followed; `here` `stays`, or is a dead end."""
        fields = way.read
        for to in way.to:
            fields |= self.arriving[to]
        return fields | self._behind(own) if way.here and stays else fields
