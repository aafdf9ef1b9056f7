"""Figures on sets of states are those of states one by one, of the oracle, and of plain formulas.

Every number is held against at least one method that shares nothing with it: a wrong sum looks as good as a right one.
"""

# ruff: noqa: D103  a test's name is its sentence

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from math import perm
from typing import Any

import pytest

from engine.engines.choosing import BITSETS
from engine.explore import explored
from engine.explore.explored import Ask, Explored, Practice
from engine.model import Story as Built
from engine.symbolic.answers import answered
from engine.symbolic.compiling import program
from engine.symbolic.facts import Facts
from engine.symbolic.reach import Stopped, never
from engine.symbolic.sets import TooLarge
from engine.symbolic.strategies import with_bitsets
from engine.vectors.figures import Figures
from tests.bench.big import story
from tests.bench.layered import layered_story
from tests.properties.exploring import Case, choices, held_by_few, held_by_some, keys_after, replayed
from tests.reference import figures, plays, proofs
from tests.reference.figures import End

NEAR = 1e-9
Plain = dict[str, Any]


known: dict[int, tuple[Case, Figures | None]] = {}
"""The figures of each story, which is kept so that no other has its number."""


def asked(case: Case) -> Figures | None:
    """Return the figures of a story on sets of states, unless these would be too large."""
    if id(case) not in known:
        known[id(case)] = case, of(case.story)
    return known[id(case)][1]


def of(built: Built) -> Figures | None:
    try:
        found = with_bitsets(program(built), never)
    except TooLarge:
        return None
    assert not found.why
    return Figures(Facts(found, never))


def alike(found: Figures, expected: Explored) -> None:
    """Assert that all figures are those that states one by one show."""
    assert expected.count is not None
    assert found.count().number == expected.count.number
    (chances, rest), practice = found.chances(), found.practice()
    for other in expected.endings:
        assert chances.get(other.scene) == (
            None if other.chance is None else pytest.approx(float(other.chance), abs=NEAR + rest)
        )
        practised_alike(practice.get(other.scene), other.empathy)
    practised_alike(practice.get(None), expected.empathy)


def practised_alike(found: Any, expected: Any) -> None:  # noqa: ANN401 - of None and of any ending
    assert (found is None) == (expected is None)
    assert list(found or {}) == list(expected or {})
    for name, practice in (found or {}).items():
        other: Practice = expected[name]
        for one, two in zip(practice, other, strict=True):
            assert (one.least, one.most) == (two.least, two.most)
            assert one.mean == pytest.approx(two.mean, rel=1e-6, abs=NEAR)


# On random stories ---------------------------------------------------------------------------------------------------


@held_by_some
def test_figures_of_sets_are_those_of_states(case: Case) -> None:
    found = asked(case)
    if found:
        alike(found, explored.explore(case.story, Ask()))


@held_by_some
def test_play_throughs_of_sets_are_the_oracles(case: Case) -> None:
    found = asked(case)
    if found:
        assert found.count().number == figures.count(case.plain, case.world)
        if case.every is not None:
            assert found.count().number == plays.number_of_plays(case.every)


@held_by_some
def test_chances_of_sets_are_the_oracles(case: Case) -> None:
    """And none is larger than it is, nor smaller by more than is said."""
    found = asked(case)
    if found:
        (chances, rest), expected = found.chances(), figures.chances(case.plain, case.world)
        for scene, mine in chances.items():
            assert mine - 1e-15 <= expected.get(End("ending", scene), Fraction(0)) <= mine + rest + 1e-15


@held_by_some
def test_a_circle_of_sets_goes_round_again_and_can_come_to_an_end(case: Case) -> None:
    found = asked(case)
    if found is None or found.count().number is not None:
        return
    circle = found.circle()
    assert circle is not None
    before, around = circle
    assert choices(around)
    near = proofs.sources_of(case.world, case.world.states.keys() - proofs.menus(case.plain, case.world).keys())
    for times in range(4):
        replayed(case.story, (*before, *around * times))
        assert keys_after(case, (*before, *around * times))[-1] in near


