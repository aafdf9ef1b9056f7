"""A whole class before a projector: what its teacher types, what is kept of it, and where the lesson pauses."""

import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from engine.terminal.face import Answer, Command, Pick, Times
from engine.terminal.voting import Refused, Votes, letter, meant, outside, result
from tests.screens import ROOT, shown

HUB = str(ROOT / "tests" / "stories" / "hub")
SCHEMA = json.loads((ROOT / "schemas" / "transcript.schema.json").read_text(encoding="utf-8"))

STORY = """\
curbside: 1
title: Two rooms
scenes:
  hall:
    title: The hall
    text: A coat hangs here.
    choices:
      - {id: in, text: Go in., to: passage}
      - {id: wait, text: Wait a little., reply: Nothing stirs., to: here}
      - {id: out, text: Go home., to: home}
  passage:
    text: It is dark.
    to: room
  room:
    title: The room
    text: Somebody sits here.
    choices:
      - {id: back, text: Go back., to: hall}
      - {id: stay, text: Stay., to: home}
  home:
    ending: Home
"""

LESSON = """\
lesson: 1
title: Two rooms
aims: [{text: We look before we guess.}]
pauses:
  - {scene: room, prompt: One minute without a word. Who might that be?, minutes: 2}
  - {scene: passage, prompt: Close your eyes., minutes: 1}
"""

GOLDEN = """\
Two rooms


Type the number of what you want to do, and Enter. ? tells what else you

can type.


The class votes. Type the letter of a choice and Enter, or how many are
for each: A 12 B 9 C 4.


The hall


A coat hangs here.


A (1). Go in.

B (2). Wait a little.

C (3). Go home.
> c 9, a 9


A and C have 9 each. Type the letter that the class goes with.
> b


B has fewer votes. Type A or C, or the votes again.
> a


You chose: Go in.


It is dark.


(Enter to go on)
>


The room


Somebody sits here.


Pause, 1 minute: Close your eyes.


(Enter to go on)
>


Pause, 2 minutes: One minute without a word. Who might that be?


(Enter to go on)
>


A (1). Go back.

B (2). Stay.
> B 13 A 12


B has 13 of 25.


You chose: Stay.


The end.


Home
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """Write a story with a lesson that pauses twice."""
    folder = tmp_path / "rooms"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "lesson.yaml").write_text(LESSON, encoding="utf-8")
    return folder


def kept(path: Path) -> list[dict[str, Any]]:
    """Return the lines of a transcript, each of which its schema allows."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        jsonschema.validate(line, SCHEMA)
    return lines


# What is typed


@pytest.mark.parametrize(
    ("line", "most", "what"),
    [
        ("b", 3, Pick(1)),
        ("C", 3, Pick(2)),
        ("2", 3, Pick(1)),
        ("ab", 28, Pick(27)),
        ("A 12 B 9 C 4", 3, (12, 9, 4)),
        ("c 4, a 12,b9", 3, (12, 9, 4)),
        ("b12", 3, (0, 12, 0)),
        ("A: 3; B = 999", 2, (3, 999)),
        ("a 007", 1, (7,)),
        ("u", 3, Command.UNDO),
        ("u 3", 3, Times(Command.UNDO, 3)),
        ("u 3", 21, (*[0] * 20, 3)),
        ("u", 21, Pick(20)),
        ("b", 1, Command.BACK),
        (".b", 3, Command.BACK),
        (". u 2", 3, Times(Command.UNDO, 2)),
        ("?", 3, Command.HELP),
        ("q", 3, Command.LEAVE),
    ],
)
def test_what_is_meant(line: str, most: int, what: Answer | Votes) -> None:
    """A letter, a number, votes in any order, or what can be asked for elsewhere, behind a dot where it must be."""
    assert meant(line, most) == what


