"""Of words and choices it is told that they are never shown only where they never are."""

import copy
import tempfile
from pathlib import Path

import pytest

from engine.checking.unused import unused
from engine.reading.load import Loaded, load
from engine.reading.values import Document, List, Map
from tests.properties.laws import law
from tests.properties.loading import loaded, world
from tests.properties.stories import Node, Play, Story
from tests.reference.walker import offered

MARK = "NEVER"
WORDS = {"else": ["else"], "when": ["text", "first", "sequence", "cycle", "shuffle"], "text": ["text"]}
"""Which words are meant where one of these keys, or what stands behind it, is pointed at."""


def marked(plain: Story, found: Loaded) -> Story:
    """Return the story with other words wherever it is told that words are never shown."""
    changed, spans = copy.deepcopy(plain), {each.span for each in unused(found) if each.code == "L234"}

    def mark(document: Document, node: object, other: Node) -> None:
        if isinstance(node, Map):
            for key, value in node.items():
                if {document.key(node, key), document.value(node, key)} & spans:
                    other.update({each: replaced(other[each]) for each in WORDS[key] if each in other})
                mark(document, value, other[key])
        elif isinstance(node, List):
            for value, part in zip(node, other, strict=True):
                mark(document, value, part)

    mark(found.documents[0], found.documents[0].root, changed)
    return changed


def replaced(node: Node) -> Node:
    """Return the mark instead of words, or of all the words in a list."""
    if isinstance(node, list):
        return [replaced(each) for each in node]
    return {**node, "text": MARK} if isinstance(node, dict) else MARK


@law(60)
def test_what_is_never_shown_is_never_shown(play: Play) -> None:
    """Were there other words instead, nobody would read them, and no such choice is offered."""
    other = marked(play.story, loaded(play.story))
    found = world(other)
    for way in found.ways:
        assert not any(MARK in paragraph for _, _, words in way.walk.told for paragraph in words)
    for memory in found.states.values():
        available = offered(other, memory)[0]
        choices = other["scenes"][memory.scene].get("choices", [])
        assert not any(each["text"] == MARK and each["id"] in available for each in choices)


GATE = """curbside: 1
title: The gate
variables:
  wet: {start: false}
  knocks: {start: 0, min: 0, max: 3}
scenes:
  gate:
    choices:
      - {id: knock, text: Knock., set: {wet: true}, add: {knocks: 1}, to: gate}
      - {id: wait, text: Wait., to: garden}
  garden:
    text:
      - first: [%s]
    ending: Apples
"""


def read(written: str) -> Loaded:
    """Load a story."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(written, encoding="utf-8")
        found = load(path)
    assert found.story is not None, found.diagnostics
    return found


@pytest.mark.parametrize(
    ("whens", "told"),
    [
        (["wet", "not wet", ""], []),
        (["wet", "chose(gate.knock)", ""], []),  # alike inside, and asked of something else
        (["wet and chose(gate.knock)", "wet or chose(gate.knock)"], []),
        (["knocks > 0", "knocks <= 3"], []),  # always true, and the last
        (["knocks is 3", "knocks is 4"], [1]),
        (["knocks >= 0", "wet", ""], [1]),
        (["wet", "wet or true", ""], [2]),
        (["wet", "(wet)", "wet is true", "not (not wet)"], [1, 2]),
        (["wet and false", "visits(gate) < 0", "not (visits(gate) >= 0)"], [0, 1, 2]),
        (["not (knocks < 4)", "knocks is not 4", "knocks is -1"], [0, 2]),
    ],
    ids=lambda each: "; ".join(map(str, each)),
)
def test_the_items_of_a_first(whens: list[str], told: list[int]) -> None:
    """An item is told when it can never be the first that holds; of those behind one that always holds, the first."""
    items = [
        f'{{when: {when}, text: "{index}"}}' if when else f'{{text: "{index}"}}' for index, when in enumerate(whens)
    ]
    found = read(GATE % ", ".join(items))
    line = found.documents[0].lines[12]
    places = [each.span.column for each in unused(found) if each.code == "L234"]
    assert [line[:place].count("{") - 1 for place in places] == told


def test_a_locked_choice_is_shown() -> None:
    """A choice that is never offered is told, unless it is there to be read."""
    never = 'when: "false"'
    for more, told in ((never, 1), (f"{never}, locked: Not yet.", 0)):
        found = read(GATE.replace("text: Wait.", f"text: Wait., {more}") % "{text: Apples.}")
        assert sum(each.code == "L234" for each in unused(found)) == told
