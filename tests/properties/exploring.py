"""Random stories to hold the explorer against the oracle, and plays that are replayed as a player's file would be.

`held` turns a check of one story into a test of 200 of them in the gate, and of 28 otherwise.
"""

import copy
import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from hypothesis import given

from engine.explore.explored import Ask, Explored, explore
from engine.explore.graph import Graph
from engine.explore.menus import Net, with_menus
from engine.explore.moves import Brought, Made
from engine.explore.search import Wish, search
from engine.model import Story as Built
from engine.play.transcript import Play as Playing
from engine.play.transcript import header, read, replay, written
from engine.reading.load import Loaded
from tests.properties.dice import Dice
from tests.properties.laws import TIMES, _alike, _fault, _shown, examples
from tests.properties.loading import loaded
from tests.properties.smallest import smallest
from tests.properties.stories import Node, Play, Story, plays
from tests.reference import plays as reference
from tests.reference.everything import Key, TooManyStates, World, everything
from tests.reference.test_proof_laws import ending_soon, opened, practising

STORIES = 200 if TIMES > 1 else 28
STATES = 300  # a story may have more; another one is tried then
STEPS = 250  # a story may take more for all its play-throughs; there are none to compare with then


@dataclass(frozen=True)
class Case:
    """A story, all that can happen in it by the oracle, and by the explorer."""

    plain: Story

    @cached_property
    def world(self) -> World:
        """Return the oracle's world. TooManyStates where it is too large."""
        return everything(self.plain, STATES)

    @cached_property
    def every(self) -> list[reference.Play] | None:
        """Return every play-through by the oracle, unless there are too many."""
        try:
            return list(reference.plays(self.plain, STEPS))
        except reference.TooManySteps:
            return None

    @cached_property
    def loaded(self) -> Loaded:
        """Return the story as the engine reads it, and what it says of it."""
        return loaded(self.plain)

    @cached_property
    def story(self) -> Built:
        """Return the story as the engine reads it."""
        assert self.loaded.story is not None
        return self.loaded.story

    @cached_property
    def graph(self) -> Graph:
        """Return what a search finds."""
        return search(self.story, Wish())

    @cached_property
    def net(self) -> Net:
        """Return that with its menus."""
        return with_menus(self.graph)

    @cached_property
    def explored(self) -> Explored:
        """Return the answers to everything that is asked of a story."""
        return explore(self.story, Ask(words=True))


# Stories -------------------------------------------------------------------------------------------------------------


def hubbed(story: Story, dice: Dice) -> Story:
    """Return the story with two to four choices more in one of its menus that are equal, each to be taken once.

    They may practise the same or not, so that they make one group, or two, or none.
    """
    story = copy.deepcopy(story)
    menus = [scene for scene in story["scenes"].values() if "choices" in scene]
    if not menus:
        return story
    scene = dice.pick(menus)
    like = dice.pick([choice for menu in menus for choice in menu["choices"]])
    kept = [key for key in ("set", "add", "remember", "when", "locked", "to") if dice.often(4)]
    equal = {"text": "Try.", "once": True, "to": "here"} | {key: like[key] for key in kept if key in like}
    if "when" not in equal:
        equal.pop("locked", None)
    act, notice, nothing = {"act": "Yes."}, {"notice": "Yes."}, dict[str, str]()
    practised = dice.pick([[nothing], [nothing], [act], [act, nothing], [act, notice], [nothing, notice]])
    for number in range(dice.pick([2, 3, 4, 4])):
        empathy = practised[number % len(practised)]
        scene["choices"].append({"id": f"try_{number}", **equal, **({"empathy": empathy} if empathy else {})})
    return story


def twinned(story: Story, dice: Dice) -> Story:
    """Return the story with choices that are much like others of their menus, and say nothing."""
    story = copy.deepcopy(story)
    variables = story.get("variables", {})
    for scene in story["scenes"].values():
        for choice in scene.get("choices", [])[:2]:
            for key in ("reply", "seen_by", "by_waiting", *(["once"] if dice.often(8) else [])):
                choice.pop(key, None)
            if dice.often(5):
                scene["choices"].append(choice | {"id": f"{choice['id']}_too"} | _otherwise(choice, variables, dice))
        if "choices" in scene and dice.often(2):
            scene["choices"].append({"id": "stay", "text": "Stay.", "to": "here"})
    return story


def _otherwise(choice: dict[str, Node], variables: dict[str, Node], dice: Dice) -> dict[str, Node]:
    """Return what sets a twin apart, if anything does: odds, the order of branches, or effects."""
    chances = choice.get("to") if "chance" in str(choice.get("to")) else None
    if chances and dice.often(6):
        turned = chances[::-1]
        return {"to": turned if dice.often(5) else [turned[0] | {"chance": turned[0]["chance"] + 1}, *turned[1:]]}
    if variables and dice.often(4):
        name = dice.pick(list(variables))
        return {"set": {name: variables[name]["start"]}, "add": {}} if dice.often(5) else {"set": {}, "add": {}}
    return {}


