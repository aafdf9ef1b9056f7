"""The law of beginning somewhere: by fewest choices, if a play can come there at all, and by the player's own rules."""

# ruff: noqa: D103  a test's name is its sentence

from collections.abc import Iterator
from itertools import islice
from unittest.mock import patch

from engine.checking.asked import asked, names_of
from engine.explore.moves import choices, played
from engine.explore.somewhere import Found, found
from engine.model import Condition
from engine.play.transcript import Play as Played
from engine.reading.load import Loaded
from tests.properties.laws import law
from tests.properties.loading import loaded, world
from tests.properties.stories import Play, Story
from tests.reference.everything import World, _conditions
from tests.reference.inside import places
from tests.reference.memory import holds
from tests.reference.proofs import depths, insides, made, reached_scenes, watching

MOST = 100_000
"""More states than any of these stories has."""


def nearest(plain: Story, found_in: World, condition: str) -> tuple[dict[str, int], dict[str, int]]:
    """Return the scenes in which a play can rest, and those that it can arrive at, while a condition holds.

    Each with the fewest choices.
    """
    depth = depths(found_in)
    rests, arrives = dict[str, int](), dict[str, int]()
    for key, memory in found_in.states.items():
        if holds(condition, memory):
            rests[memory.scene] = min(depth[key], rests.get(memory.scene, depth[key]))
    for way, within in zip(found_in.ways, insides(plain, found_in), strict=True):
        for memory in within.arrived:
            if holds(condition, memory):
                arrives[memory.scene] = min(made(way, depth), arrives.get(memory.scene, MOST))
    return rests, arrives


def came(beside: Loaded, way: Found, scene: str) -> Played:
    """Return the play of what was found, by the rules of the player, in the story as it was read."""
    assert way.moves is not None
    assert beside.story is not None
    play = played(beside.story, way.moves)
    passed = [told.place for told in play.step.told if told.kind == "scene"]
    assert scene == play.step.state.scene if way.rests else scene in passed
    return play


@law(50)
def test_every_scene_that_can_be_reached_is_by_fewest_choices_and_no_other(play: Play) -> None:
    beside, found_in = loaded(play.story), world(play.story)
    assert beside.story is not None
    if not found_in.states:
        return
    rests, arrives = nearest(play.story, found_in, "true")
    assert arrives == reached_scenes(found_in)
    for scene in play.story["scenes"]:
        way = found(beside.story, scene, None, MOST)
        assert way.why == ""
        assert way.reached == (scene in arrives)
        assert way.rests == (scene in rests)
        assert (way.moves is not None) == way.reached
        if way.moves is not None:
            assert choices(way.moves) == rests.get(scene, arrives[scene])
            assert len(came(beside, way, scene).moves) == choices(way.moves) + 1
        with patch("engine.explore.somewhere.FIRST", 1):
            again = found(beside.story, scene, None, MOST)
        assert again.moves == way.moves


def asks(plain: Story) -> Iterator[str]:
    """Yield conditions on a story: those that are written in it, and some that nothing in it asks."""
    yield from islice(dict.fromkeys(_conditions(plain["scenes"])), 3)
    first = next(iter(plain["scenes"]))
    acts = [name for name in places(plain) if "." in name]
    numbers = [(name, value["max"]) for name, value in plain.get("variables", {}).items() if "max" in value]
    yield f"visits({first}) >= 2"
    yield from (f"{name} >= {most} or visits({first}) is 3" for name, most in numbers[:1])
    if acts:
        yield f"chose({acts[-1]}) and not visits({first}) > 2"
        yield from (f"not chose({acts[0]}) and {name} >= {most}" for name, most in numbers)


@law(25)
def test_a_condition_that_the_story_may_not_remember_holds_there_as_early_as_it_can(play: Play) -> None:
    beside = loaded(play.story)
    assert beside.story is not None
    for text in asks(play.story):
        plain = watching(play.story, text)
        found_in = world(plain)
        if not found_in.states:
            continue
        condition, watched, _line, faults = asked(beside.story, text, "--with")
        assert isinstance(condition, Condition), faults
        rests, arrives = nearest(plain, found_in, text)
        for scene in play.story["scenes"]:
            way = found(watched, scene, condition, MOST)
            assert way.why == ""
            if scene not in arrives | rests:
                assert way.moves is None
                continue
            assert way.moves is not None, (scene, text)
            assert way.rests == (scene in rests)
            assert choices(way.moves) == (rests if way.rests else arrives)[scene]
            came(beside, way, scene)
            step = played(watched, way.moves).step
            there = next((each.state for each in step.told if each.kind == "scene" and each.place == scene), step.state)
            assert condition.holds(step.state if way.rests else there)


@law(30)
def test_the_names_of_a_story_are_known_without_its_files(play: Play) -> None:
    beside = loaded(play.story)
    assert beside.story is not None
    assert beside.names is not None
    names, known = names_of(beside.story), beside.names
    assert names.counters() == known.counters()
    assert all(names.counter(name) == known.counter(name) for name in places(play.story))
    assert names.bits == known.bits
    assert (names.variables, names.moments) == (known.variables, known.moments)
    assert [*names.scenes] == [*known.scenes]
    assert [*names.choices] == [*known.choices]
