"""Whole evenings: begun, left, gone on with, looked back on, in every guise of the player.

The story of `tests/evening/` is in Greek, so that every Latin letter on a screen is one of the program's own.
"""

# ruff: noqa: RUF001  Greek letters look like ours

import re
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import wcwidth

from engine.languages.messages import speak
from tests.screens import ROOT, shown

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that pexpect can drive", allow_module_level=True)

from tests.pictures.terminal import CTRL_D, ENTER, Terminal, curbside

SPACE = " "  # Enter right behind a digit belongs to the digit
EVENING = ROOT / "tests" / "evening"
HONESTY = "These are choices tried in a story. They do not measure empathy or character."
SAFETY = "Never go up to a stranger on your own."
AFTER = ("Look back on what you chose", "Walk the same path through other eyes", "One small thing to do")

ASKED = ["?", "s", "h", "a", "x", "99", "u", "r", "b"]
OPTIONS = ["o", "?", "1", "40", "1", "7", "1", "", "2", "2", "x", "3"]
CHOSEN = ["1", "1", "1", "u 2", "r 2", "b", "1", "s", "t", "words.txt", "t", "words.txt", "t", ""]
TO_THE_END = ["2", ""]  # with the hat off and the greeting gone
LOOKED_BACK = ["1", "1", "2", "3", "5", "6"]
EYES = ["2", "1", "", "", "", "2", "3"]
ACT = ["3", "1", "3", "2", "Γεια", "3", "3"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder in which a player's things are kept; the story stands in this folder as `evening`."""
    shutil.copytree(EVENING, tmp_path / "evening")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CURBSIDE_DATA", str(tmp_path / "data"))
    yield tmp_path / "data"
    speak()


def evening(monkeypatch: pytest.MonkeyPatch, typed: Sequence[str], *options: str) -> str:
    """Play on lines as at a terminal, and return what was on the screen."""
    monkeypatch.setattr("engine.terminal.playing._once", lambda _wishes: False)
    screen = shown(["play", "evening", "--plain", *options], typed)
    assert screen.code == 0
    return screen.out


# In a language that nobody speaks


ALLOWED = re.compile(
    r"\b(?:curbside|data|list|delete|play|seed|new|slot|replay|jsonl|words|txt|evening|curb\.wave|NAME|[0-9a-f]{8})\b"
    r"|--[a-z]+|^> .*$|\{\w+\}",
    re.MULTILINE,
)
"""What stays as it is in every language: commands, options, files, and what was typed."""


def test_every_sentence_of_ours_passes_through(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the pseudo-language no word of ours stays in plain letters, on any screen of two evenings, 40 columns wide."""
    screens = [
        evening(monkeypatch, [*ASKED, *OPTIONS, *CHOSEN, "q"], "--lang", "xx", "--width", "40"),
        evening(monkeypatch, [*ASKED, *TO_THE_END, "?", *LOOKED_BACK, *EYES, *ACT], "--lang", "xx", "--width", "40"),
        evening(monkeypatch, ["1"], "--lang", "xx", "--width", "40"),
        shown(["play", "evening", "--list", "--lang", "xx"]).out,
    ]
    story = (data.parent / "evening" / "story.yaml").read_text(encoding="utf-8")
    (data.parent / "evening" / "story.yaml").write_text(story.replace("id: wave", "id: nod"), encoding="utf-8")
    screens.append(evening(monkeypatch, ["s"], "--lang", "xx", "--width", "40"))
    for screen in screens:
        assert re.search("[åéíöúñ]", screen)
        ours = ALLOWED.sub("", screen)
        left = [word for word in re.findall(r"[A-Za-z]{2,}", ours) if word not in str(data)]
        assert left == []


def test_nothing_breaks_at_forty_columns(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A third longer than ours, every sentence still fits the narrow screen."""
    typed = [*ASKED, *OPTIONS[:1], "5", *CHOSEN, *TO_THE_END, *LOOKED_BACK, *EYES, *ACT]
    screen = evening(monkeypatch, typed, "--lang", "xx", "--width", "40")
    assert len(screen.splitlines()) > 200
    for line in screen.splitlines():
        assert wcwidth.wcswidth(line) <= 40, line
    assert data.exists()


# On lines


def test_an_evening_on_lines(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the first choice to the journal, in words."""
    first = evening(monkeypatch, ["1", "2"])
    assert "You go on" not in first
    then = evening(monkeypatch, [*TO_THE_END, *LOOKED_BACK, *EYES, *ACT, "1", "4", "2", "s"])
    assert "You go on where you stopped, after 2 choices." in then
    one = " ".join(then.split())
    for sentence in (
        "-  Το είδες πριν μιλήσεις.",
        "Noticing: offered once, taken 1.",
        "Leaving room: offered once, taken 1.",
        "Feeling with: offered once, taken 0.",
        "-  Μοιράστηκες το ψωμί It came back here: ",
        "You have found 1 of 3 endings: ",
        "2 more are still to be found.",
        "You have tried 3 of its 5 choices.",
        "Through other eyes: Το παιδί Παπούτσια.",
        "Ένα χέρι.",
        "Kept in your journal.",
        HONESTY,
        SAFETY,
        "Taken back",
    ):
        assert " ".join(sentence.split()) in one, sentence
    for hidden in ("Μόνος",):
        assert hidden not in then
    assert "You have made 1 choice." in then
    kept = shown(["data"]).out
    assert "Ρώτα αν η θέση είναι ελεύθερη." in kept
    assert "Γεια" in kept
    assert str(data) in kept
    gone = shown(["data", "delete", "--yes"])
    assert gone.code == 0
    assert not [path for path in data.rglob("*") if path.is_file() and path.name != "settings.toml"]


def test_settings_are_kept_also_when_they_are_put_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a key changed holds in the next sitting, and so does changing it back."""
    evening(monkeypatch, ["o", "2", "3", "q"])
    assert 'spacing = "large"' in (data / "settings.toml").read_text(encoding="utf-8")
    assert "Large spacing: on" in evening(monkeypatch, ["o", "2", "2", "2", "3", "q"])
    assert "Large spacing: off" in evening(monkeypatch, ["o", "3", "q"])


# In real terminals


KINDS = {
    "plain at 40 columns": (["--plain"], (40, 12), {}),
    "ACCESSIBLE": ([], (80, 24), {"ACCESSIBLE": "1"}),
    "TERM=dumb": ([], (80, 24), {"TERM": "dumb"}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_evening_of_plain_lines_in_a_terminal(kind: str, data: Path) -> None:
    """No escape, no movement of the cursor, no box: only words and line ends; and everything is offered."""
    options, size, more = KINDS[kind]
    env = {"CURBSIDE_DATA": str(data), **more}
    with curbside("play", str(data.parent / "evening"), *options, size=size, env=env) as terminal:
        for typed in ["1", "2", "?", *TO_THE_END, *LOOKED_BACK, *EYES, *ACT]:
            _asks(terminal)
            terminal.press(f"{typed}\r")
        _asks(terminal)
        terminal.press("q\r")
        assert terminal.ended() == 0
        assert re.search(r"[^\n\r\x20-\x7e\u0370-\u03ff\u1f00-\u1fff]", terminal.sent) is None
        said = " ".join(terminal.sent.split())
        for row in AFTER:
            assert row in said
        assert HONESTY in said
        assert SAFETY in said


def _asks(terminal: Terminal) -> None:
    asked = terminal.sent.count("\n> ")

    def again() -> bool:
        return terminal.sent.endswith("> ") and terminal.sent.count("\n> ") >= asked

    terminal.until(again)


@pytest.mark.parametrize("colour", [True, False], ids=["colour", "NO_COLOR"])
def test_an_evening_in_colour(data: Path, *, colour: bool) -> None:
    """At 80 by 24: begun, left, gone on with, to the ending and what comes after it; the scrollback keeps it all."""
    env = {"CURBSIDE_DATA": str(data), **({} if colour else {"NO_COLOR": "1"})}
    story = str(data.parent / "evening")
    with curbside("play", story, env=env) as terminal:
        terminal.until("curbside --plain")
        terminal.until("Press Enter to begin.")
        terminal.answer(ENTER)
        terminal.answer("1")
        terminal.press(CTRL_D)
        assert terminal.ended() == 0
        assert "whenever you play the story again, it goes on" in " ".join(terminal.sent.split())
    with curbside("play", story, env=env) as terminal:
        terminal.until("You go on where you stopped, after 1 choice.")
        terminal.until("Φύγε.")
        assert "curbside --plain" not in terminal.sent
        terminal.answer("3")
        if "Press Enter" in " ".join(terminal.lines):
            terminal.answer(SPACE)
        terminal.until("Look back on what you chose")
        for key in ("1", "2", "3", "6"):
            terminal.answer(key)
        terminal.answer("2")
        terminal.until("Whose eyes?")
        terminal.answer("1")
        terminal.until("Through other eyes: Το παιδί")
        for _page in range(3):
            terminal.answer(SPACE)
        terminal.until("Here that path ends.")
        terminal.answer("3")
        terminal.until(SAFETY)
        terminal.press("2")
        terminal.until("What small thing would you like to do?")
        terminal.answer("Γεια σου", ENTER)
        terminal.until("Kept in your journal.")
        terminal.press("q")
        assert terminal.ended() == 0
        everything = " ".join(" ".join(terminal.whole).split())
        assert everything.index("Χαιρέτα.") < everything.index("Το είδες") < everything.index("It came back here")
        assert HONESTY in everything
        colours = set(re.findall(r"\x1b\[(?:\d;)*(3[0-7]|9[0-7])m", terminal.sent))
        assert bool(colours) is colour
    assert "Γεια σου" in (data / "journal.jsonl").read_text(encoding="utf-8")


# While it is written


@pytest.mark.parametrize("options", [["--plain"], []], ids=["plain", "rich"])
def test_the_story_is_taken_in_as_it_is_saved(options: list[str], data: Path) -> None:
    """New words at the same choice; a fault in place, the last good story meanwhile; a choice that is gone is told."""
    file = data.parent / "evening" / "story.yaml"
    story = file.read_text(encoding="utf-8")
    with curbside("play", str(file.parent), "--watch", *options, env={"CURBSIDE_DATA": str(data)}) as terminal:
        if not options:
            terminal.until("Press Enter to begin.")
            terminal.press(ENTER)
        terminal.until("Φύγε.")
        terminal.press("2" if not options else "2\r")
        terminal.until("Περνάει ένα λεωφορείο.")
        file.write_text(story.replace("Περνάει ένα λεωφορείο.", "Περνάνε δύο."), encoding="utf-8")
        terminal.until("Περνάνε δύο.")
        terminal.until("Φύγε.")
        terminal.press("o" if not options else "o\r")
        terminal.until("The longest line")
        file.write_text(story.replace("Περνάει ένα λεωφορείο.", "Περνάνε τρία."), encoding="utf-8")
        time.sleep(0.8)  # longer than it takes to look whether the story was saved
        assert "Back to the story." not in terminal.sent
        terminal.press("q" if not options else "q\r")
        terminal.until("Περνάνε τρία.")
        terminal.until("Φύγε.")
        file.write_text(story.replace("to: lamps", "to: lamp"), encoding="utf-8")
        terminal.until('did you mean "lamps"?')
        terminal.until("The story as it was before goes on meanwhile.")
        file.write_text(story.replace("id: wait", "id: linger"), encoding="utf-8")
        terminal.until('"curb.wait", is not in the story any more.')
        terminal.until("What was only given another name is followed once renamed: says so.")
        terminal.until("The play as it was stays kept: --slot")
        terminal.until("Φύγε.")
        terminal.press("5" if not options else "5\r")
        terminal.until("Μόνος")
        terminal.press("q" if not options else "q\r")
        assert terminal.ended() == 0


def test_a_story_at_fault_is_waited_for(data: Path) -> None:
    """Whoever watches a story that cannot be played yet sees why, and plays it once it is mended."""
    file = data.parent / "evening" / "story.yaml"
    story = file.read_text(encoding="utf-8")
    file.write_text(story.replace("to: lamps", "to: lamp"), encoding="utf-8")
    with curbside("play", str(file.parent), "--watch", "--plain", env={"CURBSIDE_DATA": str(data)}) as terminal:
        terminal.until('did you mean "lamps"?')
        terminal.until("Waiting until it is saved without one.")
        file.write_text(story, encoding="utf-8")
        terminal.until("Φύγε.")
        terminal.press("q\r")
        assert terminal.ended() == 0


def test_a_save_at_a_page_s_end_does_not_turn_it(data: Path) -> None:
    """The page is shown again, with its new words, and still waits."""
    file = data.parent / "evening" / "story.yaml"
    story = file.read_text(encoding="utf-8")
    with curbside("play", str(file.parent), "--watch", "--plain", env={"CURBSIDE_DATA": str(data)}) as terminal:
        terminal.until("Φύγε.")
        terminal.press("4\r")
        terminal.until("(Enter to go on)")
        file.write_text(story.replace("Ανάβουν τα φώτα.", "Σβήνουν τα φώτα."), encoding="utf-8")
        terminal.until("Σβήνουν τα φώτα. (Enter to go on)")
        assert "The end." not in terminal.sent
        terminal.press("\r")
        terminal.until("Look back on what you chose")
        terminal.press("q\r")
        assert terminal.ended() == 0
