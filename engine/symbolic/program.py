"""A story as guarded steps between nodes: what sets of states are sent along.

May import floors 0 and 1, `explore` for what a state remembers, and `guards`. A play *rests* at the node of a scene
while it waits there. A scene that may be passed by has more nodes, for those who *arrive*: so that ways that come
together are followed once. A choice's step is one edge out of a rest, then edges out of arrivals, up to a rest.

Whoever would arrive at a scene a second time in one step is stopped. So an arrival knows which scenes were arrived at
before, of those only that can lead to each other without a choice: no others can come again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engine.explore.circles import circles, reached
from engine.explore.layout import Layout
from engine.explore.reads import Fields
from engine.model import Choice, State, Story
from engine.symbolic.guards import Guard, Tables, all_of


class Node(NamedTuple):
    """Where states are gathered: at rest in a scene, or just before it is arrived at.

    `fields` are those that matter there. `stopped` is the scene that would have been arrived at a second time, if that
    is why a play rests; `before` are the scenes that were arrived at already, of an arrival (else None).
    """

    scene: str
    fields: Fields
    before: frozenset[str] | None = None
    stopped: str | None = None

    @property
    def rests(self) -> bool:
        """Whether the play waits there, or ends."""
        return self.before is None


class Edge(NamedTuple):
    """What leads from one node to another: for the states in which `guard` holds, changing them by `tables`.

    `slot` is the choice that is taken, by its place in `Program.slots`; None where the step is already under way.
    `drew` is what chance brought, which comes `weight` times out of `of`. `arrives` tells whether the target is arrived
    at: so it does not where the story stays.
    """

    source: int
    target: int
    slot: int | None
    guard: Guard
    tables: Tables
    arrives: bool
    drew: tuple[str, ...] = ()
    weight: int = 1
    of: int = 1


class Slot(NamedTuple):
    """A choice, or equal ones that are counted: the node of its scene, when it is open, how many there are.

    `field` is what counts those of a group that were taken, or None. `unused` holds while not all were taken.
    """

    scene: str
    choices: tuple[Choice, ...]
    field: int | None
    unused: Guard
    when: Guard

    @property
    def names(self) -> tuple[str, ...]:
        """The `scene.choice`s."""
        return tuple(each.name for each in self.choices)

    @property
    def open(self) -> Guard:
        """Return when it can be taken."""
        return all_of((self.unused, self.when))


class Probe(NamedTuple):
    """What a condition is found to be: where it stands, which of it, and at which node it is so in which states.

    `names` are a scene, or the `scene.choice`s of a slot; `number` is -1 for a `when`, else that of the branch.
    """

    names: tuple[str, ...]
    number: int
    answer: bool
    node: int
    guard: Guard


@dataclass(frozen=True, eq=False)
class Program:
    """A story as nodes and edges; `start` is the node where every play begins, with the codes of what matters there."""

    story: Story
    layout: Layout
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    slots: Sequence[Slot]
    menus: Mapping[str, Sequence[int]]
    """The slots of each scene."""
    probes: Sequence[Probe]
    start: int
    codes: Mapping[int, int]

    @cached_property
    def out(self) -> Sequence[Sequence[int]]:
        """The edges that lead out of each node, by their places."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for place, edge in enumerate(self.edges):
            found[edge.source].append(place)
        return found

    @cached_property
    def leads(self) -> Sequence[Sequence[tuple[int, int, bool]]]:
        """The edges that lead out of each node, each with where it leads and whether a play rests there."""
        rests = [node.rests for node in self.nodes]
        return [[(place, to := self.edges[place].target, rests[to]) for place in places] for places in self.out]

    @cached_property
    def into(self) -> Sequence[Sequence[int]]:
        """The edges that lead into each node, by their places."""
        found: list[list[int]] = [[] for _ in self.nodes]
        for place, edge in enumerate(self.edges):
            found[edge.target].append(place)
        return found

    @cached_property
    def rests(self) -> Mapping[tuple[str, str | None], int]:
        """The node at which a play rests in a scene, by the scene and what stopped it."""
        return {(node.scene, node.stopped): at for at, node in enumerate(self.nodes) if node.rests}

    @cached_property
    def order(self) -> Sequence[int]:
        """A number for each node: what leads to something has a lower one; those of a circle have the same."""
        found = circles(self._leading)
        return [found[at] for at in range(len(self.nodes))]

    @cached_property
    def _leading(self) -> Mapping[int, Sequence[int]]:
        return {at: [self.edges[place].target for place in places] for at, places in enumerate(self.out)}

    @cached_property
    def walk(self) -> Sequence[int]:
        """A number for each node: its place where, but for circles, what leads on comes before what it leads to.

        It is the order in which a depth-first walk leaves the nodes, turned round. *Hubs*, which lead back to
        themselves, are walked to last from anywhere: so they come first, then what only leads from a hub and back to
        it, that of the last hub before others. Measured on circles of many hubs: a third of the time of other orders.
        """
        hubs = {edge.source for edge in self.edges if edge.source == edge.target}
        leading = {
            at: [*(to for to in reversed(ends) if to not in hubs), *(to for to in ends if to in hubs)]
            for at, ends in self._leading.items()
        }
        left = reached(self.start, leading, set())
        places = {at: -number for number, at in enumerate(left)}
        return [places[at] for at in range(len(self.nodes))]

    @cached_property
    def arrivals(self) -> Sequence[int]:
        """The nodes of arrivals, those first that lead to others."""
        on = {
            at: [to for place in self.out[at] if not self.nodes[to := self.edges[place].target].rests]
            for at, node in enumerate(self.nodes)
            if not node.rests
        }
        number = circles(on)
        return sorted(on, key=lambda at: number[at])

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """The place of each node in `arrivals`."""
        return {node: place for place, node in enumerate(self.arrivals)}

    def codes_at(self, node: int, state: State) -> dict[int, int]:
        """Return the codes of what matters of a state at a node."""
        return codes_of(self.layout, state, self.nodes[node].fields)


def codes_of(layout: Layout, state: State, fields: Fields) -> dict[int, int]:
    """Return the codes of some fields of a state."""
    number = layout.packed(state, fields)
    return {at: (number & kept.mask) >> kept.offset for at, kept in layout.kept.items() if fields >> at & 1}
