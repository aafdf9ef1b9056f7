"""What a writer's editor shows: the language server that editors use for YAML, with our schemas, as it is installed.

The server is a program of its own (`npm install yaml-language-server`); what it says is compared with the schemas and
with `curbside check`. One process serves the whole file.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from engine.checking.check import check
from engine.reading.load import load, schema_of
from engine.writing.new import Made, written
from engine.writing.own_schema import write_beside
from tests.language_server import LanguageServer, Offer, found, running
from tests.screens import ROOT

PROGRAM = found()
if PROGRAM is None:
    pytest.skip(
        "npm install yaml-language-server, and set CURBSIDE_YLS to its program if it is not on the path",
        allow_module_level=True,
    )

CURSOR = "¦"
BOY = ROOT / "scenes" / "boy-on-the-curb"
CHOICE = schema_of("story")["$defs"]["choice"]["properties"]

GLOVE = """\
# yaml-language-server: $schema=.curbside/story.schema.json
curbside: 1
title: The Glove
variables:
  glove_on: {start: false}
  seat: {start: front, one_of: [front, beside]}
cast:
  you: {name: Sam}
  ada: {name: The girl in the red hat}
scenes:
  bus:
    tags: [quiet, cold]
    text: The bus.
    set: {seat: front}
    to: pavement
  pavement:
    text: The pavement.
    ending: One glove
"""


class Desk:
    """An editor with the server behind it, and the stories that are open on it."""

    def __init__(self, server: LanguageServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        done = written("lunch", folder)
        assert isinstance(done, Made)
        self.lunch = done.folder
        self.glove = folder / "glove"
        self.glove.mkdir()
        (self.glove / "story.yaml").write_text(GLOVE, encoding="utf-8")
        write_beside(load(self.glove), self.glove)
        self._numbers = count()

    def opened(self, beside: Path, text: str) -> Path:
        """Open words, as if they stood in a file beside another; return its path."""
        path = beside.with_name(f"unsaved-{next(self._numbers)}.yaml")
        self.server.open(path, text)
        return path

    def offers(self, beside: Path, text: str) -> dict[str, Offer]:
        """Return what is offered where the cursor stands in a text, by its label."""
        path = self.opened(beside, text.replace(CURSOR, ""))
        return {offer.label: offer for offer in self.server.offers(path, *_cursor(text))}

    def hover(self, beside: Path, text: str) -> str:
        """Return what is shown when the pointer rests where the cursor stands in a text."""
        return self.server.hover(self.opened(beside, text.replace(CURSOR, "")), *_cursor(text))


def _cursor(text: str) -> tuple[int, int]:
    before = text[: text.index(CURSOR)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


def edited(file: Path, old: str, new: str) -> str:
    """Return the words of a file with one piece replaced, which must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    return text.replace(old, new, 1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Run the server for all of this file."""
    assert PROGRAM is not None
    folder = tmp_path_factory.mktemp("desk")
    with running(PROGRAM, folder) as server:
        yield Desk(server, folder)


# Completion

LAST = "        to: the_bell\n"
"""The last line of the last choice in a new story."""


@pytest.mark.parametrize("typed", ["", "r", "tex"])
@pytest.mark.parametrize("where", ["a new story", "a bundled chapter"])
def test_keys_of_a_choice(where: str, typed: str, desk: Desk) -> None:
    """Every key that is not there yet, each with its sentence, whether or not a letter has been typed."""
    file, last = desk.lunch / "story.yaml", LAST
    if where == "a bundled chapter":
        file, last = BOY / "chapters" / "1-thursday.yaml", "        to: the_shop\n"
    offers = desk.offers(file, edited(file, last, f"{last}      - id: another\n        {typed}{CURSOR}\n"))
    assert set(CHOICE) - {"id"} <= set(offers)
    assert "id" not in offers
    assert offers["to"].text == "to: "
    for key in set(CHOICE) - {"id"}:
        assert offers[key].about == CHOICE[key]["description"]
        assert offers[key].text.startswith(key)


@pytest.mark.parametrize(
    ("new", "names"),
    [
        ("        to: ¦\n", {"lunch_hall", "free_chair", "the_bell", "here"}),
        ("        to: the¦\n", {"lunch_hall", "free_chair", "the_bell", "here"}),
        ("        to:\n          - {chance: 1, to: ¦}\n", {"lunch_hall", "free_chair", "the_bell", "here"}),
        ("        remember: ¦\n", {"looked_longer"}),
        ("        remember:\n          - ¦\n", {"looked_longer"}),
        ("        remember: [l¦]\n", {"looked_longer"}),
        ("        empathy:\n          ¦\n", {"notice", "understand", "feel", "act", "respect"}),
        ("        empathy: {n¦}\n", {"notice", "understand", "feel", "act", "respect"}),
        ("        seen_by:\n          ¦\n", {"boy"}),
        ("        about: Hm.\n      - id: another\n        reply:\n          - say: ¦\n", {"boy"}),
    ],
)
def test_names_of_a_new_story(new: str, names: set[str], desk: Desk) -> None:
    """Scenes, moments, dimensions and the cast, from the story's own schema: all of them, and nothing else."""
    file = desk.lunch / "story.yaml"
    assert set(desk.offers(file, edited(file, LAST, new))) == names


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("{seat: front}", "{seat: ¦}", {"front", "beside"}),
        ("{seat: front}", "{glove_on: ¦}", {"true", "false"}),
        ("{seat: front}\n", "\n      ¦\n", {"glove_on", "seat"}),
        ("[quiet, cold]", "[q¦]", {"quiet", "cold"}),
        ("curbside: 1", "curbside: 1\nstart: ¦", {"bus", "pavement"}),
    ],
)
def test_names_of_a_story_with_variables(old: str, new: str, names: set[str], desk: Desk) -> None:
    """What a variable can be, which variables there are, tags, and where the story may begin."""
    file = desk.glove / "story.yaml"
    assert set(desk.offers(file, edited(file, old, new))) == names


