"""The proofs hold for random stories: against every single play-through, against the walker, against each other.

They prove the oracle, not the engine, and take long: they are tried where everything is, with CURBSIDE_ALL=1.
"""

# ruff: noqa: D103  a test's name is its sentence

import copy
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given

from tests.properties.laws import TIMES, examples, law
from tests.properties.stories import Play, stories
from tests.reference import figures, plays, proofs, shown, walker
from tests.reference.everything import TooManyStates, World, everything
from tests.reference.figures import NEVER, End
from tests.reference.inside import arrivals, drawn, places, written
from tests.reference.memory import Memory, holds
from tests.reference.practice import turns
from tests.reference.walker import Node, Story

pytestmark = pytest.mark.skipif(TIMES == 1, reason="takes long: set CURBSIDE_ALL=1")

STATES, STEPS = 300, 250  # a story may have more; a law is then tried on others


def world_of(story: Story) -> World | None:
    """Return all that can happen in a story, unless that is too much."""
    try:
        return everything(story, STATES)
    except TooManyStates:
        return None


def plays_of(story: Story) -> list[plays.Play] | None:
    """Return every play-through of a story, unless there are too many."""
    try:
        return list(plays.plays(story, STEPS))
    except plays.TooManySteps:
        return None


def practising(story: Story) -> Story:
    """Return the story with more to practise: every other choice of a menu carries one of two dimensions."""
    story = copy.deepcopy(story)
    for scene in story["scenes"].values():
        for index, choice in enumerate(scene.get("choices", [])):
            choice["empathy"] = [{"notice": "Yes."}, {}, {"act": "Yes."}, {"notice": "Yes.", "act": "Yes."}][index]
    return story


def ending_soon(story: Story) -> Story:
    """Return the story with every choice only once, so that all its plays come to an end."""
    story = copy.deepcopy(story)
    for scene in story["scenes"].values():
        for choice in scene.get("choices", []):
            choice["once"] = True
    return story


def opened(story: Story) -> Story:
    """Return the story with a way out of each menu, to one of two more endings: random stories seldom end."""
    story = copy.deepcopy(story)
    menus = [scene for scene in story["scenes"].values() if "choices" in scene]
    for index, scene in enumerate(menus):
        scene["choices"].append({"id": "leave", "text": "Leave.", "to": ["by_day", "by_night"][index % 2]})
    return story | {"scenes": story["scenes"] | {each: {"ending": "Out"} for each in ["by_day", "by_night"]}}


def variants(plain: Story) -> Iterator[tuple[Story, World, list[plays.Play]]]:
    """Give a story, and what can be made of it, as far as it has few states and few play-throughs."""
    for story in (plain, ending_soon(plain), ending_soon(opened(plain))):
        world, every = world_of(story), plays_of(story)
        if world is not None and every is not None:
            yield story, world, every


# Against every single play-through -----------------------------------------------------------------------------------


def test_what_the_graph_says_every_play_through_says() -> None:
    compared: Counter[str] = Counter()

    @examples(30)
    @given(stories())
    def compare(plain: Story) -> None:
        for story, world, every in variants(practising(plain)):
            compared["stories"] += 1
            compared["play-throughs"] += len(every)
            assert proofs.reached_endings(story, world) == {
                end.scene: number for end, number in nearest(every).items() if end.kind == "ending"
            }
            assert proofs.dead_ends(story, world) == {
                (end.scene, end.stopped): number for end, number in nearest(every).items() if end.kind == "dead end"
            }
            assert proofs.out_of_reach(story, world) == ruled_out(every)
            compared["ruled out"] += sum(map(len, ruled_out(every).values()))
            assert figures.count(story, world) == plays.number_of_plays(every) == len(every)
            assert figures.chances(story, world) == plays.chances_of_plays(every)
            assert figures.empathy(story, world) == plays.empathy_of_plays(story, every)
            compared["more than one stay"] += any(
                offered.most is not None and offered.most > 1
                for ranges in figures.empathy(story, world).values()
                for offered, _ in ranges.values()
            )

    compare()
    assert compared["stories"] > 100
    assert compared["play-throughs"] > 1000
    assert compared["more than one stay"] > 5
    assert compared["ruled out"] > 30


def nearest(every: list[plays.Play]) -> dict[End, int]:
    """Return the fewest choices of a play to each end."""
    found: dict[End, int] = {}
    for play in every:
        found[play.end] = min(len(play.turns) - 1, found.get(play.end, len(play.turns)))
    return found


def prefixes(play: plays.Play) -> list[tuple[str, ...]]:
    """Return what was chosen and drawn by each turn of a play."""
    return [play._replace(turns=play.turns[:number]).moves for number in range(1, len(play.turns) + 1)]


