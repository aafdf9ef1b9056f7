"""How hard words are to read, and what of a play is counted: `python -m tests.reading`.

The plays of the bundled stories' plans are held to their grade where everything is tried, with CURBSIDE_ALL=1.
"""

# ruff: noqa: RUF001  quotation marks as they are printed

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from engine import Play, Story, load, started
from engine.explore.telling import Telling
from engine.level.grade import Counted, counted, sentences
from engine.reading.files import shelf
from tests.reading import plan, table
from tests.reading.__main__ import main

ALL = os.environ.get("CURBSIDE_ALL") == "1"

# Grades

COUNTS: list[tuple[str, int, int, int]] = [  # words, syllables, sentences: counted by hand
    ("", 0, 0, 0),
    ("...", 0, 0, 0),
    ("He waits.", 2, 2, 1),
    ("Give her the eggs", 4, 4, 1),
    ("Every camera sees him.", 4, 8, 1),
    ('"Eggs," he says.', 3, 3, 1),
    ("“Eggs,” he says.", 3, 3, 1),
    ('"Where is it?" he asks.', 5, 5, 1),
    ('"Where is it?" Mina asks.', 5, 6, 2),
    ("She said, “He said, ‘Eggs!’”", 5, 5, 1),
    ('"Stop." “Why?”', 2, 2, 2),
    ("What?! No!", 2, 2, 2),
    ("She asked him (twice!) to sit.", 6, 6, 1),
    ("Mrs. Varga's shop is shut.", 5, 7, 1),
    ("Mrs. Varga’s shop is shut. Mr. Ochs’s is not.", 9, 13, 2),
    ("Don't. Don’t.", 2, 2, 2),
    ("I... I don't know.", 4, 4, 1),
    ("“Well …” she says.", 3, 3, 1),
    ("... and then he goes.", 4, 4, 1),
    ("He waits... Then he goes.", 5, 5, 2),
    ("He says: nothing.", 3, 4, 2),
    ("He looks—and goes. He looks – and goes.", 8, 8, 2),
    ("A grown-up, twenty-one years old.", 5, 8, 1),
    ("9 eggs. 12 rolls. 0 cakes.", 6, 7, 3),
    ("It is 9 o'clock on the 4th.", 7, 8, 1),
    ("Bus 42 leaves at 7:30.", 5, 10, 1),
    ("It costs 3.50.", 3, 5, 1),
    ("145 and 1,500 people.", 4, 15, 1),
    ("Pfft.", 1, 1, 1),
    ("The neighbour's colours.", 3, 5, 1),
]


@pytest.mark.parametrize(("text", "words", "syllables", "stops"), COUNTS, ids=[row[0] for row in COUNTS])
def test_words_syllables_and_sentences(text: str, words: int, syllables: int, stops: int) -> None:
    """They are what somebody counts who reads aloud."""
    assert counted([text]) == Counted(words, syllables, stops)


def test_a_paragraph_ends_a_sentence() -> None:
    """Two labels without a stop are two sentences, not one that is twice as long."""
    assert counted(["Wait here", "", "Go on"]) == Counted(4, 4, 2)


def test_sentences_are_those_that_are_written() -> None:
    """A writer finds them again."""
    paragraph = 'Mrs. Varga nods. "Is it late?" she asks. “It is …” So: nine. ... Go'
    assert list(sentences(paragraph)) == [
        "Mrs. Varga nods.",
        '"Is it late?" she asks.',
        "“It is …”",
        "So:",
        "nine.",
        "Go",
    ]


@pytest.mark.parametrize(
    ("found", "grade"),
    [
        (Counted(0, 0, 0), 0.0),
        (Counted(10, 10, 1), 0.11),  # 3.9 + 11.8 - 15.59
        (Counted(100, 150, 5), 9.91),  # 7.8 + 17.7 - 15.59
        (Counted(200, 240, 25), 1.69),  # 3.12 + 14.16 - 15.59
    ],
)
def test_the_formula(found: Counted, grade: float) -> None:
    """It is that of Flesch and Kincaid."""
    assert found.grade == pytest.approx(grade, abs=1e-9)


# Plays

