"""Promises, proven or broken: with the shortest play that breaks one.

May import floors 0 and 1, and what stands before it in its room.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from engine.explore.ahead import can_reach
from engine.explore.graph import Graph
from engine.explore.moves import Moves, choices, moves, played
from engine.explore.promised import CanAlwaysReach, Never, Promise, Reachable
from engine.explore.search import Wish, search
from engine.model import Condition, State, Story


@dataclass(frozen=True, slots=True)
class Proved:
    """Whether a promise is kept; None where the search ended before that was known.

    `counterexample` is the shortest play that breaks it, if a play does; `said` is a sentence for the writer.
    """

    promise: Promise
    kept: bool | None
    counterexample: Moves | None
    said: str


def watched(watching: Story, promises: Sequence[Promise], wish: Wish) -> Graph:
    """Return a graph in which promises can be proven. `watching` is a story whose states remember what they ask."""
    return search(watching, replace(wish, always=tuple(_conditions(promises))))


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


def _conditions(promises: Sequence[Promise]) -> list[Condition]:
    asked = [
        each.condition if isinstance(each, Never) else each.unless
        for each in promises
        if not isinstance(each, Reachable)
    ]
    return [each for each in asked if each is not None]


def _proved(graph: Graph, promise: Promise, wish: Wish) -> Proved:
    match promise:
        case Reachable():
            return _reachable(graph, promise, wish)
        case Never():
            return _never(graph, promise, wish)
        case CanAlwaysReach():
            return _can_always_reach(graph, promise, wish)
    assert_never(promise)


def _kept(promise: Promise, said: str) -> Proved:
    return Proved(promise, kept=True, counterexample=None, said=said)


def _unknown(promise: Promise, said: str) -> Proved:
    return Proved(promise, kept=None, counterexample=None, said=said)


def _broken(promise: Promise, counterexample: Moves | None, said: str) -> Proved:
    return Proved(promise, kept=False, counterexample=counterexample, said=said)


def _reachable(graph: Graph, promise: Reachable, wish: Wish) -> Proved:
    missing = [name for name in promise.goal.scenes if name not in graph.scenes]
    if not missing:
        return Proved(
            promise, kept=True, counterexample=None, said=f"every scene of {promise.goal.name} can be reached"
        )
    if graph.why:
        return Proved(
            promise, kept=None, counterexample=None, said=f"{_few(missing)} not reached {short_of(graph, wish)}"
        )
    return _broken(promise, None, f"{_few(missing)} can never be reached")


def _never(graph: Graph, promise: Never, wish: Wish) -> Proved:
    holds = _memory(graph, promise.condition)
    for at, number in enumerate(graph.states[: len(graph.ends)]):
        if holds(number) and (graph.scene(at).ending is not None or graph.edges(at)):
            made = _checked(graph, at)
            place = _stands(graph, at)
            return Proved(
                promise,
                kept=False,
                counterexample=made,
                said=f"{_written(promise.condition)} holds {place}{_counted(made)}",
            )
    if graph.why:
        return _unknown(promise, f"not broken {short_of(graph, wish)}")
    return _kept(promise, "holds on every path")


def _can_always_reach(graph: Graph, promise: CanAlwaysReach, wish: Wish) -> Proved:
    if graph.why:
        return _unknown(promise, f"not decided {short_of(graph, wish)}")
    reached = can_reach(graph, promise.goal.scenes)
    excused = _memory(graph, promise.unless) if promise.unless else lambda _number: False
    for at, number in enumerate(graph.states):
        if not reached[at] and graph.edges(at) and not excused(number):
            made = _checked(graph, at)
            message = f"no way leads to {promise.goal.name} any more {_stands(graph, at)}{_counted(made)}"
            return _broken(promise, made, message)
    return Proved(
        promise,
        kept=True,
        counterexample=None,
        said=f"{promise.goal.name} can be reached from every menu" + _but(promise),
    )


def _but(promise: CanAlwaysReach) -> str:
    return f" where not: {_written(promise.unless)}" if promise.unless else ""


def _written(condition: Condition) -> str:
    """Return a condition on one line."""
    return " ".join(condition.text.split())


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


def _checked(graph: Graph, at: int) -> Moves:
    """Return the shortest play to a state, played by the player's rules."""
    made = moves(graph, graph.path(at))
    played(graph.story, made)
    return made


def _stands(graph: Graph, at: int) -> str:
    scene = graph.scene(at)
    return f"at the end {scene.id}" if scene.ending is not None else f"at the menu of {scene.id}"


def _counted(made: Moves) -> str:
    number = choices(made)
    return f", after {number} choice{'' if number == 1 else 's'}" if number else ", where the play begins"


def _few(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")  # noqa: PLR2004 - a handful


def short_of(graph: Graph, wish: Wish) -> str:
    """Return how far a search went that was cut short."""
    if graph.why == "limit":
        return f"within {wish.limit:,} states"
    return f"within {len(graph.ends):,} states, where it was stopped"
