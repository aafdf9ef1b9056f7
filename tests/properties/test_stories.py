"""The random stories hold what they should: each feature often enough, and plays that come to every kind of end."""

# ruff: noqa: D103  a test's name is its sentence

from collections import Counter

import yaml
from hypothesis import given

from tests.properties.features import FEATURES, features
from tests.properties.laws import examples
from tests.properties.stories import Play, Story, plays, render, stories
from tests.reference.walker import begin, choose, drawing, offered

ENOUGH = 0.1


def test_each_feature_is_in_at_least_a_tenth_of_the_stories() -> None:
    drawn: list[Story] = []

    @examples(300)
    @given(stories())
    def collect(story: Story) -> None:
        drawn.append(story)

    collect()
    counts = Counter(name for story in drawn for name in features(story))
    assert len(drawn) >= 300
    assert counts.keys() == FEATURES
    assert {name: count for name, count in counts.items() if count < ENOUGH * len(drawn)} == {}


def test_the_plays_come_to_everything_that_the_rules_know() -> None:
    seen: Counter[str] = Counter()

    @examples(300)
    @given(plays())
    def walk(play: Play) -> None:
        seen.update(events(play))

    walk()
    assert {name for name, count in seen.items() if count >= 5} == {
        "a choice at the twelfth step",
        "a dead end",
        "a draw",
        "a locked choice",
        "a second arrival",
        "a silent scene",
        "an ending",
        "left with a locked choice",
        "several draws in a step",
    }


def events(play: Play) -> set[str]:
    """Name what happens in one play that takes these choices."""
    story, picks, seed = play
    draw = drawing(seed)
    walk = begin(story, draw)
    found = set()
    for turn, pick in enumerate(picks, start=1):
        available, locked, ending = offered(story, walk.memory)
        answers = {
            "a choice at the twelfth step": available and turn == 12,
            "a dead end": not available and ending is None,
            "a draw": walk.drew,
            "a locked choice": locked,
            "a second arrival": walk.stopped,
            "a silent scene": any(kind == "scene" and not words for kind, _, words in walk.told),
            "an ending": ending,
            "left with a locked choice": any(kind == "locked" for kind, _, _ in walk.told),
            "several draws in a step": len(walk.drew) > 1,
        }
        found |= {name for name, answer in answers.items() if answer}
        if not available:
            break
        walk = choose(story, walk.memory, available[pick % len(available)], draw)
    return found


@examples(50)
@given(stories())
def test_a_story_is_the_same_after_writing_and_reading(story: Story) -> None:
    assert yaml.safe_load(render(story)) == story
