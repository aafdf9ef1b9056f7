"""What the explorer says of a story that it did not see the whole of is true, and what it cannot know it withholds."""

# ruff: noqa: D103  a test's name is its sentence

from engine.explore.explored import Ask, Explored, explore
from engine.explore.search import Wish, search
from tests.properties.exploring import Case, choices, depth, held_by_some, replayed
from tests.reference import proofs

LIMITS = (1, 2, 3, 4, 6, 10, 20)
SHOWN = {"A101"}
"""All that may be found wrong in a part of a story."""


@held_by_some
def test_what_is_found_within_a_limit_is_true(case: Case) -> None:
    for limit in LIMITS:
        found = explore(case.story, Ask(limit=limit, words=True))
        assert found.states <= limit
        if len(case.graph.states) > limit:
            assert found.why == "limit"
            assert found.reason
            is_true(case, found)
        elif "words" not in found.withheld and "no_difference" not in found.withheld:
            assert found.is_complete
            assert [each.diagnostic for each in found.findings] == [each.diagnostic for each in case.explored.findings]
            assert found.endings == case.explored.endings


@held_by_some
def test_a_limit_of_just_as_many_states_as_there_are_is_enough(case: Case) -> None:
    number = len(case.graph.states)
    assert search(case.story, Wish(limit=number)).why == ""
    if number > 1:
        assert search(case.story, Wish(limit=number - 1)).why == "limit"


@held_by_some
def test_what_is_found_before_somebody_stops_is_true(case: Case) -> None:
    found = explore(case.story, Ask(pulse=lambda _: True, words=True))
    assert found.why == "stopped"
    assert found.reason
    is_true(case, found)


def is_true(case: Case, found: Explored) -> None:
    """Hold what was found of a part of a story against all that the oracle knows."""
    plain, world = case.plain, case.world
    scenes, offered = proofs.reached_scenes(world), proofs.offered_choices(plain, world)
    assert found.scenes <= scenes.keys()
    assert found.choices <= offered.keys()
    assert found.story is case.story
    every = {each for scene, held in plain["scenes"].items() for each in names(scene, held)}
    if found.scenes != plain["scenes"].keys() or found.choices != every:
        assert "reached" in found.withheld
    assert {"dead_ends", "traps", "playthroughs", "chances", "words", "empathy"} <= set(found.withheld)
    assert {each.diagnostic.code for each in found.findings} <= SHOWN
    dead_ends, endings = proofs.dead_ends(plain, world), proofs.reached_endings(plain, world)
    for each in found.findings:
        assert each.witness is not None
        play = replayed(case.story, each.witness)
        assert play.offer.dead_end
        assert (each.subject, play.step.stopped) in dead_ends
        assert play.step.state.scene == each.subject
    for end in found.endings:
        assert (end.chance, end.words, end.empathy, end.closed_by) == (None, None, None, ())
        if end.shortest is not None:
            assert replayed(case.story, end.shortest).step.state.scene == end.scene
            assert len(choices(end.shortest)) == endings[end.scene]
    assert (found.count, found.circle, found.empathy, found.covering) == (None, None, None, None)


def names(scene: str, held: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the choices of a scene."""
    return [f"{scene}.{each['id']}" for each in held.get("choices", [])]


@held_by_some
def test_what_is_met_within_a_limit_is_met_as_soon_as_it_can_be(case: Case) -> None:
    scenes, offered = proofs.reached_scenes(case.world), proofs.offered_choices(case.plain, case.world)
    for limit in LIMITS:
        graph = search(case.story, Wish(limit=limit))
        assert len(graph.states) <= limit
        for name, spot in graph.scenes.items():
            assert depth(graph, spot.state) + (spot.passage is not None) == scenes[name]
        for slot, at in graph.offered.items():
            assert all(depth(graph, at) == offered[name] for name in graph.slots[slot].names)
