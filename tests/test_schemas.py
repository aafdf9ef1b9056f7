"""The schemas: sound, explained at every key, alike in both files, and exact about where a mistake stands.

Imports jsonschema and yaml, and nothing of the engine: whatever validates against these files in an editor
must validate the same way there and here.
"""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from jsonschema import Draft7Validator, Draft202012Validator, ValidationError

Schema = dict[str, Any]

FOLDER = Path(__file__).parent.parent / "schemas"
SCHEMAS: dict[str, Schema] = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in sorted(FOLDER.glob("*.schema.json"))
}

NAMED = ("properties", "$defs")
DESCRIBED = ("items", "additionalProperties", "propertyNames")
RULES = ("if", "then", "else", "not", "contains")
KEYWORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "examples", "type", "const", "enum"),
    *("required", "properties", "additionalProperties", "propertyNames", "minProperties"),
    *("items", "minItems", "uniqueItems", "contains", "allOf", "if", "then", "else", "not"),
    *("minimum", "maximum", "minLength", "maxLength", "pattern"),
}
"""What both dialects, 2020-12 and draft 07, read alike."""

KINDS = {
    "^[a-z][a-z0-9_]*$": {"id", "word"},
    r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$": {"full choice name"},
    "^[a-z0-9]+(-[a-z0-9]+)*$": {"story id"},
}
"""What a string of each pattern is called when it is wrong."""


class Part(NamedTuple):
    """One schema inside a schema. A rule (`if`, `then`, ...) narrows what is described elsewhere."""

    file: str
    at: str
    schema: Schema
    is_rule: bool

    def __str__(self) -> str:
        """Return its place, as the name of its test."""
        return f"{self.file}{self.at}"


def parts(file: str, schema: Schema, at: str = "#", *, is_rule: bool = False) -> Iterator[Part]:
    """Yield `schema` and every schema inside it."""
    yield Part(file, at, schema, is_rule)
    for keyword in NAMED:
        for name, inner in schema.get(keyword, {}).items():
            yield from parts(file, inner, f"{at}/{keyword}/{name}", is_rule=is_rule)
    for keyword in (*DESCRIBED, *RULES):
        if isinstance(schema.get(keyword), dict):
            yield from parts(file, schema[keyword], f"{at}/{keyword}", is_rule=is_rule or keyword in RULES)
    for index, inner in enumerate(schema.get("allOf", ())):
        yield from parts(file, inner, f"{at}/allOf/{index}", is_rule=True)


PARTS = [part for file, schema in SCHEMAS.items() for part in parts(file, schema)]
DESCRIPTIONS = [part for part in PARTS if not part.is_rule and "$ref" not in part.schema]


def faults(file: str, document: object) -> list[str]:
    """Return where each fault of `document` stands, and which keyword found it, as `$.path keyword`."""
    return _faults(Draft202012Validator(SCHEMAS[file]), document)


def _faults(validator: Draft202012Validator | Draft7Validator, document: object) -> list[str]:
    return sorted(f"{_path(error)} {error.validator}" for error in validator.iter_errors(document))


def _path(error: ValidationError) -> str:
    return "$" + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in error.absolute_path)


# The files themselves


def test_there_are_schemas() -> None:
    """The loops below have something to go over."""
    assert {"story", "chapter", "transcript"} <= set(SCHEMAS)
    assert len(DESCRIPTIONS) > 100


@pytest.mark.parametrize("file", SCHEMAS)
def test_is_a_schema(file: str) -> None:
    """Each file is valid against the metaschema of its dialect, and of the older one that editors read."""
    assert SCHEMAS[file]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMAS[file])
    Draft7Validator.check_schema(SCHEMAS[file])


@pytest.mark.parametrize("part", PARTS, ids=str)
def test_keywords(part: Part) -> None:
    """Only keywords that every reader knows, and nothing beside a `$ref`."""
    assert set(part.schema) <= KEYWORDS
    if "$ref" in part.schema:
        assert list(part.schema) == ["$ref"]
        assert part.schema["$ref"].removeprefix("#/$defs/") in SCHEMAS[part.file]["$defs"]


