"""Each engine does with sets of states what plain sets do, edge by edge: in random stories, and in made-up programs."""

# ruff: noqa: D103, S311  a test's name is its sentence; the same numbers every time

import random
from collections.abc import Iterator, Mapping
from typing import Any, Generic

import pytest

from engine.explore.layout import Kept, Layout
from engine.explore.reads import Fields, Reads
from engine.model import Story
from engine.symbolic.bitsets import Bitsets
from engine.symbolic.compiling import program
from engine.symbolic.diagrams import Diagram, Diagrams
from engine.symbolic.guards import Guard, Table, all_of, any_of, is_in, opposite
from engine.symbolic.program import Edge, Node, Program
from engine.symbolic.sets import S, Sets
from tests.properties.laws import TIMES
from tests.properties.plain_sets import Plain, PlainSets
from tests.properties.seeds import case, cases

SEEDS = 80 if TIMES > 1 else 8
MADE = 300 if TIMES > 1 else 30
MOST = 2000
"""How many states a node may have here, met or not: plain sets are slow."""
SOME = 6
"""How many edges of a story are tried with sets of any states."""


class Both(Generic[S]):
    """Sets of an engine beside the same as plain sets."""

    def __init__(self, made: Program, sets: Sets[S]) -> None:
        self.program, self.sets, self.plain = made, sets, PlainSets(made)

    def made(self, node: int, states: Plain) -> S:
        """Return a plain set as a set of the engine."""
        found = self.sets.nothing
        for state in sorted(states):
            found = found | self.sets.one(node, self.plain.codes(node, state))
        return found

    def agree(self, edge: int, states: Plain, targets: Plain) -> None:
        """Hold what an edge does to a set of its source, forwards, and to one of its target, backwards."""
        source, target = self.program.edges[edge].source, self.program.edges[edge].target
        image, preimage = self.plain.image(edge, states), self.plain.preimage(edge, targets)
        assert self.sets.image(edge, self.made(source, states)) == self.made(target, image)
        assert self.sets.preimage(edge, self.made(target, targets)) == self.made(source, preimage)

    def known(self, node: int, states: Plain, others: Plain) -> None:
        """Hold what is told of a set, and what two sets make together."""
        one, two = self.made(node, states), self.made(node, others)
        assert self.sets.size(node, one) == len(states)
        assert one & two == self.made(node, states & others)
        assert one | two == self.made(node, states | others)
        assert one & ~two == self.made(node, states & ~others)
        assert (one == self.sets.nothing) == (not states)
        for state in sorted(states | others):
            codes = self.plain.codes(node, state)
            assert self.sets.has(node, one, codes) == (state in states)
        if states:
            picked = self.sets.pick(node, one)
            assert self.plain.has(node, states, picked)
            assert self.sets.pick(node, self.made(node, states)) == picked

    def guarded(self, node: int, guard: Guard) -> None:
        """Hold which states of a node a guard holds in."""
        plain = self.plain.holding(node, guard=True)
        every, half = (self.made(node, states) for states in (plain, Plain(sorted(plain)[::2])))
        for each in (guard, opposite(guard)):
            expected = self.plain.holding(node, each)
            assert every & self.sets.holding(node, each) == self.made(node, expected)
            assert self.sets.meets(node, every, each) == bool(expected)
            assert self.sets.meets(node, half, each) == bool(expected.intersection(sorted(plain)[::2]))


def engines(made: Program) -> Iterator["Both[int] | Both[Diagram]"]:
    """Yield each engine beside plain sets."""
    yield Both(made, Diagrams(made, 1 << 14))
    yield Both(made, Bitsets(made))


# Stories -------------------------------------------------------------------------------------------------------------


def small(made: Program) -> bool:
    """Tell whether plain sets can do it."""
    plain = PlainSets(made)
    return all(plain.count(node) <= MOST for node in range(len(made.nodes)))


def reached(made: Program, plain: PlainSets) -> list[Plain]:
    """Return all states that can be come to, at each node."""
    found = [Plain()] * len(made.nodes)
    found[made.start] = plain.one(made.start, made.codes)
    waiting = [made.start]
    while waiting:
        node = waiting.pop()
        for edge in made.out[node]:
            target = made.edges[edge].target
            more = found[target] | plain.image(edge, found[node])
            if more != found[target]:
                found[target] = more
                waiting.append(target)
    return found


def some(chance: random.Random, states: Plain) -> Plain:
    """Return a part of some states."""
    return Plain(chance.sample(sorted(states), chance.randint(0, min(len(states), 20))))


