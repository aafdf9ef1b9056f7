"""The menus of a graph: how many choices each state offers, and what they practise.

May import floors 0 and 1, and what stands before it in its room. Thousands of states have the same menu with the same
outcomes; whatever can be said of it is worked out once, as a `Menu`.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine.explore.circles import Order, ordered
from engine.explore.graph import Graph, Passage


@dataclass(frozen=True, slots=True)
class Way:
    """A step out of a menu: how often it comes, `times` out of `of` (each available choice as likely as the others).

    `takes` are the dimensions that it practises, a bit for each, `arrives` whether a new stay begins.
    """

    passage: Passage
    times: int
    of: int
    takes: int
    arrives: bool


@dataclass(frozen=True, slots=True)
class Menu:
    """What a state offers: how many choices, the dimensions that are offered if that is a decision, and the ways."""

    available: int
    offers: int
    ways: tuple[Way, ...]


@dataclass(frozen=True, eq=False)
class Net:
    """A complete graph with its menus. `menu` is, for each state, a place in `menus`.

    `dimensions` are those that some choice practises, in the story's order; bit `n` stands for the `n`th.
    """

    graph: Graph
    dimensions: tuple[str, ...]
    menus: Sequence[Menu]
    menu: Sequence[int]

    @cached_property
    def order(self) -> Order:
        """The states, each behind all that lead to it."""
        return ordered(self.graph.ends, self.graph.targets)

    @cached_property
    def ending(self) -> bytearray:
        """For each state, whether an end can be come to."""
        graph, found = self.graph, bytearray(len(self.graph.states))
        for group in reversed(self.order.groups):
            states = [group] if isinstance(group, int) else group
            steps = [graph.edges(state) for state in states]
            ends = any(not edges or any(found[graph.targets[edge]] for edge in edges) for edges in steps)
            for state in states:
                found[state] = ends
        return found

    def starts(self) -> list[tuple[int, Way]]:
        """Return the states in which a play may begin."""
        found = [(state, self.graph.passages[passage]) for state, passage in self.graph.starts]
        return [(state, Way(each, each.weight, each.of, 0, arrives=True)) for state, each in found]


def with_menus(graph: Graph) -> Net:
    """Return a complete graph with its menus."""
    used = {name for slot in graph.slots for name in slot.dimensions}
    dimensions = tuple(name for name in graph.story.dimensions if name in used)
    bits = {name: 1 << number for number, name in enumerate(dimensions)}
    maker = _Menus(graph.passages, [sum(bits[name] for name in slot.dimensions) for slot in graph.slots])
    known, menus, menu, begin = dict[bytes, int](), list[Menu](), array("L"), 0
    for end in graph.ends:
        row = graph.taken[begin:end]
        key = row.tobytes()
        number = known.get(key)
        if number is None:
            number = known[key] = len(menus)
            menus.append(maker.menu(row))
        menu.append(number)
        begin = end
    return Net(graph, dimensions, menus, menu)


class _Menus:
    """Makes menus of passages; a way that stands in many is made once."""

    def __init__(self, passages: Sequence[Passage], practised: Sequence[int]) -> None:
        self.passages, self.practised = passages, practised
        self.ways: dict[tuple[int, int], Way] = {}

    def menu(self, row: Sequence[int]) -> Menu:
        """Return the menu of a state from which these passages lead on, by their places."""
        # all outcomes of a slot come from as many choices
        slots = {self.passages[each].slot or 0: self.passages[each].times for each in row}
        available = sum(slots.values())
        offers = 0
        for slot in slots if available > 1 else ():
            offers |= self.practised[slot]
        return Menu(available, offers, tuple(self._way(each, available) for each in row))

    def _way(self, number: int, available: int) -> Way:
        way = self.ways.get((number, available))
        if way is None:
            passage = self.passages[number]
            takes = self.practised[passage.slot or 0] if available > 1 else 0
            way = Way(passage, passage.times * passage.weight, available * passage.of, takes, bool(passage.arrived))
            self.ways[number, available] = way
        return way
