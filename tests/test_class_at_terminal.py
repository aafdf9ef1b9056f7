"""Playing for a class in a terminal, in both players: the alias, and a folder that goes away and comes back."""

import json
import re
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that pexpect can drive", allow_module_level=True)

from tests.pictures.terminal import ENTER, Terminal, curbside
from tests.screens import ROOT

HUB = str(ROOT / "tests" / "stories" / "hub")


def alias(terminal: Terminal) -> str:
    """Return the alias that is offered now, or an empty text."""
    offers: list[str] = re.findall(r"Your alias: ([a-z]+-[a-z]+)\.", " ".join(terminal.lines))
    return offers[-1] if offers else ""


@pytest.mark.parametrize("face", ["plain", "rich"])
def test_a_class_plays(face: str, tmp_path: Path) -> None:
    """Everything that a pupil meets, from the alias to the last words."""
    folder, end = tmp_path / "5b", "\r" if face == "plain" else ""
    folder.mkdir()
    more = ["--plain"] if face == "plain" else []
    arguments = ["play", HUB, "--class", "5B", "--into", str(folder), "--pair", *more]
    with curbside(*arguments, env={"CURBSIDE_DATA": str(tmp_path / "kept")}, size=(100, 60)) as terminal:
        terminal.until("Enter takes it; n and Enter offers another.")
        first = alias(terminal)
        terminal.press("n", "\r")
        terminal.until(lambda: alias(terminal) not in {"", first})
        second = alias(terminal)
        terminal.press("Ana", "\r")
        terminal.until("Nobody types a name here")
        terminal.press("\r")
        terminal.until(f"You play as {second}, in class 5B.")
        terminal.until("Both agree before you press.")
        if face == "rich":
            terminal.until("Press Enter to begin.")
            terminal.press(ENTER)
        terminal.until("Look at the ants.")
        terminal.press("1", end)
        terminal.until("They carry a leaf.")
        there = folder.rename(tmp_path / "elsewhere")
        terminal.press("1", end)
        terminal.until("cannot be written to just now (No such file or directory)")
        there.rename(folder)
        terminal.press("1", end)
        terminal.until("He turns his head.")
        terminal.press("q", end)
        assert terminal.ended() == 0
        assert "What you chose stands in the class folder." in " ".join(" ".join(terminal.whole).split())
    (path,) = folder.iterdir()
    head, *rest = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert (head["alias"], head["class"], head["pair"]) == (second, "5B", True)
    assert [line["choice"] for line in rest] == ["curb.look", "curb.ask", "curb.use_name"]


def test_another_play_and_another_story_stay_in_the_class(tmp_path: Path) -> None:
    """Playing again, or going to the shelf, asks for no other alias; each play is a file of its own."""
    folder = tmp_path / "5b"
    folder.mkdir()
    arguments = ["play", HUB, "--class", "5B", "--into", str(folder), "--alias", "amber-otter", "--plain"]
    with curbside(*arguments, size=(100, 60)) as terminal:
        terminal.until("You play as amber-otter, in class 5B.")
        terminal.press("1\r3\r")
        terminal.until("2. Play again from the start")
        terminal.press("2\r2\r3\r")
        terminal.until("4. Choose another story")
        terminal.until("2. Play again from the start")
        terminal.press("q\r")
        assert terminal.ended() == 0
    heads = [json.loads(path.read_text(encoding="utf-8").partition("\n")[0]) for path in folder.iterdir()]
    assert [(head["alias"], head["class"]) for head in heads] == [("amber-otter", "5B")] * 2
