"""The schemas with a story's own names: what is offered where, that nothing is forbidden, what is written beside it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator

from engine.reading.files import bundled, shelf
from engine.reading.load import Loaded, load, schema_of
from engine.writing.own_names import names_of
from engine.writing.own_schema import PLACES, as_text, schema_for, write_beside
from tests.screens import shown

Schema = dict[str, Any]

GLOVE = """\
curbside: 1
title: The Glove
content_notes: {cold: Cold}
variables:
  glove_on: {start: false}
  seat: {start: front, one_of: [front, beside], about: Where you sit.}
  stops: {start: 0, min: 0, max: 6}
moments:
  told_name: {title: She told you her name}
  gave_back: {title: You gave it back}
cast:
  you: {name: Sam}
  ada: {name: The girl in the red hat}
dimensions:
  speak_up: {title: Speaking up, about: Says something.}
scenes:
  bus:
    tags: [quiet]
    text: The bus.
    choices:
      - {id: ask, text: Ask., to: here}
      - {id: get_off, text: Get off., to: pavement}
  pavement:
    text: The pavement.
    ending: One glove
"""
WALKS = """\
curbside: 1
walks:
  - id: asks
    choose: [bus.ask, {drew: bus}]
    expect: {ending: pavement, remembers: told_name, variables: {seat: beside}, practised: {notice: 1}}
promises:
  - {id: out, reachable: quiet}
