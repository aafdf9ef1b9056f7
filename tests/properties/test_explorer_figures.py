"""The explorer's numbers are the oracle's: counted on its graph, and where there are few plays, play by play."""

# ruff: noqa: D103  a test's name is its sentence

from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

from engine.explore.explored import Practice, Share
from engine.explore.flow import flow
from engine.explore.menus import with_menus
from engine.explore.passing import gone, passes
from engine.explore.search import Wish, search
from engine.explore.spoken import Spoken, spoken
from tests.properties.exploring import STEPS, Case, choices, held, held_by_some, keys_after, replayed
from tests.properties.stories import Story
from tests.reference import figures, plays, proofs
from tests.reference.figures import End, Range
from tests.reference.inside import arrivals, written
from tests.reference.walker import offered

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


@held_by_some
def test_chances_that_are_too_long_to_be_exact_are_near(case: Case) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.explore.flow.LARGEST", -1)
        near = flow(case.net)
    ends = flow(case.net).ends
    assert near.ends.keys() <= ends.keys()
    for at, row in near.ends.items():
        assert all(isinstance(each, float) for each in row)
        assert row == pytest.approx([float(each) for each in ends[at]], abs=1e-12)
    assert near.rest <= 1e-11
    assert all(float(ends[at][0]) == 0 for at in ends.keys() - near.ends.keys())


@held_by_some
def test_what_is_given_up_of_a_play_that_goes_round_is_told(case: Case) -> None:
    """No ending is less likely than what came to it, nor more likely than that and the rest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("engine.explore.flow.ROUNDS", 5)
        found = flow(case.net)
    for end, chance in figures.chances(case.plain, case.world).items():
        rows = [row for at, row in found.ends.items() if case.graph.scene(at).id == end.scene]
        if end.kind == "ending":
            came = sum(row[0] for row in rows)
            assert came - NEAR <= chance <= came + found.rest + NEAR


# From scene to scene -------------------------------------------------------------------------------------------------

MILLIONTH = 1e-6


@held
def test_each_ending_is_gone_into_as_often_as_it_is_come_to(case: Case) -> None:
    often, start = passes(case.net), case.plain.get("start", next(iter(case.plain["scenes"])))
    for each in case.explored.endings:
        into = [share for (_, to), share in often.items() if to == each.scene] + [1.0] * (each.scene == start)
        assert sum(into) == pytest.approx(float(each.chance or 0), abs=MILLIONTH)


@held_by_some
def test_a_play_goes_from_scene_to_scene_as_often_as_all_plays_do(case: Case) -> None:
    if case.every is None:
        return
    expected: dict[tuple[str, str], Fraction] = {}
    for play in case.every:
        for before, _, walk in play.turns:
            on = [*([] if before is None else [before.scene]), *arrivals(walk)]
            for pair in pairwise(on):
                expected[pair] = expected.get(pair, Fraction(0)) + play.chance
    assert gone(case.graph) == expected.keys()
    assert passes(case.net) == pytest.approx({pair: float(often) for pair, often in expected.items()}, abs=MILLIONTH)


# Empathy -------------------------------------------------------------------------------------------------------------


def alike(share: Share, expected: Range, *, exact: bool) -> None:
    assert (share.least, share.most) == (expected.least, expected.most)
    if expected.mean is not None:
        assert share.mean == pytest.approx(
            float(expected.mean), rel=1e-12 if exact else 1e-6, abs=1e-12 if exact else NEAR
        )


def practised_alike(case: Case) -> None:
    """Hold what is offered and taken in a story against the oracle, and where there are few plays against each."""
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


@held
def test_what_is_offered_and_taken_is_alike(case: Case) -> None:
    practised_alike(case)


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


def read_on_the_way(plain: Story, play: plays.Play) -> int:
    """Return how many words a play tells, those of all choices included that are open whenever one is made."""
    number = plays.words_of(plain, play)
    for before, choice, _ in play.turns:
        for each in offered(plain, before)[0] if before is not None else ():
            if before is not None and each != choice:
                number += len(written(plain, f"{before.scene}.{each}")["text"].split())
    return number


@held_by_some
def test_words_are_counted_alike_with_those_of_menus(case: Case) -> None:
    if case.every is None:
        return
    stories = [plays.unshuffled(case.plain, longest=longest) for longest in (False, True)]
    few, many = ([(each, read_on_the_way(plain, each)) for each in plays.plays(plain, STEPS)] for plain in stories)
    found = dict[str | None, Spoken | None](spoken(with_menus(search(case.story, Wish(words=True))), menus=True))
    ends = [play.end for play, _ in few if play.end.kind == "ending"]
    assert found.keys() == {end.scene for end in ends}
    for scene, each in [*found.items(), *([(None, case.explored.with_menus)] if ends else [])]:
        least, most = (
            [(play.chance, number) for play, number in row if play.end in ends and scene in {None, play.end.scene}]
            for row in (few, many)
        )
        assert each is not None
        assert (each.least, each.most) == (min(number for _, number in least), max(number for _, number in most))
        if "shuffle" not in str(case.plain):
            mean = sum(chance * number for chance, number in least) / sum(chance for chance, _ in least)
            assert each.mean == pytest.approx(float(mean))


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