@held_by_few
def test_figures_are_the_same_whatever_stands_in_a_block(case: Case) -> None:
    whole = asked(case)
    for block in (1, 1 << 9) if whole else ():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("engine.vectors.lanes.BLOCK", block)
            found = of(case.story)
            assert found is not None
            assert whole is not None
            assert found.count() == whole.count()
            assert found.chances()[0] == pytest.approx(whole.chances()[0], abs=1e-12)
            practised_alike(found.practice().get(None), whole.practice().get(None))


# Larger than a machine's word ----------------------------------------------------------------------------------------


def made(scenes: dict[str, Plain], variables: Plain | None = None) -> Plain:
    """Return a story of these scenes, and an ending, `end`."""
    ends = {"end": {"text": "Over.", "ending": "The end"}}
    told = {name: {"text": "Here.", **scene} for name, scene in scenes.items()}
    return {"curbside": 1, "id": "figures", "title": "Figures", "variables": variables or {}, "scenes": told | ends}


def choosing(*ways: Plain) -> Plain:
    return {"choices": [{"id": f"c{at}", "text": f"Go {at}.", **way} for at, way in enumerate(ways)]}


def row(length: int, *ways: Plain) -> dict[str, Plain]:
    """Return so many scenes, each with these ways to the next; the last leads to the ending."""
    names = [*(f"s{at}" for at in range(length)), "end"]
    return {names[at]: choosing(*({"to": names[at + 1], **way} for way in ways)) for at in range(length)}


def found_in(plain: Plain, **changes: Any) -> Explored:  # noqa: ANN401 - as `Ask` has them
    return answered(story(plain), replace(Ask(), **changes), BITSETS)


def number(found: Explored) -> int | None:
    assert found.count is not None
    return found.count.number


WALKED = (
    {"add": {"a": 2}},
    {"add": {"a": -1}},
    {"set": {"a": 0}, "when": "a >= 3"},
    {"add": {"b": 1}, "when": "a <= 4 or b >= 2"},
    {"set": {"b": 1, "a": 3}, "when": "a >= 2 and b <= 3"},
)
NUMBERS = {"a": {"start": 2, "min": 0, "max": 6}, "b": {"start": 0, "min": 0, "max": 4}}


def walked(length: int) -> tuple[int, Fraction]:
    """Return how many ways lead through a row of the scenes above, and how likely its end is: by the rules alone."""
    now = {(2, 0): (1, Fraction(1))}
    for at in range(length):
        after: dict[tuple[int, int], tuple[int, Fraction]] = {}
        for (a, b), (ways, chance) in now.items():
            goes = list(_walks(a, b))
            for to in goes:
                known = after.get(to, (0, Fraction(0)))
                after[to] = known[0] + ways, known[1] + chance / len(goes)
        now = after
        assert at < length
    return sum(ways for ways, _ in now.values()), sum(
        (each for (a, b), (_, each) in now.items() if a + b >= 4), Fraction(0)
    )


def _walks(a: int, b: int) -> Iterator[tuple[int, int]]:
    yield min(a + 2, 6), b
    yield max(a - 1, 0), b
    if a >= 3:
        yield 0, b
    if a <= 4 or b >= 2:
        yield a, min(b + 1, 4)
    if a >= 2 and b <= 3:
        yield 3, 1


def walks(length: int) -> Plain:
    """Return a row of these scenes; who has little of both at its end stands in a lane without a way out."""
    scenes = row(length, *WALKED)
    last = scenes[f"s{length - 1}"]
    enough = " or ".join(f"(a >= {4 - b} and b >= {b})" for b in range(5))
    for each in last["choices"]:
        each["to"] = [{"when": enough, "to": "end"}, {"to": "lane"}]
    return made(scenes | {"lane": choosing({"to": "end", "when": "a > 6"})}, NUMBERS)