"""


def loaded(folder: Path, text: str = GLOVE) -> Loaded:
    """Write a story into a folder, and load it."""
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return load(folder)


def at(schema: Schema, place: str) -> Schema:
    """Return the part of a schema at a place."""
    part = schema
    for step in place.split("/"):
        part = part[step]
    return part


def offered(part: Schema) -> list[object]:
    """Return what an editor offers for a value, or as keys."""
    if part.get("type") == "object":
        return list(part["properties"])
    if "anyOf" in part:
        return list(part["anyOf"][0].get("enum", ()))
    return list(part.get("examples", ()))


def faults(schema: Schema, document: object) -> list[str]:
    """Return what is wrong with a document by a schema, read in either dialect alike; each fault once."""
    new, old = (sorted({error.message for error in each(schema).iter_errors(document)}) for each in _DIALECTS)
    assert new == old
    return new


_DIALECTS = (Draft202012Validator, Draft7Validator)


# What is offered

SCENES, MOMENTS = ["bus", "pavement"], ["told_name", "gave_back"]
OFFERED: dict[str, dict[str, list[object]]] = {
    "story": {
        "properties/start": [*SCENES],
        "properties/renamed/properties/scenes/additionalProperties": [*SCENES],
        "properties/renamed/properties/choices/additionalProperties": ["bus.ask", "bus.get_off"],
        "$defs/choice/properties/to": [*SCENES, "here"],
        "$defs/scene/properties/to": [*SCENES, "here"],
        "$defs/branch/properties/to": [*SCENES, "here"],
        "$defs/choice/properties/remember": [*MOMENTS],
        "$defs/choice/properties/set": ["glove_on", "seat", "stops"],
        "$defs/choice/properties/set/properties/glove_on": [True, False],
        "$defs/choice/properties/set/properties/seat": ["front", "beside"],
        "$defs/choice/properties/add": ["stops"],
        "$defs/choice/properties/empathy": ["notice", "understand", "feel", "act", "respect", "speak_up"],
        "$defs/choice/properties/seen_by": ["ada"],
        "$defs/block/properties/say": ["you", "ada"],
        "$defs/block/properties/ripple_of": [*MOMENTS],
        "$defs/scene/properties/tags/items": ["cold", "quiet"],
    },
    "walks": {
        "$defs/walk/properties/choose/items": ["bus.ask", "bus.get_off"],
        "$defs/step/properties/drew": [*SCENES, "here"],
        "$defs/expect/properties/ending": ["pavement"],
        "$defs/expect/properties/practised": ["notice", "understand", "feel", "act", "respect", "speak_up"],
        "$defs/promise/properties/reachable": ["endings", *SCENES, "cold", "quiet"],
    },
    "lesson": {"$defs/pause/properties/scene": [*SCENES]},
}
CASES = [(kind, place, names) for kind, places in OFFERED.items() for place, names in places.items()]


@pytest.mark.parametrize(("kind", "place", "names"), CASES, ids=[f"{kind}-{place}" for kind, place, _ in CASES])
def test_names_are_offered_where_one_is_named(kind: str, place: str, names: list[object], tmp_path: Path) -> None:
    """Scenes where a way leads, moments where one is remembered, and so on; `here` where one may stay."""
    assert offered(at(schema_for(kind, loaded(tmp_path)), place)) == names


@pytest.mark.parametrize("kind", ["story", "chapter"])
def test_a_list_of_moments_offers_them_too(kind: str, tmp_path: Path) -> None:
    """Wherever one moment or a list of them stands, each item is offered the same."""
    schema = schema_for(kind, loaded(tmp_path))
    places = [place for place, what in PLACES[kind].items() if what == "moments"]
    assert places
    for place in places:
        part = at(schema, place)
        assert part.get("then", part)["items"]["examples"] == offered(part) == MOMENTS


def test_a_name_says_what_it_is(tmp_path: Path) -> None:
    """Beside a key stands who it is, or what a variable can be, before what every such key is for."""
    choice = schema_for("story", loaded(tmp_path))["$defs"]["choice"]["properties"]
    assert choice["seen_by"]["properties"]["ada"]["description"].startswith(
        "The girl in the red hat. What these eyes see"
    )
    assert choice["empathy"]["properties"]["speak_up"]["description"].startswith("Speaking up. ")
    seat, stops = (choice["set"]["properties"][name]["description"] for name in ("seat", "stops"))
    assert seat.startswith("One of front, beside. Where you sit. ")
    assert stops.startswith("A whole number from 0 to 6. ")


def test_a_story_with_faults_gives_what_can_be_told(tmp_path: Path) -> None:
    """What is misspelt, of the wrong kind or named wrongly does not cost the rest its names."""
    text = GLOVE.replace("text: The bus.", "txet: The bus.").replace("told_name: {", "Told Name: {")
    text = text.replace("  glove_on: {start: false}", "  glove_on: never").replace("id: ask", "id: 3")
    found = loaded(tmp_path, text)
    assert found.story is None
    names = names_of(found.documents)
    assert (names.scenes, names.choices) == (("bus", "pavement"), ("bus.get_off",))
    assert (names.moments[-1], list(names.variables)) == ("gave_back", ["seat", "stops"])


@pytest.mark.parametrize(
    "text", ["", "[]", "- a", "curbside: 1", "scenes: {a: b}", "scenes: [a", "cast: 3\nvariables: x"]
)
def test_a_story_that_says_little_gives_the_schema(text: str, tmp_path: Path) -> None:
    """Whatever stands there, there is a schema, and it is sound."""
    for kind in PLACES:
        Draft7Validator.check_schema(schema_for(kind, loaded(tmp_path, text)))


# Nothing is forbidden


def parts(schema: object) -> Iterator[Schema]:
    """Yield every map in a schema."""
    if isinstance(schema, dict):
        yield schema
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(inner)


STEPS = [
    ("a new scene to go to", "to: pavement", "to: a_new_scene"),
    ("a new moment", "to: here", "to: here, remember: [told_name, a_new_moment]"),
    ("a new variable", "to: here", "to: here, set: {a_new_one: far, seat: nowhere_yet, glove_on: 3, stops: true}"),
    ("a new number", "to: here", "to: here, add: {a_new_one: 2, stops: -1}"),
    ("new eyes", "to: here", "to: here, seen_by: {somebody: Hm., you: Hm.}"),
    ("a new dimension", "to: here", "to: here, empathy: {a_new_one: You did.}"),
    ("a new tag", "[quiet]", "[a_new_tag]"),
    ("a new start", "content_notes:", "start: a_new_scene\ncontent_notes:"),
    ("a new rename", "content_notes:", "renamed: {scenes: {a: a_new_one}, choices: {a.b: c.d}}\ncontent_notes:"),
]


@pytest.mark.parametrize(("_what", "old", "new"), STEPS, ids=[what for what, _, _ in STEPS])
def test_what_is_new_today_is_no_fault_by_yesterdays_schema(_what: str, old: str, new: str, tmp_path: Path) -> None:
    """A writer who goes on writing is not told to be wrong."""
    schema = schema_for("story", loaded(tmp_path))
    assert faults(schema, yaml.safe_load(GLOVE)) == []
    assert GLOVE.count(old) >= 1
    assert faults(schema, yaml.safe_load(GLOVE.replace(old, new, 1))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to: pavement", "to: Pavement!"),
        ("to: pavement", "to: 3"),
        ("to: here", "to: here, remember: []"),
        ("to: here", "to: here, set: {seat: [far]}"),
        ("to: here", "to: here, set: {Seat: far}"),
        ("to: here", "to: here, add: {stops: many}"),
        ("to: here", "to: here, empathy: {notice: 3}"),
        ("to: here", "to: here, seen_by: {ada: 3}"),
        ("[quiet]", "[Quiet]"),
    ],
)
def test_what_was_wrong_before_is_wrong_still(old: str, new: str, tmp_path: Path) -> None:
    """With names or without, the same is at fault, and just as often."""
    schema = schema_for("story", loaded(tmp_path))
    document = yaml.safe_load(GLOVE.replace(old, new, 1))
    assert len(faults(schema, document)) == len(faults(schema_of("story"), document)) == 1


# The schemas as such


@pytest.mark.parametrize("kind", PLACES)
def test_without_a_story_it_is_the_schema_itself(kind: str, tmp_path: Path) -> None:
    """And it stays as it was when a story's names have been put into another."""
    before = json.dumps(schema_of(kind))
    assert schema_for(kind, loaded(tmp_path)) != schema_for(kind)
    assert json.dumps(schema_for(kind)) == before == json.dumps(schema_of(kind))


