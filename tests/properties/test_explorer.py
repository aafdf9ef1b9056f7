"""What the explorer finds is what the oracle finds, on random stories; and every witness shows what it is said to."""

# ruff: noqa: D103  a test's name is its sentence

from collections import Counter
from dataclasses import fields

import pytest

from engine.explore.ahead import ahead, traps
from engine.explore.findings import Finding
from engine.explore.graph import Graph
from engine.explore.idle import idle
from engine.explore.moves import Moves
from engine.explore.reads import holders
from engine.explore.search import Wish, search
from engine.explore.telling import Part, parts
from engine.play.rules import step
from engine.play.words import words
from tests.properties.exploring import Case, cases, choices, depth, held, held_by_some, keys_after, least, replayed
from tests.properties.stories import HERE
from tests.reference import proofs, shown
from tests.reference.inside import places, written


def found(case: Case, *codes: str) -> list[Finding]:
    return [each for each in case.explored.findings if each.diagnostic.code in codes]


def subjects(case: Case, code: str) -> list[str]:
    return sorted(each.subject for each in found(case, code))


def shows(each: Finding) -> Moves:
    assert each.witness is not None
    return each.witness


# What is reached -----------------------------------------------------------------------------------------------------


@held
def test_scenes_are_reached_and_choices_offered_after_as_few_choices(case: Case) -> None:
    graph = case.graph
    reached = {name: depth(graph, spot.state) + (spot.passage is not None) for name, spot in graph.scenes.items()}
    offered = {name: depth(graph, at) for slot, at in graph.offered.items() for name in graph.slots[slot].names}
    assert reached == proofs.reached_scenes(case.world)
    assert offered == proofs.offered_choices(case.plain, case.world)
    assert case.explored.scenes == reached.keys()
    assert case.explored.choices == offered.keys()


@held
def test_what_is_never_reached_is_said(case: Case) -> None:
    scenes, offered = proofs.reached_scenes(case.world), proofs.offered_choices(case.plain, case.world)
    closed = [at for at in places(case.plain) if "." in at and at.partition(".")[0] in scenes and at not in offered]
    assert subjects(case, "A103") == sorted(case.plain["scenes"].keys() - scenes.keys())
    assert subjects(case, "A104") == sorted(each for each in closed if "locked" not in written(case.plain, each))
    assert subjects(case, "A105") == sorted(proofs.never_open(case.plain, case.world))


@held
def test_each_ending_is_come_to_by_a_shortest_play(case: Case) -> None:
    expected = proofs.reached_endings(case.plain, case.world)
    for each in case.explored.endings:
        assert (each.shortest is not None) == (each.scene in expected)
        if each.shortest is not None:
            play = replayed(case.story, each.shortest)
            assert play.step.state.scene == each.scene
            assert play.offer.ending
            assert len(choices(each.shortest)) == expected[each.scene]


@held
def test_the_same_choices_put_an_ending_out_of_reach(case: Case) -> None:
    expected = proofs.out_of_reach(case.plain, case.world)
    closed = {each.scene: set(each.closed_by) for each in case.explored.endings if each.shortest is not None}
    assert closed == expected


# What is kept of the rules -------------------------------------------------------------------------------------------

FEWEST = 3


