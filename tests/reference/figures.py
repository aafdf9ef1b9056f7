"""What can be counted in a story, on the graph of its states: the oracle for the explorer's numbers.

Each function takes a story as plain YAML and the world that `everything` makes of it; fractions are exact. It imports
nothing from the engine, and may be handed valid stories only.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from graphlib import CycleError, TopologicalSorter
from math import prod
from typing import NamedTuple

from tests.reference.everything import Key, TooManyStates, Way, World
from tests.reference.inside import arrivals, drawn, written
from tests.reference.proofs import endings, menus, sources_of
from tests.reference.walker import Story, offered


@dataclass(frozen=True)
class End:
    """How a play can come to an end; for ever going round without one stands for none."""

    kind: str  # "ending", "dead end", "never"
    scene: str = ""
    stopped: str | None = None


NEVER = End("never")
START = None
Node = Key | tuple[Key, bool] | End | None


# 7. How many play-throughs -------------------------------------------------------------------------------------------


def count(story: Story, world: World) -> int | None:
    """Count the lists of choices and draws from the start to an ending or a dead end; None without a bound."""
    ends = world.states.keys() - menus(story, world).keys()
    useful = sources_of(world, ends)
    ways = [way for way in world.ways if way.target in useful]
    after: dict[Key | None, list[Key]] = {key: [] for key in [START, *useful]}
    for way in ways:
        after[way.source].append(way.target)
    try:
        backwards = list(TopologicalSorter(after).static_order())  # each behind all that it leads to
    except CycleError:
        return None
    found: dict[Key | None, int] = {}
    for key in backwards:
        found[key] = 1 if key in ends else sum(found[target] for target in after[key])
    return found[START]


# Arrows: the graph with chances, and with what is counted on the way -------------------------------------------------


class Arrow(NamedTuple):
    """One step: its chance where it starts, and 1 if what is counted happens in it."""

    source: Node
    target: Node
    chance: Fraction
    counts: int


def arrows(story: Story, world: World, counts: Callable[[Way], bool] = lambda _: False) -> list[Arrow]:
    """Return the steps between the start, the menus, each with whether this stay has counted already, and the ends.

    A stay counts once. At each menu all available choices are equally likely.
    """
    menu = menus(story, world)
    useful = sources_of(world, world.states.keys() - menu.keys())
    ways: dict[Key | None, list[Way]] = {}
    for way in world.ways:
        ways.setdefault(way.source, []).append(way)
    found = []
    waiting: list[tuple[Key | None, bool]] = [(START, False)]
    known = set(waiting)
    while waiting:
        key, counted = waiting.pop()
        for way in ways[key]:
            now = counts(way)
            chance = Fraction(1, len(menu[key]) if key is not None else 1)
            chance *= prod(share for _, share in drawn(story, way.walk))
            after = (way.target, (counted or now) and not arrivals(way.walk))
            end = _end(story, way) if way.target not in menu else NEVER if way.target not in useful else None
            source = START if key is None else (key, counted)
            found.append(Arrow(source, end or after, chance, int(now and not counted)))
            if end is None and after not in known:
                known.add(after)
                waiting.append(after)
    return found


def _end(story: Story, way: Way) -> End:
    scene = way.walk.memory.scene
    return End("ending", scene) if "ending" in story["scenes"][scene] else End("dead end", scene, way.walk.stopped)


@dataclass(frozen=True)
class Share:
    """The chance to come from one node to another, and what is counted then: the mean of the latter, times it."""

    chance: Fraction = Fraction(0)
    counted: Fraction = Fraction(0)

    def __add__(self, other: "Share") -> "Share":
        return Share(self.chance + other.chance, self.counted + other.counted)

    def __mul__(self, other: "Share") -> "Share":
        """First this, then that."""
        return Share(self.chance * other.chance, self.chance * other.counted + self.counted * other.chance)

    def again(self) -> "Share":
        """Any number of times: 1 + this + this * this + ..."""
        return Share(1 / (1 - self.chance), self.counted / (1 - self.chance) ** 2)


def ended(found: list[Arrow], cap: int = 300) -> dict[End, Share]:
    """Return with what chance a random play comes to each end, and what is counted then. TooManyStates past `cap`.

    The linear equations are solved by elimination: one node after the other is left out, and those that lead to it
    lead on at once instead, until only the start and the ends remain.
    """
    out: dict[Node, dict[Node, Share]] = {START: {}}
    for arrow in found:
        leads = out.setdefault(arrow.source, {})
        leads[arrow.target] = leads.get(arrow.target, Share()) + Share(arrow.chance, arrow.chance * arrow.counts)
    if len(out) - 1 > cap:
        raise TooManyStates(cap)
    for node in [node for node in reversed(out) if node is not START]:
        onward = out.pop(node)
        again = onward.pop(node, Share()).again()
        for leads in out.values():
            if node in leads:
                through = leads.pop(node) * again
                for target, share in onward.items():
                    leads[target] = leads.get(target, Share()) + through * share
    return {end: share for end, share in out[START].items() if isinstance(end, End)}


# 8. Chances ----------------------------------------------------------------------------------------------------------


def chances(story: Story, world: World, cap: int = 300) -> dict[End, Fraction]:
    """Return the chance of every end that can come, `NEVER` among them, in a random play."""
    return {end: share.chance for end, share in ended(arrows(story, world), cap).items()}


# 9. Empathy ----------------------------------------------------------------------------------------------------------


class Range(NamedTuple):
    """At least, on average (None: more states than the cap), and at most (None: without a bound)."""

    least: int
    mean: Fraction | None
    most: int | None


Empathy = dict[str | None, dict[str, tuple[Range, Range]]]


def empathy(story: Story, world: World, cap: int = 300) -> Empathy:
    """Return what is offered and what is taken, by ending and dimension; None stands for all endings together.

    It holds each ending that is reached and each dimension that any choice carries. Means are those of a random play,
    given that it comes there. Past `cap` states there are none.
    """
    reached = sorted(set(endings(story, world).values()))
    goals = {ending: [End("ending", each) for each in reached if ending in {None, each}] for ending in [None, *reached]}
    found: Empathy = {ending: {} for ending, ends in goals.items() if ends}
    for dimension in dimensions(story):
        offers = _ranges(arrows(story, world, partial(_offers, story, world, dimension)), goals, cap)
        takes = _ranges(arrows(story, world, partial(_takes, story, world, dimension)), goals, cap)
        for ending, ranges in found.items():
            ranges[dimension] = (offers[ending], takes[ending])
    return found


def dimensions(story: Story) -> list[str]:
    """List the dimensions that any choice carries."""
    choices = [choice for scene in story["scenes"].values() for choice in scene.get("choices", [])]
    return sorted({dimension for choice in choices for dimension in choice.get("empathy", {})})


def _offers(story: Story, world: World, dimension: str, way: Way) -> bool:
    """Whether this is a decision, and one of its available choices carries the dimension."""
    if way.source is None:
        return False
    memory = world.states[way.source]
    available = [written(story, f"{memory.scene}.{each}") for each in offered(story, memory)[0]]
    return len(available) >= 2 and any(dimension in choice.get("empathy", {}) for choice in available)


def _takes(story: Story, world: World, dimension: str, way: Way) -> bool:
    """Whether this is a decision, and the choice that is taken carries the dimension."""
    if way.source is None or not _offers(story, world, dimension, way):
        return False
    return dimension in written(story, f"{world.states[way.source].scene}.{way.choice}").get("empathy", {})


def _ranges(found: list[Arrow], goals: dict[str | None, list[End]], cap: int) -> dict[str | None, Range]:
    try:
        shares = ended(found, cap)
    except TooManyStates:
        shares = None
    fewest = _counted(found, min)
    ranges = {}
    for ending, ends in goals.items():
        there = [shares[end] for end in ends] if shares else []
        chance = sum((share.chance for share in there), Fraction(0))
        counted = sum((share.counted for share in there), Fraction(0))
        mean = counted / chance if there else None
        ranges[ending] = Range(min((fewest[end] for end in ends), default=0), mean, _most(found, ends))
    return ranges


def _most(found: list[Arrow], ends: list[End]) -> int | None:
    """Return the most that is counted on the way to one of these; None where that may go round."""
    useful = _closure([(arrow.target, arrow.source) for arrow in found], ends)
    found = [arrow for arrow in found if arrow.target in useful]
    steps = [(arrow.source, arrow.target) for arrow in found]
    for target in {arrow.target: arrow for arrow in found if arrow.counts}:
        ring = _closure(steps, [target])
        if any(arrow.counts and arrow.target == target and arrow.source in ring for arrow in found):
            return None
    greatest = _counted(found, max)
    return max((greatest[end] for end in ends), default=0)


def _counted(found: list[Arrow], better: Callable[[int, int], int]) -> dict[Node, int]:
    """Return what is counted from the start to each node, at best; nothing that goes round may count for ever."""
    best: dict[Node, int] = {START: 0}
    changed = True
    while changed:
        changed = False
        for arrow in found:
            if arrow.source in best:
                number = best[arrow.source] + arrow.counts
                number = better(number, best.get(arrow.target, number))
                changed = changed or best.get(arrow.target) != number
                best[arrow.target] = number
    return best


def _closure(steps: list[tuple[Node, Node]], starts: Iterable[Node]) -> set[Node]:
    """Return all that steps lead to from here, the starts included."""
    after: dict[Node, list[Node]] = {}
    for source, target in steps:
        after.setdefault(source, []).append(target)
    found = set(starts)
    waiting = list(found)
    while waiting:
        new = set(after.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