@pytest.mark.parametrize("part", DESCRIPTIONS, ids=str)
def test_is_explained(part: Part) -> None:
    """Every value has a title, a sentence and an example, in the order in which one reads them."""
    keywords = [keyword for keyword in part.schema if keyword != "$schema"]
    assert keywords[:3] == ["title", "description", "type"]
    assert keywords[-1] == "examples"
    assert part.schema["description"].endswith(".")
    assert part.schema["examples"]


@pytest.mark.parametrize("part", DESCRIPTIONS, ids=str)
def test_examples_are_valid(part: Part) -> None:
    """What the manual shows can be typed."""
    schema = {**part.schema, "$defs": SCHEMAS[part.file].get("$defs", {})}
    for example in part.schema["examples"]:
        assert _faults(Draft202012Validator(schema), example) == []


@pytest.mark.parametrize("part", DESCRIPTIONS, ids=str)
def test_names_are_called_alike(part: Part) -> None:
    """One pattern, one name: our diagnostics say "this <title>"."""
    pattern = part.schema.get("pattern")
    assert pattern not in KINDS or part.schema["title"] in KINDS[pattern]


@pytest.mark.parametrize("part", [part for part in PARTS if "required" in part.schema], ids=str)
def test_what_lacks_a_key_has_a_title(part: Part) -> None:
    """A rule that can find a key missing says whose key it is."""
    assert "title" in part.schema or part.at.endswith(("/if", "/if/not", "/contains"))


@pytest.mark.parametrize("part", [part for part in DESCRIPTIONS if "properties" in part.schema], ids=str)
def test_objects_are_closed(part: Part) -> None:
    """A misspelt key is a fault everywhere but in a transcript, whose unknown keys are kept."""
    assert part.schema.get("additionalProperties", True) is (str(part) == "transcript#")


@pytest.mark.parametrize("part", [part for part in DESCRIPTIONS if part.file in {"story", "chapter"}], ids=str)
def test_values_have_limits(part: Part) -> None:
    """No list is empty, no id too long, no prose blank, no number boundless; ids in a list differ; maps go by ids."""
    kinds, schema = part.schema["type"], part.schema
    if "array" in kinds:
        of = schema if kinds == "array" else schema["then"]
        assert schema["minItems"] >= 1
        assert "uniqueItems" in schema or of["items"] != {"$ref": "#/$defs/id"}
    if "object" in kinds and isinstance(schema.get("additionalProperties"), dict):
        assert schema["propertyNames"]["$ref"] in {"#/$defs/id", "#/$defs/choice_name"}
    if schema.get("pattern") in KINDS:
        assert schema["maxLength"] == (129 if "." in schema["pattern"] else 64)
    if "string" in kinds and schema["title"] not in {"value", "starting value"}:
        assert set(schema) & ({"maxLength"} if schema["title"] == "condition" else {"pattern"})
    if "integer" in kinds:
        assert set(schema) >= {"minimum", "maximum"} or "const" in schema


@pytest.mark.parametrize("key", ["set", "add", "remember", "seen_by", "to"])
def test_scenes_and_choices_share_keys(key: str) -> None:
    """A key that both have takes the same values in both; only the sentence differs."""
    scene, choice = (dict(SCHEMAS["story"]["$defs"][holder]["properties"][key]) for holder in ("scene", "choice"))
    for each in (scene, choice):
        del each["description"], each["examples"]
    assert scene == choice


@pytest.mark.parametrize("key", ["set", "add", "seen_by", "empathy"])
def test_maps_that_say_something(key: str) -> None:
    """An effect, a reason or a view is left out rather than empty."""
    assert SCHEMAS["story"]["$defs"]["choice"]["properties"][key]["minProperties"] == 1


