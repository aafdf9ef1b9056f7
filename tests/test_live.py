"""What is live in the rich player: words being written, news and waits, hints, the cursor, a full window."""

import io
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import dropwhile
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from engine.model import Paragraph, Run
from engine.plays.settings import Settings
from engine.terminal import live
from engine.terminal.face import Answer, Command, Pick, Wait
from engine.terminal.menu import Keyboard
from engine.terminal.rich import Rich
from engine.terminal.telling import Chapter, Frame, Heading, Item, Notice, Row, Title, Words
from engine.terminal.typed import LONGEST
from tests.pictures.terminal import CTRL_C, CTRL_D, CTRL_Z, DOWN, END, ENTER, ESCAPE, HOME, UP, Terminal

ROWS = [Row("One"), Row("Two"), Row("Three"), Row("Four", "is why", closed=True)]
PASTE = "\x1b[200~{}\x1b[201~"


@contextmanager
def rich(keys: str = "", settings: Settings = Settings()) -> Iterator[tuple[Rich, PipeInput]]:  # noqa: B008 - frozen
    """Give a face at which these keys are pressed, and the keyboard."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys)
        yield Rich(io.StringIO(), settings, colour=False), pipe


def printed(face: Rich) -> str:
    """Return all that a face has printed."""
    assert isinstance(face.out, io.StringIO)
    return face.out.getvalue()


# Words of the player's own


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("  I will say hello. \r", "I will say hello."),
        ("hello\n", "hello"),
        ("\r", None),
        ("  \r", None),
        (ESCAPE, None),
        (f"words{ESCAPE}", None),
        (CTRL_D, None),
        (f"words{CTRL_D}", None),
        ("q 1 ?\r", "q 1 ?"),
        (f"{PASTE.format('one' + chr(10) + 'two' + chr(13) + chr(10) + 'three')}, four\r", "one two three, four"),
        (f"{PASTE.format(chr(7) + 'bell' + chr(0x202E))}\r", "bell"),
        ("quoted \x11\x07bell\r", "quoted bell"),
        ("x" * 600 + "\r", "x" * LONGEST),
        (f"{PASTE.format('x' * 600)}yz\r", "x" * LONGEST),
        ("wrong\x15right\r", "right"),
        ("ot\x1b[Dn\x0cde" + END + "!\r", "ondet!"),
        ("👩‍👩‍👧 नि é\r", "👩‍👩‍👧 नि é"),
    ],
)
def test_words_are_taken_as_they_were_written(keys: str, words: str | None) -> None:
    """One line, edited as lines are; nothing of it is lost that can be shown, and it stays on the screen."""
    with rich(keys) as (face, _pipe):
        assert face.write("What will you do?") == words
        assert "".join(printed(face).split()) == "".join(f"> {words}".split() if words else "")


def test_an_interrupt_while_writing() -> None:
    """As anywhere else."""
    with rich(f"words{CTRL_C}") as (face, _pipe), pytest.raises(KeyboardInterrupt):
        face.write("What?")


def test_enter_behind_a_digit_is_not_an_empty_line() -> None:
    """Those who press 2 and Enter still write."""
    with rich("2\rwords\r") as (face, _pipe):
        assert face.ask(ROWS) == Pick(1)
        assert face.write("What?") == "words"


# News


ASKS: list[Callable[[Rich], object]] = [
    lambda face: face.ask(ROWS),
    lambda face: face.turn(asks=True),
    lambda face: face.open(Title("Title", "", ()), asks=True),
    lambda face: face.write("What?"),
]
NAMES = ["menu", "page", "first screen", "words"]


@pytest.mark.parametrize("asks", ASKS, ids=NAMES)
def test_waiting_ends_when_something_has_changed(asks: Callable[[Rich], object]) -> None:
    """It is asked again and again, until it is so; then keys answer the next question."""
    answers = iter([False, False, True])
    with rich() as (face, pipe):
        face.changed = lambda: next(answers)
        assert asks(face) == (None if asks is ASKS[-1] else Command.CHANGED)
        assert next(answers, None) is None
        face.changed = None
        pipe.send_text("2")
        assert face.ask(ROWS) == Pick(1)


@pytest.mark.parametrize(("asks", "answer"), list(zip(ASKS, [Command.LEAVE] * 3 + [None], strict=True)), ids=NAMES)
def test_the_end_of_the_terminal(asks: Callable[[Rich], object], answer: object) -> None:
    """Nobody is there any more: it is left, and nothing is written."""
    with rich() as (face, pipe):
        pipe.close()
        assert asks(face) is answer


@pytest.mark.parametrize("asks", ASKS, ids=NAMES)
def test_what_goes_wrong_in_asking_for_news_is_raised(asks: Callable[[Rich], object]) -> None:
    """Where it was asked for, and the terminal is given back."""

    def breaks() -> bool:
        raise OSError

    with rich() as (face, _pipe):
        face.changed = breaks
        with pytest.raises(OSError):  # noqa: PT011 - that very one
            asks(face)


# A wait


def waited(keys: Callable[[int], str], wait: Wait) -> tuple[Answer, list[int]]:
    """Return what is answered while a wait runs, and the steps that were shown. `keys` are pressed at a step."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        steps = [0]

        def shown(_chosen: int, _note: str, step: int) -> list[tuple[str, str]]:
            if step != steps[-1]:
                steps.append(step)
                pipe.send_text(keys(len(steps)))
            return [("", "menu")]

        return Keyboard(colour=False).ask(ROWS, shown, wait), steps


