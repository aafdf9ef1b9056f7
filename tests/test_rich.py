"""The rich player in a real terminal: what stands on the screen, what is in the scrollback, what every key does."""

import re
import shlex
import shutil
import sys
import termios
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from engine.play import transcript
from engine.play.rules import offer
from engine.play.transcript import Play
from engine.reading.load import load
from engine.terminal import telling
from engine.terminal.face import Answer, Command, Pick
from engine.terminal.menu import Keyboard
from engine.terminal.rows import Below, Look, blocks, fitted
from engine.terminal.telling import Row
from tests.pictures.terminal import (
    CTRL_C,
    CTRL_D,
    CTRL_Z,
    CURBSIDE,
    DOWN,
    END,
    ENTER,
    HOME,
    ROOT,
    TAB,
    UP,
    Terminal,
    curbside,
)

BOY = ROOT / "scenes" / "boy-on-the-curb"
WIDE = ROOT / "tests" / "stories" / "wide-characters"
SIZES = ((80, 24), (40, 10), (200, 50))
NEVER = re.compile(r"\x1b\[\?(?:47|1047|1049|9|1000|1001|1002|1003|1005|1006|1015)h|\x1b\[\??6n")
"""The alternate screen, reports of the mouse, and the question where the cursor is."""

STYLE = re.compile(r"\x1b\[([0-9;]*)m")
LABEL = (
    "A label of three hundred characters goes on and on, over line after line, because nobody has told its writer "
    "where to stop, and it is still a label, and still read to its very end by someone who hopes that the point of it "
    "all will come before the page is full, which it does, right now, at long last."
)

MARKED = "> Read <b>this</b> & [31mthat[0m. <style fg='red'>x</style> &amp; [1;31m *star* <ansired> %s"
"""What the second choice of the story below leaves on the screen."""

WRITTEN = "Here the play ends that was written down."

STORY = """\
curbside: 1
title: Odd & <b>ends</b>
summary: A story of corners, <i>as they stand</i>.
content_notes: {loud: Loud words}
scenes:
  corner:
    title: Corner
    text: Go.
    choices:
      - {id: nothing, text: Say nothing., reply: [{when: visited(lane), text: Never.}], to: here}
      - id: marks
        text: Read <b>this</b> & [31mthat[0m.
        reply: "<style fg='red'>x</style> &amp; [1;31m \\\\*star* <ansired> %s"
        to: here
      - id: shut
        text: Open the door.
        when: chose(corner.marks)
        locked: It is shut, and will be until something has been read.
        to: lane
      - {id: walk_on, text: Go on., to: lane}
  lane:
    title: Lane
    text: There is only one way on.
    to: home
  home:
    title: Home
    text: "**Strong**, *soft* and neither."
    choices:
      - {id: stop, text: Stop., to: over}
  over: {text: It is over., ending: The last of it}
"""


@pytest.fixture
def story(tmp_path: Path) -> str:
    """Return the path of the story above."""
    path = tmp_path / "story.yaml"
    path.write_text(STORY, encoding="utf-8")
    return str(path)


@pytest.fixture
def begun(story: str) -> Iterator[Terminal]:
    """Return a terminal in which the story above stands at its first menu."""
    with curbside("play", story, "--seed", "7") as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        yield terminal


def chosen(terminal: Terminal) -> list[int]:
    """Return the numbers of the rows that the menu marks: one, while it stands there."""
    return [int(found[1]) for line in terminal.lines if (found := re.match(r"  > (\d+) ", line))]


def turns_pages(terminal: Terminal) -> None:
    """Go on wherever a page ends, until there is a menu."""
    while "Press Enter to go on." in terminal.here:
        terminal.answer(" ")  # Enter right behind a digit belongs to the digit


def moves_to(terminal: Terminal, row: int) -> None:
    """Wait until the menu marks a row."""
    terminal.until(lambda: chosen(terminal) == [row])


