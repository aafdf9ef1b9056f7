"""Beginning somewhere, in a terminal: the rich player, and a story that is watched while it is written."""

import sys
import time
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals that pexpect can drive", allow_module_level=True)

from tests.pictures.terminal import ENTER, curbside
from tests.test_at import GATE


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """Return the file of a story."""
    path = tmp_path / "story.yaml"
    path.write_text(GATE, encoding="utf-8")
    return path


def test_it_begins_there_in_the_rich_player(gate: Path) -> None:
    """No first screen; the menu is there, and from the ending one can go back to what was chosen on the way."""
    with curbside("play", str(gate), "--at", "house", "--seed", "1") as terminal:
        terminal.until("To get there: 1 choice. gate.ring: Ring the bell. By chance: lane")
        terminal.until("Press Enter to go on.")
        terminal.answer(ENTER)
        terminal.until("Toss a coin.")
        terminal.answer("2")
        terminal.until("Look back on what you chose")
        terminal.answer("1")
        terminal.until("Go back to one of your choices")
        terminal.press("4")
        terminal.until("2 Ring the bell. 3 None: stay here")
        terminal.press("\x03")
        assert terminal.ended() == 130


def test_who_watches_a_story_stays_where_they_began(gate: Path) -> None:
    """Each time it is saved, the same choices lead to the same scene, with its new words."""
    with curbside("play", str(gate), "--at", "well", "--plain", "--watch") as terminal:
        terminal.until("A well. 1. Drink.")
        time.sleep(0.05)  # a clock may be too coarse to tell two writings apart
        gate.write_text(GATE.replace("A well.", "A deep, dry well."), encoding="utf-8")
        terminal.until("A deep, dry well. 1. Drink.")
        terminal.press("q\r")
        assert terminal.ended() == 0
