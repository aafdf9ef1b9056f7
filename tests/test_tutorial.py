"""The tutorial quotes itself: each quoted line stands, whole, in the scene that quotes it, and each key is at work.

A quote is a block that the cast member `book` says (what stands in the same scene) or `top` (what stands above the
scenes). Its source are the lines, without their indentation, on which a key or an item of a list begins, read from the
tree of the YAML. The tree of a quote itself is left out, so no quote is its own source, and none is another's; comments
and the insides of longer words are no node's beginning, so they are no source either.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

import pytest
import yaml

from engine import load
from engine.model import Block, First, Paragraph, Prose, Scene
from tests.screens import ROOT, shown

FOLDER: Final = ROOT / "scenes" / "how-a-story-works"
SOURCE: Final = (FOLDER / "story.yaml").read_text("utf-8")
QUOTING: Final = ("book", "top")

NOT_SHOWN: Final = {
    ("scene", "set"): "a scene sets just as a choice does, which the tin shows, and no room here has a reason to",
}
"""Keys that the tutorial does without, and why."""


class Quote(NamedTuple):
    """A line that is quoted: by whom, in which scene, and on which line of the file that is done, the first being 1."""

    by: str
    scene: str
    words: str
    line: int


def quotes(source: str) -> list[Quote]:
    """Return all the lines that a story quotes, in their order."""
    return [
        Quote(_value(node, "say"), name, value.value, value.start_mark.line + 1)
        for name, scene in _scenes(source).items()
        for node in _nodes(scene)
        if _is_quote(node)
        for key, value in node.value
        if key.value == "text"
    ]


def untrue(source: str) -> list[Quote]:
    """Return the quotes that stand nowhere in what they quote."""
    lines = source.splitlines()
    top, scenes = _top(source), _scenes(source)
    stands = {name: _beginnings(lines, node) for name, node in scenes.items()}
    above = _beginnings(lines, top)
    return [each for each in quotes(source) if each.words not in (above if each.by == "top" else stands[each.scene])]


def _beginnings(lines: list[str], node: yaml.Node) -> set[str]:
    return {lines[each.start_mark.line].strip() for each in _nodes(node) if isinstance(each, yaml.ScalarNode)}


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield a node and all in it; of a quote only the quote as a whole."""
    yield node
    if isinstance(node, yaml.CollectionNode) and not _is_quote(node):
        for each in node.value:
            for inner in each if isinstance(each, tuple) else (each,):
                yield from _nodes(inner)