@pytest.mark.parametrize(
    ("line", "most", "why"),
    [
        ("A 1000", 3, "A has too many: up to 999 are counted."),
        ("B " + "9" * 9999, 3, "B has too many: up to 999 are counted."),
        ("E 3", 3, "There is no E here. The letters go from A to C."),
        ("A 3 u 4", 3, "There is no U here. The letters go from A to C."),
        ("e", 3, "There is no E here. The letters go from A to C."),
        ("B 3", 1, "There is no B here. The only letter is A."),
        ("A 3 a 4", 3, "A stands there twice. Type each letter once."),
        ("A 0 B 0", 3, "Nobody is for anything so far. Type the votes, or one letter."),
        *(
            (line, 3, "Type one letter, or how many are for each, as in: A 12 B 9 C 4. ? tells what else you can type.")
            for line in ("", "4", "A B", "A -3", "A 1.5", "12 A", "all for A", "A ٣", ".", ".x", ". ", "A 3 B")
        ),
    ],
)
def test_what_is_refused(line: str, most: int, why: str) -> None:
    """With a sentence that says what to type instead."""
    with pytest.raises(Refused) as refused:
        meant(line, most)
    assert str(refused.value) == why


def test_results_in_words() -> None:
    """The most votes of all; a tie with its letters."""
    assert result((4, 12, 9)) == "B has 12 of 25."
    assert result((9, 9, 9)) == "A, B and C have 9 each. Type the letter that the class goes with."
    assert outside(1, (9, 0, 9)) == "B has fewer votes. Type A or C, or the votes again."
    assert [letter(row) for row in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# A play


def test_a_play(story: Path, tmp_path: Path) -> None:
    """In plain lines: letters, a tie that the teacher decides, the pauses; what is kept of it plays again."""
    file = tmp_path / "play.jsonl"
    typed = ("c 9, a 9", "b", "a", "", "", "", "B 13 A 12")
    screen = shown(["play", str(story), "--plain", "--projector", "--transcript", str(file)], typed)
    assert (screen.code, screen.err) == (0, "")
    assert screen.out.replace("> \n", ">\n") == GOLDEN
    head, *lines = kept(file)
    assert (head["alias"], head["class"]) == (None, None)
    assert [{key: line[key] for key in line if key != "after"} for line in lines] == [
        {"votes": {"hall.in": 9, "hall.wait": 0, "hall.out": 9}, "tie": True},
        {"choice": "hall.in"},
        {"votes": {"room.back": 12, "room.stay": 13}, "tie": False},
        {"choice": "room.stay"},
        {"ending": "home"},
    ]
    again = shown(["play", str(story), "--plain", "--replay", str(file)])
    assert (again.code, again.err) == (0, "")
    assert "You chose: Stay." in again.out
    assert "has 13" not in again.out


def test_nothing_is_lost(story: Path, tmp_path: Path) -> None:
    """Nonsense is asked again; a tie outlasts other questions, and votes that were counted anew or taken back do not.

    A letter alone is no vote.
    """
    file = tmp_path / "play.jsonl"
    typed = ("hm", "a 2 b 2", "?", ".s", "A 5 C 5", "c 1 b 7", "u", "b", "c")
    screen = shown(["play", str(story), "--plain", "--projector", "--transcript", str(file)], typed)
    assert screen.out.count("A and B have 2 each.") == 3
    assert "does all this behind a dot, as in .a" in screen.out
    assert "You are here: The hall." in screen.out
    assert [{key: line[key] for key in line if key != "after"} for line in kept(file)[1:]] == [
        {"votes": {"hall.in": 0, "hall.wait": 7, "hall.out": 1}, "tie": False},
        {"choice": "hall.wait"},
        {"undo": 1},
        {"choice": "hall.wait"},
        {"choice": "hall.out"},
        {"ending": "home"},
    ]


def test_pauses_come_with_each_arrival(story: Path) -> None:
    """Once each: not with a look back, not with what is taken back, and again with the next arrival."""
    there = ("a", "", "", "")
    screen = shown(["play", str(story), "--plain", "--projector"], (*there, ".s", "foo", "a", "u", "u", *there, "q"))
    assert screen.out.count("Pause, 2 minutes: One minute without a word.") == 2
    assert screen.out.count("Pause, 1 minute: Close your eyes.") == 2
    usual = shown(["play", str(story), "--plain"], ("1", "", "2"))
    assert "Pause" not in usual.out


def test_leaving_in_a_pause(story: Path) -> None:
    """What can be asked for elsewhere can be asked for there, and the input's end is no loop."""
    typed = ("a", "", "s", "q")
    screen = shown(["play", str(story), "--plain", "--projector"], typed)
    assert (screen.code, screen.out.count("Close your eyes.")) == (0, 1)
    assert "You are here: The room." in screen.out
    assert shown(["play", str(story), "--plain", "--projector"], ("a", "")).code == 0


def test_a_lesson_at_fault(story: Path) -> None:
    """Nothing stops: a line tells that no pause is shown."""
    (story / "lesson.yaml").write_text("lesson: 1\ntitle: Two rooms\npauses: oh\n", encoding="utf-8")
    screen = shown(["play", str(story), "--plain", "--projector"], ("a", "", "b"))
    assert screen.code == 0
    assert "none of its pauses is shown: curbside check" in screen.err
    assert "Stay." in screen.out


def test_for_a_class(tmp_path: Path) -> None:
    """No alias is offered; the votes stand in the class folder, the first of them as well."""
    folder = tmp_path / "5b"
    folder.mkdir()
    screen = shown(
        ["play", HUB, "--plain", "--projector", "--class", "5B", "--into", str(folder)], ("A 3 B 12", "c", "q")
    )
    assert screen.code == 0
    assert "alias" not in screen.out
    assert "You play together, as class 5B." in screen.out
    (path,) = folder.iterdir()
    head, votes, *_rest = kept(path)
    assert (head["alias"], head["class"], head["together"]) == (None, "5B", True)
    assert votes == {"votes": {"curb.look": 3, "curb.ask": 12, "curb.go": 0}, "tie": False}


def test_the_settings_stay(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large spacing is for this sitting; a width that is changed meanwhile is kept without it."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    shown(["play", str(story), "--plain", "--projector"], ("o", "1", "60", "3", "q"))
    assert "width = 60" in (tmp_path / "data" / "settings.toml").read_text(encoding="utf-8")
    usual = shown(["play", str(story), "--plain", "--new"], ("q",))
    assert "1. Go in.\n2. Wait a little.\n" in usual.out


def test_a_class_goes_on_with_its_own_play(story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a teacher tried alone does not come up before the class, nor the other way round."""
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    shown(["play", str(story), "--plain"], ("2", "2", "q"))
    first = shown(["play", str(story), "--plain", "--projector"], ("b 3", "q"))
    assert "You go on" not in first.out
    assert first.err == "You have left, and this play is kept: --projector goes on with it.\n"
    assert "after 1 choice." in shown(["play", str(story), "--plain", "--projector"], ("q",)).out
    assert "after 2 choices." in shown(["play", str(story), "--plain"], ("q",)).out


@pytest.mark.parametrize(
    ("more", "left_out"),
    [
        (["--replay", "x.jsonl"], "--replay"),
        (["--watch"], "--watch"),
        (["--list"], "--list"),
        (["--class", "5B", "--into", "x", "--pair"], "--pair"),
        (["--alias", "amber-otter"], "--alias"),
    ],
)
def test_what_does_not_go_together(more: list[str], left_out: str) -> None:
    """It is said, and nothing begins."""
    screen = shown(["play", HUB, "--projector", *more])
    assert (screen.code, screen.out) == (2, "")
    assert screen.err == f"--projector is for one play of the whole class, which votes: leave {left_out} out.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals that pexpect can drive")
def test_in_the_rich_player(story: Path, tmp_path: Path) -> None:
    """Prose as ever, and below it a menu that stays; nothing is answered before Enter."""
    from tests.pictures.terminal import CTRL_D, ENTER, curbside  # noqa: PLC0415 - not on Windows

    file = tmp_path / "play.jsonl"
    with curbside("play", str(story), "--projector", "--transcript", str(file), size=(80, 50)) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.press(ENTER)
        terminal.until("C (3). Go home.")
        terminal.until(lambda: terminal.lines[terminal.screen.cursor.y].strip() == ">")
        terminal.press("a 4 C 4", ENTER)
        terminal.until("A and C have 4 each.")
        terminal.press("a", ENTER)
        terminal.until("Press Enter to go on.")
        terminal.press(ENTER)
        terminal.until("Pause, 1 minute: Close your eyes.")
        terminal.until("Press Enter to go on.")
        terminal.press(ENTER)
        terminal.until("Pause, 2 minutes:")
        terminal.until("Press Enter to go on.")
        terminal.press(ENTER)
        terminal.until("B (2). Stay.")
        terminal.until(lambda: terminal.lines[terminal.screen.cursor.y].strip() == ">")
        terminal.press(CTRL_D)
        assert terminal.ended() == 0
    assert [line for line in kept(file) if "votes" in line] == [
        {"votes": {"hall.in": 4, "hall.wait": 0, "hall.out": 4}, "tie": True}
    ]
