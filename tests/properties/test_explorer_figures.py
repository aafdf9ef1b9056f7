"""The explorer's numbers are the oracle's: counted on its graph, and where there are few plays, play by play."""

# ruff: noqa: D103  a test's name is its sentence

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from engine.explore.explored import Practice, Share
from engine.explore.flow import flow
from tests.properties.exploring import STEPS, Case, choices, held, keys_after, replayed
from tests.reference import figures, plays, proofs
from tests.reference.figures import End, Range

if TYPE_CHECKING:
    from collections.abc import Mapping

NEAR = 1e-9
ROUNDS = 200


# How many ------------------------------------------------------------------------------------------------------------


@held
def test_play_throughs_are_counted_alike(case: Case) -> None:
    count, every = case.explored.count, case.every
    assert count is not None
    assert count.number == figures.count(case.plain, case.world)
    if every is not None:
        assert count.number == plays.number_of_plays(every)


@held
def test_what_goes_round_can_go_round_again_and_come_to_an_end(case: Case) -> None:
    """It is a way to more play-throughs: what it changes matters no more, so that it goes on for ever."""
    circle, count = case.explored.circle, case.explored.count
    assert count is not None
    assert (circle is None) == (count.number is not None)
    if circle is None:
        return
    before, around = circle
    assert choices(around)
    seen = set()
    near = proofs.sources_of(case.world, case.world.states.keys() - proofs.menus(case.plain, case.world).keys())
    for times in range(ROUNDS):
        made = (*before, *around * times)
        if times < 4:
            replayed(case.story, made)
        last = keys_after(case, made)[-1]
        assert last in near
        if last in seen:
            return
        seen.add(last)
    raise AssertionError(circle)


# Chances -------------------------------------------------------------------------------------------------------------


@held
def test_chances_are_alike(case: Case) -> None:
    expected = figures.chances(case.plain, case.world)
    exact = case.net.order.is_acyclic
    for each in case.explored.endings:
        chance = expected.get(End("ending", each.scene), Fraction(0))
        if each.shortest is None:
            assert chance == 0
            assert each.chance is None
        else:
            assert each.chance == (chance if exact else pytest.approx(float(chance), abs=NEAR))
    stuck: dict[str, Fraction] = {}
    for end, chance in expected.items():
        if end.kind == "dead end":
            stuck[end.scene] = stuck.get(end.scene, Fraction(0)) + chance
    found: dict[str, Fraction | float] = {}
    for at, row in flow(case.net).ends.items():
        holder = case.graph.scene(at)
        if holder.ending is None:
            found[holder.id] = found.get(holder.id, 0) + row[0]
    assert found.keys() >= stuck.keys()
    for scene, number in found.items():
        chance = stuck.get(scene, Fraction(0))
        assert number == (chance if exact else pytest.approx(float(chance), abs=NEAR))
    assert case.explored.rest <= (0 if exact else 1e-11)


@held
def test_chances_are_those_of_every_single_play(case: Case) -> None:
    every = case.every
    if every is not None:
        expected = plays.chances_of_plays(every)
        for each in case.explored.endings:
            assert (each.chance or 0) == expected.get(End("ending", each.scene), 0)


# Empathy -------------------------------------------------------------------------------------------------------------


def alike(share: Share, expected: Range, *, exact: bool) -> None:
    assert (share.least, share.most) == (expected.least, expected.most)
    if expected.mean is not None:
        assert share.mean == pytest.approx(
            float(expected.mean), rel=1e-12 if exact else 1e-6, abs=1e-12 if exact else NEAR
        )


@held
def test_what_is_offered_and_taken_is_alike(case: Case) -> None:
    found: dict[str | None, Mapping[str, Practice]] = {}
    if case.explored.empathy:
        found[None] = case.explored.empathy
    for each in case.explored.endings:
        if each.empathy:
            found[each.scene] = each.empathy
    exact = case.net.order.is_acyclic
    expected = figures.empathy(case.plain, case.world)
    assert found.keys() == {ending for ending, ranges in expected.items() if ranges}
    every = case.every
    for oracle in [expected] if every is None else [expected, plays.empathy_of_plays(case.plain, every)]:
        for ending, ranges in found.items():
            assert ranges.keys() == oracle[ending].keys()
            for dimension, practice in ranges.items():
                offered, taken = oracle[ending][dimension]
                alike(practice.offered, offered, exact=exact)
                alike(practice.taken, taken, exact=exact)


# Words ---------------------------------------------------------------------------------------------------------------


@held
def test_words_are_counted_alike(case: Case) -> None:
    try:
        expected = plays.words(case.plain, STEPS)
    except plays.TooManySteps:
        return
    found = {each.scene: each.words for each in case.explored.endings if each.words is not None}
    assert {scene: (each.least, each.most) for scene, each in found.items()} == expected
    every = case.every
    assert every is not None
    if "shuffle" in str(case.plain):
        return
    for scene, each in found.items():
        there = [(play.chance, plays.words_of(case.plain, play)) for play in every if play.end == End("ending", scene)]
        mean = sum(chance * number for chance, number in there) / sum(chance for chance, _ in there)
        assert each.mean == pytest.approx(float(mean))
    if found:
        all_ = [(play.chance, plays.words_of(case.plain, play)) for play in every if play.end.kind == "ending"]
        assert case.explored.words is not None
        assert case.explored.words.least == min(number for _, number in all_)
        assert case.explored.words.most == max(number for _, number in all_)
        mean = sum(chance * number for chance, number in all_) / sum(chance for chance, _ in all_)
        assert case.explored.words.mean == pytest.approx(float(mean))


# A small set of plays ------------------------------------------------------------------------------------------------


@held
def test_a_few_plays_take_every_choice(case: Case) -> None:
    """And together they see every ending. Each comes to an end, or to where it never can."""
    covering = case.explored.covering
    assert covering is not None
    taken: set[str] = set()
    near = proofs.sources_of(case.world, case.world.states.keys() - proofs.menus(case.plain, case.world).keys())
    for made in covering.plays:
        play = replayed(case.story, made)
        assert play.offer.ending or play.offer.dead_end or keys_after(case, made)[-1] not in near
        seen = {*choices(made), *([play.step.state.scene] if play.offer.ending else [])}
        assert not seen <= taken
        taken |= seen
    endings = proofs.reached_endings(case.plain, case.world).keys()
    assert taken == proofs.offered_choices(case.plain, case.world).keys() | endings
    assert covering.left == ()
    assert covering.least <= len(covering.plays)


@held
def test_no_fewer_plays_take_every_choice_than_is_said(case: Case) -> None:
    covering, every = case.explored.covering, case.every
    assert covering is not None
    sets = {
        frozenset([each for each in play.moves if not each.startswith("->")])
        | frozenset([play.end.scene] if play.end.kind == "ending" else [])
        for play in every or []
    }
    sets = {each for each in sets if not any(each < other for other in sets)}
    if every is None or len(sets) > 12:
        return
    wanted = frozenset[str]().union(*sets)
    fewest = next(
        number
        for number in range(len(sets) + 1)
        if any(frozenset[str]().union(*some) == wanted for some in combinations(sets, number))
    )
    assert covering.least <= fewest <= len(covering.plays)