def one(lines: Sequence[str]) -> str:
    """Return lines as one, with a blank between words."""
    return " ".join(" ".join(lines).split())


# A whole play


def written(play: Play) -> Iterator[str]:
    """Yield what stands on the screen for good after a play, piece by piece."""
    yield from (play.story.title, play.story.summary, "In this story:")
    yield from (f"- {note}" for note in play.story.content_notes.values())
    for index in range(len(play.moves)):
        for item in telling.move(play, index):
            match item:
                case telling.Chapter(text) | telling.Heading(text):
                    yield text
                case telling.Words(paragraph):
                    yield paragraph.plain
                case telling.Chosen(label):
                    yield f"> {label}"
                case telling.Ending(title, of):
                    yield f"The end {title} This is one of {of} endings."
                case _:
                    assert isinstance(item, telling.Turn), item


def closed(play: Play) -> Iterator[str]:
    """Yield the rows that a play has closed now: a menu that is taller than the window leaves them above it."""
    state = play.step.state
    yield from (f"- {row.label} {row.under} " for row in telling.locked(offer(play.story, state).locked, state))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_a_whole_play_stands_in_the_scrollback(size: tuple[int, int]) -> None:
    """Every word once and in its order, nothing beside it; within the width; nothing that disturbs a terminal."""
    loaded = load(BOY)
    assert loaded.story is not None
    play = transcript.started(loaded.story, 7)
    rows: list[str] = []
    with curbside("play", str(BOY), "--seed", "7", size=size) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        while True:
            while "Press Enter to go on." in terminal.here:
                terminal.answer(" ")
            choices = offer(play.story, play.step.state).choices
            if not choices:
                break
            assert chosen(terminal) == [1]
            rows += closed(play) if size == (40, 10) else []
            play = play.choose(choices[0].name)
            terminal.answer("1" if len(choices) < 10 else f"1{ENTER}")
        assert len(play.moves) > 10
        stands = one(terminal.whole)
        for row in rows:
            stands = stands.replace(row, "", 1)
        assert stands.startswith(one(list(written(play))))
        assert max(map(len, terminal.whole)) <= min(72, size[0] - 1)
        terminal.press("q")
        assert terminal.ended() == 0
        assert NEVER.search(terminal.sent) is None


# Keys


def test_every_way_through_a_menu() -> None:
    """Arrows, letters, tab, the ends, digits one and two; the long label is there to its last word."""
    with curbside("play", str(WIDE)) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        turns_pages(terminal)
        assert LABEL in one(terminal.lines)
        assert chosen(terminal) == [1]
        for keys, row in (
            (DOWN, 2),
            ("j", 3),
            (TAB, 4),
            (UP, 3),
            ("k", 2),
            (HOME, 1),
            (UP, 14),
            (DOWN, 1),
            (END, 14),
            ("kkkk", 10),
            ("1", 1),
        ):
            terminal.press(keys)
            moves_to(terminal, row)
        assert LABEL in one(terminal.lines)
        terminal.answer(ENTER)
        turns_pages(terminal)
        assert "> One" in one(terminal.whole)
        terminal.answer("7")
        turns_pages(terminal)
        assert "> 7 > 1 One" in one(terminal.whole)
        terminal.answer("10")
        turns_pages(terminal)
        assert f"> {LABEL} At last." in one(terminal.whole)
        terminal.answer("14")
        turns_pages(terminal)
        assert "> Go. さようなら。 The end おわり" in one(terminal.whole)


def test_what_else_can_be_asked(begun: Terminal) -> None:
    """Undo and redo, where I stand, what was said, say it again, help."""
    begun.answer("u")
    begun.until("There is nothing to take back.")
    begun.answer("2")
    begun.answer("u")
    begun.until("Taken back: Read <b>this</b> & [31mthat[0m. Corner Go. > 1 Say nothing.")
    begun.answer("r")
    begun.until(f"{MARKED} > 1")
    begun.answer("s")
    begun.until("You are here: Corner. You have made 1 choice. > 1")
    begun.answer("a")
    assert one(begun.whole).count("*star*") == 3
    begun.answer("h")
    assert one(begun.whole).count("*star*") == 4
    assert one(begun.whole).count("Corner Go.") == 3
    begun.answer("?")
    begun.until("q leave > 1")


