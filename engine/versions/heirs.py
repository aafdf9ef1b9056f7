"""The rules of two versions of a story, made comparable: each scene and choice by its name of today, and its heir.

May import floors 0 and 1, and what stands before it in its room. Words and weights are no rules; what only the newer
version remembers counts in none of them.
"""

from collections.abc import Callable, Hashable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from engine.conditions import All, Always, Any, Chose, Compare, Holds, IsWord, Not, Tree
from engine.explore.reads import holders
from engine.model import HERE, Choice, Effects, Fork, Scene, Set, Story, Way
from engine.versions.twins import called, drawn

Name = Callable[[str], str]


@dataclass(frozen=True)
class Act:
    """The rules of a choice: when it can be made, and what making it does."""

    asks: Hashable
    once: bool
    does: Hashable


@dataclass(frozen=True)
class Place:
    """The rules of a scene: what arriving does and where it leads on, and its choices by their names of today.

    `waits` are those that can always be made.
    """

    does: Hashable
    way: Hashable
    acts: Mapping[str, Act]
    waits: frozenset[str]


@dataclass(frozen=True)
class Rules:
    """The rules of a story, its scenes and choices called as `scene` and `choice` say.

    Of what it remembers, only what is `known` counts.
    """

    story: Story
    scene: Name
    choice: Name
    known: AbstractSet[str]

    @property
    def are_apart(self) -> bool:
        """Whether no two scenes, and no two choices, are called the same."""
        return len({*self._names.values()}) == len(self._names)

    @property
    def memory(self) -> Mapping[str, Hashable]:
        """What is remembered, with what it can be and is at first."""
        variables = {name: (each.domain, each.start) for name, each in self.story.variables.items()}
        return {**variables, **dict.fromkeys(self.story.moments, None)}

    def place(self, name: str) -> Place | None:
        """Return the rules of a scene by its id, if it is there."""
        scene = self.story.scenes.get(name)
        if scene is None:
            return None
        acts = {self.choice(each.name): self._act(each, scene) for each in scene.choices}
        waits = frozenset(self.choice(each.name) for each in scene.choices if each.when is None and not each.once)
        return Place(self._effects(scene.effects), self._way(scene.to), acts, waits)

    def _act(self, choice: Choice, scene: Scene) -> Act:
        way = scene.to if choice.to is None else choice.to
        asks = None if choice.when is None else self._tree(choice.when.tree)
        return Act(asks, choice.once, (self._effects(choice.effects), self._way(way)))

    def _effects(self, effects: Effects) -> Hashable:
        found = [
            (self.slots[each.slot], isinstance(each, Set), each.value if isinstance(each, Set) else each.amount)
            for each in effects
        ]
        return tuple(each for each in found if each[0] in self.known)

    def _way(self, way: Way | None) -> Hashable:
        match way:
            case None:
                return None
            case str():
                return self._to(way)
            case Fork(_, chances):
                return frozenset(self._to(each.to) for each in chances)
            case branches:
                return tuple((each.when and self._tree(each.when.tree), self._to(each.to)) for each in branches)

    def _to(self, name: str) -> str:
        return name if name == HERE else self.scene(name)

    def _tree(self, tree: Tree) -> Hashable:  # noqa: PLR0911 - one for each kind
        match tree:
            case Always():
                return tree
            case Holds(slot):
                return "holds", self.slots[slot]
            case IsWord(slot, word):
                return "is", self.slots[slot], word
            case Compare(counts, slot, sign, number):
                return sign, self.counted[slot] if counts else self.slots[slot], counts, number
            case Chose(bit):
                return "chose", self.bits[bit]
            case Not(inner):
                return "not", self._tree(inner)
            case All(parts):
                return "all", tuple(map(self._tree, parts))
            case Any(parts):
                return "any", tuple(map(self._tree, parts))
        assert_never(tree)

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {each.name if isinstance(each, Choice) else each.id: self._called(each) for each in holders(self.story)}

    def _called(self, holder: Scene | Choice) -> str:
        return self.choice(holder.name) if isinstance(holder, Choice) else self.scene(holder.id)

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """What stands at each place of `State.values`, by its name."""
        return (*self.story.variables, *self.story.moments)

    @cached_property
    def counted(self) -> Mapping[int, str]:
        """What is counted at each place of `State.counts`, by its name."""
        return {each.counter: self._called(each) for each in holders(self.story) if each.counter is not None}

    @cached_property
    def bits(self) -> Mapping[int, str]:
        """Which choice each bit of `State.taken` stands for."""
        return {bit: self._names[name] for name, bit in self.story.bits.items()}


def versions(old: Story, new: Story) -> tuple[Rules, Rules]:
    """Return the rules of two versions, comparable."""
    known = old.variables.keys() | old.moments.keys()
    then = Rules(old, lambda name: drawn(name, new), lambda name: called(name, new), known)
    return then, Rules(new, str, str, known)