def test_a_chapter_holds_what_a_story_holds() -> None:
    """The files work alone in an editor, so both hold the scenes, word for word."""
    story, chapter = SCHEMAS["story"]["$defs"], SCHEMAS["chapter"]["$defs"]
    assert "scene" in chapter
    assert {name: story.get(name) for name in chapter} == chapter


# Documents

PAGE = """
curbside: 1
id: boy-on-the-curb
title: The Boy on the Curb
version: 1.0.0
language: en
summary: One or two sentences for the shelf.
authors:
  - A name
license: CC-BY-4.0
ages: 9-14
content_notes:
  child_alone: A child alone
  hunger: Hunger
start: the_curb
about: For the next writer.
variables:
  hat_on:   {start: true}
  distance: {start: far, one_of: [far, near, beside]}
  minutes:  {start: 0, min: 0, max: 20, about: How long it has been.}
moments:
  shared_lunch:
    title: You gave him your sandwich
cast:
  you:
    name: Officer Smith
  boy:
    name: The boy
  camera:
    name: The camera above the shop door
dimensions:
  stand_up: {title: Standing up, about: Speaks for another.}
renamed: {scenes: {the_kerb: the_curb}, choices: {the_curb.kneel: the_curb.crouch}}
scenes:
  the_curb:
    title: The curb
    text: |
      The shouting is over. On the curb, a boy sits with a backpack
      nearly as big as he is.
    seen_by:
      boy: |
        Black shoes stop in front of you.
      camera: |
        An officer slows down.
    discuss:
      - What might the boy be thinking when the shoes stop?
      - Who else walked past, and why?
    tags: [child_alone]
    choices:
      - id: crouch
        text: Crouch down until your eyes are level with his.
        reply: The pavement is still warm.
        set: {distance: near}
        add: {minutes: 2}
        empathy:
          notice: You saw that he was not waiting for anyone.
          respect: You gave up the height that a uniform gives you.
        to: eye_level
      - id: sit
        text: Sit beside him.
        when: distance is near
        locked: You are still standing.
        once: true
        by_waiting: 20
        remember: [shared_lunch]
        seen_by:
          boy:
            - The shoes fold away.
        to: here
      - id: radio_clear
        text: Call the shop clear and take the next job.
        to: driving_off
  eye_level:
    set: {hat_on: false}
    add: {minutes: -5}
    remember: shared_lunch
    text:
      - The light has moved.
      - when: shared_lunch
        text: He is still holding the paper.
        else: He looks at his shoes.
        ripple_of: shared_lunch
      - first:
          - when: minutes >= 15
            text: The street lamps have come on.
          - text: It is still light.
      - say: owner
        text: Officer? Is he all right?
      - sequence:
          - He looks up.
          - He looks up again.
          - He waits.
      - cycle:
          - A bus passes.
          - Nobody passes.
      - shuffle:
          - A dog barks.
          - A door bangs.
    to:
      - {when: shared_lunch and minutes >= 15, to: the_clip}
      - {to: the_silence}
  the_silence:
    to:
      - {chance: 3, to: owner_watches}
      - {chance: 1, to: owner_forgets}
  driving_off: {text: The radio talks on., ending: The next job, ripple_of: [shared_lunch]}
"""
"""The examples of the language's page, put together."""

TRANSCRIPT = """
{"curbside": 1, "story": "a", "version": "1.0.0", "seed": 7, "play": "x", "alias": null, "class": null}
{"curbside": 1, "story": "boy-on-the-curb"}
{"choice": "the_curb.crouch", "after": 12}
{"choice": "the_curb.crouch", "mood": "a key that nobody knows"}
{"drew": "owner_watches"}
{"drew": "here"}
{"undo": 1}
{"redo": 1}
{"votes": {"the_curb.crouch": 12, "the_curb.radio_clear": 0}, "tie": false}
{"ending": "driving_off"}
{"shared": "words that the player chose to share"}
"""


def page() -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return the page's story, to be changed at will."""
    return yaml.safe_load(PAGE)