def test_words_are_shown_as_they_are_typed(begun: Terminal) -> None:
    """No mark-up but the story's own is read into words; closed choices stand with their reason; a silent reply too."""
    assert "Odd & <b>ends</b> A story of corners, <i>as they stand</i>." in one(begun.whole)
    rows = "1 Say nothing. 2 Read <b>this</b> & [31mthat[0m. 3 Go on. - Open the door. It is shut, and will be until"
    assert rows in one(begun.lines)
    begun.answer("1")
    assert f"Corner Go. > Say nothing. > {rows}" in one(begun.whole)
    cells = [cell for row in begun.cells() for cell in row]
    assert {cell.colour for cell in cells} == {"default", "magenta"}
    begun.press("4")
    begun.answer("3")
    begun.until("> Go on. Lane There is only one way on. Press Enter to go on.")
    begun.answer(" ")
    row = next(row for row in begun.cells() if "".join(cell.text for cell in row).startswith("  Strong, soft"))
    assert [cell.text for cell in row if cell.bold] == list("Strong")
    assert [cell.text for cell in row if cell.italic] == list("soft")


@pytest.mark.parametrize("key", ["q", CTRL_D], ids=["q", "ctrl-d"])
def test_leaves(begun: Terminal, key: str) -> None:
    """At a menu, and on the first screen."""
    begun.press(key)
    assert begun.ended() == 0
    assert one(begun.whole).endswith("Corner Go.")


@pytest.mark.parametrize("key", ["q", CTRL_D, CTRL_C], ids=["q", "ctrl-d", "ctrl-c"])
def test_leaves_the_first_screen(story: str, key: str) -> None:
    """Nobody has to begin."""
    with curbside("play", story) as terminal:
        terminal.until(lambda: terminal.menu)
        terminal.press(key)
        assert terminal.ended() == (130 if key == CTRL_C else 0)
        assert one(terminal.whole).endswith("Loud words")


def test_an_interrupted_terminal_is_as_it_was(begun: Terminal) -> None:
    """Control and C end the play with 130; the cursor is there again, and what is typed is shown and edited."""
    begun.press(CTRL_C)
    assert begun.ended() == 130
    assert begun.sent.rfind("\x1b[?25h") > begun.sent.rfind("\x1b[?25l")
    assert begun.sent.rfind("\x1b[?7h") > begun.sent.rfind("\x1b[?7l")
    cooked = termios.ECHO | termios.ICANON | termios.ISIG
    assert termios.tcgetattr(begun.child.child_fd)[3] & cooked == cooked


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs a shell with job control")
def test_is_set_aside_and_comes_back(story: str) -> None:
    """Control and Z stop the play, `fg` shows the menu again."""
    with Terminal(["bash", "--norc", "--noprofile", "-i"], env={"PS1": "ready> ", "INPUTRC": "/dev/null"}) as terminal:
        terminal.until("ready>")
        terminal.press(f"{shlex.join(CURBSIDE)} play {shlex.quote(story)}\r")
        terminal.until("Press Enter to begin.")
        terminal.press(ENTER)
        terminal.until("> 1 Say nothing.")
        terminal.press("j")
        terminal.until("> 2 Read")
        terminal.press(CTRL_Z)
        terminal.until("Stopped")
        terminal.until(lambda: terminal.lines[terminal.screen.cursor.y].startswith("ready>"))
        assert not any(line.startswith("  > 2") for line in terminal.lines)
        terminal.press("fg\r")
        terminal.until("> 2 Read <b>this</b>")
        terminal.press(ENTER)
        terminal.until("*star* <ansired> %s > 1 Say nothing.")
        terminal.press("q")
        terminal.until(lambda: terminal.lines[terminal.screen.cursor.y].startswith("ready>"))
        terminal.press("echo left with $?\r")
        terminal.until("left with 0")


