"""What a play came to, for every story: the tallies and the ripples are those that are worked out apart from it."""

# ruff: noqa: D103  a test's name is its sentence

import copy
import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given

import engine
from engine.afterwards.decisions import decisions, practised, reasons
from engine.afterwards.eyes import eyes, seen
from engine.afterwards.ripples import ripples
from tests.properties.laws import examples, law
from tests.properties.loading import loaded
from tests.properties.stories import Node, Play, Story, plays
from tests.reference import practice
from tests.reference.walker import offered

FIVE = ["notice", "understand", "feel", "act", "respect"]


def richer(play: Play) -> Story:
    """Return the story with more of what is counted afterwards: reasons, and marks of ripples, also on whole scenes.

    What is added hangs on names and the seed alone, so that a story made smaller keeps the rest of it.
    """
    story = copy.deepcopy(play.story)
    moments = list(story.get("moments", {}))

    def often(tenths: int, *place: object) -> bool:
        return hashlib.sha256("/".join(map(str, (play.seed, *place))).encode()).digest()[0] % 10 < tenths

    def mark(holder: dict[str, Node], *place: object) -> None:
        named = [moment for moment in moments if often(5, *place, moment)]
        if named:
            holder["ripple_of"] = named if len(named) > 1 or often(5, *place) else named[0]

    for name, scene in story["scenes"].items():
        mark(scene, name)
        for index, block in enumerate(_blocks(scene)):
            mark(block, name, index)
        for choice in scene.get("choices", []):
            why = [dimension for dimension in FIVE if often(3, name, choice["id"], dimension)]
            if why:
                choice["empathy"] = {dimension: f"{name} {choice['id']} {dimension}" for dimension in reversed(why)}
    return story


def _blocks(holder: Node) -> Iterator[dict[str, Node]]:
    """Yield the blocks and the items of `first` in the words and the replies of a scene."""
    listed = [holder.get("text", []), *(choice.get("reply", []) for choice in holder.get("choices", []))]
    blocks = [each for text in listed if isinstance(text, list) for each in text if isinstance(each, dict)]
    for block in blocks:
        yield block
        yield from block.get("first", [])


def both(play: Play) -> tuple[Story, list[practice.Turn], engine.Play]:
    """Return the richer story, and its play by the walker and by the engine."""
    story = richer(play)
    turns = practice.turns(story, play.picks, play.seed)
    read = loaded(story).story
    assert read is not None
    made = engine.started(read, play.seed)
    for turn in turns[1:]:
        made = made.choose(f"{made.step.state.scene}.{turn.choice}")
    return story, turns, made


@law(120)
def test_what_was_practised_is_what_is_counted_apart(play: Play) -> None:
    story, turns, made = both(play)
    tallies = practised(made)
    expected = practice.practised(story, turns)
    assert {name: tuple(tally) for name, tally in tallies.items()} == expected
    assert list(tallies) == [name for name in FIVE if name in expected]


@law(160)
def test_ripples_are_those_that_marked_words_tell_of(play: Play) -> None:
    story, _, made = both(play)
    found = [(each.moment.name, each.index, [(came.index, came.scene) for came in each.came]) for each in ripples(made)]
    expected = practice.ripples(story, play.picks, play.seed)
    assert found == [(name, each.step, each.came) for name, each in expected.items()]


@law(60)
def test_decisions_and_reasons_are_those_of_the_menus(play: Play) -> None:
    story, turns, made = both(play)
    menus = [offered(story, turn.before)[0] if turn.before else [] for turn in turns]
    met = {each.index: each for each in decisions(made)}
    assert list(met) == [index for index, menu in enumerate(menus) if len(menu) > 1]
    assert all([choice.id for choice in each.offered] == menus[index] for index, each in met.items())
    assert all(each.chosen.id == turns[index].choice for index, each in met.items())
    assert all(each.state == made.moves[index - 1].step.state for index, each in met.items())
    firsts = {decision.chosen.name: index for index, decision in reversed(met.items())}
    expected = [
        (firsts[name], dimension)
        for name in sorted(firsts, key=firsts.__getitem__)
        for dimension in met[firsts[name]].chosen.empathy
    ]
    assert [(each.index, each.dimension) for each in reasons(made)] == expected


@law(60)
def test_the_eyes_that_see_something_are_those_that_are_told_of(play: Play) -> None:
    _, _, made = both(play)
    watched = [who for who in made.story.cast if any(seen(made, index, who) for index in range(len(made.moves)))]
    assert list(eyes(made)) == watched


def test_the_plays_hold_what_is_counted() -> None:
    events: Counter[str] = Counter()

    @examples(150)
    @given(plays())
    def play_it(play: Play) -> None:
        events.update(set(_events(*both(play))))

    play_it()
    assert {name for name, count in events.items() if count >= 5} == {
        "a dimension of a single choice",
        "a dimension offered in several stays",
        "a dimension offered twice in a stay",
        "a moment that came back more than once",
        "a moment that never came back",
        "a ripple in a reply",
        "a ripple in the move of its moment",
        "a silent scene marked",
        "an act seen without a reply",
        "two moments in one move",
    }


def _events(story: Story, turns: list[practice.Turn], made: engine.Play) -> Iterator[str]:
    """Name what of interest happens in a play."""
    found = ripples(made)
    told = [(index, each) for index, move in enumerate(made.moves) for each in move.step.told]
    arriving = {(index, each.place) for index, each in told if each.kind == "scene"}
    answers = {
        "a moment that came back more than once": any(len(each.came) > 1 for each in found),
        "a moment that never came back": any(not each.came for each in found),
        "a ripple in a reply": any((came.index, came.scene) not in arriving for each in found for came in each.came),
        "a ripple in the move of its moment": any(each.came and each.came[0].index == each.index for each in found),
        "a silent scene marked": any(
            kind == "scene" and not words and "ripple_of" in story["scenes"][place]
            for turn in turns
            for kind, place, words in turn.walk.told
        ),
        "an act seen without a reply": any(
            told.kind == "reply" and not engine.words(made.story, told, made.seed)
            for index in range(len(made.moves))
            for who in eyes(made)
            for told, _ in seen(made, index, who)
        ),
        "two moments in one move": any(one.index == other.index for one, other in pairwise(found)),
        "a dimension of a single choice": any(
            len(engine.offer(made.story, move.step.state).choices) == 1
            and engine.offer(made.story, move.step.state).choices[0].empathy
            for move in list(made.moves)[:-1]
        ),
        "a dimension offered in several stays": any(tally.offered > 1 for tally in practised(made).values()),
        "a dimension offered twice in a stay": _menus(made) > sum(tally.offered for tally in practised(made).values()),
    }
    yield from (name for name, answer in answers.items() if answer)


def _menus(made: engine.Play) -> int:
    """Count dimensions for each menu, not for each stay."""
    return sum(len({name for choice in each.offered for name in choice.empathy}) for each in decisions(made))