def story(**keys: object) -> Schema:
    """Return the smallest story, with these keys as well."""
    return {"curbside": 1, "title": "T", **keys}


def scene(**keys: object) -> Schema:
    """Return a story with one scene `a` that holds these keys."""
    return story(scenes={"a": keys})


def choice(**keys: object) -> Schema:
    """Return a story with one scene `a`, whose one choice has an id and a text, and these keys as well."""
    return scene(choices=[{"id": "b", "text": "B.", **keys}])


def block(*blocks: object) -> Schema:
    """Return a story with one scene `a`, an ending, whose words are these blocks."""
    return scene(text=list(blocks), ending="E")


def variable(**keys: object) -> Schema:
    """Return a story with one variable `v`."""
    return story(variables={"v": keys})


def test_the_page_is_a_story() -> None:
    """The examples of the language's page hold, all together."""
    assert faults("story", page()) == []


def test_the_scenes_of_the_page_are_a_chapter() -> None:
    """A chapter is a title and scenes, and the same scenes."""
    assert faults("chapter", {"chapter": "One", "scenes": page()["scenes"]}) == []


@pytest.mark.parametrize("line", TRANSCRIPT.strip().splitlines())
def test_lines_of_a_transcript(line: str) -> None:
    """Each line that the page shows is one, and so are those with unknown keys."""
    assert faults("transcript", json.loads(line)) == []


GOOD: dict[str, Schema] = {
    "no scenes: they are in chapters": story(),
    "a scene without words": scene(to="b"),
    "an ending without words": scene(ending="E"),
    "choices and a way on": scene(choices=[{"id": "b", "text": "B."}], to="c"),
    "one way on in a list": scene(to=[{"to": "b"}]),
    "a speaker of items": block({"say": "boy", "sequence": ["One.", "Two."]}),
    "items on a condition": block({"when": "lit", "cycle": ["One."], "ripple_of": ["m", "n"]}),
    "a speaking item": block({"first": [{"say": "boy", "text": "T.", "ripple_of": "m"}]}),
    "the longest id": scene(to="a" * 64),
    "the largest number": choice(set={"v": 1_000_000}, add={"w": -1_000_000}),
    "no variables yet": story(variables={}, moments={}, cast={}, content_notes={}, dimensions={}),
    "a regional language": story(language="zh-Hant-TW"),
    "one kind of rename": story(renamed={"scenes": {"a": "b"}}),
    "only the header's id is kebab-case": story(id="2-boys"),
}


@pytest.mark.parametrize("document", GOOD.values(), ids=GOOD)
def test_good_stories(document: Schema) -> None:
    """What a writer may do."""
    assert faults("story", document) == []


A, B, V = "$.scenes.a", "$.scenes.a.choices[0]", "$.variables.v"