def ruled_out(every: list[plays.Play]) -> dict[str, set[str]]:
    """Return for each ending the choices after which no play comes to it, though one does that went as far alike."""
    found: dict[str, set[str]] = {}
    for ending in {play.end.scene for play in every if play.end.kind == "ending"}:
        coming = [play for play in every if play.end == End("ending", ending)]
        open_yet = {prefix for play in coming for prefix in prefixes(play)}
        keeping = {move for play in coming for move in play.moves}
        taken = {
            f"{turn.before.scene}.{turn.choice}"
            for play in every
            for prefix, turn in zip(prefixes(play), play.turns[1:], strict=False)
            if turn.before is not None and prefix in open_yet
        }
        found[ending] = taken - keeping
    return found


def test_promises_are_broken_where_some_play_through_breaks_them() -> None:
    compared: Counter[str] = Counter()

    @examples(12)
    @given(stories())
    def compare(plain: Story) -> None:
        for story, _, every in variants(plain):
            for scene in story["scenes"]:
                condition = f"visits({scene}) > 1"
                holding = [
                    number
                    for play in every
                    for number, turn in enumerate(play.turns)
                    if holds(condition, turn.walk.memory)
                ]
                assert proofs.broken_never(story, condition) == min(holding, default=None)
                lost = stranded(story, every, scene, condition)
                assert proofs.broken_can_always_reach(story, [scene], condition) == lost
                compared.update(never=bool(holding), lost=bool(lost), kept=not lost)

    compare()
    assert compared["never"] > 10
    assert compared["lost"] > 30
    assert compared["kept"] > 30


def stranded(story: Story, every: list[plays.Play], goal: str, unless: str) -> dict[str, int]:
    """Return the scenes with a menu that no play goes through that stands at the goal then or arrives there later."""
    menus: dict[tuple[str, ...], tuple[str, int]] = {}
    coming: set[tuple[str, ...]] = set()
    for play in every:
        for number, (prefix, turn) in enumerate(zip(prefixes(play), play.turns, strict=True)):
            memory = turn.walk.memory
            if walker.offered(story, memory)[0] and not holds(unless, memory):
                menus[prefix] = (memory.scene, number)
            if memory.scene == goal or any(goal in arrivals(later.walk) for later in play.turns[number + 1 :]):
                coming.add(prefix)
    found: dict[str, int] = {}
    for prefix, (scene, number) in menus.items():
        if prefix not in coming:
            found[scene] = min(number, found.get(scene, number))
    return found


def test_the_words_of_each_play_through_lie_between_the_fewest_and_the_most() -> None:
    compared: Counter[str] = Counter()

    @examples(20)
    @given(stories())
    def compare(plain: Story) -> None:
        for story, _, every in variants(plain):
            ranges = plays.words(story)
            assert ranges.keys() == {play.end.scene for play in every if play.end.kind == "ending"}
            for scene, (fewest, most) in ranges.items():
                numbers = [plays.words_of(story, play) for play in every if play.end == End("ending", scene)]
                assert fewest <= min(numbers) <= max(numbers) <= most
                if "shuffle" not in str(story):
                    assert (fewest, most) == (min(numbers), max(numbers))
                    compared["exact"] += 1
                compared["more than one"] += fewest < most

    compare()
    assert compared["exact"] > 2
    assert compared["more than one"] > 5


def labelled(story: Story, eyes: str | None) -> Story:
    """Return the story with the place of each string for its words; of those for some eyes, if they are named.

    All of a `shuffle` is one string, with all their places.
    """
    story = copy.deepcopy(story)
    for place in places(story):
        node, key = written(story, place), "reply" if "." in place else "text"
        text = node.get(key, []) if eyes is None else node.get("seen_by", {}).get(eyes, [])
        node[key] = _labelled(text, (place, key) if eyes is None else (place, "seen_by", eyes))
        if "locked" in node:
            node["locked"] = repr((place, "locked"))
    return story


def _labelled(text: Node, at: shown.Spot) -> Node:
    if isinstance(text, str):
        return repr(at)
    if isinstance(text, list):
        return [_labelled(part, (*at, index)) for index, part in enumerate(text)]
    block = {name: value for name, value in text.items() if name != "say"}
    for name in {"text", "else"} & block.keys():
        block[name] = repr((*at, name))
    for name in {"sequence", "cycle"} & block.keys():
        block[name] = [repr((*at, name, index)) for index in range(len(block[name]))]
    if "first" in block:
        block["first"] = [
            {"text": repr((*at, "first", index)), **({"when": item["when"]} if "when" in item else {})}
            for index, item in enumerate(block["first"])
        ]
    if "shuffle" in block:
        block["shuffle"] = ["\n\n".join(repr((*at, "shuffle", index)) for index in range(len(block["shuffle"])))]
    return block


