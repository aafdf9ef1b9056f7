"""A story made into a program: every step as the rules of play make it, for all states at once.

May import floors 0 and 1, `explore` for what a state remembers, and what stands before it in its room. This is the one
place in the house where the rules of play (`play/rules`) are written a second time; random stories hold both together.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple

from engine.explore.alive import Alive, alive
from engine.explore.circles import circles
from engine.explore.equal import equal_choices
from engine.explore.layout import laid_out
from engine.explore.reads import Fields, Reads
from engine.explore.telling import conditions
from engine.model import HERE, Add, Choice, Condition, Fork, Scene, Set, State, Story, Value, Way
from engine.reading.whole import targets
from engine.symbolic.guards import Guard, Guards, Table, Tables, after, all_of, any_of, composed, is_in, opposite
from engine.symbolic.program import Edge, Node, Probe, Program, Slot, codes_of

MANY: Final = 1_000_000
"""How many edges a program may have."""


class TooBranched(Exception):  # noqa: N818 - named for what happened
    """The scenes of a story can be passed by in more ways than can be written down."""


def program(story: Story, always: Sequence[Condition] = (), keeps: frozenset[int] = frozenset()) -> Program:
    """Return a story as a program. `always` and `keeps` as in `search.Wish`.

    Raises:
        TooBranched: it would take more than `MANY` edges.

    """
    return _Compiler(story, always, keeps).compiled()


class _Compiler:
    def __init__(self, story: Story, always: Sequence[Condition], keeps: frozenset[int]) -> None:
        trees = [each.tree for each in (*conditions(story, words=False), *always)]
        self.story = story
        self.reads = Reads(story, equal_choices(story, trees, words=False), keeps=keeps)
        watched = sum(1 << slot for slot in keeps)
        for each in always:
            watched |= self.reads.condition(each)
        self.alive = alive(self.reads, watched)
        self.layout = laid_out(self.reads, self._matters(self.alive), trees)
        self.taken = {name: fields.bit_length() - 1 for name, fields in self.reads.taken().items()}
        self.passes = {name: _may_be_passed(scene) for name, scene in story.scenes.items()}
        self.ring = self._rings()
        self.resting = {name: Node(name, fields) for name, fields in self.alive.resting.items()}
        self.nodes: list[Node] = []
        self.places: dict[Node, int] = {}
        self.edges: list[Edge] = []
        self.probes: list[Probe] = []
        self.guards = Guards(self.layout)
        self.effects: dict[Set | Add, Table] = {}
        self.slots: list[Slot] = []
        self.menus = {name: self._menu(scene) for name, scene in story.scenes.items()}
        self.changes = {name: self._tables(scene) for name, scene in story.scenes.items()}

    def _matters(self, found: Alive) -> Fields:
        matters = 0
        for fields in (*found.resting.values(), *found.arriving.values(), *found.steps.values()):
            matters |= fields
        for condition in conditions(self.story, words=False):
            matters |= self.reads.condition(condition)
        return matters

    def _rings(self) -> Mapping[str, int]:
        """Return a number for each scene: scenes that lead to each other without a choice have the same."""
        return circles(
            {
                name: [to for to in targets(scene.to) if to != HERE] if self.passes[name] else []
                for name, scene in self.story.scenes.items()
            }
        )

    def _menu(self, scene: Scene) -> tuple[int, ...]:
        found, members = list[int](), self.reads.members()
        for choice in scene.choices:
            group = members.get(choice.name)
            if group is not None and choice.name != self.reads.groups[group][0]:
                continue
            names = (choice.name,) if group is None else self.reads.groups[group]
            choices = tuple(each for each in scene.choices if each.name in names)
            found.append(len(self.slots))
            self.slots.append(self._slot(scene, choices, grouped=group is not None))
        return tuple(found)

    def _slot(self, scene: Scene, choices: tuple[Choice, ...], *, grouped: bool) -> Slot:
        choice = choices[0]
        when = self.guards.of(choice.when)
        field = self.taken.get(choice.name) if choice.once else None
        if field is None:
            return Slot(scene.id, choices, None, unused=True, when=when)
        most = len(self.layout.kept[field].stands) - 1
        unused = is_in(field, (1 << most) - 1, most + 1)
        return Slot(scene.id, choices, field if grouped else None, unused, when)

    def _tables(self, holder: Scene | Choice) -> Tables:
        """Return what arriving at a scene, or taking a choice, does to what can matter."""
        kept, story, found = self.layout.kept, self.story, dict[int, Table]()
        for effect in holder.effects:
            if effect.slot in kept:
                table = self.effects.get(effect)
                if table is None:
                    table = self.effects[effect] = self._table(effect.slot, _change(effect))
                before = found.get(effect.slot)
                found[effect.slot] = table if before is None else tuple(table[code] for code in before)
        if holder.counter is not None and (field := self.reads.counts + holder.counter) in kept:
            found[field] = self._table(field, story.counters[holder.counter].after)
        if isinstance(holder, Choice) and (field := self.taken.get(holder.name, -1)) in kept:
            most = len(kept[field].stands) - 1
            found[field] = tuple(min(code + 1, most) for code in range(most + 1))
        return found

    def _table(self, field: int, change: Callable[[Any], Value]) -> Table:
        kept = self.layout.kept[field]
        return tuple(kept.code(change(value)) >> kept.offset for value in kept.stands)

    def compiled(self) -> Program:
        """Follow everything that leads on from the start, whatever the state."""
        start = self._node(Node(self.story.start, self.alive.arriving[self.story.start], frozenset()))
        for at, node in enumerate(self.nodes):  # which grows meanwhile
            if node.rests:
                self._rest(at, node)
            else:
                scene = self.story.scenes[node.scene]
                before = node.before or frozenset()
                self._settle(
                    scene, _Step(at, None, guard=True, tables=self.changes[scene.id], arrived=before | {scene.id})
                )
            if len(self.edges) > MANY:
                raise TooBranched
        values = tuple(each.start for each in self.story.variables.values()) + (False,) * len(self.story.moments)
        state = State(self.story.start, values, (0,) * len(self.story.counters), 0)
        codes = codes_of(self.layout, state, self.nodes[start].fields)
        return Program(
            self.story, self.layout, self.nodes, self.edges, self.slots, self.menus, self.probes, start, codes
        )

    def _rest(self, at: int, node: Node) -> None:
        """Add what may be chosen while the story waits at a scene."""
        scene = self.story.scenes[node.scene]
        for number in self.menus[scene.id]:
            slot = self.slots[number]
            choice, open_ = slot.choices[0], slot.open
            if choice.when:
                self._probe(slot.names, -1, at, open_, all_of((slot.unused, opposite(slot.when))))
            if node.stopped is not None:
                continue  # nothing was open, or it would not have gone on
            step = _Step(at, number, open_, self._tables(choice), frozenset())
            way = scene.to if choice.to is None else choice.to
            if way is None:
                self._settle(scene, step)
            else:
                self._lead(scene, way, step, (scene.id,) if choice.to is None else slot.names)

    def _probe(self, names: tuple[str, ...], number: int, at: int, holds: Guard, holds_not: Guard) -> None:
        for answer, guard in ((True, holds), (False, holds_not)):
            if guard is not False:
                self.probes.append(Probe(names, number, answer, at, guard))

    def _settle(self, scene: Scene, step: "_Step") -> None:
        """Add what comes of standing at a scene: waiting there, or being led on where nothing is open."""
        if not self.passes[scene.id]:
            self._add(step, self.resting[scene.id])
            return
        slots = [self.slots[number] for number in self.menus[scene.id]]
        open_ = after(any_of(slot.open for slot in slots), step.tables)
        self._add(step._replace(guard=all_of((step.guard, open_))), self.resting[scene.id])
        shut = all_of((step.guard, opposite(open_)))
        if shut is False or scene.to is None:
            return
        for slot in slots:
            if slot.choices[0].when:
                unused = all_of((shut, after(slot.unused, step.tables)))
                self._probe(slot.names, -1, step.source, holds=False, holds_not=unused)
        self._lead(scene, scene.to, step._replace(guard=shut), (scene.id,), passing=True)

    def _lead(self, scene: Scene, way: Way, step: "_Step", names: tuple[str, ...], *, passing: bool = False) -> None:
        """Add where a way leads: out of a choice, or on from a scene that is passed by."""
        match way:
            case str():
                self._go(scene, way, step, passing=passing)
            case Fork(_, chances):
                of = step.of * sum(chance.weight for chance in chances)
                for chance in chances:
                    drawn = step._replace(drew=(*step.drew, chance.to), weight=step.weight * chance.weight, of=of)
                    self._go(scene, chance.to, drawn, passing=passing)
            case branches:
                left = step.guard
                for number, branch in enumerate(branches):
                    holds = after(self.guards.of(branch.when), step.tables)
                    taken, left = all_of((left, holds)), all_of((left, opposite(holds)))
                    if branch.when:
                        self._probe(names, number, step.source, taken, left)
                    self._go(scene, branch.to, step._replace(guard=taken), passing=passing)

    def _go(self, scene: Scene, to: str, step: "_Step", *, passing: bool) -> None:
        if step.guard is False:
            return
        if to == HERE and passing:
            self._add(step, self.resting[scene.id])
        elif to == HERE:
            self._settle(scene, step)
        elif to in step.arrived:
            self._add(step, self.resting[scene.id]._replace(stopped=to))
        elif self.passes[to]:
            before = frozenset(name for name in step.arrived if self.ring[name] == self.ring[to])
            self._add(step, Node(to, self.alive.arriving[to], before), arrives=True)
        else:
            self._add(step, self.resting[to], composed(step.tables, self.changes[to]), arrives=True)

    def _add(self, step: "_Step", target: Node, tables: Tables | None = None, *, arrives: bool = False) -> None:
        """Add an edge for a step; `tables` are what it changes in all, if that is more than is known of it."""
        if step.guard is False:
            return
        fields, changed = target.fields, step.tables if tables is None else tables
        tables = {
            field: table for field, table in changed.items() if fields >> field & 1 and table != _same(len(table))
        }
        drawn = step.drew, step.weight, step.of
        self.edges.append(Edge(step.source, self._node(target), step.slot, step.guard, tables, arrives, *drawn))

    def _node(self, node: Node) -> int:
        at = self.places.setdefault(node, len(self.nodes))
        if at == len(self.nodes):
            self.nodes.append(node)
        return at


class _Step(NamedTuple):
    """A step under way: since which node, by which choice, when, what it changed, and the scenes it arrived at."""

    source: int
    slot: int | None
    guard: Guard
    tables: Tables
    arrived: frozenset[str]
    drew: tuple[str, ...] = ()
    weight: int = 1
    of: int = 1


def _may_be_passed(scene: Scene) -> bool:
    """Tell whether there may be nothing to choose at a scene that leads on by itself."""
    return scene.to is not None and not any(each.when is None and not each.once for each in scene.choices)


@cache
def _same(codes: int) -> Table:
    """Return the table of so many codes that changes nothing."""
    return tuple(range(codes))


def _change(effect: Set | Add) -> Callable[[Value], Value]:
    """Return what an effect does to a value."""
    if isinstance(effect, Set):
        return lambda _value: effect.value
    return lambda value: min(max(int(value) + effect.amount, effect.low), effect.high)