def test_doing_nothing_is_an_answer() -> None:
    """After the whole wait, in steps that only grow."""
    answer, steps = waited(lambda _step: "", Wait(2, 1))
    assert answer == Pick(2, waited=True)
    assert len(steps) > 2
    assert steps == sorted(steps)
    assert max(steps) < live.STEPS


@pytest.mark.parametrize("key", [DOWN, "x"])
def test_any_key_starts_the_wait_anew(key: str) -> None:
    """Also one that moves the mark, which the wait does not follow; or one that means nothing."""
    answer, steps = waited(lambda shown: key if shown == 4 else "", Wait(2, 1))
    assert answer == Pick(2, waited=True)
    assert steps.count(0) == 2
    assert steps.index(0, 1) > 3


def test_a_key_answers_before_the_wait_does() -> None:
    """As if there were none."""
    answer, steps = waited(lambda shown: "1" if shown == 3 else "", Wait(2, 1))
    assert answer == Pick(0)
    assert len(steps) == 3


# Settings


def test_settings_count_from_the_next_thing_on() -> None:
    """They may be exchanged at any time: the width, the air, the styles."""
    words = Words(Paragraph((Run("Out of the gate, "), Run("and along", "soft"), Run(" the wall to the corner."))))
    with rich(settings=Settings(width=40)) as (face, _pipe):
        face.show(words)
        face.settings = Settings(width=20, large_spacing=True, markup=False)
        face.show(words)
        face.show(Heading("Corner"))
        assert printed(face) == (
            "  Out of the gate, \x1b[3mand along\x1b[0m the wall to\n  the corner.\n\n\n"
            "  Out of the gate,\n\n  and along the wall\n\n  to the corner.\n\n\n\n  \x1b[1mCorner\x1b[0m\n"
        )


def test_large_spacing_leaves_a_line_between_rows() -> None:
    """As long as all of them fit: better close together than out of sight."""
    with rich("1", Settings(large_spacing=True)) as (face, _pipe):
        face.open(Title("Title", "", ("Noise", "Night")), asks=False)
        face.show(Notice("Help"))
        face.show(Notice("leave", "q  "))
        face.ask(ROWS, typed="2")
        assert re.sub("\x1b[^m]*m", "", printed(face)) == (
            "\n\n  Title\n\n\n  In this story:\n\n  -  Noise\n\n  -  Night\n\n\n  Help\n\n  q  leave\n\n\n"
            "    1  One\n\n  > 2  Two\n\n    3  Three\n\n    -  Four\n       is why\n"
        )


# In a real terminal


STAGE = """
import sys
from engine.languages.messages import speak
from engine.model import Paragraph, Run
from engine.plays.settings import Settings
from engine.terminal.face import *
from engine.terminal.rich import Rich
from engine.terminal.telling import *
face = Rich(sys.stdout, Settings(), colour=True)
label = "has a label of some length, so that it may need more than one line"
rows = [Row(f"Row {number} {label}") for number in range(1, 6)]
"""


def on_stage(code: str, size: tuple[int, int] = (80, 24), **env: str) -> Terminal:
    """Start a program in a terminal that has a face and some rows."""
    return Terminal([sys.executable, "-c", STAGE + code], size, env)


def one(terminal: Terminal) -> str:
    """Return what stands in a terminal on one line."""
    return " ".join(" ".join(terminal.whole).split())


def test_the_cursor_stands_on_the_marked_row() -> None:
    """So braille displays and screen readers follow it, whatever changes below."""
    with on_stage("face.show(Heading('Here'))\nface.ask(rows, wait=Wait(0, 900))") as terminal:
        terminal.until(lambda: terminal.here.startswith("  > 1  Row 1"))
        for key, row in ((DOWN, 2), ("j", 3), (DOWN, 4), (END, 5), (DOWN, 1), (UP, 5), ("x", 5), ("9", 5), (HOME, 1)):
            terminal.press(key)
            terminal.until(lambda row=row: terminal.here.startswith(f"  > {row}  Row {row}"))  # type: ignore[misc]
            assert terminal.screen.cursor.x == 0