BAD: dict[str, tuple[Schema, list[str]]] = {
    # the header
    "nothing": ({}, ["$ required", "$ required"]),
    "a later version": (story(curbside=2), ["$.curbside const"]),
    "yes for a version": (story(curbside=True), ["$.curbside const", "$.curbside type"]),
    "a misspelt key": (story(sceens={}), ["$ additionalProperties"]),
    "a number for a version": (story(version=1.0), ["$.version type"]),
    "a number for ages": (story(ages=9), ["$.ages type"]),
    "an id with a capital": (story(id="Boy"), ["$.id pattern"]),
    "a language by its name": (story(language="english"), ["$.language pattern"]),
    "a blank title": (story(title=" \n"), ["$.title pattern"]),
    "an empty title": (story(title=""), ["$.title minLength", "$.title pattern"]),
    "one author, no list": (story(authors="A name"), ["$.authors type"]),
    "no author in the list": (story(authors=[]), ["$.authors minItems"]),
    "a note with parts": (story(content_notes={"hunger": {"title": "H"}}), ["$.content_notes.hunger type"]),
    "no scenes in scenes": (story(scenes={}), ["$.scenes minProperties"]),
    "a list of scenes": (story(scenes=[{"ending": "E"}]), ["$.scenes type"]),
    "a scene's id with a capital": (story(scenes={"The_Curb": {"ending": "E"}}), ["$.scenes pattern"]),
    "a scene's id too long": (story(scenes={"a" * 65: {"ending": "E"}}), ["$.scenes maxLength"]),
    "renamed nothing": (story(renamed={}), ["$.renamed minProperties"]),
    "a choice renamed by half": (story(renamed={"choices": {"a.b": "c"}}), ["$.renamed.choices.a.b pattern"]),
    "half a choice renamed": (story(renamed={"choices": {"b": "a.c"}}), ["$.renamed.choices pattern"]),
    "a moment without a title": (story(moments={"m": {}}), ["$.moments.m required"]),
    "a moment that is a string": (story(moments={"m": "M"}), ["$.moments.m type"]),
    "one of the cast without a name": (
        story(cast={"boy": {"title": "B"}}),
        ["$.cast.boy additionalProperties", "$.cast.boy required"],
    ),
    "a dimension without its source": (story(dimensions={"d": {"title": "D"}}), ["$.dimensions.d required"]),
    "a moment that starts": (story(moments={"m": {"title": "M", "start": True}}), ["$.moments.m additionalProperties"]),
    "a dimension with a name": (
        story(dimensions={"d": {"title": "D", "about": "A.", "name": "D"}}),
        ["$.dimensions.d additionalProperties"],
    ),
    "moments renamed": (story(renamed={"moments": {"a": "b"}}), ["$.renamed additionalProperties"]),
    # variables
    "a variable with a type": (variable(start=True, type="yes"), [f"{V} additionalProperties"]),
    "no start": (variable(min=0, max=3), [f"{V} required"]),
    "a number without bounds": (variable(start=0), [f"{V} required", f"{V} required"]),
    "a number without max": (variable(start=0, min=0), [f"{V} required"]),
    "a number with words": (variable(start=0, one_of=["a", "b"]), [f"{V}.start type"]),
    "a word without words": (variable(start="far"), [f"{V} required"]),
    "a word with bounds": (
        variable(start="far", one_of=["far", "near"], min=0, max=1),
        [f"{V}.max not", f"{V}.min not"],
    ),
    "a yes with bounds": (variable(start=True, min=0, max=1), [f"{V}.max not", f"{V}.min not"]),
    "a yes with words": (variable(start=True, one_of=["a", "b"]), [f"{V}.one_of not"]),
    "no word": (variable(start="far", one_of=[]), [f"{V}.one_of minItems"]),
    "a word twice": (variable(start="far", one_of=["far", "far"]), [f"{V}.one_of uniqueItems"]),
    "a word with a space": (variable(start="far", one_of=["far", "so near"]), [f"{V}.one_of[1] pattern"]),
    "words that are no words": (variable(start="far", one_of=["far", True]), [f"{V}.one_of[1] type"]),
    "a list for a start": (variable(start=["far"]), [f"{V}.start type"]),
    "too large a number": (variable(start=0, min=0, max=1_000_001), [f"{V}.max maximum"]),
    # scenes
    "a scene that leads nowhere": (scene(text="T."), [f"{A} required"]),
    "an empty scene": (scene(), [f"{A} required"]),
    "a scene that is a string": (story(scenes={"a": "T."}), [f"{A} type"]),
    "an ending that goes on": (scene(ending="E", to="b"), [f"{A}.to not"]),
    "an ending with choices": (scene(ending="E", choices=[{"id": "b", "text": "B."}]), [f"{A}.choices not"]),
    "an ending without a title": (scene(ending=True), [f"{A}.ending type"]),
    "no choice in choices": (scene(choices=[]), [f"{A}.choices minItems"]),
    "choices by their ids": (scene(choices={"b": {"text": "B."}}), [f"{A}.choices type"]),
    "a misspelt to": (scene(too="b"), [f"{A} additionalProperties", f"{A} required"]),
    "words that are a number": (scene(text=5, to="b"), [f"{A}.text type"]),
    "no words in the list": (scene(text=[], to="b"), [f"{A}.text minItems"]),
    "a way that is no id": (scene(to="The curb"), [f"{A}.to pattern"]),
    "a tag without a list": (scene(to="b", tags="hunger"), [f"{A}.tags type"]),
    "a tag twice": (scene(to="b", tags=["hunger", "hunger"]), [f"{A}.tags uniqueItems"]),
    "a question without a list": (scene(to="b", discuss="Why?"), [f"{A}.discuss type"]),
    "eyes without words": (scene(to="b", seen_by={}), [f"{A}.seen_by minProperties"]),
    "eyes with a block alone": (scene(to="b", seen_by={"boy": {"text": "T."}}), [f"{A}.seen_by.boy type"]),
    "eyes by a name": (scene(to="b", seen_by={"The boy": "T."}), [f"{A}.seen_by pattern"]),
    "a moment twice": (scene(to="b", remember=["m", "m"]), [f"{A}.remember uniqueItems"]),
    "a moment by its title": (scene(to="b", remember=["m", "You gave"]), [f"{A}.remember[1] pattern"]),
    "nothing set": (scene(to="b", set={}), [f"{A}.set minProperties"]),
    "a list set": (scene(to="b", set={"v": ["near"]}), [f"{A}.set.v type"]),
    "words added": (scene(to="b", add={"v": "2"}), [f"{A}.add.v type"]),
    # blocks
    "else without when": (block({"text": "T.", "else": "E."}), [f"{A}.text[0] required"]),
    "else without when and text": (block({"else": "E."}), [f"{A}.text[0] required", f"{A}.text[0] required"]),
    "else without text": (block({"when": "lit", "else": "E."}), [f"{A}.text[0] required"]),
    "else of a list": (block({"when": "lit", "cycle": ["C."], "else": "E."}), [f"{A}.text[0].else not"]),
    "else of a first": (block({"first": [{"text": "T."}], "else": "E."}), [f"{A}.text[0].else not"]),
    "a block of nothing": (block("T.", {"say": "boy"}), [f"{A}.text[1] required"]),
    "a block of two": (block({"text": "T.", "sequence": ["S."]}), [f"{A}.text[0].sequence not"]),
    "a block of three": (
        block({"first": [{"text": "T."}], "cycle": ["C."], "shuffle": ["S."]}),
        [f"{A}.text[0].cycle not", f"{A}.text[0].shuffle not"],
    ),
    "a misspelt block": (block({"sequnce": ["S."]}), [f"{A}.text[0] additionalProperties", f"{A}.text[0] required"]),
    "a blank paragraph": (block(" "), [f"{A}.text[0] pattern"]),
    "a paragraph that is a list": (block(["T."]), [f"{A}.text[0] type"]),
    "a paragraph that is a number": (block(5), [f"{A}.text[0] type"]),
    "a text of blocks in a block": (block({"text": ["T."]}), [f"{A}.text[0].text type"]),
    "an item with else": (
        block({"first": [{"text": "T.", "else": "E."}]}),
        [f"{A}.text[0].first[0] additionalProperties"],
    ),
    "an item without text": (block({"first": [{"when": "lit"}]}), [f"{A}.text[0].first[0] required"]),
    "a string in first": (block({"first": ["T."]}), [f"{A}.text[0].first[0] type"]),
    "a block in a sequence": (block({"sequence": [{"text": "T."}]}), [f"{A}.text[0].sequence[0] type"]),
    "nothing in a cycle": (block({"cycle": []}), [f"{A}.text[0].cycle minItems"]),
    "a speaker by name": (block({"say": "The boy", "text": "T."}), [f"{A}.text[0].say pattern"]),
    # choices
    "a misspelt text": (scene(choices=[{"id": "b", "txet": "B."}]), [f"{B} additionalProperties", f"{B} required"]),
    "a choice without an id": (scene(choices=[{"text": "B."}]), [f"{B} required"]),
    "a choice that is a string": (scene(choices=["B."]), [f"{B} type"]),
    "a choice's id with a hyphen": (choice(id="b-c"), [f"{B}.id pattern"]),
    "blocks in a menu": (choice(text=["B."]), [f"{B}.text type"]),
    "locked without when": (choice(locked="L."), [f"{B} required"]),
    "once: false": (choice(once=False), [f"{B}.once const"]),
    "once in quotes": (choice(once="true"), [f"{B}.once const", f"{B}.once type"]),
    "no wait": (choice(by_waiting=0), [f"{B}.by_waiting minimum"]),
    "too long a wait": (choice(by_waiting=601), [f"{B}.by_waiting maximum"]),
    "a condition of yes": (choice(when=True), [f"{B}.when type"]),
    "an empty condition": (choice(when=""), [f"{B}.when minLength"]),
    "too long a condition": (choice(when="a" * 1001), [f"{B}.when maxLength"]),
    "a dimension without a reason": (choice(empathy=["notice"]), [f"{B}.empathy type"]),
    "a blank reason": (choice(empathy={"notice": " "}), [f"{B}.empathy.notice pattern"]),
    "a branch with an id": (choice(to=[{"id": "x", "to": "b"}]), [f"{B}.to[0] additionalProperties"]),
    "a choice with tags": (choice(tags=["hunger"]), [f"{B} additionalProperties"]),
    # ways on
    "a list of ids": (choice(to=["b", "c"]), [f"{B}.to[0] type", f"{B}.to[1] type"]),
    "a branch alone": (choice(to={"to": "b"}), [f"{B}.to type"]),
    "a branch without to": (choice(to=[{"when": "lit"}]), [f"{B}.to[0] required"]),
    "a branch in a branch": (choice(to=[{"to": [{"to": "b"}]}]), [f"{B}.to[0].to type"]),
    "no branch": (choice(to=[]), [f"{B}.to minItems"]),
    "when among chances": (choice(to=[{"chance": 1, "to": "b"}, {"when": "lit", "to": "c"}]), [f"{B}.to[1].when not"]),
    "no chance among chances": (choice(to=[{"chance": 1, "to": "b"}, {"to": "c"}]), [f"{B}.to[1] required"]),
    "when and chance": (choice(to=[{"when": "lit", "chance": 1, "to": "b"}]), [f"{B}.to[0].when not"]),
    "no chance at all": (choice(to=[{"chance": 0, "to": "b"}]), [f"{B}.to[0].chance minimum"]),
    "a chance in parts": (
        choice(to=[{"chance": 0.5, "to": "b"}]),
        [f"{B}.to[0].chance minimum", f"{B}.to[0].chance type"],
    ),
    "too good a chance": (choice(to=[{"chance": 1001, "to": "b"}]), [f"{B}.to[0].chance maximum"]),
}


