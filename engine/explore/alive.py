"""What can still matter, scene by scene: what nothing behind a scene reads is forgotten there.

May import floors 0 and 1, and `reads`. The classic analysis of live variables (Kildall 1973), on scenes. It is exact:
two states that differ only in what is never read again have the same future.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

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
    changed, taken = _changed(reads), reads.taken()
    future = _Flow(reads, taken, changed, always=always, whole=True)
    future.solve()
    within = _Flow(reads, taken, changed, always=0, whole=False)
    within.solve()
    choices = [choice for scene in reads.story.scenes.values() for choice in scene.choices]
    asks = {choice.name: within.available(choice) | reads.reasons([choice]) for choice in choices}
    steps = {
        choice.name: changed[choice.name].moved | within.taking(scene, choice)
        for scene in reads.story.scenes.values()
        for choice in scene.choices
    }
    return Alive(future.resting, future.arriving, asks, steps, changed)


def _changed(reads: Reads) -> dict[str, Changes]:
    taken = reads.taken()
    found = ((each.name if isinstance(each, Choice) else each.id, each) for each in holders(reads.story))
    return {name: changes(reads, each, taken) for name, each in found}


@dataclass
class _Flow:
    """The equations of one analysis and its solution so far, which only grows.

    If `whole`, all that comes is looked at; otherwise only the step that is being made, up to where the story waits.
    """

    reads: Reads
    taken: Mapping[str, Fields]
    changed: Mapping[str, Changes]
    always: Fields
    whole: bool
    resting: dict[str, Fields] = field(default_factory=dict)
    arriving: dict[str, Fields] = field(default_factory=dict)

    def solve(self) -> None:
        """Find the least solution: a scene is looked at again when something that it leads to has grown."""
        scenes = self.reads.story.scenes
        before = defaultdict[str, list[str]](list)
        for name, scene in scenes.items():
            self.resting[name] = self.arriving[name] = 0
            for to in {to for way in (scene.to, *(each.to for each in scene.choices)) for to in targets(way)}:
                before[to].append(name)
        waiting = dict.fromkeys(scenes)  # a set that knows an order; the last scenes of a story are looked at first
        while waiting:
            name, _ = waiting.popitem()
            if self._grown(scenes[name]):
                waiting.update(dict.fromkeys((*before[name], name)))

    def _grown(self, scene: Scene) -> bool:
        known = self.resting[scene.id], self.arriving[scene.id]
        if self.whole:
            self.resting[scene.id] = self._rest(scene)
        own = self.changed[scene.id]
        read = self.reads.told(scene) | self._behind(scene)
        self.arriving[scene.id] = own.before(read) | (0 if self.whole else own.moved)
        return known != (self.resting[scene.id], self.arriving[scene.id])

    def _rest(self, scene: Scene) -> Fields:
        fields = self.always | self.reads.menu(scene.choices) | self.reads.reasons(scene.choices)
        for choice in scene.choices:
            fields |= self.available(choice) | self.taking(scene, choice)
        return fields

    def available(self, choice: Choice) -> Fields:
        """Return what decides whether a choice is available."""
        return self.reads.condition(choice.when) | (self.taken[choice.name] if choice.once else 0)

    def taking(self, scene: Scene, choice: Choice) -> Fields:
        """Return what matters when a choice is taken, before its effects."""
        way = scene.to if choice.to is None else choice.to
        read = self.reads.told(choice) | self._way(scene, way, stays=True)
        return self.changed[choice.name].before(read)

    def _behind(self, scene: Scene) -> Fields:
        """Return what matters at a scene once it was arrived at and its words are told."""
        fields = self.resting[scene.id]
        if scene.to is None or any(each.when is None and not each.once for each in scene.choices):
            return fields
        for choice in scene.choices:
            fields |= self.available(choice)
        return fields | self.reads.reasons(scene.choices) | self._way(scene, scene.to, stays=False)

    def _way(self, scene: Scene, way: Way | None, *, stays: bool) -> Fields:
        """Return what matters where `way` is followed; `here` `stays`, or is a dead end."""
        fields = self.reads.way(way)
        for to in targets(way):
            if to != HERE:
                fields |= self.arriving[to]
            elif stays:
                fields |= self._behind(scene)
        return fields
