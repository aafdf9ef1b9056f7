"""What is loose in a story is told, and what is told is true: laws over random stories.

The words and places are held by the folders of `diagnostics/`; here the walker, which plays by brute force, is asked.
"""

import copy
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.checking.check import check
from engine.checking.unused import unused
from engine.reading.load import load
from tests.properties.laws import law
from tests.properties.loading import loaded, world
from tests.properties.stories import Node, Play, Story
from tests.reference.walker import HERE, begin, choose, drawing, offered

SCENES = Path(__file__).parent.parent / "scenes"


def told(plain: Story) -> dict[str, set[str]]:
    """Return what is told of a story: each code with the words that stand at its places, which are mostly names."""
    found = loaded(plain)
    names: dict[str, set[str]] = {f"L{number}": set() for number in range(229, 235)}
    for each in unused(found):
        line = found.documents[0].lines[each.span.line - 1]
        names[each.code].add(line[each.span.column - 1 : each.span.end_column - 1])
    return names


def ways(plain: Story) -> dict[str, set[str]]:
    """Return where each scene leads, whatever its conditions say."""
    return {name: {to for key, to in pairs(scene) if key == "to"} - {HERE} for name, scene in plain["scenes"].items()}


def pairs(node: Node) -> Iterator[tuple[str, str]]:
    """Yield every key with each of the words behind it, at any depth."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(value, str):
            yield str(key), value
        elif isinstance(value, list):
            yield from ((str(key), each) for each in value if isinstance(each, str))
        yield from pairs(value)


def keys(node: Node, *of: str) -> Iterator[str]:
    """Yield the keys of every map that stands behind one of these keys, at any depth."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key in of and isinstance(value, dict):
            yield from value
        yield from keys(value, *of)


def closure(starts: set[str], on: dict[str, set[str]]) -> set[str]:
    """Return all that is reached from `starts`, and those."""
    found = set(starts)
    while new := {to for name in found for to in on[name]} - found:
        found |= new
    return found


@law(60)
def test_what_nothing_leads_to_is_told_once_and_never_reached(play: Play) -> None:
    """Told scenes and all that hangs on them are what the start does not lead to; none of them leads to another."""
    said, on = told(play.story)["L232"], ways(play.story)
    reached = closure({play.story.get("start", next(iter(on)))}, on)
    assert closure(said, on) | reached == set(on)
    assert not said & reached
    assert not any(said & closure({name}, on) - {name} for name in said)
    shown = {place for way in world(play.story).ways for kind, place, _ in way.walk.told if kind == "scene"}
    assert not said & shown


def heard(plain: Story, play: Play) -> list[object]:
    """Return all that a player reads and may do in one play."""
    draw = drawing(play.seed)
    walk, shown = begin(plain, draw, play.seed), list[object]()
    for pick in [*play.picks, None]:
        available, locked, ending = offered(plain, walk.memory)
        shown.append((walk.told, walk.memory.scene, available, locked, ending))
        if not available or pick is None:
            break
        walk = choose(plain, walk.memory, available[pick % len(available)], draw, play.seed)
    return shown


def without(node: Node, moment: str) -> Node:
    """Return a part of a story in which nothing remembers `moment`."""
    if isinstance(node, list):
        return [without(each, moment) for each in node]
    if not isinstance(node, dict):
        return node
    kept = {key: without(value, moment) for key, value in node.items() if key != "remember"}
    rest = [name for key, name in pairs({"remember": node.get("remember", [])}) if name != moment]
    return {**kept, "remember": rest} if rest else kept


def started_otherwise(plain: Story, variable: str) -> Story:
    """Return the story with another start for one variable, if it can have one."""
    changed = copy.deepcopy(plain)
    declared = changed["variables"][variable]
    low, high = declared.get("min", 0), declared.get("max", 0)
    domain = declared.get("one_of") or ([False, True] if isinstance(declared["start"], bool) else range(low, high + 1))
    others = [value for value in domain if value != declared["start"]]
    declared["start"] = others[-1] if others else declared["start"]
    return changed


@law(60)
def test_what_is_never_read_makes_no_difference(play: Play) -> None:
    """A play is word for word the same when a variable begins otherwise, or a moment is never remembered."""
    plain, said = play.story, told(play.story)
    for name in sorted(said["L229"] | said["L231"]):
        is_moment = name in plain.get("moments", {})
        if is_moment or name in plain.get("variables", {}):
            other = without(plain, name) if is_moment else started_otherwise(plain, name)
            assert heard(plain, play) == heard(other, play)


@law(60)
def test_what_is_never_set_is_always_the_same(play: Play) -> None:
    """In every state a variable is what it was at the start, and a moment has not happened."""
    plain, said = play.story, told(play.story)
    for memory in world(plain).states.values():
        for name in said["L230"] | said["L231"]:
            if name in memory.variables:
                assert memory.variables[name] == plain["variables"][name]["start"]
            assert not memory.moments.get(name)


@law(60)
def test_a_name_is_loose_when_something_is_missing_of_it(play: Play) -> None:
    """Who reads, sets, speaks and sees is counted a second time, in the plain story."""
    plain, said = play.story, told(play.story)
    found = list(pairs(plain["scenes"]))
    asked = [re.sub(r"\w+\([\w.]+\)", "", words) for key, words in found if key == "when"]
    asked += [name for _, words in found for name in re.findall(r"\{\w+\}", words)]
    asked += [words for key, words in found if key == "ripple_of"]
    read = {word for words in asked for word in re.findall(r"\w+", words)}
    set_ = set(keys(plain["scenes"], "set", "add")) | {words for key, words in found if key == "remember"}
    present = set(keys(plain["scenes"], "seen_by")) | {words for key, words in found if key == "say"}
    names = {*plain.get("variables", {}), *plain.get("moments", {})}
    assert said["L229"] == (names & set_) - read
    assert said["L230"] == (names & read) - set_
    assert said["L231"] == (names - read - set_) | (set(plain.get("cast", {})) - present)