@pytest.mark.parametrize(("document", "expected"), BAD.values(), ids=BAD)
def test_bad_stories(document: Schema, expected: list[str]) -> None:
    """Each mistake is found where it stands, and nothing else is."""
    assert faults("story", document) == expected


BLOCKS: dict[str, object] = {
    "text": "T.",
    "first": [{"text": "T."}],
    "sequence": ["S."],
    "cycle": ["C."],
    "shuffle": ["S."],
}


@pytest.mark.parametrize(("one", "other"), list(combinations(BLOCKS, 2)))
def test_a_block_is_of_one_kind(one: str, other: str) -> None:
    """Of two kinds in one block, the later is the fault."""
    assert faults("story", block({one: BLOCKS[one], other: BLOCKS[other]})) == [f"{A}.text[0].{other} not"]


@pytest.mark.parametrize("kind", BLOCKS)
@pytest.mark.parametrize("when", [{}, {"when": "lit"}], ids=["without when", "with when"])
def test_else_belongs_to_text(kind: str, when: Schema) -> None:
    """Beside a list, `else` is the fault, whether or not there is a `when`; beside `text` only the `when` may lack."""
    found = faults("story", block({**when, kind: BLOCKS[kind], "else": "E."}))
    beside_text = [] if when else [f"{A}.text[0] required"]
    assert found == (beside_text if kind == "text" else [f"{A}.text[0].else not"])