def test_a_window_of_another_size_wraps_the_menu_anew() -> None:
    """In the midst of a menu; what stands above it stays."""
    with curbside("play", str(WIDE), size=(50, 40)) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        turns_pages(terminal)
        terminal.press("j")
        moves_to(terminal, 2)
        before = terminal.whole

        def fills(columns: int) -> bool:
            starts = [at for at, line in enumerate(terminal.lines) if line.startswith("    1 ")]
            menu = terminal.lines[starts[0] :] if starts else [""]
            return LABEL in one(menu) and columns - 9 < max(map(len, menu)) <= columns

        prose = before[: next(at for at, line in enumerate(before) if line.startswith("    1 "))]
        terminal.resize(100, 40)
        terminal.until(lambda: fills(72))
        assert terminal.whole[: len(prose)] == prose
        terminal.resize(60, 40)
        terminal.until(lambda: fills(59))
        assert chosen(terminal) == [2]
        assert terminal.whole[: len(prose)] == prose
        terminal.answer(ENTER)
        assert one(terminal.whole).count("> 二番目") == 1


def test_a_menu_taller_than_the_window_says_so() -> None:
    """Every row can be read, the marked one whole; one that is too long for the window stands above it."""
    with curbside("play", str(WIDE), size=(40, 10)) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        while "Press Enter to go on." in terminal.here:
            terminal.answer(ENTER)
        assert LABEL in one(terminal.whole)
        for row in range(1, 15):
            moves_to(terminal, row)
            if row != 10:
                assert terminal.lines[0] == "  14 choices; the arrows show the rest."
            if row == 6:
                word = "".join(line.strip() for line in terminal.lines)
                assert "Aword-that-is-longer-than-any-narrow-screen-and-has-to-be-cut-somewhere-in-its-middle" in word
            terminal.press(DOWN)
        moves_to(terminal, 1)


# Where and how


def test_without_colour(story: str) -> None:
    """`NO_COLOR` leaves bold and italics. `ACCESSIBLE=0` asks for nothing."""
    with curbside("play", story, env={"NO_COLOR": "1", "ACCESSIBLE": "0"}) as terminal:
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        terminal.answer("2")
        codes = {code for found in STYLE.findall(terminal.sent) for code in found.split(";")}
        assert codes <= {"", "0", "1", "3"}
        assert {"1", "3"} <= codes
        assert chosen(terminal) == [1]


@pytest.mark.parametrize(
    ("command", "env"),
    [
        ("{}", {"TERM": "dumb"}),
        ("{}", {"ACCESSIBLE": "1"}),
        ("{} --plain", {}),
        ("{} | cat", {}),
        ("echo q | {}", {}),
    ],
    ids=["dumb", "accessible", "plain", "output", "input"],
)
def test_plain_where_rich_would_do_harm(command: str, env: dict[str, str], story: str) -> None:
    """No escape sequence at all; prompt_toolkit is not even there."""
    words = shlex.join([sys.executable, "-X", "importtime", "-m", "engine", "play", story])
    with Terminal(["sh", "-c", command.format(words)], env=env) as terminal:
        terminal.until("Open the door.")
        if not command.startswith("echo"):
            terminal.press("q\r")
        assert terminal.ended() == 0
        assert "\x1b" not in terminal.sent
        assert "prompt_toolkit" not in terminal.sent


@pytest.mark.parametrize("arguments", [("play", str(WIDE)), ()], ids=["first screen", "shelf"])
def test_the_first_words_do_not_wait_for_prompt_toolkit(arguments: tuple[str, ...]) -> None:
    """They stand on the screen before it is imported."""
    with curbside(*arguments, python=["-X", "importtime"]) as terminal:
        terminal.until(lambda: terminal.menu)
        first = "広い言葉" if arguments else "Which story?"
        assert terminal.sent.index(first) < terminal.sent.index("prompt_toolkit")


