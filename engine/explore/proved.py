"""Promises, proven or broken: with the shortest play that breaks one.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never

from engine.explore import judged
from engine.explore.ahead import can_reach
from engine.explore.graph import Graph
from engine.explore.judged import Against, Proved
from engine.explore.moves import moves, played
from engine.explore.promised import CanAlwaysReach, Never, Promise, Reachable
from engine.explore.search import Wish, search
from engine.model import Condition, State, Story


def watched(watching: Story, promises: Sequence[Promise], wish: Wish) -> Graph:
    """Return a graph in which promises can be proven. `watching` is a story whose states remember what they ask."""
    return search(watching, replace(wish, always=tuple(judged.asked(promises))))


def proved(watching: Story, promises: Sequence[Promise], wish: Wish) -> tuple[Proved, ...]:
    """Return what became of each promise of a story, as `watched` takes it."""
    return proved_in(watched(watching, promises, wish), promises, wish) if promises else ()


def proved_in(graph: Graph, promises: Sequence[Promise], wish: Wish) -> tuple[Proved, ...]:
    """Return what became of each promise in a graph that was `watched` for them, with the same wish.

    If its search was cut short, what is not known is looked at once more, each by itself: less has to be remembered.
    """
    found = [_proved(graph, each, wish) for each in promises]
    if graph.why == "limit" and len(promises) > 1:
        found = [each if each.kept is not None else proved(graph.story, [each.promise], wish)[0] for each in found]
    return tuple(found)


def _proved(graph: Graph, promise: Promise, wish: Wish) -> Proved:
    short = _short_of(graph, wish) if graph.why else ""
    match promise:
        case Reachable():
            return judged.reachable(promise, graph.scenes, short)
        case Never():
            return judged.never(promise, _holding(graph, promise), short)
        case CanAlwaysReach():
            return judged.can_always_reach(promise, None if short else _cut_off(graph, promise), short)
    assert_never(promise)


def _holding(graph: Graph, promise: Never) -> Against | None:
    """Return the nearest menu or ending at which the condition holds."""
    holds = _memory(graph, promise.condition)
    for at, number in enumerate(graph.states[: len(graph.ends)]):
        if holds(number) and (graph.scene(at).ending is not None or graph.edges(at)):
            return _against(graph, at)
    return None


def _cut_off(graph: Graph, promise: CanAlwaysReach) -> Against | None:
    """Return the nearest menu from which no way leads to the goal, though nothing excuses it."""
    reached = can_reach(graph, promise.goal.scenes)
    excused = _memory(graph, promise.unless) if promise.unless else lambda _number: False
    for at, number in enumerate(graph.states):
        if not reached[at] and graph.edges(at) and not excused(number):
            return _against(graph, at)
    return None


def _memory(graph: Graph, condition: Condition) -> Callable[[int], bool]:
    """Return a test of states that asks a condition once for all that agree in what it reads."""
    mask = graph.layout.mask(graph.layout.reads.condition(condition))
    known = dict[int, bool]()

    def test(number: int) -> bool:
        if (answer := known.get(number & mask)) is None:
            state: State = graph.layout.unpacked(number)
            answer = known[number & mask] = condition.holds(state)
        return answer

    return test


def _against(graph: Graph, at: int) -> Against:
    """Return a state with the shortest play to it, played by the player's rules."""
    made = moves(graph, graph.path(at))
    played(graph.story, made)
    return Against(graph.scene(at), made)


def _short_of(graph: Graph, wish: Wish) -> str:
    """Return how far a search went that was cut short."""
    if graph.why == "limit":
        return f"within {wish.limit:,} states"
    return f"within {len(graph.ends):,} states, where it was stopped"