@pytest.mark.parametrize("kind", ["sequence", "cycle", "shuffle"])
def test_items_are_strings(kind: str) -> None:
    """Blocks do not nest."""
    assert faults("story", block({kind: ["S.", {"text": "T."}]})) == [f"{A}.text[0].{kind}[1] type"]


@pytest.mark.parametrize("document", [page(), *GOOD.values(), *(document for document, _ in BAD.values())])
def test_older_editors_agree(document: Schema) -> None:
    """A reader that knows draft 07 only finds the same faults in the same places."""
    assert _faults(Draft7Validator(SCHEMAS["story"]), document) == faults("story", document)


BAD_CHAPTERS: dict[str, tuple[Schema, list[str]]] = {
    "no title": ({"scenes": {"a": {"ending": "E"}}}, ["$ required"]),
    "no scenes": ({"chapter": "One"}, ["$ required"]),
    "a header": ({"chapter": "One", "start": "a", "scenes": {"a": {"ending": "E"}}}, ["$ additionalProperties"]),
    "a bad scene": ({"chapter": "One", "scenes": {"a": {"ending": "E", "to": "b"}}}, [f"{A}.to not"]),
}


@pytest.mark.parametrize(("document", "expected"), BAD_CHAPTERS.values(), ids=BAD_CHAPTERS)
def test_bad_chapters(document: Schema, expected: list[str]) -> None:
    """A chapter holds its title and scenes, nothing else."""
    assert faults("chapter", document) == expected