def test_what_is_typed_too_early_does_not_stay(story: str) -> None:
    """The terminal shows what is typed before the first question; the question is drawn over it."""
    with curbside("play", story) as terminal:
        terminal.until("Loud words")
        terminal.press("xyz")
        terminal.until(lambda: terminal.menu)
        assert one(terminal.whole).endswith("- Loud words Press Enter to begin.")
        terminal.answer(ENTER)
        assert "Loud words Corner Go." in one(terminal.whole)


def test_the_shelf() -> None:
    """Stories with a line each, their number of scenes and endings; the keys of a menu at its first showing."""
    with curbside() as terminal:
        terminal.until(lambda: terminal.menu)
        assert re.search(
            r"^Curbside Which story\? > 1 The Boy on the Curb .+ \d+ scenes, \d endings .*? shows all keys\.$",
            one(terminal.whole),
        )
        terminal.press("?")
        terminal.until("Press Enter to go on.")  # the keys and all stories do not fit on one page
        terminal.answer(ENTER)
        terminal.answer("1")
        terminal.until("Press Enter to begin.")
        assert one(terminal.lines).count("A child alone") == 1
        terminal.answer(" ")
        assert "The call" in one(terminal.lines)
        assert "shows all keys" in one(terminal.lines)  # told again where the story begins


def test_a_kept_play_is_shown_again_with_its_menus(story: str, tmp_path: Path) -> None:
    """All of it stays, the mark is at what was chosen, nothing is asked, and prompt_toolkit is not needed."""
    kept = str(tmp_path / "play.jsonl")
    with curbside("play", story, "--transcript", kept) as terminal:
        terminal.until(lambda: terminal.menu)
        for key in (ENTER, "2", "3", "u"):
            terminal.answer(key)
        terminal.press("q")
        assert terminal.ended() == 0
    with curbside("play", story, "--replay", kept, python=["-X", "importtime"]) as terminal:
        assert terminal.ended() == 0
        assert "prompt_toolkit" not in terminal.sent
        words = re.sub(r"import time: .*\n", "", terminal.sent.replace("\r", ""))
        shown = one([STYLE.sub("", words)])
        assert "1 Say nothing. > 2 Read <b>this</b> & [31mthat[0m. 3 Go on. - Open the door. It is shut" in shown
        assert "1 Say nothing. 2 Read <b>this</b> & [31mthat[0m. > 3 Open the door. 4 Go on. > Open the door." in shown
        assert shown.endswith(f"Taken back: Open the door. {MARKED.partition('that[0m. ')[2]} {WRITTEN}")


# The logic of a menu, without a terminal


ROWS = [*(Row(f"{number}") for number in range(1, 5)), Row("closed", "and why", closed=True)]
MANY = [Row(f"{number}") for number in range(1, 15)]