@pytest.mark.parametrize("kind", PLACES)
def test_keywords_are_those_of_draft_07(kind: str, tmp_path: Path) -> None:
    """Older editors read it too: it is sound in both dialects, and no example in it breaks it."""
    schema = schema_for(kind, loaded(tmp_path))
    for dialect in _DIALECTS:
        dialect.check_schema(schema)
    for part in parts(schema):
        if "examples" in part and "title" in part:
            alone = {**part, "$defs": schema["$defs"]}
            assert [fault for example in part["examples"] for fault in faults(alone, example)] == []


def test_the_bundled_stories_are_valid_by_their_own_schemas() -> None:
    """Every file of theirs, and their names are in it."""
    assert shelf()
    for folder in shelf():
        story = load(folder)
        assert story.story is not None
        schema = schema_for("story", story)
        assert set(story.story.scenes) < set(offered(at(schema, "$defs/choice/properties/to")))
        assert set(story.story.moments) == set(offered(at(schema, "$defs/choice/properties/remember")))
        files = {"story": [folder / "story.yaml"], "chapter": sorted(folder.glob("chapters/*.yaml"))}
        files |= {kind: [folder / f"{kind}.yaml"] for kind in ("lesson", "walks") if (folder / f"{kind}.yaml").exists()}
        for kind, of_kind in files.items():
            for file in of_kind:
                assert faults(schema_for(kind, story), yaml.safe_load(file.read_text(encoding="utf-8"))) == [], file


