"""Choices that make no difference, found on sets of states.

May import floors 0 and 1, `explore` for facts as values, and what stands before it in its room. As in `explore/idle`: a
choice that says nothing, after which everything is as before, or as after another of its menu, with the same scenes on
the way. What a choice does is a few changes, each with the condition under which it is made; so two choices are held
against each other in all states at once.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from engine.explore.draws import outcomes
from engine.explore.findings import Alike
from engine.explore.idle import silent
from engine.model import Choice, State, Value
from engine.play.rules import offer, step
from engine.symbolic.facts import Facts
from engine.symbolic.guards import Guard, Tables, after, all_of, any_of, composed, is_in, opposite
from engine.symbolic.program import Program
from engine.symbolic.sets import S, TooLarge

MANY: Final = 2000
"""In how many ways a choice may lead on."""
LOOKED: Final = 50
"""At how many states of play one looks, before all states are found anew."""

Kind = tuple[tuple[str, ...], tuple[str, ...], str | None, Fraction]
"""As in `explore/idle`: draws, arrivals, where it stopped, how likely the draws are."""
NOTHING: Final[Kind] = ((), (), None, Fraction(1))


class Does(NamedTuple):
    """What a choice does when `guard` holds: where it leads, and what it changes on the way."""

    target: int
    guard: Guard
    tables: Tables


def alike(facts: Facts[S], found: Mapping[int, frozenset[int]]) -> Iterator[Alike]:
    """Yield the choices that make no difference, as `same` returns them, each with a play that takes it."""
    for slot, others in found.items():
        program = facts.program
        name = program.slots[slot].names[0]
        like = None if slot in others else program.slots[min(others)].names[0]
        way = facts.paths.to(dict([facts.offering(slot)]))
        assert way is not None  # noqa: S101 - it is offered
        yield Alike(name, like, facts.paths.on(way, lambda _step: True, (slot,)).moves)


def offering(program: Program, slot: int) -> int:
    """Return the node at which a slot is offered."""
    return program.rests[program.slots[slot].scene, None]


def same(facts: Facts[S]) -> Mapping[int, frozenset[int]]:
    """Return the slots of silent choices that make no difference, each with those that it is like; itself: no choice.

    Raises:
        TooLarge: a choice leads on in more than `MANY` ways.

    """
    program, names = facts.program, {each.name for each in silent(facts.program.story)}
    found = dict[int, frozenset[int]]()
    for menu in program.menus.values():
        slots = [slot for slot in menu if slot in facts.offered and program.slots[slot].names[0] in names]
        does = {slot: _does(program, slot) for slot in slots}
        for slot in slots:
            like = {other for other in slots if other != slot and _agree(facts, slot, does[slot], does[other])}
            if _is_idle(facts, slot, does[slot]):
                like.add(slot)
            if like:
                found[slot] = frozenset(like)
    return dict(sorted(found.items()))


def _does(program: Program, slot: int) -> Mapping[Kind, Does]:
    """Return what a choice does, by the kind of its step."""
    found = dict[Kind, list[Does]]()
    node = offering(program, slot)
    first = [place for place in program.out[node] if program.edges[place].slot == slot]
    waiting: list[tuple[int, Kind, Guard, Tables]] = [(place, NOTHING, True, {}) for place in first]
    count = 0
    while waiting:
        count += 1
        if count > MANY:
            raise TooLarge
        place, (drew, arrived, _stopped, chance), guard, tables = waiting.pop()
        edge = program.edges[place]
        target = program.nodes[edge.target]
        arrived = (*arrived, target.scene) if edge.arrives else arrived
        kind = (*drew, *edge.drew), arrived, target.stopped, chance * Fraction(edge.weight, edge.of)
        guard, tables = all_of((guard, after(edge.guard, tables))), composed(tables, edge.tables)
        if guard is False:
            continue
        if target.rests:
            found.setdefault(kind, []).append(Does(edge.target, guard, tables))
        else:
            waiting += ((each, kind, guard, tables) for each in program.out[edge.target])
    # what a step of one kind changes is always the same: it depends on the choice and on the arrivals alone
    return {
        kind: Does(does[0].target, any_of(each.guard for each in does), does[0].tables) for kind, does in found.items()
    }


def _agree(facts: Facts[S], slot: int, mine: Mapping[Kind, Does], theirs: Mapping[Kind, Does]) -> bool:
    """Tell whether whenever a slot is offered, another does the same."""
    for kind, does in mine.items():
        other = theirs.get(kind)
        as_they = False if other is None else all_of((other.guard, _as(facts.program, does, other.tables)))
        if _ever(facts, slot, all_of((does.guard, opposite(as_they)))):
            return False
    return not any(kind not in mine and _ever(facts, slot, does.guard) for kind, does in theirs.items())


def _is_idle(facts: Facts[S], slot: int, mine: Mapping[Kind, Does]) -> bool:
    """Tell whether a slot never does anything."""
    for kind, does in mine.items():
        same_as_before = kind == NOTHING and _as(facts.program, does, {})
        if _ever(facts, slot, all_of((does.guard, opposite(same_as_before)))):
            return False
    return True


def _as(program: Program, does: Does, tables: Tables) -> Guard:
    """Return when a step comes to the same as with other changes."""
    guards = list[Guard]()
    for field in {*does.tables, *tables}:
        if program.nodes[does.target].fields >> field & 1:
            of = len(does.tables.get(field) or tables[field])
            one, two = (each.get(field, range(of)) for each in (does.tables, tables))
            guards.append(is_in(field, sum(1 << code for code in range(of) if one[code] == two[code]), of))
    return all_of(guards)


def _ever(facts: Facts[S], slot: int, guard: Guard) -> bool:
    """Tell whether something holds in a state in which a slot is offered."""
    if guard is False:
        return False
    return facts.meets(offering(facts.program, slot), all_of((facts.program.slots[slot].open, guard)))


def kept(program: Program, found: Mapping[int, frozenset[int]]) -> frozenset[int]:
    """Return what has to be remembered to see whether these choices are alike: all that they change."""
    slots = {each for slot, like in found.items() for each in (slot, *like)}
    return frozenset(effect.slot for slot in slots for effect in program.slots[slot].choices[0].effects)


def unlike(facts: Facts[S], found: Mapping[int, frozenset[int]]) -> Mapping[int, frozenset[int]]:
    """Return those of `found` that are not seen to differ a few choices on from where they are offered.

    Most of what looks alike changes something that does not matter there any more: one play shows that.
    """
    left = dict[int, frozenset[int]]()
    for slot, like in found.items():
        way = facts.paths.to(dict([facts.offering(slot)]))
        differ = _seen_to_differ(facts.program, slot, like, way.step.state) if way else frozenset[int]()
        if like - differ:
            left[slot] = like - differ
    return left


def _seen_to_differ(program: Program, slot: int, like: frozenset[int], begun: State) -> frozenset[int]:
    """Return those of some slots, or the slot itself for not choosing, that come to something else than a slot does."""
    names = {each: program.slots[each].names[0] for each in (slot, *like)}
    values = partial(_values, slots=sorted(kept(program, {slot: like})))
    differ, known, waiting = set[int](), {begun}, deque([begun])
    while waiting and not like <= differ and len(known) <= LOOKED:
        state = waiting.popleft()
        came = {choice.name: _came(program, state, choice) for choice in offer(program.story, state).choices}
        for after_ in (each for made in came.values() for each in made.values()):
            if after_ not in known:
                known.add(after_)
                waiting.append(after_)
        mine = came.get(names[slot], {})
        for other in like if mine else ():
            theirs = dict.fromkeys(mine, state) if other == slot else came[names[other]]
            if values(mine) != values(theirs):
                differ.add(other)
    return frozenset(differ)


def _came(program: Program, state: State, choice: Choice) -> Mapping[tuple[str, ...], State]:
    """Return what a choice comes to, by what chance brings."""
    made = (each.step for each in outcomes(partial(step, program.story, state, choice.id)))
    return {tuple(drew.to for drew in each.drew): each.state for each in made}


def _values(came: Mapping[tuple[str, ...], State], slots: Sequence[int]) -> Mapping[tuple[str, ...], list[Value]]:
    return {drew: [state.values[slot] for slot in slots] for drew, state in came.items()}
