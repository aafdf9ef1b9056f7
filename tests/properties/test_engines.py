"""All engines say the same: states one by one, whole numbers as sets, decision diagrams; and so does the oracle."""

# ruff: noqa: D103  a test's name is its sentence

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from engine.engines import choosing
from engine.explore.explored import Ask, Explored
from engine.explore.explored import explore as visited
from engine.explore.moves import Moves
from engine.symbolic import bitsets, strategies
from engine.symbolic.answers import Engine, answered
from engine.symbolic.bitsets import Bitsets
from engine.symbolic.program import Program
from engine.symbolic.reach import Reached, Stop
from engine.symbolic.rings import by_rings
from engine.symbolic.sets import TooLarge
from engine.symbolic.spreading import at_once
from tests.properties.exploring import FEW, Case, choices, held, replayed
from tests.properties.laws import TIMES
from tests.properties.seeds import case, cases
from tests.properties.test_explorer_promises import promised, read
from tests.reference import proofs

SEEDS = 1000 if TIMES > 1 else 30
MOST = 1500
"""How many states a story may have here: what is more takes long one by one, and shows nothing else."""
EVERY = 20 if TIMES > 1 else 5
"""Every so many stories promises are proven too."""
ENGINES = (choosing.BITSETS, choosing.DIAGRAMS)

Said = Mapping[str, object]