@held_by_some
def test_a_search_that_keeps_little_of_the_rules_finds_the_same(case: Case) -> None:
    for wish in (Wish(), Wish(words=True)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("engine.explore.search.KNOWN", FEWEST)
            found = search(case.story, wish)
        whole = search(case.story, wish)
        for each in fields(Graph):
            assert getattr(found, each.name) == getattr(whole, each.name), each.name


def test_a_search_that_may_keep_little_asks_the_rules_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Counter[int]()
    for known in (FEWEST, 200_000):

        def counted(*arguments: object, known: int = known) -> object:
            asked[known] += 1
            return step(*arguments)  # type: ignore[arg-type]  # whatever it is asked with

        monkeypatch.setattr("engine.explore.search.KNOWN", known)
        monkeypatch.setattr("engine.explore.search.step", counted)
        for case in cases()[:10]:
            search(case.story, Wish())
    assert asked[FEWEST] > asked[200_000] > 0


# Conditions ----------------------------------------------------------------------------------------------------------


@held
def test_conditions_are_asked_and_answered_alike(case: Case) -> None:
    graph = case.graph
    groups = {name: slot.names for slot in graph.slots for name in slot.names}
    asked: proofs.Asked = {}
    for (name, number), answers in graph.asked.items():
        if answers:
            for each in groups.get(name, (name,)):
                asked.setdefault(each if number < 0 else (each, number), set()).update(answers)
    assert asked == proofs.asked(case.plain, case.world)


@held
def test_conditions_that_are_always_the_same_are_said(case: Case) -> None:
    asked, said = proofs.asked(case.plain, case.world), Counter[tuple[str, str]]()
    for place, answers in asked.items():
        if answers == {True}:
            said["A106", place if isinstance(place, str) else place[0]] += 1
        elif answers == {False} and not isinstance(place, str):
            said["A107", place[0]] += 1
    assert Counter((each.diagnostic.code, each.subject) for each in found(case, "A106", "A107")) == said


# Stuck ---------------------------------------------------------------------------------------------------------------


@held
def test_dead_ends_are_where_a_play_gets_stuck_first(case: Case) -> None:
    """Of two ways to be stuck in a state that is one and the same, only that of the nearest is told."""
    expected = proofs.dead_ends(case.plain, case.world)
    told = {}
    for each in found(case, "A101"):
        play = replayed(case.story, shows(each))
        assert play.offer.dead_end
        assert play.step.state.scene == each.subject
        end = (each.subject, play.step.stopped)
        assert end not in told
        told[end] = len(choices(shows(each)))
    assert all(number >= expected[end] for end, number in told.items())
    assert least((scene, number) for (scene, _), number in told.items()) == least(
        (scene, number) for (scene, _), number in expected.items()
    )


@held
def test_traps_are_where_no_ending_can_be_come_to(case: Case) -> None:
    graph, expected = case.graph, proofs.traps(case.plain, case.world)
    states = traps(ahead(graph, case.net.order))
    assert least((graph.scene(at).id, depth(graph, at)) for at in states) == expected
    told = {}
    for each in found(case, "A102"):
        play = replayed(case.story, shows(each))
        assert play.step.state.scene == each.subject
        assert each.subject not in told
        told[each.subject] = len(choices(shows(each)))
        assert not play.offer.dead_end
        assert is_lost(case, shows(each))
    assert all(number >= expected[scene] for scene, number in told.items())
    assert min(told.values(), default=None) == min(expected.values(), default=None)


def is_lost(case: Case, made: Moves) -> bool:
    """Whether the oracle, after these moves, knows of no play to an ending; it does before the last step."""
    keys = list(keys_after(case, made))
    near = proofs.sources_of(case.world, proofs.endings(case.plain, case.world))
    assert all(key in near for key in keys[:-1])
    return keys[-1] not in near


# What makes no difference --------------------------------------------------------------------------------------------


def without_difference(case: Case) -> dict[str, set[str]]:
    """Return what the oracle says of choices of which nothing remembers that they were taken."""
    found = {}
    for place, like in proofs.no_difference(case.plain, case.world).items():
        others = {other for other in like if other not in case.story.bits}
        if place not in case.story.bits and others:
            found[place] = others
    return found


@held
def test_choices_make_no_difference_alike(case: Case) -> None:
    expected = without_difference(case)
    alike = idle(case.story, case.graph, Wish())
    assert alike is not None
    assert {each.choice for each in alike} == expected.keys()
    for each in alike:
        assert (each.like or HERE) in expected[each.choice]
        assert (each.like is None) == (HERE in expected[each.choice])


@held
def test_of_choices_that_make_no_difference_the_later_ones_are_told(case: Case) -> None:
    expected, said = without_difference(case), found(case, "A108")
    told = {each.subject for each in said}
    for each in said:
        assert replayed(case.story, shows(each)).moves[-1].choice == each.subject
    order = list(places(case.plain))
    for place, others in expected.items():
        nearest = min(others, key=lambda each: -1 if each == HERE else order.index(each))
        is_first = nearest != HERE and order.index(place) < order.index(nearest)
        assert (place in told) == (not is_first or place not in expected.get(nearest, ()))
    assert sorted(told) == subjects(case, "A108")
    assert told <= expected.keys()


# Words ---------------------------------------------------------------------------------------------------------------


def part(spot: shown.Spot) -> Part:
    """Return where a string stands, as the explorer says it."""
    place, key, *rest = spot
    if key == "seen_by":
        key, *rest = f"seen_by.{rest[0]}", *rest[1:]
    block = rest[0] if rest and isinstance(rest[0], int) else 0
    item = rest[-1] if len(rest) > 1 and isinstance(rest[-1], int) else -1 if rest[-1:] == ["else"] else 0
    return Part(str(place), str(key), block, item)


@held
def test_words_are_never_shown_alike(case: Case) -> None:
    """What stands in a scene or a choice that is never met is not told again; nor is a reason that never changes."""
    met = {**proofs.reached_scenes(case.world), **proofs.offered_choices(case.plain, case.world)}
    expected = {
        part(spot)
        for spot in shown.never_told(case.plain, case.world)
        if spot[0] in met and (spot[1] != "locked" or "{" in str(written(case.plain, str(spot[0]))["locked"]))
    }
    graph = search(case.story, Wish(words=True))
    every = {each for holder in holders(case.story) for each, _ in parts(holder) if each.place in met}
    assert every - graph.shown == expected
    assert subjects(case, "A109") == sorted(each.place for each in expected)


@held
def test_endings_are_come_to_without_a_word_for_the_same_eyes(case: Case) -> None:
    told = Counter[tuple[str, str]]()
    for each in found(case, "A110"):
        play = replayed(case.story, shows(each))
        assert play.step.state.scene == each.subject
        (eyes,) = [name for name in case.story.cast if name in each.diagnostic.message]
        assert not any(words(case.story, it, 0, eyes) for move in play.moves for it in move.step.told)
        told[each.subject, eyes] += 1
    assert told == Counter(shown.unseen(case.plain, case.world))