SMALL = """
curbside: 1
id: small
title: Small
variables:
  apples: {start: 2, min: 0, max: 9}
moments:
  gave: {title: You gave one}
cast:
  boy: {name: The boy}
  dog: {name: The dog}
scenes:
  stall:
    text:
      - "You hold **{apples}** apples."
      - say: boy
        text: Is one for me?
      - sequence:
          - He waits.
          - He still waits here.
      - when: gave
        text: He eats.
        else: He looks at you.
    seen_by:
      boy: Her hands are full of red apples.
    choices:
      - id: give
        text: Give one of {apples}.
        once: true
        add: {apples: -1}
        remember: gave
        reply: Gone.
        seen_by: {boy: An apple.}
        to: stall
      - {id: go, text: Go home, to: gate}
  gate:
    text: The gate is in front of you.
    choices:
      - {id: climb, text: Climb it., when: apples is 9, locked: Your arms are far too tired., to: end}
    to: way
  way:
    text: You walk.
    choices:
      - {id: on, text: On., to: end}
      - {id: back, text: "Back, and home another way.", to: other}
  end: {ending: At home, text: Done.}
  other:
    ending: Another way
    text:
      - cycle:
          - "It was: long."
          - It was short.
"""

HARD = """
curbside: 1
id: hard
title: Hard
start: office
scenes:
  office:
    text: Administrative responsibilities unfortunately necessitate considerable deliberation.
    choices:
      - {id: go, text: Go., to: end}
  end: {ending: Over, text: Done.}
"""

Shelve = Callable[[str], Path]


@pytest.fixture(scope="module")
def shelve(tmp_path_factory: pytest.TempPathFactory) -> Shelve:
    """Return what puts a story into a file."""

    def shelved(text: str) -> Path:
        path = tmp_path_factory.mktemp("reading") / "story.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return shelved


def story_of(path: Path) -> Story:
    """Return a story that is sound."""
    loaded = load(path)
    assert loaded.story is not None, loaded.diagnostics
    return loaded.story


def as_the_explorer_counts(play: Play) -> tuple[int, int]:
    """Return how few and how many words the explorer counts in a play: two numbers, as a shuffle may show any item."""
    telling = Telling(play.story)
    told = [telling.told(move.step, play.story.choice(move.choice or ""))[0] for move in play.moves]
    return sum(few for few, _many in told), sum(many for _few, many in told)


def every(play: Play) -> Iterator[Play]:
    """Yield all plays that go on from here to an ending."""
    if play.offer.ending:
        yield play
    for choice in play.offer.choices:
        yield from every(play.choose(choice.name))


def at_random(story: Story, seed: int) -> Play:
    """Return a play of some length."""
    dice, play = Random(seed), started(story, seed)  # noqa: S311 - no secret
    while play.offer.choices and len(play.moves) < 200:
        play = play.choose(dice.choice(play.offer.choices).name)
    return play


def test_what_is_read_in_a_play(shelve: Shelve) -> None:
    """All that is told, reasons included, and the choices that are taken; a speaker is read, and is no sentence."""
    play = started(story_of(shelve(SMALL)), 0)
    for name in ("stall.give", "stall.go", "way.on"):
        play = play.choose(name)
    read = plan.read("a", play)
    assert [(each.place, each.speaker + each.text) for each in read.passages] == [
        ("stall", "You hold 2 apples."),
        ("stall", "The boy: Is one for me?"),
        ("stall", "He waits."),
        ("stall", "He looks at you."),
        ("stall.give", "Give one of 2."),
        ("stall.give", "Gone."),
        ("stall", "You hold 1 apples."),
        ("stall", "The boy: Is one for me?"),
        ("stall", "He still waits here."),
        ("stall", "He eats."),
        ("stall.go", "Go home"),
        ("gate", "The gate is in front of you."),
        ("gate", "Your arms are far too tired."),
        ("way", "You walk."),
        ("way.on", "On."),
        ("end", "Done."),
    ]
    assert read.words == 56
    assert read.counted == Counted(52, 55, 16)
    assert (read.ending, read.choices, read.longest) == ("At home", 3, "The gate is in front of you.")