def answered(rows: Sequence[Row], keys: str, *, keyboard: Keyboard | None = None) -> Answer:
    """Return what keys answer to a menu; a Q behind them shows that they did not, or only now."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(keys + "q")
        return (keyboard or Keyboard(colour=False)).ask(rows, lambda chosen, _note, _waited: [("", str(chosen))])


@pytest.mark.parametrize(
    ("rows", "keys", "answer"),
    [
        (ROWS, "3", Pick(2)),
        (ROWS, "5", Command.LEAVE),  # closed
        (ROWS, "9", Command.LEAVE),
        (ROWS, "0", Command.LEAVE),
        (ROWS, "k\r", Pick(3)),  # round to the last that is open
        (ROWS, "jjjj\r", Pick(0)),
        (ROWS, "jjj\n", Pick(3)),
        (ROWS, "\x1b[F\r", Pick(3)),
        (ROWS, "jj\x1b[H\r", Pick(0)),
        (ROWS, "\x1b[Z\r", Pick(3)),
        (ROWS, "xyz %\r", Pick(0)),  # what means nothing does nothing
        (MANY, "1\r", Pick(0)),
        (MANY, "10", Pick(9)),
        (MANY, "14", Pick(13)),
        (MANY, "2", Pick(1)),
        (MANY, "1j\r", Pick(1)),
        (MANY, "1j0\r", Pick(1)),  # a moved mark forgets the digits before it
        (MANY, "15", Pick(4)),  # there is no 15: the 5 begins a new number
        (ROWS, "u", Command.UNDO),
        (ROWS, "R", Command.REDO),  # with the shift key locked
        (ROWS, "b", Command.BACK),
        (ROWS, "t", Command.FILE),
        (ROWS, "o", Command.OPTIONS),
        (ROWS, "\0j\r", Pick(1)),  # no key means that something has changed
        (ROWS, "\x04", Command.LEAVE),
    ],
)
def test_keys_answer_a_menu(rows: list[Row], keys: str, answer: Answer) -> None:
    """Digits at once where no longer number can be meant; the mark goes round; closed rows are never picked."""
    assert answered(rows, keys) == answer


def test_enter_behind_a_digit_answers_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who press 1 and Enter mean one thing by it. Later, and a second time, Enter is Enter."""
    clock = iter([10.0, 10.2, 20.0, 20.4, 20.5, 30.0, 31.0])
    monkeypatch.setattr("engine.terminal.menu.monotonic", lambda: next(clock))
    keyboard = Keyboard(colour=False)
    assert answered(ROWS, "2", keyboard=keyboard) == Pick(1)
    assert answered(ROWS, "\r", keyboard=keyboard) == Command.LEAVE
    assert answered(ROWS, "2", keyboard=keyboard) == Pick(1)
    assert answered(ROWS, "\rj\r", keyboard=keyboard) == Pick(1)
    assert answered(ROWS, "2", keyboard=keyboard) == Pick(1)
    assert answered(ROWS, "\r", keyboard=keyboard) == Pick(0)


def test_interrupts_are_passed_on() -> None:
    """Control and C reach whoever asked."""
    with pytest.raises(KeyboardInterrupt):
        answered(ROWS, "\x03")


def drawn(rows: Sequence[Row], chosen: int, look: Look, below: Below = Below()) -> list[str]:  # noqa: B008 - frozen
    """Return what the window shows of a menu, line by line."""
    return "".join(text for _style, text in fitted(rows, chosen, look, below)).splitlines()


def test_stories_stand_apart() -> None:
    """On the shelf, where every row has words under it."""
    shown = drawn([Row("One", "A."), Row("Two", "B."), Row("Three")], 1, Look(70, 24))
    assert shown == ["    1  One", "       A.", "", "  > 2  Two", "       B.", "", "    3  Three"]


@pytest.mark.parametrize("height", range(3, 30))
@pytest.mark.parametrize("below", [Below(), Below(hint="A hint"), Below("A hint", "A note", "A sign")])
def test_the_marked_row_is_always_in_the_window(height: int, below: Below) -> None:
    """From its first line on, and whole where it can be; and no more is drawn than the window holds."""
    rows = [*MANY[:7], Row(LABEL[:120]), *MANY[7:], Row("closed", "and why", closed=True)]
    look = Look(27, height, air=True)
    for chosen in range(15):
        lines = drawn(rows, chosen, look, below)
        assert len(lines) <= height
        whole = "".join(text for line in blocks(rows, chosen, look)[chosen] for _style, text in line).splitlines()
        block = whole
        if len(whole) > height:  # it was printed above the menu
            block = [*whole[: height - 1], f"  {below.note or 'The rest stands above.'}"]
        assert "\n".join(block) in "\n".join(lines)
        assert (f"  {below.note}" in lines) == (bool(below.note) and len(whole) != height)
