"""Notes on craft: what is counted, and how. The words are held by the folders of `diagnostics/`."""

import tempfile
from pathlib import Path

import pytest

from engine.checking import hard
from engine.checking.check import check
from engine.checking.craft import craft
from engine.reading.load import load

SCENES = Path(__file__).parent.parent / "scenes"


def notes(written: str) -> list[tuple[str, int, str]]:
    """Return the notes on a story: code, line and message."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(written, encoding="utf-8")
        found = load(path)
    assert found.story is not None, found.diagnostics
    return [(each.code, each.span.line, each.message) for each in craft(found)]


STORY = """curbside: 1
title: Words
variables:
  minutes: {start: 0, min: 0, max: 9}
cast:
  nan: {name: Old Nan}
scenes:
  curb:
    text: %s
    choices:
      - id: go
        text: %s
        to: home
  home:
    ending: Home
"""


def words(count: int) -> str:
    """Return so many words, in sentences of ten at most: they are easy to read."""
    return " ".join("word." if number % 10 == 9 else "Word" for number in range(count))


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ('"@"', 0),
        ("|\n      @\n\n      a b\n      c", 3),
        ('"@ - a \N{EN DASH} b \N{EM DASH} ... *** \N{HORIZONTAL ELLIPSIS}"', 2),  # signs alone are no words
        ('"@ boy\'s half-eaten"', 2),
        ('"@ **very *very* soft**"', 3),  # nor are the signs of soft and strong
        ('"@ {minutes} minutes, {minutes}:{minutes}"', 3),  # a number is a word, or a part of one
        ('["@", a, b]', 2),
        ('[{when: minutes > 1, text: "@", else: a b c}]', 0),  # the longer of the two
        ('[{when: minutes > 1, text: a b c, else: "@"}]', 0),
        ('[a, {when: minutes > 1, text: "@"}, {when: minutes < 9, text: b}]', 2),  # all that may be shown
        ('[{first: [{when: minutes > 1, text: a b}, {text: "@"}]}]', 0),  # the longest item
        ('[{sequence: ["a b", "@", c]}]', 0),
        ('[{cycle: ["a b", "@", c]}]', 0),
        ('[{shuffle: ["a b", "@", c]}]', 0),
        ('[{say: nan, text: "@"}]', 2),  # who says it is read as well
    ],
)
def test_the_words_of_a_scene(text: str, others: int) -> None:
    """One word too many is told with the count, at the scene's words; one word less is not."""
    message = "this scene may show 121 words at one visit; up to 120 are read in one go"
    assert notes(STORY % (text.replace("@", words(121 - others)), "Go.")) == [("W304", 9, message)]
    assert notes(STORY % (text.replace("@", words(120 - others)), "Go.")) == []


@pytest.mark.parametrize(("text", "others"), [('"@"', 0), ('"@ - for {minutes} minutes"', 3)])
def test_the_words_of_a_choice(text: str, others: int) -> None:
    """The same, at the words of the choice."""
    last = len((STORY % ("Snow.", "Go.")).splitlines()) - 3
    message = "this choice has 13 words; up to 12 are read at a glance"
    assert notes(STORY % ("Snow.", text.replace("@", words(13 - others)))) == [("W303", last, message)]
    assert notes(STORY % ("Snow.", text.replace("@", words(12 - others)))) == []


DECISION = """curbside: 1
title: A decision
scenes:
  curb:
    choices:
      - {id: stay, text: Stay., to: home%s}
      - {id: go, text: Go., to: home}
%s  home:
    ending: Home
"""
QUESTIONS = ["Who is there?", "Why?", "What else?"]


@pytest.mark.parametrize("questions", range(4))
@pytest.mark.parametrize("empathy", ["", ", empathy: {notice: You saw.}"])
def test_a_decision(questions: int, empathy: str) -> None:
    """Two questions and one reason are enough; what is missing is told at the scene."""
    discuss = "".join(f"      - {question}\n" for question in QUESTIONS[:questions])
    told = notes(DECISION % (empathy, discuss and f"    discuss:\n{discuss}"))
    missing = [code for code, is_missing in (("W301", questions < 2), ("W302", not empathy)) if is_missing]
    assert [(code, line) for code, line, _ in told] == [(code, 4) for code in missing]


def test_of_a_story_that_does_not_load_nothing_is_said() -> None:
    """Errors come first."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.yaml"
        path.write_text(DECISION % ("", "    to: hoem\n"), encoding="utf-8")
        found = load(path)
    assert found.story is None
    assert list(craft(found)) == []


def test_a_long_story_has_no_more_notes_than_are_told() -> None:
    """Two hundred a file."""
    scenes = "".join(f"  s{number}:\n    text: {words(121)}\n    to: home\n" for number in range(300))
    told = notes(f"curbside: 1\ntitle: Long\nscenes:\n{scenes}  home:\n    ending: Home\n")
    assert len(told) == 200
    assert {code for code, _, _ in told} == {"W304"}


def test_the_notes_on_the_bundled_stories_are_few() -> None:
    """Every decision has its questions and reasons, and choices are short; some scenes may run a little long."""
    found = [path for path in sorted(SCENES.iterdir()) if path.is_dir()]
    assert found
    for path in found:
        told = [each for each in check(path).diagnostics if each.severity == "note"]
        assert {each.code for each in told} <= {"W304"}
        assert len(told) <= 6


HARD = "Notwithstanding considerable institutional opposition everybody unanimously recommended reconsideration "


def level(text: str, head: str = "") -> list[str]:
    """Return the codes of the notes on a story of one scene with these words."""
    return [
        code for code, _, _ in notes(f"curbside: 1\ntitle: T\n{head}scenes:\n  a:\n    text: {text}\n    ending: E\n")
    ]


def test_hard_words_are_told_of_scenes_that_are_long_enough_and_in_english() -> None:
    """From sixty words on; of all that may be shown; and of no other language, whose syllables nobody counts here."""
    assert level(HARD * 8) == ["W305"]
    assert level(HARD * 7) == []  # 56 words
    assert level("Go. " * 60) == []
    assert level(f'[{{sequence: ["Go.", "{HARD * 4}", "{HARD * 4}"]}}]') == ["W305"]
    assert level(HARD * 8, "language: en-GB\n") == ["W305"]
    assert level(HARD * 8, "language: de\n") == []


def test_without_the_extra_nothing_is_said_of_hard_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing breaks."""
    monkeypatch.setattr(hard, "is_there", lambda: False)
    assert level(HARD * 8) == []