def held_by_few(check: Callable[[Case], None]) -> Callable[[], None]:
    """Turn a check of one story into a test of a handful, or of more in the gate."""
    return held(check, FEW // 2 if TIMES > 1 else 8)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Large sets of small stories would take long, and show nothing else."""
    monkeypatch.setattr(bitsets, "MOST", 1 << 16)
    monkeypatch.setattr(strategies, "NODES", 1 << 16)


def said(found: Explored) -> Said:
    """Return what an engine says, but for what only one of them can know."""
    return {
        "states": found.states,
        "scenes": found.scenes,
        "choices": found.choices,
        "findings": [(each.diagnostic, each.subject, each.witness, each.branch) for each in found.findings],
        "endings": [(each.scene, each.shortest, each.closed_by, each.is_shortest) for each in found.endings],
        "promises": [(each.promise.id, each.kept, each.said, each.counterexample) for each in found.promises],
    }


def asked(number: int, tried: Case) -> Ask:
    """Return what is asked of a story; what closes an ending comes with figures, which take most of the time."""
    if number % EVERY:
        return Ask(limit=MOST, figures=number % 4 == 0)
    walks = read(tried, promised(tried.plain))
    return Ask(walks.promises, walks.watching, limit=MOST)


def test_sets_say_what_states_say_one_by_one() -> None:
    """Findings, their words, the plays that show them, promises, how many states: all of it is equal."""
    held_against = dict.fromkeys((engine.name for engine in ENGINES), 0)
    for number, tried in enumerate(cases(SEEDS)):
        ask = asked(number, tried)
        expected = visited(tried.story, ask)
        for engine in ENGINES if not expected.why else ():
            held_against[engine.name] += agrees(tried, ask, expected, engine, f"seed {number}, {engine.name}")
    assert min(held_against.values()) > SEEDS * 0.8


def agrees(tried: Case, ask: Ask, expected: Explored, engine: Engine, name: str) -> bool:
    """Hold an engine against all states of a story; return whether it has room for it."""
    found = answered(tried.story, ask, engine)
    if found.why == "cells":
        return False
    if "promises" in found.withheld or (found.states != expected.states and ask.promises):
        kept = [(one.kept, two.kept) for one, two in zip(found.promises, expected.promises, strict=True)]
        assert all(one == two for one, two in kept if None not in {one, two}), name
        found, expected = answered(tried.story, Ask(), engine), visited(tried.story, Ask())
    assert said(found) == said(expected), name
    assert not {"reached", "dead_ends", "traps", "promises", "no_difference"}.intersection(found.withheld)
    return True


@held_by_few
def test_sets_find_what_the_oracle_finds(tried: Case) -> None:
    for engine in ENGINES:
        found = answered(tried.story, Ask(), engine)
        if found.why:
            continue
        plain, world = tried.plain, tried.world
        assert found.scenes == proofs.reached_scenes(world).keys()
        assert found.choices == proofs.offered_choices(plain, world).keys()
        lengths = {each.scene: len(choices(each.shortest)) for each in found.endings if each.shortest is not None}
        assert lengths == proofs.reached_endings(plain, world)
        witnesses = [shows(each.witness) for each in found.findings if each.diagnostic.code == "A101"]
        ends = [(replayed(tried.story, each).step, len(choices(each))) for each in witnesses]
        stuck = {(step.state.scene, step.stopped): length for step, length in ends}
        assert stuck == proofs.dead_ends(plain, world)
        caught = {each.subject for each in found.findings if each.diagnostic.code == "A102"}
        assert caught <= proofs.traps(plain, world).keys()
        assert bool(caught) == bool(proofs.traps(plain, world))


def shows(witness: Moves | None) -> Moves:
    assert witness is not None
    return witness


# Where an engine ends -------------------------------------------------------------------------------------------------


class Narrow(Bitsets):
    """Sets that run out of room after so many images and preimages."""

    def __init__(self, program: Program, left: int) -> None:
        super().__init__(program)
        self.left = left

    def image(self, edge: int, states: int) -> int:
        """Return what `Bitsets` does, if there is room left."""
        self._take()
        return super().image(edge, states)

    def preimage(self, edge: int, states: int) -> int:
        """Return what `Bitsets` does, if there is room left."""
        self._take()
        return super().preimage(edge, states)

    def _take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooLarge


def narrow(left: int, how: str) -> Engine:
    room = 2 if how == "half forgotten" else 1 << 30

    def reached(program: Program, stop: Stop, *, plays: bool = True) -> Reached[Any]:  # noqa: ARG001 - as engines have it
        sets = Narrow(program, left)
        if how == "rings":
            return by_rings(program, sets, stop, room)
        return at_once(program, sets, stop, room, plays=how != "nothing kept")

    return Engine("bitsets", "cells", left, reached)


ROOMS = (0, 1, 3, 8, 20, 50, 120)
QUESTIONS = {"A101": "dead_ends", "A102": "traps", "A108": "no_difference"}


@pytest.mark.parametrize("how", ["rings", "at once", "half forgotten", "nothing kept"])
def test_what_is_said_where_room_ran_out_is_true(how: str) -> None:
    seen = set[str]()
    for tried in cases(SEEDS // 30 + 1):
        full = visited(tried.story, Ask(limit=MOST))
        for room in ROOMS if not full.why and not answered(tried.story, Ask(), choosing.BITSETS).why else ():
            found = answered(tried.story, Ask(), narrow(room, how))
            seen.add(found.why)
            is_true(found, full)
    assert seen == {"", "cells"}


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_what_is_said_when_somebody_stopped_it_is_true(engine: Engine) -> None:
    seen = set[str]()
    for tried in cases(SEEDS // 30 + 1):
        full = visited(tried.story, Ask(limit=MOST))
        for often in (0, 1, 3, 9) if not full.why else ():
            left = iter([False] * often)
            found = answered(tried.story, Ask(pulse=lambda _, left=left: next(left, True)), engine)  # type: ignore[misc]  # it is asked at once
            seen.add(found.why)
            is_true(found, full)
    assert "stopped" in seen


def is_true(found: Explored, full: Explored) -> None:
    """Hold what an engine says of a part against all that there is."""
    assert found.scenes <= full.scenes
    assert found.choices <= full.choices
    if "reached" not in found.withheld:
        assert (found.scenes, found.choices) == (full.scenes, full.choices)
    every = {(each.diagnostic.code, each.subject) for each in full.findings}
    mine = {(each.diagnostic.code, each.subject) for each in found.findings}
    assert mine <= every
    for code, subject in every - mine:
        assert {QUESTIONS.get(code, "dead_ends"), "traps"}.intersection(found.withheld), (code, subject)
    for each in found.endings:
        if each.shortest is not None:
            assert replayed(full.story, each.shortest).step.state.scene == each.scene
        elif not found.why:
            assert each.scene not in full.scenes
    assert bool(found.reason) == bool(found.withheld)
    if found.why:
        assert found.withheld


@pytest.mark.parametrize("how", ["rings", "at once", "half forgotten", "nothing kept"])
def test_plays_without_rings_are_plays_all_the_same(how: str) -> None:
    longer = 0
    for tried in cases(SEEDS // 30 + 1):
        full = visited(tried.story, Ask(limit=MOST))
        found = answered(tried.story, Ask(), narrow(1 << 30, how)) if not full.why else full
        if found.why:
            continue
        assert [each.subject for each in found.findings] == [each.subject for each in full.findings]
        for mine, shortest in zip(found.endings, full.endings, strict=True):
            if shortest.shortest is None or mine.shortest is None:
                assert shortest.shortest is mine.shortest
                continue
            assert mine.is_shortest is (how == "rings") or found is full
            assert replayed(tried.story, mine.shortest).step.state.scene == mine.scene
            longer += len(choices(mine.shortest)) - len(choices(shortest.shortest))
    assert longer == 0 if how == "rings" else longer >= 0


def test_the_seeds_are_no_trifles() -> None:
    """Among the first stories there are traps, dead ends, forks, groups, and scenes that are passed by."""
    told = (visited(tried.story, Ask(figures=False, limit=MOST)) for tried in cases(60))
    codes = {each.diagnostic.code for found in told for each in found.findings}
    assert {"A101", "A102", "A103", "A104", "A106", "A107", "A108"} <= codes
    assert case(3).plain == case(3).plain