def told(every: list[plays.Play], story: Story) -> Iterator[str]:
    """Give each paragraph that is told in some play, and each reason that stands at a menu or a dead end."""
    for _, _, walk in (turn for play in every for turn in play.turns):
        yield from (paragraph for _, _, paragraphs in walk.told for paragraph in paragraphs)
        memory = walk.memory
        yield from (repr((f"{memory.scene}.{choice}", "locked")) for choice in walker.offered(story, memory)[1])


def test_words_are_never_told_if_no_play_through_tells_them() -> None:
    compared: Counter[str] = Counter()

    @examples(20)
    @given(stories())
    def compare(plain: Story) -> None:
        for story, world, _ in variants(plain):
            found: set[str] = set()
            holes: set[tuple[str, str]] = set()
            for eyes in [None, *story.get("cast", {})]:
                other = labelled(story, eyes)
                retold = list(plays.plays(other))
                found.update(told(retold, other))
                if eyes is not None and any(eyes in written(story, at).get("seen_by", {}) for at in places(story)):
                    holes |= {(end, eyes) for end in _without_words(retold)}
            assert {repr(spot) for spot in shown.strings(story)} - found == {
                repr(spot) for spot in shown.never_told(story, world)
            }
            assert shown.unseen(story, world) == holes
            compared.update(shown=len(found), never=len(shown.never_told(story, world)), holes=len(holes))

    compare()
    assert compared["shown"] > 300
    assert compared["never"] > 100
    assert compared["holes"] > 5


def _without_words(every: list[plays.Play]) -> set[str]:
    """Return the endings of plays in which nothing is told; reasons do not count."""
    return {
        play.end.scene
        for play in every
        if play.end.kind == "ending"
        and not any(words for turn in play.turns for kind, _, words in turn.walk.told if kind != "locked")
    }


# Against the walker --------------------------------------------------------------------------------------------------


def numbered(story: Story) -> tuple[Story, list[str | tuple[str, int]]]:
    """Return the story without words, each condition with as many spaces behind it as its number, and their places."""
    story = copy.deepcopy(story)
    found: list[str | tuple[str, int]] = []
    for place in places(story):
        node = written(story, place)
        for key in ("reply" if "." in place else "text", "seen_by"):
            node.pop(key, None)
        branches = node["to"] if isinstance(node.get("to"), list) else []
        if "when" in node:
            node["when"] += " " * len(found)
            found.append(place)
        for index, branch in enumerate(branches):
            if "when" in branch:
                branch["when"] += " " * len(found)
                found.append((place, index))
    return story, found


