"""The explorer: states per second beside a naive search, and whole stories explored within their time.

What is measured runs in processes of its own (`explorers`), so that this one stays small.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import comb, factorial
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench import growing
from tests.bench.growing import named
from tests.bench.playing import Took, Walker
from tests.bench.rows import Figures, Row, Section, ms, rate
from tests.bench.searched import Hub, Layers, write
from tests.bench.starts import BUNDLED, NOTHING
from tests.bench.turns import ROOT, Command, Cost, in_turn, once, python

ALIKE: Final = Layers(100, 5, 4)
"""What ours and the peer search alike: nothing can be left out or put together in it."""
UNLIKE: Final = Hub(14, equal=False)
_OURS, _WORDS, _EVAL, _CODE = "curbside", "naive, by words", "naive, by Python's eval", "naive, translated once"
_NAIVE: Final = {_WORDS: "by_words", _EVAL: "by_eval", _CODE: "by_kept_code"}


def sections(folder: Path, rounds: int, *, quick: bool) -> Iterator[Section | Figures]:
    """Yield everything about the explorer."""
    yield rates(folder, 1 if quick else min(rounds, 3), [_WORDS] if quick else [*_NAIVE])
    yield whole(folder, 1 if quick else rounds, quick=quick)
    yield from growing.sections(folder, quick=quick)


# States per second ---------------------------------------------------------------------------------------------------


def rates(folder: Path, rounds: int, peers: Sequence[str], made: Layers = ALIKE, hub: Hub = UNLIKE) -> Section:
    """Return the rows of states per second: ours, against the fastest way to evaluate text; a round each in turn."""
    story, other = str(write(folder, made)), str(write(folder, hub))
    hubs = {f"{name}, {named(hub)}": each for name, each in _searches(other, [_WORDS]).items()}
    took = _taken({**_searches(story, peers), **hubs}, rounds)
    each = {name: median(one.seconds / one.letters for one in many) for name, many in took.items()}
    rows = [*_rate_rows({name: each[name] for name in (*peers, _OURS)})]
    found = {took[name][0].letters for name in (*peers, _OURS)}
    rows.append(Row("states, the same for all", f"{found.pop():,}" if len(found) == 1 else f"no: {sorted(found)}"))
    theirs, ours = (median(one.seconds for one in took[f"{name}, {named(hub)}"]) for name in (_WORDS, _OURS))
    rows.append(Row(f"{named(hub)}, searched whole", ms(ours), _WORDS, theirs / ours))
    return Section(f"States per second: {named(made)}", tuple(rows))


def _searches(story: str, peers: Sequence[str]) -> dict[str, Command]:
    called = {name: f"naive; naive({story!r}, {_NAIVE[name]!r})" for name in peers} | {_OURS: f"ours; ours({story!r})"}
    return {name: python("-c", f"from tests.bench.explorers import {call}") for name, call in called.items()}


def _taken(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Took]]:
    walkers = {name: Walker(command) for name, command in commands.items()}
    try:
        turns = [{name: walker.walk(1) for name, walker in walkers.items()} for _ in range(rounds)]
        return {name: [turn[name] for turn in turns] for name in walkers}
    finally:
        for walker in walkers.values():
            walker.process.communicate()


def _rate_rows(each: Mapping[str, float]) -> Iterator[Row]:
    text = [name for name in (_WORDS, _EVAL) if name in each]
    best = min(text, key=lambda name: each[name])
    yield from (Row(name, rate(cost), best, each[best] / cost, ">= 4" * (name == _OURS)) for name, cost in each.items())
    if _CODE in each:
        yield Row(_OURS, rate(each[_OURS]), _CODE, each[_CODE] / each[_OURS])


# Whole stories -------------------------------------------------------------------------------------------------------


def whole(folder: Path, rounds: int, *, quick: bool) -> Section:
    """Return the rows of whole processes that explore a story and answer everything, each within its time."""
    equal, unlike = Hub(60, equal=True), Hub(16, equal=False)
    number = playthroughs(equal)
    limits = {f"a hub of {equal.choices} equal choices": 1, BUNDLED: 2, f"a hub of {unlike.choices} unlike choices": 30}
    stories = [write(folder, equal), ROOT / "scenes" / BUNDLED, write(folder, unlike)]
    commands = {name: _explore(story) for name, story in zip(limits, stories, strict=True)}
    says = {next(iter(limits)): f"{number} play-throughs"}
    slow = {name: commands.pop(name) for name in [*commands][2:]}
    costs = in_turn({NOTHING: python("-c", "pass"), **commands}, rounds, says)
    costs |= {name: once(command) for name, command in slow.items()} if quick else in_turn(slow, 3)
    return Section("Explored and answered, whole processes", tuple(_whole_rows(costs, limits, number)))


def _explore(story: Path) -> Command:
    return python("-c", f"from tests.bench.explorers import explored; explored({str(story)!r})")


def _whole_rows(costs: Mapping[str, Cost], limits: Mapping[str, int], number: int) -> Iterator[Row]:
    nothing = costs[NOTHING].processor
    for name, seconds in limits.items():
        took = costs[name].processor
        yield Row(name, ms(took), NOTHING, took / nothing)
        yield Row(name, ms(took), f"{seconds} s", took / seconds, "<= 1")
    yield Row("play-throughs of the equal ones, as worked out by hand", f"{number:.3e}")


def playthroughs(hub: Hub) -> int:
    """Return how many play-throughs a hub of equal choices has, by a formula: they add 1, and no counter gets too far.

    So many ways there are to take `i`, `j` and `k` of the three kinds in any order, times the exits that are open then.
    """
    kinds = [len(range(kind, hub.choices, 3)) for kind in range(3)]
    total = 0
    for i, j, k in ((i, j, k) for i in range(kinds[0] + 1) for j in range(kinds[1] + 1) for k in range(kinds[2] + 1)):
        ways = factorial(i + j + k) * comb(kinds[0], i) * comb(kinds[1], j) * comb(kinds[2], k)
        exits = sum(count >= least for count, least in zip((i, j), hub.asks, strict=True))
        total += ways * exits
    return total
