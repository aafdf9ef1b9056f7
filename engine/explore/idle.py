"""Choices that make no difference.

May import floors 0 and 1, and what stands before it in its room. Such a choice has no reply and nothing that others
see; and after it everything is always as it was before it, or as it is after another such choice of the same menu, with
the same scenes on the way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from engine.explore.graph import Graph
from engine.explore.search import Wish, search
from engine.model import Choice, Story

Outcome = tuple[tuple[str, ...], tuple[str, ...], str | None, int]
"""What a step came to: draws, arrivals, where it stopped, the state after it."""


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
    silent = {choice.name: choice for choice in _silent(story)}
    found = _alike(graph, silent)
    keeps = frozenset(
        effect.slot for each in found for name in (each.choice, each.like) if name for effect in silent[name].effects
    )
    if not keeps:
        return found
    closer = search(story, replace(wish, keeps=keeps))
    if closer.why:
        return None
    sure = {(each.choice, each.like) for each in _alike(closer, silent)}
    return tuple(each for each in found if (each.choice, each.like) in sure)


def _silent(story: Story) -> list[Choice]:
    """Return the choices that say nothing, and of which nobody remembers that they were taken."""
    choices = [choice for scene in story.scenes.values() for choice in scene.choices]
    return [each for each in choices if each.reply is None and not each.seen_by and each.name not in story.bits]


def _alike(graph: Graph, silent: Mapping[str, Choice]) -> tuple[Idle, ...]:
    slots = {number: slot.names[0] for number, slot in enumerate(graph.slots) if slot.names[0] in silent}
    scenes = {name.partition(".")[0] for name in slots.values()}
    like, first = dict[int, set[int]](), dict[int, int]()
    numbers, low = {graph.layout.numbers[name] for name in scenes}, graph.layout.low
    for state in [at for at, number in enumerate(graph.states) if number & low in numbers]:
        came = _outcomes(graph, state, slots)
        for slot, outcome in came.items():
            same = {other for other, theirs in came.items() if other != slot and theirs == outcome}
            if all(_is_nothing(each, state) for each in outcome):
                same.add(slot)  # as if it were like itself: like not choosing
            like[slot] = like[slot] & same if slot in like else same
            first.setdefault(slot, state)
    return tuple(_said(slots, slot, same, first[slot]) for slot, same in sorted(like.items()) if same)


def _said(slots: Mapping[int, str], slot: int, same: set[int], state: int) -> Idle:
    return Idle(slots[slot], None if slot in same else slots[min(same)], state)


def _is_nothing(outcome: Outcome, state: int) -> bool:
    drew, arrived, stopped, after = outcome
    return not drew and not arrived and stopped is None and after == state


def _outcomes(graph: Graph, state: int, slots: Mapping[int, str]) -> Mapping[int, Sequence[Outcome]]:
    found = dict[int, list[Outcome]]()
    for edge in graph.edges(state):
        passage = graph.passages[graph.taken[edge]]
        if passage.slot is not None and passage.slot in slots:
            made = passage.drew, passage.arrived, passage.stopped, graph.targets[edge]
            found.setdefault(passage.slot, []).append(made)
    return found
