"""The plain player alone: what it writes, what a typed line means to it, and how waiting for one is given up."""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.languages.messages import speak
from engine.model import Paragraph, Run
from engine.plays.settings import Settings
from engine.terminal.face import Answer, Command, Pick, Times
from engine.terminal.plain import Plain
from engine.terminal.telling import Chapter, Chosen, DeadEnd, Ending, Frame, Heading, Item, Notice, Row, Title, Words
from engine.terminal.typed import LONGEST
from tests.screens import BARE, ROOT

ROWS = [Row("One"), Row("Two", "and what\nstands under it"), Row("Three", "is why", closed=True)]
THINGS: list[Item] = [
    Chapter("1"),
    Heading("2"),
    Words(Paragraph((Run("3"),))),
    Chosen("4"),
    Row("5", "6", closed=True),
    Ending("7", 8),
    DeadEnd("9"),
    Notice("10", "-  "),
    Frame("11"),
]
"""One of each thing; the story's words are numbers."""


def plain(*typed: str, settings: Settings = Settings()) -> Plain:  # noqa: B008 - frozen
    """Return a face to which these lines are typed."""
    return Plain(io.StringIO("".join(f"{line}\n" for line in typed)), io.StringIO(), settings)


def shown(face: Plain) -> str:
    """Return all that a face has shown."""
    assert isinstance(face.out, io.StringIO)
    return face.out.getvalue()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("1", Pick(0)),
        (" 02 ", Pick(1)),
        ("u", Command.UNDO),
        ("U", Command.UNDO),
        ("u 3", Times(Command.UNDO, 3)),
        ("r2", Times(Command.REDO, 2)),
        ("R  12 ", Times(Command.REDO, 12)),
        ("b", Command.BACK),
        ("t", Command.FILE),
        ("o", Command.OPTIONS),
        ("q", Command.LEAVE),
    ],
)
def test_a_line_that_means_something(line: str, answer: Answer) -> None:
    """A number of the menu; a letter; letters that take back or make again with how many times."""
    face = plain(line)
    assert face.ask(ROWS) == answer
    assert "Type a number" not in shown(face)


@pytest.mark.parametrize(
    "line", ["", "0", "3", "99999999999", "u 0", "u -1", "u three", "s 2", "q 1", "1 2", "uu", "\0", "²", "x"]
)
def test_a_line_that_means_nothing_is_answered(line: str) -> None:
    """With all that can be typed; then it is asked again."""
    face = plain(line, "2")
    assert face.ask(ROWS) == Pick(1)
    told = "Type a number (1 to 2), or one of u r b s h a t o ? q; ? tells what they do."
    assert " ".join(shown(face).split()).count(told) == 1


def test_the_end_of_the_input_leaves() -> None:
    """Wherever it comes."""
    assert plain().ask(ROWS) is Command.LEAVE
    assert plain().turn(asks=True) is Command.LEAVE
    assert plain().write("What?") is None


def test_a_page_is_turned_by_whatever_is_no_command() -> None:
    """And by Enter alone."""
    face = plain("", "so be it", "b", "u")
    assert [face.turn(asks=True) for _page in range(4)] == [Command.ON, Command.ON, Command.BACK, Command.UNDO]


def test_nothing_is_too_much_for_a_pipe() -> None:
    """No window, so nothing leaves it."""
    face = plain()
    for _line in range(200):
        assert not face.is_full(Notice("One more."))
        face.show(Notice("One more."))


# Words of the player's own


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  I will say hello.\t", "I will say hello."),
        ("", None),
        (" \t ", None),
        ("q", "q"),
        ("tab\there, \x1b[31mred\x07 and\u2028more\u202e", "tab here, [31mred and more"),
        ("👩‍👩‍👧 नि é", "👩‍👩‍👧 नि é"),
        ("two  spaces", "two  spaces"),
        ("x" * LONGEST, "x" * LONGEST),
    ],
)
def test_words_are_taken_as_they_were_written(line: str, words: str | None) -> None:
    """Without what surrounds them and what cannot be shown; an empty line is none."""
    face = plain(line)
    assert face.write("What will you do?") == words
    assert shown(face).startswith("What will you do?\n> ")
    assert "Only" not in shown(face)


def test_too_many_words_are_told() -> None:
    """Nothing is cut off in silence."""
    face = plain("word " * 200)
    assert face.write("What?") == ("word " * 100).strip()
    assert shown(face).endswith("Only the first 500 characters are taken.\n")


# Settings


def test_settings_count_from_the_next_thing_on() -> None:
    """They may be exchanged at any time."""
    face = plain(settings=Settings(width=40))
    words = Words(Paragraph((Run("Out of the gate, and along the wall to the corner."),)))
    face.show(words)
    face.settings = replace(face.settings, width=20, large_spacing=True)
    face.show(words)
    assert shown(face) == (
        "Out of the gate, and along the wall to\nthe corner.\n\n\n"
        "Out of the gate, and\n\nalong the wall to\n\nthe corner.\n"
    )


