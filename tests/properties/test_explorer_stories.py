"""The stories that the explorer is held against hold enough of everything; and those that it was once wrong about."""

# ruff: noqa: D103  a test's name is its sentence

from collections import Counter

import pytest

from engine.explore.explored import Ask, explore
from engine.explore.search import Wish, search
from tests.properties.exploring import STORIES, Case, cases
from tests.properties.stories import HERE, Node, Story
from tests.reference import proofs


def features(case: Case) -> set[str]:
    """Name what can happen in a story, as the oracle has it; and whether the explorer counts equal choices."""
    plain, world, groups = case.plain, case.world, case.graph.layout.reads.groups
    likes = proofs.no_difference(plain, world).values()
    dead_ends, reached = proofs.dead_ends(plain, world), proofs.reached_scenes(world)
    count = case.explored.count
    choices = {
        name: choice.empathy
        for scene in case.story.scenes.values()
        for choice in scene.choices
        for name in [choice.name]
    }
    there = {
        "dead end": dead_ends,
        "stopped": any(stopped for _, stopped in dead_ends),
        "trap": proofs.traps(plain, world),
        "cycle": not case.net.order.is_acyclic,
        "no end of play-throughs": count is not None and count.number is None,
        "group": groups,
        "group that practises": any(choices[name] for group in groups for name in group),
        "two groups in a scene": any(
            number > 1 for number in Counter(group[0].partition(".")[0] for group in groups).values()
        ),
        "group in a circle": groups and count is not None and count.number is None,
        "draw": any(way.walk.drew for way in world.ways),
        "draw at the start": any(way.walk.drew for way in world.ways if way.source is None),
        "locked": proofs.never_open(plain, world),
        "unreached": plain["scenes"].keys() - reached.keys(),
        "always": {True} in proofs.asked(plain, world).values(),
        "two endings": len(proofs.reached_endings(plain, world)) > 1,
        "out of reach": any(proofs.out_of_reach(plain, world).values()),
        "no difference": any(HERE in like for like in likes),
        "like another": any(like - {HERE} for like in likes),
        "fewer states": len(case.graph.states) < len(world.states),
        "many plays": count is not None and (count.number or 0) > 20,
        "several plays needed": case.explored.covering is not None and len(case.explored.covering.plays) > 2,
        "unseen": any(each.diagnostic.code == "A110" for each in case.explored.findings),
        "never told": any(each.diagnostic.code == "A109" for each in case.explored.findings),
    }
    return {name for name, is_there in there.items() if is_there}


LEAST = 45
"""In one of how many stories each feature is at least."""


def test_enough_of_everything_happens_in_the_stories() -> None:
    found = Counter(name for case in cases() for name in features(case))
    assert len(found) == 23 or STORIES < LEAST
    assert len(found) >= 20, found
    assert min(found.values()) >= STORIES // LEAST, found
    assert sum(times > 1 for times in found.values()) >= len(found) * 3 // 4, found


# Smallest stories that the explorer was wrong about ------------------------------------------------------------------


def story(scenes: dict[str, Node], **more: Node) -> Story:
    return {"curbside": 1, "title": "A story", **more, "scenes": {**scenes, "end": {"ending": "The end"}}}


def choice(name: str, to: Node, **more: Node) -> Node:
    return {"id": name, "text": "Go.", "to": to, **more}


def told(plain: Story, code: str) -> list[str]:
    return [each.subject for each in Case(plain).explored.findings if each.diagnostic.code == code]


def test_within_a_circle_no_ending_is_ruled_out() -> None:
    plain = story(
        {
            "park": {"choices": [choice("ask", "bridge")]},
            "bridge": {"choices": [choice("back", "park"), choice("on", "end")]},
        }
    )
    assert [each.closed_by for each in Case(plain).explored.endings] == [()]


def test_a_choice_is_told_that_is_like_one_that_is_more_often_there() -> None:
    """Of the two only the first is always like the other: the other has no like, and so is not told instead."""
    rest = [choice("ask", "curb"), choice("look", "curb", reply="Yes."), choice("on", "end")]
    plain = story({"curb": {"choices": [choice("wait", "curb", when="chose(curb.look)"), *rest]}})
    assert told(plain, "A108") == ["curb.wait"]


def test_what_a_choice_is_like_is_asked_with_all_that_it_changes() -> None:
    """As long as nobody reads `coins`, all four are alike; in truth two and two are."""
    coins = {"coins": {"start": 0, "min": 0, "max": 2}}
    choices = [choice(name, "end", set={"coins": coins}) for name, coins in [("a", 1), ("b", 2), ("c", 2), ("d", 1)]]
    plain = story({"curb": {"choices": choices}}, variables=coins)
    assert told(plain, "A108") == ["curb.c", "curb.d"]


@pytest.mark.parametrize(("odds", "alike"), [((1, 1), True), ((2, 2), True), ((1, 2), False)])
def test_choices_with_other_odds_are_not_alike(odds: tuple[int, int], alike: bool) -> None:  # noqa: FBT001  what is expected
    ways = [{"chance": 1, "to": "end"}, {"chance": 1, "to": "other"}]
    turned = [{"chance": odds[1], "to": "other"}, {"chance": odds[0], "to": "end"}]
    scenes = {"curb": {"choices": [choice("a", ways), choice("b", turned)]}, "other": {"ending": "Other"}}
    assert bool(told(story(scenes), "A108")) is alike


def test_a_number_that_is_shown_is_a_word() -> None:
    plain = story(
        {"curb": {"choices": [choice("wait", "end", reply="{coins} of them.")]}},
        variables={"coins": {"start": 0, "min": 0, "max": 2}},
    )
    (ending,) = Case(plain).explored.endings
    assert ending.words is not None
    assert (ending.words.least, ending.words.most) == (4, 4)


def test_what_never_ends_is_no_rest() -> None:
    """From one circle it goes on to the next, and from none of them to an end."""
    tries = [choice("wait", HERE), choice("try", HERE, once=True, when="true"), choice("ask", HERE, once=True)]
    case = Case(story({"curb": {"choices": tries}}))
    assert case.explored.rest == 0


def test_beginnings_count_among_the_states_too() -> None:
    ways = [{"chance": 1, "to": each} for each in ("end", "one", "two")]
    plain = story({"curb": {"to": ways}, "one": {"ending": "One"}, "two": {"ending": "Two"}})
    graph = search(Case(plain).story, Wish(limit=2))
    assert (len(graph.states), graph.why) == (2, "limit")
    assert explore(Case(plain).story, Ask(limit=3)).is_complete


def test_of_equal_choices_the_conditions_of_each_are_told() -> None:
    """The rules are asked of one of them; what they say is true of all."""
    ways = [{"when": "visited(curb)", "to": "end"}, {"to": "curb"}]
    plain = story({"curb": {"choices": [choice(name, ways, once=True) for name in "ab"]}})
    assert Case(plain).graph.layout.reads.groups == (("curb.a", "curb.b"),)
    assert told(plain, "A106") == ["curb.a", "curb.b"]


def test_of_equal_ways_that_stand_in_two_places_each_is_asked() -> None:
    ways = [{"when": "visited(curb)", "to": "end"}, {"to": "curb"}]
    borrowing = {"id": "b", "text": "Go.", "once": True}
    plain = story({"curb": {"choices": [choice("a", ways, once=True), borrowing], "to": ways}})
    assert told(plain, "A106") == ["curb", "curb.a"]