def test_what_other_eyes_read_of_it(shelve: Shelve) -> None:
    """Their own words alone; who saw nothing is left out."""
    play = started(story_of(shelve(SMALL)), 0).choose("stall.give")
    (boy,) = plan.through_eyes(plan.read("a", play))
    assert (boy.eyes, boy.words) == ("boy", 16)
    assert [each.text for each in boy.passages] == [
        "Her hands are full of red apples.",
        "An apple.",
        "Her hands are full of red apples.",
    ]


def test_the_shortest_and_the_longest_play_are_the_explorers(shelve: Shelve) -> None:
    """Of all plays of a story, the fewest and the most words are those that it tells."""
    story = story_of(shelve(SMALL))
    found = plan.explored(story).words
    assert found is not None
    words = [plan.read("a", play).words for play in every(started(story, 0))]
    assert (min(words), max(words)) == (found.least, found.most)


@pytest.mark.parametrize("folder", shelf(), ids=lambda path: path.name)
def test_a_play_has_as_many_words_as_the_explorer_counts(folder: Path) -> None:
    """In the bundled stories too, wherever chance goes."""
    story = story_of(folder)
    for seed in range(10):
        play = at_random(story, seed)
        few, many = as_the_explorer_counts(play)
        assert few <= plan.read("a", play).words <= many


@pytest.mark.parametrize("folder", [None, *(shelf() if ALL else ())], ids=lambda path: path.name if path else "small")
def test_every_play_of_the_plan_is_counted_and_easy(folder: Path | None, shelve: Shelve) -> None:
    """Each has as many words as the explorer counts; none is harder than its story may be."""
    story = story_of(folder or shelve(SMALL))
    reads = plan.reads(plan.explored(story, words=False))
    assert reads
    for read in reads:
        few, many = as_the_explorer_counts(read.play)
        assert few <= read.words <= many
    assert [(each.id, each.counted.grade, each.longest) for each in reads if plan.is_too_hard(each)] == []


# The tables

EXPECTED = """\
Small (small)

            words  minutes  of all plays  words  minutes
  shortest     56      0.5  least            35      0.3
  middle       56      0.5  on average       48      0.4
  longest      62      0.6  most             62      0.6

  play         choices  words  minutes  grade  words per sentence  ending       longest sentence
  covering_01        3     56      0.5  -1.84                 3.2  At home      7: "The gate is in front of you."
  covering_02        3     62      0.6  -1.44                 3.4  Another way  7: "The gate is in front of you."
  Highest grade: -1.44, of covering_02

  Through the eyes of boy

            words  minutes
  shortest     16      0.1
  middle       16      0.1
  longest      16      0.1

  play         choices  words  minutes  grade  words per sentence  ending       longest sentence
  covering_01        3     16      0.1   0.50                 5.3  At home      7: "Her hands are full of red apples."
  covering_02        3     16      0.1   0.50                 5.3  Another way  7: "Her hands are full of red apples."
  Highest grade: 0.50, of covering_01

  The hardest sentences

  grade  words  place       sentence
    0.5      6  gate.climb  "Your arms are far too tired."
   -1.1      7  gate        "The gate is in front of you."

  The hardest sentences of other eyes

  grade  words  place  sentence
    0.6      7  stall  "Her hands are full of red apples."

"""


def test_the_table(shelve: Shelve, capsys: pytest.CaptureFixture[str]) -> None:
    """A story's plays: how long they are, a row for each, and the highest grade."""
    path = shelve(SMALL)
    assert main([str(path), "--eyes", "--sentences"]) == 0
    assert capsys.readouterr().out == EXPECTED


def test_a_hard_play_is_told_by_the_code(shelve: Shelve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless it is a tutorial's: that has other words to teach."""
    path = str(shelve(HARD))
    assert main([path]) == 1
    monkeypatch.setattr(plan, "TUTORIALS", frozenset({"hard"}))
    assert main([path]) == 0


def test_what_is_no_story_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With a code of its own."""
    assert main([str(tmp_path / "none")]) == 2
    assert "no story that can be played" in capsys.readouterr().err


def test_where_there_is_no_plan_that_is_said(shelve: Shelve) -> None:
    """A story may have too many states for one."""
    found = replace(plan.explored(story_of(shelve(SMALL))), covering=None, withheld=("covering",), why="limit")
    assert plan.reads(found) == []
    assert "There is no proofreading plan: there are more than" in "\n".join(table.story(found, []))