def test_what_means_nothing_is_told_until_the_next_key() -> None:
    """At a menu, which is left as it was; and where a page ends."""
    hint = "Press a number, or use the arrows and Enter. ? shows all keys."
    with on_stage("face.ask(rows)\nface.turn(asks=True)\nface.ask([Row('One')])") as terminal:
        terminal.until(hint)
        for key, told in (("6", "Choose 1 to 5."), ("x", "? shows all keys."), ("0", "Choose 1 to 5."), (DOWN, hint)):
            terminal.press(key)
            terminal.until(lambda told=told: told in [line.strip() for line in terminal.lines])  # type: ignore[misc]
            assert one(terminal).count("hoose") + one(terminal).count("shows") == 1
        assert terminal.here.startswith("  > 2")
        terminal.answer(ENTER)
        terminal.until("Press Enter to go on.")
        terminal.press("5")
        terminal.until("Press Enter to go on. ? shows all keys.")
        terminal.answer(" ")
        terminal.press("2")
        terminal.until("> 1 One Choose 1.")


def test_a_wait_is_seen_quietly() -> None:
    """Dots below the menu; nothing blinks, nothing rings."""
    with on_stage("print(face.ask(rows, wait=Wait(2, 1)))") as terminal:
        terminal.until("Pick(row=2, waited=True)")
        assert 0 < terminal.sent.index("Waiting") < terminal.sent.index("·")
        assert "Waiting" not in one(terminal)
        assert not re.search("\x07|\x1b\\[[0-9;]*\\b[57]m", terminal.sent)


def test_words_are_written_below_a_question_that_goes() -> None:
    """What is written wraps; in a window of another size too; set aside it comes back."""
    words = "I would like to say that I have seen him, and that I did not know what to do."
    with on_stage("face.write('What will you do?')\nface.turn(asks=True)", (40, 12)) as terminal:
        terminal.until("What will you do? > Enter when you are done. Esc leaves it.")
        terminal.press(words)
        for columns in (40, 30, 60):
            terminal.resize(columns, 12)
            terminal.until(lambda: words.replace(" ", "") in one(terminal).replace(" ", ""))
            terminal.until(lambda columns=columns: columns - 12 < max(map(len, terminal.lines)) <= columns)  # type: ignore[misc]
            assert one(terminal).count("What will you do?") == one(terminal).count("Enter when") == 1
        terminal.press(ENTER)
        terminal.until("Press Enter to go on.")
        assert one(terminal) == f"> {words} Press Enter to go on."


def test_there_is_only_so_much_room() -> None:
    """And it is told where that is."""
    with on_stage("face.write('What?')") as terminal:
        terminal.until("Esc leaves it.")
        terminal.press("x" * LONGEST)
        terminal.until("There is room for 500 characters, and no more.")
        terminal.press("\x7f")
        terminal.until("Esc leaves it.")


def test_an_exported_size_does_not_win() -> None:
    """Shells that export COLUMNS and LINES do so once, and windows are dragged."""
    with on_stage("face.ask(rows)", (40, 24), COLUMNS="200", LINES="3") as terminal:
        terminal.until("> 1 Row 1")
        terminal.until("5 Row 5")
        terminal.resize(60, 24)
        terminal.until(lambda: 40 < max(map(len, terminal.lines)) < 60)
        terminal.resize(30, 24)
        terminal.until(lambda: 20 < max(map(len, terminal.lines)) < 30)
        terminal.until("5 Row 5 has a label of some length, so that it may need more than one line")
        assert one(terminal).count("Row 1") == 1


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_is_set_aside_and_comes_back(tmp_path: Path) -> None:
    """In the midst of words as well; they are still there, and the shell has its terminal meanwhile."""
    stage = tmp_path / "stage.py"
    stage.write_text(f"{STAGE}print(face.write('What?'))", encoding="utf-8")
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env={"PS1": "ready> ", "INPUTRC": "/dev/null"}) as terminal:
        terminal.until("ready>")
        terminal.press(f"{shlex.join([sys.executable, str(stage)])}\r")
        terminal.until("> Enter when you are done.")
        terminal.press("half a ")
        terminal.until("> half a")
        terminal.press(CTRL_Z)
        terminal.until("Stopped")
        terminal.until(lambda: terminal.lines[terminal.screen.cursor.y].startswith("ready>"))
        terminal.press("echo 'meanwhile'\r")
        terminal.until("ready> echo 'meanwhile' meanwhile ready>")
        terminal.press("fg\r")
        terminal.until("> half a Enter when you are done.")
        terminal.press("sentence\r")
        terminal.until("> half a sentence half a sentence ready>")


