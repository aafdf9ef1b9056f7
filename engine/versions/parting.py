"""Where two versions of a story may part: told from their rules, so that sets of states can be asked of it.

May import floors 0 and 1, and what stands before it in its room. As long as a play makes choices whose rules, and those
of all scenes on their way, are in both versions, these go hand in hand: the play stands in the heir of its scene, and
all that the older version remembers is the same. Where a choice is not there any more, or its condition holds in the
older version alone, the play is lost. Where something else is different, it is not known here what follows.
"""

from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from engine.conditions import All, Always, Chose, Not, Tree, compiled
from engine.model import HERE, Choice, Condition, Scene, Story
from engine.reading.whole import targets
from engine.versions.asked_then import NotAsked, asked_then
from engine.versions.beside import CLOSED, GONE
from engine.versions.heirs import Act, Place, Rules, versions

TWIN: Final = "'"
"""What the name of a choice has behind it that stands for the same choice where it cannot be made in the newer version.

No id of a writer's has that."""


class Mark(NamedTuple):
    """A choice of the older version at which plays part.

    They are lost, for a reason (`GONE` or `CLOSED`; the newer version stands in the scene `at` then), or it is not
    known what becomes of them: `kind` is None.
    """

    choice: str
    kind: int | None
    at: str | None = None


@dataclass(frozen=True)
class Parting:
    """The older version up to where plays part: each of `marks` is an ending of `story` that they come to instead.

    All other plays of it are plays of the older version, and go hand in hand with the newer one.
    """

    story: Story
    marks: Mapping[str, Mark]


def parting(old: Story, new: Story) -> Parting | None:
    """Return where plays of `old` and `new` part; None where they may part before a choice is made."""
    then, now = versions(old, new)
    if not then.are_apart or not then.memory.items() <= now.memory.items() or then.scene(old.start) != new.start:
        return None
    cut = _Cut(then, now)
    if not cut.is_safe([old.start]):
        return None
    scenes = {name: replace(scene, choices=tuple(cut.choices(scene))) for name, scene in old.scenes.items()}
    span = old.scenes[old.start].span
    scenes |= {name: Scene(id=name, span=span, ending=name) for name in cut.marks}
    return Parting(replace(old, scenes=scenes, endings=(*old.endings, *cut.marks)), cut.marks)


class _Cut:
    """The older version on its way to where it parts from the newer one."""

    def __init__(self, then: Rules, now: Rules) -> None:
        self.then, self.now = then, now
        self.safe = {name for name in then.story.scenes if self._arrives_alike(name)}
        self.marks: dict[str, Mark] = {}

    def _arrives_alike(self, name: str) -> bool:
        """Tell whether arriving at a scene, and passing it by, is the same in both versions."""
        then, now = self._places(name)
        if now is None or (then.does, then.way) != (now.does, now.way):
            return False
        return then.way is None or bool(then.waits & now.waits) or _menu(then) == _menu(now)

    def _places(self, name: str) -> tuple[Place, Place | None]:
        then = self.then.place(name)
        assert then is not None  # noqa: S101 - it is a scene of this story
        return then, self.now.place(self.then.scene(name))

    def is_safe(self, scenes: Collection[str]) -> bool:
        """Tell whether both versions go hand in hand to all scenes that a step may arrive at which leads to these."""
        waiting, seen = [*scenes], {HERE, *scenes}
        for name in waiting:  # which grows meanwhile
            scene = self.then.story.scenes[name]
            if not any(each.when is None and not each.once for each in scene.choices):
                waiting += [to for to in targets(scene.to) if to not in seen]
                seen.update(waiting)
        return self.safe.issuperset(waiting)

    def choices(self, scene: Scene) -> Iterator[Choice]:
        """Yield the choices of a scene; where plays part, they lead to marks."""
        then, now = self._places(scene.id)
        at = self.then.scene(scene.id)
        for choice in scene.choices:
            name = self.then.choice(choice.name)
            heir = now.acts.get(name) if now else None
            if now is None:
                yield self._marked(choice, Mark(choice.name, None))
            elif heir is None:
                kind = CLOSED if self.now.story.choice(name) else GONE
                yield self._marked(choice, Mark(choice.name, kind, at if kind == CLOSED else None))
            else:
                yield from self._heir(scene, choice, then.acts[name], heir)

    def _heir(self, scene: Scene, choice: Choice, then: Act, now: Act) -> Iterator[Choice]:
        """Yield a choice that has an heir, and perhaps its twin: for where that cannot be made."""
        way = scene.to if choice.to is None else choice.to
        to = {scene.id if each == HERE else each for each in targets(HERE if way is None else way)}
        unknown = Mark(choice.name, None)
        goes_on = then.does == now.does and self.is_safe(to)
        if now.once and not then.once:
            yield self._marked(choice, unknown)
        elif then.asks == now.asks:
            yield choice if goes_on else self._marked(choice, unknown)
        else:
            yield from self._split(choice, unknown, at=self.then.scene(scene.id), goes_on=goes_on)

    def _split(self, choice: Choice, unknown: Mark, *, at: str, goes_on: bool) -> Iterator[Choice]:
        heir = self.now.story.choice(self.then.choice(choice.name))
        assert heir is not None  # noqa: S101 - it was found
        own = choice.when.tree if choice.when else Always(value=True)
        try:
            tree = asked_then(heir.when.tree, self.now, self.then) if heir.when else Always(value=True)
        except NotAsked:
            yield self._marked(choice, unknown)
            return
        open_ = replace(choice, when=_condition(own, tree))
        yield open_ if goes_on else self._marked(open_, unknown)
        bit = self.then.story.bits.get(choice.name, 0)
        untaken = (Not(Chose(bit)),) if choice.once and bit else ()
        twin = replace(choice, id=choice.id + TWIN, name=choice.name + TWIN, once=False)
        yield self._marked(replace(twin, when=_condition(own, Not(tree), *untaken)), Mark(choice.name, CLOSED, at))

    def _marked(self, choice: Choice, mark: Mark) -> Choice:
        name = f"part {len(self.marks)}"  # no id of a writer's has a space
        self.marks[name] = mark
        return replace(choice, to=name, effects=())


def _menu(place: Place) -> AbstractSet[object]:
    return {(name, act.asks, act.once) for name, act in place.acts.items()}


def _condition(*trees: Tree) -> Condition:
    tree = All(trees)
    return Condition("", tree, compiled(tree))