def varied(play: Play) -> Story:
    """Return the story of a play, made more telling in one of several ways, or as it is."""
    story, dice = play.story, Dice(bytes([*play.picks, *play.picks[::-1]]))
    ways: list[Sequence[Callable[[Story], Story]]] = [
        (),
        (opened,),
        (ending_soon,),
        (opened, ending_soon),
        (practising, opened),
        (practising, opened, ending_soon),
        (lambda each: hubbed(each, dice),),
        (practising, opened, lambda each: hubbed(each, dice)),
        (opened, lambda each: hubbed(each, dice)),
        (opened, lambda each: hubbed(each, dice), ending_soon),
        (lambda each: twinned(each, dice), opened),
        (lambda each: twinned(each, dice),),
    ]
    for change in ways[play.seed % len(ways)]:
        story = change(story)
    return _tidied(story)


def _tidied(story: Story) -> Story:
    """Return the story without lists that are empty, and with each variable in one of `set` and `add`."""
    story = copy.deepcopy(story)
    for scene in story["scenes"].values():
        for choice in scene.get("choices", []):
            for name in choice.get("set", {}).keys() & choice.get("add", {}).keys():
                del choice["add"][name]
            for key in ("set", "add", "empathy"):
                if key in choice and not choice[key]:
                    del choice[key]
    return story


@functools.cache
def cases(count: int = STORIES) -> tuple[Case, ...]:
    """Return the stories that the explorer is held against, always the same."""
    found: list[Case] = []

    @examples(count // TIMES * 2)  # more than are needed: some are too large, or next to nothing happens in them
    @given(plays())
    def gather(play: Play) -> None:
        case = Case(varied(play))
        if len(found) < count and play.seed // 12 % 4 < _size(case):
            found.append(case)

    gather()
    assert len(found) == count
    return tuple(found)


def _size(case: Case) -> int:
    """Return how many states a story has, 0 where these are too many."""
    try:
        return len(case.world.states)
    except TooManyStates:
        return 0


def held(check: Callable[[Case], None], some: int = STORIES) -> Callable[[], None]:
    """Turn a check of one story into a test of all, or of some; a story that fails is shown as small as it can be."""

    def once(play: Play) -> None:
        check(Case(play.story))

    def test() -> None:
        for case in cases(some):
            play = Play(case.plain, [], 0)
            fault = _fault(lambda _, case=case: check(case), play)  # type: ignore[misc]  # it is asked at once
            if fault is not None:
                least = _least_with(once, play, fault)
                raise AssertionError(_shown(least)) from _fault(once, least)

    test.__doc__ = check.__doc__
    return test


FEW = min(STORIES, 120)


def held_by_some(check: Callable[[Case], None]) -> Callable[[], None]:
    """Turn a check that takes long into a test of a part of the stories."""
    return held(check, FEW)


def held_by_few(check: Callable[[Case], None]) -> Callable[[], None]:
    """Turn a check that takes very long into a test of a few of the stories."""
    return held(check, FEW // 3)


def _least_with(check: Callable[[Play], None], play: Play, fault: Exception) -> Play:
    return smallest(play, lambda other: _alike(_fault(check, other), fault))


# Plays ---------------------------------------------------------------------------------------------------------------


def replayed(story: Built, made: Sequence[Made]) -> Playing:
    """Return a play after it was written as a transcript and read again, and every entry of it followed."""
    moves = [{"drew": each.scene} if isinstance(each, Brought) else {"choice": each} for each in made]
    *_, last = replay(story, read(written([header(story, 0, "a-play"), *moves])))
    followed: list[Made] = []
    for move in last.play.moves:
        followed += [] if move.choice is None else [move.choice]
        followed += [Brought(drew.to) for drew in move.step.drew]
    assert followed == list(made)
    return last.play


def choices(made: Sequence[Made]) -> list[str]:
    """Return the choices among moves."""
    return [each for each in made if isinstance(each, str)]


def depth(graph: Graph, at: int | None) -> int:
    """Return how many choices the path to a state has, -1 before the beginning."""
    return len(graph.path(at)) - 1


def least(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    """Return the least number of each name."""
    found: dict[str, int] = {}
    for name, number in pairs:
        found[name] = min(number, found.get(name, number))
    return found


def keys_after(case: Case, made: Sequence[Made]) -> list[Key]:
    """Return the oracle's states on the way of a play, the last of which is where it ends."""
    steps: list[tuple[str | None, list[str]]] = [(None, [])]
    for each in made:
        if isinstance(each, str):
            steps.append((each.partition(".")[2], []))
        else:
            steps[-1][1].append(each.scene)
    found: list[Key | None] = [None]
    for choice, drew in steps:
        (way,) = [
            way
            for way in case.world.ways
            if (way.source, way.choice) == (found[-1], choice) and [to for _, to in way.walk.drew] == drew
        ]
        found.append(way.target)
    return [each for each in found if each is not None]