def test_every_sentence_of_ours_can_be_said_otherwise() -> None:
    """They are asked for when they are shown, so that the language may come later; the story's words are numbers."""
    stage = """
speak(lambda message: f"<{message}>", lambda one, many, count: f"<{one if count == 1 else many}>")
face.open(Title("0", "0", ("0",)), asks=True)
for thing in (Chapter("1"), Heading("2"), Words(Paragraph((Run("3"),))), Chosen("4"), Row("5", "6", closed=True),
              Ending("7", 8), DeadEnd("9"), Notice("10", "-  "), Frame("11")):
    face.show(thing)
face.turn(asks=True)
face.ask([Row("12"), Row("13", "14", closed=True)], wait=Wait(0, 999))
face.write("15")
face.settings = Settings(width=20)
face.ask([Row("11 " * 999), Row("12")])
face.show(Notice(face.choosing))
"""

    def told(words: str) -> None:
        terminal.until(words)
        unsaid = re.sub("<[^<>]*>|\\bq\\b", "", one(terminal))
        assert not any(letter.isalpha() for letter in unsaid), unsaid

    with on_stage(stage) as terminal:
        told("<Press Enter to begin.>")
        for keys, words in (
            ("?", "<leave> <Press Enter to begin.>"),
            (ENTER, "11 <Press Enter to go on.>"),
            ("x", "<Press Enter to go on.> <? shows all keys.>"),
            (ENTER, "> 1 12 - 13 14 <Press a number, or use the arrows and Enter. ? shows all keys.> <Waiting …>"),
            ("9", "<Choose 1.> <Waiting …>"),
            ("u", "15 > <Enter when you are done. Esc leaves it.>"),
            ("1" * LONGEST, "<There is room for 500 characters, and no more.>"),
            (ENTER, "1 <Press Enter to go on.>"),
            (ENTER, "11 <The rest stands above.>"),
            (DOWN, "<2 choices; the arrows show the rest.>"),
        ):
            terminal.press(keys)
            told(words)
        terminal.press(ENTER)
        assert terminal.ended() == 0
        assert "<A number makes" in one(terminal)


# Full windows


def lines_of(face: Rich) -> list[str]:
    """Return the lines that a face has printed."""
    return printed(face).split("\n")[:-1]


def words_since(face: Rich, since: int) -> int:
    """Return how many lines a face has printed since there were so many, blank ones above all others aside."""
    return len(list(dropwhile(lambda line: not line.strip(), lines_of(face)[since:])))


@pytest.mark.parametrize("height", [5, 10, 24])
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_a_page_ends_before_words_are_pushed_off(height: int, large: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a case
    """What came since the last key stays in the window with what asks for the next; and no page ends too early."""
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", str(height))
    items: list[Item] = [
        Words(Paragraph((Run("word " * (number % 30)),))) if number % 4 else Heading("Title") for number in range(1, 60)
    ]
    turned = since = 0  # `since` is how many lines there were when a key was pressed
    with rich(ENTER * 200, Settings(large_spacing=large)) as (face, _pipe):
        for item in items:
            before, standing = len(lines_of(face)), words_since(face, since)
            if turns := face.is_full(item):
                face.turn(asks=True)
                turned, since = turned + 1, len(lines_of(face))
                assert not face.is_full(item), "what is alone on its page is shown, however long it is"
            face.show(item)
            more = len(lines_of(face)) - before
            assert turns == (standing > 0 and standing + more + 2 > height)
        assert turned > 3


@pytest.mark.parametrize("asks", ASKS[:1] + ASKS[3:], ids=[NAMES[0], NAMES[3]])
def test_any_answer_begins_a_page(asks: Callable[[Rich], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever presses a key has read what stands there."""
    monkeypatch.setenv("LINES", "8")
    with rich("\r\r") as (face, _pipe):  # a full page ends before its menu comes, and Enter goes on
        face.show(Notice("word " * 90))
        assert face.is_full(Notice("One more."))
        asks(face)
        assert not face.is_full(Notice("One more."))


def test_looking_whether_there_is_room_shows_nothing() -> None:
    """Nor does it change how the next thing is shown."""
    shown = []
    for looks in (False, True):
        with rich() as (face, _pipe):
            for item in (Chapter("1"), Heading("2"), Notice("3"), Notice("4"), Frame("5\n6"), Words(Paragraph(()))):
                assert not (looks and face.is_full(item))
                face.show(item)
            shown.append(printed(face))
    assert shown[0] == shown[1]


def test_lines_that_stand_as_they_are_take_the_rows_that_the_window_gives_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame is not wrapped, but a narrow window wraps it."""
    monkeypatch.setenv("COLUMNS", "10")
    monkeypatch.setenv("LINES", "8")
    with rich() as (face, _pipe):
        face.show(Heading("1"))
        assert not face.is_full(Frame("-" * 40))
        assert face.is_full(Frame("-" * 41))
        assert not face.is_full(Frame("-\n-\n-\n-\n"))
        assert face.is_full(Frame("-\n-\n-\n-\n-\n"))
