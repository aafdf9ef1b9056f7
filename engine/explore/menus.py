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

    def starts(self) -> list[tuple[int, Way]]:
        """Return the states in which a play may begin."""
        found = [(state, self.graph.passages[passage]) for state, passage in self.graph.starts]
        return [(state, Way(each, each.weight, each.of, 0, arrives=True)) for state, each in found]


def with_menus(graph: Graph) -> Net:
    """Return a complete graph with its menus."""
    used = {name for slot in graph.slots for name in slot.dimensions}
    dimensions = tuple(name for name in graph.story.dimensions if name in used)
    bits = {name: 1 << number for number, name in enumerate(dimensions)}
    practised = [sum(bits[name] for name in slot.dimensions) for slot in graph.slots]
    known, menus, menu, begin = dict[bytes, int](), list[Menu](), array("L"), 0
    for end in graph.ends:
        row = graph.taken[begin:end]
        key = row.tobytes()
        number = known.get(key)
        if number is None:
            number = known[key] = len(menus)
            menus.append(_menu([graph.passages[each] for each in row], practised))
        menu.append(number)
        begin = end
    return Net(graph, dimensions, menus, menu)


def _menu(passages: Sequence[Passage], practised: Sequence[int]) -> Menu:
    slots = {each.slot: each.times for each in passages}  # all outcomes of a slot come from as many choices
    available = sum(slots.values())
    decides = available > 1
    offers = 0
    for slot in slots if decides else ():
        offers |= practised[slot or 0]
    return Menu(available, offers, tuple(_way(each, available, practised, decides=decides) for each in passages))


def _way(passage: Passage, available: int, practised: Sequence[int], *, decides: bool) -> Way:
    takes = practised[passage.slot or 0] if decides else 0
    return Way(passage, passage.times * passage.weight, available * passage.of, takes, bool(passage.arrived))