def test_names_in_the_walks(desk: Desk) -> None:
    """The choices of the story where one is taken, its endings where one is expected."""
    file = desk.lunch / "walks.yaml"
    choices = {f"lunch_hall.{choice}" for choice in ("look_again", "move_bag", "keep_listening")}
    assert set(desk.offers(file, edited(file, "- lunch_hall.keep_listening", "- lunch¦"))) >= choices
    assert set(desk.offers(file, edited(file, "ending: the_bell", "ending: ¦"))) == {"free_chair", "the_bell"}


# Hover


@pytest.mark.parametrize("key", ["id", "text", "reply", "empathy", "to"])
def test_a_key_is_explained(key: str, desk: Desk) -> None:
    """Resting on a key shows the schema's own sentence."""
    file = BOY / "chapters" / "1-thursday.yaml"
    text = file.read_text(encoding="utf-8")
    at = text.index(f"{key}:", text.index("choices:"))
    said = desk.hover(file, f"{text[: at + 1]}{CURSOR}{text[at + 1 :]}")
    assert CHOICE[key]["description"] in said


def test_a_name_is_explained(desk: Desk) -> None:
    """Resting on a name of one's own shows what it is."""
    file = desk.lunch / "story.yaml"
    assert "The boy at the window. What these eyes see" in desk.hover(file, edited(file, "boy: |", "bo¦y: |"))
    assert CHOICE["to"]["description"] in desk.hover(file, edited(file, "to: the_bell", "to: the¦_bell"))


# What is wrong

WRONG = {
    "a misspelt key": ("        reply: |\n          It is a good one", "        reypl: |\n          It is a good one"),
    "a misspelt text": ("        text: Turn back", "        txet: Turn back"),
    "no text": ("        text: Turn back to Mia. She is telling a story.\n", ""),
    "words for a yes": ("once: true", "once: always"),
    "a number for words": ("text: Turn back to Mia. She is telling a story.", "text: 3"),
    "a list for a name": ("to: free_chair", "to: [free_chair]"),
    "no id": ("to: free_chair", "to: Free chair"),
    "an ending that goes on": ("ending: A folded napkin", "ending: A folded napkin\n    to: lunch_hall"),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG)
def test_a_fault_stands_where_check_says(old: str, new: str, desk: Desk, tmp_path: Path) -> None:
    """The server tells it on the line on which `curbside check` tells it."""
    text = edited(desk.lunch / "story.yaml", old, new)
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    said = {fault.span.line for fault in check(tmp_path).diagnostics if fault.code.startswith("S")}
    assert len(said) == 1
    assert said <= {
        complaint.line for complaint in desk.server.complaints(desk.opened(desk.lunch / "story.yaml", text))
    }


def test_a_name_that_is_new_is_no_fault(desk: Desk) -> None:
    """The schema beside the story is yesterday's: what is written today is not called wrong."""
    file = desk.lunch / "story.yaml"
    text = edited(
        file, "to: the_bell", "to: the_yard\n        remember: heard_the_goat\n        empathy: {laugh: You did.}"
    )
    assert desk.server.complaints(desk.opened(file, text)) == []


@pytest.mark.parametrize("name", ["lunch/story.yaml", "lunch/walks.yaml", "glove/story.yaml"])
def test_nothing_is_wrong_with_a_good_story(name: str, desk: Desk) -> None:
    """A new story, its walks, and one with variables."""
    file = desk.folder / name
    assert desk.server.complaints(desk.opened(file, file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", sorted(BOY.rglob("*.yaml")), ids=lambda file: file.name)
def test_nothing_is_wrong_with_a_bundled_story(file: Path, desk: Desk) -> None:
    """Each file, by the schema that its first line names."""
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../")
    assert desk.server.complaints(desk.opened(file, text)) == []
    told = desk.server.complaints(desk.opened(file, f"{text}nonsense: 1\n"))
    assert [complaint.line for complaint in told] == [text.count("\n") + 1]