def test_a_walk_is_valid_by_the_storys_own_schema(tmp_path: Path) -> None:
    """With names that are there, and with others."""
    schema = schema_for("walks", loaded(tmp_path))
    assert faults(schema, yaml.safe_load(WALKS)) == []
    assert faults(schema, yaml.safe_load(WALKS.replace("bus.ask", "a.b").replace("quiet", "new"))) == []
    assert len(faults(schema, yaml.safe_load(WALKS.replace("bus.ask", "bus")))) == 1


# Beside the story


def test_written_beside_a_story(tmp_path: Path) -> None:
    """One schema for each kind of file that is there, each as it would be shown; a second time it is written anew."""
    story = loaded(tmp_path)
    (tmp_path / "walks.yaml").write_text(WALKS, encoding="utf-8")
    kept = tmp_path / ".curbside"
    assert write_beside(story, tmp_path) == (kept / "story.schema.json", kept / "walks.schema.json")
    assert (kept / "walks.schema.json").read_text(encoding="ascii") == as_text(schema_for("walks", story))
    (tmp_path / "chapters").mkdir()
    longer = loaded(tmp_path, GLOVE.replace("pavement", "the_kerb"))
    assert [file.name for file in write_beside(longer, tmp_path)] == [
        *("story.schema.json", "chapter.schema.json", "walks.schema.json")
    ]
    assert '"the_kerb"' in (kept / "story.schema.json").read_text(encoding="ascii")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights of their own on Windows")
def test_nothing_is_written_outside_of_the_folder(tmp_path: Path) -> None:
    """A stranger's story may hold links: one to a file is replaced, one to a folder is refused."""
    precious, inside = tmp_path / "precious", tmp_path / "story"
    (inside / ".curbside").mkdir(parents=True)
    precious.write_text("precious", encoding="utf-8")
    (inside / ".curbside" / "story.schema.json").symlink_to(precious)
    story = loaded(inside)
    write_beside(story, inside)
    assert precious.read_text(encoding="utf-8") == "precious"
    (inside / ".curbside").rename(inside / "before")
    (tmp_path / "elsewhere").mkdir()
    (inside / ".curbside").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="leads out of the story's folder"):
        write_beside(story, inside)
    assert list((tmp_path / "elsewhere").iterdir()) == []


# The command


def test_the_command_prints_a_schema(tmp_path: Path) -> None:
    """With a story's names or without, for each kind of file: JSON that any terminal can show, and no more."""
    story = loaded(tmp_path)
    for kind in PLACES:
        for named, names in (([], None), ([str(tmp_path)], story)):
            screen = shown(["schema", *named, "--kind", kind])
            assert (screen.code, screen.err) == (0, "")
            assert screen.out.isascii()
            assert json.loads(screen.out) == schema_for(kind, names)
    assert shown(["schema"]).out == shown(["schema", "--kind", "story"]).out


def test_the_command_writes_schemas(tmp_path: Path) -> None:
    """It says where they are."""
    loaded(tmp_path)
    screen = shown(["schema", str(tmp_path), "--write"])
    assert (screen.code, screen.err) == (0, "")
    assert screen.out.splitlines() == [
        str(tmp_path / ".curbside" / "story.schema.json"),
        "  first line of the story: # yaml-language-server: $schema=.curbside/story.schema.json",
    ]
    assert '"pavement"' in (tmp_path / ".curbside" / "story.schema.json").read_text(encoding="ascii")


@pytest.mark.parametrize(
    "arguments", [["no-such-story"], ["--write"], ["--kind", "transcript"], ["no-such", "--write"]]
)
def test_the_command_refuses(arguments: list[str]) -> None:
    """A story that is not there, a place that is not named, a kind that is none."""
    screen = shown(["schema", *arguments])
    assert (screen.code, screen.out) == (2, "")
    assert screen.err


def test_there_is_a_schema_for_each_kind() -> None:
    """The kinds are the schemas that a writer's files have."""
    files = {file.name.removesuffix(".schema.json") for file in bundled("schemas").glob("*.schema.json")}
    assert files - {"transcript"} == set(PLACES)