STORY = """curbside: 1
title: Everywhere
variables:
  wet: {start: false}
  coins: {start: 0, min: 0, max: 9}
moments:
  told: {title: You were told}
cast:
  nan: {name: Nan}
dimensions:
  repair: {title: Mending, about: Puts right what went wrong.}
content_notes:
  hunger: Hunger
scenes:
  gate:
    choices:
      - {id: knock, text: Knock.}
    to: garden
  garden:
    ending: Apples
"""
KNOCK, GATE, GARDEN = "text: Knock.", "    to: garden\n", "    ending: Apples\n"


@pytest.mark.parametrize(
    ("name", "code", "place", "more"),
    [
        ("wet", "L230", KNOCK, ", when: wet"),
        ("wet", "L230", KNOCK, ", when: visited(garden) and (coins > 1 or not (wet is true))"),
        ("wet", "L230", KNOCK, ", to: [{when: wet, to: gate}, {to: garden}]"),
        ("wet", "L230", KNOCK, ", reply: [{when: wet, text: Yes.}]"),
        ("wet", "L230", KNOCK, ", seen_by: {nan: [{when: wet, text: Yes.}]}"),
        ("wet", "L230", GATE, "    text: [{first: [{when: wet, text: Yes.}]}]\n"),
        ("wet", "L230", GATE, "    text: [{when: wet, cycle: ['One.', 'Two.']}]\n"),
        ("wet", "L230", GATE, "    seen_by: {nan: [{when: wet, text: Yes.}]}\n"),
        ("wet", "L229", KNOCK, ", set: {wet: true}"),
        ("wet", "L229", GARDEN, "    set: {wet: true}\n"),
        ("coins", "L230", KNOCK, ", when: coins > 1"),
        ("coins", "L230", GATE, '    text: "{coins} knocks."\n'),
        ("coins", "L230", KNOCK, ', when: wet, locked: "{coins} are not enough."'),
        ("coins", "L230", KNOCK, ', reply: [{when: wet, text: Yes., else: "{coins}"}]'),
        ("coins", "L230", GATE, '    text: [{shuffle: ["One.", "{coins}"]}]\n'),
        ("coins", "L230", GATE, '    text: [{first: [{text: "{coins}"}]}]\n'),
        ("coins", "L230", GATE, '    seen_by: {nan: "{coins}"}\n'),
        ("coins", "L229", KNOCK, ", add: {coins: 1}"),
        ("coins", "L229", GATE, "    set: {coins: 1}\n"),
        ("told", "L230", KNOCK, ", when: told"),
        ("told", "L230", GATE, "    ripple_of: told\n"),
        ("told", "L230", GATE, "    text: [{text: Yes., ripple_of: [told]}]\n"),
        ("told", "L230", GATE, "    text: [{first: [{text: Yes., ripple_of: told}]}]\n"),
        ("told", "L230", KNOCK, ", reply: [{sequence: ['Yes.'], ripple_of: told}]"),
        ("told", "L229", KNOCK, ", remember: told"),
        ("told", "L229", GARDEN, "    remember: [told]\n"),
        ("nan", "", KNOCK, ", seen_by: {nan: Yes.}"),
        ("nan", "", GATE, "    seen_by: {nan: Yes.}\n"),
        ("nan", "", GATE, "    text: [{say: nan, text: Yes.}]\n"),
        ("nan", "", GATE, "    text: [{first: [{say: nan, text: Yes.}]}]\n"),
        ("nan", "", KNOCK, ", reply: [{say: nan, cycle: ['Yes.']}]"),
        ("repair", "", KNOCK, ", empathy: {repair: You mended it.}"),
        ("hunger", "", GARDEN, "    tags: [hunger]\n"),
    ],
)
def test_every_place_that_mentions_a_name(name: str, code: str, place: str, more: str) -> None:
    """A name that is nowhere is never used; in one place, something is missing of it, or nothing at all."""
    assert codes_of(name, STORY) == ["L231"]
    assert codes_of(name, STORY.replace(place, place + more, 1)) == [code] * bool(code)


def codes_of(name: str, written: str) -> list[str]:
    """Return what is told at the declaration of a name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(written, encoding="utf-8")
        found = load(path)
    assert found.story is not None, found.diagnostics
    line = 1 + next(at for at, each in enumerate(written.splitlines()) if each.startswith(f"  {name}:"))
    return [each.code for each in unused(found) if each.span.line == line]


def test_the_bundled_stories_are_tight() -> None:
    """Nothing is loose in what comes with Curbside."""
    found = [path for path in sorted(SCENES.iterdir()) if path.is_dir()]
    assert found
    for path in found:
        assert [each for each in check(path).diagnostics if each.severity != "note"] == []


def test_what_only_a_promise_reads_is_read(tmp_path: Path) -> None:
    """A moment that is kept for the story's own tests is not loose."""
    text = "curbside: 1\ntitle: T\nmoments:\n  rang: {title: You rang}\nscenes:\n  gate: {remember: rang, ending: E}\n"
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    assert [each.code for each in check(tmp_path).diagnostics] == ["L229"]
    for promise in ("never: not rang", "can_always_reach: gate, unless: rang"):
        (tmp_path / "walks.yaml").write_text(f"promises: [{{id: p, {promise}}}]\n", encoding="utf-8")
        assert not check(tmp_path).diagnostics
