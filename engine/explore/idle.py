"""Choices that make no difference.

May import floors 0 and 1, and what stands before it in its room. Such a choice has no reply and nothing that others
see; and after it everything is always as it was before it, or as it is after another such choice of the same menu, with
the same scenes on the way.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from engine.explore.graph import Graph
from engine.explore.search import Wish, search
from engine.model import Choice, Story

Kind = tuple[tuple[str, ...], tuple[str, ...], str | None, Fraction]
"""What a step is, but for the choice: draws, arrivals, where it stopped, how likely the draws are."""
Outcomes = AbstractSet[tuple[int, int]]
"""What a choice may come to in a state: the number of the kind of each step, and the state after it."""
NOTHING: Final = 0
"""The kind of a step on which nothing is drawn, and nowhere is arrived at."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A choice that makes no difference: none at all, or (`like`) none to another choice of its menu."""

    choice: str
    like: str | None
    state: int
    """A state in which it is offered, the nearest, in the graph that was asked."""


def idle(story: Story, graph: Graph, wish: Wish) -> tuple[Idle, ...] | None:
    """Return the choices of a complete graph that make no difference; None where the limit kept that from being known.

    A graph forgets what cannot matter any more, and a state is the same only if it remembers the same. So what looks
    alike is looked at again, with everything remembered that it changes.
    """
    quiet = {choice.name: choice for choice in silent(story)}
    found = _alike(graph, quiet)
    names = {graph.slots[each].names[0] for slot, same in found.items() for each in (slot, *same)}
    keeps = frozenset(effect.slot for name in names for effect in quiet[name].effects)
    if keeps:
        closer = search(story, replace(wish, keeps=keeps))
        if closer.why:
            return None
        found = _alike(closer, quiet)
    return tuple(_said(graph, slot, same) for slot, same in found.items())


def silent(story: Story) -> list[Choice]:
    """Return the choices that say nothing, and of which nobody remembers that they were taken."""
    choices = [choice for scene in story.scenes.values() for choice in scene.choices]
    return [each for each in choices if each.reply is None and not each.seen_by and each.name not in story.bits]


def _alike(graph: Graph, quiet: Mapping[str, Choice]) -> Mapping[int, AbstractSet[int]]:
    """Return the slots of choices that make no difference, each with those that it is like.

    One that is like itself is like not choosing.
    """
    slots = {number for number, slot in enumerate(graph.slots) if slot.names[0] in quiet}
    scenes = {graph.layout.numbers[graph.slots[slot].names[0].partition(".")[0]] for slot in slots}
    like, kinds, low = dict[int, set[int]](), _kinds(graph), graph.layout.low
    for state in [at for at, number in enumerate(graph.states) if number & low in scenes]:
        came = _outcomes(graph, state, slots, kinds)
        for slot, outcome in came.items():
            same = {other for other, theirs in came.items() if other != slot and theirs == outcome}
            if outcome == {(NOTHING, state)}:
                same.add(slot)
            like[slot] = like[slot] & same if slot in like else same
    return {slot: same for slot, same in sorted(like.items()) if same}


def _kinds(graph: Graph) -> Sequence[int]:
    """Return for each passage the number of its kind."""
    known: dict[Kind, int] = {((), (), None, Fraction(1)): NOTHING}
    rows = ((each.drew, each.arrived, each.stopped, Fraction(each.weight, each.of)) for each in graph.passages)
    return [known.setdefault(row, len(known)) for row in rows]


def _outcomes(graph: Graph, state: int, slots: AbstractSet[int], kinds: Sequence[int]) -> Mapping[int, Outcomes]:
    found = dict[int, set[tuple[int, int]]]()
    for edge in graph.edges(state):
        slot = graph.passages[graph.taken[edge]].slot
        if slot is not None and slot in slots:
            found.setdefault(slot, set()).add((kinds[graph.taken[edge]], graph.targets[edge]))
    return found


def _said(graph: Graph, slot: int, same: AbstractSet[int]) -> Idle:
    name, like = (graph.slots[each].names[0] for each in (slot, min(same)))
    return Idle(name, None if slot in same else like, graph.offered[slot])