def test_large_spacing_leaves_a_line_between_rows_and_more_between_paragraphs() -> None:
    """A row and what stands under it stay together."""
    face = plain("1", settings=Settings(large_spacing=True))
    face.open(Title("Title", "", ("Noise", "Night")), asks=True)
    face.show(Notice("Help"))
    face.show(Notice("leave", "q  "))
    face.ask(ROWS)
    assert shown(face) == (
        "Title\n\n\nIn this story:\n\n-  Noise\n\n-  Night\n\n\n"
        "Type the number of what you want to do, and Enter. ? tells what else you\n\ncan type.\n\n\n"
        "Help\n\nq  leave\n\n\n"
        "1. One\n\n2. Two\n   and what\n   stands under it\n\n-  Three\n   is why\n> 1\n"
    )


def test_every_sentence_of_ours_can_be_said_otherwise() -> None:
    """They are asked for when they are shown, so that the language may come later."""
    face = plain("0", "1", "", "5" * 600, settings=Settings(width=9999))
    speak(lambda message: f"<{message}>", lambda one, many, count: f"<{one if count == 1 else many}>")
    try:
        face.open(Title("0", "0", ("0",)), asks=True)
        for thing in THINGS:
            face.show(thing)
        face.ask([Row("12"), Row("13", "14", closed=True)])
        face.turn(asks=True)
        face.write("15")
        face.show(Notice(face.choosing))
    finally:
        speak()
    for line in shown(face).splitlines():
        unsaid = re.sub("<[^<>]*>", "", line.removeprefix("> "))
        assert not any(letter.isalpha() for letter in unsaid), line
    assert "<You chose: 4>" in shown(face)


# Given up


@pytest.fixture(params=["at once", "later"])
def news(request: pytest.FixtureRequest) -> Callable[[], bool]:
    """Return what says that something changed, the first or the third time that it is asked."""
    answers = iter([True] if request.param == "at once" else [False, False, True])
    return lambda: next(answers)


@pytest.mark.parametrize(
    ("asks", "given_up"),
    [
        (lambda face: face.ask(ROWS), Command.CHANGED),
        (lambda face: face.turn(asks=True), Command.CHANGED),
        (lambda face: face.write("What?"), None),
    ],
    ids=["menu", "page", "words"],
)
def test_waiting_ends_when_something_has_changed(
    asks: Callable[[Plain], object], given_up: object, news: Callable[[], bool]
) -> None:
    """The prompt's line is ended; what is typed then answers the next question, and nothing is lost."""
    read, write = os.pipe()
    with os.fdopen(read, encoding="utf-8") as keyboard, os.fdopen(write, "w", encoding="utf-8") as typing:
        face = Plain(keyboard, io.StringIO(), Settings())
        face.changed = news
        assert asks(face) == given_up
        assert shown(face).endswith("> \n")
        face.changed = None
        typing.write("2\n1\n")
        typing.flush()
        assert face.ask(ROWS) == Pick(1)
        assert face.ask(ROWS) == Pick(0)


def test_a_line_that_is_there_comes_first() -> None:
    """However often things change."""
    face = plain("2", "q")
    face.changed = lambda: True
    assert face.ask(ROWS) == Pick(1)
    assert face.ask(ROWS) is Command.LEAVE
    assert face.ask(ROWS) is Command.LEAVE, "the end of the input stays the end"


def test_what_goes_wrong_in_reading_is_raised_where_it_was_asked() -> None:
    """As without a thread."""
    face = Plain(io.TextIOWrapper(io.BytesIO(b"\xff\n"), encoding="utf-8"), io.StringIO(), Settings())
    face.changed = lambda: False
    with pytest.raises(UnicodeDecodeError):
        face.ask(ROWS)


STAGE = """
import sys
from engine.plays.settings import Settings
from engine.terminal.plain import Plain
from engine.terminal.telling import Row
face = Plain(sys.stdin, sys.stdout, Settings())
asked = []
face.changed = lambda: asked.append(1) or len(asked) > 1
print(face.ask([Row("One")]))
"""


def test_ends_while_a_line_is_still_waited_for() -> None:
    """A thread that reads does not hold up the end of the program, nor make it complain."""
    with subprocess.Popen(
        [sys.executable, "-c", STAGE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, cwd=ROOT, env=BARE,
    ) as stage:  # fmt: skip
        assert stage.stdout is not None
        assert stage.stderr is not None
        assert stage.wait(30) == 0
        assert stage.stdout.read() == "1. One\n> \nCommand.CHANGED\n"
        assert not stage.stderr.read()


def test_without_news_there_is_no_thread() -> None:
    """Nor what threads need."""
    code = STAGE.replace("face.changed = ", "unused = ") + "print('engine.terminal.waiting' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], input="1\n", capture_output=True, text=True, check=True, cwd=ROOT, env=BARE
    )
    assert done.stdout.endswith("Pick(row=0, waited=False)\nFalse\n")