@pytest.mark.parametrize(("length", "block"), [(3, 1), (3, 1 << 16), (20, 1), (80, 1 << 10)])
def test_numbers_are_right_however_large(length: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of up to 160 bits: lanes are made wider again and again, whatever stands in a block."""
    monkeypatch.setattr("engine.vectors.lanes.BLOCK", block)
    found = found_in(walks(length))
    ways, chance = walked(length)
    assert number(found) == ways
    assert found.endings[0].chance == pytest.approx(float(chance), abs=1e-14)
    assert 0 <= found.rest < 1e-18


@pytest.mark.parametrize("length", range(6, 10))
def test_room_is_left_for_all_that_comes_together(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 37 choices, which is more than the states of a scene are."""
    monkeypatch.setattr("engine.vectors.numbers.NARROW", 8)
    scenes = row(length, *[{}] * 36, {"set": {"a": True}}) | {"lane": choosing({"to": "end", "when": "a and not a"})}
    for each in scenes[f"s{length - 1}"]["choices"]:
        each["to"] = "lane"
    assert number(found_in(made(scenes, {"a": {"start": False}}))) == 37**length


@pytest.mark.parametrize("length", range(14, 21))
def test_room_is_left_for_the_sum_of_all_that_ends(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In 128 states, each of which is come to as often as the others."""
    monkeypatch.setattr("engine.vectors.numbers.NARROW", 8)
    names = [f"b{at}" for at in range(7)]
    scenes = row(length, {}, {})
    for at, name in enumerate(names):
        scenes[f"s{at}"]["choices"][0]["set"] = {name: True}
    for each in scenes[f"s{length - 1}"]["choices"]:
        each["to"] = "lane"
    scenes["lane"] = choosing({"to": "end", "when": f"{' and '.join(names)} and not b0"})
    assert number(found_in(made(scenes, {name: {"start": False} for name in names}))) == 2**length


def test_unlike_choices_are_taken_in_any_order() -> None:
    """Any of six, in any order, and on at any time; behind a row of menus, so that there are many ways to each."""
    unlike = [{"once": True, "to": "here", "add": {"a": each}} for each in range(1, 7)]
    hub = choosing(*unlike, {"to": "end"}, {"to": "end", "when": "a > 21"})
    before = row(90, {}, {}, {})
    for each in before["s89"]["choices"]:
        each["to"] = "hub"
    found = found_in(made(before | {"hub": hub}, {"a": {"start": 0, "min": 0, "max": 22}}))
    assert number(found) == 3**90 * sum(perm(6, taken) for taken in range(7))


@pytest.mark.parametrize("count", [2, 3, 21, 40])
def test_equal_choices_count_one_by_one(count: int) -> None:
    """They are one slot with a number; any of them, in any order, half of them by chance leading away at once."""
    equal = [{"once": True, "to": [{"chance": 1, "to": "here"}, {"chance": 3, "to": "lane"}]}] * count
    found = found_in(made({"hub": choosing(*equal, {"to": "end"}), "lane": choosing({"to": "end"})}))
    stays = sum(perm(count, taken) for taken in range(count + 1))
    leaves = sum(perm(count, taken) * (count - taken) for taken in range(count))
    assert number(found) == stays + leaves
    assert found.endings[0].chance == pytest.approx(1, abs=1e-15)


def test_numbers_of_a_layered_story_are_those_of_states() -> None:
    layers = layered_story(60)
    found = of(layers)
    assert found is not None
    alike(found, explored.explore(layers, Ask()))


def test_a_long_row_offers_and_takes_as_often_as_it_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """More often than the narrowest numbers hold, which are made wider twice."""
    monkeypatch.setattr("engine.vectors.spans.NARROW", 4)
    practice = found_in(made(row(40, {"empathy": {"act": "Yes."}}, {}))).endings[0].empathy
    assert practice is not None
    offered, taken = practice["act"]
    assert (offered.least, offered.most, taken.least, taken.most) == (40, 40, 0, 40)
    assert offered.mean == pytest.approx(40)
    assert taken.mean == pytest.approx(20)


# What goes round -----------------------------------------------------------------------------------------------------


def test_who_may_go_round_ends_at_last() -> None:
    """Of five times four go round again: there is no end of plays, and hardly any never end."""
    found = found_in(made({"park": choosing(*[{"to": "park"}] * 4, {"to": "end"})}))
    assert number(found) is None
    assert found.circle == ((), ("park.c0",))
    assert found.endings[0].chance == pytest.approx(1, abs=1e-12)
    assert 0 < found.rest < 1e-12


def test_what_is_given_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of four times three go round again: once, and once more, and then no more."""
    monkeypatch.setattr("engine.vectors.shares.ROUNDS", 7)
    found = found_in(made({"park": choosing(*[{"to": "park"}] * 3, {"to": "end"})}))
    assert found.endings[0].chance == 0.25 + 0.75 * 0.25
    assert found.rest == 0.75 * 0.75


def test_a_circle_that_never_ends_is_counted_by_nobody() -> None:
    """Nor is what goes into it accounted for as a rest."""
    park = choosing({"to": "trap"}, {"to": "end"}, {"to": "end"}, {"to": "lane", "when": "a is 1"})
    scenes = {"park": park, "trap": choosing({"to": "lane"}), "lane": choosing({"to": "trap"}, {"to": "lane"})}
    found = found_in(made(scenes, {"a": {"start": 0, "min": 0, "max": 1}}))
    assert number(found) == 2
    assert found.endings[0].chance == pytest.approx(2 / 3, abs=1e-15)
    assert found.rest < 1e-20


def test_a_loop_in_which_every_state_is_new_ends_by_itself() -> None:
    """One goes round five times at most, in scenes that lead to each other."""
    park = choosing({"to": "lane", "when": "a < 5", "add": {"a": 1}}, {"to": "end"})
    found = found_in(
        made(
            {"park": park, "lane": choosing({"to": "park"}, {"to": "park"})},
            NUMBERS | {"a": {"start": 0, "min": 0, "max": 6}},
        )
    )
    assert number(found) == sum(2**rounds for rounds in range(6))
    assert found.endings[0].chance == 1


def test_there_is_a_most_only_without_a_stay_that_comes_again() -> None:
    """Staying `here` offers once; a lane and back is another stay, behind which there is no most."""
    here = choosing({"to": "here", "empathy": {"act": "Yes."}}, {"to": "end"})
    round_ = choosing({"to": "lane", "empathy": {"act": "Yes."}}, {"to": "end"})
    lane = {"lane": choosing({"to": "park"}, {"to": "park"})}
    for park, most in ((here, 1), (round_, None)):
        practice = found_in(made({"park": park} | lane)).endings[0].empathy
        assert practice is not None
        assert [(each.least, each.most) for each in practice["act"]] == [(1, most), (0, most)]


def test_what_goes_round_without_a_decision_adds_nothing() -> None:
    """In the park there is one choice only, however often one comes back."""
    scenes = {
        "park": choosing({"to": "lane", "empathy": {"act": "Yes."}}),
        "lane": choosing({"to": "park"}, {"to": "end"}),
    }
    practice = found_in(made(scenes)).endings[0].empathy
    assert practice is not None
    assert [(each.least, each.most) for each in practice["act"]] == [(0, 0), (0, 0)]


def test_a_stay_counts_once_however_often_it_offers() -> None:
    acts = [{"to": "here", "once": True, "add": {"a": each}, "empathy": {"act": "Yes."}} for each in (1, 2, 4, 8)]
    found = found_in(
        made(
            {"park": choosing(*acts, {"to": "end", "when": "a is 15"})},
            NUMBERS | {"a": {"start": 0, "min": 0, "max": 15}},
        )
    )
    practice = found.endings[0].empathy
    assert practice is not None
    assert [(each.least, each.most) for each in practice["act"]] == [(1, 1), (1, 1)]
    assert number(found) == perm(4)


# What is not answered ------------------------------------------------------------------------------------------------


def test_what_has_no_room_is_withheld(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.vectors.sending.ROOM", 10)
    found = found_in(made(row(3, {}, {"empathy": {"act": "Yes."}})))
    assert found.withheld == ("playthroughs", "chances", "empathy", "covering")
    assert (found.why, found.count, found.endings[0].chance, found.empathy) == ("cells", None, None, None)


@pytest.mark.parametrize("figure", [Figures.count, Figures.chances, Figures.practice])
def test_whoever_stops_it_is_heard(figure: Callable[[Figures], object]) -> None:
    plain = made(row(3, {}, {"empathy": {"act": "Yes."}}))
    found = with_bitsets(program(story(plain)), never)
    asked = iter([False] * 3)
    with pytest.raises(Stopped):
        figure(Figures(Facts(found, lambda: next(asked, True))))