ENTRIES: dict[str, object] = {
    "curbside": 1,
    "choice": "a.b",
    "drew": "c",
    "undo": 1,
    "redo": 1,
    "votes": {"a.b": 1},
    "ending": "a",
    "shared": "S.",
}


@pytest.mark.parametrize(("one", "other"), list(combinations(ENTRIES, 2)))
def test_a_line_says_one_thing(one: str, other: str) -> None:
    """Of two entries in one line, the later is the fault."""
    line = {one: ENTRIES[one], other: ENTRIES[other], "story": "a"}
    assert faults("transcript", line) == [f"$.{other} not"]


BAD_LINES: dict[str, list[str]] = {
    "[]": ["$ type"],
    "{}": ["$ required"],
    '{"curbside": 1}': ["$ required"],
    '{"curbside": 2, "story": "a"}': ["$.curbside const"],
    '{"story": "a"}': ["$ required"],
    '{"curbside": 1, "story": "a", "seed": "7"}': ["$.seed type"],
    '{"curbside": 1, "story": "a", "digest": "x"}': ["$.digest pattern"],
    '{"choice": "b"}': ["$.choice pattern"],
    '{"choice": "a.b", "after": 1.5}': ["$.after type"],
    '{"choice": "a.b", "after": -1}': ["$.after minimum"],
    '{"undo": 0}': ["$.undo minimum"],
    '{"redo": true}': ["$.redo type"],
    '{"votes": {"b": 1}}': ["$.votes pattern"],
    '{"votes": {"a.b": -1}}': ["$.votes.a.b minimum"],
    '{"votes": {"a.b": 1}, "tie": "no"}': ["$.tie type"],
    '{"ending": "The next job"}': ["$.ending pattern"],
    '{"shared": " "}': ["$.shared pattern"],
}


@pytest.mark.parametrize(("line", "expected"), BAD_LINES.items())
def test_bad_lines(line: str, expected: list[str]) -> None:
    """A line that is no line of a transcript, or two at once."""
    assert faults("transcript", json.loads(line)) == expected