def _is_quote(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and _value(node, "say") in QUOTING


def _value(node: yaml.Node, key: str) -> str:
    return next((str(value.value) for name, value in node.value if name.value == key), "")


def _top(source: str) -> yaml.MappingNode:
    """Return what stands above the scenes, as one node."""
    whole = yaml.compose(source, Loader=yaml.SafeLoader)
    assert isinstance(whole, yaml.MappingNode)
    above = [(key, value) for key, value in whole.value if key.value != "scenes"]
    return yaml.MappingNode(whole.tag, above, whole.start_mark, whole.end_mark)


def _scenes(source: str) -> dict[str, yaml.Node]:
    whole = yaml.compose(source, Loader=yaml.SafeLoader)
    assert isinstance(whole, yaml.MappingNode)
    [scenes] = [value.value for key, value in whole.value if key.value == "scenes"]
    return {key.value: value for key, value in scenes}


# The quotes


QUOTES: Final = quotes(SOURCE)


def test_every_quote_is_true() -> None:
    """What the tutorial says of itself stands there."""
    assert len(QUOTES) > 40
    assert {each.by for each in QUOTES} == set(QUOTING)
    assert untrue(SOURCE) == []


def test_every_scene_quotes_itself() -> None:
    """No scene is there for the tale alone."""
    assert [
        name for name in _scenes(SOURCE) if not any(each.by == "book" and each.scene == name for each in QUOTES)
    ] == []


@pytest.mark.parametrize("quote", QUOTES, ids=lambda each: f"{each.line}")
def test_a_changed_quote_is_found(quote: Quote) -> None:
    """Another sign in any quote, and that one is told, and no other."""
    lines = SOURCE.splitlines()
    written = lines[quote.line - 1]
    lines[quote.line - 1] = written.replace(quote.words, f"{quote.words[:-2]}~{quote.words[-1]}")
    assert lines[quote.line - 1] != written
    assert [each.line for each in untrue("\n".join(lines))] == [quote.line]


# The same of a small story, and of broken copies of it


SMALL: Final = """curbside: 1
title: Small
cast:
  book: {name: In the book}
  top: {name: At the top of the book}
scenes:
  hall:
    # once: true, or not
    text:
      - |
        You read this:
        to: nowhere
      - say: book
        text: "to: here"
      - say: top
        text: "title: Small"
    choices:
      - id: knock
        text: Knock.
        to: here
      - id: go
        text: Go.
        to: yard
  yard:
    text: Grass.
    ending: Out
"""

BROKEN: Final = [
    ('"to: here"', '"to: her"'),  # a part of a line
    ('"to: here"', '"to: there"'),  # more than a line
    ('"to: here"', '"To: here"'),
    ('"to: here"', '"ending: Out"'),  # of another scene
    ('"to: here"', '"title: Small"'),  # of the top, not of the scene
    ('"to: here"', '"to: nowhere"'),  # only in the words
    ('"to: here"', '"once: true, or not"'),  # only in a comment
    ('"to: here"', '"# once: true, or not"'),
    ('"to: here"', "\"text: 'x'\"\n      - text: \"text: 'x'\"\n        say: top"),  # quotes alone, the other way round
    ("to: here\n", "to: yard\n"),  # what was quoted has changed
    ('"title: Small"', '"to: yard"'),  # of the scene, not of the top
    ("title: Small\n", "title: Little\n"),
]


def test_a_small_story_is_true() -> None:
    """The copies below differ from a story in which all is well."""
    assert [each.words for each in quotes(SMALL)] == ["to: here", "title: Small"]
    assert untrue(SMALL) == []


@pytest.mark.parametrize(
    ("old", "new"), BROKEN, ids=[f"{old.strip()} {number}" for number, (old, _) in enumerate(BROKEN)]
)
def test_a_broken_copy_is_found(old: str, new: str) -> None:
    """No quote is true by being quoted, by being said in the tale, or by standing somewhere else."""
    assert SMALL.count(old) == 1
    assert untrue(SMALL.replace(old, new)) != []


def test_quotes_are_shown_as_they_stand() -> None:
    """No sign of markup is lost on the way to the screen, and no number stands where a word stood."""
    story = load(FOLDER).story
    assert story is not None
    names = {story.cast[each]: each for each in QUOTING}
    told = [
        (names[speaker], scene.id, paragraph.plain.partition(": ")[2])
        for scene in story.scenes.values()
        for paragraph in _paragraphs(scene)
        if (speaker := _speaker(paragraph)) in names and all(run.slot is None for run in paragraph.runs)
    ]
    assert sorted(told) == sorted((each.by, each.scene, each.words) for each in QUOTES)


def _speaker(paragraph: Paragraph) -> str:
    first = paragraph.runs[0]
    return first.text.rstrip(": ") if first.style == "speaker" else ""


def _paragraphs(scene: Scene) -> Iterator[Paragraph]:
    """Yield what a scene can show, other eyes left out: nothing is quoted there."""
    texts = [scene.text, *(choice.reply for choice in scene.choices)]
    for block in chain.from_iterable(text.blocks for text in texts if text is not None):
        yield from _prose(block)


def _prose(block: Block) -> Iterator[Paragraph]:
    if isinstance(block.content, First):
        for item in block.content.items:
            yield from _prose(item)
        return
    listed: Iterable[Prose] = (block.content,) if isinstance(block.content, tuple) else block.content.items
    yield from chain(*listed, block.otherwise)


# The keys


def test_every_key_is_at_work() -> None:
    """All that the table of the writers' guide names is used, but for a few; of each of these it is said why."""
    used = set(_used(yaml.safe_load(SOURCE)))
    assert _table() - used == set(NOT_SHOWN)
    assert used - _table() == set()


def _table() -> set[tuple[str, str]]:
    page = (ROOT / "scenes" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([\w, ]+) \|", page.partition("\n## All keys\n")[2], re.MULTILINE)
    assert len(rows) > 40
    return {(kind, key) for key, kinds in rows for kind in kinds.split(", ")}


def _used(story: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield kind and key of all that is used."""
    yield from _keys("story", [story])
    yield from _keys("variable", story["variables"].values())
    for scene in story["scenes"].values():
        yield from _keys("scene", [scene])
        yield from _keys("choice", scene.get("choices", ()))
        for each in (scene, *scene.get("choices", ())):
            yield from _keys("branch", each["to"] if isinstance(each.get("to"), list) else ())
            for words in (each.get("text"), each.get("reply"), *each.get("seen_by", {}).values()):
                yield from _blocks(words)


def _blocks(words: object) -> Iterator[tuple[str, str]]:
    for each in words if isinstance(words, list) else ():
        if isinstance(each, dict):
            yield from _keys("block", [each])
            yield from _blocks(each.get("first"))


def _keys(kind: str, found: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    return ((kind, key) for each in found for key in each)


# The story


@cache
def _explored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown(["explore", str(FOLDER), "--words", "--json"]).out)
    return found


def test_every_way_has_been_looked_at() -> None:
    """Nothing is stuck, lost or never shown; each ending can be reached; its promises are kept."""
    found = _explored()
    assert (found["verdict"], found["findings"]) == ("complete", [])
    assert all(each["reached"] for each in found["endings"])
    assert all(each["kept"] for each in found["promises"])
    assert len(found["endings"]) >= 3


def test_it_can_be_read_side_by_side() -> None:
    """Scenes stand in the order in which they are first met by one who opens every door."""
    story = load(FOLDER).story
    assert story is not None
    assert 12 <= len(story.scenes) <= 16
    [whole] = [
        each for each in yaml.safe_load((FOLDER / "walks.yaml").read_text("utf-8"))["walks"] if each["id"] == "one_word"
    ]
    met = list(dict.fromkeys(step.partition(".")[0] for step in whole["choose"] if isinstance(step, str)))
    assert met == [name for name in story.scenes if name in met]


def test_check_has_nothing_to_say() -> None:
    """No fault, no warning, no note on craft."""
    said = shown(["check", str(FOLDER), "--strict", "--craft"])
    assert (said.code, said.out.count("\n")) == (0, 1)