def test_conditions_are_asked_when_the_walker_asks_them(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[tuple[int, bool]] = []

    def note(condition: str, memory: Memory) -> bool:
        answer = holds(condition, memory)
        answers.append((len(condition) - len(condition.rstrip()), answer))
        return answer

    monkeypatch.setattr(walker, "holds", note)
    compared: Counter[bool] = Counter()

    @examples(20)
    @given(stories())
    def compare(plain: Story) -> None:
        story, at = numbered(plain)
        answers.clear()
        world = world_of(story)
        if world is not None:
            expected: proofs.Asked = {}
            for number, answer in answers:
                expected.setdefault(at[number], set()).add(answer)
            assert proofs.asked(story, world) == expected
            compared.update(answer for answers in expected.values() for answer in answers)

    compare()
    assert min(compared[True], compared[False]) > 20


@law(20)
def test_no_play_contradicts_what_is_found(play: Play) -> None:
    story, world = play.story, world_of(play.story)
    if world is None:
        return
    scenes, choices = proofs.reached_scenes(world), proofs.offered_choices(story, world)
    endings, traps = proofs.reached_endings(story, world), proofs.traps(story, world)
    ruled_out: set[str] = set()
    for made, turn in enumerate(turns(story, play.picks, play.seed)):
        memory = turn.walk.memory
        available, _, ending = walker.offered(story, memory)
        assert all(scenes[scene] <= made for scene in arrivals(turn.walk))
        assert all(choices[f"{memory.scene}.{choice}"] <= made for choice in available)
        if turn.before is not None:
            place = f"{turn.before.scene}.{turn.choice}"
            ruled_out |= {each for each, ruling in proofs.out_of_reach(story, world).items() if place in ruling}
        if ending is not None:
            assert endings[memory.scene] <= made
            assert memory.scene not in ruled_out
        elif not available:
            assert proofs.dead_ends(story, world)[(memory.scene, turn.walk.stopped)] <= made
        for scene in story["scenes"]:
            condition = f"visits({scene}) > 2"
            if holds(condition, memory):
                nearest = proofs.broken_never(story, condition)
                assert nearest is not None
                assert nearest <= made
    assert all(number >= scenes[scene] for scene, number in traps.items())


# Against each other --------------------------------------------------------------------------------------------------


@law(30)
def test_figures_agree_with_what_can_be_reached(play: Play) -> None:
    story = practising(play.story)
    world = world_of(story)
    if world is None:
        return
    chances = figures.chances(story, world)
    traps, dead_ends = proofs.traps(story, world), proofs.dead_ends(story, world)
    assert sum(chances.values()) == 1
    assert all(chance > 0 for chance in chances.values())
    reached = proofs.reached_endings(story, world)
    assert {end.scene for end in chances if end.kind == "ending"} == reached.keys()
    assert {(end.scene, end.stopped) for end in chances if end.kind == "dead end"} <= dead_ends.keys()
    if NEVER in chances or dead_ends.keys() - {(end.scene, end.stopped) for end in chances}:
        assert traps
    for ending, ranges in figures.empathy(story, world).items():
        assert ending is None or ending in reached
        for both in ranges.values():
            for each in both:
                assert each.mean is not None
                assert each.least <= each.mean
                assert each.most is None or each.mean <= each.most
            assert both[1].least <= both[0].least
            assert (both[1].mean or Fraction(0)) <= (both[0].mean or Fraction(0))


def silent(story: Story) -> Story:
    """Return the story with no words for its choices but those of the menu."""
    story = copy.deepcopy(story)
    for place in places(story):
        if "." in place:
            for key in ("reply", "seen_by"):
                written(story, place).pop(key, None)
    return story


def test_a_story_is_no_poorer_without_a_choice_that_is_like_another() -> None:
    left_out: Counter[str] = Counter()

    @examples(50)
    @given(stories())
    def leave_out(plain: Story) -> None:
        story = silent(plain)
        world = world_of(story)
        like = {} if world is None else proofs.no_difference(story, world)
        place = next((place for place, others in like.items() if others - {walker.HERE}), None)
        if place is None or world is None:
            return
        scene, _, choice = place.partition(".")
        shorter = copy.deepcopy(story)
        rest = [each for each in shorter["scenes"][scene]["choices"] if each["id"] != choice]
        shorter["scenes"][scene]["choices"] = rest
        less = everything(shorter)
        assert proofs.reached_scenes(less) == proofs.reached_scenes(world)
        assert proofs.reached_endings(shorter, less) == proofs.reached_endings(story, world)
        assert proofs.dead_ends(shorter, less) == proofs.dead_ends(story, world)
        assert proofs.offered_choices(shorter, less).keys() == proofs.offered_choices(story, world).keys() - {place}
        left_out["choices"] += 1

    leave_out()
    assert left_out["choices"] > 5


@law(20)
def test_chances_are_what_many_steps_come_to(play: Play) -> None:
    story = opened(play.story)
    world = world_of(story)
    if world is None:
        return
    chances = figures.chances(story, world)
    ends: dict[str, float] = defaultdict(float)
    going: dict[object, float] = {None: 1.0}
    for _ in range(40):
        onward: dict[object, float] = defaultdict(float)
        for way in world.ways:
            if way.source in going:
                among = 1 if way.source is None else len(walker.offered(story, world.states[way.source])[0])
                share = going[way.source] / among * float(prod(share for _, share in drawn(story, way.walk)))
                scene = way.walk.memory.scene
                if "ending" in story["scenes"][scene]:
                    ends[scene] += share
                else:
                    onward[way.target] += share
        going = onward
    for end, chance in chances.items():
        if end.kind == "ending":
            assert ends[end.scene] - 1e-9 <= chance <= ends[end.scene] + sum(going.values()) + 1e-9


def test_a_twin_of_a_choice_makes_no_difference() -> None:
    found: Counter[str] = Counter()

    @examples(20)
    @given(stories())
    def add(plain: Story) -> None:
        story = silent(plain)
        twins = []
        for scene_id, scene in story["scenes"].items():
            for choice in scene.get("choices", [])[:1]:
                place = f"{scene_id}.{choice['id']}"
                if not choice.get("once") and f"chose({place})" not in str(story):
                    scene["choices"].append(choice | {"id": "twin"})
                    twins.append((place, f"{scene_id}.twin"))
        world = world_of(story)
        if world is None:
            return
        offered, like = proofs.offered_choices(story, world), proofs.no_difference(story, world)
        for one, other in twins:
            assert (
                (one in offered)
                == (other in offered)
                == (other in like.get(one, set()))
                == (one in like.get(other, set()))
            )
            found["twins"] += one in offered

    add()
    assert found["twins"] > 10