def test_sets_of_states_that_are_met_are_as_plain_ones() -> None:
    tried = 0
    for seed, found in enumerate(cases(SEEDS)):
        made = program(found.story)
        if not small(made):
            continue
        tried += 1
        chance = random.Random(seed)
        for both in engines(made):
            states = reached(made, both.plain)
            for edge, way in enumerate(made.edges):
                both.agree(edge, states[way.source], states[way.target])
            for node, met in enumerate(states):
                both.known(node, met, some(chance, met))
            for probe in made.probes:
                both.guarded(probe.node, probe.guard)
    assert tried > SEEDS * 0.5


def test_sets_of_any_states_are_as_plain_ones() -> None:
    for seed, found in enumerate(cases(SEEDS)):
        made, chance = program(found.story), random.Random(seed)
        if small(made):
            for both in engines(made):
                hold_some(both, chance)


def hold_some(both: Both[Any], chance: random.Random) -> None:
    """Hold some edges with any states of their ends."""
    made, plain = both.program, both.plain
    for edge in chance.sample(range(len(made.edges)), min(SOME, len(made.edges))):
        source, target = made.edges[edge].source, made.edges[edge].target
        both.agree(edge, some(chance, plain.every(source)), some(chance, plain.every(target)))
        both.agree(edge, plain.every(source), plain.every(target))
        both.known(source, some(chance, plain.every(source)), some(chance, plain.every(source)))


# Made-up programs ----------------------------------------------------------------------------------------------------


def made_up(chance: random.Random, story: Story) -> Program:
    """Return a program such as no story makes: fields of all sizes, and every change that there can be."""
    sizes = dict(enumerate(chance.choices([1, 2, 2, 2, 3, 4, 5, 7, 9], k=chance.randint(1, 5))))
    kept = {field: Kept(0, 0, range(size)) for field, size in sizes.items()}
    nodes = [Node(f"s{at}", chance.randrange(1 << len(sizes))) for at in range(3)]
    edges = [edge(chance, sizes, nodes) for _ in range(5)]
    return Program(story, Layout(Reads(story), (), kept, ()), nodes, edges, (), {}, (), 0, {})


def edge(chance: random.Random, sizes: Mapping[int, int], nodes: list[Node]) -> Edge:
    source, target = chance.randrange(len(nodes)), chance.randrange(len(nodes))
    before, behind = nodes[source].fields, nodes[target].fields
    tables = dict[int, Table]()
    for field, size in sizes.items():
        new = behind & ~before
        if new >> field & 1 or (behind >> field & 1 and chance.random() < 0.5):
            tables[field] = table(chance, size, put=bool(new >> field & 1))
    guard = guards(chance, {field: size for field, size in sizes.items() if before >> field & 1}, 3)
    return Edge(source, target, None, guard, tables, arrives=True)


def table(chance: random.Random, size: int, *, put: bool) -> Table:
    """Return what a change makes of each code: often it adds and stops at a bound, sometimes it does anything."""
    how, by = chance.randrange(4), chance.randint(-3, 3)
    if put or how == 0:
        return (chance.randrange(size),) * size
    if how == 1:
        return tuple(min(max(code + by, 0), size - 1) for code in range(size))
    return tuple(chance.sample(range(size), size) if how == 2 else chance.choices(range(size), k=size))


def guards(chance: random.Random, sizes: Mapping[int, int], depth: int) -> Guard:
    if not sizes or (not depth and chance.random() < 0.1):
        return chance.random() < 0.8
    if not depth or chance.random() < 0.3:
        field = chance.choice(list(sizes))
        return is_in(field, chance.randrange(1 << sizes[field]), sizes[field])
    parts = [guards(chance, sizes, depth - 1) for _ in range(chance.randint(2, 3))]
    return all_of(parts) if chance.random() < 0.5 else any_of(parts)


def test_any_change_is_as_of_plain_sets() -> None:
    story = case(0).story
    for seed in range(MADE):
        chance = random.Random(seed)
        made = made_up(chance, story)
        for both in engines(made):
            hold_some(both, chance)
            for node in range(len(made.nodes)):
                fields: Fields = made.nodes[node].fields
                sizes = {field: len(kept.stands) for field, kept in made.layout.kept.items() if fields >> field & 1}
                both.guarded(node, guards(chance, sizes, 3))


# Where diagrams end --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nodes", [40, 400])
def test_diagrams_without_room_say_so(nodes: int) -> None:
    pass
